"""Sorting and picking by a key: items whose keys are known stand in a known order, scores make a ranking."""

from __future__ import annotations

from typing import Any

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.functions import followed, invoke
from hplint.analysis.data.history import NOTHING_LEARNED, History
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.values import UNKNOWN, Constant, Function, Items, Method, Score, Value, with_origin
from hplint.analysis.python.containers import influenced, known_items, learned_for, one_element
from hplint.analysis.scores.rankings import scores_within
from hplint.analysis.scores.selection import scores_in

MOST_SORTED = 64
"""Longest container that is put in order."""


def sort(machine: Machine, call: Call, source: Value, kind: str) -> Value | None:
    """Return the items in order: a list of them, or a ranking by scores; None where neither is known."""
    scores = sort_keys(machine, call, source)
    if scores:
        ranking = machine.allocate(Sequence(None, one_element(machine, source)))
        machine.record.rankings[ranking.address] = scores
        return ranking
    items = in_order(machine, call, known_items(machine, source))
    if items is not None:
        return machine.allocate(Sequence(items, kind=kind))
    learned = told_by_keys(machine, call, source)
    return (
        machine.allocate(Sequence(None, influenced(machine, one_element(machine, source), learned)))
        if learned
        else None
    )


def told_by_keys(machine: Machine, call: Call, source: Value) -> History:
    """Return what was learned to put items in order: names by their correlations, pairs of a p-value and a name."""
    key = call.keyword("key")
    element = one_element(machine, source)
    if key is None:
        return learned_for(machine, element) if isinstance(element, Items) else NOTHING_LEARNED
    if isinstance(key.value, Method) and key.value.name in {"get", "__getitem__"}:
        return learned_for(machine, key.value.receiver)
    return learned_for(machine, keyed(machine, key, element))


def sort_keys(machine: Machine, call: Call, source: Value) -> tuple[Score, ...]:
    """List the scores by which items are compared; nothing where they aren't compared by scores."""
    key = call.keyword("key")
    found = () if key is None else by_key(machine, key, source)
    return found or tuple(scores_within(machine, source, deepest=2))


def by_key(machine: Machine, key: Argument, source: Value) -> tuple[Score, ...]:
    """List the scores that a key function makes of items."""
    if isinstance(key.value, Method) and key.value.name in {"get", "__getitem__"}:
        return tuple(scores_within(machine, key.value.receiver, deepest=2))
    candidate = with_origin(one_element(machine, source), Origin.LOOP)
    return scores_in([keyed(machine, key, candidate)])


def keyed(machine: Machine, key: Argument, item: Value) -> Value:
    """Return what a key function makes of one candidate."""
    if not isinstance(key.value, Function) or not followed(machine, key.value):
        return UNKNOWN
    return invoke(machine, key.value, Call(key.place, (key._replace(name=None, value=item),)))


def in_order(machine: Machine, call: Call, items: tuple[Value, ...] | None) -> tuple[Value, ...] | None:
    """Sort items by constants: those that a key function gives, or the first parts; None where they aren't all known.

    Equal ones aren't told apart: then tuples would be compared by what stands further behind.
    """
    backwards = call.keyword("reverse")
    if items is None or len(items) > MOST_SORTED or not (backwards is None or isinstance(backwards.value, Constant)):
        return None
    key = call.keyword("key")
    marks: list[Any] = []
    for item in items:
        if key is None:
            mark = item.values[0] if isinstance(item, Items) and item.values else item
        else:
            mark = keyed(machine, key, item)
        if not isinstance(mark, Constant) or type(mark.value) not in (int, float, str):
            return None
        marks.append(mark.value)
    if len(set(marks)) < len(marks) or len({isinstance(mark, str) for mark in marks}) > 1:
        return None
    reverse = backwards is not None and isinstance(backwards.value, Constant) and bool(backwards.value.value)
    return tuple(item for _, item in sorted(zip(marks, items, strict=True), key=lambda pair: pair[0], reverse=reverse))
