"""HP505: `fit` returns something else than the estimator."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.estimators import ClassDefined
from hplint.checks import check
from hplint.findings import Problem


@check("HP505")
def fit_returns_not_self(event: ClassDefined) -> Iterator[Problem]:
    """Report each `return`, or the function where it has none."""
    for each in event.returned:
        yield Problem(
            each.place,
            f"`{event.name}.{each.method}` returns `{each.text}` and not the estimator: `fit_transform`, and whatever "
            f"is called on the result of `{each.method}`, fails",
            help="end it with `return self`",
        )
