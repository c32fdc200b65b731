"""Builds an unfitted example of any estimator, for what only an instance can tell: its tags, what exists before fit."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
from sklearn.base import is_regressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler


def example(found: type) -> Any:
    """Build an instance with its required parameters filled in; None where that can't be done."""
    names = inspect.signature(found).parameters
    inner = Ridge() if _regresses(found) else LogisticRegression()
    fillings = {
        "base_estimator": inner,
        "dictionary": np.eye(2),
        "estimator": inner,
        "estimators": [("inner", inner)],
        "param_distributions": {"fit_intercept": [True, False]},
        "param_grid": {"fit_intercept": [True, False]},
        "steps": [("scale", StandardScaler()), ("inner", inner)],
        "transformer_list": [("scale", StandardScaler())],
        "transformers": [("scale", StandardScaler(), [0])],
    }
    required = [p.name for p in names.values() if p.default is p.empty and p.kind in (0, 1, 3)]
    given = {name: fillings[name] for name in [*required, "estimator"] if name in names and name in fillings}
    try:
        return found(**given)
    except (TypeError, ValueError):
        return None


def _regresses(found: type) -> bool:
    try:
        return is_regressor(object.__new__(found))
    except Exception:  # tags of a half-built meta-estimator; its name tells instead
        return "Regressor" in found.__name__
