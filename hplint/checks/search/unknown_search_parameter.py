"""HP201: a key of a search space is no hyperparameter of what is searched."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.search import Searched
from hplint.checks import check
from hplint.checks.paths import missing_problem
from hplint.findings import Problem


@check("HP201")
def unknown_search_parameter(event: Searched) -> Iterator[Problem]:
    """Report each key that leads nowhere; what older releases had is HP105's."""
    raising = "the search" if event.path.endswith("CV") else f"`{event.path.rpartition('.')[2]}`"
    for space in () if event.guarded else event.spaces:
        others = {key.key for key in space.keys}
        for key in space.keys:
            if key.missing is not None:
                yield missing_problem(key.place, key.key, key.missing, raising, others)
