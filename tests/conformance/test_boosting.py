"""The catalogue says of XGBoost, LightGBM and CatBoost what they do: each literal is given to the real library."""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from hplint.catalogue.estimators import Catalogue, EstimatorSpec, HyperparameterSpec

CATALOGUE = Catalogue.load()
X = np.random.RandomState(0).rand(24, 3)
Y = (X[:, 0] > 0.5).astype(int)
POOL: tuple[Any, ...] = (
    *(None, True, False, -2, -1, 0, 1, 2, 3, 17, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, float("inf"), float("nan")),
    *("0.5", "2", "-1", "1.5", "auto", "hplint", "None", "true", (1,), {}, b"x"),
)
"""Small enough that no value costs time or memory, whatever it is given to."""
TRAINERS = ("xgboost.XGBoost", "lightgbm.LightGBM", "catboost.CatBoost")
CLASSES = (
    *("xgboost.XGBClassifier", "xgboost.XGBRegressor", "xgboost.XGBRanker", "xgboost.XGBRFClassifier"),
    *("xgboost.XGBRFRegressor", "lightgbm.LGBMClassifier", "lightgbm.LGBMRegressor", "lightgbm.LGBMRanker"),
    *("catboost.CatBoostClassifier", "catboost.CatBoostRegressor", "catboost.CatBoostRanker"),
)
FUNCTIONS = [f"{library}.{name}" for library in ("xgboost", "lightgbm", "catboost") for name in ("train", "cv")]
FITTED = ("xgboost.XGBClassifier", "lightgbm.LGBMClassifier", "catboost.CatBoostClassifier")
QUIET: dict[str, dict[str, Any]] = {
    "xgboost": {"verbosity": 0, "nthread": 1},
    "lightgbm": {"verbosity": -1, "num_threads": 1, "min_data_in_leaf": 5, "num_iterations": 1},
    "catboost": {"verbose": False, "allow_writing_files": False, "thread_count": 1, "iterations": 1},
}


@pytest.fixture(autouse=True)
def quiet() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@cache
def library(name: str) -> Any:
    """The installed library, if it is the catalogued minor."""
    found = pytest.importorskip(name, reason=f"{name} isn't installed, so that its table can't be checked")
    harvested = CATALOGUE.target(name).version
    if found.__version__.split(".")[:2] != harvested.split("."):
        pytest.skip(f"the catalogue is of {name} {harvested}, installed is {found.__version__}")
    return found


def spec_of(path: str) -> EstimatorSpec:
    library(path.partition(".")[0])
    spec = CATALOGUE.estimator(path)
    assert spec is not None, path
    return spec


def trains(path: str, settings: dict[str, Any]) -> bool:
    """Train with hyperparameters as a dict: False where the library rejects them."""
    name = path.partition(".")[0]
    found, quiet = library(name), QUIET[name]
    rounds = settings.pop("num_boost_round", 1) if name == "xgboost" else 1
    others = {key: value for key, value in quiet.items() if not same_hyperparameter(path, key, settings)}
    try:
        if name == "xgboost":
            found.train({**others, **settings}, found.DMatrix(X, label=Y), rounds)
        elif name == "lightgbm":
            found.train({**others, **settings}, found.Dataset(X, label=Y), 1)
        else:
            found.CatBoostClassifier(**{**others, **settings}).fit(X, Y)
    except Exception:
        return False
    return True


def same_hyperparameter(path: str, key: str, settings: dict[str, Any]) -> bool:
    spec = spec_of(path)
    return spec.canonical(key) in {spec.canonical(name) for name in settings}


def fits(path: str, settings: dict[str, Any]) -> bool:
    """Fit an estimator with these hyperparameters: False where the library rejects them."""
    name, _, cls = path.partition(".")
    others = {key: value for key, value in QUIET[name].items() if not same_hyperparameter(path, key, settings)}
    try:
        getattr(library(name), cls)(
            **{"n_estimators": 1, **others, **settings} if name == "xgboost" else {**others, **settings}
        ).fit(X, Y)
    except Exception:
        return False
    return True


