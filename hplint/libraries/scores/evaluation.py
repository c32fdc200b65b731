"""Evaluations: scores of predictions, of estimators, and within folds."""

from __future__ import annotations

from typing import TypeGuard

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.testing import in_test
from hplint.analysis.data.gathered import rows_of
from hplint.analysis.data.history import (
    NOTHING_CHOSEN,
    NOTHING_LEARNED,
    Choices,
    Fit,
    History,
    Learned,
    Lesson,
    together,
)
from hplint.analysis.data.overlap import Answer, overlaps
from hplint.analysis.data.rows import (
    NO_ROWS,
    UNKNOWN_ROWS,
    Nobody,
    Rows,
    UnknownRows,
    in_folds,
    is_list,
    root_of,
    sources,
    split_since,
)
from hplint.analysis.data.targets import follows, target_beside, target_of
from hplint.analysis.estimators.consequences import (
    HOLDS_NO_MODEL,
    becomes,
    note_clusters,
    note_members,
    note_names,
    note_score,
)
from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.events.evaluation import CrossValidated, Evaluation, Target
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Copied, Estimator
from hplint.analysis.memory.values import Constant, Data, Items, Ref, Score, Unknown, Value
from hplint.analysis.python.containers import contents
from hplint.analysis.scores.held_out import in_test_part
from hplint.basis.frozen import replace
from hplint.catalogue.flows import Flow
from hplint.findings import Place
from hplint.libraries.estimators.settings import EVERYTHING, note_copies, note_splitter
from hplint.libraries.spark.labels import labels_beside

UNLABELLED = frozenset({"clusterer", "outlier_detector", "density", "biclusterer"})


def measure(machine: Machine, flow: Flow, call: Call, arguments: dict[str, Argument]) -> Value:
    """Score predictions against true labels."""
    if flow.estimator:
        return draw(machine, call, arguments.get(flow.estimator), arguments.get(flow.data), arguments.get(flow.truth))
    given = [arguments.get(flow.prediction), arguments.get(flow.truth)]
    found = [(argument, measured(machine, argument.value)) for argument in given if argument is not None]
    for _, data in found:
        if data is not None and flow.truth == "X":
            note_clusters(machine, data.history, Outcome.SCORED)
        elif data is not None:
            # Whoever compares clusters with classes knows how many there are.
            note_clusters(machine, data.history, Outcome.KNOWN)
    for argument, data in found:
        if data is not None and data.predicted:
            truth = next((other for _, other in found if other is not None and other is not data), None)
            target = None if truth is None else target_beside(machine, truth, data.rows)
            text, rows, learned, fits = (
                told(data, argument),
                judged(data, truth, data.predicted),
                data.history,
                data.predicted,
            )
            ahead = () if truth is None else forecasting(data, truth)
            if truth is not None and ahead:
                text, rows, learned, fits = truth.text or text, truth.rows, truth.history, ahead
            # How well clusters fit the features tells nothing of labels.
            true = flow.truth != "X"
            scores = noted(machine, fits, rows, learned, call, text, labels=true, target=target, chosen=data.chosen)
            return result_of(machine, flow, scores)
    held = [data for _, data in found if data is not None]
    if not held:
        return Unknown()
    learned = of_a_column(found[0][1], call) if len(held) == len(found) else NOTHING_LEARNED
    return Data(machine.fresh(), NO_ROWS, "scalar", learned, frozenset().union(*(data.chosen for data in held)))


def of_a_column(column: Data | None, call: Call) -> History:
    """Return what a score says of a column that nobody predicted: how much it tells of the labels, as a test does."""
    if column is None or column.owner is None or column.predicted or isinstance(column.rows, (Nobody, UnknownRows)):
        return NOTHING_LEARNED
    return frozenset({Learned(column.rows, Lesson.STATISTIC, call.place, call.place.text)})


