"""What cells of the heap hold: frozen, so that a change is another content of the same cell."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import Any, NamedTuple

from hplint.analysis.data.history import Fit
from hplint.analysis.memory.values import UNKNOWN, Class, Value
from hplint.basis.frozen import dataclass
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place


class Learning(Enum):
    """How far an estimator is."""

    UNFITTED = "unfitted"
    FITTED = "fitted"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True)
class Copied:
    """The estimator was given to something that fits copies of it."""

    place: Place
    """The call whose fit fitted the copy."""
    by: str
    """`search`, `cross_val_score`, `clone`."""
    instead: str
    """What to read instead: `search.best_estimator_`; empty where there is nothing."""


@dataclass(frozen=True, slots=True)
class Estimator:
    """An estimator, splitter or search on the heap."""

    spec: EstimatorSpec | None
    """None for one of an uncatalogued library, known by its `fit`."""
    place: Place
    """Where it was built."""
    name: str
    """Its class as written, for messages where no variable holds it."""
    parameters: tuple[tuple[str, Value], ...] = ()
    complete: bool = True
    """False when hyperparameters that nobody can see may have been set."""
    state: Learning = Learning.UNFITTED
    fits: tuple[Fit, ...] = ()
    """The fits whose result it may hold; empty for one that was loaded or fitted out of sight."""
    copied: Copied | None = None
    stale: tuple[tuple[str, Place, object], ...] = ()
    """Hyperparameters set since it was fitted, each with the place, and the literal that it was fitted with."""
    born: int = 0
    """A number given out when the first of its copies was built, so that what copies it later counts as built then."""
    used: bool = False
    """Somebody used it, or may have, since the last fit."""
    forgot: object = None
    """The fit in a loop that forgot what the pass before had learned, while nobody has used it since."""
    own: Class | None = None
    """Its class, where that is one in view that keeps the constructor of the estimator that it derives from."""

    def parameter(self, name: str) -> Value | None:
        """Return a hyperparameter as given, or None."""
        for given, value in self.parameters:
            if given == name:
                return value
        return None


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, set, iterator or view on the heap."""

    items: tuple[Value, ...] | None
    """None where the length isn't known; then `element` stands for all."""
    element: Value = UNKNOWN
    kind: str = "list"
    """`list`, `set`, `frozenset`, or empty for an iterator or view."""
    escaped: bool = False
    """Code out of sight may have changed it."""
    written: Place | None = field(default=None, compare=False)
    """The list or comprehension as written, where it is in view and nobody changed it since."""


class Written(NamedTuple):
    """Where an item of a dict was written."""

    key: Place
    value: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """A dict on the heap."""

    items: tuple[tuple[Any, Value], ...]
    """By constant key, in order."""
    rest: Value | None = None
    """What other keys may hold; None when there are no other keys."""
    keys: tuple[tuple[Any, Written], ...] = ()
    """Where each key was written."""
    maybe: frozenset[Any] = frozenset()
    """Keys that are there on some path only."""
    escaped: bool = False
    """Code out of sight may have changed it."""
    default: Value | None = None
    """What makes the value of a key that isn't there."""

    def get(self, key: object) -> Value | None:
        """Return the value of a constant key, or None."""
        for known, value in self.items:
            if known == key and type(known) is type(key):
                return value
        return None


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class in view; its attributes stand in the store under `(address, name)`."""

    of: Class
    escaped: bool = False
    """Code out of sight may have changed it."""
    built: Place | None = field(default=None, compare=False)
    """The call that built it."""


@dataclass(frozen=True, slots=True)
class Deferred:
    """A generator or coroutine whose body hasn't run yet."""

    run: Any = field(compare=False)  # a function that returns a Value
    """Runs the body, and returns the list of what it yields, or what it returns."""
    key: int = 0
    result: Any = None  # a Value
    """What a coroutine gave."""


Heap = Estimator | Sequence | Mapping | Instance | Deferred
Content = Value | Heap
