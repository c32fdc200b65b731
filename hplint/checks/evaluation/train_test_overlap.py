"""HP302: the evaluated rows were among those that the model was fitted on."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.data.history import Fit, Learned
from hplint.analysis.data.overlap import Answer
from hplint.analysis.data.rows import Part, in_folds, line
from hplint.analysis.events.evaluation import Evaluated, Evaluation
from hplint.analysis.scores.evaluations import resampled
from hplint.checks import check
from hplint.checks.dialects import dialect_of
from hplint.findings import Place, Problem, Step


@check("HP302")
def train_test_overlap(event: Evaluated) -> Iterator[Problem]:
    """Report the evaluations of a fit on its own rows, unless it is also evaluated on others."""
    if event.fit.spec is not None and event.fit.spec.facts.partial_labels:
        # Whose labels it never saw.
        return
    labelled = [each for each in event.evaluations if each.labelled]
    other_rows = event.also_elsewhere or any(differs(event.fit, each) for each in labelled)
    for evaluation in event.evaluations:
        if evaluation.overlaps_fit is not Answer.YES:
            continue
        resampling = resampled(event.fit, evaluation)
        if resampling is not None and in_folds(evaluation.rows):
            # HP306 speaks of loops over folds.
            continue
        if resampling is not None:
            yield after_resampling(event.fit, evaluation, resampling)
        elif evaluation.labelled and (not other_rows or meant_as_test(event.fit, evaluation)):
            yield on_training_rows(event.fit, evaluation)


def differs(fit: Fit, evaluation: Evaluation) -> bool:
    """Tell whether an evaluation is on other rows than the fit's, or was meant to be: copies apart."""
    return evaluation.overlaps_fit is not Answer.YES or resampled(fit, evaluation) is not None


def meant_as_test(fit: Fit, evaluation: Evaluation) -> bool:
    """Tell whether rows were split off for a test, though some are training rows: that is no mere training score."""
    parts = [each for each in line(evaluation.rows) if isinstance(each, Part) and each.index in ("train", "test")]
    return bool(parts) and parts[-1].index == "test" and fit.rows not in line(evaluation.rows)


def after_resampling(fit: Fit, evaluation: Evaluation, resampling: Learned) -> Problem:
    """Describe copies of rows that stand on both sides of a split."""
    return Problem(
        resampling.place,
        f"`{resampling.name}` repeats rows before the split, so copies of rows that `{fit.name}` is fitted on "
        f"are among `{evaluation.data}`",
        help="split first, then resample the training rows only",
        steps=way(fit, evaluation.place, evaluation.data),
    )


def on_training_rows(fit: Fit, evaluation: Evaluation) -> Problem:
    """Describe an evaluation on training rows."""
    same = f"`{evaluation.data}`" if evaluation.data else "these rows"
    trained = f"`{fit.data}`" if fit.data else "them"
    subject = f"`{fit.name}` is evaluated on {same}, which it was fitted on"
    if fit.rows not in line(evaluation.rows):
        subject = f"`{fit.name}` is evaluated on {same}, and was fitted on some of these rows"
    elif fit.data and fit.data != evaluation.data:
        subject = f"`{fit.name}` is evaluated on {same}, whose rows were among those of {trained} that it was fitted on"
    words = dialect_of(fit.spec)
    return Problem(
        evaluation.here,
        f"{subject}: the score says how well it remembers, not how well it predicts",
        help=f"{words.hold_out} before the fit and score on those, or use {words.folds}",
        steps=way(fit, evaluation.here, evaluation.data),
    )


def way(fit: Fit, evaluated: Place, data: str) -> tuple[Step, ...]:
    """Return the stations from the fit to the evaluation."""
    return (
        Step(f"fitted on `{fit.data}` here" if fit.data else "fitted here", fit.place),
        Step(f"evaluated on `{data}` here" if data else "evaluated here", evaluated),
    )
