"""What all layers share: places in the code, edits, problems that checks report, findings that users read."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Literal

from hplint.basis.frozen import dataclass


class Severity(Enum):
    """How bad a finding is: ERROR raises at run time or makes the reported result invalid."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where something stands in a file, in code points.

    Rows and columns are 1-based; the end is exclusive. In a notebook `cell` counts all cells from 1,
    markdown included, and rows count within the cell; it is None in a plain file.
    """

    cell: int | None
    row: int
    column: int
    end_row: int
    end_column: int


class Place:
    """A syntax node that a finding may point at; its span is computed only when one does.

    Two places are equal when they are the same object: compare `key` for the same node. A plain class, never
    changed: one is made for every argument of every call, and a frozen dataclass takes three times as long.
    """

    __slots__ = ("chunk", "describe", "node")

    def __init__(self, node: object, chunk: int, describe: Callable[[object], str]) -> None:
        self.node = node
        """A libcst node; opaque to everything above the front end."""
        self.chunk = chunk
        """Index into `Source.chunks`."""
        self.describe = describe
        """Says the node in short: asked when a message speaks of it, which few places see."""

    @property
    def text(self) -> str:
        """Return the code in short, as its author would say it: `X_test`, `df.mean()`, `SVC(...)`."""
        return self.describe(self.node)

    @property
    def key(self) -> int:
        """Identify the node, for as long as its tree lives."""
        return id(self.node)


@dataclass(frozen=True, slots=True)
class Edit:
    """Change the text at a place."""

    place: Place
    text: str
    at: Literal["node", "end", "before", "after", "argument", "call"] = "node"
    """What happens: all of the place, or `old`, which a name or string ends with, is replaced; the text is inserted
    before or after it; the keyword argument or dict entry that it is the key or value of is removed; the text is added
    to the call that it is, as its last argument."""
    old: str | None = None
    """What must stand there, a string's quotes aside, for there to be a fix."""


@dataclass(frozen=True, slots=True)
class ProposedFix:
    """A change that a check proposes; unsafe ones may alter what the program does."""

    message: str
    edits: tuple[Edit, ...]
    safe: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One station on the way to a problem: "learned from all rows here"."""

    message: str
    place: Place


SEEDING = "numpy.random.seed"
"""Stands for the class where not a model is explained but randomness; `data` are files then, by absolute paths."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A hyperparameter that is typed in, as a search somewhere in the project may explain it.

    Of `SEEDING`, the seed of a function that other files call, which may seed all that is random.
    """

    estimator: str
    """The canonical dotted path of the class: `sklearn.svm.SVC`."""
    name: str
    value: object
    """A number, string or bool, or a tuple of such."""
    scope: int = 0
    """The program of the file that it stands in: 0 for the module, another number for what nobody in view calls."""
    data: tuple[str, ...] | None = None
    """The data sets that the model is fitted on; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Values of one hyperparameter of a class are compared by a search, a loop, or by hand."""

    estimator: str
    name: str
    """Empty where nobody knows which: it may be any."""
    candidates: tuple[object, ...] | None = None
    """None where they are drawn from a range, or not known."""
    low: float | None = None
    high: float | None = None
    """The range, both inclusive; None where it isn't known: any value may be in it."""
    text: str = ""
    """The candidates in short, as a message shows them."""
    scope: int = 0
    """The program of the file that compares them."""
    data: tuple[str, ...] | None = None
    """The data sets that they are compared on; None where nobody knows."""
    told: bool = False
    """It is no comparison, but what this file tells as a guess."""
    beside: tuple[tuple[str, str, object], ...] = ()
    """The other guesses of the same network or call, by class and name."""
    program: tuple[str, ...] = ()
    """All that the file sets of estimators, splitters and searches, in order: copies of it set the same."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check reports: one sentence in the user's own names, where, how it came to be, what to do instead."""

    place: Place
    message: str
    help: str = ""
    steps: tuple[Step, ...] = ()
    fix: ProposedFix | None = None
    severity: Severity | None = None
    """Where it differs from problem to problem; None for the rule's."""
    settings: tuple[Setting, ...] = ()
    """It is none where a comparison in the project explains one of these."""
    subject: str = ""
    """What the message begins with, in backquotes before `is`: several on one row, of which the same is said, are told
    together."""


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Replace the text of a span."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A located fix."""

    message: str
    edits: tuple[TextEdit, ...]
    safe: bool


@dataclass(frozen=True, slots=True)
class Related:
    """A located step on the way to a finding."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """What a user reads: a rule, a file, a span, a sentence, the way there, and what to do instead."""

    path: str
    span: Span
    code: str
    name: str
    severity: Severity
    message: str
    help: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    settings: tuple[Setting, ...] = ()
    """It is dropped where a comparison in the project explains one of these."""
