"""Cross-validations, by a call, a search or a loop over folds, and what was learned outside of their folds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from hplint.analysis.data.history import Learned, Lesson
from hplint.analysis.data.overlap import Answer, informs, overlaps
from hplint.analysis.data.rows import (
    Part,
    Rows,
    came_through,
    duplications,
    in_folds,
    in_training_part,
    line,
    taken_back,
)
from hplint.analysis.events.evaluation import CrossValidated, Evaluation, Folds
from hplint.basis.frozen import replace


def outside_of_folds(noted: Iterable[CrossValidated], evaluations: Collection[Evaluation]) -> Iterator[CrossValidated]:
    """Tell of each cross-validation what was learned outside of its folds, from rows that these hold out.

    One call is one mistake: what leaks into a held-out part besides is told there, the rest with the first folds.
    """
    found = [each for each in (*noted, *loops(evaluations)) if each.learned]
    if not found:
        return
    elsewhere: set[int] = set()
    for evaluation in evaluations:
        for entry in (*evaluation.fit.learned, *evaluation.learned) if not in_folds(evaluation.rows) else ():
            if entry.place.key in elsewhere:
                continue
            if (leaks(entry, evaluation) and not only_splits(entry, evaluations)) or stands_twice(entry, evaluation):
                elsewhere.add(entry.place.key)
    for each in found:
        learned = {
            entry
            for entry in each.learned
            if entry.place.key not in elsewhere and knows(entry, each.rows) and not only_splits(entry, evaluations)
        }
        if learned:
            elsewhere.update(entry.place.key for entry in learned)
            yield replace(each, learned=frozenset(learned))


def loops(evaluations: Iterable[Evaluation]) -> Iterator[CrossValidated]:
    """List the evaluations in loops over folds that are written out."""
    for each in evaluations:
        if in_folds(each.rows) and each.looked_at and each.rows != each.fit.rows and not each.on_training_rows:
            name, fit = each.place.text, each.fit
            yield CrossValidated(each.place, name, each.rows, each.data, fit.learned, fit.name, Folds.LOOP)


def leaks(entry: Learned, evaluation: Evaluation) -> bool:
    """Tell whether what went into the training data was learned from held-out rows that judge the model."""
    if entry.lesson is Lesson.RESAMPLING or entry not in evaluation.fit.learned:
        return False
    if not evaluation.looked_at or evaluation.on_training_rows:
        return False
    if in_training_part(evaluation.rows) and evaluation.overlaps_fit is not Answer.NO:
        # The rows that `validation_split` holds out of a training part do judge.
        return False
    return knows(entry, evaluation.rows)


def knows(entry: Learned, rows: Rows) -> bool:
    """Tell whether something was learned from rows that are evaluated.

    What only says which rows to take is a way to split, unless it has taken the evaluated ones, too.
    """
    if entry.lesson is Lesson.RESAMPLING and entry.place not in duplications(rows):
        # It made other rows, from which something was learned for these.
        return False
    if entry.chooses is not None and (entry.counts or not came_through(rows, entry.chooses)):
        # Whoever leaves rare classes out, or takes as many rows of each, says what the model is for.
        return False
    if informs(entry.rows, rows):
        return True
    # Which rows are left tells of all that it was learned from: outliers by the quantiles of one class, say.
    return entry.chooses is not None and informs(entry.rows, taken_back(rows, entry.chooses))


def only_splits(entry: Learned, evaluations: Iterable[Evaluation]) -> bool:
    """Tell whether what was learned only says where rows are cut in two, as the other ones are evaluated, too.

    `df[df.day < df.day.max() - month]` is what remains for training where a model is judged on the last month.
    """
    if entry.chooses is None or not isinstance(entry.chooses, Part):
        return False
    whole = entry.chooses.parent
    return any(
        whole in line(evaluation.rows) and overlaps(entry.chooses, evaluation.rows) is Answer.NO
        for evaluation in evaluations
        if evaluation.looked_at
    )


def stands_twice(entry: Learned, evaluation: Evaluation) -> bool:
    """Tell whether resampling put copies of a row into the training data and the evaluated rows."""
    return (
        entry.lesson is Lesson.RESAMPLING
        and evaluation.overlaps_fit is Answer.YES
        and evaluation.rows != evaluation.fit.rows
        and entry.place in duplications(evaluation.rows)
    )
