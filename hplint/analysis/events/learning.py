"""What happens with what estimators learn: used before, read when it is stale, thrown away."""

from __future__ import annotations

from hplint.analysis.memory.heap import Copied
from hplint.basis.frozen import dataclass
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place


@dataclass(frozen=True, slots=True)
class UnfittedUse:
    """An estimator is used, or a learned attribute of it read, while it is definitely not fitted."""

    place: Place
    estimator: str
    """In the user's words: `model`."""
    spec: EstimatorSpec | None
    """None for a class in view."""
    member: str
    """The method or attribute: `predict`, `coef_`."""
    called: bool
    built: Place
    """Where the estimator was built."""
    copied: Copied | None
    """Set when a copy of it was fitted."""
    given: bool = False
    """Whether it is given to what is called, which needs it fitted, and isn't what is asked itself."""


@dataclass(frozen=True, slots=True)
class StaleUse:
    """An estimator is used after a hyperparameter was changed, and not fitted in between."""

    place: Place
    estimator: str
    """In the user's words: `model`."""
    spec: EstimatorSpec
    member: str
    """The method or attribute: `predict`, `coef_`."""
    changed: tuple[tuple[str, Place], ...]
    """The hyperparameters, each with the place that sets it."""


@dataclass(frozen=True, slots=True)
class Refitted:
    """In a loop, each fit of an estimator forgets the rows of the one before, and it is used after the loop only."""

    place: Place
    """The fit."""
    estimator: str
    """In the user's words: `model`."""
    spec: EstimatorSpec
    data: str
    """The rows in the user's words: `chunk`."""
    used: Place
    """The use after the loop."""
