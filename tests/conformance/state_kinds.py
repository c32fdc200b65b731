"""The estimators of random programs, and what is asked of each: methods, and attributes that it has or never has."""

from __future__ import annotations

import random
from dataclasses import dataclass

PREAMBLE = """
import asyncio
import atexit
import contextvars
import copy
import functools
import heapq
import io
import itertools
import operator
import pickle
import queue
import threading
import weakref
from abc import ABC, abstractmethod
from collections import ChainMap, OrderedDict, UserDict, defaultdict, deque, namedtuple
from collections.abc import MutableMapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from types import MappingProxyType, SimpleNamespace
from typing import NamedTuple, TypedDict

import joblib
import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.decomposition import PCA
from sklearn.ensemble import BaggingClassifier, RandomForestClassifier, StackingClassifier, VotingClassifier
from sklearn.exceptions import NotFittedError
from sklearn.feature_selection import RFE, SelectFromModel
from sklearn.frozen import FrozenEstimator
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge, SGDClassifier
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, Normalizer, StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils.validation import check_is_fitted

X = np.arange(120.0).reshape(40, 3) % 7
y = np.array([0, 1] * 20)
"""


@dataclass(frozen=True)
class Kind:
    """A class, what builds it, and what is asked of it."""

    name: str
    builds: tuple[str, ...]
    methods: tuple[str, ...]
    attributes: tuple[str, ...]
    family: str
    """`classifier`, `regressor`, `transformer` or `clusterer`."""


def kind(name: str, family: str, arguments: str, methods: str, attributes: str) -> Kind:
    """Describe a class; its ways to be built are separated by `;`."""
    builds = tuple(f"{name}({each.strip()})" for each in arguments.split(";"))
    return Kind(name, builds, tuple(methods.split()), tuple(attributes.split()), family)


KINDS = [
    kind(
        "LogisticRegression",
        "classifier",
        "; C=0.5",
        "predict predict_proba score transform",
        "coef_ classes_ feature_importances_",
    ),
    kind(
        "SVC",
        "classifier",
        '; kernel="linear"; kernel="poly", degree=2',
        "predict decision_function score predict_proba",
        "support_vectors_ coef_ n_support_",
    ),
    kind("LinearSVC", "classifier", "", "predict predict_proba decision_function", "coef_ support_vectors_"),
    kind(
        "SGDClassifier",
        "classifier",
        'random_state=0; loss="log_loss", random_state=0',
        "predict predict_proba score",
        "coef_ t_",
    ),
    kind("GaussianNB", "classifier", "", "predict predict_proba score decision_function", "theta_ var_ coef_"),
    kind(
        "DecisionTreeClassifier",
        "classifier",
        "random_state=0; max_depth=2, random_state=0",
        "predict apply get_depth partial_fit",
        "tree_ feature_importances_ coef_",
    ),
    kind(
        "RandomForestClassifier",
        "classifier",
        "3, random_state=0; 3, oob_score=True, random_state=0",
        "predict score decision_function",
        "estimators_ feature_importances_ oob_score_ coef_",
    ),
    kind(
        "KNeighborsClassifier",
        "classifier",
        "; n_neighbors=3",
        "predict kneighbors score decision_function",
        "classes_ coef_",
    ),
    kind("LinearRegression", "regressor", "", "predict score predict_proba", "coef_ intercept_ classes_"),
    kind("Ridge", "regressor", "; alpha=2.0", "predict score transform", "coef_ n_iter_ alpha_"),
    kind(
        "StandardScaler",
        "transformer",
        "; with_mean=False",
        "transform inverse_transform predict",
        "mean_ scale_ std_dev_",
    ),
    kind(
        "PCA", "transformer", "; n_components=2", "transform inverse_transform score predict", "components_ mean_ coef_"
    ),
    kind("Normalizer", "transformer", "", "transform", "n_features_in_ mean_"),
    kind("FunctionTransformer", "transformer", "", "transform inverse_transform", "mean_"),
    kind(
        "KMeans",
        "clusterer",
        "2, random_state=0",
        "predict transform score predict_proba",
        "cluster_centers_ labels_ inertia_",
    ),
]


def choose(rng: random.Random, family: str = "") -> Kind:
    """Choose a class, of one family if asked."""
    return rng.choice([each for each in KINDS if not family or each.family == family])


