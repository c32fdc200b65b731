"""Proves by fitting with several seeds that `random_when` tells what is random, and claims nothing else."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("sklearn", reason="scikit-learn isn't installed, so that its curated facts can't be checked")

import numpy as np
from sklearn.gaussian_process.kernels import RBF
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.naive_bayes import GaussianNB
from threadpoolctl import threadpool_limits

from tests.conformance.specimens import CLASSES, X, curated, outcome, required, same

FACTS = curated()
SEEDS = (0, 1, 2, 3, 4)

_START = X[[0, 20, 40]]
_QUIET: dict[str, dict[str, Any]] = {
    "AdaBoostClassifier": {"estimator": GaussianNB()},
    "BaggingClassifier": {"estimator": GaussianNB(), "bootstrap": False, "n_estimators": 3},
    "BaggingRegressor": {"estimator": LinearRegression(), "bootstrap": False, "n_estimators": 3},
    "BisectingKMeans": {"init": lambda X, n_clusters, random_state: X[:n_clusters]},
    "FactorAnalysis": {"svd_method": "lapack"},
    "FastICA": {"w_init": np.eye(6)},
    "HalvingGridSearchCV": {
        "estimator": Ridge(),
        "param_grid": {"alpha": [0.1, 1.0, 10.0, 100.0]},
        "resource": "max_iter",
        "max_resources": 100,
        "min_resources": 20,
    },
    "KMeans": {"init": _START, "n_clusters": 3, "n_init": 1},
    "LinearSVR": {"loss": "squared_epsilon_insensitive"},
    "MDS": {"init": "classical_mds"},
    "MiniBatchDictionaryLearning": {"shuffle": False, "dict_init": _START},
    "MiniBatchNMF": {"init": "custom", "n_components": 6},
    "NMF": {"init": "custom", "n_components": 6},
    "PassiveAggressiveClassifier": {"shuffle": False},
    "PassiveAggressiveRegressor": {"shuffle": False},
    "Perceptron": {"shuffle": False},
    "SGDClassifier": {"shuffle": False},
    "SGDOneClassSVM": {"shuffle": False},
    "SGDRegressor": {"shuffle": False},
    "SpectralClustering": {"assign_labels": "cluster_qr"},
    "TargetEncoder": {"shuffle": False, "random_state": "deprecated"},
}
"""Hyperparameters under which no condition holds, where the defaults fulfil one."""

_NEEDED: dict[str, dict[str, Any]] = {
    "GaussianProcessClassifier": {"kernel": RBF(length_scale_bounds=(1e-2, 1e2))},
    "GaussianMixture": {"init_params": "random"},
    "BayesianGaussianMixture": {"init_params": "random"},
    "KernelPCA": {"n_components": 3},
    "HistGradientBoostingClassifier": {"min_samples_leaf": 5},
    "HistGradientBoostingRegressor": {"min_samples_leaf": 5},
    "MultiTaskElasticNetCV": {"tol": 1e-2},
    "MultiTaskLassoCV": {"tol": 1e-2},
    "TunedThresholdClassifierCV": {"thresholds": 20},
}
"""What a condition needs beside itself to show on small data."""

_GIVEN: dict[tuple[str, str], Any] = {
    ("GaussianProcessClassifier", "kernel"): RBF(length_scale_bounds=(1e-2, 1e2)),
    ("IterativeImputer", "n_nearest_features"): 2,
    ("Lars", "jitter"): 1.0,
    ("LassoLars", "jitter"): 1.0,
    ("PatchExtractor", "max_patches"): 5,
}
"""A value for each hyperparameter whose condition is only that it is given."""

_NEVER_QUIET = {
    "SpectralBiclustering": "it clusters vectors of several widths, so that no array can be its init",
    "SpectralCoclustering": "svd_method='arpack' starts at a random vector of SciPy's own",
}


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Keep sums in one order, and the reports quiet: convergence doesn't matter here."""
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _samples(name: str, hyperparameter: str, value: Any) -> Any:
    match value:
        case {"given": True}:
            return _GIVEN[name, hyperparameter]
        case {"given": False}:
            return None
        case {"below": bound}:
            return bound / 2
        case {"above": bound}:
            return bound + 2
        case _:
            return value


def _alternatives() -> Iterator[Any]:
    for name, (_, facts) in FACTS.items():
        conditions = facts.get("random_when", ())
        if conditions == "always":
            yield pytest.param(name, {}, id=f"{name}-always")
            continue
        for condition in conditions:
            first, *others = condition
            fixed = {key: _samples(name, key, condition[key][0]) for key in others}
            for value in condition[first]:
                given = {first: _samples(name, first, value)} | fixed
                yield pytest.param(name, given, id=f"{name}-{given}")


def _sometimes_quiet() -> list[str]:
    return [name for name in FACTS if FACTS[name][1].get("random_when") != "always" and name not in _NEVER_QUIET]


def holds(condition: dict[str, list[Any]], values: dict[str, Any]) -> bool:
    """Tell whether every hyperparameter has one of its values."""
    return all(any(_is(values[key], option) for option in options) for key, options in condition.items())


def _is(value: Any, option: Any) -> bool:
    match option:
        case {"given": expected}:
            return (value is not None) is expected
        case {"below": bound}:
            return isinstance(value, float) and value < bound
        case {"above": bound}:
            return isinstance(value, (int, float)) and value > bound
        case _:
            return type(value) is type(option) and bool(value == option)


@pytest.mark.parametrize("name", _sometimes_quiet())
def test_no_condition_no_randomness(name: str) -> None:
    """The direction that matters: a finding of HP109 must never be false."""
    given = _QUIET.get(name, {})
    conditions = FACTS[name][1].get("random_when", ())
    if conditions and hasattr(CLASSES[name], "get_params"):
        values = {**CLASSES[name](**required(name)).get_params(deep=False), **given}
        assert not any(holds(condition, values) for condition in conditions)
    first, *rest = (outcome(name, given, seed) for seed in SEEDS[:3])
    assert all(same(first, other) for other in rest)


@pytest.mark.parametrize(("name", "given"), _alternatives())
def test_condition_makes_random(name: str, given: dict[str, Any]) -> None:
    """Each alternative alone changes what is learned or predicted from seed to seed."""
    quiet = {key: value for key, value in _QUIET.get(name, {}).items() if key != "random_state"}
    arguments = quiet | _NEEDED.get(name, {}) | given
    first = outcome(name, arguments, SEEDS[0])
    assert any(not same(first, outcome(name, arguments, seed)) for seed in SEEDS[1:])
