"""The configuration of an estimator as it stands: what it would be fitted with."""

from __future__ import annotations

import re

from hplint.analysis.data.rows import Rows, Slice, line
from hplint.analysis.estimators.configurations import Configuration, Setting
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Constant, Data, External, Function, Items, OneOf, Ref, Unknown, Value
from hplint.analysis.python.containers import contents
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace
from hplint.catalogue.estimators import EstimatorSpec

DEEPEST = 8
UNKNOWN_NUMBER = re.compile(r"\?(\d+)")
"""How a bound of a slice is written of which nobody knows more than when it came up."""
ASIDE = frozenset({"seed", "runtime"})
"""Roles of hyperparameters that make no other model."""


def configuration(machine: Machine, estimator: Estimator, depth: int = 0) -> Configuration | None:
    """Describe how an estimator is set; None for one that the catalogue doesn't know.

    What an unknown class wraps may be all that there is to it.
    """
    spec = estimator.spec
    if depth > DEEPEST:
        return None
    if spec is None:
        wrapped = [inner for _, value in estimator.parameters if (inner := machine.estimator(value)) is not None]
        found = configuration(machine, wrapped[0], depth + 1) if len(wrapped) == 1 else None
        return None if found is None else replace(found, complete=False)
    settings: list[tuple[str, object]] = []
    for name, value in sorted(estimator.parameters, key=lambda pair: pair[0]):
        parameter = spec.parameter(name)
        if name == "**" or (parameter is not None and parameter.role in ASIDE):
            continue
        setting = setting_of(machine, value, depth + 1)
        if not is_default(spec, name, setting):
            settings.append((name, setting))
    return Configuration(spec.path, tuple(settings), estimator.complete, "search" in spec.kinds)


def network_of(machine: Machine, ref: Ref) -> Configuration | None:
    """Describe a network whose layers are in view; None for anything else."""
    key = next((key for key, known in machine.opaque.items() if known == ref), None)
    since = machine.looping_since()
    if since is not None and isinstance(key, int) and key < since:
        # One network, trained on in each pass.
        return None
    settings = machine.record.layers.described(key)
    return None if settings is None else Configuration("network", settings)


def is_default(spec: EstimatorSpec, name: str, setting: object) -> bool:
    """Tell whether a hyperparameter is set to what it has anyway."""
    parameter = spec.parameter(name)
    return parameter is not None and setting == written(parameter.default)


def written(value: object) -> object:
    """Return a literal that is equal only to itself: `1` isn't `True`."""
    return (type(value).__name__, repr(value))


def setting_of(machine: Machine, value: Value, depth: int) -> object:
    """Describe a value of a hyperparameter; see `Configuration.settings`."""
    match value:
        case Constant(value=known):
            return written(known)
        case Unknown(origin=Origin.LOOP):
            return Setting.LOOP
        case OneOf() if value in machine.record.in_turn:
            return Setting.LOOP
        case Data(cell=cell) if cell in machine.record.set_by_loops:
            return Setting.LOOP
        case External(path=path):
            return ("External", path)
        case Function(node=node):
            return ("Function", str(id(node)))
        case Items(values=values) if depth < DEEPEST:
            return tuple(setting_of(machine, each, depth + 1) for each in values)
    inner = machine.estimator(value)
    if inner is not None:
        return configuration(machine, inner, depth + 1) or Setting.UNKNOWN
    if isinstance(value, Ref) and depth < DEEPEST:
        known = literal(machine, value)
        if known is not NOT_LITERAL:
            return written(known)
        parts = contents(machine, value)
        if any(machine.estimator(each) is not None or isinstance(each, Items) for each in parts):
            return tuple(setting_of(machine, each, depth + 1) for each in parts)
    return Setting.UNKNOWN


def is_set_by_loop(machine: Machine, estimator: Estimator) -> bool:
    """Tell whether an estimator has another hyperparameter on each pass of a loop under way."""
    if machine.looping_since() is None:
        return False
    settings = configuration(machine, estimator)
    return settings is not None and settings.varies


def set_by_loop(machine: Machine, rows: Rows) -> bool:
    """Tell whether rows are cut off at another number on each pass of a loop under way: `X_train[:n]`."""
    since = machine.looping_since()
    bounds = [bound for each in line(rows) if isinstance(each, Slice) for bound in (each.low, each.high)]
    numbers = [UNKNOWN_NUMBER.match(bound) for bound in bounds if isinstance(bound, str)]
    return since is not None and any(number is not None and int(number[1]) > since for number in numbers)
