"""What containers hold."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import History, together
from hplint.analysis.data.rows import Nobody, OneOfMany, Part
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Mapping, Sequence, Written
from hplint.analysis.memory.join import all_of, elements
from hplint.analysis.memory.values import UNKNOWN, Constant, Data, Items, OneOf, Range, Ref, Unknown, Value
from hplint.analysis.syntax.deferral import iterated
from hplint.basis.frozen import replace

MOST_NUMBERS = 256
"""Longest range whose numbers are told one by one."""
COMPUTED = Unknown(None, Origin.COMPUTED)
"""Something computed of which nobody needs to know more."""


def contents(machine: Machine, value: Value) -> list[Value]:
    """List what a container may hold, in any order."""
    if type(value) is not Ref:
        # Asked of every argument, most of which hold nothing.
        match value:
            case Items(values=values) | OneOf(values=values):
                return list(values)
            case Data():
                return [value]
        return []
    match machine.content(value):
        case Sequence() as sequence:
            return list(elements(sequence))
        case Mapping(items=pairs, rest=rest):
            return [each for _, each in pairs] + ([] if rest is None else [rest])
        case _:
            return []


def learned_for(machine: Machine, value: Value) -> History:
    """Return what was learned to make a value or what it holds; predictions are there to be looked at."""
    held = [machine.current(each) for each in contents(machine, value) if isinstance(each, Data)]
    return together(*(each.history for each in held if not each.predicted))


def any_of(machine: Machine, values: list[Value]) -> Value:
    """Return what stands for every item of a list: one of its names, if it holds names, as far as they were chosen."""
    plain = [value for value in values if isinstance(value, (Unknown, Constant))]
    told = [machine.current(value) for value in values if isinstance(value, Data) and value.kind is None]
    if told and len(plain) + len(told) == len(values) and all(isinstance(each.rows, Nobody) for each in told):
        return Data(machine.fresh(), learned=together(*(each.learned for each in told)))
    unknown = [value for value in plain if isinstance(value, Unknown)]
    if unknown and len(plain) == len(values) and all(value.origin is Origin.LOOP for value in unknown):
        if all(isinstance(value.value, str) for value in plain if isinstance(value, Constant)):
            # Names of columns, of which some are typed in.
            return Unknown(None, Origin.LOOP)
    return all_of(values, machine.join)


def influenced(machine: Machine, value: Value, learned: History) -> Value:
    """Return a value that was chosen by what was learned; objects stay what they are."""
    match value:
        case _ if not learned:
            return value
        case Data():
            data = machine.current(value)
            return replace(data, cell=machine.fresh(), learned=together(data.learned, learned))
        case Unknown() | Constant():
            return Data(machine.fresh(), learned=learned)
        case Items(values=values):
            return Items(tuple(influenced(machine, each, learned) for each in values))
        case Ref() if isinstance(content := machine.content(value), Sequence) and is_plain(content):
            items = (
                None if content.items is None else tuple(influenced(machine, each, learned) for each in content.items)
            )
            element = influenced(machine, content.element, learned) if items is None else content.element
            return machine.allocate(replace(content, items=items, element=element, written=None))
        case _:
            return value


def is_plain(content: Sequence) -> bool:
    """Tell whether a list holds names or numbers, and no objects."""
    return all(
        isinstance(each, (Unknown, Constant)) or (isinstance(each, Data) and isinstance(each.rows, Nobody))
        for each in elements(content)
    )


def thinned(machine: Machine, content: Sequence, told: History) -> Sequence:
    """Return a list without an element; `told` is what was learned to know which."""
    left = all_of(list(elements(content)), machine.join)
    decided = together(*machine.conditions, told)
    return Sequence(None, influenced(machine, left, decided) if is_plain(content) else left)


def first(call: Call) -> Value:
    """Return the first positional argument, or UNKNOWN."""
    positional = call.positional
    return positional[0].value if positional else UNKNOWN


def renewed(machine: Machine, element: Value) -> Value:
    """Return an element of a list of unknown length for one pass: an unknown thing is another one each time."""
    match element:
        case Unknown(key=key) if key is not None:
            return replace(element, key=machine.fresh())
        case Items(values=values):
            return Items(tuple(renewed(machine, value) for value in values))
        case Data(rows=Part(index=OneOfMany()) as part):
            index = OneOfMany(machine.fresh())
            return replace(machine.current(element), cell=machine.fresh(), rows=replace(part, index=index))
        case _:
            return element


def known_items(machine: Machine, value: Value) -> tuple[Value, ...] | None:
    """Return the items of a container whose length is known, else None."""
    value = iterated(machine, value)
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
    value = iterated(machine, value)
    content = machine.content(value)
    if isinstance(content, Sequence):
        return all_of(list(elements(content)), machine.join)
    if isinstance(value, Items):
        return all_of(list(value.values), machine.join)
    found = machine.library.iterate(machine, value)
    return machine.unknown() if found is None else found


def dict_of(machine: Machine, call: Call) -> Value:
    """Build a dict."""
    return machine.allocate(with_arguments(machine, Mapping(()), call))


def with_arguments(machine: Machine, content: Mapping, call: Call) -> Mapping:
    """Return a dict with what `dict(...)` or `update(...)` is given: containers first, then keywords."""
    for argument in call.positional:
        content = with_items(machine, content, argument.value)
    for value in call.surplus:
        content = with_items(machine, content, value)
    for argument in call.arguments:
        if argument.name is not None:
            written = Written(argument.key, argument.place)
            content = with_item(machine, content, Constant(argument.name), argument.value, written)
    return content


def with_item(machine: Machine, content: Mapping, index: Value, value: Value, written: Written | None) -> Mapping:
    """Return a dict with an item set; under an unknown key it may be any."""
    if not isinstance(index, Constant):
        # A key that is an object comes out again where somebody goes through the dict.
        machine.escape(index)
        if isinstance(index, Data) and isinstance(index.rows, Nobody):
            # What stands under a name that was learned: the place of a frequent word.
            value = influenced(machine, value, machine.current(index).history)
        return with_anything(machine, content, value)
    key = index.value
    items = tuple((key, value) if pair[0] == key else pair for pair in content.items)
    if content.get(key) is None:
        items = (*(pair for pair in items if pair[0] != key), (key, value))
    keys = tuple(pair for pair in content.keys if pair[0] != key)
    keys = keys if written is None else (*keys, (key, written))
    return replace(content, items=items, keys=keys, maybe=content.maybe - {key})


def with_pairs(machine: Machine, content: Mapping, pairs: list[tuple[Value, Value, Written]]) -> Mapping:
    """Return a dict with several items set, one after the other; a new one costs as much as it has items."""
    if content != Mapping(()) or not all(isinstance(key, Constant) for key, _, _ in pairs):
        for key, value, written in pairs:
            content = with_item(machine, content, key, value, written)
        return content
    found: dict[object, tuple[object, Value, Written]] = {}
    for key, value, written in pairs:
        literal = key.value if isinstance(key, Constant) else None
        if literal in found and type(found[literal][0]) is not type(literal):
            del found[literal]
        found[literal] = (literal, value, written)
    items = tuple((literal, value) for literal, value, _ in found.values())
    return Mapping(items, keys=tuple((literal, written) for literal, _, written in found.values()))


def with_items(machine: Machine, content: Mapping, other: Value) -> Mapping:
    """Return a dict with the items of another container: a dict, or a list of pairs."""
    added = machine.content(other)
    if isinstance(added, Mapping):
        written = dict(added.keys)
        before = content
        if added.rest is not None or added.escaped:
            content = with_anything(machine, content, added.rest or UNKNOWN)
        for key, value in added.items:
            if key in added.maybe and before.get(key) is not None:
                value = machine.join(value, before.get(key) or UNKNOWN)
            known = before.get(key) is not None and key not in before.maybe
            content = with_item(machine, content, Constant(key), value, written.get(key))
            if key in added.maybe and not known:
                content = replace(content, maybe=content.maybe | {key})
        return content
    pairs = known_items(machine, other)
    if pairs is None or not all(isinstance(pair, Items) and len(pair.values) == 2 for pair in pairs):
        found = contents(machine, other)
        held = [each for pair in found for each in contents(machine, pair)[1:]]
        in_pairs = held and all(isinstance(pair, Items) and len(pair.values) == 2 for pair in found)
        machine.escape(other)
        return with_anything(machine, content, all_of(held if in_pairs else [*held, UNKNOWN], machine.join))
    for pair in pairs:
        if isinstance(pair, Items):
            content = with_item(machine, content, pair.values[0], pair.values[1], None)
    return content


def with_anything(machine: Machine, content: Mapping, value: Value) -> Mapping:
    """Return a dict in which any item may have been set to a value."""
    items = tuple((key, machine.join(known, value)) for key, known in content.items)
    return replace(content, items=items, rest=value if content.rest is None else machine.join(content.rest, value))


def without(content: Mapping, key: object) -> Mapping:
    """Return a dict without an item."""
    items = tuple(pair for pair in content.items if pair[0] != key)
    return replace(content, items=items, keys=tuple(pair for pair in content.keys if pair[0] != key))
