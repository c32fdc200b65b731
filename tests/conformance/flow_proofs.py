"""Prove a flow by running the call: change one row of the data and look which rows of the result change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

Data = Any
"""A table of the linted libraries, which have no types that say more."""
Run = Callable[[Data], Any]

ROWS = 12


def _table(kind: str, values: np.ndarray) -> Data:
    labels = pd.Index(range(100, 100 + ROWS))
    match kind:
        case "frame":
            return pd.DataFrame(values[:, :2], columns=["a", "b"], index=labels)
        case "grouped":
            return pd.DataFrame(values[:, :2], columns=["a", "b"], index=labels).assign(g=list("uvw") * 4)
        case "series":
            return pd.Series(values[:, 0], index=labels, name="a")
        case "timeseries":
            return pd.Series(values[:, 0], index=pd.date_range("2020-01-01", periods=ROWS), name="a")
        case "timeframe":
            return pd.DataFrame(values[:, :2], columns=["a", "b"], index=pd.date_range("2020-01-01", periods=ROWS))
        case "codeframe":
            return pd.DataFrame({"a": _codes(values), "b": _codes(values)}, index=labels)
        case "descending":
            return pd.Series(-np.arange(ROWS) + values[:, 0] / 100, index=labels)
        case "descendingindex":
            return pd.Index(-np.arange(ROWS) + values[:, 0] / 100)
        case "signs":
            return pd.DataFrame({"a": values[:, 0] > 8, "g": list("uvw") * 4}, index=labels)
        case "boolseries":
            return _table("negated", values)["a"]
        case "negated":
            return _table("frame", values) > 9
        case "negatedindex":
            return pd.Index(_table("bools", values))
        case "periodframe":
            return _table("frame", values).set_axis(pd.period_range("2020-01", periods=ROWS, freq="M"))
        case "periodseries":
            return _table("series", values).set_axis(pd.period_range("2020-01", periods=ROWS, freq="M"))
        case "zonedframe":
            return _table("timeframe", values).tz_localize("UTC")
        case "zonedseries":
            return _table("timeseries", values).tz_localize("UTC")
        case "square":
            return np.abs(values @ values.T) + np.eye(ROWS)
        case "multiframe":
            return _table("frame", values).set_axis(pd.MultiIndex.from_product([list("uvw"), range(4)]))
        case "multiseries":
            return _table("series", values).set_axis(pd.MultiIndex.from_product([list("uvw"), range(4)]))
        case "duplicated":
            return pd.Series(np.round(values[:, 0] / 3), index=labels)
        case "sorted":
            return pd.Series(np.arange(ROWS) + values[:, 0] / 100, index=labels)
        case "sortedindex":
            return pd.Index(np.sort(values[:, 0]))
        case "codeindex":
            return pd.Index(_codes(values))
        case "duplicateindex":
            return pd.Index(values[:, 0])
        case "gapindex":
            return pd.Index([*values[:-1, 0], np.nan])
        case "stack":
            return np.stack([values, values * 2 + 1, values * 3], axis=2)
        case "numerals":
            return pd.Series([f"{v:.0f}" for v in values[:, 0]], index=labels)
        case "zoned":
            return _table("dates", values).dt.tz_localize("UTC")
        case "zonedindex":
            return _table("dateindex", values).tz_localize("UTC")
        case "multiindex":
            return pd.MultiIndex.from_arrays([values[:, 0], values[:, 1]])
        case "index":
            return pd.Index(values[:, 0])
        case "vector":
            return values[:, 0].copy()
        case "array":
            return values.copy()
        case "ints":
            return np.nan_to_num(values * 10).astype(int)
        case "bools":
            return np.nan_to_num(values[:, 0]) > 8
        case "sparse":
            return sparse.csr_matrix(np.nan_to_num(values))
        case "strings":
            return pd.Series([f"{v:.1f}-b c" for v in values[:, 0]], index=labels)
        case "categories":
            return pd.Series(pd.Categorical(np.array(list("abc"))[_codes(values)], list("abc")), index=labels)
        case "labels":
            return pd.Series(np.array(list("abc"))[_codes(values)], index=labels)
        case "codes":
            return _codes(values)
        case "dates":
            return pd.Series(pd.Timestamp("2020-01-01") + pd.to_timedelta(_days(values), "h"), index=labels)
        case "dateindex":
            return pd.DatetimeIndex(pd.Timestamp("2020-01-01") + pd.to_timedelta(_days(values), "h"))
        case "deltas":
            return pd.Series(pd.to_timedelta(_days(values), "h"), index=labels)
        case "deltaindex":
            return pd.TimedeltaIndex(pd.to_timedelta(_days(values), "h"))
        case "periods":
            return pd.Series(pd.PeriodIndex(_table("dateindex", values), freq="D"), index=labels)
        case "periodindex":
            return pd.PeriodIndex(_table("dateindex", values), freq="D")
        case "intervals":
            left = np.nan_to_num(values[:, 0])
            return pd.IntervalIndex.from_arrays(left, left + 1)
        case "categoryindex":
            return pd.CategoricalIndex(np.array(list("abc"))[_codes(values)], list("abc"))
    raise KeyError(kind)


def _codes(values: np.ndarray) -> np.ndarray:
    return np.nan_to_num(values[:, 0] * 7).astype(int) % 3


def _days(values: np.ndarray) -> np.ndarray:
    return np.nan_to_num(values[:, 0] * 100).astype(int)


# fmt: off
_BASE = np.array([[3.1, 4.7, 1.6],
                  [0.4, 5.2, 0.9],
                  [2.2, 0.7, 8.1],
                  [6.3, 2.9, 4.4],
                  [5.5, 1.1, 7.2],
                  [1.3, 3.8, 2.5],
                  [4.9, 6.6, 3.3],
                  [7.4, 8.8, 5.7],
                  [0.8, 9.1, 6.2],
                  [3.7, 0.2, 9.4],
                  [8.6, 7.5, 0.1],
                  [2.8, 1.9, 2.1]])
# fmt: on
_VARIANTS = (_BASE, _BASE * 7.3 + 50, -_BASE * 3.1 - 4, np.roll(_BASE, 1, axis=0), _BASE * np.nan, _BASE * 0)


class Tables:
    """A table and others of its shape, whose rows replace one of its own; row by row, nothing else is changed."""

    def __init__(self, kind: str) -> None:
        self.gaps = kind.endswith("+gaps")
        self.kind = kind.removesuffix("+gaps")
        self.base = self._make(0, -1)

    def changed(self, row: int, variant: int) -> Data:
        """Return the table with one row from a variant: 1 larger, 2 negative, 3 another row's, 4 missing, 5 zero."""
        return self._make(variant, row)

    def _make(self, variant: int, row: int) -> Data:
        values = _BASE.copy()
        if self.gaps:
            values[[2, 6, 9], :2] = np.nan
        if row >= 0:
            values[row] = _VARIANTS[variant][row]
        return _table(self.kind, values)


