"""What containers hold."""

from __future__ import annotations

from dataclasses import replace

from hplint.analysis.calls import Call
from hplint.analysis.constants import Origin
from hplint.analysis.join import all_of, elements
from hplint.analysis.machine import Machine
from hplint.analysis.values import UNKNOWN, Constant, Data, Items, Mapping, OneOf, Range, Sequence, Unknown, Value
from hplint.findings import Place

MOST_NUMBERS = 256
"""Longest range whose numbers are told one by one."""
COMPUTED = Unknown(None, Origin.COMPUTED)
"""Something computed of which nobody needs to know more."""


def contents(machine: Machine, value: Value) -> list[Value]:
    """List what a container may hold, in any order."""
    match value:
        case Items(values=values) | OneOf(values=values):
            return list(values)
        case Data():
            return [value]
    match machine.content(value):
        case Sequence() as sequence:
            return list(elements(sequence))
        case Mapping(items=pairs, rest=rest):
            return [each for _, each in pairs] + ([] if rest is None else [rest])
        case _:
            return []


def first(call: Call) -> Value:
    """Return the first positional argument, or UNKNOWN."""
    positional = call.positional
    return positional[0].value if positional else UNKNOWN


def known_items(machine: Machine, value: Value) -> tuple[Value, ...] | None:
    """Return the items of a container whose length is known, else None."""
    match value:
        case Items(values=values):
            return values
        case Constant(value=tuple() as values):
            return tuple(Constant(each) for each in values)
        case Range(values=numbers) if len(numbers) <= MOST_NUMBERS:
            return tuple(Constant(each, Origin.COMPUTED) for each in numbers)
    match machine.content(value):
        case Sequence(items=items):
            return items
        case Mapping(items=pairs, rest=None):
            return tuple(Constant(key) for key, _ in pairs)
        case _:
            return None


def one_element(machine: Machine, value: Value) -> Value:
    """Return what stands for every element of a container."""
    content = machine.content(value)
    if isinstance(content, Sequence):
        return all_of(list(elements(content)), machine.join)
    if isinstance(value, Items):
        return all_of(list(value.values), machine.join)
    found = machine.library.iterate(machine, value)
    return machine.unknown() if found is None else found


def united(machine: Machine, content: Mapping, other: Value) -> Mapping:
    """Return a dict with the items of another one set: `one | other`."""
    added = machine.content(other)
    if not isinstance(added, Mapping):
        machine.escape(other)
        rest: Value = machine.unknown() if content.rest is None else content.rest
        return replace(content, rest=rest)
    items = {**dict(content.items), **dict(added.items)}
    rest_of = content.rest if added.rest is None else added.rest
    return Mapping(tuple(items.items()), rest_of, tuple({**dict(content.keys), **dict(added.keys)}.items()))


def dict_of(machine: Machine, call: Call) -> Value:
    """Build a dict."""
    items: dict[object, Value] = {}
    rest: Value | None = None if call.complete else UNKNOWN
    keys: list[tuple[object, Place]] = []
    for argument in call.arguments:
        if argument.name is not None:
            items[argument.name] = argument.value
            keys.append((argument.name, argument.key))
            continue
        content = machine.content(argument.value)
        pairs = known_items(machine, argument.value)
        if isinstance(content, Mapping):
            items.update(content.items)
            keys.extend(content.keys)
            rest = content.rest if rest is None else rest
        elif pairs is not None and all(
            isinstance(pair, Items) and len(pair.values) == 2 and isinstance(pair.values[0], Constant) for pair in pairs
        ):
            items.update((pair.values[0].value, pair.values[1]) for pair in pairs)  # type: ignore[union-attr, misc]  # just asked
        else:
            held = [each for pair in contents(machine, argument.value) for each in contents(machine, pair)[1:]]
            rest = all_of([*held, UNKNOWN], machine.join)
    return machine.allocate(Mapping(tuple(items.items()), rest, tuple(keys)))