def measure_held(machine: Machine, flow: Flow, data: Data, call: Call) -> Value:
    """Score predictions that stand in one object with their labels: `MulticlassMetrics(pairs).accuracy`."""
    text = data.predicted_on or data.text
    target = machine.record.targets.get(data.cell) or labels_beside(data)
    scores = noted(machine, data.predicted, data.rows, data.history, call, text, target=target, chosen=data.chosen)
    return result_of(machine, flow, scores)


def measured(machine: Machine, value: Value) -> Data | None:
    """Return the data that a score compares; predictions may be put together one by one."""
    data = machine.data(value)
    if data is not None or not isinstance(value, Ref):
        return data
    listed = rows_of(machine, value)
    return listed if listed is not None and listed.predicted else None


def draw(
    machine: Machine, call: Call, model: Argument | None, features: Argument | None, labels: Argument | None
) -> Value:
    """Draw how good a fitted estimator is on labelled rows: `RocCurveDisplay.from_estimator(model, X_test, y_test)`."""
    estimator = None if model is None else machine.estimator(model.value)
    data = None if features is None else machine.data(features.value)
    truth = None if labels is None else machine.data(labels.value)
    if estimator is not None and data is not None and features is not None and truth is not None:
        text = data.text or features.place.text
        target = target_of(machine, truth)
        noted(machine, estimator.fits, data.rows, data.history, call, text, target=target)
    return machine.unknown()


def forecasting(data: Data, truth: Data) -> tuple[Fit, ...]:
    """Return the fits whose predictions go on where rows end: they are compared with what came after these."""
    if isinstance(truth.rows, (Nobody, UnknownRows)):
        return ()
    if isinstance(root_of(data.rows), UnknownRows):
        # Nobody knows what was predicted, but for what it is compared with.
        return tuple(fit for fit in data.predicted if follows(fit, truth))
    return data.predicted if goes_on(data.rows, truth.rows) else ()


def judged(data: Data, truth: Data | None, fits: tuple[Fit, ...]) -> Rows:
    """Return the rows that fits are judged on: of a list of which they don't know any item, those of the labels."""
    if truth is None or isinstance(truth.rows, (Nobody, UnknownRows)) or not is_list(root_of(data.rows)):
        return data.rows
    return data.rows if any(sources(fit.rows) & sources(data.rows) for fit in fits) else truth.rows


def goes_on(rows: Rows, truth: Rows) -> bool:
    """Tell whether labels are those of other rows of the same data."""
    return bool(sources(rows) & sources(truth)) and overlaps(rows, truth) is Answer.NO


def told(data: Data, argument: Argument) -> str:
    """Return the evaluated rows in the user's words."""
    return data.predicted_on or data.text or argument.place.text


def result_of(machine: Machine, flow: Flow, score: Score) -> Value:
    """Return the score in the shape that the metric gives it."""
    if flow.returns:
        # The thresholds of a curve aren't scores: the place of the nearest to a given one selects nothing.
        return Items(tuple(Unknown() if part == "thresholds" else score for part in flow.returns))
    return score


