"""Values to try for the hyperparameters that curated facts relate to each other."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
from sklearn.gaussian_process.kernels import RBF
from sklearn.preprocessing import StandardScaler
from sklearn.utils._param_validation import Interval, StrOptions

from tests.conformance.specimens import CLASSES, X


def split(text: str) -> list[str]:
    """Analyze a text by itself."""
    return text.split("o")


def shorten(text: str) -> str:
    """Keep the beginning."""
    return text[:9]


def double(values: Any) -> Any:
    """Multiply."""
    return values * 2


def halve(values: Any) -> Any:
    """Undo `double`."""
    return values / 2


class OwnCovariance:
    """Estimates the identity."""

    def fit(self, X: Any, y: Any = None) -> OwnCovariance:
        """Learn the number of columns."""
        self.covariance_ = np.eye(X.shape[1])
        return self

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return nothing: it has no hyperparameters."""
        return {}


NEIGHBOURS = (
    "KNeighborsClassifier KNeighborsRegressor KNeighborsTransformer NearestNeighbors RadiusNeighborsClassifier "
    "RadiusNeighborsRegressor RadiusNeighborsTransformer LocalOutlierFactor DBSCAN OPTICS"
).split()

STEPWISE = "SGDClassifier SGDRegressor Perceptron PassiveAggressiveClassifier PassiveAggressiveRegressor".split()

BY_NAME: dict[str, list[Any]] = {
    "C": [0.01, 1.0, 100.0],
    "alpha": [1e-4, 0.5],
    "alphas": [3, [0.5, 2.0]],
    "angle": [0.2, 0.9],
    "batch_size": [4, 30],
    "beta_1": [0.1, 0.9],
    "beta_2": [0.1, 0.999],
    "class_prior": [None, [0.3, 0.7]],
    "code_init": [None, X[:, :3]],
    "coef0": [0.0, 2.0],
    "constant": [0, 1],
    "covariance_estimator": [None, OwnCovariance()],
    "cv": [None, 3],
    "degree": [2, 3],
    "dict_init": [None, np.eye(6)[:3]],
    "distance_threshold": [None, 4.0, 9.0],
    "drop": [None, "first"],
    "enet_tol": [1e-4, 0.9],
    "eps": [0.3, 1e-3],
    "epsilon": [0.1, 2.0],
    "eta0": [0.01, 0.5],
    "evaluate_every": [0, 1],
    "fill_value": [0, 7],
    "force_alpha": [True, False],
    "fun_args": [{"alpha": 1.0}, {"alpha": 1.9}],
    "func": [None, double],
    "gamma": [0.01, 0.8],
    "hessian_tol": [1e-4, 0.5],
    "inverse_func": [None, halve],
    "intercept_scaling": [1.0, 0.01],
    "iterated_power": [0, 7],
    "k_best": [3, 30],
    "kernel_params": [{"gamma": 0.1}, {"gamma": 5.0}],
    "l1_ratio": [0.1, 0.9],
    "l1_ratios": [[0.0], [0.3, 0.9], None],
    "leaf_size": [2, 40],
    "learning_decay": [0.6, 0.9],
    "learning_offset": [2.0, 90.0],
    "learning_rate_init": [1e-3, 0.5],
    "max_cluster_size": [5, 40],
    "max_df": [0.4, 1.0],
    "max_eps": [2.0, np.inf],
    "max_features": [2, None],
    "max_fun": [2, 500],
    "max_iter": [1, 50],
    "max_samples": [None, 0.3],
    "metric": ["euclidean", "manhattan", "cosine", "precomputed"],
    "metric_params": [None, {"p": 3}],
    "min_bin_freq": [1, 3],
    "min_cluster_size": [3, 20],
    "min_df": [1, 7],
    "modified_tol": [1e-12, 0.5],
    "momentum": [0.0, 0.9],
    "n_best": [1, 2, 3],
    "n_components": [1, 2, 4],
    "n_init": [1, 6],
    "n_iter": [1, 9],
    "n_iter_no_change": [1, 10],
    "n_clusters": [None, 3],
    "n_knots": [3, 5, 8],
    "n_neighbors": [2, 8],
    "n_nonzero_coefs": [1, 4],
    "n_oversamples": [1, 20],
    "n_quantiles": [10, 50],
    "n_refinements": [1, 5],
    "n_restarts_optimizer": [0, 3],
    "neg_label": [-1, 0],
    "p": [1, 4, 0.5],
    "perp_tol": [1e-6, 1e4],
    "pos_label": [0, 1],
    "power_t": [0.1, 0.9],
    "preprocessor": [None, shorten],
    "quantile": [0.2, 0.8, None],
    "quantile_range": [(10.0, 90.0), (40.0, 60.0)],
    "radius": [None, 6.0],
    "random_state": [None, 0],
    "reg": [1e-3, 0.9],
    "sample_interval": [None, 0.4],
    "sample_steps": [2, 4],
    "scoring": [None, "accuracy"],
    "shrinkage": [None, 0.3, "auto"],
    "stop_words": [None, ["the", "runs"]],
    "subsample": [20, 50, None],
    "threshold": [0.6, 0.95],
    "tokenizer": [None, str.split],
    "token_pattern": [r"(?u)\b\w\w+\b", r"[a-e]+"],
    "tol": [1e-8, 0.8],
    "transform_alpha": [0.1, 5.0],
    "transform_max_iter": [1, 500],
    "transform_n_nonzero_coefs": [1, 3],
    "transformer": [None, StandardScaler()],
    "unknown_value": [None, -1],
    "validation_fraction": [0.1, 0.5],
    "vocabulary": [None, ["fox", "dog", "wine"]],
    "xi": [0.01, 0.4],
    "U_init": [None, X[:, :3]],
    "V_init": [None, np.eye(6)[:3]],
    "alpha_W": [0.0, 0.3],
    "alpha_H": ["same", 0.0, 0.3],
    "min_value": [0.0, 9.0],
    "max_value": [8.0, 20.0],
    "optimizer": [None, "fmin_l_bfgs_b"],
    "fresh_restarts_max_iter": [1, 30],
    "ngram_range": [(1, 1), (1, 2)],
    "resource": ["n_samples", "max_iter"],
    "max_resources": ["auto", 60],
    "test_size": [None, 0.5, 0.7],
    "train_size": [None, 0.2, 0.5],
    "whiten": [False, "unit-variance"],
    "n_features_to_select": ["auto", 2],
}
"""What decides nothing else: two values that differ enough to show, and None where that is a choice."""


