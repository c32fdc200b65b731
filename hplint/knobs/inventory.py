"""The inventory of a project: every estimator that its code builds, and how each hyperparameter gets its value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import Enum

from hplint.basis.frozen import dataclass
from hplint.findings import Span
from hplint.results import Fault


class Source(Enum):
    """Where a value comes from."""

    LITERAL = "literal"
    """Typed in at the call itself."""
    NAMED = "constant"
    """A name in view that holds a literal."""
    CONFIGURATION = "configuration"
    """A file, the command line, the environment, or a dict, dataclass or class in view that holds several settings."""
    SEARCH = "search"
    """The result of a search, or of a comparison of scores."""
    LOOP = "loop"
    """A candidate of a loop."""
    PARAMETER = "parameter"
    """A parameter of a function: its callers decide, or its default."""
    COMPUTED = "computed"
    ESTIMATOR = "estimator"
    """An estimator, or several, that the inventory lists themselves."""
    UNKNOWN = "unknown"
    DEFAULT = "default"
    """It isn't given: the library's default."""


class Status(Enum):
    """How a hyperparameter is decided, in short; the first that is true of one of its values."""

    SEARCHED = "searched"
    """Other values are compared: by a search, in a loop, or it is the result of one."""
    CONFIGURED = "configured"
    ELSEWHERE = "elsewhere"
    """By a caller, a computation, or something out of view."""
    BUILT = "built"
    """It holds other estimators."""
    TYPED_IN = "typed-in"
    DEFAULT = "default"


STATUSES = {
    Source.LITERAL: Status.TYPED_IN,
    Source.NAMED: Status.TYPED_IN,
    Source.CONFIGURATION: Status.CONFIGURED,
    Source.SEARCH: Status.SEARCHED,
    Source.LOOP: Status.SEARCHED,
    Source.PARAMETER: Status.ELSEWHERE,
    Source.COMPUTED: Status.ELSEWHERE,
    Source.ESTIMATOR: Status.BUILT,
    Source.UNKNOWN: Status.ELSEWHERE,
    Source.DEFAULT: Status.DEFAULT,
}


@dataclass(frozen=True, slots=True)
class Definition:
    """Where another module of the project defines a constant."""

    path: str
    """Of its file, absolute or relative as that of the file that reads it."""
    span: Span
    """The value there."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One value that a hyperparameter has on some path through the code."""

    source: Source
    code: str = ""
    """As the user wrote it, in one line; empty for a default."""
    literal: str | None = None
    """The value itself as Python code, `"rbf"`; a library's object by its dotted path; None where it isn't known."""
    span: Span | None = None
    """Where it is written."""
    defined: Definition | None = None
    """Where the value itself stands, if it is a constant of another module."""


@dataclass(frozen=True, slots=True)
class Knob:
    """One hyperparameter of one estimator in the code."""

    name: str
    settings: tuple[Setting, ...]
    """At least one; several where paths, loops or later calls give it several values."""
    status: Status
    role: str | None = None
    """`model`, `training`, `tolerance`, `seed` or `runtime`; None where nobody has judged it."""
    decisive: bool = False
    default: str | None = None
    """As Python code; None where it must be given."""
    space: str | None = None
    """What to search it over, as Python code; None where nobody has judged it."""
    searched_over: tuple[str, ...] = ()
    """What searches in view try, as Python code."""
    unknown: bool = False
    """The class has no hyperparameter of that name."""
    cut: bool = False
    """It has more values than `settings` tells."""

    @property
    def is_set(self) -> bool:
        """Say whether code in view says anything about it."""
        return any(setting.code for setting in self.settings)

    @property
    def matters(self) -> bool:
        """Say whether it is shown when not all are."""
        return self.is_set or bool(self.searched_over) or self.decisive


@dataclass(frozen=True, slots=True)
class Holder:
    """What an estimator is a part of."""

    span: Span
    hyperparameter: str
    step: str
    """Its name there; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Estimator:
    """One place where the code builds an estimator."""

    span: Span
    path: str
    """The class by its public import path: `sklearn.svm.SVC`."""
    kinds: tuple[str, ...]
    variable: str
    """What it is bound to: `model`, `self.model`, `models["svm"]`; empty where nothing is."""
    function: str
    """In which function or method it is built: `Trainer.build`; empty at the top of a module."""
    holder: Holder | None
    fitted: bool
    """Some call in view fits it, or a copy of it, or code out of view gets hold of it."""
    searched: bool
    """It, or what holds it, reaches a search or another comparison of candidates."""
    complete: bool
    """False when `**kwargs` of unknown content may set more."""
    learns: tuple[str, ...]
    """The attributes that a fit stores, in alphabetical order."""
    knobs: tuple[Knob, ...]
    """In the order of the signature, unknown names last."""

    @property
    def name(self) -> str:
        """Return the class alone."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class FileInventory:
    """The estimators of one file."""

    path: str
    estimators: tuple[Estimator, ...] = ()
    """In the order of their places."""
    unreadable: tuple[tuple[Span, str], ...] = ()
    """What can't be read, and why: the file, or cells of it."""
    exhausted: bool = False
    """It takes too long to follow all of it, so that something may be missing."""
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Inventory:
    """The estimators of a set of files."""

    files: tuple[FileInventory, ...] = ()
    """In the order of the paths."""
    errors: tuple[str, ...] = ()
    """What could not be looked at, in sentences."""

    @property
    def estimators(self) -> tuple[Estimator, ...]:
        """Return all estimators, in the order of files and places."""
        return tuple(estimator for file in self.files for estimator in file.estimators)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return all faults of hplint itself."""
        return tuple(file.fault for file in self.files if file.fault is not None)


def count(estimators: Iterable[Estimator], *, decisive: bool) -> dict[Status, int]:
    """Return how many hyperparameters are decided in which way; every status has its count."""
    knobs = (knob for estimator in estimators for knob in estimator.knobs if knob.decisive or not decisive)
    counts = Counter(knob.status for knob in knobs)
    return {status: counts[status] for status in Status}


def status_of(settings: Iterable[Setting], searched: bool = False) -> Status:
    """Return how a hyperparameter is decided that has these settings; `searched` where a search tries others."""
    found = {Status.SEARCHED} if searched else {STATUSES[setting.source] for setting in settings}
    return next(status for status in Status if status in found)
