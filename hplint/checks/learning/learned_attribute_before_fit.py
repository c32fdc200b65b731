"""HP401: a learned attribute is read while the estimator is definitely not fitted."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.learning import UnfittedUse
from hplint.checks import check
from hplint.findings import Problem, Step


@check("HP401")
def learned_attribute_before_fit(event: UnfittedUse) -> Iterator[Problem]:
    """Report the attribute, unless a copy was fitted (HP405)."""
    if not event.called and event.copied is None:
        yield Problem(
            event.place,
            f"`{event.member}` is learned by `fit`, and `{event.estimator}` isn't fitted here: reading it raises "
            "`AttributeError`",
            help=f"call `{event.estimator}.fit(...)` first",
            steps=(Step("built here, and not fitted since", event.built),),
        )
