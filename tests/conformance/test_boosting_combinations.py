"""Listed combinations of CatBoost and LightGBM raise, no others do; what is ignored changes nothing."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from hplint.catalogue.estimators import NO_DEFAULT, EstimatorSpec
from hplint.catalogue.options import OBJECT
from tests.conformance.test_boosting import QUIET, library, spec_of

ROWS = np.random.RandomState(0).rand(200, 4)
SIGNAL = ROWS[:, 0] + 0.3 * np.random.RandomState(1).rand(200)
LABELS = (SIGNAL > 0.6).astype(int)
VALUES: dict[str, tuple[Any, ...]] = {
    "bootstrap_type": (None, "Bayesian", "Bernoulli", "MVS", "No"),
    "subsample": (None, 0.5, 1.0),
    "bagging_temperature": (None, 0.8),
    "grow_policy": (None, "SymmetricTree", "Depthwise", "Lossguide"),
    "max_leaves": (None, 8),
    "class_weights": (None, [1, 2]),
    "auto_class_weights": (None, "Balanced", "SqrtBalanced"),
    "scale_pos_weight": (None, 2),
    "boosting": (None, "gbdt", "rf", "dart"),
    "boosting_type": ("gbdt", "rf", "dart"),
    "bagging_freq": (None, 0, 1),
    "subsample_freq": (0, 1),
    "bagging_fraction": (None, 0.5, 1.0),
    "feature_fraction": (None, 0.5, 1.0),
    "colsample_bytree": (0.5, 1.0),
    "data_sample_strategy": (None, "bagging", "goss"),
}
"""None where the hyperparameter is left out."""
CLASSES = (
    *("catboost.CatBoostClassifier", "catboost.CatBoostRegressor", "catboost.CatBoost"),
    *("lightgbm.LightGBM", "lightgbm.LGBMClassifier", "lightgbm.LGBMRegressor"),
)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def predictions(path: str, given: dict[str, Any]) -> Any:
    """Fit the real thing."""
    root, _, name = path.partition(".")
    found, target = library(root), LABELS if name.endswith("Classifier") else SIGNAL
    if name == "LightGBM":
        settings = {**QUIET[root], "num_iterations": 5, "objective": "regression", **given}
        return found.train(settings, found.Dataset(ROWS, target)).predict(ROWS)
    rounds = {"n_estimators": 5, "n_jobs": 1, "verbosity": -1} if root == "lightgbm" else QUIET[root]
    build = getattr(found, name)
    model = build({**rounds, **given}) if name == "CatBoost" else build(**rounds, **given)
    return model.fit(ROWS, target).predict(ROWS)


def values(spec: EstimatorSpec, given: dict[str, Any]) -> Callable[[str], object]:
    def value_of(name: str) -> object:
        if name in given:
            return OBJECT if isinstance(given[name], list) else given[name]
        default = spec.value(name, {})
        return None if default is NO_DEFAULT else default

    return value_of


def combined(names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for combination in itertools.product(*(VALUES[name] for name in names)):
        yield {name: value for name, value in zip(names, combination, strict=True) if value is not None}


@pytest.mark.parametrize("path", CLASSES)
def test_combinations_raise_when_they_are_listed_and_only_then(path: str) -> None:
    spec = spec_of(path)
    assert spec.facts.incompatible
    for fact in spec.facts.incompatible:
        raised = 0
        for given in combined(tuple(fact.when.names)):
            listed = spec.incompatible(values(spec, given))
            try:
                predictions(path, given)
            except Exception as error:
                assert listed, (given, error)
                assert type(error).__name__ == listed[0].raises, given
                raised += fact in listed
            else:
                assert not listed, given
        assert raised, fact


@pytest.mark.parametrize(
    ("path", "name"),
    [("lightgbm.LightGBM", "bagging_fraction"), *((path, "subsample") for path in CLASSES if "LGBM" in path)],
)
def test_a_share_of_rows_that_is_never_drawn_changes_nothing(path: str, name: str) -> None:
    spec = spec_of(path)
    (condition,) = spec.parameters[name].ineffective_when
    (frequency,) = condition.names
    for booster in ("gbdt", "dart"):
        company = {"boosting" if path.endswith("LightGBM") else "boosting_type": booster}
        for other in combined((frequency,)):
            ignored = bool(spec.ineffective(name, values(spec, {**company, **other, name: 0.3})))
            with_it = predictions(path, {**company, **other, name: 0.3})
            assert np.array_equal(with_it, predictions(path, {**company, **other})) is ignored, other
