"""Statements that print or draw: what did nothing at first does nothing again, with things of the same sort.

In loops through models most of the code draws, and each pass would draw again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from collections.abc import Mapping as ByType
from typing import Any

import libcst as cst

from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Mapping, Sequence
from hplint.analysis.memory.values import INERT, Constant, Data, External, Items, Ref, Unknown, Value

PRINTS = "print"
MOST_VALUES = 16
"""Values in one container that are looked at."""
PLAIN = frozenset({cst.SimpleString, cst.Integer, cst.Float})
"""Expressions without names."""
FIELD = cst.FormattedStringExpression

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
    names = names_in(call)
    if names is None:
        return None
    found: list[tuple[str, Hashable]] = []
    for name in dict.fromkeys(names):
        sort = sort_of(machine, name)
        if sort is None:
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
    kind = type(node)
    # By type, and not by `match`: libcst's abstract bases make that ten times as slow.
    while kind in LINKS:
        node = node.func if kind is cst.Call else node.value  # type: ignore[attr-defined]  # of a link
        kind = type(node)
    return node.value if kind is cst.Name else ""  # type: ignore[attr-defined]  # of a Name


def names_in(node: cst.CSTNode) -> list[str] | None:
    """List the names that an expression reads; None where it may do anything else."""
    found: list[str] = []
    waiting: list[cst.CSTNode] = [node]
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if kind is cst.Name:
            found.append(node.value)  # type: ignore[attr-defined]  # of a Name
        elif kind not in PLAIN:
            parts = PARTS.get(kind)
            if parts is None:
                return None
            # The last part is looked at first, so that names come in order.
            waiting.extend(parts(node)[::-1])
    return found


LINKS = frozenset({cst.Call, cst.Attribute, cst.Subscript})
PARTS: ByType[type, Callable[[Any], list[cst.CSTNode]]] = {
    cst.Attribute: lambda node: [node.value],
    cst.UnaryOperation: lambda node: [node.expression],
    cst.Call: lambda node: [node.func, *[each.value for each in node.args]],
    cst.Subscript: lambda node: [node.value, *[each.slice for each in node.slice]],
    cst.Index: lambda node: [node.value],
    cst.Slice: lambda node: [each for each in (node.lower, node.upper, node.step) if each is not None],
    cst.BinaryOperation: lambda node: [node.left, node.right],
    cst.Comparison: lambda node: [node.left, *[each.comparator for each in node.comparisons]],
    cst.Tuple: lambda node: [each.value for each in node.elements],
    cst.List: lambda node: [each.value for each in node.elements],
    cst.FormattedString: lambda node: [each.expression for each in node.parts if type(each) is FIELD],
    cst.ConcatenatedString: lambda node: [node.left, node.right],
}
"""What is read of an expression, by its type."""


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
