"""Classes in view that derive from a library's estimator and keep its constructor: whose contract theirs is."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from hplint.analysis.calling.calls import Call
from hplint.analysis.calling.classes import class_attribute
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Class, External, Function, Ref, Value
from hplint.catalogue.estimators import EstimatorSpec

CODE = cst.Module([])
CONSTRUCTORS = ("__init__", "__new__", "__init_subclass__")
HARMLESS = frozenset({"builtins.object", "abc.ABC", "typing.Generic", "sklearn.base.BaseEstimator"})
"""Bases without a constructor of their own, as all are whose name ends with `Mixin`."""


DEEPEST_LINEAGE = 12
"""Bases of bases that are followed."""


def estimator_base(machine: Machine, of: Class, depth: int = 0) -> EstimatorSpec | None:
    """Return the estimator of the catalogue that a class derives from; None where another base may come before it."""
    if of.opaque or of.dataclass or depth > 8:
        return None
    for base in of.bases:
        match base:
            case External() if is_harmless(base):
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


OWN_ACCESS = ("__new__", "__init_subclass__", "__getattr__", "__getattribute__", "__setattr__", "__sklearn_is_fitted__")
"""Methods with which a class decides itself how it is built, or which attributes it has."""
LIBRARIES = ("sklearn.", "imblearn.")


def estimator_with_constructor(machine: Machine, of: Class) -> EstimatorSpec | None:
    """Return the estimator that a class with an `__init__` of its own is, all of whose other bases are in view."""
    spec = estimator_base(machine, of)
    if spec is None or spec.states is None or class_attribute(machine, of, "__init__") is None:
        return None
    if any(class_attribute(machine, of, name) is not None for name in OWN_ACCESS) or hides_members(machine, of):
        return None
    return spec


def hides_members(machine: Machine, of: Class) -> bool:
    """Tell whether a base that nobody can see may define methods, apart from the estimators of the catalogue."""
    return any(_hides(machine, base) for base in lineage(of))


def may_define(machine: Machine, of: Class, name: str) -> bool:
    """Tell whether objects of a class in view may have a name that no base in the catalogue defines."""
    asked = (class_attribute(machine, of, each) for each in (name, *OWN_ACCESS))
    if hides_members(machine, of) or any(each is not None for each in asked):
        return True
    texts = (machine.defined.get(each.address) for each in lineage(of) if isinstance(each, Class))
    return any(found is None or name in CODE.code_for_node(found.node) for found in texts)


UNTOLD = ("setattr", "__dict__", "vars(", "__getattr", "__setattr", "exec(")
"""What a class whose text has it may set without saying so."""


def sets_later(machine: Machine, of: Class, name: str) -> bool:
    """Tell whether `fit` of an estimator class in view sets an attribute that its constructor doesn't."""
    order = lineage(of)
    if class_attribute(machine, of, "fit") is None or hides_members(machine, of):
        return False
    if not any(isinstance(each, External) and derives_estimators(machine, each.path) for each in order):
        return False
    found = [machine.defined.get(each.address) for each in order if isinstance(each, Class)]
    texts = [CODE.code_for_node(each.node) for each in found if each is not None]
    if len(texts) < len(found) or any(word in text for text in texts for word in UNTOLD):
        return False
    return any(f"self.{name} =" in text for text in texts)


def derives_estimators(machine: Machine, path: str) -> bool:
    """Tell whether what derives from a class is an estimator."""
    return path == "sklearn.base.BaseEstimator" or machine.library.estimator(path) is not None


def _hides(machine: Machine, base: Value) -> bool:
    match base:
        case Class(opaque=opaque):
            return opaque
        case External(path=path):
            mixin = path.startswith(LIBRARIES) and path.endswith("Mixin")
            return not (mixin or path in HARMLESS or machine.library.estimator(path) is not None)
        case _:
            return True


def is_harmless(base: Value) -> bool:
    """Tell whether a base out of sight has no constructor of its own."""
    return isinstance(base, External) and (base.path in HARMLESS or base.path.endswith("Mixin"))


def store_hyperparameters(machine: Machine, ref: Ref, spec: EstimatorSpec, call: Call) -> None:
    """Set the attributes that the constructor of a base in the catalogue sets: hyperparameters as it is given them."""
    given = call.bind(spec.positional)
    for name in spec.parameters:
        argument = given.get(name)
        if argument is not None:
            machine.note_write(ref.address, name, argument)
            machine.set_member(ref.address, name, argument.value)
        elif not call.complete:
            machine.set_member(ref.address, name, machine.unknown())


def lineage(of: Class) -> tuple[Value, ...]:
    """List a class and all its bases, those out of sight included, in the order in which Python looks them up."""
    return _merged(of, 0) or tuple(_depth_first(of, 0))


def _merged(of: Value, depth: int) -> tuple[Value, ...] | None:
    """Linearize by C3, the algorithm of https://docs.python.org/3/howto/mro.html; None where there is no order."""
    if not isinstance(of, Class):
        return (of,)
    if depth > DEEPEST_LINEAGE:
        return None
    orders: list[list[Value]] = [list(of.bases)]
    for base in of.bases:
        order = _merged(base, depth + 1)
        if order is None:
            return None
        orders.insert(-1, list(order))
    found: list[Value] = [of]
    while orders := [order for order in orders if order]:
        first = next((order[0] for order in orders if not any(order[0] in each[1:] for each in orders)), None)
        if first is None:
            return None
        found.append(first)
        orders = [order[1:] if order[0] == first else order for order in orders]
    return tuple(found)


def _depth_first(of: Value, depth: int) -> Iterator[Value]:
    yield of
    for base in of.bases if isinstance(of, Class) and depth < DEEPEST_LINEAGE else ():
        yield from _depth_first(base, depth + 1)


def own_attribute(machine: Machine, ref: Ref, estimator: Estimator, name: str) -> Value | None:
    """Return what the estimator's class in view defines under a name, methods bound; None where it doesn't."""
    found = None if estimator.own is None else class_attribute(machine, estimator.own, name)
    if isinstance(found, Function):
        if found.role in {"property", "cached_property"}:
            return machine.unknown()
        return found if found.role == "staticmethod" else found.bound_to(ref)
    return found
