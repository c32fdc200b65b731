"""Python literals that the analysis knows exactly, and where they came from."""

from __future__ import annotations

from enum import Enum

from hplint.basis.frozen import dataclass


class Origin(Enum):
    """Where a value was set, which decides whether anybody selected it."""

    LITERAL = "literal"
    """Typed in at the place itself."""
    NAMED = "named"
    """A name in view that resolves to a literal: `K = 5`."""
    PARAMETER = "parameter"
    """A parameter of a function that nobody in view calls, or its default."""
    CONFIGURATION = "configuration"
    """A file, the command line, the environment, or a dict, dataclass or class in view that holds several settings."""
    SEARCH = "search"
    """The result of a search, or of a comparison of scores."""
    LOOP = "loop"
    """A candidate of a loop."""
    COMPUTED = "computed"
    """Computed from something else: `n // 2`, `len(names)`."""
    GIVEN = "given"
    """A comparison of what a caller gives, who may give something else at another time."""
    UNKNOWN = "unknown"


class Way(Enum):
    """How an argument is given, which decides what a fix may do with it."""

    KEYWORD = "keyword"
    POSITION = "position"
    ENTRY = "entry"
    """In a container that is unpacked where it is written: `SVC(**{"C": 1})`."""
    SHARED = "shared"
    """In a container that is written elsewhere, and may be used for something else, too."""


class NotLiteral:
    """The value is no literal, or not known; `NOT_LITERAL` is the only one."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NOT_LITERAL"


NOT_LITERAL = NotLiteral()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A library object that stands as a value inside a literal: `np.nan` is a float, `np.float64` is `Symbol`."""

    path: str
    """Its dotted path, `numpy.float64`."""
