"""What happened in the analysed code: the seam between the interpreter and the checks.

All events are given to the checks after the whole module was interpreted, so that an event may say what became of
its object later ("this estimator reached a search").
"""

from __future__ import annotations

from dataclasses import dataclass

from hplint.analysis.constants import NotLiteral, Origin
from hplint.analysis.history import Fit, History
from hplint.analysis.rows import Answer, Rows, share_originals
from hplint.analysis.values import Copied
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place


@dataclass(frozen=True, slots=True)
class Given:
    """A hyperparameter as the code sets it."""

    name: str
    literal: object | NotLiteral
    """The exact Python value (int, float, complex, str, bytes, bool, None, Ellipsis, list, tuple, dict, set of
    those, or `Symbol`), else `NOT_LITERAL`."""
    origin: Origin
    place: Place
    """The value."""
    key: Place
    """The keyword, or the string key of an unpacked dict; the value where it was given by position."""


@dataclass(frozen=True, slots=True)
class Constructed:
    """An estimator, splitter, search or sampler of the catalogue is built."""

    place: Place
    """The whole call."""
    name: str
    """The class as written, or the variable that it is bound to, for messages."""
    spec: EstimatorSpec
    given: tuple[Given, ...]
    """By keyword, by position and from unpacked dicts in view, in order.

    Names that the constructor doesn't have are included.
    """
    complete: bool
    """False when `*args` or `**kwargs` of unknown content may set more."""
    searched: bool
    """It, or what holds it, reaches a search or another comparison of candidates."""
    fitted: bool
    """Some call in view fits it, or a copy of it."""
    seeded: bool
    """A global seed is set in view before it."""
    inner: bool
    """Built as a part of another estimator's constructor call (a pipeline's step, a search's estimator)."""
    later: frozenset[str] = frozenset()
    """Hyperparameters that are set after construction, by `set_params` or assignment."""
    hidden: bool = False
    """A layer that another layer of the network follows, so that its width is free."""


@dataclass(frozen=True, slots=True)
class HyperparameterSet:
    """`set_params` of an estimator of the catalogue sets one hyperparameter of its own (nested keys are resolved)."""

    place: Place
    """The whole call."""
    spec: EstimatorSpec
    given: Given


@dataclass(frozen=True, slots=True)
class RandomCall:
    """A random function or method that is no constructor: `df.sample`, `shuffle`, `train_test_split`, `resample`."""

    place: Place
    name: str
    """As written: `df.sample`."""
    given: Given | None
    """The `random_state` it was given, if any."""
    complete: bool
    seeded: bool
    """A global seed is set in view before it."""
    seed: str = "random_state"
    """The parameter that would seed it."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One scoring of one fit on some rows."""

    place: Place
    """`score`, or the metric's call."""
    fit: Fit
    rows: Rows
    data: str
    """The evaluated rows in the user's words."""
    learned: History
    """What had been learned to make the evaluated data."""
    overlaps_fit: Answer
    """Whether the evaluated rows are among those that the fit learned from."""
    labelled: bool
    """Compared with true labels; False for an inspection such as a score of a clusterer, and for mere predictions."""
    predicted: bool = False
    """Only predicted, on one part of a split that the fit never saw; somebody out of view looks at the predictions."""
    split: Place | None = None
    """The call that split the rows off, where it is in view."""
    scope: int = 0
    """The program that it happened in: 0 for the module, another number for each function that nobody in view calls."""

    @property
    def looked_at(self) -> bool:
        """Tell whether somebody judges the model by it."""
        return self.labelled or self.predicted

    @property
    def on_training_rows(self) -> bool:
        """Tell whether the rows were fitted on, copies that resampling made apart."""
        return share_originals(self.fit.rows, self.rows) is Answer.YES


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A fit and all the evaluations of it, once a fit."""

    fit: Fit
    evaluations: tuple[Evaluation, ...]
    also_elsewhere: bool = False
    """The same model, fitted otherwise, is evaluated on rows that it was not fitted on."""


@dataclass(frozen=True, slots=True)
class CrossValidated:
    """A cross-validation, or a search's inner folds, over data."""

    place: Place
    name: str
    """As written: `cross_val_score(...)`, `search.fit(...)`."""
    rows: Rows
    data: str
    learned: History
    estimator: str


@dataclass(frozen=True, slots=True)
class Selected:
    """Something was selected by scores on rows on which a final result is measured too."""

    place: Place
    """The call that selects by these rows."""
    what: str
    """What was selected, in the user's words: `search`, `the best candidate`."""
    data: str
    """The rows in the user's words: `X_test`."""
    evaluation: Place
    """Where the result is measured on them."""
    compared: bool
    """By a comparison of scores in the code itself, not by a search."""


@dataclass(frozen=True, slots=True)
class UnfittedUse:
    """An estimator is used, or a learned attribute of it read, while it is definitely not fitted."""

    place: Place
    estimator: str
    """In the user's words: `model`."""
    spec: EstimatorSpec
    member: str
    """The method or attribute: `predict`, `coef_`."""
    called: bool
    built: Place
    """Where the estimator was built."""
    copied: Copied | None
    """Set when a copy of it was fitted."""
