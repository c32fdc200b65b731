"""HP406: an estimator is used with hyperparameters that it was never fitted with."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.learning import StaleUse
from hplint.checks import check
from hplint.checks.wording import enumerate_all
from hplint.findings import Problem, Step


@check("HP406")
def stale_after_set_params(event: StaleUse) -> Iterator[Problem]:
    """Report the use, and where the hyperparameters were changed."""
    names = enumerate_all([f"`{name}`" for name, _ in event.changed])
    yield Problem(
        event.place,
        f"{names} of `{event.estimator}` {'was' if len(event.changed) == 1 else 'were'} changed after its fit: "
        f"`{event.member}` still gives what was learned before",
        help=f"call `{event.estimator}.fit(...)` again before `{event.member}`",
        steps=tuple(Step(f"`{name}` changed here", place) for name, place in event.changed),
    )
