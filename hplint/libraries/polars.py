"""Polars: expressions with statistics, evaluated where a table is asked for them."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import History, Learned, Lesson, choosing, together
from hplint.analysis.data.rows import NO_ROWS, Nobody, Rows, Subset, bounded
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Data, Value
from hplint.basis.frozen import replace
from hplint.libraries.data.derivation import inputs, merged
from hplint.libraries.data.indexing import by_mask
from hplint.libraries.spark.columns import POLARS_AGGREGATE, POLARS_COLUMN
from hplint.libraries.spark.frames import expressions

FRAME = "PolarsFrame"


def polars_method(machine: Machine, data: Data, name: str, call: Call) -> Value | None:
    """Call a method of a Polars table; None for what the tables of flows say."""
    if data.kind != FRAME or isinstance(data.rows, Nobody):
        return None
    if name in {"with_columns", "select"}:
        return computed(machine, data, name, call)
    return filtered(machine, data, call) if name == "filter" else None


def statistics(machine: Machine, data: Data, call: Call) -> History:
    """Return what the expressions among the arguments learn of a table: `pl.col("age").mean()`."""
    if POLARS_AGGREGATE not in expressions(machine, call):
        return frozenset()
    return frozenset({Learned(data.rows, Lesson.STATISTIC, call.place, call.place.text)})


def computed(machine: Machine, data: Data, name: str, call: Call) -> Value | None:
    """Compute columns with a statistic of all rows, alone or for each row; None for any others."""
    learned = statistics(machine, data, call)
    if not learned:
        return None
    held = inputs(machine, data, call)
    alone = (
        name == "select" and POLARS_COLUMN not in expressions(machine, call) and len(held) == len(call.arguments) + 1
    )
    made = merged(machine, held, NO_ROWS if alone else data.rows, None if alone else FRAME)
    return replace(made, learned=together(made.learned, learned))


def filtered(machine: Machine, data: Data, call: Call) -> Value:
    """Take the rows that meet all conditions."""
    given = call.arguments[0].value if len(call.arguments) == 1 else None
    condition = machine.current(given) if isinstance(given, Data) else None
    rows: Rows = Subset(data.rows, ("content", machine.fresh()))
    if condition is not None and condition.mask is not None:
        rows = by_mask(data, condition, condition.mask)
    held = inputs(machine, data, call)
    made = merged(machine, [data], bounded(rows), FRAME)
    # What the conditions were learned from only says which rows to take.
    told = together(statistics(machine, data, call), *(each.history for each in held[1:]))
    return replace(made, learned=together(data.history, choosing(told - data.history, made.rows)))
