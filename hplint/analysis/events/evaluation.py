"""What happens with rows: what is evaluated and selected on them."""

from __future__ import annotations

from enum import Enum

from hplint.analysis.data.history import NOTHING_CHOSEN, Choices, Fit, History
from hplint.analysis.data.overlap import Answer, originals, overlaps, taken_from_each_other
from hplint.analysis.data.rows import Rows
from hplint.basis.frozen import dataclass
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place


@dataclass(frozen=True, slots=True)
class Target:
    """Which labels predictions are compared with."""

    identity: object
    """Hashable: equal ones are the same values."""
    column: str | tuple[str, ...] | None = None
    """The column or columns that they are, where the names are in view."""
    of_all: bool = False
    """They are those of all rows, which the folds of a loop held out in turn: predictions of each are compared."""


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
    target: Target | None = None
    """The true labels; None where they aren't given apart, or not known."""
    remaining: bool = False
    """The rows are a part of the last fold, once the loop through the folds has ended: held out as by any split."""
    anew: bool = False
    """The rows are split off again on each pass of a loop, each time others."""
    occasion: int = 0
    """The call under way: what it scores is one of several models, depending on the path taken."""
    last: bool = False
    """Scored once, after the loop that fits a model on each pass: it is of the one that the loop keeps."""
    chosen: Choices = NOTHING_CHOSEN
    """What had been selected to make decisions of the predictions: a threshold."""
    via: Place | None = None
    """The call that led there, where a function of another file evaluates."""

    calls: tuple[Place, ...] = ()
    """The calls of functions in the file by which it was reached, the outermost first."""
    turn: Place | None = None
    """Of these, the one that the innermost loop repeats; None where the loop, if any, repeats the scoring itself."""

    @property
    def here(self) -> Place:
        """Return the place in the file itself."""
        return self.via or self.place

    @property
    def looked_at(self) -> bool:
        """Tell whether somebody judges the model by it."""
        return self.labelled or self.predicted

    @property
    def on_training_rows(self) -> bool:
        """Tell whether the rows were fitted on, copies that resampling made apart; not if only some happened to be."""
        fitted, evaluated = originals(self.fit.rows), originals(self.rows)
        return overlaps(fitted, evaluated) is Answer.YES and taken_from_each_other(fitted, evaluated)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A fit and all the evaluations of it, once a fit."""

    fit: Fit
    evaluations: tuple[Evaluation, ...]
    also_elsewhere: bool = False
    """The same model, fitted otherwise, is evaluated on rows that it was not fitted on."""
    cross_validated: bool = False
    """Copies of the model were scored within folds."""


class Folds(Enum):
    """What goes through the folds of some rows."""

    CALL = "call"
    """A function that scores an estimator, such as `cross_val_score`."""
    SEARCH = "search"
    """A search, which scores its candidates on them."""
    LOOP = "loop"
    """A loop that is written out."""
    OWN = "own"
    """An estimator that compares hyperparameters or features by scores itself: `LassoCV`, `RFECV`."""


@dataclass(frozen=True, slots=True)
class CrossValidated:
    """A cross-validation, a search's inner folds, or a loop over folds; once for each history of the data."""

    place: Place
    """The call that goes through the folds; in a loop, the one that scores."""
    name: str
    """As written: `cross_val_score(...)`, `search.fit(...)`."""
    rows: Rows
    """All that is cut into folds; of a loop, what a fold holds out."""
    data: str
    learned: History
    """What had been learned to make the data: of the events, only what leaks into no other evaluation, too."""
    estimator: str
    """What is fitted in each fold, in the user's words; empty where nobody knows."""
    by: Folds = Folds.CALL
    spec: EstimatorSpec | None = None
    """Of the search that cuts the folds; None for everything else."""


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
    rows: Rows
    scope: int = 0
    """The program that it happened in; see `Evaluation.scope`."""
    spec: EstimatorSpec | None = None
    """Of the model that was scored, where that is known."""


@dataclass(frozen=True, slots=True)
class Reused:
    """The same held-out rows score several differently fitted models or configurations: once a test set."""

    evaluation: Evaluation
    """The first that scores a second one."""
    uses: tuple[Evaluation, ...]
    """The first evaluation of each of them, in order; a single one where a loop goes through settings."""
    trained_on: str
    """The rows that the first was fitted on, in the user's words: `X_train`; empty where nobody knows."""
    place: Place
    """The call that scores the second one; of a function that scores whatever it is given, the call of it."""


@dataclass(frozen=True, slots=True)
class KeptTarget:
    """A supervised fit is given features among which the target is."""

    place: Place
    """The fit."""
    estimator: str
    """In the user's words: `model`."""
    data: str
    """The features in the user's words: `X_train`."""
    target: str
    """The target in the user's words: `y_train`."""
    column: str | int
    """The name of the column, or its position."""


@dataclass(frozen=True, slots=True)
class TuningReported:
    """The best score of a search's own folds is reported, and nothing in view judges what it found on other rows."""

    place: Place
    """The read of the score: `search.best_score_`."""
    fit: Fit
    """The search's."""
    held_out: bool
    """The search was fitted on the training part of a split, so that there are rows to judge it on."""
