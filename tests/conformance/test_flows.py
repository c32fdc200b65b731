"""The flows of library calls agree with the installed libraries: every name has one, and running it proves it."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

for _library in ("numpy", "pandas", "scipy", "sklearn"):
    pytest.importorskip(_library, reason=f"compares with the installed {_library}")

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from pandas.api.typing import DataFrameGroupBy, Expanding, ExponentialMovingWindow, Resampler, Rolling, SeriesGroupBy  # noqa: E402
from pandas.core.indexes import accessors  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

from tests.conformance import flow_proofs as prove  # noqa: E402
from tests.conformance.flow_calls import FLOWS, Call, calls, is_module  # noqa: E402

RUN_AT_LEAST = 1800
"""Fewer mean that calls silently stopped being run."""

TYPES: dict[str, tuple[type, ...]] = {
    "DataFrame": (pd.DataFrame,),
    "Series": (pd.Series,),
    "DataFrameGroupBy": (DataFrameGroupBy,),
    "SeriesGroupBy": (SeriesGroupBy,),
    "GroupBy": (DataFrameGroupBy, SeriesGroupBy),
    "Rolling": (Rolling,),
    "Expanding": (Expanding,),
    "ExponentialMovingWindow": (ExponentialMovingWindow,),
    "Resampler": (Resampler,),
    "Index": (pd.Index,),
    "MultiIndex": (pd.MultiIndex,),
    "DatetimeIndex": (pd.DatetimeIndex,),
    "TimedeltaIndex": (pd.TimedeltaIndex,),
    "PeriodIndex": (pd.PeriodIndex,),
    "CategoricalIndex": (pd.CategoricalIndex,),
    "IntervalIndex": (pd.IntervalIndex,),
    "RangeIndex": (pd.RangeIndex,),
    "StringMethods": (pd.Series.str,),
    "CategoricalAccessor": (pd.Series.cat,),
    "DatetimeProperties": (
        accessors.DatetimeProperties,
        accessors.TimedeltaProperties,
        accessors.PeriodProperties,
    ),
    "ndarray": (np.ndarray,),
    "Generator": (np.random.Generator,),
    "RandomState": (np.random.RandomState,),
}
OTHERS = (
    *("catboost", "keras", "lightgbm", "seaborn", "xgboost", "datasets", "torch", "scipy.stats.mstats"),
    *("gensim", "polars", "pyspark", "statsmodels", "tensorflow"),
)
"""Only a few of their functions have flows: containers of data, paddings; see `test_boosting.py`, `test_spark.py`."""
MODULES = [owner for owner in FLOWS.paths if is_module(owner) and not {owner, owner.partition(".")[0]} & {*OTHERS}]
OLD_MODULES = {"sklearn.cross_validation", "sklearn.learning_curve", "sklearn.datasets.samples_generator"}
CALLS = list(calls())


def _public(names: Iterator[str] | list[str]) -> set[str]:
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize("owner", TYPES)
def test_every_public_name_of_a_type_has_a_flow(owner: str) -> None:
    names = set().union(*(_public(dir(kind)) for kind in TYPES[owner]))

    assert sorted(names - FLOWS.table(owner).keys()) == []


@pytest.mark.parametrize("module", [name for name in MODULES if name not in OLD_MODULES])
def test_every_public_function_of_a_module_has_a_flow(module: str) -> None:
    library = importlib.import_module(module)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        listed = getattr(library, "__all__", None)
        names = _public(listed or dir(library))
        own = {name for name in names if _is_function_of(library.__dict__.get(name), module, listed is not None)}

    assert sorted(own - FLOWS.table(module).keys()) == []


def _is_function_of(value: Any, module: str, is_listed: bool) -> bool:
    """Tell a function that a module offers from one that it has imported for itself."""
    if isinstance(value, np.ufunc) or inspect.isbuiltin(value):
        return is_listed or module == "numpy"
    if not inspect.isfunction(value) and type(value).__name__ != "_ArrayFunctionDispatcher":
        return False
    return is_listed or module in ("pandas", "numpy") or value.__module__ == module


@pytest.mark.parametrize("owner", [owner for owner in FLOWS.paths if owner in TYPES or owner in MODULES])
def test_rows_name_what_the_library_has(owner: str) -> None:
    if owner in OLD_MODULES:
        pytest.skip("the library no longer has it")
    holders: tuple[Any, ...] = TYPES.get(owner) or (importlib.import_module(owner),)
    absent = [
        name
        for name, flow in FLOWS.table(owner).items()
        if not flow.removed and flow.name.startswith(f"{owner}.") and not any(hasattr(h, name) for h in holders)
    ]

    assert absent == []


@pytest.mark.parametrize("owner", [owner for owner in FLOWS.paths if owner in TYPES or owner in MODULES])
def test_parameters_are_those_of_the_library(owner: str) -> None:
    if owner in OLD_MODULES:
        pytest.skip("the library no longer has it")
    holder: Any = TYPES[owner][0] if owner in TYPES else importlib.import_module(owner)
    wrong = []
    for name, flow in FLOWS.table(owner).items():
        if flow.removed or not flow.name.startswith(f"{owner}.") or not hasattr(holder, name):
            continue
        try:
            parameters = inspect.signature(getattr(holder, name)).parameters
        except (TypeError, ValueError):
            continue
        named = [p.lstrip("*") for p in flow.parameters]
        kinds = {parameter.kind for parameter in parameters.values()}
        if {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.POSITIONAL_ONLY} & kinds or isinstance(
            getattr(holder, name), np.ufunc
        ):
            continue
        if not set(named) <= parameters.keys() or named != [p for p in parameters if p in named]:
            wrong.append((name, named, list(parameters)))

    assert wrong == []


@pytest.mark.parametrize("call", CALLS, ids=str)
@pytest.mark.filterwarnings("ignore")
def test_a_call_does_with_rows_what_its_flow_says(call: Call) -> None:
    try:
        runs(call)
    except Exception as error:
        if call.usual or isinstance(error, ImportError):
            pytest.skip(f"needs more than the usual arguments: {type(error).__name__}: {error}")
        raise
    if not is_proven(call):
        pytest.skip(f"`{call.flow.flow}` can't be seen from outside")


def runs(call: Call) -> None:
    """Run a call once, for its faults alone."""
    with np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        call(prove.Tables(call.table).base)


def is_proven(call: Call) -> bool:
    """Prove a call's flow; False if that flow has no proof. Raises AssertionError where the flow is wrong."""
    with np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        return _is_proven(call, prove.Tables(call.table), call.flow.result == "positions")


