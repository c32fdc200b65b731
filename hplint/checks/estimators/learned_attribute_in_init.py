"""HP503: `__init__` sets an attribute whose name says that `fit` learns it."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.estimators import ClassDefined
from hplint.checks import check
from hplint.findings import Problem


@check("HP503")
def learned_attribute_in_init(event: ClassDefined) -> Iterator[Problem]:
    """Report each assignment."""
    for each in event.learned_early:
        reason = (
            "whoever reads it before `fit` gets something that nobody learned"
            if event.says_fitted
            else "`check_is_fitted` takes the unfitted object for fitted"
        )
        yield Problem(
            each.place,
            f"`{each.name}` is set in `{event.name}.__init__`, though its underscore says that `fit` learns it: "
            f"{reason}",
            help=f"set `{each.name}` in `fit` only; rename it to `_{each.name.rstrip('_')}` if it isn't learned",
        )
