"""What `rules/libraries/columns.toml` says of columns is true of the installed libraries."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("sklearn", reason="runs its transformers")

import numpy as np
import pandas as pd
from sklearn import impute, preprocessing
from sklearn.experimental import enable_iterative_imputer  # noqa: F401  # makes IterativeImputer public

from hplint.catalogue.column_flows import column_flows

ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "astype": (float,),
    "clip": (0, 5),
    "fillna": (0,),
    "replace": (1, 2),
    "nlargest": (3, "a"),
    "nsmallest": (3, "a"),
    "query": ("a > 1",),
    "sort_values": ("a",),
}
GONE = {"DataFrame.get_values", "Series.get_values", "Series.ravel"}
"""Calls of older releases."""


def names(kind: str, owner: str) -> list[str]:
    found = sorted(name for name, kinds in column_flows().items() if kind in kinds and name.startswith(owner))
    return [name for name in found if name not in GONE]


def table() -> pd.DataFrame:
    return pd.DataFrame({"a": np.arange(12) % 7, "b": np.arange(12.0) * 2, "c": np.arange(12)[::-1]})


@pytest.mark.parametrize("name", names("same", "DataFrame."))
def test_methods_keep_the_columns_in_their_places(name: str) -> None:
    method = getattr(table(), name.partition(".")[2])
    result = method if isinstance(method, np.ndarray) else method(*ARGUMENTS.get(name.partition(".")[2], ()))
    if isinstance(result, pd.DataFrame):
        assert list(result.columns) == ["a", "b", "c"]
    assert result.shape[1] == 3


@pytest.mark.parametrize("name", names("same", "numpy."))
def test_functions_keep_the_columns_in_their_places(name: str) -> None:
    function = getattr(np, name.partition(".")[2])
    if isinstance(function, type):
        pytest.skip("converts a single column")
    changed = table()
    changed["b"] += 1.0
    one, other = np.asarray(function(table() + 1)), np.asarray(function(changed + 1))
    assert one.shape == (12, 3)
    assert (one[:, [0, 2]] == other[:, [0, 2]]).all()
    assert (one[:, 1] != other[:, 1]).any()


@pytest.mark.parametrize("name", sorted(n for n, kinds in column_flows().items() if "transformers" in kinds))
def test_transformers_keep_the_columns_in_their_places(name: str) -> None:
    transformer = getattr(preprocessing, name, None) or getattr(impute, name)
    if name == "LabelEncoder":
        assert transformer().fit_transform(["no", "yes", "no"]).tolist() == [0, 1, 0]
        return
    result = np.asarray(transformer().fit_transform(table()), dtype=float)
    assert result.shape == (12, 3)
    for position, column in enumerate(table().columns):
        assert np.corrcoef(pd.Series(result[:, position]).rank(), table()[column].rank())[0, 1] > 0.99
