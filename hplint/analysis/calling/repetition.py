"""Calls of which nothing is known, from code that nobody calls: what a function does then, it has done before.

Functions that call each other, and that nobody in view calls, would be followed into from each of them again, with
nothing but unknown things, and tell the same each time; every level of calls would multiply that.
"""

from __future__ import annotations

from collections.abc import Hashable
from collections.abc import Mapping as Named

from hplint.analysis.data.rows import Part, line
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Instance, Mapping, Sequence
from hplint.analysis.memory.values import (
    Class,
    Constant,
    Data,
    External,
    Function,
    Items,
    Method,
    OneOf,
    Ref,
    Unknown,
    Value,
)
from hplint.analysis.modules.beside import is_minded
from hplint.analysis.modules.following import unreached
from hplint.basis.frozen import dataclass

MOST_THINGS = 4
"""With how many things, of which nothing is known, a call is followed in one program."""

DEEPEST, MOST_VALUES = 3, 64
"""Containers within containers, and values in one, that are looked at."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A call of a function with arguments of which nothing is known."""

    kinds: Hashable
    """What all calls have in common that tell the same."""
    things: tuple[Hashable, ...]
    """The program that it is a part of, and the things that it is given."""


def visit_of(machine: Machine, function: Function, arguments: Named[str, Value]) -> Visit | None:
    """Return what tells a call from others; None for one that may tell something new each time."""
    if not machine.uncalled or not machine.activations or is_minded(machine, arguments.values()):
        # Whoever watches an object wants to see everything that is done to it.
        return None
    kinds: list[Hashable] = []
    things: list[Hashable] = []
    for name, value in arguments.items():
        kind = kind_of(machine, value)
        if kind is None:
            return None
        kinds.append((name, kind))
        things.append(thing_of(value))
    # What a function within another one does depends on the names around it, too.
    own = id(function.node), function.scope.id, bool(machine.guards or machine.aside)
    return Visit((*own, *kinds), (machine.scope, *things))


def repeated(machine: Machine, visit: Visit | None, arguments: Named[str, Value]) -> Value | None:
    """Return what a call gives that isn't followed because it tells nothing new; None for one that is.

    Each function that nobody calls is a program of its own, in which the same may be done with several things, so that
    they are compared; and what it calls itself is a part of it.
    """
    seen = None if visit is None else machine.visits.get(visit.kinds)
    if visit is None or seen is None:
        return None
    before = seen.get(visit.things)
    if before is None:
        here = sum(things[0] == machine.scope for things in seen)
        if here < MOST_THINGS and (here or len(machine.activations) == 1):
            return None
        before = next(iter(seen.values()))
    unseen = unreached(machine, arguments)
    return before if isinstance(before, (Constant, External)) else unseen


def note_visit(machine: Machine, visit: Visit | None, result: Value) -> None:
    """Note that a call was followed, unless it gave something of which more is known than of its arguments."""
    if visit is not None and kind_of(machine, result) is not None:
        machine.visits.setdefault(visit.kinds, {})[visit.things] = result


def kind_of(machine: Machine, value: Value, depth: int = 0) -> Hashable | None:
    """Return what is known of a value of which nothing is followed; None for any other."""
    match value:
        case Unknown(key=key, path=path, of_data=of_data):
            return None if key in machine.opaque else (Unknown, path, of_data)
        case Constant() | External():
            return value
        case Class(address=address):
            return (Class, address)
        case Data():
            return Data if is_plain(machine.current(value)) else None
        case Items(values=values) | OneOf(values=values):
            return kinds_of(machine, (type(value).__name__,), values, depth)
        case Method(receiver=receiver, name=name):
            return kinds_of(machine, ("Method", name), (receiver,), depth)
        case Ref():
            match machine.content(value):
                case Instance(of=of):
                    return of.address
                case Sequence(items=items, element=element):
                    known = items is not None
                    return kinds_of(machine, ("Sequence", known), items if items is not None else (element,), depth)
                case Mapping(items=pairs, rest=rest):
                    keys = tuple([key for key, _ in pairs])
                    values = (*(each for _, each in pairs), *(() if rest is None else (rest,)))
                    return kinds_of(machine, ("Mapping", keys), values, depth)
        case Function(receiver=None, node=node, scope=scope):
            return id(node), scope.id
    return None


def kinds_of(
    machine: Machine, holder: tuple[Hashable, ...], values: tuple[Value, ...], depth: int
) -> tuple[Hashable, ...] | None:
    """Return what is known of what holds values, if nothing is followed of any."""
    if depth > DEEPEST or len(values) > MOST_VALUES:
        return None
    kinds = [kind_of(machine, each, depth + 1) for each in values]
    return None if None in kinds else (*holder, *kinds)


def thing_of(value: Value) -> Hashable:
    """Return what tells a thing from others of its kind."""
    match value:
        case Data(cell=cell):
            return cell
        case Items(values=values) | OneOf(values=values):
            return tuple([thing_of(each) for each in values])
        case Method(receiver=receiver):
            return thing_of(receiver)
        case Function(scope=scope):
            return (Function, scope.id)
        case Class(address=address):
            return address
    return value


def is_plain(data: Data) -> bool:
    """Tell whether nothing was learned to make data, and nothing held out of it."""
    told = data.learned or data.chosen or data.predicted or data.mask is not None or data.columns
    return not told and not any(isinstance(each, Part) for each in line(data.rows))
