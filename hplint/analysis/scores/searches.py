"""What a run remembers of searches that were fitted, to tell in the end which of them nobody read."""

from __future__ import annotations

from hplint.basis.frozen import dataclass
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place


@dataclass(frozen=True, slots=True)
class SearchFit:
    """A search that was fitted, to be found unread or not in the end."""

    place: Place
    built: Place
    name: str
    address: int
    specs: frozenset[EstimatorSpec]
    """The classes whose hyperparameters it searches."""
    parts: frozenset[int]
    """Addresses of what it searches."""
    scope: int
    order: int


@dataclass(frozen=True, slots=True)
class LaterUse:
    """What was built or fitted after a search was fitted."""

    place: Place
    spec: EstimatorSpec
    address: int | None
    """Of what was fitted; None for what was built."""
    after: frozenset[int]
    """The searches that were fitted on the way there, by their `order`."""