def disagreements(
    spec: EstimatorSpec, ask: Callable[[str, dict[str, Any]], bool], parameter: HyperparameterSpec
) -> list[Any]:
    assert parameter.constraint is not None
    options = parameter.constraint.options
    wrong = []
    for value in (*POOL, *options):
        verdict = parameter.constraint.accepts(value)
        real = ask(spec.path, {parameter.name: value})
        # A known objective may not fit these labels, a graphics card may be missing, and what must be in a container,
        # nobody says: of these only what is rejected must be.
        if (verdict is False and real) or (verdict is True and not real and not isinstance(value, (str, tuple, dict))):
            wrong.append((parameter.name, value, verdict, real))
    return wrong


@pytest.mark.parametrize("path", TRAINERS)
def test_values_are_accepted_or_rejected_as_by_the_library(path: str) -> None:
    spec = spec_of(path)
    constrained = [parameter for parameter in spec.parameters.values() if parameter.constraint is not None]
    assert len(constrained) > 20
    assert [wrong for parameter in constrained for wrong in disagreements(spec, trains, parameter)] == []


@pytest.mark.parametrize("path", FITTED)
def test_values_are_accepted_or_rejected_as_by_fit(path: str) -> None:
    spec = spec_of(path)
    constrained = [parameter for parameter in spec.parameters.values() if parameter.constraint is not None]
    assert constrained
    assert [wrong for parameter in constrained for wrong in disagreements(spec, fits, parameter)] == []


@pytest.mark.parametrize("path", TRAINERS)
def test_aliases_stand_for_their_hyperparameter(path: str) -> None:
    """What the hyperparameter rejects, the alias rejects."""
    spec = spec_of(path)
    assert spec.aliases
    for alias, name in spec.aliases.items():
        parameter = spec.parameter(name)
        assert parameter is not None and spec.parameter(alias) is parameter
        if parameter.constraint is None:
            continue
        wrong = next((value for value in POOL if parameter.constraint.accepts(value) is False), None)
        if wrong is not None:
            assert not trains(path, {alias: wrong}), (alias, wrong)


@pytest.mark.parametrize("path", TRAINERS)
def test_values_that_nobody_reads_are_accepted(path: str) -> None:
    spec = spec_of(path)
    for parameter in spec.parameters.values():
        for condition in parameter.unread:
            beside = {name: options[0].expected for name, options in condition.options}
            assert parameter.constraint is not None
            wrong = next(value for value in (*POOL, -5) if parameter.constraint.accepts(value) is False)
            assert trains(path, {**beside, parameter.name: wrong}), (parameter.name, beside, wrong)
            assert spec.reads(parameter.name, beside) is False


@pytest.mark.parametrize("path", CLASSES)
def test_hyperparameters_are_those_of_the_class(path: str) -> None:
    spec = spec_of(path)
    name, _, cls = path.partition(".")
    found = getattr(library(name), cls)
    if name == "catboost":
        real = set(inspect.signature(found).parameters)
        assert {*spec.parameters, *spec.aliases} >= real
        assert set(spec.parameters) <= real
    else:
        assert set(spec.parameters) == set(found().get_params())


@pytest.mark.parametrize("path", CLASSES)
def test_unknown_keywords_are_rejected_or_handed_on(path: str) -> None:
    spec = spec_of(path)
    name, _, cls = path.partition(".")
    try:
        getattr(library(name), cls)(no_such_hyperparameter=1)
        taken = True
    except TypeError:
        taken = False
    assert spec.accepts_kwargs is taken


@pytest.mark.parametrize("path", TRAINERS)
def test_unknown_settings_are_rejected_or_ignored(path: str) -> None:
    spec = spec_of(path)
    if path == "catboost.CatBoost":
        with pytest.raises(library("catboost").CatBoostError):
            library("catboost").CatBoost({**QUIET["catboost"], "no_such_hyperparameter": 1}).fit(X, Y)
        assert not spec.accepts_kwargs
    else:
        assert trains(path, {"no_such_hyperparameter": 1}) is spec.accepts_kwargs is True


