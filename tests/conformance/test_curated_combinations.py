"""Proves by fitting that listed combinations raise and no others, and that what is ignored changes nothing."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from typing import Any

import pytest

pytest.importorskip("sklearn", minversion="1.9", reason="the curated combinations are those of this release")

import numpy as np
from threadpoolctl import threadpool_limits

from hplint.catalogue.conditions import Condition, any_holds
from hplint.catalogue.constraints import LITERAL_TYPES
from hplint.catalogue.estimators import Catalogue, EstimatorSpec
from hplint.catalogue.options import OBJECT, Literal, Option
from tests.conformance.pools import BY_DATA, COMPANY, pool
from tests.conformance.specimens import CLASS, GROUPS, SPLITTERS, build, curated, data, hyperparameters, outcome, same

CATALOGUE = Catalogue.load()
SPECS = {name: CATALOGUE.estimator(f"sklearn.{module}.{name}") for name, (module, _) in curated().items()}
MOST = 12
"""Settings that are tried for one fact."""

_ALSO = {"AgglomerativeClustering": ["n_clusters"], "FeatureAgglomeration": ["n_clusters"]}
"""Hyperparameters that have to change together with those that decide."""

_UNSEEN: dict[str, str] = {
    "*-leaf_size": "it changes only the speed",
    "*Vectorizer-lowercase": "the texts have no capitals",
    "*Vectorizer-strip_accents": "the texts have no accents",
    "*PCA-kernel_params": "only a function reads them",
    "SpectralClustering-kernel_params": "only a function reads them",
    "*PCA-tol": "ARPACK finds the vectors of so few columns at once",
    "*PCA-max_iter": "ARPACK finds the vectors of so few columns at once",
    "TruncatedSVD-tol": "ARPACK finds the vectors of so few columns at once",
    "Isomap-max_iter": "ARPACK finds the vectors of so few columns at once",
    "Isomap-tol": "ARPACK finds the vectors of so few columns at once",
    "LocallyLinearEmbedding-*tol": "there are no eigenvalues near the bound",
    "LocallyLinearEmbedding-max_iter": "ARPACK finds the vectors of so few columns at once",
    "NearestNeighbors-p": "nothing is learned but the rows",
    "FunctionTransformer-check_inverse": "it only warns",
    "FunctionTransformer-accept_sparse": "the data are dense",
    "SelfTrainingClassifier-*": "every row has a label",
    "*RandomProjection-eps": "so few columns can't be projected by themselves",
    "KernelRidge-kernel_params": "only a function reads them",
    "KernelPCA-remove_zero_eig": "the kernels have no eigenvalue that is exactly 0",
    "LinearDiscriminantAnalysis-n_components": "two classes have one component",
    "KMeans-n_init": "the groups are apart",
    "MissingIndicator-error_on_new": "the rows that are transformed are those of the fit",
    "MeanShift-bin_seeding": "the same modes are found from all rows",
    "OPTICS-predecessor_correction": "the groups are apart",
    "SpectralClustering-n_init": "the groups are apart",
}
"""Hyperparameters whose effect small data don't show, and why."""


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Keep sums in one order, and the reports quiet: convergence doesn't matter here."""
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _spec(name: str) -> EstimatorSpec:
    spec = SPECS[name]
    assert spec is not None
    return spec


def _values(spec: EstimatorSpec, given: dict[str, Any]) -> Callable[[str], object]:
    """Return what looks up values as the analysis of code would know them."""

    def value_of(name: str) -> object:
        if name not in given:
            return spec.value(name, {})
        return given[name] if type(given[name]) in LITERAL_TYPES else OBJECT

    return value_of


def _literals(options: tuple[Option, ...]) -> list[Any]:
    return [option.expected for option in options if isinstance(option, Literal)]


