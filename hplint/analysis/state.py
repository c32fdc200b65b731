"""What a run of the interpreter knows: names, heap, budget, what is under way, and what happened so far."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from hplint.analysis.activations import (
    Activation,
    Asked,
    Definition,
    Frame,
    Key,
    Loop,
    Managed,
    Numbers,
    Watch,
)
from hplint.analysis.calling.calls import Call, WrittenCall
from hplint.analysis.data.history import History
from hplint.analysis.data.rows import Rows
from hplint.analysis.memory.heap import Content
from hplint.analysis.memory.store import Store
from hplint.analysis.memory.values import (
    Class,
    Data,
    Function,
    Ref,
    Value,
)
from hplint.analysis.passed import Passed
from hplint.analysis.protocols import Library, Modules
from hplint.analysis.record import Record
from hplint.analysis.syntax.catching import Caught
from hplint.findings import Place


class State:
    """The state of one interpreted module."""

    def __init__(self, library: Library, budget: int, modules: Modules | None, file: str) -> None:
        self.library = library
        self.store: Store[Key, Content] = Store()
        self.counter = 0
        self.frame = Frame(self.fresh(), None)
        self.module = self.frame
        self.chunk = 0
        self.loops: list[Loop] = []
        self.activations: list[Activation] = []
        self.guards = 0
        """Enclosing statements that expect an error."""
        self.candidates = 0
        """Comprehensions under way that go through a container in view, element by element."""
        self.offering = 0
        """Enclosing code that makes what a function's caller may give itself."""
        self.catching: list[Caught] = []
        """What those of them catch of which that is known, the innermost last."""
        self.aside = 0
        """Enclosing branches that aren't taken now: what is built there counts, what is used there never happens."""
        self.branches: list[int] = []
        """Fresh numbers of the branches under way that only some paths take; see `depends`."""
        self.steps = budget
        """Statements that may still be executed inside calls and repeated loops."""
        self.record = Record()
        self.pending: dict[int, Function] = {}
        """Functions that nobody called yet, by node."""
        self.written_files: dict[Hashable, tuple[int, Value]] = {}
        """What files hold that the program wrote, and the program under way when it did; see `Evaluation.scope`."""
        self.rewritten: dict[Hashable, int] = {}
        """Which files, by their paths, hold something else since the program wrote into them, and when it did."""
        self.opened: dict[object, Value] = {}
        """The paths of the files that were opened, by the keys of what stands for them."""
        self.reactive: list[Function] = []
        """The cells of a notebook that is written as functions; see `reactive`."""
        self.places: dict[int, Place] = {}
        self.calls: dict[int, WrittenCall] = {}
        """The calls that were evaluated, by node."""
        self.defers = False
        """There was a generator or coroutine whose body didn't run at once."""
        self.some = False
        self.shown = 0
        """The node whose value is only looked at: an expression that stands for itself."""
        self.skips = True
        """Statements that print or draw again aren't executed: nobody watches the values."""
        self.shows: dict[int, tuple[tuple[str, Hashable], ...]] = {}
        """The statements that print or draw, by node; see `showing`."""
        self.repeating = False
        self.site: Place | None = None
        """The call whose function is entered next."""
        """The next function that is called is called for each of many columns, groups or rows."""
        self.pretends = False
        """What escapes now only escapes for the sake of the argument: no code out of sight got hold of it."""
        self.only_read = False
        """What escapes now goes to a library that doesn't change the lists and dicts that it is given."""
        self.scope = 0
        """The program under way; see `Evaluation.scope`."""
        self.unknowns: dict[object, Data] = {}
        self.row_by_row: dict[int, tuple[Rows, Content]] = {}
        """The rows that the items of lists belong to, one each, by the list's address, while it is as it was then."""
        self.folding = 0
        """Loops through folds that are under way."""
        self.pieces: dict[int, Rows] = {}
        """The rows out of each of which a list got any number of items, by the list's address: the words of texts."""
        self.picked: set[int] = set()
        """Addresses of the lists that loops fill, where a condition decides what goes into them."""
        self.lines: dict[int, tuple[Rows, Place]] = {}
        """The rows of the columns that the lines of arrays are, by the array's cell, and the call that put them so."""
        self.built: dict[object, Call] = {}
        """The calls of libraries without a catalogue that gave unknown things, by key, and those that built objects."""
        self.opaque: dict[object, Ref] = {}
        """Unknown things that turned out to be estimators, by key."""
        self.written: dict[object, Value] = {}
        """What bytes in view hold, by their key."""
        self.occasion = 0
        """The call of a method of one of several objects that is under way; see `Evaluation.occasion`."""
        self.deciding = 0
        """Enclosing branches that a comparison of scores takes."""
        self.chunks: list[Any] = []  # of libcst.Module
        """The trees, for the few questions that only the text answers."""
        self.asked: list[Asked] = []
        self.joined: dict[int, tuple[Ref, Ref]] = {}
        """The two lists that a list was put together of, by its address."""
        """What collects the comparisons under way, the innermost last."""
        self.passed = Passed()
        """The loops that have ended."""
        self.conditions: list[History] = []
        """What was learned to decide the enclosing branches."""
        self.numbers: dict[object, Numbers] = {}
        """Arrays of known numbers, by the cell of the data."""
        self.members: dict[int, dict[str, None]] = {}
        """Names of the attributes that an instance or class ever had, by address."""
        self.registered: dict[int, tuple[tuple[Value, Function], ...] | None] = {}
        """What is registered with functions that choose by type, by their nodes, with its types; None: nobody knows."""
        self.shared: set[int] = set()
        """Objects, by address, whose attributes stand in a dict that others may write into."""
        self.watch: Watch | None = None
        """The object under examination."""
        self.defined: dict[int, Definition] = {}
        """Classes in view, by address."""
        self.making: Class | None = None
        """The class that its metaclass is told of."""
        self.fittings: dict[int, Any] = {}  # of hplint.analysis.estimators.fitting.Fitting
        """Those of them that are estimators, whose methods are executed later, by address."""
        self.modules = modules
        self.file = file
        self.later: Mapping[str, Value] = {}
        """What other cells of a notebook import, for cells that use it before."""
        self.entered: Place | None = None
        """The call in the file itself that led into another one."""
        self.files: dict[int, str] = {}
        """The files of the other modules under way, by their chunks, which are negative."""
        self.loaded: dict[str, Frame | None] = {file: self.frame} if file else {}
        """The frames of the project's modules, by file; None for one that can't be read."""
        self.imported: set[str] = set()
        """The files that imports which were executed name, whether anybody read what they hold or not."""
        self.from_packages: dict[tuple[str, str], None] = {}
        """What imports take from packages: by file and name, each of which may be a module."""
        self.filled: dict[tuple[str, str], int] = {}
        """How many imports were known when others filled what a name of a module leads to, by file and name."""
        self.unread: set[str] = set()
        """The paths of what was looked for in modules of the project that weren't read."""
        self.foreign: list[Any] = []  # of libcst.Module
        """Their trees."""
        self.granted = budget
        """What `steps` began with, and was given since."""
        self.abroad = 0
        """Statements of other modules that were executed."""
        self.quota = 0
        """How many more the call, or the module, under way may execute."""
        self.generators: set[int] = set()
        """Functions, by node, that yield."""
        self.managed: Managed | None = None
        """The `with` statement whose context manager is called now."""
        self.probing = False
        """Whether the next function that is executed is a generator isn't known yet."""
        self.tentative = 0
        """Loops under way, callers' included, that are passed for the first time of two; see `first_pass`."""
        self.settled = True
        """No loop was passed once only because the one around it is passed again."""
        self.uncalled = False
        """Whether what is executed is a function that nobody in view calls."""
        self.visits: dict[object, dict[tuple[object, ...], Value]] = {}
        """The calls of which nothing is known that were followed; see `repetition`."""
        self.too_far: dict[int, int] = {}
        """Functions of other modules, by node, that took more than their quota, and the largest that they took."""

    def fresh(self) -> int:
        """Return a number that nothing else has."""
        self.counter += 1
        return self.counter