def pool(name: str, hyperparameter: str) -> list[Any]:
    """List values of a hyperparameter: its options, its default, and numbers that differ."""
    if (own := BY_CLASS.get((name, hyperparameter))) is not None:
        return own
    if hyperparameter in BY_NAME:
        return BY_NAME[hyperparameter]
    values: list[Any] = []
    constraints = getattr(CLASSES[name], "_parameter_constraints", {}).get(hyperparameter, ())
    for constraint in constraints if isinstance(constraints, list) else ():
        match constraint:
            case "boolean":
                values += [True, False]
            case None:
                values.append(None)
            case StrOptions():
                values += sorted(constraint.options - constraint.deprecated)
            case Interval():
                pass
    default = inspect.signature(CLASSES[name].__init__).parameters[hyperparameter].default
    if default is not inspect.Parameter.empty and not any(type(v) is type(default) and v == default for v in values):
        values.append(default)
    return values


BY_CLASS: dict[tuple[str, str], list[Any]] = {
    **{(name, "alphas"): [[0.0, 1.0], [0.5, 2.0], 0.5] for name in ("RidgeCV", "RidgeClassifierCV")},
    **{(name, "metric"): ["euclidean", "minkowski"] for name in (*NEIGHBOURS, "Isomap")},
    **{(name, "metric_params"): [None, {"p": 3}] for name in (*NEIGHBOURS, "Isomap")},
    **{(name, "metric"): ["minkowski", "precomputed"] for name in ("MDS", "ClassicalMDS")},
    **{(name, "metric_params"): [{"p": 1}, {"p": 4}] for name in ("MDS", "ClassicalMDS")},
    **{(name, "tol"): [None, 0.8] for name in (*STEPWISE, "OrthogonalMatchingPursuit")},
    **{(name, "l1_ratio"): [0.1, 0.9, None] for name in ("LogisticRegression", "SGDClassifier", "SGDRegressor")},
    **{(f"GradientBoosting{kind}", "n_iter_no_change"): [None, 3] for kind in ("Classifier", "Regressor")},
    **{(f"{kind}Vectorizer", "analyzer"): ["word", "char", split] for kind in ("Count", "Tfidf", "Hashing")},
    ("GradientBoostingRegressor", "tol"): [1e-8, 1e6],
    ("HistGradientBoostingRegressor", "tol"): [1e-8, 1e6],
    ("Isomap", "n_neighbors"): [None, 8],
    ("SequentialFeatureSelector", "tol"): [-0.5, 0.01, 0.5],
    ("CountVectorizer", "min_df"): [1, 3, 0.45],
    ("TfidfVectorizer", "min_df"): [1, 3, 0.45],
    ("OrdinalEncoder", "unknown_value"): [None, -1, -1.0],
    ("MDS", "metric"): ["euclidean", "minkowski", True],
    ("QuadraticDiscriminantAnalysis", "reg_param"): [0.0, 0.7],
    ("CategoricalNB", "alpha"): [1e-11, 0.5],
    ("BernoulliNB", "alpha"): [1e-11, 0.5],
    ("ComplementNB", "alpha"): [1e-11, 0.5],
    ("MultinomialNB", "alpha"): [1e-11, 0.5],
    ("DBSCAN", "eps"): [1.0, 3.0],
    ("DBSCAN", "p"): [None, 1, 4, 0.5],
    ("OPTICS", "eps"): [1.5, 3.0],
    ("OPTICS", "max_eps"): [2.0, np.inf],
    ("KMeans", "init"): ["random", X[[0, 20, 40]].tolist()],
    ("MiniBatchKMeans", "init"): ["random", X[[0, 20, 40]].tolist()],
    ("KernelPCA", "kernel"): ["linear", "poly", "rbf", "cosine", "precomputed"],
    ("KernelPCA", "eigen_solver"): ["arpack", "dense", "randomized"],
    ("KernelPCA", "n_components"): [None, 3],
    ("LinearDiscriminantAnalysis", "tol"): [1e-8, 20.0],
    ("LinearDiscriminantAnalysis", "n_components"): [None, 1],
    ("MeanShift", "seeds"): [None, X[[0, 20, 40]]],
    ("NMF", "beta_loss"): ["frobenius", "kullback-leibler"],
    ("SGDClassifier", "n_iter_no_change"): [1, 8],
    ("SpectralClustering", "affinity"): ["rbf", "poly", "sigmoid", "linear", "nearest_neighbors", "precomputed"],
    ("SplineTransformer", "knots"): ["uniform", "quantile", np.linspace(0, 11, 4)[:, None].repeat(6, axis=1).tolist()],
    ("SplineTransformer", "degree"): [2, 3, 5],
    ("SelfTrainingClassifier", "criterion"): ["threshold", "k_best"],
    ("TargetEncoder", "cv"): [3, [(np.arange(30), np.arange(30, 60)), (np.arange(30, 60), np.arange(30))]],
    ("HistGradientBoostingRegressor", "scoring"): ["loss", "r2"],
    ("HistGradientBoostingClassifier", "scoring"): ["loss", "roc_auc"],
    ("HalvingGridSearchCV", "resource"): ["n_samples", "max_iter"],
    ("GridSearchCV", "scoring"): [None, "accuracy", ["accuracy", "f1"]],
    ("RandomizedSearchCV", "scoring"): [None, "accuracy", ["accuracy", "f1"]],
    ("GridSearchCV", "refit"): [True, False],
    ("RandomizedSearchCV", "refit"): [True, False],
    ("TunedThresholdClassifierCV", "cv"): [None, 3, 0.5, "prefit"],
    ("TunedThresholdClassifierCV", "refit"): [True, False],
    ("VotingClassifier", "flatten_transform"): [True, False],
    ("ElasticNetCV", "l1_ratio"): [0, 0.5, [0.0, 0.5]],
    ("MultiTaskElasticNetCV", "l1_ratio"): [0.5, [0.3, 0.5]],
    ("TSNE", "n_components"): [2, 4],
    ("TSNE", "init"): ["random", "pca"],
    ("LabelPropagation", "gamma"): [0.01, 20.0],
    ("GraphicalLassoCV", "alphas"): [3, [0.5, 0.9]],
    ("MLPClassifier", "epsilon"): [1e-8, 0.9],
    ("MLPRegressor", "epsilon"): [1e-8, 0.9],
    ("MLPClassifier", "momentum"): [0.0, 0.9],
    ("QuantileTransformer", "subsample"): [20, 1000, None],
    ("DummyRegressor", "constant"): [1.0, 2.0, None],
    ("DummyClassifier", "constant"): [0, 1, None],
}
"""Where a class needs others than the hyperparameter's name suggests."""

