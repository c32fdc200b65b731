"""What a fitted estimator has learned, from which rows."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.data.history import NOTHING_LEARNED, Fit, History, Learned, Lesson, together
from hplint.analysis.data.rows import NO_ROWS
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Data, Unknown
from hplint.analysis.python.containers import contents
from hplint.basis.frozen import replace
from hplint.catalogue.learners import learns
from hplint.findings import Place
from hplint.libraries.estimators.composition import literals_of, parts_of
from hplint.libraries.estimators.configurations import is_set_by_loop

DEEPEST_PART = 6
UNCATALOGUED = {"transformer": Lesson.TRANSFORMER, "categories": Lesson.CATEGORIES}
"""What the table of transformers that aren't catalogued calls the lessons."""


def lessons(machine: Machine, estimator: Estimator) -> History:
    """Return what the estimator has learned, and what had been learned to make its training data."""
    learned = NOTHING_LEARNED
    lesson = lesson_of(machine, estimator)
    for each in estimator.fits:
        own = (
            NOTHING_LEARNED
            if lesson is None
            else frozenset({Learned(each.rows, lesson, each.place, each.name, method_of(each), each.again)})
        )
        learned = together(learned, each.learned, own)
    return learned


def method_of(fit: Fit) -> Place | None:
    """Return the name of the method that learned, where `transform` can stand in its place."""
    return fit.callee if fit.spec is None or "transform" in fit.spec.methods else None


def lesson_of(machine: Machine, estimator: Estimator, depth: int = 0) -> Lesson | None:
    """Return what kind of thing its fit learns; None for nothing that depends on the rows, and where nobody knows."""
    spec = estimator.spec
    if spec is None:
        return UNCATALOGUED.get(learns(estimator.name) or "")
    if spec.learns_nothing(built_with(machine, estimator)) is not False:
        return None
    if spec.facts.learns == "parts" or spec.kinds & {"pipeline", "composition"}:
        return lesson_of_parts(machine, estimator, depth)
    if spec.facts.learns == "categories":
        return Lesson.CATEGORIES
    if spec.kinds & {"clusterer", "density"} and "transformer" not in spec.kinds:
        return Lesson.CLUSTERS
    return Lesson.TRANSFORMER


def built_with(machine: Machine, estimator: Estimator) -> dict[str, object]:
    """Return the hyperparameters that it got in view, with the others at their defaults unless it was built with `**`.

    Code out of sight that holds it may set others, but hardly some with which a scaler scales nothing.
    """
    if any(name == "**" for name, _ in estimator.parameters):
        return literals_of(machine, estimator)
    return literals_of(machine, replace(estimator, complete=True))


def lesson_of_parts(machine: Machine, estimator: Estimator, depth: int) -> Lesson | None:
    """Return the strongest lesson among the parts that are known."""
    parts = [part for part in map(machine.estimator, parts_of(machine, estimator)) if part is not None]
    kinds = {lesson_of(machine, part, depth + 1) for part in parts} if depth < DEEPEST_PART else set()
    return next((kind for kind in (Lesson.TRANSFORMER, Lesson.CLUSTERS, Lesson.CATEGORIES) if kind in kinds), None)


def layers_lessons(machine: Machine, network: Estimator) -> Iterator[History]:
    """List what the layers of a network were adapted to: https://keras.io/api/layers/preprocessing_layers/."""
    for _, value in network.parameters:
        for layer in (value, *contents(machine, value)):
            known = machine.opaque.get(layer.key) if isinstance(layer, Unknown) else None
            adapted = None if known is None else machine.estimator(known)
            if adapted is not None:
                yield lessons(machine, adapted)


def lessons_of(machine: Machine, estimator: Estimator, place: Place) -> Data:
    """Return something read from a fitted estimator: it depends on the rows that were learned from."""
    chosen = frozenset().union(*(each.chosen for each in estimator.fits))
    made = Data(machine.fresh(), NO_ROWS, None, lessons(machine, estimator), chosen)
    if is_set_by_loop(machine, estimator):
        machine.record.set_by_loops.add(made.cell)
    return made
