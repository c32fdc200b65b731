"""Writes `_parameter_constraints` in the notation of `hplint/catalogue/notation.py`."""

from __future__ import annotations

import math
from numbers import Integral, Real
from typing import Any

from sklearn.utils import _param_validation as validation

_WORDS = {
    validation._NoneConstraint: "None",
    validation._Booleans: "boolean",
    validation._VerboseHelper: "verbose",
    validation._RandomStates: "random_state",
    validation._CVObjects: "cv_object",
    validation._ArrayLikes: "array-like",
    validation._SparseMatrices: "sparse matrix",
    validation._Callables: "callable",
    validation._NanConstraint: "nan",
    validation._IterablesNotString: "iterable",
}


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
    match made:
        case validation.MissingValues():
            return ["numeric missing_values" if made.numeric_only else "missing_values"]
        case validation.Interval():
            return [_interval(made)]
        case validation.Options():
            return [_options(made)]
        case validation.HasMethods():
            return [f"methods {', '.join(made.methods)}"]
        case validation._InstancesOf():
            return [f"instance {_type_name(made.type)}"]
    return [_WORDS[type(made)]]


def _interval(made: Any) -> str:
    kind = {Integral: "int", Real: "real", validation.RealNotInt: "float"}[made.type]
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
