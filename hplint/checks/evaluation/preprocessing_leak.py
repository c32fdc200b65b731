"""HP303: preprocessing was learned from rows that include the rows of a later evaluation."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.data.history import Fit, Learned, Lesson
from hplint.analysis.data.rows import in_folds
from hplint.analysis.events.evaluation import Evaluated, Evaluation
from hplint.analysis.scores.cross_validations import leaks, only_splits
from hplint.checks import Settings, check
from hplint.checks.dialects import SPARK, dialect_of
from hplint.findings import Problem, Step


@check("HP303")
def preprocessing_leak(event: Evaluated, settings: Settings) -> Iterator[Problem]:
    """Report each thing that was learned from evaluated rows to make the training data."""
    reported: set[int] = set()
    for evaluation in event.evaluations:
        if in_folds(evaluation.rows):
            # HP306 speaks of those.
            continue
        for entry in sorted(event.fit.learned, key=lambda entry: entry.name):
            if any(chosen.place.key == entry.place.key for chosen in event.fit.chosen):
                # It selects columns by scores on held-out rows: HP301 speaks of that.
                continue
            if only_splits(entry, event.evaluations):
                continue
            silent = entry.lesson is Lesson.CATEGORIES and not settings.strict_encoders
            if entry.place.key not in reported and not silent and leaks(entry, evaluation):
                reported.add(entry.place.key)
                yield describe(entry, event.fit, evaluation)


def describe(entry: Learned, fit: Fit, evaluation: Evaluation) -> Problem:
    """Describe a leak in the user's names."""
    evaluated = f"`{evaluation.data}`, on which" if evaluation.data else "those on which"
    return Problem(
        entry.place,
        f"`{entry.name}` is learned from rows that include {evaluated} `{fit.name}` is evaluated: "
        "the training data already knows the test rows",
        help=remedy(entry, fit),
        steps=(
            Step("learned from all rows here", entry.place),
            *(() if evaluation.split is None else (Step("split here", evaluation.split),)),
            Step(f"`{fit.name}` is fitted on its result here", fit.place),
            Step("evaluated here", evaluation.place),
        ),
        subject=entry.name,
    )


def remedy(entry: Learned, fit: Fit) -> str:
    """Say which call to move where, and which pipeline does it."""
    rows = f"the rows of `{fit.data}`" if fit.data else "the training rows"
    name, words = entry.name, dialect_of(fit.spec)
    match entry.lesson:
        case Lesson.STATISTIC:
            return f"{words.split_first}, then compute `{name}` on {rows} only, and use it for both parts"
        case Lesson.CLUSTERS:
            return f"{words.split_first}, then fit `{name}` on {rows} only, and `predict` with it for both parts"
        case _ if words is SPARK and fit.searches:
            pipeline = words.pipeline(name, "model")
            return f"{words.split_first}, then search over `{pipeline}` on {rows} as they were before `{name}`"
        case _ if fit.spec is None or fit.searches:
            return f"{words.split_first}, then fit `{name}` on {rows} only, and `transform` both parts with it"
    return f"{words.split_first}, then fit `{words.pipeline(name, fit.name)}` on {rows} as they were before `{name}`"
