"""Takes from scikit-learn what costs time and decides no state, in the process that runs random programs.

Nobody fits fewer times, copies otherwise or raises anything else: forests are small and solvers stop early unless the
program says how large or how long, and what is looked up anew in every call is remembered.
"""

from __future__ import annotations

import inspect
import os
from types import FunctionType
from typing import Any
from weakref import WeakKeyDictionary

for each in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(each, "1")

FEWER = {"n_estimators": 2, "max_iter": 3}
"""What default the costly hyperparameters have instead."""


def take() -> None:
    """Change this process's scikit-learn."""
    import sklearn
    from sklearn.utils import validation

    sklearn.set_config(assume_finite=True)
    remember_signatures()
    asks_narwhals = validation._nw_into_df_or_series
    validation._nw_into_df_or_series = lambda x: type(x).__module__ != "numpy" and asks_narwhals(x)
    for cls in costly():
        shrink(cls.__init__)


def costly() -> tuple[Any, ...]:
    """Return the classes whose defaults are shrunk."""
    from sklearn.cluster import KMeans
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression, SGDClassifier

    return (KMeans, LogisticRegression, RandomForestClassifier, SGDClassifier)


def shrink(function: Any) -> None:
    """Change defaults of a constructor, which `inspect.signature` and so `clone` see, too."""
    parameters = inspect.signature(function).parameters.values()
    given = [each for each in parameters if each.default is not each.empty and each.kind is not each.KEYWORD_ONLY]
    if given:
        function.__defaults__ = tuple(FEWER.get(each.name, each.default) for each in given)
    for name in FEWER.keys() & (function.__kwdefaults__ or {}).keys():
        function.__kwdefaults__[name] = FEWER[name]


def remember_signatures() -> None:
    """Let `inspect.signature` remember those of plain functions: every `get_params` and every validation asks."""
    known: WeakKeyDictionary[Any, inspect.Signature] = WeakKeyDictionary()
    signature = inspect.signature

    def remembered(function: Any, **options: Any) -> inspect.Signature:
        if options or type(function) is not FunctionType:
            return signature(function, **options)
        if function not in known:
            known[function] = signature(function)
        return known[function]

    inspect.signature = remembered
    from sklearn.utils import _param_validation

    _param_validation.signature = remembered
