"""What a path of hyperparameters (`svc__C`) leads to, exactly as `set_params` of the real estimators follows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingType
from typing import NamedTuple

import libcst as cst

from hplint.analysis.calling.classes import class_attribute
from hplint.analysis.events.hyperparameters import Missing
from hplint.analysis.events.search import Hyperparameter
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator, Instance, Mapping, Sequence
from hplint.analysis.memory.values import UNKNOWN, Class, Constant, External, Function, Items, OneOf, Ref, Value
from hplint.analysis.python.containers import known_items
from hplint.basis.frozen import dataclass, replace
from hplint.catalogue.constraints import LITERAL_TYPES
from hplint.catalogue.estimators import EstimatorSpec
from hplint.libraries.searches.meaning import probably_meant

DEEPEST_PATH = 8
MOST_NAMES = 2000
"""Most paths of one structure that a misspelt one is compared with."""
BASE = "sklearn.base.BaseEstimator"
OWN_WAYS = ("get_params", "set_params", "_get_param_names")
"""Methods by which a class of the project may have other hyperparameters than its `__init__` has parameters."""

Outcome = tuple[Hyperparameter, ...] | Missing | None
"""What it leads to (several where the path goes through one of several), why it leads nowhere, or nobody knows."""


class Holder(NamedTuple):
    """Something with hyperparameters, as far as it is known."""

    spec: EstimatorSpec | None
    """None for a class of the project."""
    name: str
    values: MappingType[str, Value]
    """By name, those of its parts included; what isn't here isn't known."""
    names: tuple[str, ...]
    exact: bool
    """It has no others."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a search sets beside a path, by whole key: estimators are set before what belongs to them."""

    values: MappingType[str, tuple[Value, ...] | None]
    """None where it isn't known which values are tried."""
    exhaustive: bool
    """All of them are tried, so that it takes one to fail."""
    complete: bool
    """No other keys are set."""


NOTHING_TRIED = Tried({}, exhaustive=False, complete=True)


def follow(machine: Machine, start: Value, path: str, tried: Tried = NOTHING_TRIED) -> Outcome:
    """Follow a path from an estimator."""
    outcome = _follow(machine, start, path, "", tried)
    if not isinstance(outcome, Missing):
        return outcome
    known = list(dict.fromkeys(_names(machine, start, "", tried)))[:MOST_NAMES]
    if path in known:
        return replace(outcome, elsewhere=True)
    meant, sure = probably_meant(path, known)
    return replace(outcome, meant=meant, sure=sure)


def _follow(machine: Machine, start: Value, path: str, before: str, tried: Tried) -> Outcome:
    if isinstance(start, OneOf):
        return _combined([_follow(machine, each, path, before, tried) for each in start.values], one_fails=False)
    part, nested, rest = path.partition("__")
    holder = holder_of(machine, start)
    if holder is None or before.count("__") > DEEPEST_PATH:
        return None
    if isinstance(holder, str):
        return Missing(part, before, holder, None, False, (), (), False)
    if part not in holder.names:
        if holder.spec is not None and part in holder.spec.past:
            return (Hyperparameter(holder.spec, part),)
        if not holder.exact:
            return None
        return Missing(part, before, holder.name, holder.spec, True, holder.names, (), False)
    if not nested:
        return () if holder.spec is None else (Hyperparameter(holder.spec, holder.spec.canonical(part)),)
    inner, one_fails = _tried_for(holder, before + part, tried)
    if inner is None:
        return None
    deeper = f"{before}{part}__"
    return _combined([_follow(machine, each, rest, deeper, tried) for each in inner], one_fails=one_fails)


def _tried_for(holder: Holder, key: str, tried: Tried) -> tuple[tuple[Value, ...] | None, bool]:
    """Return what may stand at a key while what belongs to it is set, and whether one failure is enough."""
    if holder.spec is not None and "kernel" in holder.spec.kinds:
        # Kernels set what belongs to the part that they had before. Source: `Kernel.set_params`, scikit-learn 1.9.
        return (holder.values.get(key.rpartition("__")[2], UNKNOWN),), False
    if key in tried.values:
        return tried.values[key], tried.exhaustive
    whole = holder.spec.facts.named_parts if holder.spec is not None else None
    above = key.rpartition("__")[0]
    replaced = whole is not None and (f"{above}__{whole}" if above else whole) in tried.values
    if replaced or not tried.complete:
        return None, False
    return (holder.values.get(key.rpartition("__")[2], UNKNOWN),), False


def part_at(machine: Machine, start: Value, path: str) -> Value | None:
    """Return the estimator that a path of names leads to; the start for an empty one, None where nobody knows."""
    for name in path.split("__") if path else ():
        holder = holder_of(machine, start)
        found = holder.values.get(name) if isinstance(holder, Holder) else None
        if found is None:
            return None
        start = found
    return start


def _combined(outcomes: list[Outcome], *, one_fails: bool) -> Outcome:
    """Return what follows for the whole from what several ways lead to."""
    missing = [each for each in outcomes if isinstance(each, Missing)]
    if missing and (one_fails or len(missing) == len(outcomes)):
        return missing[0]
    found: list[Hyperparameter] = []
    for each in outcomes:
        if each is None or isinstance(each, Missing):
            return None
        found.extend(each)
    return tuple(dict.fromkeys(found))


