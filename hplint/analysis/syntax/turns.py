"""Loops through plain constants that are passed without a look at each: which values their target has in turn."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Constant, Unknown, Value
from hplint.analysis.python.containers import known_items
from hplint.basis.frozen import replace

MOST_CONSTANTS = 256
"""Longest list of constants of which each is known."""


def in_turn(machine: Machine, iterable: Value, element: Value) -> Value:
    """Return the element that stands for all of several constants; it knows what it is in turn."""
    items = known_items(machine, iterable)
    if not isinstance(element, Unknown) or items is None or not 0 < len(items) <= MOST_CONSTANTS:
        return element
    literals = tuple(item.value for item in items if isinstance(item, Constant))
    return replace(element, among=literals) if len(literals) == len(items) else element


def taken(machine: Machine, value: Value) -> tuple[object, ...]:
    """List what a value is for certain at this place, in one pass of a loop each.

    Empty where a condition decides whether the place is reached, or where a pass may be the last.
    """
    if not isinstance(value, Unknown) or not value.among:
        return ()
    for loop in reversed(machine.loops):
        passed = loop.among or loop.candidates or loop.single
        if not passed or len(machine.branches) > loop.outside:
            return ()
        if loop.among is value.among:
            return () if isinstance(loop.node, cst.For) and may_end(loop.node.body) else value.among
    return ()


def may_end(node: cst.CSTNode) -> bool:
    """Tell whether a loop's body may leave the loop before its last pass, the bodies of functions aside."""
    if isinstance(node, (cst.FunctionDef, cst.ClassDef, cst.Lambda)):
        return False
    return isinstance(node, (cst.Break, cst.Return, cst.Raise, cst.Yield)) or any(map(may_end, node.children))
