"""The methods of lists, dicts, tuples and strings."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import together
from hplint.analysis.data.row_by_row import note_growth, note_pieces
from hplint.analysis.data.some_of_many import unknown_ones
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Mapping, Sequence, Written
from hplint.analysis.memory.join import all_of, elements
from hplint.analysis.memory.values import NONE, UNKNOWN, Constant, Items, Ref, Score, Value
from hplint.analysis.python.containers import (
    COMPUTED,
    any_of,
    first,
    influenced,
    known_items,
    learned_for,
    one_element,
    thinned,
    with_arguments,
    with_item,
    without,
)
from hplint.analysis.python.folding import fold_method
from hplint.analysis.python.sorting import sort
from hplint.analysis.scores.selection import best, report, scores_in
from hplint.basis.frozen import replace


def container_method(machine: Machine, receiver: Value, name: str, call: Call) -> Value | None:
    """Call a method of a list, dict, tuple or constant; None where it isn't known."""
    content = machine.content(receiver)
    if isinstance(receiver, Ref) and isinstance(content, Sequence):
        return list_method(machine, receiver, content, name, call)
    if isinstance(receiver, Ref) and isinstance(content, Mapping):
        return dict_method(machine, receiver, content, name, call)
    if isinstance(receiver, Items) and name == "index":
        return picked(machine, list(receiver.values), call)
    if isinstance(receiver, Constant):
        if name == "format":
            report(machine, (argument.value for argument in call.arguments))
        return fold_method(machine, receiver, name, call) or COMPUTED
    return COMPUTED


def list_method(machine: Machine, receiver: Ref, content: Sequence, name: str, call: Call) -> Value | None:
    """Call a method of a list or set."""
    value = influenced(machine, first(call), together(*machine.conditions))
    match name:
        case "append" | "add" | "appendleft":
            note_growth(machine, receiver.address, content)
            if content.items is not None:
                items = (value, *content.items) if name == "appendleft" else (*content.items, value)
                grown = replace(content, items=items, written=None)
            else:
                grown = replace(content, items=None, element=any_of(machine, [*elements(content), value]))
            machine.store.set(receiver.address, grown)
            return NONE
        case "extend" | "update":
            note_pieces(machine, receiver.address, machine.loops)
            added = known_items(machine, value)
            if content.items is not None and added is not None:
                machine.store.set(receiver.address, replace(content, items=content.items + added, written=None))
            else:
                held = machine.content(value)
                added_ones = elements(held) if isinstance(held, Sequence) else [one_element(machine, value)]
                rest = any_of(machine, [*elements(content), *added_ones])
                machine.store.set(receiver.address, replace(content, items=None, element=rest))
            return NONE
        case "insert" if content.items is not None and isinstance(position := constant(call), int) and position >= 0:
            inserted = call.positional[1].value if len(call.positional) > 1 else UNKNOWN
            items = (*content.items[:position], inserted, *content.items[position:])
            machine.store.set(receiver.address, replace(content, items=items, written=None))
            return NONE
        case "insert":
            inserted = call.positional[1].value if len(call.positional) > 1 else UNKNOWN
            machine.store.set(receiver.address, Sequence(None, all_of([*elements(content), inserted], machine.join)))
            return NONE
        case "copy":
            return machine.allocate(content)
        case "pop" | "popleft" if content.items and (not call.arguments or isinstance(constant(call), int)):
            position = 0 if name == "popleft" else constant(call) if call.arguments else -1
            if not isinstance(position, int) or not -len(content.items) <= position < len(content.items):
                return UNKNOWN
            left = list(content.items)
            taken = left.pop(position)
            machine.store.set(receiver.address, replace(content, items=tuple(left), written=None))
            return taken
        case "clear":
            machine.store.set(receiver.address, replace(content, items=(), written=None))
            return NONE
        case "reverse" if content.items is not None:
            machine.store.set(receiver.address, replace(content, items=content.items[::-1], written=None))
            return NONE
        case "pop" | "popleft":
            popped = unknown_ones(machine, all_of(list(elements(content)), machine.join), receiver)
            machine.store.set(receiver.address, thinned(machine, content, learned_for(machine, first(call))))
            return popped
        case "index":
            return picked(machine, list(elements(content)), call)
        case "sort":
            found = sort(machine, call, receiver, content.kind)
            order = machine.content(NONE if found is None else found)
            if isinstance(found, Ref) and isinstance(order, Sequence):
                machine.store.set(receiver.address, order)
                if found.address in machine.record.rankings:
                    machine.record.rankings[receiver.address] = machine.record.rankings[found.address]
                return NONE
            machine.store.set(receiver.address, Sequence(None, all_of(list(elements(content)), machine.join)))
            return NONE
        case "remove" | "discard":
            machine.store.set(receiver.address, thinned(machine, content, learned_for(machine, first(call))))
            return NONE
        case "reverse" | "clear":
            machine.store.set(receiver.address, Sequence(None, all_of(list(elements(content)), machine.join)))
            return NONE
        case "count":
            return COMPUTED
        case _:
            return None


