"""HP204: a search fits more often than the budget allows."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.search import Searched
from hplint.checks import Settings, check
from hplint.findings import Problem


@check("HP204")
def search_budget(event: Searched, settings: Settings) -> Iterator[Problem]:
    """Report a search whose configurations times folds exceed `search-budget`."""
    if event.configurations is None or event.folds is None:
        return
    fits = event.configurations * event.folds
    if fits > settings.search_budget:
        yield Problem(
            event.place,
            f"this search fits {fits:,} times ({event.configurations:,} configurations × {event.folds} folds), "
            f"more than the budget of {settings.search_budget:,}",
            help="draw candidates with RandomizedSearchCV, or drop the poor ones early with a halving search",
        )