def probe(rng: random.Random, of: Kind, handle: str) -> str:
    """Return an expression that reads a learned attribute or calls a method."""
    if rng.random() < 0.5:
        return f"{handle}.{rng.choice(of.attributes)}"
    return call(handle, rng.choice(of.methods))


def call(handle: str, method: str) -> str:
    """Return the call of a method with data that fits it."""
    given = {"score": "X, y", "get_depth": "", "inverse_transform": "X", "partial_fit": "X, y", "kneighbors": "X"}
    return f"{handle}.{method}({given.get(method, 'X')})"


Wrap = tuple[str, str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""The family inside, what builds it (`{}` is the part), its own, its methods, attributes, and ways to its parts."""
WRAPS: list[Wrap] = [
    (
        "classifier",
        "make_pipeline(StandardScaler(), {})",
        "classifier",
        ("predict", "score", "predict_proba"),
        ("classes_", "coef_"),
        ("[-1]", "[1]", ".steps[-1][1]"),
    ),
    (
        "classifier",
        'Pipeline([("s", StandardScaler()), ("m", {})])',
        "classifier",
        ("predict", "decision_function"),
        ("classes_", "steps_"),
        ('["m"]', '.named_steps["m"]', ".named_steps.m"),
    ),
    (
        "transformer",
        "make_pipeline({}, GaussianNB())",
        "classifier",
        ("predict", "score"),
        ("theta_", "classes_"),
        ("[0]", ".steps[0][1]"),
    ),
    (
        "classifier",
        "GridSearchCV({}, {{}}, cv=2)",
        "classifier",
        ("predict", "score", "predict_proba"),
        ("best_estimator_", "best_params_", "coef_"),
        (".estimator", ".best_estimator_"),
    ),
    (
        "classifier",
        "GridSearchCV({}, {{}}, cv=2, refit=False)",
        "classifier",
        ("predict",),
        ("best_estimator_", "best_score_", "cv_results_"),
        (".estimator",),
    ),
    (
        "classifier",
        'VotingClassifier([("m", {}), ("g", GaussianNB())])',
        "classifier",
        ("predict", "predict_proba"),
        ("estimators_", "named_estimators_"),
        (".estimators_[0]", ".estimators[0][1]"),
    ),
    (
        "classifier",
        "BaggingClassifier({}, 2, random_state=0)",
        "classifier",
        ("predict", "predict_proba"),
        ("estimators_", "coef_"),
        (".estimators_[0]", ".estimator"),
    ),
    (
        "classifier",
        "OneVsRestClassifier({})",
        "classifier",
        ("predict", "predict_proba", "decision_function"),
        ("estimators_", "classes_"),
        (".estimators_[0]", ".estimator"),
    ),
    (
        "classifier",
        'StackingClassifier([("m", {})], cv=2)',
        "classifier",
        ("predict", "predict_proba"),
        ("final_estimator_", "estimators_"),
        (".final_estimator_", ".estimators_[0]"),
    ),
    (
        "classifier",
        "CalibratedClassifierCV({}, cv=2)",
        "classifier",
        ("predict", "predict_proba"),
        ("calibrated_classifiers_", "coef_"),
        (".estimator",),
    ),
    (
        "transformer",
        'ColumnTransformer([("c", {}, [0, 1, 2])])',
        "transformer",
        ("transform",),
        ("transformers_", "mean_"),
        ('.named_transformers_["c"]', ".transformers[0][1]"),
    ),
    (
        "transformer",
        'FeatureUnion([("u", {})])',
        "transformer",
        ("transform",),
        ("mean_",),
        (".transformer_list[0][1]", '.named_transformers["u"]'),
    ),
    (
        "regressor",
        "TransformedTargetRegressor({})",
        "regressor",
        ("predict", "score"),
        ("regressor_", "coef_"),
        (".regressor_", ".regressor"),
    ),
    (
        "regressor",
        "RFE({}, n_features_to_select=2)",
        "transformer",
        ("transform", "predict"),
        ("support_", "ranking_", "coef_"),
        (".estimator_", ".estimator"),
    ),
    (
        "regressor",
        "SelectFromModel({})",
        "transformer",
        ("transform",),
        ("estimator_", "threshold_"),
        (".estimator_", ".estimator"),
    ),
]