def _is_proven(call: Call, tables: prove.Tables, positions: bool) -> bool:
    match call.flow.flow, call.flow.reads:
        case ("subset", "neighbours") | ("keeps" | "aligns", _):
            prove.keeps(tables, call, call.flow.reads)
        case ("subset", "categories") | ("learns", _):
            prove.learns(tables, call, call.flow.reads)
        case "learns-keeps", _:
            prove.learns_keeps(tables, call)
        case "aggregates", _:
            prove.aggregates(tables, call)
        case "metadata", _:
            prove.metadata(tables, call)
        case "transposes", _:
            prove.transposes(tables, call)
        case "subset", _:
            prove.subset(tables, call(tables.base), positions)
        case "shuffles", _:
            prove.shuffles(tables, call(tables.base), positions)
        case "duplicates", _:
            prove.duplicates(tables, call(tables.base), positions)
        case "joins", _:
            prove.joins(tables, call(tables.base))
        case "splits", _:
            prove.splits(tables, call(tables.base))
        case "groups", _:
            kinds = TYPES.get(call.flow.result, (dict,))
            assert isinstance(call(tables.base), (*kinds, dict) if call.flow.result == "dict" else kinds)
        case _:
            return False
    return True


def test_calls_are_not_lost() -> None:
    assert len(CALLS) >= RUN_AT_LEAST


TRUE, GOOD, BAD = (
    np.array([0, 1, 1, 0, 1, 0]),
    np.array([0.1, 0.8, 0.9, 0.2, 0.7, 0.3]),
    np.array([0.6, 0.3, 0.4, 0.8, 0.2, 0.9]),
)
MEASURES = [
    flow
    for flow in FLOWS.table("sklearn.metrics").values()
    if flow.flow == "measures" and flow.better and not flow.removed and flow.name.startswith("sklearn.metrics.")
]


@pytest.mark.parametrize("flow", MEASURES, ids=lambda flow: flow.name.rpartition(".")[2])
@pytest.mark.filterwarnings("ignore")
def test_the_better_prediction_has_the_better_score(flow: Any) -> None:
    function = getattr(importlib.import_module("sklearn.metrics"), flow.name.rpartition(".")[2])
    truth, good, bad = TRUE, GOOD, BAD
    if flow.prediction in ("y_pred", "labels_pred", "y2"):
        good, bad = TRUE, np.array([0, 1, 0, 0, 1, 1])
    if flow.name.endswith(("deviance", "log_error", "tweedie_score")):
        truth, good, bad = TRUE + 1.0, TRUE + 1.1, np.array([2.0, 1.1, 1.2, 2.5, 1.1, 2.0])
    if flow.name.endswith(("log_loss", "log_loss_score")):
        good, bad = GOOD, BAD
    if flow.name.endswith(
        ("dcg_score", "coverage_error", "label_ranking_average_precision_score", "label_ranking_loss")
    ):
        truth, good, bad = (np.vstack([row, row]) for row in (TRUE, GOOD, BAD))
    if flow.truth == "X":
        truth, good, bad = np.c_[GOOD, GOOD], TRUE, np.array([0, 1, 0, 0, 1, 1])
    if flow.name.endswith("consensus_score"):
        rows, columns = np.array([[True, True, False], [False, False, True]]), np.eye(2, dtype=bool)
        truth, good, bad = (rows, columns), (rows, columns), (rows[:, ::-1], columns)

    if flow.name.endswith("median_absolute_error"):
        truth, good, bad = TRUE, TRUE, 1 - TRUE
    needed = {"top_k_accuracy_score": {"k": 1}, "fbeta_score": {"beta": 2}}.get(flow.name.rpartition(".")[2], {})

    better, worse = function(truth, good, **needed), function(truth, bad, **needed)

    assert better > worse if flow.better == "greater" else better < worse


