"""HP302: the evaluated rows were among those that the model was fitted on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hplint.analysis.data.history import Fit, Learned
from hplint.analysis.data.overlap import Answer
from hplint.analysis.data.rows import Part, Rows, in_folds, line
from hplint.analysis.events.evaluation import Evaluated, Evaluation
from hplint.analysis.scores.evaluations import resampled
from hplint.checks import check
from hplint.checks.dialects import dialect_of
from hplint.findings import Place, Problem, Step

MOST_PLACES = 4
"""Most scores of one model on the same rows that are pointed at."""


@check("HP302")
def train_test_overlap(event: Evaluated) -> Iterator[Problem]:
    """Report the evaluations of a fit on its own rows, unless it is also evaluated on others."""
    if event.fit.spec is not None and event.fit.spec.facts.partial_labels:
        # Whose labels it never saw.
        return
    labelled = [each for each in event.evaluations if each.labelled]
    other_rows = event.also_elsewhere or any(differs(event.fit, each) for each in labelled)
    remembering: list[Evaluation] = []
    for evaluation in event.evaluations:
        if evaluation.overlaps_fit is not Answer.YES:
            continue
        resampling = resampled(event.fit, evaluation)
        if resampling is not None and in_folds(evaluation.rows):
            # HP306 speaks of loops over folds.
            continue
        if resampling is not None:
            yield after_resampling(event.fit, evaluation, resampling)
        elif evaluation.labelled:
            remembering.append(evaluation)
    # A training score beside rows that were meant as a test is one beside a test score.
    tests = [each for each in remembering if is_test_part(each.rows)]
    if event.cross_validated and not other_rows:
        # What was split off from all rows, and given to the fit after all, is no mere training score.
        tests = [each for each in tests if each.rows not in line(event.fit.rows)]
    elif not other_rows:
        tests = tests or remembering
    for scores in by_rows([each for each in tests if not other_rows or meant_as_test(event.fit, each)]):
        yield on_training_rows(event.fit, scores)


def by_rows(evaluations: list[Evaluation]) -> Iterable[list[Evaluation]]:
    """Gather the scores of the same rows, which tell of one fault; first those that no function was called for."""
    gathered: dict[Rows, list[Evaluation]] = {}
    for each in sorted(evaluations, key=lambda each: bool(each.calls)):
        gathered.setdefault(each.rows, []).append(each)
    return gathered.values()


def differs(fit: Fit, evaluation: Evaluation) -> bool:
    """Tell whether an evaluation is on other rows than the fit's, or was meant to be: copies apart."""
    return evaluation.overlaps_fit is not Answer.YES or resampled(fit, evaluation) is not None


def meant_as_test(fit: Fit, evaluation: Evaluation) -> bool:
    """Tell whether rows were split off for a test, though some are training rows: that is no mere training score."""
    return is_test_part(evaluation.rows) and fit.rows not in line(evaluation.rows)


def is_test_part(rows: Rows) -> bool:
    """Tell whether the last split that rows come from split them off for a test."""
    parts = [each for each in line(rows) if isinstance(each, Part) and each.index in ("train", "test")]
    return bool(parts) and parts[-1].index == "test"


def after_resampling(fit: Fit, evaluation: Evaluation, resampling: Learned) -> Problem:
    """Describe copies of rows that stand on both sides of a split."""
    return Problem(
        resampling.place,
        f"`{resampling.name}` repeats rows before the split, so copies of rows that `{fit.name}` is fitted on "
        f"are among `{evaluation.data}`",
        help="split first, then resample the training rows only",
        steps=way(fit, evaluation.place, evaluation.data),
    )


def on_training_rows(fit: Fit, scores: list[Evaluation]) -> Problem:
    """Describe an evaluation on training rows, of several the first."""
    evaluation = scores[0]
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
        steps=(*way(fit, evaluation.here, evaluation.data), *further(scores)),
    )


def further(scores: list[Evaluation]) -> Iterator[Step]:
    """List the calls that led to a score, and the places of the others, each once."""
    told = {scores[0].here.key}
    for call in scores[0].calls[-1:]:
        told.add(call.key)
        yield Step("called here", call)
    for each in scores[1:]:
        if each.here.key not in told and len(told) <= MOST_PLACES:
            told.add(each.here.key)
            yield Step("and here", each.here)


def way(fit: Fit, evaluated: Place, data: str) -> tuple[Step, ...]:
    """Return the stations from the fit to the evaluation."""
    return (
        Step(f"fitted on `{fit.data}` here" if fit.data else "fitted here", fit.place),
        Step(f"evaluated on `{data}` here" if data else "evaluated here", evaluated),
    )
