"""HP308: the target column is still among the features."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.evaluation import KeptTarget
from hplint.checks import check
from hplint.findings import Problem


@check("HP308")
def target_in_features(event: KeptTarget) -> Iterator[Problem]:
    """Report the fit."""
    features = f"`{event.data}`" if event.data else "the features"
    target = f"`{event.target}`" if event.target else "the target"
    if isinstance(event.column, str):
        column, remedy = f"the column {event.column!r}", f'drop(columns="{event.column}")'
        message = f"{features} still has {column}, which is the target {target}"
        help_text = f"leave it out of the features: `{event.data or 'X'}.{remedy}`"
    else:
        place = f"the column at position {event.column}"
        message = f"{features} still has {place}, which is the target {target}"
        help_text = "leave that column out of the features"
    yield Problem(
        event.place,
        f"{message}: `{event.estimator}` only has to copy it, and nobody knows it for a new row",
        help=help_text,
    )