def picked(machine: Machine, held: list[Value], call: Call) -> Value:
    """Find a position: the position of the best score is a selection, that of a statistic is one, too."""
    scores = scores_in(held)
    if scores and isinstance(first(call), Score):
        return best(machine, scores)
    return influenced(machine, COMPUTED, learned_for(machine, first(call)))


def dict_method(machine: Machine, receiver: Ref, content: Mapping, name: str, call: Call) -> Value | None:
    """Call a method of a dict."""
    held = [value for _, value in content.items] + ([] if content.rest is None else [content.rest])
    match name:
        case "items":
            if content.rest is None:
                pairs = tuple(Items((Constant(key), value)) for key, value in content.items)
                return machine.allocate(Sequence(pairs, kind=""))
            return machine.allocate(Sequence(None, Items((COMPUTED, all_of(held, machine.join)))))
        case "values":
            items = tuple(value for _, value in content.items) if content.rest is None else None
            return machine.allocate(Sequence(items, all_of(held, machine.join), kind=""))
        case "keys":
            if content.rest is None:
                return machine.allocate(Sequence(tuple(Constant(key) for key, _ in content.items), kind=""))
            return machine.allocate(Sequence(None, COMPUTED))
        case "get":
            return got(machine, content, held, call)
        case "pop":
            known = isinstance(first(call), Constant)
            left = without(content, constant(call)) if known else replace(content, maybe=all_keys(content))
            machine.store.set(receiver.address, left)
            return got(machine, content, held, call)
        case "popitem":
            machine.store.set(receiver.address, replace(content, maybe=all_keys(content)))
            return Items((COMPUTED, all_of(held, machine.join)))
        case "clear":
            machine.store.set(receiver.address, Mapping((), default=content.default))
            return NONE
        case "setdefault":
            found = got(machine, content, held, call)
            if content.get(constant(call)) is None or constant(call) in content.maybe:
                places = call.positional[:2]
                written = Written(places[0].place, places[1].place) if len(places) > 1 else None
                machine.store.set(receiver.address, with_item(machine, content, first(call), found, written))
            return found
        case "copy":
            return machine.allocate(content)
        case "update":
            machine.store.set(receiver.address, with_arguments(machine, content, call))
            return NONE
        case _:
            return None


def all_keys(content: Mapping) -> frozenset[object]:
    """Return the keys that a dict may hold."""
    return frozenset(key for key, _ in content.items)


def constant(call: Call) -> object:
    """Return the literal that is the first argument; None where it isn't one."""
    key = first(call)
    return key.value if isinstance(key, Constant) else None


def got(machine: Machine, content: Mapping, held: list[Value], call: Call) -> Value:
    """Return an item of a dict, or the default."""
    key = first(call)
    default = call.positional[1].value if len(call.positional) > 1 else NONE
    if isinstance(key, Constant):
        found = content.get(key.value)
        if found is not None:
            return machine.join(found, default) if key.value in content.maybe or content.escaped else found
        return default if content.rest is None else machine.join(content.rest, default)
    return machine.join(all_of(held, machine.join), default)
