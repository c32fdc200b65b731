"""What values remember: what was learned from which rows, what was selected on which rows, and by which call."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from itertools import count

from hplint.analysis.data.rows import Rows
from hplint.analysis.estimators.configurations import Configuration
from hplint.basis.frozen import dataclass, replace
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place


class Lesson(Enum):
    """What kind of thing was learned."""

    TRANSFORMER = "transformer"
    """The fitted state of a transformer: means, components, a vocabulary, selected features."""
    STATISTIC = "statistic"
    """A number computed over rows: a mean, a maximum, a quantile, counts."""
    CATEGORIES = "categories"
    """Only which categories there are."""
    CLUSTERS = "clusters"
    """The model of a clusterer or an outlier detector."""
    RESAMPLING = "resampling"
    """Rows made of several rows, or drawn more than once."""


@dataclass(frozen=True, slots=True)
class Learned:
    """Something was estimated from rows."""

    rows: Rows
    lesson: Lesson
    place: Place
    """The call that learned."""
    name: str
    """Who learned, as its author would say: `scaler`, `df.mean()`."""
    callee: Place | None = None
    """The name of the method in the call, which a fix may replace."""
    again: bool = False
    """It had been learned from other rows before, and `transform` would do here."""
    instead: str = ""
    """Of a statistic: the transformers that learn it, in the words of a message."""
    counts: bool = False
    """Of a statistic: it only tells how often values occur."""
    chooses: Rows | None = None
    """The rows that were taken by what was learned, where it has no other part in the data."""
    order: int = field(default_factory=count().__next__, compare=False, repr=False)
    """What was learned earlier has a smaller one."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something was selected by comparing scores measured on rows."""

    rows: Rows
    place: Place
    """The call that selects: the search's fit, or the scoring call whose result decides."""
    name: str
    compared: bool = False
    """By a comparison of scores in the code itself, not by a search."""
    scope: int = 0
    """The program that it happened in; see `Evaluation.scope`."""
    saved: bool = False
    """What is chosen is saved, and of no effect unless it is loaded."""
    folds: bool = False
    """The rows are all that there are, scored fold by fold."""
    beside: frozenset[int] = frozenset()
    """Keys of the places of all the scores that were compared, of which this is the one to tell of."""


History = frozenset[Learned]
Choices = frozenset[Chosen]
NOTHING_LEARNED: History = frozenset()
NOTHING_CHOSEN: Choices = frozenset()
LONGEST = 48
"""Most entries that one value remembers; the rest is forgotten, which silences."""


def together(*histories: History) -> History:
    """Unite histories, up to `LONGEST` entries: the first that were learned."""
    merged: History = NOTHING_LEARNED
    for history in histories:
        if history and history is not merged:
            merged = merged | history if merged else history
    return merged if len(merged) <= LONGEST else frozenset(sorted(merged, key=lambda entry: entry.order)[:LONGEST])


def choosing(history: History, rows: Rows) -> History:
    """Return what was learned to choose rows, as what has no other part in them."""
    return frozenset(replace(entry, chooses=rows) for entry in history)


def of_columns(history: History) -> History:
    """Return what was learned to name columns, once some rows of a table of them were chosen by it.

    How often values occur says as little of columns as their gaps.
    """
    if all(entry.chooses is None for entry in history):
        return history
    return frozenset(
        entry if entry.chooses is None else replace(entry, chooses=None)
        for entry in history
        if entry.chooses is None or not entry.counts
    )


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """One fit of one estimator, as it was when it happened; equal only to itself."""

    place: Place
    name: str
    """The estimator in the user's words: `model`, `KNeighborsClassifier(...)`."""
    spec: EstimatorSpec | None
    """None for an estimator of a library that the catalogue doesn't hold."""
    address: int
    rows: Rows
    data: str
    """The training data in the user's words: `X_train`."""
    learned: History
    """What had been learned to make the training data."""
    chosen: Choices
    """What had been selected to make the training data or to set the hyperparameters."""
    callee: Place | None = None
    """The name of the method in the call."""
    searches: bool = False
    """This fit itself selects by scores on parts of its rows."""
    again: bool = False
    """The estimator was fitted before, and is given nothing but rows: what `transform` takes."""
    configuration: Configuration | None = None
    """What was fitted; None for an estimator that the catalogue doesn't hold."""
    network: Configuration | None = None
    """The layers and the training of a network; None for anything else."""
    varies: bool = False
    """It is fitted on other rows on each pass of a loop, by a bound that the loop sets."""
    loaded: object = None
    """Hashable: from where it was loaded, fitted and saved before; None for one that is fitted in view."""
    number: int = 0
    """Greater than those of loops that began before it; 0 where nobody needs it."""
    folds: bool = False
    """It stands for the fits within the folds of a cross-validation, which nobody sees one by one."""
    columns: object = None
    """The `Columns` of the table that it was fitted on; None where nobody knows."""
    features: object = None
    """The columns that it was fitted on, hashable; None where nobody knows."""
