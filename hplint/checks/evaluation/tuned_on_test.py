"""HP301: something was selected by scores on the rows that the result is measured on."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.evaluation import Selected
from hplint.checks import check
from hplint.checks.dialects import dialect_of
from hplint.findings import Problem, Step


@check("HP301")
def tuned_on_test(event: Selected) -> Iterator[Problem]:
    """Report the selection."""
    rows = f"`{event.data}`" if event.data else "the test rows"
    if event.compared:
        folds = dialect_of(event.spec).folds
        yield Problem(
            event.place,
            f"the best candidate is kept by its score on {rows}, and no other rows judge it: its score is the luckiest "
            "of several, not what to expect",
            help=f"compare the candidates by {folds} on the training rows, and score only the kept one on {rows}",
        )
        return
    yield Problem(
        event.place,
        f"{event.what} selects by scores on rows of {rows}, which the result is measured on",
        help=f"select on a validation part of the training rows, and keep {rows} for the final score",
        steps=(Step("selected here", event.place), Step(f"measured on {rows} here", event.evaluation)),
    )
