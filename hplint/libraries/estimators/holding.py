"""What holds which estimators, for the inventory: a pipeline its steps, a search what it searches."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.calling.calls import Call
from hplint.analysis.events.hyperparameters import Holding
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Constant, Data, Items, Value
from hplint.analysis.python.containers import contents
from hplint.catalogue.estimators import EstimatorSpec


def note_built(machine: Machine, spec: EstimatorSpec, call: Call) -> None:
    """Note what a constructor's arguments hold."""
    for name, argument in call.bind(spec.positional).items():
        note_parts(machine, call, name, argument.value)


def note_parts(machine: Machine, call: Call, hyperparameter: str, value: Value) -> None:
    """Note the estimators that a hyperparameter of what a call builds holds."""
    for step, part in named_parts(machine, value):
        machine.record.hold(part.place, Holding(call.place, hyperparameter, step))


def named_parts(machine: Machine, value: Value) -> Iterator[tuple[str, Estimator]]:
    """List the estimators that a hyperparameter holds directly, each with its name in a list of named steps."""
    whole = machine.estimator(value)
    if whole is not None:
        yield "", whole
    elif not isinstance(value, (Constant, Data)):
        for part in contents(machine, value):
            match part:
                case Items(values=(Constant(value=str(step)), held, *_)):
                    name = step
                case _:
                    name, held = "", part
            estimator = machine.estimator(held)
            if estimator is not None:
                yield name, estimator
