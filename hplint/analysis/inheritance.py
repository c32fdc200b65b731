"""Classes in view that derive from a library's estimator and keep its constructor: whose contract theirs is."""

from __future__ import annotations

from hplint.analysis.functions import class_attribute
from hplint.analysis.machine import Machine
from hplint.analysis.values import Class, Estimator, External, Function, Ref, Value
from hplint.catalogue.estimators import EstimatorSpec

CONSTRUCTORS = ("__init__", "__new__", "__init_subclass__")
HARMLESS = frozenset({"builtins.object", "abc.ABC", "typing.Generic", "sklearn.base.BaseEstimator"})
"""Bases without a constructor of their own, as all are whose name ends with `Mixin`."""


def estimator_base(machine: Machine, of: Class, depth: int = 0) -> EstimatorSpec | None:
    """Return the estimator of the catalogue that a class derives from; None where another base may come before it."""
    if of.opaque or of.dataclass or depth > 8:
        return None
    for base in of.bases:
        match base:
            case External(path=path) if path in HARMLESS or path.endswith("Mixin"):
                continue
            case External(path=path):
                return machine.library.estimator(path)
            case Class(bases=bases) if bases:
                return estimator_base(machine, base, depth + 1)
            case Class(opaque=False):
                continue
            case _:
                return None
    return None


def inherited_constructor(machine: Machine, of: Class) -> EstimatorSpec | None:
    """Return the estimator whose constructor builds objects of a class; None where it has one of its own."""
    spec = estimator_base(machine, of)
    if spec is None or any(class_attribute(machine, of, name) is not None for name in CONSTRUCTORS):
        return None
    return spec


def own_attribute(machine: Machine, ref: Ref, estimator: Estimator, name: str) -> Value | None:
    """Return what the estimator's class in view defines under a name, methods bound; None where it doesn't."""
    found = None if estimator.own is None else class_attribute(machine, estimator.own, name)
    if isinstance(found, Function):
        if found.role in {"property", "cached_property"}:
            return machine.unknown()
        return found if found.role == "staticmethod" else found.bound_to(ref)
    return found
