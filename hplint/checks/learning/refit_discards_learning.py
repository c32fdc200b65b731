"""HP407: each fit in a loop over batches forgets the one before."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.learning import Refitted
from hplint.checks import check
from hplint.findings import Problem, Step


@check("HP407")
def refit_discards_learning(event: Refitted) -> Iterator[Problem]:
    """Report the fit, and where what is left of it is used."""
    methods = event.spec.methods
    if "partial_fit" in methods:
        remedy = f"call `{event.estimator}.partial_fit(...)`"
    elif event.spec.parameter("warm_start") is not None:
        remedy = f"fit `{event.estimator}` once on all rows, or use a model with `partial_fit`; {WARM}"
    else:
        remedy = f"fit `{event.estimator}` once on all rows, or use a model with `partial_fit`"
    data = f" `{event.data}`" if event.data else " its rows"
    yield Problem(
        event.place,
        f"Each `fit` of `{event.estimator}` in this loop forgets the one before: in the end it has learned from the "
        f"last{data} only",
        help=remedy,
        steps=(Step("used here, after the loop", event.used),),
    )


WARM = "`warm_start=True` goes on from the last fit"
