"""What is under way while code is executed: names in sight, loops, functions, and objects under examination."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any, NamedTuple

from hplint.analysis.data.history import NOTHING_LEARNED, History
from hplint.analysis.data.rows import Rows
from hplint.analysis.memory.heap import Content
from hplint.analysis.memory.values import Class, Unknown, Value, original
from hplint.basis.frozen import dataclass
from hplint.findings import Place

Key = int | tuple[int, str]


Changes = Mapping[Key, Content | None]


class YieldReachedError(Exception):
    """A function that is called for the first time turns out to be a generator."""


class TooFarError(Exception):
    """Code of another module takes more statements than what it may tell is worth."""


@dataclass(slots=True)
class Frame:
    """The names of a module, a class body or one activation of a function."""

    id: int
    parent: Frame | None
    is_class: bool = False
    is_comprehension: bool = False
    redirected: dict[str, Frame] = field(default_factory=dict)
    """Names declared global or nonlocal."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The elements of an array, and the call that made it."""

    values: tuple[Any, ...]  # any numbers, or any strings
    place: Place


@dataclass(slots=True)
class Loop:
    """A loop under way: the changes with which its passes were left."""

    mark: int
    breaks: list[Changes] = field(default_factory=list)
    continues: list[Changes] = field(default_factory=list)
    candidates: bool = False
    """It goes through a container in view, element by element."""
    single: bool = False
    """It goes through a container in view that has one element."""
    target: Place | None = None
    """What it binds to each element."""
    outside: int = 0
    """How many branches were under way when it began."""
    asked: int = 0
    """How many conditions were under way when it began."""
    began: int = 0
    """A number that is greater than the addresses of all that was built before it."""
    node: object = None
    """The statement."""
    among: tuple[object, ...] = ()
    """The constants in view that it goes through without a look at each."""
    rows: Rows | None = None
    """The rows of which it passes each once."""
    folds: bool = False
    """It goes through the folds of some rows."""
    turn: int = 0
    """A number of its own for the pass under way, where one element stands for all."""
    growing: set[int] = field(default_factory=set)
    """Addresses of the lists of before it to which it appends."""
    grown: set[int] = field(default_factory=set)
    """Addresses of the lists that get an item in each pass."""


@dataclass(slots=True)
class Activation:
    """A function under way."""

    node: object
    frame: Frame
    mark: int
    receiver: Value | None = None
    """The object whose method it is."""
    chunk: int = 0
    """Where it stands."""
    returns: list[tuple[Value, Changes]] = field(default_factory=list)
    yields: list[Value] = field(default_factory=list)
    sure: bool = True
    """All that it has yielded so far it yields on every path, in this order."""
    handed: list[tuple[int, Content, Content]] = field(default_factory=list)
    """What it has yielded and still holds: the address, its content, and what is known of it while others have it."""
    probing: bool = False
    """It isn't known yet whether it is a generator."""
    yielded: Changes | None = None
    """The changes up to the last `yield`, where a generator without an end stands."""
    candidates: bool = False
    """It was called from a loop through a container in view."""
    began: int | None = None
    """When the outermost loop began that it is called from; see `Loop.began`."""
    depth: int = 0
    """How many paths were under way, its own included, when it began."""
    left: Value | None = None
    """What it returns where its end, or a return that no branch or loop encloses, is its only way out."""
    around: list[Loop] = field(default_factory=list)
    """The loops of the caller that it was called in."""
    in_loop: bool = False
    """It was called in one of these, or in a comprehension."""
    repeated: bool = False
    """It stands for a call on each of many columns, groups or rows, some of which take each path."""
    site: Place | None = None
    """The call; None where it isn't called in view."""


@dataclass(slots=True)
class Asked:
    """What was learned to decide the comparisons of some code."""

    history: History = NOTHING_LEARNED


class Definition(NamedTuple):
    """A class in view, and where it is written."""

    of: Class
    node: Any  # libcst ClassDef
    chunk: int


class Write(NamedTuple):
    """An attribute of a watched object is set."""

    name: str
    value: Value
    target: Place
    """`self.alpha`; for `setattr` the call's arguments."""
    source: Place
    """The expression; the target where it has none of its own."""
    function: object
    """The node of the function under way."""


@dataclass(slots=True)
class Watch:
    """An object under examination: every write to its attributes, and what one of its methods returns."""

    address: int
    function: object = None
    """The node of that method."""
    apart: bool = True
    """Nothing else comes of what is executed."""
    building: bool = True
    """It is under construction: then a copy of what it is given is another thing, else as good as the same."""
    writes: list[Write] = field(default_factory=list)
    returns: list[tuple[Place, Value]] = field(default_factory=list)
    changed: list[tuple[Place, object]] = field(default_factory=list)
    """Unknown things, by their keys, that are changed in place."""
    given: frozenset[object] = frozenset()
    """The keys of the unknown things that are its hyperparameters, once it is built."""
    known: set[str] = field(default_factory=set)
    """Its methods that were executed to their end, and needn't be again."""

    def minds(self, value: Value) -> bool:
        """Tell whether a copy of a value must be told from the value."""
        if not isinstance(value, Unknown) or value.key is None:
            return False
        return self.building or original(value.key) in self.given


@dataclass(slots=True)
class Managed:
    """A `with` statement whose context manager is a generator in view: its body runs where that yields."""

    site: Place
    """The call."""
    run: Callable[[Value], bool]
    """Executes the body, given what is yielded, and tells whether its end is reached."""
    ran: bool = False
    reached: bool = False