def rows(result: Any) -> list[str]:
    """List the rows of a result, as text that is equal when they are."""
    match result:
        case pd.DataFrame():
            return [str(list(row)) for row in result.itertuples(index=False)]
        case list() if result and isinstance(result[0], np.ndarray):
            return rows(result[0])
        case pd.Series() | pd.Index() | list():
            return [str(value) for value in result]
        case dict():
            parts = list(result.values())
            return rows(parts[0] if isinstance(parts[0], dict) else parts)
        case tuple() if len(result):
            return next((part for part in map(rows, result) if len(part) == ROWS), rows(result[0]))
        case bytes() if len(result) % 8 == 0:
            return rows(list(np.frombuffer(result)))
        case Iterator():
            item = next(result)
            return rows(item[-1] if type(item) is tuple else item)
        case _ if sparse.issparse(result):
            return rows(np.asarray(result.todense()))
        case _ if hasattr(result, "rvs") and hasattr(result, "args"):
            return [str((result.args, result.kwds))]
        case _ if hasattr(result, "__array__"):
            array = np.asarray(result)
            if array.ndim == 0:
                return [str(array)]
            return [str(item.tolist() if isinstance(item, np.ndarray | np.generic) else item) for item in array]
    return [str(result)]


_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")


def text(result: Any) -> str:
    """Write a whole result as text that is equal when it is: where an object stands in memory is none of it."""
    written = str([text(part) for part in result]) if isinstance(result, tuple) else str(rows(result))
    return _ADDRESS.sub("", written)


def _changed(before: list[str], after: list[str]) -> set[int]:
    assert len(before) == len(after), "the number of rows depends on their values"
    return {i for i, (one, other) in enumerate(zip(before, after, strict=True)) if one != other}


def _changes(
    tables: Tables, run: Run, variants: tuple[int, ...], of: Callable[[Any], list[str]] = rows
) -> Iterator[tuple[int, set[int], int]]:
    before = of(run(tables.base))
    for row in (4, 7, ROWS - 1) if variants == (3,) else (0, 4, 7, ROWS - 1):
        for variant in variants:
            yield row, _changed(before, of(run(tables.changed(row, variant)))), len(before)


