"""What becomes of a model, noted for everything that it is made of: scored, used, handed out, or only looked at."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import Fit, History, Lesson
from hplint.analysis.data.overlap import Answer, overlaps
from hplint.analysis.data.rows import NO_ROWS, UNKNOWN_ROWS, Rows, data_sets, line, made_up, varied
from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import INERT, Constant, Data, Items, Ref, Value
from hplint.analysis.python.containers import contents
from hplint.analysis.syntax.literals import literal
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place

HOLDS_NO_MODEL = (*INERT, Data)
"""Values that no model is reached through."""
DEEPEST = 8
JUDGED = frozenset({"classifier", "regressor", "clusterer", "biclusterer", "density", "outlier_detector"})
"""Kinds whose own predictions are what is judged."""
_PREDICTS = frozenset({"classifier", "regressor", "ensemble", "pipeline", "search"})


def takes_over(spec: EstimatorSpec | None) -> bool:
    """Tell whether a holder only transforms: it takes from the models that it holds which columns to keep."""
    if spec is None or "transformer" not in spec.kinds:
        return False
    return not spec.kinds & (JUDGED | {"pipeline", "composition", "ensemble"})


def becomes(machine: Machine, value: Value | Estimator, outcome: Outcome, rows: Rows | None = None) -> None:
    """Note what becomes of every model in a value: an estimator, its parts, or a container of some."""
    if not isinstance(value, HOLDS_NO_MODEL):
        for key in built_at(machine, value):
            machine.record.becomes(key, outcome, rows)


def built_at(machine: Machine, value: Value | Estimator, depth: int = 0) -> list[int]:
    """List the keys of the places where a model and its parts were built."""
    estimator = value if isinstance(value, Estimator) else machine.estimator(value)
    if estimator is not None:
        found = [estimator.place.key]
        if depth <= DEEPEST and not takes_over(estimator.spec):
            for _, part in estimator.parameters:
                if not isinstance(part, HOLDS_NO_MODEL):
                    found.extend(built_at(machine, part, depth + 1))
        return found
    if depth > DEEPEST or isinstance(value, (*HOLDS_NO_MODEL, Estimator)):
        return []
    return [key for part in contents(machine, value) for key in built_at(machine, part, depth + 1)]


def note_names(machine: Machine, estimator: Estimator, whole: str, prefix: str = "", depth: int = 0) -> None:
    """Note by which prefix the hyperparameters of every part are set; `whole` is the estimator in the user's words."""
    machine.record.is_known_as(estimator.place.key, prefix, whole)
    for name, value in estimator.parameters if depth <= DEEPEST else ():
        direct = machine.estimator(value)
        if direct is not None:
            note_names(machine, direct, whole, f"{prefix}{name}__", depth + 1)
        for pair in contents(machine, value) if direct is None and isinstance(value, Ref) else ():
            if isinstance(pair, Items) and len(pair.values) >= 2 and isinstance(pair.values[0], Constant):
                part = machine.estimator(pair.values[1])
                if part is not None:
                    note_names(machine, part, whole, f"{prefix}{pair.values[0].value}__", depth + 1)


def note_members(machine: Machine, estimator: Estimator, depth: int = 0) -> None:
    """Note the models that an ensemble of different ones uses together, at any depth of what is fitted."""
    together = estimator.spec is not None and {"ensemble", "composition"} <= estimator.spec.kinds
    for _, value in estimator.parameters if depth <= DEEPEST else ():
        direct = machine.estimator(value)
        items = contents(machine, value) if direct is None and isinstance(value, Ref) else ()
        named = [item.values[1] for item in items if isinstance(item, Items) and len(item.values) >= 2]
        parts = [part for part in map(machine.estimator, named) if part is not None]
        if together and len(parts) > 1:
            for key in {key for part in parts for key in built_at(machine, part)}:
                machine.record.becomes(key, Outcome.MEMBER)
        for part in (*parts, *(() if direct is None else (direct,))):
            note_members(machine, part, depth + 1)


def note_kept(machine: Machine, value: Value) -> None:
    """Note that an object keeps a model, or several in one container, which it uses together."""
    becomes(machine, value, Outcome.LEFT)
    direct = machine.estimator(value) is not None or isinstance(value, INERT)
    models = () if direct else [part for part in contents(machine, value) if machine.estimator(part) is not None]
    if len(models) > 1:
        becomes(machine, value, Outcome.MEMBER)


def note_lesson(machine: Machine, estimator: Estimator, place: Place, rows: Rows, name: str) -> None:
    """Note that a model learns, by which call, and what its author calls it."""
    note_names(machine, estimator, name if name.isidentifier() else "")
    note_members(machine, estimator)
    keys = built_at(machine, estimator)
    machine.record.fits.setdefault(place.key, set()).update(keys)
    data = data_sets(rows)
    for key in keys:
        machine.record.learns_from(key, data)
    invented = made_up(rows)
    if not invented or data is None:
        for key in keys:
            machine.record.becomes(key, Outcome.INVENTED if invented else Outcome.LEARNS)


