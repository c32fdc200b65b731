"""Asks the installed XGBoost which hyperparameters it has and what it accepts, and writes `xgboost.toml` beside this.

    python rules/libraries/xgboost/harvest.py [--directory DIRECTORY]

XGBoost names its parameters in the configuration of a trained booster, and rejects values when it trains.
"""

from __future__ import annotations

import functools
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "sklearn")]

import numpy as np  # noqa: E402
import xgboost  # noqa: E402
from harvesting.members import parameters  # noqa: E402
from trials.accepted import Ask  # noqa: E402
from trials.classes import tried_class, tried_row  # noqa: E402
from trials.writing import run, write_module  # noqa: E402

X = np.random.RandomState(0).rand(24, 3)
Y = (X[:, 0] > 0.5).astype(int)
CLASSES = ("XGBClassifier", "XGBRFClassifier", "XGBRFRegressor", "XGBRanker", "XGBRegressor")
FUNCTIONS = ("cv", "train")
CONTEXTS: tuple[dict[str, Any], ...] = (
    {"booster": "gblinear"},
    {"booster": "dart"},
    {"tree_method": "exact"},
    {"tree_method": "approx"},
    {"tree_method": "hist"},
    {"process_type": "update"},
)
OBJECTIVES = (
    "binary:hinge binary:logistic binary:logitraw count:poisson multi:softmax multi:softprob rank:map rank:ndcg "
    "rank:pairwise reg:absoluteerror reg:expectileerror reg:gamma reg:linear reg:logistic reg:pseudohubererror "
    "reg:quantileerror reg:squarederror reg:squaredlogerror reg:tweedie survival:aft survival:cox"
).split()
"""https://xgboost.readthedocs.io/en/release_3.2.0/parameter.html#learning-task-parameters; each is tried."""
METRICS = (
    "aft-nloglik auc aucpr cox-nloglik error expectile gamma-deviance gamma-nloglik interval-regression-accuracy "
    "logloss mae map map- mape merror mlogloss mphe ndcg ndcg- pairwise poisson-nloglik pre quantile rmse rmsle"
).split()
OPTIONS = {
    "booster": ["dart", "gblinear", "gbtree"],
    "feature_selector": ["cyclic", "greedy", "random", "shuffle", "thrifty"],
    "grow_policy": ["depthwise", "lossguide"],
    "multi_strategy": ["multi_output_tree", "one_output_per_tree"],
    "normalize_type": ["forest", "tree"],
    "process_type": ["default", "update"],
    "sample_type": ["uniform", "weighted"],
    "sampling_method": ["gradient_based", "uniform"],
    "tree_method": ["approx", "auto", "exact", "gpu_hist", "hist"],
}
MOST = {
    "max_bin": 5000,
    "max_depth": 20,
    "max_leaves": 1000,
    "n_estimators": 20,
    "n_jobs": 8,
    "num_boost_round": 20,
    "num_class": 10,
    "num_parallel_tree": 20,
    "verbosity": 10,
}
"""Numbers over these cost time or memory."""
BY_NAME = {"eval_metric": METRICS, "objective": OBJECTIVES}
"""Names with arguments are valid, too (`ndcg@3`)."""
UNTRIED = frozenset(
    # What these accept depends on the machine (`device`), on the columns, or on other hyperparameters.
    "base_score callbacks device feature_names feature_types feature_weights gpu_id importance_type "
    "interaction_constraints kwargs missing monotone_constraints ndcg_exp_gain num_class num_feature "
    "num_pairsample num_target num_trees updater updater_seq".split()
)


def native(name: str, beside: Mapping[str, Any]) -> Ask:
    """Return what asks `xgboost.train` about a hyperparameter."""
    data = xgboost.DMatrix(X, label=Y)

    def ask(value: Any) -> bool:
        try:
            xgboost.train({"verbosity": 0, "nthread": 1, **beside, name: value}, data, 1)
        except (xgboost.core.XGBoostError, AttributeError, TypeError, ValueError):
            return False
        return True

    return ask


def estimator(found: type, name: str, beside: Mapping[str, Any]) -> Ask:
    """Return what asks the `fit` of a class about a hyperparameter."""
    groups = {"qid": np.repeat([0, 1], 12)} if found is xgboost.XGBRanker else {}

    def ask(value: Any) -> bool:
        try:
            found(**{"verbosity": 0, "n_jobs": 1, "n_estimators": 1, **beside, name: value}).fit(X, Y, **groups)
        except (xgboost.core.XGBoostError, AttributeError, TypeError, ValueError):
            return False
        return True

    return ask


def configuration(**settings: Any) -> dict[str, str]:
    """Return every parameter in a booster's configuration with its value."""
    data = xgboost.DMatrix(X, label=Y)
    booster = xgboost.train({"verbosity": 0, "nthread": 1, **settings}, data, 1)
    return dict(_leaves(json.loads(booster.save_config())["learner"]))


