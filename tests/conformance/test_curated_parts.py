"""Proves by fitting what becomes of the estimators in a meta-estimator: copied, fitted in place or left."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("sklearn", reason="scikit-learn isn't installed, so that its curated facts can't be checked")

from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.covariance import EmpiricalCovariance
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from sklearn.utils.validation import check_is_fitted

from tests.conformance.specimens import CLASSES, curated, data, hyperparameters, is_regressor, required

FACTS = curated()
LISTS = {"estimators", "transformers", "steps", "transformer_list"}
SEED = 12345


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _part(name: str, hyperparameter: str) -> Any:
    """Return an estimator that can be that part."""
    match hyperparameter:
        case "covariance_estimator":
            return EmpiricalCovariance()
        case "n_clusters":
            return KMeans(2)
        case "init":
            return LinearRegression() if is_regressor(name) else LogisticRegression()
        case "transformer" | "remainder" | "transformers" | "steps" | "transformer_list":
            return StandardScaler()
        case "regressor":
            return LinearRegression()
    if name in ("RFE", "RFECV", "SequentialFeatureSelector", "RANSACRegressor", "IterativeImputer", "SelectFromModel"):
        return DecisionTreeRegressor(random_state=SEED) if name[0] in "IR" and name[1] != "F" else Ridge()
    if is_regressor(name):
        return DecisionTreeRegressor(random_state=SEED)
    if "Search" in name or name == "TunedThresholdClassifierCV":
        return LogisticRegression(random_state=SEED)
    return DecisionTreeClassifier(random_state=SEED, max_depth=3)


def _wrap(hyperparameter: str, part: Any) -> Any:
    match hyperparameter:
        case "transformers":
            return [("one", part, [0, 1])]
        case "steps":
            return [("one", part), ("last", MinMaxScaler())]
        case "transformer_list" | "estimators":
            return [("one", part)]
    return part


def _setting(name: str, hyperparameter: str, part: Any, **given: Any) -> Any:
    arguments = required(name) | {hyperparameter: _wrap(hyperparameter, part)}
    if name == "LinearDiscriminantAnalysis":
        arguments["solver"] = "lsqr"
    if name == "QuadraticDiscriminantAnalysis":
        arguments["solver"] = "eigen"
    if name == "RANSACRegressor":
        arguments |= {"min_samples": 0.5, "residual_threshold": 100.0}
    if name == "ColumnTransformer" and hyperparameter == "remainder":
        arguments["transformers"] = [("other", MinMaxScaler(), [0, 1])]
    return CLASSES[name](**(arguments | given))


def _fit(name: str, instance: Any) -> Any:
    features, target = data(name)
    return instance.fit(features) if target is None else instance.fit(features, target)


def is_fitted(estimator: Any) -> bool:
    """Tell whether something was learned."""
    try:
        check_is_fitted(estimator)
    except Exception:
        return False
    return True


def _found(value: Any) -> Iterator[Any]:
    """Yield every estimator in a learned attribute, whatever holds it."""
    if hasattr(value, "fit"):
        yield value
    elif hasattr(value, "estimator"):
        yield value.estimator
    elif isinstance(value, dict):
        yield from (part for item in value.values() for part in _found(item))
    elif not isinstance(value, str) and hasattr(value, "__iter__"):
        yield from (part for item in value for part in _found(item))


def _parts(fact: str) -> list[Any]:
    pairs = [(name, part) for name, (_, facts) in FACTS.items() for part in facts.get(fact, ())]
    return [pytest.param(name, part, id=f"{name}-{part}") for name, part in pairs]


@pytest.mark.parametrize(("name", "hyperparameter"), _parts("copies"))
def test_copies_stay_unfitted_and_are_found(name: str, hyperparameter: str) -> None:
    part = _part(name, hyperparameter)
    meta = _fit(name, _setting(name, hyperparameter, part))
    assert not is_fitted(part)
    attribute = FACTS[name][1].get("fitted_as", {}).get(hyperparameter)
    if attribute is None:
        assert name == "SequentialFeatureSelector", "keeps no fitted copy"
        return
    found = [copy for copy in _found(getattr(meta, attribute)) if type(copy) is type(part)]
    assert found and all(is_fitted(copy) and copy is not part for copy in found)


@pytest.mark.parametrize(("name", "hyperparameter"), _parts("in_place"))
def test_in_place_fits_the_given_one(name: str, hyperparameter: str) -> None:
    part = _part(name, hyperparameter)
    meta = _fit(name, _setting(name, hyperparameter, part))
    assert is_fitted(part)
    attribute = FACTS[name][1].get("fitted_as", {}).get(hyperparameter)
    if attribute is not None:
        assert any(found is part for found in _found(getattr(meta, attribute)))


@pytest.mark.parametrize(("name", "hyperparameter"), _parts("leaves"))
def test_leaves_alone(name: str, hyperparameter: str) -> None:
    part = StandardScaler().fit(*data(name))
    learned = vars(part).copy()
    meta = _fit(name, CLASSES[name](part))
    assert all(vars(part)[key] is learned[key] for key in learned)
    assert clone(meta) is meta


@pytest.mark.parametrize(("name", "hyperparameter"), _parts("copies"))
def test_only_some_seed_their_parts(name: str, hyperparameter: str) -> None:
    """Bagging and the like overwrite the random_state of the copies; the others keep what was given."""
    part = _part(name, hyperparameter)
    attribute = FACTS[name][1].get("fitted_as", {}).get(hyperparameter)
    if attribute is None or getattr(part, "random_state", None) != SEED:
        pytest.skip("its copies have no random_state, or aren't kept")
    arguments = {"random_state": 0} if "random_state" in hyperparameters(name) else {}
    meta = _fit(name, _setting(name, hyperparameter, part, **arguments))
    kept = {copy.random_state == SEED for copy in _found(getattr(meta, attribute)) if type(copy) is type(part)}
    assert kept == {hyperparameter not in FACTS[name][1].get("seeds_parts", ())}


@pytest.mark.parametrize(("name", "hyperparameter"), _parts("copies"))
def test_only_some_use_what_is_fitted_already(name: str, hyperparameter: str) -> None:
    part = _fit(name, _part(name, hyperparameter)) if name != "IterativeImputer" else None
    if part is None:
        pytest.skip("its data have no target")
    whole = _setting(name, hyperparameter, part)
    works = any(_works(whole, method, data(name)[0]) for method in ("predict", "predict_proba", "transform"))
    assert works is (hyperparameter in FACTS[name][1].get("uses_fitted", ()))


def _works(instance: Any, method: str, features: Any) -> bool:
    try:
        getattr(instance, method)(features)
    except Exception:
        return False
    return True


def test_pipeline_copies_all_but_the_last_with_memory(tmp_path: Any) -> None:
    assert FACTS["Pipeline"][1]["in_place_when"] == {"memory": [{"given": False}]}
    assert FACTS["Pipeline"][1]["last_in_place"]
    first, last = StandardScaler(), MinMaxScaler()
    _fit("Pipeline", CLASSES["Pipeline"]([("first", first), ("last", last)], memory=str(tmp_path)))
    assert not is_fitted(first)
    assert is_fitted(last)


@pytest.mark.parametrize(("n_jobs", "in_place"), [(None, True), (1, True), (2, False)])
def test_union_is_in_place_with_one_job(n_jobs: int | None, in_place: bool) -> None:
    assert FACTS["FeatureUnion"][1]["in_place_when"] == {"n_jobs": [{"given": False}, 1]}
    parts = StandardScaler(), MinMaxScaler()
    union = CLASSES["FeatureUnion"]([("one", parts[0]), ("two", parts[1])], n_jobs=n_jobs)
    _fit("FeatureUnion", union)
    assert is_fitted(parts[0]) is in_place
    assert all(is_fitted(part) for part in union.named_transformers.values())


def _unless() -> Iterator[Any]:
    for name, (_, facts) in FACTS.items():
        for hyperparameter, values in facts.get("copies_unless", {}).items():
            yield from (pytest.param(name, {hyperparameter: value}, id=f"{name}-{value}") for value in values)


@pytest.mark.parametrize(("name", "condition"), _unless())
def test_prefit_estimators_are_neither_copied_nor_fitted(name: str, condition: dict[str, Any]) -> None:
    """There the given estimator must be fitted already, and an unfitted one is refused."""
    copied_always = FACTS[name][1].get("copies_always", ())
    hyperparameter = next(part for part in FACTS[name][1]["copies"] if part not in copied_always)
    if name == "TunedThresholdClassifierCV":
        condition = condition | {"refit": False}
    part = _part(name, hyperparameter)
    with pytest.raises(Exception, match=r"(?i)fitted|prefit"):
        _fit(name, _setting(name, hyperparameter, part, **condition))
    assert not is_fitted(part)
    part.fit(*data(name))
    learned = vars(part).copy()
    always = {other: _part(name, "estimator") for other in copied_always}
    _fit(name, _setting(name, hyperparameter, part, **condition, **always))
    assert all(vars(part)[key] is learned[key] for key in learned)
    assert not any(is_fitted(other) for other in always.values())


@pytest.mark.parametrize("name", [name for name, (_, facts) in FACTS.items() if "fitted_as_unless" in facts])
def test_search_keeps_no_fitted_copy_without_refit(name: str) -> None:
    search = _fit(name, _setting(name, "estimator", LogisticRegression(), refit=False))
    assert not hasattr(search, "best_estimator_")


def test_every_meta_estimator_is_judged() -> None:
    """Whatever takes an estimator, or a list of them, says what becomes of it."""
    takes = LISTS | {"estimator", "final_estimator", "regressor", "transformer", "remainder", "covariance_estimator"}
    for name, (_, facts) in FACTS.items():
        judged = {part for fact in ("copies", "in_place", "leaves") for part in facts.get(fact, ())}
        assert takes & set(hyperparameters(name)) <= judged, name


def test_compositions_name_their_parts_where_the_facts_say() -> None:
    from sklearn.utils.metaestimators import _BaseComposition

    compositions = {name for name, cls in CLASSES.items() if issubclass(cls, _BaseComposition)}
    named = {name: facts["named_parts"] for name, (_, facts) in FACTS.items() if "named_parts" in facts}
    assert compositions == set(named)
    for name, hyperparameter in named.items():
        columns = ([0, 1],) if hyperparameter == "transformers" else ()
        part = LinearRegression() if is_regressor(name) else LogisticRegression()
        whole = CLASSES[name](**{hyperparameter: [("a_part", part, *columns)]})
        own = [key for key in whole.get_params(deep=True) if "__" not in key]
        assert set(own) == {*hyperparameters(name), "a_part"}
