"""Models that get their rows when they are built, and are fitted without any: `sm.OLS(y, X).fit()`."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import Fit, Learned, Lesson, together
from hplint.analysis.data.overlap import Answer, overlaps
from hplint.analysis.data.rows import Nobody, UnknownRows, in_training_part
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Data, Unknown
from hplint.catalogue.regressions import regressions
from hplint.findings import Place
from hplint.libraries.scores.evaluation import note_prediction, of_target


def build(machine: Machine, path: str, call: Call) -> Unknown | None:
    """Build a regression; None for anything else."""
    kind = regressions().get(path) if path.startswith("statsmodels.") else None
    if kind not in {"arrays", "formulas"}:
        return None
    labels = call.argument("endog", 0) if kind == "arrays" else None
    given = call.argument("exog", 1) if kind == "arrays" else call.argument("data", 1)
    features = None if given is None else machine.data(given.value)
    model = machine.unknown(path=path)
    if features is not None and given is not None and not isinstance(features.rows, (Nobody, UnknownRows)):
        target = None if labels is None else machine.data(labels.value)
        learned = together(features.history, *(() if target is None else (of_target(target),)))
        text = features.text or given.place.text
        machine.record.regressions[model.key] = Fit(
            call.place, call.name, None, machine.fresh(), features.rows, text, learned, features.chosen
        )
    return model


def regress(machine: Machine, model: Unknown, name: str, call: Call) -> Unknown | Data | None:
    """Fit a regression, or predict with it; None for anything else."""
    fit = machine.record.regressions.get(model.key)
    if fit is None:
        return None
    if name.startswith("fit"):
        result = machine.unknown(path=model.path)
        machine.record.regressions[result.key] = fit
        return result
    given = call.arguments[0] if name in {"predict", "get_prediction"} and call.arguments else None
    data = None if given is None else machine.data(given.value)
    if data is None or given is None or isinstance(data.rows, (Nobody, UnknownRows)):
        return None
    text = data.text or given.place.text
    # What it says of a training part is looked at to choose columns, and is no result.
    remembers = overlaps(fit.rows, data.rows) is Answer.YES and in_training_part(fit.rows)
    fits = () if remembers else (fit,)
    note_prediction(machine, fits, data, call, text)
    return Data(machine.fresh(), data.rows, "Series", data.history, data.chosen, fits, text, text=text)


def told_by(machine: Machine, model: Unknown, name: str, place: Place) -> Data | None:
    """Return what a fitted regression tells of its columns: a statistic of its rows."""
    fit = machine.record.regressions.get(model.key)
    if fit is None or regressions().get(name) != "statistics":
        return None
    entry = Learned(fit.rows, Lesson.STATISTIC, place, place.text)
    return Data(machine.fresh(), kind="Series", learned=together(fit.learned, frozenset({entry})))
