"""HP206: a search is fitted, nothing of it is read, and what it searched is fitted without it."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.search import Discarded
from hplint.checks import check
from hplint.findings import Problem, Step


@check("HP206")
def discarded_search(event: Discarded) -> Iterator[Problem]:
    """Report a search that selects for nobody."""
    search = f"`{event.search}`" if event.search.isidentifier() else "this search"
    words = "is fitted as it was before" if event.refitted else "is then set by hand, and fitted"
    found = event.search if event.search.isidentifier() else "the search"
    yield Problem(
        event.place,
        f"nothing of {search} is ever read: `{event.spec.name}` {words}",
        help=f"go on with `{found}.best_estimator_`, or with `{found}` itself, which predicts with what it found",
        steps=(Step("fitted without what the search found", event.later),),
    )
