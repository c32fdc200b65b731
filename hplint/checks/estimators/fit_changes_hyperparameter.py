"""HP507: `fit` changes a hyperparameter for good."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.estimators import ClassDefined
from hplint.checks import check
from hplint.findings import Problem


@check("HP507")
def fit_changes_hyperparameter(event: ClassDefined) -> Iterator[Problem]:
    """Report each assignment."""
    for each in event.overwritten:
        what = "changes what the user gave as" if each.in_place else "sets the hyperparameter"
        yield Problem(
            each.place,
            f"`fit` of `{event.name}` {what} `{each.name}`: a second `fit`, or a `clone` of the "
            "fitted estimator, starts from another value than the user set",
            help=f"keep what `fit` makes of it in `{each.name}_`, or in a local variable",
        )
