"""Hyperparameters that are set after construction."""

from __future__ import annotations

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.events.hyperparameters import HyperparameterSet, Missing, PathSet
from hplint.analysis.events.search import Hyperparameter
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator, Learning
from hplint.analysis.memory.values import Ref, Value
from hplint.basis.frozen import replace
from hplint.libraries.estimators.composition import (
    named_part,
    with_part,
)
from hplint.libraries.estimators.construction import describe
from hplint.libraries.estimators.freshness import changed
from hplint.libraries.scores.evaluation import family
from hplint.libraries.searches.paths import follow


def set_params(machine: Machine, ref: Ref, estimator: Estimator, call: Call) -> Value:
    """Set hyperparameters after construction, those of parts by their path: `svc__C`."""
    # Estimators are set before what belongs to them.
    names = tuple(argument.name for argument in call.arguments if argument.name is not None)
    for argument in sorted(call.arguments, key=lambda each: "__" in (each.name or "")):
        if argument.name is not None:
            note_path(machine, ref, argument.name, argument, names)
            set_one(machine, ref, argument.name, argument)
    changed = machine.estimator(ref) or estimator
    if not call.complete:
        machine.store.set(ref.address, replace(changed, complete=False))
        machine.record.unclear(estimator.place)
        for part in family(machine, changed):
            # Nobody sees to what, so that it may be one candidate after the other.
            machine.record.searched(part.place)
    return ref


def note_path(machine: Machine, ref: Ref, path: str, argument: Argument, others: tuple[str, ...]) -> None:
    """Note the hyperparameter that a path sets, or that it leads nowhere."""
    if machine.guards or may_be_another(machine, machine.estimator(ref)):
        return
    match follow(machine, ref, path):
        case Missing() as missing:
            machine.record.happen(PathSet(argument.key, path, missing, others))
        case (Hyperparameter(spec=spec, name=name),):
            step, nested, _ = path.rpartition("__")
            prefix = step + nested
            beside = frozenset(
                other.removeprefix(prefix) for other in others if other != path and other.startswith(prefix)
            )
            given = describe(machine, spec, name, argument)
            machine.record.happen(HyperparameterSet(argument.key, spec, given, beside))


def may_be_another(machine: Machine, estimator: Estimator | None) -> bool:
    """Tell whether the place may be reached with other objects only: `if isinstance(model, SVC):` decides by class."""
    return estimator is not None and machine.depends(estimator.born)


def set_attribute(machine: Machine, ref: Ref, name: str, argument: Argument) -> None:
    """Set a hyperparameter by an attribute of its name."""
    estimator = machine.estimator(ref)
    own = any(each.receiver == ref for each in machine.activations)
    told = not machine.guards and not own and not may_be_another(machine, estimator)
    if told and estimator is not None and estimator.spec is not None:
        given = describe(machine, estimator.spec, name, argument)
        machine.record.happen(HyperparameterSet(argument.key, estimator.spec, given))
    set_one(machine, ref, name, argument)


def set_one(machine: Machine, ref: Ref, path: str, argument: Argument) -> None:
    """Set one hyperparameter; a path that leads nowhere known is left alone."""
    estimator = machine.estimator(ref)
    if estimator is None:
        return
    name, _, rest = path.partition("__")
    if rest:
        part = named_part(machine, estimator, name)
        if part is not None:
            set_one(machine, part, rest, argument)
        return
    estimator = with_part(machine, estimator, name, argument.value)
    given = describe(machine, estimator.spec, name, argument)
    machine.record.set_afterwards(estimator.place, given)
    home = given.name
    others = tuple(pair for pair in estimator.parameters if pair[0] != home)
    stale = changed(machine, estimator, home, argument)
    machine.store.set(ref.address, replace(estimator, parameters=(*others, (home, argument.value)), stale=stale))
    if estimator.state is not Learning.FITTED:
        # What was never fitted with was never validated.
        machine.record.set_later(estimator.place, home)
    machine.record.set_again(ref.address, home, argument.key, estimator.fits)
    machine.record.reset(estimator.place, given)
