"""HP307: the best score of a search's own folds is reported as the result."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.evaluation import TuningReported
from hplint.checks import check
from hplint.checks.dialects import SPARK, dialect_of
from hplint.findings import Problem, Step


@check("HP307")
def tuning_score_as_result(event: TuningReported) -> Iterator[Problem]:
    """Report the read of the score."""
    search, rows = event.fit.name, event.fit.data or "the rows of the search"
    if dialect_of(event.fit.spec) is SPARK:
        yield in_spark(event, search, rows)
        return
    held_out = (
        f"report `{search}.score(...)` on the rows that were held out of `{rows}`"
        if event.held_out
        else f"split off test rows before `{search}.fit`, and report `{search}.score(X_test, y_test)`"
    )
    yield Problem(
        event.place,
        f"`{event.place.text}` is the best of several scores on the same folds, so it is too good, and nothing in view "
        f"scores what `{search}` found on other rows",
        help=f"{held_out}; or score the whole search by `cross_val_score({search}, ...)`",
        steps=(Step("the best is selected here", event.fit.place),),
    )


def in_spark(event: TuningReported, search: str, rows: str) -> Problem:
    """Describe the scores of a search of Spark, one for each candidate."""
    judged = (
        "the rows that were held out" if event.held_out else f"test rows that `randomSplit` took off `{rows}` before"
    )
    return Problem(
        event.place,
        f"`{event.place.text}` are scores of several candidates on the same folds, so the best of them is too good, "
        f"and nothing in view scores what `{search}` found on other rows",
        help=f"report what an evaluator says of the model's `transform` on {judged}",
        steps=(Step("the best is selected here", event.fit.place),),
    )
