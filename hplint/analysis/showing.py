"""Statements that print or draw: what did nothing at first does nothing again, with things of the same sort.

In loops through models most of the code draws, and each pass would draw again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import libcst as cst

from hplint.analysis.machine import Machine
from hplint.analysis.values import INERT, Constant, Data, External, Items, Mapping, Ref, Sequence, Unknown, Value

PRINTS = "print"
MOST_VALUES = 16
"""Values in one container that are looked at."""
PLAIN = (cst.SimpleString, cst.Integer, cst.Float)
"""Expressions without names."""

Sorts = tuple[tuple[str, Hashable], ...]
"""The names in a statement, and of what sort of thing each is: of what is all the same to whoever shows it."""


def may_repeat(machine: Machine) -> bool:
    """Tell whether a statement may be executed again, and what it did at first is what it does."""
    return bool(machine.loops or machine.activations) and not (machine.guards or machine.aside or machine.watch)


def shown_again(machine: Machine, node: cst.Expr) -> bool:
    """Tell whether a statement did nothing when it was executed before, with things of the same sorts."""
    sorts = machine.shows.get(id(node))
    return bool(sorts) and all(sort_of(machine, name) == sort for name, sort in sorts or ())


def sorts_in(machine: Machine, node: cst.Expr) -> Sorts | None:
    """Return the sorts of all that a statement that prints or draws is given; None for any other statement."""
    call = node.value
    if id(node) in machine.shows or type(call) is not cst.Call or not shows(machine, root_of(call)):
        return None
    found: list[tuple[str, Hashable]] = []
    for name in dict.fromkeys(names_in(call)):
        sort = None if name is None else sort_of(machine, name)
        if name is None or sort is None:
            return None
        found.append((name, sort))
    return tuple(found)


def shows(machine: Machine, name: str) -> bool:
    """Tell whether a name is that of something that only shows what it is given: `print`, a module, a figure."""
    value = machine.lookup(name) if name else None
    if value is None:
        return name == PRINTS
    path = value.path if isinstance(value, (External, Unknown)) else None
    return path is not None and machine.library.shows(path)


def root_of(node: cst.BaseExpression) -> str:
    """Return the name that a chain of attributes, calls and subscripts begins with; empty for any other."""
    while True:
        match node:
            case cst.Name(value=name):
                return name
            case cst.Call(func=inner) | cst.Attribute(value=inner) | cst.Subscript(value=inner):
                node = inner
            case _:
                return ""


def names_in(node: cst.CSTNode) -> Iterator[str | None]:
    """Yield the names that an expression reads, and None where it may do anything else."""
    kind = type(node)
    if kind is cst.Name:
        yield node.value  # type: ignore[attr-defined]  # of a Name
        return
    match node:
        case cst.Attribute(value=value) | cst.UnaryOperation(expression=value):
            yield from names_in(value)
        case cst.Call(func=function, args=arguments):
            yield from names_in(function)
            for argument in arguments:
                yield from names_in(argument.value)
        case cst.Subscript(value=value, slice=indices):
            yield from names_in(value)
            for index in indices:
                yield from names_in(index.slice)
        case cst.Index(value=value):
            yield from names_in(value)
        case cst.Slice(lower=lower, upper=upper, step=step):
            for bound in (lower, upper, step):
                if bound is not None:
                    yield from names_in(bound)
        case cst.BinaryOperation(left=left, right=right):
            yield from names_in(left)
            yield from names_in(right)
        case cst.Comparison(left=left, comparisons=others):
            yield from names_in(left)
            for other in others:
                yield from names_in(other.comparator)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                yield from names_in(element.value)
        case cst.FormattedString(parts=parts):
            for part in parts:
                if type(part) is cst.FormattedStringExpression:
                    yield from names_in(part.expression)
        case cst.ConcatenatedString(left=left, right=right):
            yield from names_in(left)
            yield from names_in(right)
        case _:
            if not isinstance(node, PLAIN):
                yield None


def sort_of(machine: Machine, name: str) -> Hashable:
    """Return what is all the same to whoever shows what a name stands for; None where something may come of it."""
    value: Value | None = machine.lookup(name)
    return name if value is None else sort_of_value(machine, value)


def sort_of_value(machine: Machine, value: Value) -> Hashable:
    """Return the sort of a value; see `sort_of`."""
    match value:
        case Constant():
            return Constant
        case External(path=path):
            return path
        case Unknown(key=key, path=path, of_data=of_data):
            return None if key in machine.opaque else (Unknown, path, of_data, key is None)
        case Data():
            held = machine.current(value)
            return None if held.predicted or held.chosen else (Data, held.kind)
        case Items(values=values):
            return Items if are_plain(machine, values) else None
        case Ref():
            match machine.content(value):
                case Sequence(items=items, element=element, kind=kind, escaped=escaped):
                    plain = are_plain(machine, items if items is not None else (element,))
                    return (Sequence, kind, escaped) if plain else None
                case Mapping(items=pairs, rest=None, escaped=escaped):
                    return (Mapping, escaped) if are_plain(machine, tuple([each for _, each in pairs])) else None
    return None


def are_plain(machine: Machine, values: tuple[Value, ...]) -> bool:
    """Tell whether these are a few things of which nothing is followed."""
    return len(values) <= MOST_VALUES and all(
        isinstance(each, INERT) and sort_of_value(machine, each) is not None for each in values
    )
