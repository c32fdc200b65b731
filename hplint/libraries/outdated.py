"""Arguments of functions and methods that a library deprecates, or no longer takes."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.events.hyperparameters import Given, OutdatedArgument
from hplint.analysis.machine import Machine
from hplint.analysis.syntax.literals import literal, origin
from hplint.catalogue.estimators import FunctionSpec


def note_outdated(machine: Machine, function: FunctionSpec | None, call: Call) -> None:
    """Note each outdated keyword of a call, unless the code expects an error."""
    if function is None or not function.past or machine.guards:
        return
    for argument in call.arguments:
        if argument.name is not None and argument.name in function.past:
            value = argument.value
            given = Given(argument.name, literal(machine, value), origin(machine, value), argument.place, argument.key)
            machine.record.happen(OutdatedArgument(argument.key, function, given))