@pytest.mark.parametrize("path", FUNCTIONS)
def test_functions_take_what_the_library_does(path: str) -> None:
    name, _, function = path.partition(".")
    real = set(inspect.signature(getattr(library(name), function)).parameters)
    spec = CATALOGUE.function(path)
    assert spec is not None and spec.training is not None
    assert set(spec.keywords) == real
    assert {spec.training.settings, spec.training.data, *spec.training.hyperparameters} <= real
    assert spec.training.folds is (function == "cv")
    gone = {old.name for old in spec.past.values() if spec.target is not None and spec.target.reached(old.removed)}
    assert not gone & real


@pytest.mark.parametrize("path", CLASSES)
def test_arguments_that_are_gone_are_rejected(path: str) -> None:
    spec = spec_of(path)
    name, _, cls = path.partition(".")
    for method in spec.methods.values():
        real = inspect.signature(getattr(getattr(library(name), cls), method.name)).parameters
        assert not set(method.past) & set(real)


@pytest.mark.parametrize("path", FITTED)
def test_two_runs_without_a_seed_are_equal(path: str) -> None:
    """Nothing is random from run to run, so HP109 is silent."""
    spec = spec_of(path)
    name, _, cls = path.partition(".")
    sampled = {"subsample": 0.5, **({"subsample_freq": 1} if name == "lightgbm" else {})}
    sampled |= {"bootstrap_type": "Bernoulli"} if name == "catboost" else {}
    found = [getattr(library(name), cls)(**{**QUIET[name], **sampled}).fit(X, Y).predict_proba(X) for _ in range(2)]
    assert np.array_equal(*found)
    assert spec.is_random({}) is False


@pytest.mark.parametrize("path", [*TRAINERS, *CLASSES])
def test_search_spaces_are_valid(path: str) -> None:
    spec = spec_of(path)
    assert len(spec.decisive) <= 4
    for name in spec.decisive:
        parameter = spec.parameter(name)
        assert parameter is not None and parameter.search is not None and parameter.role in ("model", "training")
        for value in (parameter.search.low, parameter.search.high):
            assert parameter.constraint is None or parameter.constraint.accepts(value) is True, (name, value)


@pytest.mark.parametrize("path", CLASSES)
def test_nothing_is_learned_before_fit(path: str) -> None:
    spec = spec_of(path)
    module = importlib.import_module(path.partition(".")[0])
    instance = getattr(module, spec.name)()
    assert not [name for name in spec.learned if hasattr(instance, name)]


UNSET = [
    (path, name, value)
    for path in ("xgboost.XGBoost", "lightgbm.LightGBM", "catboost.CatBoostClassifier")
    for name, spec in sorted(CATALOGUE.estimator(path).parameters.items())
    for value in spec.unset
]
MANY = np.random.RandomState(1).rand(600, 4)
NOISY = (MANY[:, 0] + MANY[:, 1] * MANY[:, 2] + np.random.RandomState(2).rand(600) > 1.2).astype(int)


def predicted(path: str, **given: Any) -> Any:
    """What a model predicts that is trained with some hyperparameters, and otherwise left alone."""
    package, _, name = path.partition(".")
    found = library(package)
    quiet = {key: value for key, value in QUIET[package].items() if key not in {"min_data_in_leaf", "num_iterations"}}
    if path == "xgboost.XGBoost":
        rounds = {key: given.pop(key) for key in ("num_boost_round",) if key in given}
        data = found.DMatrix(MANY, NOISY)
        return found.train({**quiet, **given}, data, **rounds).predict(data)
    if path == "lightgbm.LightGBM":
        return found.train({**quiet, **given}, found.Dataset(MANY, NOISY)).predict(MANY)
    # Left alone, the learning rate depends on whether anything else is given.
    return getattr(found, name)(**quiet, learning_rate=0.1, **given).fit(MANY, NOISY).predict_proba(MANY)


@pytest.mark.parametrize(("path", "name", "value"), UNSET, ids=lambda each: str(each).rpartition(".")[2])
def test_what_the_library_takes_by_itself(path: str, name: str, value: Any) -> None:
    if name == "iterations":
        pytest.skip("a thousand rounds take too long")
    default = predicted(path)
    assert np.array_equal(predicted(path, **{name: value}), default)
    parameter = spec_of(path).parameter(name)
    if parameter is None or not parameter.decisive:
        return  # many count only beside others: test_boosting_combinations.py shows where
    other = value * 0.5 if name in {"subsample", "learning_rate"} else value // 4 or 2
    assert not np.array_equal(predicted(path, **{name: other}), default)


