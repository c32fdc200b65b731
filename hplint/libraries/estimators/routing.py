"""Arguments of a fit that a pipeline hands on to its steps: `pipe.fit(X, y, svc__sample_weight=w)`."""

from __future__ import annotations

from collections.abc import Iterable

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.events.hyperparameters import Misrouted
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator, Mapping
from hplint.analysis.memory.values import Value
from hplint.findings import Place
from hplint.libraries.searches.paths import named_parts

PIPELINE = "sklearn.pipeline.Pipeline"
OWN = frozenset({"X", "y", "self"})
FITS = frozenset({"fit", "fit_transform", "fit_predict"})
SPLITTING = frozenset({"groups"})
"""What a search hands to the splitter of its folds: https://scikit-learn.org/1.7/modules/grid_search.html."""
DICTS = ("params", "fit_params")
"""The parameters of cross-validation that hold what is handed on."""


def routed_by_fit(machine: Machine, estimator: Estimator, name: str, call: Call) -> None:
    """Note the arguments of a fit that no step gets."""
    if name in FITS:
        note(machine, estimator, call, ((each.name, each.key) for each in call.arguments if each.name is not None))


def routed_by_validation(machine: Machine, estimator: Value, call: Call, arguments: dict[str, Argument]) -> None:
    """Note the items of `params` of a cross-validation that no step gets."""
    found = machine.estimator(estimator)
    for name in DICTS if found is not None else ():
        argument = arguments.get(name)
        content = None if argument is None else machine.content(argument.value)
        if isinstance(content, Mapping) and found is not None and content.keys:
            note(machine, found, call, ((str(key), written.key) for key, written in content.keys))


def note(machine: Machine, estimator: Estimator, call: Call, given: Iterable[tuple[str, Place]]) -> None:
    """Note what a pipeline, or the pipeline that a search fits, hands to no step."""
    spec = estimator.spec
    if spec is not None and "search" in spec.kinds:
        inner = estimator.parameter("estimator")
        within = None if inner is None else machine.estimator(inner)
        if within is not None and within.spec is not None and within.spec.path == PIPELINE:
            note(machine, within, call, (each for each in given if each[0] not in SPLITTING))
        return
    if spec is None or spec.path != PIPELINE or not estimator.complete or machine.guards:
        return
    given_steps = estimator.parameter("steps")
    steps = None if given_steps is None else named_parts(machine, given_steps)
    if steps is None or machine.record.routes_metadata:
        return
    for name, place in given:
        step, nested, _ = name.partition("__")
        if name not in OWN and (not nested or step not in steps):
            machine.record.happen(Misrouted(place, name, call.name, tuple(steps)))
