"""What happens in classes of the project that are estimators."""

from __future__ import annotations

from enum import Enum

from hplint.analysis.events.hyperparameters import Setting
from hplint.basis.frozen import dataclass
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place


@dataclass(frozen=True, slots=True)
class Assigned:
    """An attribute of an estimator's own object is set by its class."""

    place: Place
    """`self.alpha`."""
    name: str
    in_place: bool = False
    """What it holds is changed: the place is that call, or item."""


class Fate(Enum):
    """What `__init__` does with a hyperparameter."""

    STORED = "stored"
    """Its attribute is what was given, or nobody knows."""
    CHANGED = "changed"
    """Its attribute may be something else."""
    MISSING = "missing"
    """It has no attribute that it sets."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an estimator's `__init__`."""

    name: str
    place: Place
    """In the signature."""
    fate: Fate
    changed: Place | None = None
    """The statement that makes something else of it, or its target."""
    stored_as: str = ""
    """The attribute that is what was given, where that has another name."""


@dataclass(frozen=True, slots=True)
class Validated:
    """`__init__` looks whether a hyperparameter is valid."""

    place: Place
    """The statement."""
    parameter: str


@dataclass(frozen=True, slots=True)
class Returned:
    """`fit` returns something else than the object."""

    place: Place
    """The `return`, or the whole function where it ends without one."""
    text: str
    """What it returns, as written; `None`."""
    method: str
    """`fit` or `partial_fit`."""


@dataclass(frozen=True, slots=True)
class ClassDefined:
    """A class in view is an estimator: it derives from `BaseEstimator`, or defines `fit` and `get_params`."""

    place: Place
    name: str
    parameters: tuple[Parameter, ...]
    """What `get_params` looks for; empty where the class or a base that nobody can see has its own way."""
    star: Place | None
    """The `*args` of `__init__` that make `get_params` raise."""
    validated: tuple[Validated, ...]
    learned_early: tuple[Assigned, ...]
    """Learned attributes, by their names, that `__init__` sets."""
    says_fitted: bool
    """It says itself whether it is fitted, by `__sklearn_is_fitted__`."""
    unmarked: tuple[Assigned, ...]
    """Public attributes without an underscore that `fit` sets."""
    overwritten: tuple[Assigned, ...]
    """Hyperparameters that `fit` changes for good."""
    returned: tuple[Returned, ...]


@dataclass(frozen=True, slots=True)
class NeverLearned:
    """An attribute is read, or a method called, that an estimator with these hyperparameters never has."""

    place: Place
    estimator: str
    """In the user's words: `model`."""
    spec: EstimatorSpec
    member: str
    owner: EstimatorSpec
    """Whose class lacks it: the estimator's, or that of the part that a method is handed on to."""
    method: bool
    setting: Setting
    """The estimator's hyperparameters."""
    because: tuple[str, ...]
    """The hyperparameters without whose values it would have it; empty where no value helps."""
    remedy: tuple[tuple[str, object], ...]
    """A hyperparameter and its value that bring it about; empty where none does by itself."""
    instead: str
    """What to write instead: `model.feature_importances_`; empty where nothing is known."""
    partial: bool
    """`fit` stores it, and only `partial_fit` was called."""
    since: str | None = None
    """The first release without it; None where none ever had it."""


@dataclass(frozen=True, slots=True)
class AssignedLearned:
    """A learned attribute is set by hand, outside of the estimator's own class."""

    place: Place
    """The assignment's target."""
    estimator: str
    """In the user's words: `model`."""
    spec: EstimatorSpec
    member: str
