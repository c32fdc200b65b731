"""Small data and constructor arguments that let every estimator of scikit-learn be built and fitted in a moment."""

from __future__ import annotations

import contextlib
import inspect
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

import numpy as np
import sklearn.model_selection
from sklearn.experimental import enable_halving_search_cv, enable_iterative_imputer  # noqa: F401
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import MinMaxScaler
from sklearn.utils import all_estimators

CURATED = Path(__file__).parents[2] / "rules" / "libraries" / "sklearn" / "curated"

SPLITTERS = (
    "GroupKFold GroupShuffleSplit KFold LeaveOneGroupOut LeaveOneOut LeavePGroupsOut LeavePOut PredefinedSplit "
    "RepeatedKFold RepeatedStratifiedKFold "
    "ShuffleSplit StratifiedGroupKFold StratifiedKFold StratifiedShuffleSplit TimeSeriesSplit"
).split()
CANDIDATES = ("ParameterGrid", "ParameterSampler")

CLASSES: dict[str, Any] = dict(all_estimators()) | {
    name: getattr(sklearn.model_selection, name) for name in (*SPLITTERS, *CANDIDATES)
}

_rng = np.random.RandomState(7)
# Three groups of rows with few distinct values: trees and affinities meet ties, as they do in real data.
X = np.round(np.repeat([[0.0], [3.0], [6.0]], 20, axis=0) + _rng.uniform(0, 4, (60, 6)), 1)
CLASS = np.tile([0, 0, 1], 20) ^ (X[:, 0] > 5)
"""Two classes that overlap, so that no solver stops at once."""
TARGET = X @ np.arange(1.0, 7.0) + _rng.normal(size=60) + 1.0
TWINS = np.column_stack([X[:, :5], X[:, 0]])
"""Two columns that a stump may split by alike."""
GROUPS = np.repeat(np.arange(12), 5)
WITH_HOLES = X.copy()
WITH_HOLES[_rng.uniform(size=X.shape) < 0.2] = np.nan
TEXTS = ["a red fox runs", "the red dog", "a dog runs and runs", "foxes and dogs", "the fox", "red red wine"] * 3
DICTS = [{"colour": text.split()[1], "n": float(len(text))} for text in TEXTS]
FRESH = np.column_stack([_rng.permutation(column) for column in X.T])
"""Other rows to predict: on those that it was fitted on, every full-grown tree gives the same."""
IMAGES = _rng.uniform(size=(4, 8, 8))

MULTI_TARGET = ("MultiTask", "MultiOutputRegressor", "RegressorChain", "CCA", "PLS")
TEXT = ("CountVectorizer", "TfidfVectorizer", "HashingVectorizer")


def curated() -> dict[str, tuple[str, dict[str, Any]]]:
    """Read every curated file: the estimator's name to its module and its facts."""
    facts: dict[str, tuple[str, dict[str, Any]]] = {}
    for path in sorted(CURATED.glob("*.toml")):
        for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            assert name not in facts, f"{name} stands in two files"
            facts[name] = (path.stem, table)
    return facts


def hyperparameters(name: str) -> list[str]:
    """List the constructor arguments of a class in order."""
    initializer = CLASSES[name].__init__
    if initializer is object.__init__:
        return []
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    parameters = list(inspect.signature(initializer).parameters.values())[1:]
    return [parameter.name for parameter in parameters if parameter.kind not in kinds]


