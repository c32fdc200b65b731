"""Says what kind of thing a public class is, from its mixins, and whether it works unfitted, from its tags."""

from __future__ import annotations

import inspect
from typing import Any

from sklearn import base
from sklearn.ensemble import BaseEnsemble
from sklearn.gaussian_process.kernels import Kernel
from sklearn.model_selection import BaseCrossValidator, ParameterGrid, ParameterSampler
from sklearn.model_selection._search import BaseSearchCV
from sklearn.pipeline import Pipeline
from sklearn.utils import get_tags
from sklearn.utils.metaestimators import _BaseComposition

_MIXINS: dict[type, str] = {
    base.ClassifierMixin: "classifier",
    base.RegressorMixin: "regressor",
    base.ClusterMixin: "clusterer",
    base.BiclusterMixin: "biclusterer",
    base.TransformerMixin: "transformer",
    base.OutlierMixin: "outlier_detector",
    base.DensityMixin: "density",
    base.MetaEstimatorMixin: "meta",
    BaseCrossValidator: "splitter",
    BaseSearchCV: "search",
    BaseEnsemble: "ensemble",
    Pipeline: "pipeline",
    _BaseComposition: "composition",
    Kernel: "kernel",
    ParameterGrid: "sampler",
    ParameterSampler: "sampler",
}
_DELEGATES = ("estimator", "estimators", "base_estimator", "steps", "transformers", "transformer_list", "regressor")


def kinds(found: type) -> set[str]:
    """List the kinds of a class; empty for one that is no estimator, splitter, search, sampler or kernel."""
    # BaseShuffleSplit and its like declare no abstract method, but nobody can use them.
    if inspect.isabstract(found) or found.__module__ == "sklearn.base" or found.__name__.startswith("Base"):
        return set()
    is_splitter = hasattr(found, "split") and hasattr(found, "get_n_splits")
    if not (issubclass(found, (base.BaseEstimator, Kernel, ParameterGrid, ParameterSampler)) or is_splitter):
        return set()
    named = {kind for mixin, kind in _MIXINS.items() if issubclass(found, mixin)}
    named |= {"splitter"} if is_splitter else set()
    if issubclass(found, base.BaseEstimator) and found.__module__.startswith("sklearn.ensemble."):
        named.add("ensemble")
    if hasattr(found, "transform"):
        named.add("transformer")
    if callable(getattr(found, "predict", None)):
        named.add("predictor")
    if issubclass(found, base.BaseEstimator) and set(inspect.signature(found).parameters) & set(_DELEGATES):
        named.add("meta")
    return named or ({"estimator"} if issubclass(found, base.BaseEstimator) else set())


def works_unfitted(instance: Any) -> dict[str, Any]:
    """Say whether an estimator works without fit, by its tag; what depends on hyperparameters is curated."""
    if instance is None or not isinstance(instance, base.BaseEstimator):
        return {}
    return {} if get_tags(instance).requires_fit else {"stateless": True}
