"""What a fit stored: read from a fitted estimator, it depends on the rows of the fit."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import Fit
from hplint.analysis.data.rows import UNKNOWN_ROWS
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Copied, Estimator, Instance, Learning, Mapping, Sequence
from hplint.analysis.memory.values import NONE, UNKNOWN, Constant, Data, Items, Ref, Score, Unknown, Value
from hplint.analysis.scores.evaluations import TuningScore
from hplint.basis.frozen import replace
from hplint.findings import Place
from hplint.libraries.estimators.composition import copy_of, estimators_in, parts_of
from hplint.libraries.estimators.lessons import lessons, lessons_of
from hplint.libraries.estimators.settings import EVERYTHING, replaced_by
from hplint.libraries.scores.evaluation import family

FITTED_COPIES = ("best_estimator_", "estimator_", "final_estimator_")
"""Attributes that hold the one fitted copy of an estimator that was given."""


def fitted_copy(machine: Machine, ref: Ref, estimator: Estimator, name: str) -> Value:
    """Return the fitted copy of an estimator that was given: the same object until the next fit."""
    known = machine.member(ref.address, name)
    if known is not None and known != NONE:
        return known
    if estimator.spec is not None and estimator.spec.facts.template == name:
        return template(machine, ref, estimator, name)
    model = given_as(machine, estimator, name)
    state = Learning.FITTED if estimator.state is Learning.FITTED else Learning.MAYBE
    replaced = replaced_by(machine, estimator)
    if model is None or changes_parts(machine, model, replaced):
        model = Estimator(None, estimator.place, estimator.name, (), False)
    copied = copy_of(machine, model, state, estimator.fits)
    forget_replaced(machine, copied, replaced, all(each.complete for each in family(machine, model)))
    machine.set_member(ref.address, name, copied)
    return copied


def template(machine: Machine, ref: Ref, estimator: Estimator, name: str) -> Value:
    """Return the unfitted copy that an ensemble keeps of what it was given."""
    given = estimator.parameter("estimator")
    model = None if given is None else machine.estimator(given)
    if model is None or estimator.state is not Learning.FITTED or not estimator.fits:
        return machine.unknown()
    fit = estimator.fits[-1]
    made = copy_of(machine, model, Learning.UNFITTED, ())
    unfitted = machine.estimator(made) or model
    copied = (
        Copied(fit.place, fit.name, f"{fit.name}.{estimator.spec.fitted_as('estimator', {})}[0]")
        if estimator.spec
        else None
    )
    machine.store.set(made.address, replace(unfitted, copied=copied))
    machine.set_member(ref.address, name, made)
    return made


def tuning_score(machine: Machine, fit: Fit, place: Place) -> Score:
    """Return the best score of a search's own folds, and note who reads it."""
    method = bool(machine.activations) and is_held_elsewhere(machine, machine.activations[-1].receiver)
    read = TuningScore(place, fit, machine.scope, machine.fresh(), method)
    machine.record.tuning_scores.setdefault((place.key, fit), read)
    return Score((), place, fit.rows, fit.data)


def is_held_elsewhere(machine: Machine, receiver: Value | None) -> bool:
    """Tell whether code out of view may hold the object whose method is under way, and what that has found."""
    if receiver is None:
        return False
    content = machine.content(receiver)
    return machine.scope != 0 or not isinstance(content, Instance) or content.escaped


def best_of_results(machine: Machine, data: Data, call: Call) -> Score | None:
    """Return the best score in a column of a search's results; None for any other data."""
    if data.owner is None or not isinstance(data.owner[1], str) or not data.owner[1].startswith("mean_test_"):
        return None
    fit = machine.record.cv_results.get(data.owner[0].cell)
    return None if fit is None else tuning_score(machine, fit, call.place)


def given_as(machine: Machine, estimator: Estimator, name: str) -> Estimator | None:
    """Return the estimator that was given, whose copy stands under a name; None where it isn't known."""
    homes = {} if estimator.spec is None else estimator.spec.facts.fitted_as
    held = next((estimator.parameter(given) for given, attribute in homes.items() if attribute == name), None)
    inner = None if held is None else next(iter(estimators_in(machine, held, 0)), None)
    return None if inner is None else machine.estimator(inner)


