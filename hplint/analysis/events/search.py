"""What happens with search spaces: what is searched, over which candidates."""

from __future__ import annotations

from hplint.analysis.events.hyperparameters import Missing
from hplint.analysis.memory.constants import NotLiteral, Origin
from hplint.basis.frozen import dataclass
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place


@dataclass(frozen=True, slots=True)
class Hyperparameter:
    """What a key of a search space leads to."""

    spec: EstimatorSpec
    """The class that has it."""
    name: str
    """Its name there, without any prefix; maybe one that is gone (`EstimatorSpec.past`), or a step's."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that a search tries."""

    literal: object | NotLiteral
    """As in `Given`; `NOT_LITERAL` for an estimator or something that isn't known."""
    origin: Origin
    place: Place
    """The candidate itself where it is written as one, else what it comes from: `np.logspace(...)`, the key."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """What a search draws candidates from: `loguniform(1e-3, 1e3)`, `Real(0, 1)`."""

    place: Place
    """As written."""
    low: float | None
    high: float | None
    """The support, both inclusive, infinite where it has no bound; None where it isn't known."""
    discrete: bool
    """It draws ints."""
    log: bool
    """It draws evenly on a log scale."""


@dataclass(frozen=True, slots=True)
class SearchedKey:
    """One key of a search space, and what is tried for it."""

    key: str
    """As written: `svc__C`."""
    place: Place
    leads_to: tuple[Hyperparameter, ...]
    """Several where the path leads through several estimators; empty where nobody knows."""
    missing: Missing | None
    """It leads nowhere for sure, so that the search raises."""
    candidates: tuple[Candidate, ...] | None
    """None where they are drawn from a distribution, or not known."""
    distribution: Distribution | None
    listed: Place | None = None
    """All candidates as written: the list, `np.linspace(...)`, `range(...)`; None where they don't stand as a whole."""
    overwritten: bool = False
    """It is a seed that what holds the estimator draws anew: what is tried arrives nowhere."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A hyperparameter gets what the trial of a study hands out: `SVC(C=trial.suggest_float("C", 0.1, 10))`."""

    place: Place
    """The call that hands it out."""
    key: SearchedKey


@dataclass(frozen=True, slots=True)
class Space:
    """One dict of a search space: every combination of its keys' candidates is one configuration."""

    keys: tuple[SearchedKey, ...]
    complete: bool
    """False where it may have keys that nobody can see."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A search over hyperparameters, or a validation curve, is set up: once a call and way to reach it."""

    place: Place
    """The whole call."""
    name: str
    """The call as written: `GridSearchCV(...)`."""
    path: str
    """The search, by its dotted path: `sklearn.model_selection.GridSearchCV`."""
    estimator: str
    """What is searched, in the user's words: `pipe`; empty where it isn't given."""
    specs: tuple[EstimatorSpec, ...]
    """The classes that are searched, those inside of pipelines, ensembles and meta-estimators included."""
    spaces: tuple[Space, ...]
    complete: bool
    """False where there may be spaces that nobody can see."""
    exhaustive: bool
    """Every combination is tried; False where some are drawn."""
    configurations: int | None
    """How many are tried at most; None where nobody knows."""
    folds: int | None
    """How many fits each of them costs; None where nobody knows, or where it differs (halving)."""
    guarded: bool = False
    """It is set up or fitted where the code is ready for an error: what raises may be meant to."""

    @property
    def keys(self) -> tuple[SearchedKey, ...]:
        """List the keys of all spaces."""
        return tuple(key for space in self.spaces for key in space.keys)


@dataclass(frozen=True, slots=True)
class Discarded:
    """Nothing of a fitted search is ever read, and what it searched is fitted without it afterwards."""

    place: Place
    """The search's fit."""
    search: str
    """In the user's words: `search`."""
    spec: EstimatorSpec
    """The class that was searched."""
    later: Place
    """Where an estimator of that class is built, or the searched one fitted, without the search."""
    refitted: bool
    """The searched estimator itself is fitted; else another one of its class is built and fitted."""
