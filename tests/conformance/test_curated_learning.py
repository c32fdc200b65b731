"""Proves by fitting on different rows what a transformer learns: nothing, the set of categories, or statistics."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("sklearn", reason="scikit-learn isn't installed, so that its curated facts can't be checked")

import numpy as np
from sklearn.exceptions import NotFittedError

from tests.conformance.specimens import CLASS, CLASSES, DICTS, TEXT, TEXTS, WITH_HOLES, X, build, curated, data, same

FACTS = curated()
TRANSFORMERS = [name for name in FACTS if hasattr(CLASSES[name], "transform")]
PREDICTORS = [name for name in FACTS if hasattr(CLASSES[name], "predict")]
_GIVEN: dict[str, Any] = {"vocabulary": ["red", "fox", "dog"]}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _rows(name: str) -> tuple[Any, Any]:
    """Return two sets of rows with the same categories, holes and columns, but other statistics."""
    if name in TEXT:
        return TEXTS[:6], [TEXTS[0], TEXTS[0], *TEXTS[:6]]
    if name in ("DictVectorizer", "FeatureHasher"):
        return DICTS[:6], [DICTS[0], DICTS[0], *DICTS[:6]]
    if name in ("LabelBinarizer", "LabelEncoder"):
        return CLASS, np.concatenate([CLASS, [1, 1, 1]])
    if name == "MultiLabelBinarizer":
        return [(0, 1), (2,)], [(0,), (1,), (2,), (2,)]
    if name == "PatchExtractor":
        return data(name)[0], data(name)[0][:2]
    if name == "KernelCenterer":
        return X @ X.T, (2 * X + 1) @ (2 * X + 1).T
    plain = WITH_HOLES if name.endswith(("Imputer", "Indicator")) else X
    return plain, np.vstack([plain, plain[:15], plain[:15]])


def _result(name: str, given: dict[str, Any], rows: Any) -> Any:
    """Fit on rows, and transform always the same ones."""
    instance = build(name, given, seed=0)
    instance.fit(rows)
    value = instance.transform(_rows(name)[0])
    return value.toarray() if hasattr(value, "toarray") else value


def _settings(fact: dict[str, list[Any]]) -> dict[str, Any]:
    return {key: _GIVEN[key] if values == [{"given": True}] else values[0] for key, values in fact.items()}


def _silent() -> Iterator[Any]:
    for name, (_, facts) in FACTS.items():
        if facts.get("learns") in ("nothing", "categories") and name != "FrozenEstimator":
            yield pytest.param(name, {}, id=name)
        if "learns_nothing_when" in facts:
            given = _settings(facts["learns_nothing_when"])
            yield pytest.param(name, given, id=f"{name}-{given}")


@pytest.mark.parametrize(("name", "given"), _silent())
def test_how_often_rows_occur_changes_nothing(name: str, given: dict[str, Any]) -> None:
    one, other = _rows(name)
    assert same(_result(name, given, one), _result(name, given, other))


def _learns_nothing() -> Iterator[Any]:
    for case in _silent():
        name, given = case.values
        if given or FACTS[name][1]["learns"] == "nothing":
            yield case


@pytest.mark.parametrize(("name", "given"), _learns_nothing())
def test_other_values_change_nothing_either(name: str, given: dict[str, Any]) -> None:
    rows = _rows(name)[0]
    if given == {"features": ["all"]}:
        rows = rows * 2
    other = rows * 2 if isinstance(rows, np.ndarray) else rows[:3]
    assert same(_result(name, given, rows), _result(name, given, other))


def _statistical() -> list[str]:
    labelled = ("Select", "GenericUnivariateSelect", "RFE", "SequentialFeatureSelector", "TargetEncoder")
    return [
        name
        for name in TRANSFORMERS
        if name.endswith(("Scaler", "Imputer", "PCA", "Transformer", "SVD", "Vectorizer", "Discretizer", "Centerer"))
        and "learns" not in FACTS[name][1]
        and not name.startswith(labelled)
        and not name.startswith(("PLS", "KNeighbors", "Radius"))
    ]


# What rows in double weight don't move: extremes, and whether a row is there at all.
_UNMOVED = ("MaxAbsScaler", "MinMaxScaler", "SplineTransformer", "CountVectorizer", "KBinsDiscretizer")


@pytest.mark.parametrize("name", [name for name in _statistical() if name not in _UNMOVED])
def test_the_others_learn_from_the_rows(name: str) -> None:
    one, other = _rows(name)
    results = _result(name, {}, one), _result(name, {}, other)
    assert np.shape(results[0]) != np.shape(results[1]) or not np.allclose(*results)


def _unfitted(name: str, given: dict[str, Any]) -> bool:
    instance = build(name, given)
    features = data(name)[0]
    if given.get("prefit"):
        # It works by the fit of the estimator that it is given.
        instance.estimator.fit(*data(name))
    method = "transform" if hasattr(instance, "transform") else "predict"
    try:
        getattr(instance, method)(features)
    except (NotFittedError, AttributeError, ValueError, TypeError):
        return False
    return True


@pytest.mark.parametrize("name", [*TRANSFORMERS, *(name for name in PREDICTORS if name not in TRANSFORMERS)])
def test_works_unfitted(name: str) -> None:
    facts = FACTS[name][1]
    assert _unfitted(name, {}) is facts.get("works_unfitted", False)
    if "works_unfitted_when" in facts:
        assert _unfitted(name, _settings(facts["works_unfitted_when"]))


@pytest.mark.parametrize("name", [name for name, (_, facts) in FACTS.items() if "template" in facts])
def test_what_an_ensemble_clones_stays_unfitted(name: str) -> None:
    ensemble = build(name, {"n_estimators": 2}).fit(*data(name))
    with pytest.raises(NotFittedError):
        getattr(ensemble, FACTS[name][1]["template"]).predict(X[:2])
    assert ensemble.estimators_[0].predict(X[:2]) is not None