def note_features(machine: Machine, estimator: Estimator, data: Data) -> None:
    """Note the models whose predictions or clusters are among the features that another model learns from."""
    if estimator.spec is not None and not estimator.spec.kinds & _PREDICTS:
        return
    own = set(built_at(machine, estimator))
    for place in machine.record.predicted_by(data):
        for key in machine.record.fits.get(place, set()) - own:
            machine.record.becomes(key, Outcome.FEEDS)
    for entry in data.history:
        if entry.lesson in (Lesson.CLUSTERS, Lesson.TRANSFORMER):
            machine.record.clusters_become(entry.place, Outcome.FEEDS)


def note_score(machine: Machine, fit: Fit, rows: Rows) -> None:
    """Note that a fit is scored; how well it remembers the rows that it learned from says nothing of how good it is.

    Neither does a score on rows that are made up anew, case by case.
    """
    estimator = machine.store.get(fit.address)
    if isinstance(estimator, Estimator):
        remembers = fit.rows not in (NO_ROWS, UNKNOWN_ROWS) and fit.rows in line(rows)
        looks = remembers or varied(rows)
        becomes(machine, estimator, Outcome.LOOKED_AT if looks else Outcome.SCORED, None if looks else rows)
        if not looks:
            machine.record.becomes(estimator.place.key, Outcome.ALONE)
            note_judged(machine, estimator, fit, rows)
        note_within(machine, estimator)


def note_within(machine: Machine, estimator: Estimator) -> None:
    """Note the calls by which a function was reached that uses a model; where it has built it, too, they count."""
    if machine.activations and machine.activations[-1].site:
        sites = tuple(0 if each.site is None else each.site.key for each in machine.activations)
        machine.record.judged_within(built_at(machine, estimator), machine.activations[-1].frame.id, sites)


def note_judged(machine: Machine, estimator: Estimator, fit: Fit, rows: Rows) -> None:
    """Note on which rows a model is judged, and on which data it was fitted for that."""
    known = rows not in (NO_ROWS, UNKNOWN_ROWS) and fit.rows not in (NO_ROWS, UNKNOWN_ROWS)
    # Several fits at one time are the batches of one training, or belong to paths that meet.
    if known and (fit not in estimator.fits or len(estimator.fits) == 1):
        for key in built_at(machine, estimator):
            machine.record.judged(key, rows, fit)


def note_predicted(machine: Machine, estimator: Estimator, call: Call, data: Data | None) -> None:
    """Note predictions: on rows of a data set that the model didn't learn from, they are what it is for."""
    if machine.occasion and machine.looping_since() is None:
        machine.record.one_of.update((fit.number, machine.occasion) for fit in estimator.fits if fit.number)
    if data is not None:
        used = of_use(estimator, data)
    else:
        given = call.arguments[0].value if call.arguments else None
        used = given is None or holds_rows(machine, estimator, given)
    becomes(machine, estimator, Outcome.USED if used else Outcome.LOOKED_AT)
    if used and data is not None:
        note_within(machine, estimator)
        for fit in estimator.fits:
            note_judged(machine, estimator, fit, data.rows)


def note_handed_on(machine: Machine, data: Data) -> None:
    """Note that predictions are used for something: nobody depends on those that are only drawn or printed."""
    for fit in data.predicted:
        for key in machine.record.fits.get(fit.place.key, ()):
            machine.record.becomes(key, Outcome.HANDED_ON)


def of_use(estimator: Estimator, data: Data) -> bool:
    """Tell whether predictions on data are more than a look at what was learned."""
    if data.rows in (NO_ROWS, UNKNOWN_ROWS) or made_up(data.rows):
        return False
    return not any(overlaps(fit.rows, data.rows) is Answer.YES for fit in estimator.fits)


def holds_rows(machine: Machine, estimator: Estimator, value: Value) -> bool:
    """Tell whether a list to predict has anything in it that isn't typed in."""
    if literal(machine, value) is not NOT_LITERAL:
        return False
    parts = contents(machine, value)
    if not parts or isinstance(value, Data):
        data = machine.data(value)
        return data is None or of_use(estimator, data)
    return any(holds_rows(machine, estimator, part) for part in parts)


def note_clusters(machine: Machine, history: History, outcome: Outcome) -> None:
    """Note what becomes of clusters and outliers, and so of what found them."""
    for entry in history:
        if entry.lesson in (Lesson.CLUSTERS, Lesson.TRANSFORMER) and not made_up(entry.rows):
            machine.record.clusters_become(entry.place, outcome, entry.rows if outcome is Outcome.SCORED else None)
