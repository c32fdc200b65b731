"""HP504: `fit` sets a public attribute whose name doesn't end with an underscore."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.estimators import ClassDefined
from hplint.checks import check
from hplint.findings import Problem


@check("HP504")
def learned_attribute_without_underscore(event: ClassDefined) -> Iterator[Problem]:
    """Report the first assignment to each."""
    for each in event.unmarked:
        yield Problem(
            each.place,
            f"`fit` of `{event.name}` sets `{each.name}`: without an underscore at its end, nobody takes it for a "
            "learned attribute",
            help=f"call it `{each.name}_`, or `_{each.name}` if nobody else reads it",
        )
