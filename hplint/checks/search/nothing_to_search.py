"""HP203: a search has one candidate, so it compares nothing."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.search import Searched
from hplint.checks import check
from hplint.findings import Problem


@check("HP203")
def nothing_to_search(event: Searched) -> Iterator[Problem]:
    """Report a search of at most one configuration; a curve of one point is drawn to be looked at."""
    if event.configurations is None or event.configurations > 1 or "curve" in event.path.lower():
        return
    searched = f" of `{event.estimator}`" if event.estimator.isidentifier() else ""
    tried = "one configuration" if event.configurations else "no configuration"
    help = "give it several candidates, or cross-validate the estimator without a search"
    if not event.exhaustive and any(key.distribution or len(key.candidates or ()) > 1 for key in event.keys):
        help = "raise the number of candidates that it draws"
    yield Problem(event.place, f"this search{searched} tries {tried}, so it selects nothing", help=help)
