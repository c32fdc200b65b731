"""HP303: preprocessing was learned from rows that include the rows of a later evaluation."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events import Evaluated, Evaluation
from hplint.analysis.history import Fit, Learned, Lesson
from hplint.analysis.overlap import Answer, share_originals
from hplint.checks import Settings, check
from hplint.findings import Problem, Step

REMEDIES = {
    Lesson.TRANSFORMER: (
        "split first, then fit `{name}` on the training rows only (a `Pipeline` with the model does that)"
    ),
    Lesson.STATISTIC: "split first, then compute `{name}` on the training rows and use it for both parts",
    Lesson.CATEGORIES: "split first, then fit `{name}` on the training rows only",
    Lesson.CLUSTERS: "split first, then fit `{name}` on the training rows and `predict` for both parts",
}


@check("HP303")
def preprocessing_leak(event: Evaluated, settings: Settings) -> Iterator[Problem]:
    """Report each thing that was learned from evaluated rows to make the training data."""
    reported: set[int] = set()
    for evaluation in event.evaluations:
        if not evaluation.looked_at or evaluation.on_training_rows:
            continue
        for entry in sorted(event.fit.learned, key=lambda entry: entry.name):
            if entry.place.key not in reported and leaks(entry, evaluation, settings):
                reported.add(entry.place.key)
                yield describe(entry, event.fit, evaluation)


def leaks(entry: Learned, evaluation: Evaluation, settings: Settings) -> bool:
    """Tell whether something was learned from the evaluated rows that a rule speaks of."""
    if entry.lesson is Lesson.RESAMPLING or (entry.lesson is Lesson.CATEGORIES and not settings.strict_encoders):
        return False
    return share_originals(entry.rows, evaluation.rows) is Answer.YES


def describe(entry: Learned, fit: Fit, evaluation: Evaluation) -> Problem:
    """Describe a leak in the user's names."""
    evaluated = f"`{evaluation.data}`" if evaluation.data else "the rows"
    return Problem(
        entry.place,
        f"`{entry.name}` is learned from rows that include {evaluated}, on which `{fit.name}` is evaluated: "
        "the training data already knows the test rows",
        help=REMEDIES[entry.lesson].format(name=entry.name),
        steps=(
            Step("learned from all rows here", entry.place),
            *(() if evaluation.split is None else (Step("split here", evaluation.split),)),
            Step(f"`{fit.name}` is fitted on its result here", fit.place),
            Step("evaluated here", evaluation.place),
        ),
    )