def keeps(tables: Tables, run: Run, reads: str) -> None:
    """Each row of the result stands for itself, as far as `reads` says."""
    if reads == "neighbours":
        assert _one_sided(tables, run), "a row changes rows far before it and far behind it"
        return
    for row, changed, length in _changes(tables, run, (3,) if reads == "categories" else (1, 2)):
        if length == ROWS:
            assert changed <= {row}, f"row {row} changes rows {sorted(changed)}"
        else:
            assert length > 1 and (length % ROWS == 0 or length < ROWS), f"{length} rows"
            assert len(changed) <= max(length // ROWS, 1), f"row {row} changes {len(changed)} of {length} rows"


def _one_sided(tables: Tables, run: Run) -> bool:
    before = rows(run(tables.base))
    half = len(before) // 2
    last = _changed(before, rows(run(tables.changed(ROWS - 1, 1))))
    first = _changed(before, rows(run(tables.changed(0, 1))))
    return all(i >= half for i in last) or all(i < half for i in first)


def learns(tables: Tables, run: Run, reads: str) -> None:
    """The result changes with a row; for the set of values only when that changes."""
    before = text(run(tables.base))
    if reads == "categories":
        assert all(text(run(tables.changed(row, 3))) == before for row in (4, 7)), "it changes with the set the same"
    else:
        tried = ((row, variant) for variant in (1, 2, 3, 5, 4) for row in range(ROWS))
        assert any(text(run(tables.changed(*one))) != before for one in tried), "no row changes the result"


def learns_keeps(tables: Tables, run: Run) -> None:
    """A row changes the result for others."""
    lengths = {length for _, _, length in _changes(tables, run, (1,))}
    assert lengths == {ROWS}, f"{lengths} rows"
    assert any(changed - {row} for row, changed, _ in _changes(tables, run, (1, 2, 3))), "no row changes another"


def metadata(tables: Tables, run: Run) -> None:
    """No row changes the result."""
    before = text(run(tables.base))
    for row in (0, 4, 7, ROWS - 1):
        for variant in (1, 2):
            assert text(run(tables.changed(row, variant))) == before, f"row {row} changes it"


def transposes(tables: Tables, run: Run) -> None:
    """A row becomes a column: it changes several rows of the result."""
    assert any(len(changed) > 1 for _, changed, _ in _changes(tables, run, (1,)))


def aggregates(tables: Tables, run: Run) -> None:
    """A row changes one row of the result at the most, that of its group; and some row changes it."""
    found = list(_changes(tables, run, (1, 2, 4, 5)))
    assert all(length < ROWS for _, _, length in found)
    assert any(changed for _, changed, _ in found), "no row changes the result"
    assert all(len(changed) * 3 <= max(length, 3) for _, changed, length in found), "a row changes several groups"


def identities(tables: Tables, result: Any, positions: bool) -> list[int]:
    """Find which rows of the base table a result holds, by value; -1 for one that isn't among them."""
    if positions:
        chosen = result[0] if isinstance(result, tuple) else result
        flat = np.arange(ROWS)[chosen] if isinstance(chosen, slice) else np.asarray(chosen).ravel()
        return [int(i) if 0 <= i < ROWS else -1 for i in flat]
    numbers = {row: i for i, row in reversed(list(enumerate(rows(tables.base))))}
    if isinstance(result, str) or np.isscalar(result):
        return [numbers.get(str(result), -1)]
    if isinstance(result, Iterator):
        items = [item[1:] if hasattr(item, "_fields") else item[1] for item in result]
        return [numbers.get(str(item if np.isscalar(item) else list(item)), -1) for item in items]
    if isinstance(result, pd.Series) and isinstance(tables.base, pd.DataFrame):
        if not set(result.index) <= set(tables.base.columns):
            labels = [label[-1] if isinstance(label, tuple) else label for label in result.index]
            return [int(tables.base.index.get_loc(label)) for label in labels]
        return [numbers.get(str(list(result)), -1)]
    found = [numbers.get(row, -1) for row in rows(result)]
    if -1 in found and isinstance(result, pd.DataFrame | pd.Series):
        labels = [label[-1] if isinstance(label, tuple) else label for label in result.index]
        if set(labels) <= set(tables.base.index):
            return [int(tables.base.index.get_loc(label)) for label in labels]
    return found


def subset(tables: Tables, result: Any, positions: bool) -> None:
    """Every row of the result is one of the data, and none is there twice."""
    found = identities(tables, result, positions)
    assert -1 not in found, f"{found}"
    if len(set(rows(tables.base))) == ROWS:
        assert len(set(found)) == len(found), f"{found}"


def shuffles(tables: Tables, result: Any, positions: bool) -> None:
    """The rows of the result are those of the data."""
    assert sorted(identities(tables, result, positions)) == list(range(ROWS))


def duplicates(tables: Tables, result: Any, positions: bool) -> None:
    """Every row of the result is one of the data, and some are there twice."""
    found = identities(tables, result, positions)
    assert -1 not in found and len(set(found)) < len(found), f"{found}"


def joins(tables: Tables, result: Any) -> None:
    """Every row of the data is in the result, which has more."""
    assert set(range(ROWS)) <= set(identities(tables, result, False)), "rows are missing"
    assert len(rows(result)) > ROWS


def splits(tables: Tables, parts: Any) -> None:
    """Every row of the data is in exactly one part."""
    shuffles(tables, [item for part in parts for item in np.asarray(part).tolist()], False)