def _settings(name: str, names: list[str], conditions: list[Condition]) -> Iterator[dict[str, Any]]:
    """Combine the values of several hyperparameters; at most `MOST` each that fulfil a condition, and that don't."""
    spec = _spec(name)
    listed = {key: _literals(options) for condition in conditions for key, options in condition.options}
    pools = []
    for each in names:
        values = list(pool(name, each))
        values += [v for v in listed.get(each, ()) if not any(type(v) is type(o) and v == o for o in values)]
        constraint = spec.parameters[each].constraint
        pools.append([v for v in values if constraint is None or constraint.accepts(v) is not False])
    combined = [dict(zip(names, combination, strict=True)) for combination in itertools.product(*pools)]
    for fulfilled in (True, False):
        chosen = [each for each in combined if (any_holds(tuple(conditions), _values(spec, each)) is True) is fulfilled]
        step = max(1, -(-len(chosen) // MOST))
        yield from chosen[:: step + (step > 1 and len(pools[-1]) % step == 0)]


def _fit(name: str, given: dict[str, Any]) -> Exception | None:
    """Build and fit, and return what is raised."""
    features, target = data(name, given)
    np.random.seed(0)
    try:
        instance = build(name, COMPANY.get(name, {}) | given, 0 if "random_state" not in given else None)
        if name in SPLITTERS:
            list(instance.split(features, CLASS, GROUPS))
        elif name == "TargetEncoder":
            instance.fit_transform(features.astype(int), target)
        else:
            instance.fit(features) if target is None else instance.fit(features, target)
    except Exception as error:  # whatever it raises is what is asked for
        return error
    return None


COMBINATIONS = [
    pytest.param(name, index, id=f"{name}-{index}")
    for name, spec in SPECS.items()
    for index, fact in enumerate(spec.facts.incompatible if spec else ())
    if set(fact.when.names) <= set(hyperparameters(name))
]


@pytest.mark.parametrize(("name", "index"), COMBINATIONS)
def test_combinations_raise_when_they_are_listed_and_only_then(name: str, index: int) -> None:
    spec = _spec(name)
    fact = spec.facts.incompatible[index]
    raised = 0
    for given in _settings(name, list(fact.when.names), [fact.when]):
        listed = spec.incompatible(_values(spec, {**COMPANY.get(name, {}), **given}))
        if not listed and (
            given.get("metric_params") or any(v in BY_DATA for v in given.values() if isinstance(v, str))
        ):
            continue
        error = _fit(name, given)
        assert (error is not None) == bool(listed), (given, error, [each.because for each in listed])
        assert error is None or any(_is_named(error, each.raises) for each in listed), (given, error)
        raised += fact in listed
    assert raised


def _needs_other_data(given: dict[str, Any]) -> bool:
    return bool(given.get("metric_params")) or any(v in BY_DATA for v in given.values() if isinstance(v, str))


def _is_named(error: Exception, name: str) -> bool:
    return any(kind.__name__ == name for kind in type(error).__mro__)


IGNORED = [
    pytest.param(name, parameter.name, id=f"{name}-{parameter.name}")
    for name, spec in SPECS.items()
    for parameter in (spec.parameters.values() if spec else ())
    if parameter.effective_only_when or parameter.ineffective_when
]


@pytest.mark.parametrize(("name", "hyperparameter"), IGNORED)
def test_what_is_ignored_changes_nothing_and_elsewhere_it_does(name: str, hyperparameter: str) -> None:
    spec = _spec(name)
    parameter = spec.parameters[hyperparameter]
    conditions = [*parameter.effective_only_when, *parameter.ineffective_when]
    deciding = [each for condition in conditions for each in condition.names if each in hyperparameters(name)]
    names = [each for each in dict.fromkeys([*deciding, *_ALSO.get(name, ())]) if each != hyperparameter]
    ignored, seen = 0, False
    for given in _settings(name, names, conditions):
        results = []
        for value in pool(name, hyperparameter):
            setting = {**COMPANY.get(name, {}), **given, hyperparameter: value}
            valid = parameter.constraint is None or parameter.constraint.accepts(value) is not False
            if valid and not spec.incompatible(_values(spec, setting)):
                results.append(_result(name, setting))
        ineffective = spec.ineffective(hyperparameter, _values(spec, {**COMPANY.get(name, {}), **given}))
        if len(results) < 2:
            continue
        equal = all(_same(results[0], other, hyperparameter) for other in results[1:])
        if ineffective:
            assert equal, (given, _different(results))
            ignored += isinstance(results[0], dict)
        seen = seen or not (ineffective or equal)
    assert ignored
    assert seen or any(fnmatch(f"{name}-{hyperparameter}", pattern) for pattern in _UNSEEN)


def _result(name: str, given: dict[str, Any]) -> dict[str, Any] | str:
    try:
        return outcome(name, given, 0)
    except Exception as error:  # on these data, whatever the hyperparameter
        return type(error).__name__


def _same(one: dict[str, Any] | str, other: dict[str, Any] | str, hyperparameter: str) -> bool:
    """Compare, but for the learned attribute that is only the hyperparameter itself (`gamma_`)."""
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str)
    names = sorted((one.keys() | other.keys()) - {f"{hyperparameter}_"})
    return same({k: one.get(k) for k in names}, {k: other.get(k) for k in names})


def _different(results: list[Any]) -> list[str]:
    first = results[0]
    if not all(isinstance(each, dict) for each in results):
        return [each if isinstance(each, str) else "..." for each in results]
    return [key for key in first if not all(same(first[key], other.get(key)) for other in results[1:])]
