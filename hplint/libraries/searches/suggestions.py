"""Hyperparameters that a trial of a study hands out: `SVC(C=trial.suggest_float("C", 1e-3, 1e3, log=True))`."""

from __future__ import annotations

from collections.abc import Mapping

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.events.search import Hyperparameter, SearchedKey, Suggested
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.values import Unknown, Value
from hplint.catalogue.estimators import EstimatorSpec
from hplint.catalogue.tuners import tuners
from hplint.libraries.searches.candidates import made

_TRIAL = "optuna.trial.Trial"
"""Whose methods are meant: others that hand out candidates have other names, or aren't described."""


def suggested(machine: Machine, call: Call) -> Value:
    """Return what a trial hands out."""
    result = machine.unknown(Origin.SEARCH)
    machine.built[result.key] = call
    return result


def note_suggested(machine: Machine, spec: EstimatorSpec, arguments: Mapping[str, Argument]) -> None:
    """Note what is tried for each hyperparameter that a trial hands out, wherever nothing looks at it before."""
    for name, argument in arguments.items():
        value = argument.value
        call = machine.built.get(value.key) if isinstance(value, Unknown) else None
        method = "" if call is None else call.name.rpartition(".")[2]
        if call is None or method not in tuners().suggests:
            continue
        if not isinstance(value, Unknown) or not isinstance(value.key, int) or machine.depends(value.key):
            continue
        drawn = made(machine, f"{_TRIAL}.{method}", call, "optuna")
        targets = (Hyperparameter(spec, name),)
        key = SearchedKey(name, call.place, targets, None, drawn.candidates, drawn.distribution, drawn.listed)
        machine.record.happen(Suggested(call.place, key))