CURVES = [flow for flow in FLOWS.table("sklearn.metrics").values() if flow.curve]


@pytest.mark.parametrize("flow", CURVES, ids=lambda flow: flow.name.rpartition(".")[2])
def test_a_curve_returns_the_parts_that_its_flow_names(flow: Any) -> None:
    function = getattr(importlib.import_module("sklearn.metrics"), flow.name.rpartition(".")[2])
    from sklearn.metrics import accuracy_score

    extra = [accuracy_score] if "metric_func" in inspect.signature(function).parameters else []

    assert len(function(TRUE, GOOD, *extra)) == len(flow.returns)


NEEDING_A_SIZE = {
    "make_biclusters",
    "make_checkerboard",
    "make_sparse_coded_signal",
    "make_spd_matrix",
    "make_sparse_spd_matrix",
    "make_low_rank_matrix",
}
GENERATORS = [
    name for name in FLOWS.table("sklearn.datasets") if name.startswith("make_") and name not in NEEDING_A_SIZE
]
RANDOM = [
    Call(owner, name, arguments, table, flow, False)
    for owner, name, arguments, table in [
        ("DataFrame", "sample", "n=6", "frame"),
        ("Series", "sample", "n=6", "series"),
        ("GroupBy", "sample", "n=2", "grouped"),
        ("sklearn.utils", "shuffle", "x", "array"),
        ("sklearn.utils", "resample", "x", "array"),
        ("sklearn.model_selection", "train_test_split", "x", "array"),
        ("sklearn.model_selection", "train_test_split", "x, shuffle=False", "array"),
        *(("sklearn.datasets", name, "", "array") for name in GENERATORS),
    ]
    for flow in [FLOWS.table(owner)[name]]
]


@pytest.mark.parametrize("call", RANDOM, ids=str)
def test_a_random_call_is_random_until_it_has_its_seed(call: Call) -> None:
    flow, table = call.flow, prove.Tables(call.table).base
    known = {"shuffle": False} if "shuffle=False" in call.arguments else {}

    def results(arguments: str) -> set[str]:
        run = Call(call.owner, call.name, ", ".join(filter(None, [call.arguments, arguments])), call.table, flow, False)
        return {prove.text(run(table, seed)) for seed in (1, 2, 3)}

    assert (len(results("")) > 1) is flow.is_random(known)
    assert len(results(f"{flow.seed}=0")) == 1


IN_PLACE = [call for call in CALLS if call.flow.inplace not in ("", "always") and call.owner in ("DataFrame", "Series")]


@pytest.mark.parametrize("call", IN_PLACE, ids=str)
@pytest.mark.filterwarnings("ignore")
def test_in_place_changes_the_receiver_into_the_result(call: Call) -> None:
    expected = call(prove.Tables(call.table).base)
    receiver = prove.Tables(call.table).base
    changed = eval(
        f"(owner.{call.name}({call.arguments}{', ' if call.arguments else ''}{call.flow.inplace}=True), owner)[1]",
        {"owner": receiver, "x": receiver.copy(), "np": np, "pd": pd},
    )

    assert prove.rows(changed) == prove.rows(expected)


CROSS = [flow for flow in FLOWS.table("sklearn.model_selection").values() if flow.flow == "cross-validates"]


@pytest.mark.parametrize("flow", CROSS, ids=lambda flow: flow.name.rpartition(".")[2])
def test_cross_validation_takes_and_returns_what_its_flow_says(flow: Any) -> None:
    function = getattr(importlib.import_module("sklearn.model_selection"), flow.name.rpartition(".")[2])
    rows = np.random.default_rng(0).normal(size=(40, 2))
    given = {flow.estimator: LogisticRegression(), flow.data: rows, flow.target: np.arange(40) % 2}
    if "param_name" in inspect.signature(function).parameters:
        given |= {"param_name": "C", "param_range": [1, 2]}
    if "n_permutations" in inspect.signature(function).parameters:
        given["n_permutations"] = 3

    result = function(**given)

    assert type(result).__name__ == flow.result
    assert not flow.returns or len(result) == len(flow.returns)
