"""What a module holds between two calls from outside: others may have filled, bound or fitted it since."""

from __future__ import annotations

from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator, Instance, Learning, Mapping, Sequence
from hplint.analysis.memory.values import NONE, UNKNOWN, Items, OneOf, Ref, Value, is_none
from hplint.basis.frozen import replace

DEEPEST = 4


def unsettle_all(machine: Machine) -> None:
    """Note that any function of the module may have run before, and whoever imports it may have used what it holds."""
    for key, value in list(machine.store.cells.items()):
        if isinstance(key, tuple) and key[0] == machine.module.id:
            machine.store.set(key, unsettled(machine, value))  # type: ignore[arg-type]  # names hold values


def unsettled(machine: Machine, value: Value, depth: int = 0) -> Value:
    """Return what a value may be by now: None stands for what is still to come, and an estimator may be fitted."""
    if is_none(value):
        return OneOf((NONE, UNKNOWN))
    if depth > DEEPEST or not isinstance(value, (Ref, Items)):
        return value
    match machine.content(value):
        case Estimator() as estimator if isinstance(value, Ref):
            if estimator.state is Learning.UNFITTED:
                machine.store.set(value.address, replace(estimator, state=Learning.MAYBE, used=True))
            for _, part in estimator.parameters:
                if not is_none(part):
                    unsettled(machine, part, depth + 1)
        case Mapping(items=items) as mapping if isinstance(value, Ref) and all(is_none(each) for _, each in items):
            held = tuple((key, OneOf((NONE, UNKNOWN))) for key, _ in items)
            machine.store.set(value.address, replace(mapping, items=held, rest=UNKNOWN, escaped=True))
        case Instance() if depth < DEEPEST:
            machine.pretends, before = True, machine.pretends
            machine.escape(value)
            machine.pretends = before
        case Mapping(items=items):
            for _, each in items:
                held_on(machine, each, depth)
        case Sequence(items=()) as sequence if isinstance(value, Ref):
            machine.store.set(value.address, replace(sequence, escaped=True))
        case Sequence(items=items, element=element):
            for each in items if items is not None else (element,):
                held_on(machine, each, depth)
        case None if isinstance(value, Items):
            for each in value.values:
                held_on(machine, each, depth)
    return value


def held_on(machine: Machine, value: Value, depth: int) -> None:
    """Note the same of what a container holds, which is the same object as before."""
    if isinstance(value, (Ref, Items)):
        unsettled(machine, value, depth + 1)
