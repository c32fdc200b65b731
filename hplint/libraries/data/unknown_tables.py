"""Tables of an unknown origin, a function's parameter for one: what tells that something is a table, or a column."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import together
from hplint.analysis.data.own_columns import of_own_columns
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Data, Unknown, Value, is_none
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace
from hplint.catalogue.estimators import Catalogue

OF_TABLES = frozenset({"assign", "iterrows", "itertuples", "select_dtypes", "set_index"})
"""Methods that only pandas' tables have."""
OF_COLUMNS = frozenset({"max", "mean", "median", "min", "mode", "quantile", "std", "var"})
"""Statistics that gaps are filled with, and that values are scaled by."""


def is_table(machine: Machine, value: Unknown) -> bool:
    """Tell whether something unknown turned out to be a table of pandas."""
    known = machine.unknowns.get(value.key)
    return known is not None and machine.current(known).kind == "DataFrame"


def note_table(machine: Machine, receiver: Unknown, name: str, call: Call) -> None:
    """Note that a call says that its receiver is a table, which it is from now on: `df.drop(columns="target")`."""
    if name == "drop":
        axis = call.keyword("axis")
        of_table = call.keyword("columns") is not None or (axis is not None and literal(machine, axis.value) == 1)
    elif name == "rename":
        columns = call.keyword("columns")
        of_table = columns is not None and not is_none(columns.value)
    else:
        of_table = name in OF_TABLES
    data = machine.data(receiver) if of_table else None
    if data is not None and data.kind is None:
        machine.change(data, replace(data, kind="DataFrame"))


def means_column(machine: Machine, catalogue: Catalogue, receiver: Unknown, name: str, call: Call) -> bool:
    """Tell whether a statistic of something unknown is one of columns: `X.mean(axis=0)`, `df["age"].median()`."""
    axis = call.keyword("axis")
    if axis is not None:
        return literal(machine, axis.value) in (0, "index")
    if name not in OF_COLUMNS or (call.positional and name != "quantile"):
        return False
    made_by = (receiver.path or "").partition(".")[0]
    return not made_by or not catalogue.is_module(made_by)


def tell_owner(machine: Machine, column: Unknown) -> None:
    """Note that a table learned what was learned to fill a column of it in place."""
    held = machine.unknowns.get(column.key)
    if held is None or not isinstance(column.key, tuple) or len(column.key) != 2:
        return
    owner = replace(column, key=column.key[0])
    told: Value = of_own_columns(machine, owner, held)
    table = machine.data(owner)
    if isinstance(told, Data) and told is not held and table is not None:
        machine.change(table, replace(table, learned=together(table.learned, told.learned)))
