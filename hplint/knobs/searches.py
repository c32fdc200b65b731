"""Searches in view to what they try for each hyperparameter of each estimator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hplint.analysis.events.hyperparameters import Built
from hplint.analysis.events.search import Searched, SearchedKey
from hplint.analysis.memory.constants import NOT_LITERAL
from hplint.findings import Place
from hplint.knobs.words import python_code


def tried(searches: Sequence[Searched], of: Built, name: str) -> Iterator[SearchedKey]:
    """List what searches try for a hyperparameter of an estimator.

    Those count that hold the estimator; where none is seen to, but it reaches one, those over its class.
    """
    holders = {holding.place.key for holding in of.within}
    own = [each for each in searches if each.place.key in holders]
    for search in own or (searches if of.searched else ()):
        for key in search.keys:
            if any(target.spec is of.spec and target.name == name for target in key.leads_to):
                yield key


def written(key: SearchedKey) -> Place | None:
    """Return where all candidates stand, the list or the distribution; None where they don't stand as a whole."""
    return key.listed if key.distribution is None else key.distribution.place


def candidates(key: SearchedKey) -> str:
    """Return the candidates as Python code, as far as they are known."""
    known = [each.literal for each in key.candidates or ()]
    return f"[{', '.join('...' if each is NOT_LITERAL else python_code(each) for each in known)}]" if known else "?"
