"""What was learned from the columns of an unknown table is learned from its rows once it is written back to it."""

from __future__ import annotations

from hplint.analysis.data.rows import Rows, Source
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Data, Unknown, Value
from hplint.basis.frozen import replace


def of_own_columns(machine: Machine, owner: Value, value: Value) -> Value:
    """Return what is written into an unknown table as learned from its rows, where it was learned from its columns.

    What has no type yet may be a dict of tables as well; what is written back to it is of the same rows at any rate.
    """
    if not isinstance(owner, Unknown) or not isinstance(value, Data):
        return value
    data = machine.current(value)
    if not any(is_own_column(owner.key, entry.rows) for entry in data.learned):
        return value
    table = Source(owner.key, apart=not owner.of_data)
    learned = (replace(each, rows=table) if is_own_column(owner.key, each.rows) else each for each in data.learned)
    return replace(data, cell=machine.fresh(), learned=frozenset(learned))


def is_own_column(key: object, rows: Rows) -> bool:
    """Tell whether rows are those of a column that was read from an unknown table by its name."""
    return isinstance(rows, Source) and isinstance(rows.key, tuple) and len(rows.key) == 2 and rows.key[0] == key
