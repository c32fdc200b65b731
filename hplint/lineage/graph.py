"""What is drawn: sources, rows, splits, what was learned and fitted, evaluations, and how data flows between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from hplint.basis.frozen import dataclass
from hplint.findings import Severity, Span
from hplint.results import Fault


class Kind(Enum):
    """What a node stands for."""

    SOURCE = "source"
    """A table as it comes into the program: a file, a data set, the result of a call that nobody sees through."""
    ROWS = "rows"
    """Rows under the names that hold them."""
    SPLIT = "split"
    """Something that divides rows."""
    LEARNED = "learned"
    """What was estimated from rows to prepare data: a fitted transformer, a statistic."""
    FIT = "fit"
    """A fitted model."""
    SEARCH = "search"
    """A fit that selects hyperparameters by scores on parts of its own rows."""
    EVALUATION = "evaluation"
    """Scores of models on rows."""
    CROSS_VALIDATION = "cross-validation"
    """Scores of copies of a model within folds of rows."""


class Flow(Enum):
    """What an edge says of its two ends."""

    ROWS = "rows"
    """The second holds rows of the first."""
    LEARNS = "learns"
    """The second is learned from the rows of the first."""
    SHAPES = "shapes"
    """The first was learned before, and the second is computed with it."""
    SELECTS = "selects"
    """The second is selected by scores on the rows of the first, or set to what the first selected."""
    SCORES = "scores"
    """The second is a score of the first: of a model, or on rows."""


@dataclass(frozen=True, slots=True)
class Node:
    """One thing in the picture."""

    id: str
    kind: Kind
    label: str
    """What its author calls it: `X_train, y_train`, `scaler`, `accuracy_score`."""
    detail: str = ""
    """What it is: a class, a file; empty where the label says it all."""
    spans: tuple[Span, ...] = ()
    """Where it stands in the source, in that order; the first is where it comes to be."""
    function: str = ""
    """The function that it stands in; empty for the module itself."""
    times: int = 1
    """From how many calls of that function it is reached."""
    looped: bool = False
    """It stands in a loop."""
    merged: int = 1
    """How many things that are alike it stands for."""
    leaks: tuple[int, ...] = ()
    """Indices into `Lineage.leaks`."""
    shares: tuple[str, ...] = ()
    """The other nodes that certainly hold, or have read, some of the same rows."""


@dataclass(frozen=True, slots=True)
class Edge:
    """How one thing goes into another."""

    source: str
    target: str
    flow: Flow
    label: str = ""
    """The part of a split that it is (`train`), or the steps that lie between (`dropna`)."""
    leaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A name in the source that holds data, a model or a score."""

    name: str
    span: Span
    nodes: tuple[str, ...]
    """What it holds."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A finding of the rules on evaluations."""

    code: str
    name: str
    severity: Severity
    message: str
    help: str
    span: Span


@dataclass(frozen=True, slots=True)
class Lineage:
    """The lineage of one file."""

    path: str
    nodes: tuple[Node, ...] = ()
    """Each after those that it comes from."""
    edges: tuple[Edge, ...] = ()
    leaks: tuple[Leak, ...] = ()
    """In the order of their places."""
    values: tuple[Value, ...] = ()
    """In the order of their places."""
    texts: Mapping[int | None, str] = field(default_factory=dict)
    """The source, by cell; under None that of a plain file."""
    unreadable: tuple[tuple[Span, str], ...] = ()
    """What can't be read, and so isn't in the picture."""
    readable: bool = True
    """False where nothing of the file could be read."""
    exhausted: bool = False
    """The file takes too long to follow all of it; something may be missing."""
    forgetful: bool = False
    """More was learned to make some data than a value remembers: the rest isn't in the picture."""
    left_out: int = 0
    """How many nodes aren't drawn because there are too many."""
    faults: tuple[Fault, ...] = ()

    def node(self, id: str) -> Node:
        """Return the node of that id."""
        return next(node for node in self.nodes if node.id == id)
