"""Joins of Spark DataFrames: which rows of the left table are left, and whether the right one brings more than keys."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.conditions import Condition
from hplint.analysis.data.history import choosing, together
from hplint.analysis.data.rows import Nobody, Part, Rows, Subset, Without, bounded, is_within
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Data, Value
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace
from hplint.libraries.data.derivation import merged

KEEPING = frozenset({"left", "leftouter", "left_outer", "outer", "full", "fullouter", "full_outer"})
"""Joins that keep all rows of the left table: https://spark.apache.org/docs/4.0.1/sql-ref-syntax-qry-select-join.html."""
FILTERING = frozenset({"semi", "leftsemi", "left_semi", "anti", "leftanti", "left_anti"})
"""Joins that only take rows of the left table, or leave them out."""


def joined(machine: Machine, data: Data, call: Call) -> Value | None:
    """Join another table; None where there is none."""
    given, keys, kind = call.argument("other", 0), call.argument("on", 1), call.argument("how", 2)
    other = None if given is None else machine.data(given.value)
    if other is None or isinstance(data.rows, Nobody):
        return None
    how = "inner" if kind is None else literal(machine, kind.value)
    on = None if keys is None else literal(machine, keys.value)
    rows = bounded(rows_left(machine, data, other, how))
    made = merged(machine, [data, other], rows, "SparkDataFrame")
    if how in FILTERING or brings_keys_only(machine, other, on):
        # What the other table was learned from only says which rows to take.
        learned = together(data.history, choosing(other.history - data.history, rows))
        return replace(made, learned=learned, predicted=data.predicted, predicted_on=data.predicted_on)
    return made


def rows_left(machine: Machine, data: Data, other: Data, how: object) -> Rows:
    """Return the rows of the left table that are left."""
    if how in KEEPING:
        return data.rows
    if isinstance(how, str) and "anti" in how:
        own = is_within(other.rows, data.rows) and other.rows != data.rows
        return Part(data.rows, Without(other.rows), False) if own else Subset(data.rows, machine.fresh())
    if isinstance(other.rows, Part):
        # Keys that were split: the rows of a key go with it.
        split = Condition((other.rows.parent, other.rows.split), by_chance=True)
        return Part(data.rows, split, other.rows.index)
    return Subset(data.rows, machine.fresh())


def brings_keys_only(machine: Machine, other: Data, on: object) -> bool:
    """Tell whether a table was cut down to the columns that it is joined by."""
    target = machine.record.targets.get(other.cell)
    wanted = {on} if isinstance(on, str) else set(on) if isinstance(on, (list, tuple)) else set()
    has = target.column if target is not None else None
    return bool(wanted) and ({has} if isinstance(has, str) else set(has or ())) == wanted