def noted(
    machine: Machine,
    fits: tuple[Fit, ...],
    rows: Rows,
    learned: History,
    call: Call,
    data: str,
    *,
    labels: bool = True,
    target: Target | None = None,
    chosen: Choices = NOTHING_CHOSEN,
) -> Score:
    """Note the evaluation of every fit, against true labels or without any, and return the score."""
    # Outside of a loop, one of several models is meant; each pass of a loop takes another.
    since = machine.looping_since()
    settled = are_settled(machine, fits)
    if any(fit.folds for fit in fits):
        # Nobody knows which fit predicted what: each row is predicted by one that never saw it.
        return Score(fits, call.place, rows, data, settled)
    occasion = 0 if since is not None else machine.occasion or machine.fresh()
    # Predictions that were made before the loop are the same on each pass.
    several = len(fits) > 1
    anew = since is not None and split_since(rows, since)
    inner = machine.passing_since()
    if anew and inner is not None and inner != since and split_since(rows, inner):
        machine.record.averaged[call.place.key] = inner
    for fit in fits:
        overlap = overlaps(fit.rows, rows)
        # A test asks whether a model learns at all.
        tried = overlap is Answer.YES and in_test(machine)
        labelled = labels and not tried and (fit.spec is None or not fit.spec.kinds & UNLABELLED)
        machine.record.evaluate(
            Evaluation(
                call.place,
                fit,
                rows,
                data,
                learned,
                overlap,
                labelled,
                split=machine.record.split_of(rows),
                scope=machine.scope,
                target=target,
                anew=anew,
                remaining=not machine.folding and in_folds(rows) and not (target is not None and target.of_all),
                occasion=occasion or (several and machine.record.one_of.get(fit.number)) or machine.fresh(),
                last=since is None and fit.number in machine.passed,
                chosen=chosen,
                via=machine.entered if machine.chunk < 0 else None,
                calls=tuple(each.site for each in machine.activations if is_in_file(each.site)),
                turn=repeated_call(machine),
            )
        )
        if fit.loaded is None:
            compare_candidates(machine, fit.address)
            note_score(machine, fit, rows)
    return Score(fits, call.place, rows, data, settled)


def is_in_file(place: Place | None) -> TypeGuard[Place]:
    """Tell whether a call stands in the file itself."""
    return place is not None and place.chunk >= 0


def repeated_call(machine: Machine) -> Place | None:
    """Return the call in the file that the innermost loop repeats; None where it repeats this call, or none."""
    if machine.loops or machine.frame.is_comprehension:
        return None
    found = next((each.site for each in reversed(machine.activations) if each.in_loop), None)
    return found if is_in_file(found) else None


def are_settled(machine: Machine, fits: tuple[Fit, ...]) -> bool:
    """Tell whether all fits happened before the loop or comprehension under way, and in an earlier one."""
    began = machine.passing_since()
    return bool(fits) and began is not None and all(0 < fit.number < began for fit in fits)


def note_prediction(
    machine: Machine, fits: tuple[Fit, ...], data: Data, call: Call, text: str, *, judges: bool = False
) -> None:
    """Note predictions on one part of a split: they are made to be looked at.

    Args:
        machine: The present state.
        fits: What predicts.
        data: What is predicted.
        call: The call that predicts.
        text: The data in the user's words.
        judges: Something else than the name of the part says that these rows judge.
    """
    if not judges and not in_test_part(data.rows):
        return
    for fit in fits:
        answer = overlaps(fit.rows, data.rows)
        if not sources(fit.rows) & sources(data.rows):
            continue
        if answer is Answer.NO or (answer is Answer.YES and fit.rows != data.rows):
            machine.record.evaluate(
                Evaluation(
                    call.place,
                    fit,
                    data.rows,
                    text,
                    data.history,
                    answer,
                    False,
                    True,
                    machine.record.split_of(data.rows),
                    machine.scope,
                )
            )


def is_one_of_several(machine: Machine) -> bool:
    """Tell whether a loop through a container in view is under way."""
    if machine.candidates:
        return True
    return any(each.candidates for each in machine.loops) or any(each.candidates for each in machine.activations)


def compare_candidates(machine: Machine, address: int) -> None:
    """Note that an estimator is scored in a loop over candidates in view: somebody compares them."""
    estimator = machine.store.get(address)
    if is_one_of_several(machine) and isinstance(estimator, Estimator):
        for part in family(machine, estimator):
            machine.record.searched(part.place)


def family(machine: Machine, estimator: Estimator, depth: int = 0) -> list[Estimator]:
    """List an estimator and everything that it holds: steps, inner estimators, candidates of a search."""
    found = [estimator]
    if depth > 8:
        return found
    for _, value in estimator.parameters:
        found.extend(held(machine, value, depth + 1))
    return found


def held(machine: Machine, value: Value, depth: int) -> list[Estimator]:
    """List the estimators in a hyperparameter's value."""
    if isinstance(value, HOLDS_NO_MODEL):
        return []
    inner = machine.estimator(value)
    if inner is not None:
        return family(machine, inner, depth)
    if depth > 8:
        return []
    return [each for part in contents(machine, value) for each in held(machine, part, depth + 1)]