def holder_of(machine: Machine, value: Value) -> Holder | str | None:
    """Return what has hyperparameters; the text of a literal, which has none; None where nobody knows."""
    if isinstance(value, Constant):
        return f"`{value.value!r}`"
    if isinstance(value, Items):
        return "a tuple"
    if not isinstance(value, Ref):
        return None
    match machine.content(value):
        case Sequence():
            return "a list"
        case Mapping():
            return "a dict"
        case Estimator() as estimator:
            return estimator_holder(machine, estimator)
        case Instance() as instance:
            return own_holder(machine, value, instance)
    return None


def estimator_holder(machine: Machine, estimator: Estimator) -> Holder | None:
    """Return what is known of the hyperparameters of an estimator of the catalogue."""
    spec = estimator.spec
    if spec is None or "splitter" in spec.kinds or (spec.methods and "set_params" not in spec.methods):
        return None
    values: dict[str, Value] = {}
    if estimator.complete:
        for name, parameter in spec.parameters.items():
            known = type(parameter.default) in LITERAL_TYPES
            values[name] = Constant(parameter.default) if known else UNKNOWN
        values.update(pair for pair in estimator.parameters if pair[0] in spec.parameters)
    parts: dict[str, Value] | None = {}
    if "composition" in spec.kinds or spec.facts.named_parts is not None:
        parts = named_parts(machine, values.get(spec.facts.named_parts or "", UNKNOWN))
    # `set_params(svc=…)` replaced a part since.
    replaced = {name: value for name, value in estimator.parameters if parts and name in parts}
    parts = None if parts is None else {**parts, **replaced}
    exact = parts is not None and not spec.accepts_kwargs
    names = tuple(dict.fromkeys((*(parts or {}), *spec.parameters, *spec.keywords, *spec.aliases)))
    return Holder(spec, spec.name, {**values, **(parts or {})}, names, exact)


def named_parts(machine: Machine, value: Value) -> dict[str, Value] | None:
    """Return the named estimators of a composition; None where they aren't all known."""
    items = None if isinstance(value, Constant) else known_items(machine, value)
    if items is None:
        return None
    parts: dict[str, Value] = {}
    for item in items:
        pair = None if isinstance(item, Constant) else known_items(machine, item)
        if pair is None or len(pair) < 2 or not isinstance(pair[0], Constant) or not isinstance(pair[0].value, str):
            return None
        parts[pair[0].value] = pair[1]
    return parts


def own_holder(machine: Machine, ref: Ref, instance: Instance) -> Holder | None:
    """Return what is known of the hyperparameters of a class of the project: the parameters of its `__init__`."""
    of = instance.of
    if of.opaque or not derives_from_estimators(of) or any(class_attribute(machine, of, name) for name in OWN_WAYS):
        return None
    init = class_attribute(machine, of, "__init__")
    if not isinstance(init, Function):
        return None
    parameters = init.node.params
    stars = parameters.star_kwarg is not None or isinstance(parameters.star_arg, cst.Param)
    listed = (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params)
    names = tuple(each.name.value for each in listed)[1:]
    if stars or init.opaque:
        return None
    values = {name: machine.member(ref.address, name) for name in names} if not instance.escaped else {}
    known = {name: value for name, value in values.items() if value is not None}
    return Holder(None, of.name, known, names, True)


def derives_from_estimators(of: Class, depth: int = 0) -> bool:
    """Tell whether a class gets `get_params` from scikit-learn, every base in view or of scikit-learn's base module."""
    if depth > DEEPEST_PATH or of.opaque:
        return False
    found = False
    for base in of.bases:
        if isinstance(base, Class):
            found = derives_from_estimators(base, depth + 1) or found
        elif isinstance(base, External) and base.path.startswith("sklearn.base."):
            found = found or base.path == BASE
        else:
            return False
    return found


def _names(machine: Machine, start: Value, before: str, tried: Tried) -> Iterator[str]:
    """List all paths that are known from an estimator, as `get_params(deep=True)` does."""
    values: Iterable[Value] = start.values if isinstance(start, OneOf) else (start,)
    for value in values:
        holder = holder_of(machine, value)
        if holder is None or isinstance(holder, str) or before.count("__") > DEEPEST_PATH:
            continue
        for name in holder.names:
            yield before + name
            inner = tried.values.get(before + name)
            held = (holder.values.get(name, UNKNOWN),) if inner is None else inner
            for each in held:
                if isinstance(each, (Ref, OneOf)):
                    yield from _names(machine, each, f"{before}{name}__", tried)


def searched_specs(machine: Machine, value: Value, depth: int = 0) -> tuple[EstimatorSpec, ...]:
    """List the classes of an estimator and of everything in it."""
    found: list[EstimatorSpec] = []
    if isinstance(value, (OneOf, Items)):
        inner: Iterable[Value] = value.values
    else:
        estimator = machine.estimator(value)
        if estimator is not None and estimator.spec is not None:
            found.append(estimator.spec)
        inner = (
            (each for _, each in estimator.parameters) if estimator is not None else known_items(machine, value) or ()
        )
    for each in inner if depth < DEEPEST_PATH else ():
        if isinstance(each, (Ref, OneOf, Items)):
            found.extend(searched_specs(machine, each, depth + 1))
    return tuple(dict.fromkeys(found))
