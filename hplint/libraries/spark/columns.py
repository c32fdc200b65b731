"""Columns of Spark DataFrames, and expressions of them, which are evaluated where a table is asked for them."""

from __future__ import annotations

from collections.abc import Mapping

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.rows import NO_ROWS
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Data
from hplint.basis.frozen import replace
from hplint.basis.patterns import lazy_pattern
from hplint.libraries.data.derivation import inputs, merged

COLUMN, AGGREGATE, WINDOWED = "Column", "Aggregate", "Windowed"
POLARS_COLUMN, POLARS_AGGREGATE = "PolarsColumn", "PolarsAggregate"
COLUMNS = frozenset({COLUMN, POLARS_COLUMN})
EXPRESSIONS = frozenset({AGGREGATE, WINDOWED, POLARS_AGGREGATE})
"""Kinds of column expressions that read other rows."""
COLUMN_OF: Mapping[str | None, str] = {"DataFrame": "Series", "SparkDataFrame": COLUMN, "PolarsFrame": "PolarsSeries"}
"""The kind of a table's column."""
PREDICTED = lazy_pattern(r"(?i)pred|prob|raw|score")
"""Names of columns that a model writes."""


def expression(machine: Machine, call: Call, kind: str) -> Data:
    """Return an expression that is made of others, of names of columns, or of values."""
    held = inputs(machine, None, call)
    rows = next((each.rows for each in held if each.rows != NO_ROWS), NO_ROWS)
    return merged(machine, held, rows, expression_kind(held, kind))


def expression_kind(held: list[Data], kind: str | None) -> str | None:
    """Return the kind of what is computed from several: one with a statistic has a statistic itself."""
    return next((each.kind for each in held if each.kind in EXPRESSIONS), kind)


def without_predictions(data: Data, name: str) -> Data:
    """Return a table that a column is taken of as it is for that column: only some hold what a model predicted."""
    if data.kind != "SparkDataFrame" or not data.predicted or PREDICTED.search(name):
        return data
    return replace(data, predicted=(), predicted_on="")
