"""Calls that look at a model, show, explain or save it, of which nothing else is known than that they don't search."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.calling.functions import given_data
from hplint.analysis.estimators.consequences import becomes
from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Ref, Value
from hplint.analysis.scores.selection import report
from hplint.catalogue.bystanders import Bystanders
from hplint.libraries.data.files import write_object
from hplint.libraries.estimators.freshness import note_used


def look(machine: Machine, bystanders: Bystanders, path: str, call: Call) -> Value | None:
    """Call something that leaves hyperparameters alone; None where nobody knows whether it does."""
    outcome = OUTCOMES.get(bystanders.of(path) or "")
    if outcome is None:
        return None
    machine.record.saves |= outcome is Outcome.LEFT
    if outcome is Outcome.LEFT:
        write_object(machine, call)
    if outcome is Outcome.LOOKED_AT:
        report(machine, (argument.value for argument in call.arguments), drawn=True)
    for argument in call.arguments:
        becomes(machine, argument.value, outcome)
        estimator = machine.estimator(argument.value)
        if estimator is not None and isinstance(argument.value, Ref):
            note_used(machine, argument.value, estimator, call.place)
    shown = machine.unknown(path=path, of_data=given_data(machine, call))
    machine.built[shown.key] = call
    return shown


OUTCOMES = {
    "shows": Outcome.LOOKED_AT,
    "draws": Outcome.LOOKED_AT | Outcome.DRAWN,
    "saves": Outcome.LEFT,
    "scores": Outcome.SCORED,
}