def changes_parts(machine: Machine, model: Estimator, replaced: frozenset[str]) -> bool:
    """Tell whether a search may put other estimators into the one that it searches."""
    known = {name for each in family(machine, model) if each.spec is not None for name in each.spec.parameters}
    return replaced >= EVERYTHING or bool(replaced - known) or "estimator" in replaced


def forget_replaced(machine: Machine, copied: Ref, replaced: frozenset[str], complete: bool) -> None:
    """Forget the hyperparameters of a copy, and of its parts, that a search has given values to."""
    estimator = machine.estimator(copied)
    if estimator is None or not replaced:
        return
    kept = tuple(pair for pair in estimator.parameters if pair[0] not in replaced)
    known = complete and not replaced & EVERYTHING
    own = frozenset() if estimator.spec is None else replaced & estimator.spec.parameters.keys()
    unknown = tuple((name, UNKNOWN) for name in sorted(own)) if known else ()
    machine.store.set(copied.address, replace(estimator, parameters=(*kept, *unknown), complete=known))
    for part in parts_of(machine, estimator):
        forget_replaced(machine, part, replaced, complete)


def fitted_copies(machine: Machine, ref: Ref, estimator: Estimator, name: str) -> Value:
    """Return the fitted copies of estimators that were given by name, or of one that was copied many times."""
    known = machine.member(ref.address, name)
    if known is not None and known != NONE:
        return known
    spec = estimator.spec
    held = estimator.parameter("estimators") or estimator.parameter("transformers") or estimator.parameter("estimator")
    if spec is None or held is None or estimator.state is not Learning.FITTED or name not in COPIES_BY_NAME:
        return machine.unknown()

    def copied(value: Value) -> Value:
        part = machine.estimator(value)
        return machine.unknown() if part is None else copy_of(machine, part, Learning.FITTED, ())

    found: Value
    if machine.estimator(held) is not None:
        if name != "estimators_":
            return machine.unknown()
        found = machine.allocate(Sequence(None, copied(held)))
    else:
        content = machine.content(held)
        items = content.items if isinstance(content, Sequence) else None
        pairs = [each.values for each in items or () if isinstance(each, Items) and len(each.values) >= 2]
        if items is None or len(pairs) != len(items) or not all(isinstance(pair[0], Constant) for pair in pairs):
            return machine.unknown()
        named = tuple((pair[0].value, copied(pair[1])) for pair in pairs if isinstance(pair[0], Constant))
        several = tuple(value for _, value in named)
        found = machine.allocate(Sequence(several) if name == "estimators_" else Mapping(named))
    machine.set_member(ref.address, name, found)
    return found


OUT_OF_BAG = frozenset({"oob_score_", "oob_prediction_", "oob_decision_function_"})
"""What each row's predictions by the trees that never saw it amount to:
https://scikit-learn.org/stable/auto_examples/ensemble/plot_ensemble_oob.html."""
COPIES_BY_NAME = frozenset({"estimators_", "named_estimators_", "named_transformers_"})


def learned_attribute(machine: Machine, ref: Ref, estimator: Estimator, name: str, place: Place) -> Value | None:
    """Return what a fit stored."""
    if name in FITTED_COPIES:
        return fitted_copy(machine, ref, estimator, name)
    if name in {"named_transformers_", "named_estimators_", "estimators_", "transformers_", "calibrated_classifiers_"}:
        return fitted_copies(machine, ref, estimator, name)
    if name == "best_score_" and estimator.spec is not None and "search" in estimator.spec.kinds:
        if len(estimator.fits) == 1:
            return tuning_score(machine, estimator.fits[0], place)
    if name == "cv_results_" and estimator.spec is not None and "search" in estimator.spec.kinds:
        table = lessons_of(machine, estimator, place)
        if len(estimator.fits) == 1:
            machine.record.cv_results[table.cell] = estimator.fits[0]
        return table
    if name == "labels_":
        learned = lessons(machine, estimator)
        rows = estimator.fits[-1].rows if len(estimator.fits) == 1 else UNKNOWN_ROWS
        return Data(machine.fresh(), rows, "ndarray", learned, predicted=estimator.fits)
    if name == "classes_":
        return Unknown()
    if name in OUT_OF_BAG:
        machine.record.cross_validated.add(ref.address)
    return lessons_of(machine, estimator, place)
