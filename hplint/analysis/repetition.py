"""Calls of which nothing is known, from code that nobody calls: what a function does then, it has done before.

Functions that call each other, and that nobody in view calls, would be followed into from each of them again, with
nothing but unknown things, and tell the same each time; every level of calls would multiply that.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from hplint.analysis.machine import Machine
from hplint.analysis.rows import Part, line
from hplint.analysis.values import (
    Class,
    Constant,
    Data,
    External,
    Function,
    Instance,
    Items,
    Method,
    OneOf,
    Ref,
    Unknown,
    Value,
)
from hplint.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Visit:
    """A call of a function with arguments of which nothing is known."""

    kinds: Hashable
    """What all calls have in common that tell the same."""
    things: tuple[Hashable, ...]
    """The program that it is a part of, and the things that it is given."""


def visit_of(machine: Machine, function: Function, arguments: Mapping[str, Value]) -> Visit | None:
    """Return what tells a call from others; None for one that may tell something new each time."""
    if not machine.uncalled or not machine.activations or machine.watch is not None:
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
    return Visit((id(function.node), bool(machine.guards or machine.aside), *kinds), (machine.scope, *things))


def is_repeated(machine: Machine, visit: Visit | None) -> bool:
    """Tell whether a call tells nothing new.

    Each function that nobody calls is a program of its own, in which the same may be done with several things, so that
    they are compared; and what it calls itself is a part of it.
    """
    seen = None if visit is None else machine.visits.get(visit.kinds)
    if visit is None or seen is None:
        return False
    return visit.things in seen or (len(machine.activations) > 1 and all(each[0] != machine.scope for each in seen))


def note_visit(machine: Machine, visit: Visit | None, result: Value) -> None:
    """Note that a call was followed, unless it gave something of which more is known than of its arguments."""
    if visit is not None and kind_of(machine, result) is not None:
        machine.visits.setdefault(visit.kinds, set()).add(visit.things)


def kind_of(machine: Machine, value: Value) -> Hashable | None:
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
            kinds = tuple([kind_of(machine, each) for each in values])
            return None if None in kinds else (type(value), kinds)
        case Method(receiver=receiver, name=name):
            kind = kind_of(machine, receiver)
            return None if kind is None else (name, kind)
        case Ref():
            content = machine.content(value)
            return content.of.address if isinstance(content, Instance) else None
        case Function(receiver=None, node=node):
            return id(node)
    return None


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
            return id(scope)
        case Class(address=address):
            return address
    return value


def is_plain(data: Data) -> bool:
    """Tell whether nothing was learned to make data, and nothing held out of it."""
    told = data.learned or data.chosen or data.predicted or data.mask is not None or data.columns
    return not told and not any(isinstance(each, Part) for each in line(data.rows))
