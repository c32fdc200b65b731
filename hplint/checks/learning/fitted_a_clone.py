"""HP405: an estimator is used of which only a copy was fitted."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.learning import UnfittedUse
from hplint.checks import check
from hplint.findings import Problem, Step


@check("HP405")
def fitted_a_clone(event: UnfittedUse) -> Iterator[Problem]:
    """Report the use, and say where the fitted copy is."""
    copied = event.copied
    if copied is None:
        return
    use = f"`{event.member}` is called" if event.called else f"`{event.member}` is read"
    if copied.by == "clone":
        message = (
            f"`{event.estimator}` itself isn't fitted when {use}: `clone` makes an unfitted copy and leaves it as it is"
        )
    else:
        message = f"`{event.estimator}` itself isn't fitted when {use}: `{copied.by}` fits copies of it"
    remedy = f"use `{copied.instead}`, the fitted copy" if copied.instead else f"fit `{event.estimator}` itself first"
    yield Problem(
        event.place,
        message,
        help=remedy,
        steps=(Step("copied here", copied.place),),
    )
