"""Models of series: what `fit` learns from, and predictions that go on where the rows of the fit end."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.gathered import rows_of
from hplint.analysis.data.rows import UNKNOWN_ROWS, sources
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Data, Items, Unknown
from hplint.catalogue.forecasters import forecasters

BOUNDS = frozenset({"start", "end", "steps"})
"""Arguments that say how far a forecast goes."""


def is_forecaster(machine: Machine, path: str) -> bool:
    """Tell whether a dotted path is that of a model of a series."""
    spec = machine.library.estimator(path)
    return forecasters().is_model(path) if spec is None else spec.is_forecaster


def with_series(machine: Machine, model: Unknown, call: Call) -> Call:
    """Return a call of `fit` with the series that the model was given when it was built, where it is given none."""
    built = machine.built.get(model.key)
    if call.arguments[:1] and call.arguments[0].name is None:
        return call
    if built is None or model.path is None or not is_forecaster(machine, model.path):
        return call
    arguments = [built.argument(name, place) for place, name in enumerate(forecasters().series)]
    series, others = arguments[0], arguments[1:]
    if series is None:
        return call
    held = [each.value for each in others if each is not None and rows_of(machine, each.value) is not None]
    value = Items((series.value, *held)) if held else series.value
    return call._replace(arguments=(series._replace(name=None, value=value),))


def forecast(machine: Machine, estimator: Estimator, name: str, call: Call) -> Data | None:
    """Predict what comes after the rows of the fit; None where it predicts given rows, or isn't a model of a series."""
    if name not in forecasters().predicting or not estimator.fits or not is_forecaster(machine, estimator.name):
        return None
    first = [argument for argument in call.arguments[:1] if argument.name not in BOUNDS]
    given = [data for argument in first if (data := rows_of(machine, argument.value)) is not None]
    known = frozenset().union(*(sources(fit.rows) for fit in estimator.fits))
    if any(sources(data.rows) & known for data in given):
        return None
    learned = frozenset().union(*(fit.learned for fit in estimator.fits))
    chosen = frozenset().union(*(fit.chosen for fit in estimator.fits))
    return Data(machine.fresh(), UNKNOWN_ROWS, None, learned, chosen, estimator.fits)
