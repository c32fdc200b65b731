"""Watches which hyperparameters a fitted estimator reads when it is used: setting these changes what comes out."""

from __future__ import annotations

import inspect
import sys
import warnings
from typing import Any

from harvesting.fitting import fitted, has, inner_parts, limit, settings, variants
from tests.conformance.specimens import CLASSES, hyperparameters

FITTING = ("fit", "partial_fit", "fit_transform", "fit_predict", "set_params", "get_params", "set_output")
ELSEWHERE = ("get_params", "__repr__", "_validate_params")
"""What reads hyperparameters without using them."""


def read_in_use(name: str) -> list[str]:
    """List the hyperparameters that any method of a fitted estimator reads, or any learned attribute."""
    parameters = frozenset(hyperparameters(name))
    found: set[str] = set()
    parts = inner_parts(name)
    for setting in settings(name):
        if len(setting) > 1:
            continue
        for part in parts if not setting else parts[:2]:
            for features, target in variants(name, setting):
                instance = fitted(name, {**part, **setting}, features, target)
                if instance is not None:
                    found |= reads(instance, parameters, features, target)
                    break
    return sorted(found)


def reads(instance: Any, parameters: frozenset[str], features: Any, target: Any) -> set[str]:
    """Use everything that a fitted estimator has, and return the hyperparameters that it looked at."""
    found: set[str] = set()
    own = type(instance)

    def watched(self: Any, name: str) -> Any:
        if name in parameters and sys._getframe(1).f_code.co_name not in ELSEWHERE:
            found.add(name)
        return object.__getattribute__(self, name)

    instance.__class__ = type(own.__name__, (own,), {"__getattribute__": watched, "__module__": own.__module__})
    for name in sorted({*dir(own), *vars(instance)}):
        if not name.startswith("_") and name not in FITTING and name not in parameters:
            use(instance, name, features, target)
    return found


def use(instance: Any, name: str, features: Any, target: Any) -> None:
    """Read an attribute, or call a method, whatever comes of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if not has(instance, name):
                return
            found = getattr(instance, name)
            if not callable(found) or inspect.isclass(found):
                return
            with limit(2):
                taken = [p for p in inspect.signature(found).parameters.values() if p.default is p.empty]
                count = sum(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in taken)
                given = (features, target)[:count]
                result = found(*given)
                if inspect.isgenerator(result):
                    next(result, None)
        except Exception:
            return


def settable(name: str) -> list[str]:
    """List the learned attributes whose class lets them be set: a property with a setter."""
    members = ((n, inspect.getattr_static(CLASSES[name], n)) for n in dir(CLASSES[name]) if n.endswith("_"))
    return sorted(n for n, each in members if isinstance(each, property) and each.fset is not None and n[0] != "_")
