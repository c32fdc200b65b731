"""How many folds `cv=` makes of any data."""

from __future__ import annotations

from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Constant, Value
from hplint.analysis.syntax.literals import literal
from hplint.catalogue.estimators import EstimatorSpec

_SPLITS = ("n_splits", "n_folds", "n_iter")
"""What the number of folds is called; the last two in `sklearn.cross_validation`."""


def folds_of(machine: Machine, value: Value | None, default: int | None) -> int | None:
    """Return the number of folds; None where it depends on the data, or nobody knows.

    Args:
        machine: The present state.
        value: What `cv` is given; None where it isn't.
        default: The number by default; None where the search doesn't fit every configuration once a fold.
    """
    if default is None or value is None:
        return default
    if isinstance(value, Constant):
        if value.value is None:
            return default
        return value.value if type(value.value) is int and value.value > 1 else None
    splitter = machine.estimator(value)
    if splitter is None or splitter.spec is None or not splitter.complete or "splitter" not in splitter.spec.kinds:
        return None
    given = {name: literal(machine, each) for name, each in splitter.parameters}
    splits = next((number(splitter.spec, name, given) for name in _SPLITS if name in splitter.spec.parameters), None)
    if "n_repeats" not in splitter.spec.parameters:
        return splits
    repeats = number(splitter.spec, "n_repeats", given)
    return None if splits is None or repeats is None else splits * repeats


def number(spec: EstimatorSpec, name: str, given: dict[str, object]) -> int | None:
    """Return an int that a splitter is given, or its default."""
    if name not in spec.parameters:
        return None
    value = spec.value(name, given)
    return value if type(value) is int else None
