"""What an expression may evaluate to: frozen values; those that can change are references to cells of the heap."""

from __future__ import annotations

from dataclasses import field
from itertools import count
from typing import Any

from hplint.analysis.data.features import Assigned, Column, Columns, Dropped, operated
from hplint.analysis.data.history import NOTHING_CHOSEN, NOTHING_LEARNED, Choices, Fit, History, together
from hplint.analysis.data.rows import NO_ROWS, Labels, Length, Nobody, Rows, in_folds
from hplint.analysis.data.slices import Bound
from hplint.analysis.memory.constants import Origin
from hplint.basis.frozen import dataclass, replace
from hplint.findings import Place


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that nobody knows."""

    key: object = None
    """Hashable identity where it is one definite thing (a parameter, the result of one call); None where it isn't."""
    origin: Origin = Origin.UNKNOWN
    path: str | None = None
    """Dotted path of the call or attribute of an uncatalogued library that gave it."""
    of_data: bool = False
    """It was made of data in a way that nobody knows: its rows may be any of these."""
    length: Length | None = None
    """It is the number of some rows, or computed from it."""
    shape: bool = False
    """It is the shape of which `length` is the first number."""
    among: tuple[Any, ...] = ()
    """Plain literals that it is in turn, one in each pass of a loop: see `taken`."""
    item_of: Any = field(default=None, compare=False)  # Data
    """The data of which it is one item, where they are predictions, or labels perhaps."""


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """A hashable Python literal; `1`, `1.0` and `True` are three."""

    value: Any  # any literal there is
    origin: Origin = Origin.LITERAL

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Constant) or self.origin is not other.origin:
            return False
        return type(self.value) is type(other.value) and (self.value is other.value or self.value == other.value)

    def __hash__(self) -> int:
        return hash((type(self.value), self.value, self.origin))


@dataclass(frozen=True, slots=True)
class External:
    """A module, class, function or constant of a library, by its dotted path as imported."""

    path: str


@dataclass(frozen=True, slots=True)
class Imported:
    """A module of the linted project, or a name in one that nobody has read yet."""

    file: str
    path: str
    """Dotted, as imported, for messages."""
    name: str = ""
    """Empty for the module itself."""


@dataclass(frozen=True, slots=True)
class Items:
    """A tuple."""

    values: tuple[Value, ...]
    written: Place | None = field(default=None, compare=False)
    """The tuple as written, where it is in view."""


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers of a `range`, of which nothing is followed but what they are."""

    values: tuple[int, ...]
    place: Place
    """The call."""


@dataclass(frozen=True, slots=True)
class Ref:
    """Something mutable on the heap."""

    address: int


@dataclass(frozen=True, slots=True)
class Mask:
    """Says for each row, or by position, whether it is taken: one side of a split."""

    split: object
    index: object
    """The parts of a split: `True` and `False` for a condition and its negation, else a number or a value."""


DECISION = "decision"
"""The kind of the data that stands for every item of a list that is made of predictions one by one."""
ORDER = "order"
"""The kind of the positions of all of some statistics, in the order of these."""
MOST_COLUMNS = 60
"""Most columns of a table that are told apart."""


@dataclass(frozen=True, slots=True)
class Data:
    """Rows × history: a table, a column, an array, predictions, or a statistic."""

    cell: int
    """Identity for changes in place: `Store` holds the changed data under `("data", cell)`."""
    rows: Rows = NO_ROWS
    kind: str | None = None
    """`DataFrame`, `Series`, `ndarray`, `GroupBy`, `Index`, `scalar`, …; None where unknown."""
    learned: History = NOTHING_LEARNED
    """What was learned to make it, apart from the columns in `columns`; see `history`."""
    chosen: Choices = NOTHING_CHOSEN
    predicted: tuple[Fit, ...] = ()
    """The fitted models that these are predictions of."""
    predicted_on: str = ""
    """The rows that were predicted, in the user's words: `X_test`."""
    mask: Mask | None = None
    """It takes rows: a boolean mask, or an array of positions."""
    text: str = ""
    """The data in the user's words."""
    owner: tuple[Data, str | tuple[str, ...] | None] | None = field(default=None, compare=False)
    """The table that it is a column of, which changes in place change too, and the column's name, if that is known: one
    in each pass of a loop, perhaps."""
    columns: tuple[tuple[str, Data], ...] = ()
    """Columns that the code in view assigned, each with its own history; predictions stand only here."""
    names: Columns | Column | None = None
    """Which columns of which table it has, or which one it is; None where nobody knows."""
    labels: Labels = None
    """By which labels its rows are found."""

    @property
    def lists_columns(self) -> bool:
        """Tell whether it is the names of a table's columns."""
        return self.names is not None and isinstance(self.rows, Nobody)

    def called(self, name: str) -> Data:
        """Return the same data under another name; every assignment asks, so it costs a fifth of `replace`."""
        return Data(
            self.cell,
            self.rows,
            self.kind,
            self.learned,
            self.chosen,
            self.predicted,
            self.predicted_on,
            self.mask,
            name,
            self.owner,
            self.columns,
            self.names,
            self.labels,
        )

    @property
    def history(self) -> History:
        """Return what was learned to make it, all columns included but predictions."""
        if not self.columns:
            return self.learned
        return together(self.learned, *(column.learned for _, column in self.columns if not column.predicted))

    def rows_of(self, column: Data) -> Rows:
        """Return the rows of a column: of predictions, fold by fold, each those that a model never saw."""
        return column.rows if column.predicted and in_folds(column.rows) else self.rows

    def with_column(self, name: str, written: Data) -> Data:
        """Return the table with a column set, which keeps its own history."""
        others = tuple(pair for pair in self.columns if pair[0] != name)
        kept, dropped = others[-MOST_COLUMNS:], others[:-MOST_COLUMNS]
        column = replace(
            written,
            rows=self.rows_of(written),
            kind="Series",
            learned=written.history,
            text=f"{self.text}[{name!r}]",
            columns=(),
            owner=None,
            names=None,
        )
        learned = together(self.learned, *(each.learned for _, each in dropped if not each.predicted))
        chosen = self.chosen | written.chosen
        names = operated(self.names, Assigned(name, written.cell))
        return replace(self, learned=learned, chosen=chosen, columns=(*kept, (name, column)), names=names)

    def without_columns(self, names: frozenset[object]) -> Data:
        """Return the table without columns: what was learned for them alone is forgotten."""
        return replace(
            self,
            columns=tuple(pair for pair in self.columns if pair[0] not in names),
            names=operated(self.names, Dropped(names)),
        )

    def column(self, name: object) -> Data | None:
        """Return an assigned column, or None."""
        for known, data in self.columns:
            if known == name:
                return data
        return None