def cross_validate(
    machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]
) -> Value:
    """Score copies of an estimator within folds of the data."""
    estimator = arguments.get(flow.estimator)
    given = arguments.get(flow.data)
    splitter = call.keyword("cv")
    note_splitter(machine, None if splitter is None else splitter.value)
    if estimator is not None:
        replaced = EVERYTHING if flow.name.endswith(".validation_curve") else frozenset()
        note_copies(machine, held(machine, estimator.value, 0), replaced)
        copied_by(machine, estimator.value, Copied(call.place, call.name, ""))
        found = machine.estimator(estimator.value)
        for part in () if found is None else family(machine, found):
            if part.place.key in machine.record.seed_loops:
                machine.record.seed_scores[call.place.key] = machine.record.seed_loops[part.place.key]
        if found is not None and flow.name.endswith(".validation_curve"):
            for part in family(machine, found):
                machine.record.searched(part.place)
                machine.record.becomes(part.place.key, Outcome.SEARCHED)
        if isinstance(estimator.value, Ref):
            machine.record.cross_validated.add(estimator.value.address)
            becomes(machine, estimator.value, Outcome.SCORED, None if data is None else data.rows)
            if found is not None:
                text = estimator.place.text
                note_names(machine, found, text if text.isidentifier() else "")
                note_members(machine, found)
                machine.record.becomes(found.place.key, Outcome.ALONE)
            compare_candidates(machine, estimator.value.address)
    if data is None or given is None:
        return Unknown()
    learned = data.history
    note_folds(machine, flow, data, call, arguments)
    if flow.name.endswith(".cross_val_predict"):
        text = told(data, given)
        name = "" if estimator is None else estimator.place.text
        fit = Fit(
            call.place,
            name,
            None,
            machine.fresh(),
            UNKNOWN_ROWS,
            text,
            NOTHING_LEARNED,
            NOTHING_CHOSEN,
            number=machine.fresh(),
            folds=True,
        )
        return Data(machine.fresh(), data.rows, "ndarray", learned, NOTHING_CHOSEN, (fit,), text)
    rows = UNKNOWN_ROWS if isinstance(data.rows, Nobody) else data.rows
    score = Score((), call.place, rows, told(data, given))
    if flow.returns:
        return Items(tuple(score if part.endswith(("scores", "score")) else Unknown() for part in flow.returns))
    return score


def note_folds(machine: Machine, flow: Flow, data: Data, call: Call, arguments: dict[str, Argument]) -> None:
    """Note the folds on which an estimator is scored; one without labels isn't judged."""
    given, features = arguments.get(flow.estimator), arguments[flow.data]
    estimator = None if given is None else machine.estimator(given.value)
    if estimator is not None and estimator.spec is not None and estimator.spec.kinds & UNLABELLED:
        return
    target = arguments.get(flow.target)
    labels = None if target is None else machine.data(target.value)
    learned = data.history if labels is None else together(data.history, of_target(labels))
    name = "" if given is None else given.place.text
    machine.record.cross_validate(CrossValidated(call.place, call.name, data.rows, told(data, features), learned, name))


def of_target(target: Data) -> History:
    """Return what had been learned to make the target; a statistic in it defines what is to be predicted."""
    return frozenset(entry for entry in target.history if entry.lesson is not Lesson.STATISTIC)


def copied_by(machine: Machine, value: Value, copied: Copied) -> None:
    """Note that a copy of an estimator was fitted, not the estimator itself."""
    estimator = machine.estimator(value)
    if estimator is not None and isinstance(value, Ref):
        machine.store.set(value.address, replace(estimator, copied=copied))
        machine.record.fitted(estimator.place)
        for _, part in estimator.parameters:
            copied_by(machine, part, copied)
    elif not isinstance(value, (Constant, Data)):
        for part in contents(machine, value):
            copied_by(machine, part, copied)