def learned(path: str, given: dict[str, Any]) -> Any:
    """What is learned with hyperparameters in this order, a few rounds long."""
    package, _, name = path.partition(".")
    found = library(package)
    quiet = {key: value for key, value in QUIET[package].items() if key not in given}
    if path == "xgboost.XGBoost":
        data = found.DMatrix(MANY, NOISY)
        return found.train({**quiet, **given}, data, 4).predict(data)
    if path == "lightgbm.LightGBM":
        return found.train({"num_iterations": 4, **given, "verbosity": -1}, found.Dataset(MANY, NOISY)).predict(MANY)
    return getattr(found, name)(**quiet, **given).fit(MANY, NOISY).predict(MANY)


@pytest.mark.parametrize(
    ("path", "given", "wins"),
    [
        ("xgboost.XGBoost", {"learning_rate": 0.1, "eta": 0.9}, "learning_rate"),
        ("xgboost.XGBoost", {"gamma": 0.0, "min_split_loss": 5.0}, "min_split_loss"),
        ("xgboost.XGBRegressor", {"reg_lambda": 50.0, "lambda": 0.0}, "reg_lambda"),
        ("xgboost.XGBRegressor", {"reg_alpha": 9.0, "alpha": 0.0}, "reg_alpha"),
        ("lightgbm.LightGBM", {"num_leaves": 3, "max_leaves": 15}, "num_leaves"),
        ("lightgbm.LightGBM", {"eta": 0.1, "shrinkage_rate": 0.9}, "eta"),
        ("lightgbm.LightGBM", {"min_child_samples": 5, "min_data_per_leaf": 90}, "min_child_samples"),
        ("lightgbm.LightGBM", {"min_data_in_leaf": 90, "min_child_samples": 5}, "min_data_in_leaf"),
        ("catboost.CatBoostRegressor", {"learning_rate": 0.1, "eta": 0.9}, None),
        ("catboost.CatBoostClassifier", {"depth": 2, "max_depth": 4}, None),
        ("catboost.CatBoostClassifier", {"l2_leaf_reg": 2, "reg_lambda": 4}, None),
    ],
    ids=str,
)
def test_of_several_names_of_one_hyperparameter(path: str, given: dict[str, Any], wins: str | None) -> None:
    spec = CATALOGUE.estimator(path)
    assert spec is not None
    names = sorted(given, key=lambda name: (spec.canonical(name) != name, len(name), name))
    assert len({spec.canonical(name) for name in given}) == 1
    if wins is None:
        assert spec.facts.several_names == "raises"
        with pytest.raises(Exception, match="only one of the parameters"):
            learned(path, given)
        return
    assert wins == {"last": max(given), "shortest": names[0]}[spec.facts.several_names]
    (loser,) = given.keys() - {wins}
    alone = learned(path, {wins: given[wins]})
    assert not np.array_equal(alone, learned(path, {loser: given[loser]}))
    for order in (given, dict(reversed(given.items()))):
        assert np.array_equal(learned(path, order), alone)


FURTHER = {
    "colsample_bytree": 0.3,
    "learning_rate": 0.9,
    "min_child_samples": 90,
    "min_child_weight": 60.0,
    "min_split_gain": 9.0,
    "num_leaves": 3,
    "reg_alpha": 9.0,
    "reg_lambda": 90.0,
}
"""Own names of LightGBM's classes, each with a value that shows."""


def test_names_that_never_count() -> None:
    spec = CATALOGUE.estimator("lightgbm.LGBMRegressor")
    assert spec is not None
    build = library("lightgbm").LGBMRegressor

    def predictions(**given: Any) -> Any:
        return build(n_estimators=4, verbosity=-1, n_jobs=1, **given).fit(MANY, NOISY).predict(MANY)

    default = predictions()
    ignored = set()
    for alias, name in spec.aliases.items():
        if name in FURTHER:
            found = predictions(**{alias: FURTHER[name]})
            assert np.array_equal(found, default) is (alias in spec.facts.ignored_names), alias
            ignored |= {alias} & set(spec.facts.ignored_names)
    assert ignored == set(spec.facts.ignored_names)
