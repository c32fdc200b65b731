"""HP402: an estimator predicts, transforms or scores while it is definitely not fitted."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.learning import UnfittedUse
from hplint.checks import check
from hplint.findings import Problem, Step


@check("HP402")
def use_before_fit(event: UnfittedUse) -> Iterator[Problem]:
    """Report the call, unless a copy was fitted (HP405)."""
    if event.called and event.copied is None and event.given:
        yield Problem(
            event.place,
            f"`{event.member}` needs `{event.estimator}` fitted, and it isn't: it raises `NotFittedError`",
            help=f"fit `{event.estimator}` on the training rows before",
            steps=(Step("built here, and not fitted since", event.built),),
        )
    elif event.called and event.copied is None:
        yield Problem(
            event.place,
            f"`{event.estimator}` isn't fitted when `{event.member}` is called: it raises `NotFittedError`",
            help=f"call `{event.estimator}.fit(...)` on the training rows first",
            steps=(Step("built here, and not fitted since", event.built),),
        )
