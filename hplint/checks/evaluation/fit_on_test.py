"""HP304: a transformer is fitted, or a statistic computed, on the test rows that are evaluated with its result."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.data.history import Fit, Learned, Lesson
from hplint.analysis.data.overlap import Answer, share_originals
from hplint.analysis.data.rows import in_training_part
from hplint.analysis.events.evaluation import Evaluated, Evaluation
from hplint.checks import check
from hplint.findings import Edit, Problem, ProposedFix, Step


@check("HP304")
def fit_on_test(event: Evaluated) -> Iterator[Problem]:
    """Report each thing that was learned from the evaluated rows apart from the training rows."""
    for evaluation in event.evaluations:
        if not evaluation.looked_at or evaluation.on_training_rows or in_training_part(evaluation.rows):
            continue
        for entry in sorted(evaluation.learned - event.fit.learned, key=lambda entry: entry.name):
            if relearned(entry, event.fit, evaluation):
                yield describe(entry, event.fit, evaluation)


def relearned(entry: Learned, fit: Fit, evaluation: Evaluation) -> bool:
    """Tell whether something was learned from the evaluated rows alone."""
    if entry.lesson is Lesson.RESAMPLING or (entry.lesson is Lesson.CATEGORIES and entry.callee is None):
        # A function such as `get_dummies` fits nothing; an encoder that is fitted again may give other codes.
        return False
    if entry.chooses is not None or entry.counts:
        # It says which rows are judged, as the error above a quantile does, and changes none of them.
        return False
    if entry.lesson is Lesson.STATISTIC and not evaluation.labelled:
        # Nobody judges the rows: what the model says of rows that all are of the mean age is an inspection.
        return False
    return (
        share_originals(entry.rows, evaluation.rows) is Answer.YES
        and share_originals(entry.rows, fit.rows) is Answer.NO
    )


def describe(entry: Learned, fit: Fit, evaluation: Evaluation) -> Problem:
    """Describe the second fit in the user's names."""
    evaluated = f"`{evaluation.data}`" if evaluation.data else "the test rows"
    transformer = entry.lesson is not Lesson.STATISTIC
    message = (
        f"`{entry.name}` is fitted on the test rows {evaluated}, so they are transformed in another way than the rows "
        f"that `{fit.name}` learned from"
        if transformer
        else f"`{entry.name}` is computed on the test rows and used on {evaluated}: "
        "at prediction time there are no test rows"
    )
    remedy = (
        f"fit `{entry.name}` on the training rows, and only `transform` the test rows with it"
        if transformer
        else "compute it on the training rows, and use that number for the test rows too"
    )
    return Problem(
        entry.place,
        message,
        help=remedy,
        steps=(
            *(() if evaluation.split is None else (Step("split here", evaluation.split),)),
            Step("learned from the test rows here", entry.place),
            Step(f"`{fit.name}` is fitted here", fit.place),
            Step("evaluated here", evaluation.place),
        ),
        fix=transform_only(entry),
    )


def transform_only(entry: Learned) -> ProposedFix | None:
    """Return the fix that replaces `fit_transform` by `transform`, where the transformer was fitted before."""
    method, callee = entry.place.text, f"{entry.name}.fit_transform"
    if entry.callee is None or not entry.again or "(" in entry.name or not method.startswith(callee):
        return None
    return ProposedFix(
        f"replace `fit_transform` by `transform` of `{entry.name}`",
        (Edit(entry.callee, "transform", old="fit_transform"),),
        safe=False,
    )
