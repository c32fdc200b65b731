"""Comprehensions over the columns of a table: `[c for c in df.columns if c != "price"]`."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.activations import Frame
from hplint.analysis.data.features import Column, Columns, Dropped, Kept, operated
from hplint.analysis.data.history import History, together
from hplint.analysis.data.rows import Nobody
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.analysis.memory.values import Data, Unknown
from hplint.analysis.python.containers import learned_for
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace


def listed_columns(machine: Machine, clause: cst.CompFor, result: cst.BaseExpression) -> Data | None:
    """Return the list of a table's columns that a comprehension takes from it; None for any other comprehension."""
    target = clause.target
    if not isinstance(target, cst.Name) or not isinstance(result, cst.Name) or target.value != result.value:
        return None
    if clause.inner_for_in is not None:
        return None
    source = machine.evaluate(clause.iter)
    if not isinstance(source, Data):
        return None
    data = machine.current(source)
    if not isinstance(data.names, Columns):
        return None
    if not isinstance(data.rows, Nobody):
        if data.kind != "DataFrame":
            return None
        # Iterating over a table gives the names of its columns.
        data = Data(machine.fresh(), kind="Index", names=data.names)
    names: Columns | Column | None = data.names
    for condition in clause.ifs:
        names = taken(machine, names, target.value, condition.test) if isinstance(names, Columns) else None
    learned = data.learned if names is not None else together(data.learned, asked_of(machine, clause, target.value))
    return replace(data, cell=machine.fresh(), names=names, learned=learned)


def asked_of(machine: Machine, clause: cst.CompFor, name: str) -> History:
    """Return what is learned to decide which columns are taken: `[c for c in df if df[c].corr(df["price"]) > 0.1]`."""
    outer, machine.frame = machine.frame, Frame(machine.fresh(), machine.frame, is_comprehension=True)
    outside = len(machine.branches)
    machine.bind(name, Unknown(None, Origin.LOOP))
    with machine.asking() as asked:
        for condition in clause.ifs:
            machine.ask(learned_for(machine, machine.evaluate(condition.test)))
    del machine.branches[outside:]
    machine.frame = outer
    # How often values occur says as little of them as their gaps.
    return frozenset(entry for entry in asked.history if not entry.counts)


def taken(machine: Machine, names: Columns, name: str, test: cst.BaseExpression) -> Columns | None:
    """Return the columns whose names pass a test; None where nobody knows."""
    match test:
        case cst.BooleanOperation(left=left, operator=cst.And(), right=right):
            first = taken(machine, names, name, left)
            return None if first is None else taken(machine, first, name, right)
        case cst.UnaryOperation(operator=cst.Not(), expression=cst.Comparison() as inner):
            return compared(machine, names, name, inner, negated=True)
        case cst.Comparison():
            return compared(machine, names, name, test, negated=False)
        case _:
            return None


def compared(machine: Machine, names: Columns, name: str, test: cst.Comparison, *, negated: bool) -> Columns | None:
    """Return the columns whose names are, or aren't, some literals."""
    if len(test.comparisons) != 1 or not isinstance(test.left, cst.Name) or test.left.value != name:
        return None
    operator = test.comparisons[0].operator
    found = literal(machine, machine.evaluate(test.comparisons[0].comparator))
    if found is NOT_LITERAL or not isinstance(operator, (cst.Equal, cst.NotEqual, cst.In, cst.NotIn)):
        return None
    values = [found] if isinstance(operator, (cst.Equal, cst.NotEqual)) else found
    if not isinstance(values, (list, tuple, set)) or not all(isinstance(each, str) for each in values):
        return None
    drops = isinstance(operator, (cst.NotEqual, cst.NotIn)) is not negated
    return operated(names, Dropped(frozenset(values)) if drops else Kept(frozenset(values)))