def _leaves(tree: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from _leaves(inner)
            elif key not in ("name", "specified_updater"):
                yield key, str(inner)


def names() -> dict[str, list[str]]:
    """Map the hyperparameters of the library to their further names; scikit-learn's name is the first."""
    contexts: list[dict[str, Any]] = [{}, *CONTEXTS[:5]]
    contexts += [{"objective": name} for name in ("reg:tweedie", "reg:pseudohubererror", "count:poisson", "rank:ndcg")]
    contexts += [{"objective": "reg:quantileerror", "quantile_alpha": 0.5}]
    found = {name for context in contexts for name in configuration(**context)} - {"updater_seq", "num_trees"}
    offered = set(signature(xgboost.XGBClassifier))
    groups: dict[str, list[str]] = {}
    for name in sorted(found, key=lambda name: (name not in offered, name)):
        if name not in {alias for aliases in groups.values() for alias in aliases}:
            groups[name] = _aliases(name, found)
    return groups


def _aliases(name: str, found: set[str]) -> list[str]:
    """List the names that are set when this one is."""
    before = configuration()
    for value in (0.4375, 1, 2, 3):
        if name in before and name not in OPTIONS and name not in UNTRIED and native(name, {})(value):
            after = configuration(**{name: value})
            if after[name] != before[name]:
                same = {other for other in found if before.get(other) == before[name] and after[other] == after[name]}
                return sorted(same - {name})
    return []


def signature(found: type) -> dict[str, inspect.Parameter]:
    """Return the hyperparameters of a class, those that it hands on to its bases included."""
    rows: dict[str, inspect.Parameter] = {}
    for owner in reversed(found.__mro__):
        if owner.__module__.startswith("xgboost") and "__init__" in vars(owner):
            rows |= {p.name: p for p in inspect.signature(owner.__init__).parameters.values() if p.kind in (1, 3)}
    rows.pop("self", None)
    return rows


def row(ask_in: Any, name: str) -> dict[str, Any]:
    """Write what a hyperparameter accepts."""
    if name in UNTRIED:
        return {}
    if name in BY_NAME:
        known = [option for option in BY_NAME[name] if name == "objective" or native(name, {})(option)]
        return {"accepts": ["None", f"name: {', '.join(map(repr, known))}"]}
    tried = tried_row(ask_in, name, OPTIONS.get(name, ()), MOST.get(name), CONTEXTS)
    if name == "process_type":
        # To update needs a model to go on from, and an updater that changes one; by itself the library rejects it.
        tried["accepts"] = ["None", f"str: {', '.join(map(repr, OPTIONS[name]))}"]
    return tried


def own_row(found: type, rows: Mapping[str, Mapping[str, Any]], name: str) -> dict[str, Any]:
    """Write what a hyperparameter of a class accepts: what the library does, where it is handed on."""
    if name in rows:
        return {key: rows[name][key] for key in ("accepts", "unread") if key in rows[name]}
    return row(functools.partial(estimator, found), name) if name == "n_estimators" else {}


def library() -> dict[str, Any]:
    """Describe the parameters of the library itself."""
    rows: dict[str, Any] = {}
    for name, aliases in sorted({**names(), "eval_metric": []}.items()):
        rows[name] = ({"aliases": aliases} if aliases else {}) | row(native, name)
    rows["num_boost_round"] = {"default": "10", "keyword_only": True} | row(_rounds, "num_boost_round")
    booster = {
        name: {"parameters": parameters(getattr(xgboost.Booster, name))[1:]} for name in ("predict", "inplace_predict")
    }
    return {
        "kinds": ["classifier", "predictor", "regressor"],
        "accepts_kwargs": True,
        "parameters": rows,
        "methods": booster,
    }


def _rounds(name: str, beside: Mapping[str, Any]) -> Ask:
    data = xgboost.DMatrix(X, label=Y)

    def ask(value: Any) -> bool:
        try:
            xgboost.train({"verbosity": 0, "nthread": 1, **beside}, data, value)
        except (xgboost.core.XGBoostError, AttributeError, TypeError, ValueError):
            return False
        return True

    return ask


def harvest() -> dict[str, str]:
    """Return the text of every file by name."""
    tables: dict[str, dict[str, Any]] = {"XGBoost": library()}
    for name in CLASSES:
        found = getattr(xgboost, name)
        rows = functools.partial(own_row, found, tables["XGBoost"]["parameters"])
        tables[name] = tried_class(found, signature(found), rows, takes="XGBoost")
        tables[name]["aliases"] = [f"xgboost.sklearn.{name}"]
        tables[name]["accepts_kwargs"] = True
    for name in FUNCTIONS:
        tables[f"functions.{name}"] = {
            "aliases": [f"xgboost.training.{name}"],
            "parameters": parameters(getattr(xgboost, name)),
        }
    text = write_module("XGBoost", xgboost.__version__, "xgboost", sorted(xgboost.__all__), tables)
    return {"xgboost.toml": text}


if __name__ == "__main__":
    run(HERE, __doc__.splitlines()[0], harvest)