def required(name: str) -> dict[str, Any]:
    """Return values for the arguments that must be given, and for sizes whose defaults are too large for 60 rows."""
    grid = {"C": [0.01, 0.1, 1.0, 10.0]}
    transformer = ("part", MinMaxScaler())
    special: dict[str, dict[str, Any]] = {
        "GridSearchCV": {"estimator": LogisticRegression(), "param_grid": grid},
        "HalvingGridSearchCV": {"estimator": LogisticRegression(), "param_grid": grid, "min_resources": 15, "cv": 2},
        "RandomizedSearchCV": {"estimator": LogisticRegression(), "param_distributions": grid, "n_iter": 2},
        "HalvingRandomSearchCV": {
            "estimator": LogisticRegression(),
            "param_distributions": grid,
            "n_candidates": 2,
            "min_resources": 15,
            "cv": 2,
        },
        "TunedThresholdClassifierCV": {"estimator": GaussianNB()},
        "ColumnTransformer": {"transformers": [(*transformer, [0, 1])]},
        "FeatureUnion": {"transformer_list": [transformer]},
        "Pipeline": {"steps": [transformer, ("last", MinMaxScaler())]},
        "FrozenEstimator": {"estimator": MinMaxScaler().fit(X)},
        "ParameterGrid": {"param_grid": grid},
        "ParameterSampler": {"param_distributions": grid, "n_iter": 2},
        "PredefinedSplit": {"test_fold": GROUPS},
        "LeavePGroupsOut": {"n_groups": 2},
        "LeavePOut": {"p": 2},
        "SparseCoder": {"dictionary": np.eye(6)},
        "StackingClassifier": {"estimators": [("nb", GaussianNB()), ("lr", LogisticRegression())]},
        "StackingRegressor": {"estimators": [("lr", LinearRegression())]},
        "VotingClassifier": {"estimators": [("nb", GaussianNB()), ("lr", LogisticRegression())]},
        "VotingRegressor": {"estimators": [("lr", LinearRegression())]},
        "SelectFromModel": {"estimator": LogisticRegression()},
        "RFE": {"estimator": LogisticRegression()},
        "RFECV": {"estimator": LogisticRegression()},
        "GaussianRandomProjection": {"n_components": 3},
        "SparseRandomProjection": {"n_components": 3},
        "PatchExtractor": {"patch_size": (2, 2)},
        "SelectKBest": {"k": 3},
        "QuantileTransformer": {"n_quantiles": 20},
        "TSNE": {"perplexity": 5.0, "max_iter": 250},
        "DictionaryLearning": {"n_components": 3, "max_iter": 20},
        "MiniBatchDictionaryLearning": {"n_components": 3, "max_iter": 20},
        "FeatureHasher": {"n_features": 16},
        "BernoulliRBM": {"n_components": 4},
        "KBinsDiscretizer": {"n_bins": 3},
        "SelfTrainingClassifier": {"estimator": GaussianNB()},
        "GraphicalLasso": {"alpha": 0.5},
        "IsolationForest": {"n_estimators": 5},
        "KNeighborsTransformer": {"n_neighbors": 3},
        "RadiusNeighborsClassifier": {"radius": 20.0},
        "RadiusNeighborsRegressor": {"radius": 20.0},
        "PLSRegression": {"n_components": 1},
        "PLSCanonical": {"n_components": 1},
        "CCA": {"n_components": 1},
        "PLSSVD": {"n_components": 1},
        "SpectralBiclustering": {"n_clusters": 2, "n_components": 3, "n_best": 2},
        "SpectralCoclustering": {"n_clusters": 2},
        "SpectralClustering": {"n_clusters": 3},
        "ClassifierChain": {"estimator": LogisticRegression()},
        "LatentDirichletAllocation": {"n_components": 3},
    }
    given = dict(special.get(name, {}))
    if "estimator" in hyperparameters(name) and "estimator" not in given:
        default = inspect.signature(CLASSES[name].__init__).parameters["estimator"].default
        if default is inspect.Parameter.empty:
            given["estimator"] = LinearRegression() if is_regressor(name) else GaussianNB()
    return given


def is_regressor(name: str) -> bool:
    """Tell whether a class predicts numbers."""
    from sklearn.base import RegressorMixin

    return issubclass(CLASSES[name], RegressorMixin) or name in ("IsotonicRegression", "SequentialFeatureSelector")


