"""Fits an estimator under settings drawn from its options, on several kinds of data, and lists what it has then."""

from __future__ import annotations

import contextlib
import inspect
import random
import signal
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import IsolationForest, RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression, SGDClassifier
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from tests.conformance.pools import pool
from tests.conformance.specimens import CLASS, CLASSES, TARGET, X, data, hyperparameters, is_regressor, required

Setting = dict[str, Any]

IRRELEVANT = frozenset({"random_state", "n_jobs", "verbose", "copy", "copy_X", "cache_size", "callbacks"})
"""Hyperparameters of which nothing is asked; `test_states.py` tries them."""
ROUNDS = 30
"""Random settings of one estimator."""
ROUNDS_AROUND = 6
"""The same for one that holds others, each of which is tried."""
LONGEST_FIT = 2
"""Seconds, after which a setting is left out."""
PARTS = ("estimator", "estimators", "steps", "transformers", "transformer_list", "regressor", "final_estimator")
SMALL: Mapping[str, Any] = {
    "n_estimators": 3,
    "max_iter": 12,
    "n_jobs": None,
    "hidden_layer_sizes": (3,),
    "cv": 2,
    "n_init": 1,
    "batch_size": 10,
    "n_alphas": 3,
    "n_refinements": 1,
    "n_candidates": 2,
    "n_iter": 2,
    "Cs": 2,
    "max_subpopulation": 20,
}
"""What keeps fits short."""
SHORTER: Mapping[str, Setting] = {"GraphicalLassoCV": {"alphas": 2}, "TSNE": {"max_iter": 250}}


@dataclass(frozen=True)
class Outcome:
    """What an estimator has after a fit with a setting, on any kind of data."""

    setting: Setting
    names: frozenset[str]


def is_public(name: str) -> bool:
    """Tell whether a name is a learned attribute's, or a method's."""
    return not name.startswith("_")


def names_of(instance: Any) -> frozenset[str]:
    """List the public attributes and methods that an object has now."""
    candidates = {name for name in (*dir(type(instance)), *vars(instance)) if is_public(name)}
    return frozenset(name for name in candidates if has(instance, name) and is_member(instance, name))


def is_member(instance: Any, name: str) -> bool:
    """Tell whether a name is a learned attribute's or a method's, and no hyperparameter's."""
    return name.endswith("_") or callable(getattr(type(instance), name, None))


def has(instance: Any, name: str) -> bool:
    """Tell whether an attribute exists; one that fails in another way does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return hasattr(instance, name)
        except Exception:
            return True


def settings(name: str) -> Iterator[Setting]:
    """Yield the default, each option by itself, and random combinations."""
    rng = random.Random(name)
    kept = IRRELEVANT | {p for p in SMALL if p != "cv"} | set(PARTS) | set(SHORTER.get(name, ()))
    options = {p: pool(name, p) for p in hyperparameters(name) if p not in kept}
    options = {p: [v for v in values if is_plain(v)] for p, values in options.items()}
    options = {p: values for p, values in options.items() if values}
    yield {}
    for parameter, values in options.items():
        yield from ({parameter: value} for value in values)
    for _ in range(ROUNDS if len(inner_parts(name)) == 1 else ROUNDS_AROUND):
        taken = rng.sample(sorted(options), rng.randint(0, len(options)))
        yield {parameter: rng.choice(options[parameter]) for parameter in taken}


def is_plain(value: Any) -> bool:
    """Tell whether a condition can say a value."""
    return value is None or isinstance(value, (bool, int, float, str))


def variants(name: str, given: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the kinds of data that an estimator may take: plain, sparse, with names, several classes or targets."""
    features, target = data(name, given)
    if features is not X:
        yield features, target
        return
    yield pd.DataFrame(X, columns=[f"x{i}" for i in range(X.shape[1])]), target
    yield X, target
    yield scipy.sparse.csr_matrix(X), target
    if not is_regressor(name):
        yield X, np.tile([0, 1, 2], 20)
        yield X, None
        yield X, np.column_stack([CLASS, 1 - CLASS])
    else:
        yield X, np.column_stack([TARGET, TARGET[::-1]])
    yield X, TARGET