COMPANY: dict[str, dict[str, Any]] = {
    "DBSCAN": {"eps": 2.5},
    "DictionaryLearning": {"max_iter": 4, "n_components": 3},
    "GradientBoostingClassifier": {"n_estimators": 8},
    "GradientBoostingRegressor": {"n_estimators": 8},
    "GraphicalLassoCV": {"cv": 2, "alphas": 2},
    "GaussianProcessClassifier": {"kernel": RBF(length_scale_bounds=(1e-2, 1e2))},
    "GaussianProcessRegressor": {"kernel": RBF(length_scale_bounds=(1e-2, 1e2))},
    "HashingVectorizer": {"n_features": 64},
    "HistGradientBoostingClassifier": {"max_iter": 20, "min_samples_leaf": 5, "n_iter_no_change": 2},
    "KMeans": {"n_clusters": 3},
    "HistGradientBoostingRegressor": {"max_iter": 20, "min_samples_leaf": 5, "tol": 30.0, "n_iter_no_change": 2},
    "LocallyLinearEmbedding": {"n_neighbors": 12},
    "RadiusNeighborsTransformer": {"radius": 6.0},
    "LatentDirichletAllocation": {"max_iter": 3, "evaluate_every": 1},
    "LogisticRegression": {"solver": "saga", "max_iter": 50},
    "LogisticRegressionCV": {"Cs": 2, "cv": 2, "l1_ratios": [0.0], "use_legacy_attributes": False},
    "MLPClassifier": {"hidden_layer_sizes": (4,), "max_iter": 25},
    "MLPRegressor": {"hidden_layer_sizes": (4,), "max_iter": 25},
    "MiniBatchDictionaryLearning": {"max_iter": 4, "n_components": 3},
    "MiniBatchKMeans": {"n_clusters": 3},
    "MiniBatchNMF": {"max_iter": 5, "n_components": 3},
    "NMF": {"n_components": 3},
    "SparsePCA": {"n_components": 3, "max_iter": 4},
    "SparseCoder": {"transform_algorithm": "lasso_lars"},
    "TheilSenRegressor": {"max_iter": 20},
    "TSNE": {"max_iter": 250, "perplexity": 5.0},
}
"""What keeps fits short, and lets effects show."""

BY_DATA = {
    "haversine": "two columns",
    "itakura-saito": "no zeros",
    "ltsa": "as many neighbours as components",
    "mahalanobis": "metric_params, or more rows than columns",
    "prefit": "an estimator that is fitted",
    "nan_euclidean": "a library that has this distance",
    "seuclidean": "metric_params, or brute force",
}
"""Values that need other data than these, and what."""