def data(name: str, given: Mapping[str, Any] | None = None) -> tuple[Any, Any]:
    """Return features and target that fit a class, and what it is given."""
    if given and "precomputed" in [value for value in given.values() if isinstance(value, str)]:
        apart = np.sqrt(((X[:, None] - X[None]) ** 2).sum(axis=2))
        return X @ X.T if "kernel" in given else apart, TARGET if is_regressor(name) else CLASS
    if name in TEXT:
        return TEXTS, None
    if name in ("DictVectorizer", "FeatureHasher"):
        return DICTS, None
    if name == "PatchExtractor":
        return IMAGES, None
    if name in ("LabelBinarizer", "LabelEncoder"):
        return CLASS, None
    if name == "MultiLabelBinarizer":
        return [(0, 1), (1, 2), (2,)] * 4, None
    if name == "IsotonicRegression":
        return X[:, 0], TARGET
    if name == "AdaBoostClassifier":
        return TWINS, CLASS
    if name == "KernelCenterer":
        return X @ X.T, None
    if name == "RANSACRegressor":
        return X, TARGET + 20 * CLASS
    if name == "TheilSenRegressor":
        return X[:30, :1], TARGET[:30]
    if name in ("IterativeImputer", "KNNImputer", "SimpleImputer", "MissingIndicator"):
        return WITH_HOLES, None
    if name in ("ClassifierChain", "MultiOutputClassifier"):
        return X, np.column_stack([CLASS, X[:, 1] > 4, X[:, 2] > 5]).astype(int)
    if name.startswith(MULTI_TARGET):
        return X, np.column_stack([TARGET, X[:, 0] * 2, X[:, 1] + X[:, 2]])
    if name == "OutputCodeClassifier":
        return X, np.repeat([0, 1, 2], 20)
    if name == "CategoricalNB":
        return X.astype(int), CLASS
    return X, TARGET if is_regressor(name) else CLASS


def build(name: str, given: dict[str, Any], seed: int | None = None) -> Any:
    """Build an instance; the seed is given only to what has one, and isn't told otherwise."""
    # Some write into a dict that they are given.
    arguments = required(name) | {
        key: dict(value) if isinstance(value, dict) else value for key, value in given.items()
    }
    unshuffled = name.endswith("KFold") and not name.startswith("Repeated") and not arguments.get("shuffle")
    if seed is not None and "random_state" in hyperparameters(name) and not unshuffled:
        arguments.setdefault("random_state", seed)
    return CLASSES[name](**arguments)


def outcome(name: str, given: dict[str, Any], seed: int) -> dict[str, Any]:
    """Fit with a seed, which is NumPy's global one too, and return what was learned and what comes of it, as arrays."""
    np.random.seed(seed)
    instance = build(name, given, seed)
    features, target = data(name, given)
    if name in CANDIDATES:
        return {"candidates": np.array([sorted(candidate.items()) for candidate in instance], dtype=object)}
    if name in SPLITTERS:
        folds = list(instance.split(features, CLASS, GROUPS))
        return {"folds": np.array([hash(train.tobytes()) for train, _ in folds])}
    if name == "TargetEncoder":
        return {"fit_transform": instance.fit_transform(X.astype(int), target)}
    if name in ("NMF", "MiniBatchNMF") and given.get("init") == "custom":
        start = np.ones((60, 6)), np.ones((6, 6))
        return {"fit_transform": instance.fit_transform(features, W=start[0] + X[:, :1], H=start[1] + np.eye(6))}
    for _ in range(2 if "warm_start" in given else 1):
        instance.fit(features) if target is None else instance.fit(features, target)
    result = dict(_learned(instance))
    for method in ("predict", "predict_proba", "decision_function", "score_samples", "transform"):
        if callable(getattr(instance, method, None)):
            fresh = FRESH if features is X or features is TWINS else features
            # Linear discriminant analysis by least squares has a `transform` that raises.
            with contextlib.suppress(NotImplementedError):
                result[method] = _array(getattr(instance, method)(fresh))
    return result


def _learned(instance: Any) -> Iterator[tuple[str, Any]]:
    for attribute, value in vars(instance).items():
        learned = attribute.endswith("_") and not attribute.startswith("_") and "time" not in attribute
        if learned and isinstance(value, (np.ndarray, int, float)) and np.asarray(value).dtype.kind != "O":
            yield attribute, np.asarray(value)
    results = getattr(instance, "cv_results_", None)
    if isinstance(results, dict):
        yield from ((key, np.asarray(results[key])) for key in results if key.startswith(("split", "mean_test")))


def _array(value: Any) -> Any:
    if isinstance(value, list):
        return [_array(item) for item in value]
    return value.toarray() if hasattr(value, "toarray") else np.asarray(value)


def same(one: Any, other: Any) -> bool:
    """Tell whether two outcomes are equal to the last bit."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    one, other = np.asarray(one), np.asarray(other)
    if one.shape != other.shape:
        return False
    numeric = one.dtype.kind in "fc" and other.dtype.kind in "fc"  # the other may be None: not learned
    return bool(np.array_equal(one, other, equal_nan=numeric))