@dataclass(frozen=True, slots=True)
class Score:
    """A number that says how well fitted models do on rows."""

    fits: tuple[Fit, ...]
    """These and the place come first, by which many scores of the same rows are quickly told apart."""
    place: Place
    """The call that measured it."""
    rows: Rows
    data: str
    """The evaluated rows in the user's words."""
    settled: bool = field(default=False, compare=False)
    """The loop under way goes on with predictions that were made before it: only what is decided by them varies."""
    best: bool = field(default=False, compare=False)
    """It is the best of a network's epochs."""
    order: int = field(default_factory=count().__next__, compare=False, repr=False)
    """What was measured earlier has a smaller one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The truth of a comparison of scores: acting on it selects."""

    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A slice `low:high`; a bound is an int, a `Length`, the text of an expression, or None."""

    low: Bound
    high: Bound
    strided: bool = False
    """It has a step."""
    step: int | None = None
    """The step, where it is a number in view."""
    behind: Bound = None
    """What `high` says to `loc`, which takes the row of that label, too: of `n - 1` all n rows; None where it isn't
    that."""
    in_turn: bool = False
    """A bound is what a loop goes through."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function or lambda in view, perhaps bound to an instance."""

    node: Any  # libcst FunctionDef or Lambda
    chunk: int
    scope: Any  # the frame that it closes over
    receiver: Value | None = None
    opaque: bool = False
    """A decorator that nobody can see through stands before it."""
    defaults: tuple[tuple[str, Value], ...] = ()
    role: str = ""
    """`staticmethod`, `classmethod`, `property`, `cached_property`, `contextmanager`, `cached`, `singledispatch`,
    `singledispatchmethod`, or empty."""
    setter: Any = None  # Function
    """What an assignment to the property calls."""

    def bound_to(self, receiver: Value) -> Function:
        """Return the method of an object."""
        return replace(self, receiver=receiver)


@dataclass(frozen=True, slots=True)
class Class:
    """A class in view."""

    address: int
    """Its attributes stand in the store under `(address, name)`."""
    name: str
    bases: tuple[Value, ...]
    dataclass: bool = False
    """Its constructor sets the `fields`, those of its bases first."""
    opaque: bool = False
    fields: tuple[str, ...] = ()
    """Annotated names of the body, in order."""
    of_member: bool = False
    """It is that of a member of an enumeration without methods: an object that is equal to no other value."""
    meta: Class | None = None
    """The class in view that it is an object of."""


@dataclass(frozen=True, slots=True)
class Method:
    """A method of something that isn't a class in view, not called yet."""

    receiver: Value
    name: str


@dataclass(frozen=True, slots=True)
class Partial:
    """A call that lacks arguments: `functools.partial(SVC, C=1)`."""

    function: Value
    arguments: tuple[Any, ...]  # of Argument, which calls.py builds of values
    surplus: tuple[Value, ...] = ()
    """What was unpacked with unknown content."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several, depending on the path taken."""

    values: tuple[Value, ...]


Value = (
    Unknown
    | Constant
    | External
    | Imported
    | Items
    | Range
    | Ref
    | Data
    | Score
    | Verdict
    | Bounds
    | Function
    | Class
    | Method
    | Partial
    | OneOf
)

INERT = (Constant, External, Unknown)
"""Values that nothing is followed through."""
UNKNOWN = Unknown()
NONE = Constant(None)
NEVER = Constant("the program ends here")
"""The result of a call that never returns; compared by identity."""
MOST_ALTERNATIVES = 64


def is_none(value: Value) -> bool:
    """Tell whether it is None for sure."""
    return isinstance(value, Constant) and value.value is None


COPY = "copy"
"""The first part of the key of a copy of something unknown."""


def original(key: object) -> object:
    """Return the key of what something unknown is a copy of."""
    while isinstance(key, tuple) and len(key) == 2 and key[0] == COPY:
        key = key[1]
    return key


def is_same(first: Value | None, second: Value | None) -> bool:
    """Tell whether two values are one thing for sure."""
    if isinstance(first, Unknown) and isinstance(second, Unknown):
        return first.key is not None and original(first.key) == original(second.key)
    return first is not None and first == second


def with_origin(value: Value, origin: Origin) -> Value:
    """Return a constant, a tuple of such, or something unknown as set another way; everything else as it is."""
    match value:
        case Constant(value=literal):
            return Constant(literal, origin)
        case Unknown():
            return replace(value, origin=origin)
        case Items(values=values) if all(isinstance(each, Constant) for each in values):
            return replace(value, values=tuple(with_origin(each, origin) for each in values))
        case _:
            return value