def inner_parts(name: str) -> list[Setting]:
    """List settings of the hyperparameters that hold estimators: such as have, together, every method."""
    takes = hyperparameters(name)
    parts = [
        LogisticRegression(),
        LinearRegression(),
        RandomForestClassifier(3),
        RandomForestRegressor(3),
        PCA(2),
        KMeans(2),
        IsolationForest(n_estimators=3),
        SGDClassifier(),
        OneHotEncoder(handle_unknown="ignore"),
        DummyClassifier(),
    ]
    if "steps" in takes:
        return [{"steps": [("first", StandardScaler()), ("last", part)]} for part in parts]
    if "transformers" in takes:
        return [{"transformers": [("one", part, [0, 1])]} for part in parts]
    if "transformer_list" in takes:
        return [{"transformer_list": [("one", part)]} for part in parts]
    if "estimators" in takes:
        return [{"estimators": [("one", part)]} for part in parts]
    if "estimator" in takes and "Search" not in name:
        return [{"estimator": part} for part in parts]
    if "estimator" in takes:
        grids = {
            "LogisticRegression": {"C": [1.0, 0.1]},
            "PCA": {"n_components": [1, 2]},
            "KMeans": {"n_clusters": [2, 3]},
        }
        space = "param_distributions" if "Random" in name else "param_grid"
        return [{"estimator": p, space: grids.get(type(p).__name__, {})} for p in parts]
    return [{}]


class TooLong(Exception):
    """A fit took more time than it is worth."""


@contextlib.contextmanager
def limit(seconds: int) -> Iterator[None]:
    """Stop what takes too long."""

    def stop(*_: Any) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def fitted(name: str, given: Setting, features: Any, target: Any, method: str = "fit") -> Any | None:
    """Return a fitted instance; None where that setting, or that data, is refused."""
    small = {k: v for k, v in SMALL.items() if k in hyperparameters(name) and k not in required(name)}
    small |= SHORTER.get(name, {})
    with warnings.catch_warnings(), limit(LONGEST_FIT):
        warnings.simplefilter("ignore")
        try:
            instance = CLASSES[name](**(small | required(name) | given))
            arguments = (features,) if target is None else (features, target)
            extra = {"classes": np.unique(target)} if method == "partial_fit" and takes_classes(instance) else {}
            getattr(instance, method)(*arguments, **extra)
        except (Exception, TooLong):
            return None
    return instance


def takes_classes(instance: Any) -> bool:
    """Tell whether the first `partial_fit` must be told the classes."""
    return "classes" in inspect.signature(instance.partial_fit).parameters


def tried(name: str, setting: Setting, known: frozenset[str] = frozenset()) -> Outcome | None:
    """Fit with one setting on every kind of data until all `known` names exist; None where nothing takes it."""
    found: set[str] = set()
    ran = False
    parts = inner_parts(name)
    for part in parts:
        for features, target in variants(name, setting):
            instance = fitted(name, {**part, **setting}, features, target)
            if instance is not None:
                ran, found = True, found | names_of(instance)
                if known and known <= found:
                    return Outcome(setting, frozenset(found))
                if known and len(parts) > 1:
                    break
    return Outcome(setting, frozenset(found)) if ran else None


def outcomes(name: str) -> Iterator[Outcome]:
    """Fit under every setting and yield what exists; settings that nothing can be fitted with are left out."""
    known: frozenset[str] = frozenset()
    for setting in settings(name):
        outcome = tried(name, setting, known)
        if outcome is not None:
            known |= outcome.names
            yield outcome


def after_partial_fit(name: str) -> frozenset[str] | None:
    """List what exists after `partial_fit` alone, on any kind of data; None where it has no such method."""
    if not hasattr(CLASSES[name], "partial_fit"):
        return None
    found: set[str] = set()
    ran = False
    for part in inner_parts(name):
        for features, target in variants(name, {}):
            instance = fitted(name, part, features, target, "partial_fit")
            if instance is not None:
                ran, found = True, found | names_of(instance)
    return frozenset(found) if ran else None
