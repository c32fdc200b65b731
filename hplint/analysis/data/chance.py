"""What tells the columns that conditions are about from each other, and whether a condition looks at other rows."""

from __future__ import annotations

from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Data, Value


def column_of(machine: Machine, data: Data) -> object:
    """Return the identity of the values that a condition is about: no two calls that are only hinted at are one."""
    if not data.text or "..." in data.text:
        return machine.fresh()
    return (data.text, data.rows, version(machine, data))


def version(machine: Machine, column: Data) -> int | None:
    """Return what tells a column that the code in view wrote from what it held before; None for one that was read."""
    if column.owner is None:
        return None
    table, name = column.owner
    return next((written.cell for each, written in machine.current(table).columns if each == name), None)


def looks_at_others(machine: Machine, column: Data, compared: Value | None = None) -> bool:
    """Tell whether which rows meet a condition may hang on which others were drawn.

    So it is where the code in view wrote the column (`df["seen"] = df["id"].isin(train["id"])`), and where the column
    is compared with a statistic of other rows.
    """
    if version(machine, column) is not None:
        return True
    if not isinstance(compared, Data):
        return False
    return any(learned.rows != column.rows for learned in machine.current(compared).history)
