"""The table of statsmodels is what the installed release takes, and refuses."""

from __future__ import annotations

import importlib
import inspect
import itertools
import re
import warnings
from typing import Any

import numpy as np
import pytest

from hplint.catalogue.estimators import Catalogue, EstimatorSpec

CATALOGUE = Catalogue.load()
PATH = "statsmodels.tsa.api"
REFUSED = re.compile(r"unexpected keyword argument")
HARD_TO_BUILD: dict[str, dict[str, Any]] = {"STLForecast": {"model": object, "period": 4}, "SVAR": {"svar_type": "A"}}
"""Arguments without which there is no model, beside numbers."""
SPECS = [
    spec
    for name in sorted(CATALOGUE.exports(PATH) or ())
    if (spec := CATALOGUE.estimator(f"{PATH}.{name}")) is not None
]


def _public() -> Any:
    return pytest.importorskip(PATH, reason="needs statsmodels", exc_type=ImportError)


def _raised(found: Any, arguments: dict[str, Any]) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found(**arguments)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
    return ""


def test_the_models_are_there() -> None:
    assert {"ARIMA", "SARIMAX", "ExponentialSmoothing", "VAR", "STL"} <= {spec.name for spec in SPECS}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_a_model_takes_its_hyperparameters_and_no_others(spec: EstimatorSpec) -> None:
    found = getattr(_public(), spec.name)
    needed: dict[str, Any] = {name: 1 for name, parameter in spec.parameters.items() if parameter.required}
    needed |= {"endog": [float(i % 5) for i in range(40)], **HARD_TO_BUILD.get(spec.name, {})}
    for name in spec.parameters.keys() - needed.keys():
        assert not REFUSED.search(_raised(found, {**needed, name: None})), name
    if not spec.accepts_kwargs and not spec.keywords:
        for name in ("no_such_name", *spec.past):
            assert REFUSED.search(_raised(found, {**needed, name: None})), name


@pytest.mark.parametrize("spec", [s for s in SPECS if s.name != "STL"], ids=lambda spec: spec.name)
def test_a_model_has_this_signature(spec: EstimatorSpec) -> None:
    parameters = inspect.signature(getattr(_public(), spec.name)).parameters.values()
    named = {p.name: p.default for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)}
    assert list(spec.parameters) == list(named)
    for name, default in named.items():
        assert spec.parameters[name].required == (default is inspect.Parameter.empty), name
        assert default is inspect.Parameter.empty or spec.parameters[name].default == default, name
    assert (spec.accepts_kwargs or bool(spec.keywords)) == any(p.kind is p.VAR_KEYWORD for p in parameters)


def test_a_model_is_known_by_each_of_its_paths() -> None:
    public = _public()
    for path in (
        "statsmodels.api.tsa.ARIMA",
        "statsmodels.api.tsa.statespace.SARIMAX",
        "statsmodels.tsa.arima.model.ARIMA",
        "statsmodels.tsa.holtwinters.ExponentialSmoothing",
        "statsmodels.tsa.seasonal.STL",
        "statsmodels.tsa.statespace.sarimax.SARIMAX",
        "statsmodels.tsa.vector_ar.var_model.VAR",
    ):
        spec = CATALOGUE.estimator(path)
        assert spec is not None, path
        found: Any = importlib.import_module("statsmodels.api") if path.startswith("statsmodels.api.") else None
        module, _, name = path.rpartition(".")
        if found is None:
            found = importlib.import_module(module)
        else:
            for part in module.split(".")[2:]:
                found = getattr(found, part)
        assert getattr(found, name) is getattr(public, spec.name), path
    # Another class by the same name, with other hyperparameters.
    assert CATALOGUE.estimator("statsmodels.api.tsa.statespace.ExponentialSmoothing") is None


def test_state_space_models_refuse_what_they_do_not_know() -> None:
    pytest.importorskip("statsmodels", minversion="0.15", reason="needs statsmodels 0.15", exc_type=ImportError)
    from statsmodels.tsa.statespace import kalman_filter, kalman_smoother, representation, simulation_smoother

    layers = (
        *(representation.Representation, kalman_filter.KalmanFilter),
        *(kalman_smoother.KalmanSmoother, simulation_smoother.SimulationSmoother),
    )
    series = np.arange(20.0) % 7
    built: dict[str, Any] = {
        "SARIMAX": {"endog": series},
        "UnobservedComponents": {"endog": series, "level": "llevel"},
        "VARMAX": {"endog": np.column_stack([series, series[::-1]]), "order": (1, 0)},
        "DynamicFactor": {"endog": np.column_stack([series, series[::-1]]), "k_factors": 1, "factor_order": 1},
        "DynamicFactorMQ": {"endog": np.column_stack([series, series[::-1]])},
    }
    for name, given in built.items():
        model, spec = getattr(_public(), name), CATALOGUE.estimator(f"statsmodels.tsa.api.{name}")
        assert spec is not None and not spec.accepts_kwargs
        own = [inspect.signature(each.__init__).parameters for each in (*model.__mro__, *layers)]
        tried = {*itertools.chain(*own), *spec.keywords, "ordr", "sesonal_order", "trends", "foo"}
        for keyword in sorted(tried - {"self", "args", "kwargs"} - spec.parameters.keys()):
            if keyword not in spec.keywords:
                with pytest.raises(TypeError, match=r"Unknown keyword|unexpected keyword"):
                    model(**given, **{keyword: None})
    for keyword in ("tolerance", "loglikelihood_burn", "initialization"):
        _public().SARIMAX(series, **{keyword: None})


VALUES = (
    *(None, "x", "n", "c", "t", "ct", "ctt", "add", "mul", "additive", "multiplicative", "additiv", "none"),
    *("known", "estimated", "heuristic", "legacy-heuristic", "optimal", 0, 1, 2, 3, 12.0, 0.5),
    *((1, 0), (1, 0, 0), [1, 0, 0], (1, 0, 0, 4), (0, 0, 0, 0), [0, 0, 0, 0], (1, 1, 1, 1, 1), "1,0,0"),
)
BESIDE = {"lags": 2, "level": "llevel"}
KNOWN = {
    "Holt": {"initial_level": 1.0, "initial_trend": 0.1},
    "ExponentialSmoothing": {"initial_level": 1.0},
    "SimpleExpSmoothing": {"initial_level": 1.0},
}
"""What has to be given where the first level is known."""
CONSTRAINED = [(spec, name) for spec in SPECS for name, p in spec.parameters.items() if p.constraint is not None]


@pytest.mark.parametrize(("spec", "name"), CONSTRAINED, ids=lambda each: getattr(each, "name", each))
def test_a_value_is_refused_where_the_table_says_so(spec: EstimatorSpec, name: str) -> None:
    pandas = pytest.importorskip("pandas")
    series = pandas.Series(range(1, 49), index=pandas.date_range("2020-01", periods=48, freq="MS"), dtype=float)
    found, constraint = getattr(_public(), spec.name), spec.parameters[name].constraint
    endog = pandas.DataFrame({"a": series, "b": series[::-1].to_numpy() + series % 5}) if "VAR" in spec.name else series
    beside = {key: value for key, value in BESIDE.items() if key in spec.parameters}
    assert constraint is not None
    for value in VALUES:
        given = {**beside, name: value, **(KNOWN[spec.name] if value == "known" and spec.name in KNOWN else {})}
        raised = _raised(found, {"endog": endog, **given})
        if constraint.accepts(value) is False:
            assert raised, value
        elif isinstance(value, str):
            assert not raised, (value, raised)
