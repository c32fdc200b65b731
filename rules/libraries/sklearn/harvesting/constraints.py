"""Writes `_parameter_constraints` in the notation of `hplint/catalogue/notation.py`."""

from __future__ import annotations

import math
from numbers import Integral, Real
from typing import Any

from sklearn.utils import _param_validation as validation

_WORDS = {
    "_NoneConstraint": "None",
    "_Booleans": "boolean",
    "_VerboseHelper": "verbose",
    "_RandomStates": "random_state",
    "_CVObjects": "cv_object",
    "_ArrayLikes": "array-like",
    "_SparseMatrices": "sparse matrix",
    "_Callables": "callable",
    "_NanConstraint": "nan",
    "_IterablesNotString": "iterable",
}
"""By name: scikit-learn 1.2 has not all of them."""


def write_constraints(constraints: Any) -> list[str] | None:
    """Write the alternatives of one hyperparameter in their own order; None where nothing is validated."""
    if isinstance(constraints, str):
        if constraints == "no_validation":
            return None
        raise ValueError(f"unknown constraint {constraints!r}")
    lines: list[str] = []
    for constraint in constraints:
        made = validation.make_constraint(constraint)
        prefix = "hidden " if made.hidden else ""
        lines.extend(prefix + line for line in _write(made))
    return list(dict.fromkeys(lines))


def deprecated_options(constraints: Any) -> list[str]:
    """List the deprecated options as Python literals."""
    if isinstance(constraints, str):
        return []
    made = [validation.make_constraint(constraint) for constraint in constraints]
    return sorted(repr(o) for m in made if isinstance(m, validation.Options) for o in m.deprecated)


def _write(made: Any) -> list[str]:
    name = type(made).__name__  # this module runs under every Python that a release of scikit-learn runs under
    if name in ("MissingValues", "_MissingValues"):
        return ["numeric missing_values" if getattr(made, "numeric_only", False) else "missing_values"]
    if name == "Interval":
        return [_interval(made)]
    if isinstance(made, validation.Options):
        return [_options(made)]
    if name == "HasMethods":
        return [f"methods {', '.join(made.methods)}"]
    if name == "_InstancesOf":
        return [f"instance {_type_name(made.type)}"]
    return [_WORDS[name]]


def _interval(made: Any) -> str:
    kind = {Integral: "int", Real: "real"}.get(made.type, "float")
    left = "[" if made.closed in ("left", "both") else "("
    right = "]" if made.closed in ("right", "both") else ")"
    low = -math.inf if made.left is None else made.left
    high = math.inf if made.right is None else made.right
    return f"{kind} {left}{plain(low)!r}, {plain(high)!r}{right}"


def _options(made: Any) -> str:
    if made.type is type:
        return f"type: {', '.join(sorted(_type_name(option) for option in made.options))}"
    options = sorted(made.options, key=lambda option: (str(type(option)), option))
    return f"{_type_name(made.type)}: {', '.join(repr(plain(option)) for option in options)}"


def _type_name(found: type) -> str:
    short = found.__module__ in ("builtins", "numbers", "collections.abc", "typing")
    return found.__qualname__ if short else f"{found.__module__}.{found.__qualname__}"


def plain(value: Any) -> Any:
    """Turn a NumPy scalar into Python's own."""
    return value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value
