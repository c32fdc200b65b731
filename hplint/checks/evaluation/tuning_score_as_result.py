"""HP307: the best score of a search's own folds is reported as the result."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.evaluation import TuningReported
from hplint.checks import check
from hplint.findings import Problem, Step


@check("HP307")
def tuning_score_as_result(event: TuningReported) -> Iterator[Problem]:
    """Report the read of the score."""
    search, rows = event.fit.name, event.fit.data or "the rows of the search"
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
