"""HP404: a learned parameter is set by hand."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.estimators import AssignedLearned
from hplint.checks import check
from hplint.findings import Problem


@check("HP404")
def assigned_learned_parameter(event: AssignedLearned) -> Iterator[Problem]:
    """Report the assignment."""
    yield Problem(
        event.place,
        f"`{event.member}` is what {event.spec.name} learns from data, and is set by hand here: what "
        f"`{event.estimator}` predicts no longer follows from any rows, and the next fit overwrites it",
        help=f"fit `{event.estimator}`, or keep the numbers in a variable of your own",
    )
