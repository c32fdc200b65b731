"""Which columns an index takes or an assignment writes, by name: one, several, or one in each pass of a loop."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.values import MOST_COLUMNS, Constant, Unknown, Value

INDEXERS = frozenset({"at", "iat", "iloc", "loc"})
"""Attributes of tables that are indexed instead of them."""
NAMES = (cst.Name, cst.SimpleString, cst.List)
"""What names columns; evaluating it does nothing else."""


def listed_names(machine: Machine, index: Value) -> tuple[str, ...]:
    """Return the names of columns that a list in view holds; empty where it isn't such a list."""
    content = machine.content(index)
    if not isinstance(content, Sequence) or not content.items:
        return ()
    names = tuple(item.value for item in content.items if isinstance(item, Constant) and isinstance(item.value, str))
    return names if len(names) == len(content.items) else ()


def names_in_turn(index: Value) -> tuple[str, ...]:
    """Return the names that a loop through plain strings binds, one in each pass; empty for everything else."""
    if not isinstance(index, Unknown) or not all(isinstance(name, str) for name in index.among):
        return ()
    return index.among


def names_of(machine: Machine, index: Value) -> tuple[str, ...]:
    """Return the names of the columns that an index takes, in one pass of a loop each perhaps; empty if unknown."""
    if isinstance(index, Constant):
        return (index.value,) if isinstance(index.value, str) else ()
    names = names_in_turn(index) or listed_names(machine, index)
    return names if len(names) <= MOST_COLUMNS else ()


def written_names(machine: Machine, target: cst.Subscript) -> tuple[tuple[str, ...], bool]:
    """Return the names of the columns that an assignment to cells writes, if known, and whether it writes all rows."""
    inner = target
    while True:
        behind: cst.BaseExpression = inner.value
        if isinstance(behind, cst.Attribute) and behind.attr.value in INDEXERS:
            behind = behind.value
        if not isinstance(behind, cst.Subscript):
            break
        inner = behind
    by_label = isinstance(inner.value, cst.Attribute) and inner.value.attr.value in {"loc", "at"}
    parts = [each.slice for each in inner.slice]
    part = parts[-1]
    if len(parts) != (2 if by_label else 1) or not isinstance(part, cst.Index) or not isinstance(part.value, NAMES):
        return (), False
    everything = not by_label or (isinstance(parts[0], cst.Slice) and parts[0].lower is None and parts[0].upper is None)
    return names_of(machine, machine.evaluate(part.value)), inner is target and everything
