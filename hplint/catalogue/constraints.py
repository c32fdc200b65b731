"""Decides whether a hyperparameter accepts a literal, exactly as scikit-learn's own validation does.

The semantics are those of `sklearn/utils/_param_validation.py` (1.2 and newer): a value is accepted when any
alternative accepts it, `bool` counts as an integer and a real, and a list, tuple, dict or set is an array-like.
"""

from __future__ import annotations

import difflib
import math
import numbers
from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import Final, Protocol

from hplint.basis.frozen import dataclass

LITERAL_TYPES: Final[frozenset[type]] = frozenset(
    {int, float, complex, str, bytes, bool, type(None), type(...), list, tuple, dict, set, frozenset}
)
_TYPES: Final[Mapping[str, type]] = {
    **{t.__name__: t for t in LITERAL_TYPES},
    **{t.__name__: t for t in (numbers.Number, numbers.Complex, numbers.Real, numbers.Rational, numbers.Integral)},
    **{t.__name__: t for t in (Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence, object)},
}
_NUMBERS: Final[Mapping[str, type]] = {"int": numbers.Integral, "real": numbers.Real, "float": float}
_SCALARS: Final = (str, bytes)
_PHRASES: Final[Mapping[str, str]] = {
    "dict": "a dict",
    "list": "a list",
    "tuple": "a tuple",
    "str": "a string",
    "float": "a float",
    "type": "a type",
    "Integral": "an int",
    "Real": "a number",
    "Mapping": "a mapping",
    "MutableMapping": "a mapping",
    "numpy.ndarray": "an array",
}


class Alternative(Protocol):
    """One way to be valid."""

    @property
    def hidden(self) -> bool:
        """Say whether messages keep silent about it."""

    def accepts(self, value: object) -> bool | None:
        """Decide for a literal of `LITERAL_TYPES`; for any other object return None unless it is certain."""

    def describe(self) -> str:
        """Say in words what it accepts."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers between two bounds; a bound at infinity may be closed, so that it accepts infinity itself."""

    kind: str
    """`int`, `real` (ints too) or `float` (no ints)."""
    low: float
    high: float
    closed_low: bool
    closed_high: bool
    hidden: bool = False

    def accepts(self, value: object) -> bool | None:
        """Decide; nan is in no interval."""
        if type(value) not in LITERAL_TYPES:
            return None
        if not isinstance(value, _NUMBERS[self.kind]) or not isinstance(value, (int, float)):
            return False
        if isinstance(value, float) and math.isnan(value):
            return False
        above = value >= self.low if self.closed_low else value > self.low
        below = value <= self.high if self.closed_high else value < self.high
        return above and below

    def describe(self) -> str:
        """Say `an int >= 1`, `a number in (0, 1]`."""
        noun = {"int": "an int", "real": "a number", "float": "a float"}[self.kind]
        if self.low == -math.inf and self.high == math.inf:
            return noun
        if self.high == math.inf:
            return f"{noun} {'>=' if self.closed_low else '>'} {self.low:g}"
        if self.low == -math.inf:
            return f"{noun} {'<=' if self.closed_high else '<'} {self.high:g}"
        left, right = "[" if self.closed_low else "(", "]" if self.closed_high else ")"
        high = self.high if self.kind == "int" else f"{self.high:g}"
        return f"{noun} in {left}{self.low:g}, {high}{right}"


@dataclass(frozen=True, slots=True)
class Options:
    """A finite set of values of one type; symbols (`numpy.float64`) stand as the paths in `symbols`."""

    type_name: str
    values: tuple[object, ...] = ()
    symbols: tuple[str, ...] = ()
    hidden: bool = False

    def accepts(self, value: object) -> bool | None:
        """Decide by type and equality."""
        match value:
            case object(path=str(path)) if type(value) not in LITERAL_TYPES:
                return True if path in self.symbols else None
        if type(value) not in LITERAL_TYPES:
            return None
        expected = _TYPES.get(self.type_name)
        return expected is not None and isinstance(value, expected) and value in self.values

    def describe(self) -> str:
        """Say `one of "l1", "l2"`."""
        words = [f'"{v}"' if isinstance(v, str) else repr(v) for v in self.values] + list(self.symbols)
        return words[0] if len(words) == 1 else f"one of {', '.join(words)}"


@dataclass(frozen=True, slots=True)
class Instance:
    """Instances of a type; no literal is an instance of a library's own class."""

    type_name: str
    """`dict`, `Integral`, or a dotted path: `numpy.random.RandomState`."""
    hidden: bool = False

    def accepts(self, value: object) -> bool | None:
        """Decide by type."""
        if type(value) not in LITERAL_TYPES:
            return None
        expected = _TYPES.get(self.type_name)
        return expected is not None and isinstance(value, expected)

    def describe(self) -> str:
        """Say `a dict`."""
        return _PHRASES.get(self.type_name, f"a {self.type_name.rpartition('.')[2]}")


@dataclass(frozen=True, slots=True)
class HasMethods:
    """Objects with all of these methods."""

    methods: tuple[str, ...]
    hidden: bool = False

    def accepts(self, value: object) -> bool | None:
        """Decide: literals have the methods of their own type (`__iter__`)."""
        if type(value) not in LITERAL_TYPES:
            return None
        return all(callable(getattr(value, method, None)) for method in self.methods)

    def describe(self) -> str:
        """Say `an object with fit and predict`."""
        return f"an object with {' and '.join(self.methods)}"


@dataclass(frozen=True, slots=True)
class Word:
    """A kind of value that scikit-learn has a word for."""

    word: str
    """`None`, `boolean`, `verbose`, `random_state`, `cv_object`, `missing_values`, `numeric missing_values`,
    `array-like`, `sparse matrix`, `callable`, `nan`, `iterable`, or `items 3`: a tuple or list of so many."""
    hidden: bool = False

    def accepts(self, value: object) -> bool | None:
        """Decide; an unknown word decides nothing."""
        return None if type(value) not in LITERAL_TYPES else _accepts_word(self.word, value)

    def describe(self) -> str:
        """Say `True or False`, `None`, `an array-like`."""
        if self.word.startswith(SIZED):
            return f"a tuple of {self.word.removeprefix(SIZED)}"
        return _WORDS.get(self.word, self.word)


SIZED: Final = "items "
"""Begins the word for collections of a size."""
_WORDS: Final[Mapping[str, str]] = {
    "boolean": "True or False",
    "verbose": "True, False or an int >= 0",
    "random_state": "an int in [0, 4294967295], a RandomState or None",
    "cv_object": "an int >= 2, a splitter, an iterable of splits or None",
    "missing_values": "a number, a string, nan or None",
    "numeric missing_values": "a number or nan",
    "array-like": "an array-like",
    "sparse matrix": "a sparse matrix",
    "callable": "a function",
    "iterable": "an iterable",
}


def _accepts_word(word: str, value: object) -> bool | None:
    match word:
        case "None":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "verbose":
            return isinstance(value, int) and value >= 0
        case "random_state":
            return value is None or (isinstance(value, int) and 0 <= value <= 2**32 - 1)
        case "cv_object":
            return value is None or (value >= 2 if isinstance(value, int) else _is_iterable(value))
        case "missing_values":
            return value is None or isinstance(value, (int, float, str))
        case "numeric missing_values":
            return isinstance(value, (int, float))
        case "array-like":
            return hasattr(value, "__len__") and not isinstance(value, _SCALARS)
        case "sparse matrix" | "callable":
            return False
        case "nan":
            return isinstance(value, float) and math.isnan(value)
        case "iterable":
            return _is_iterable(value)
        case _ if word.startswith(SIZED):
            return isinstance(value, (tuple, list)) and len(value) == int(word.removeprefix(SIZED))
    return None


def _is_iterable(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)


@dataclass(frozen=True, slots=True)
class Constraint:
    """Accepts a value when any of its alternatives does."""

    alternatives: tuple[Alternative, ...]

    def accepts(self, value: object) -> bool | None:
        """Say whether the library accepts a literal.

        None when that can't be told: `NOT_LITERAL`, any object that is no literal, a `Symbol` that is no option.
        """
        unknown = False
        for alternative in self.alternatives:
            verdict = alternative.accepts(value)
            if verdict:
                return True
            unknown = unknown or verdict is None
        return None if unknown else False

    @property
    def takes_values(self) -> bool:
        """Say whether it takes only literals, functions and objects of libraries."""
        known = all(isinstance(each, (Interval, Options, Instance, HasMethods, Word)) for each in self.alternatives)
        return known and not any(
            isinstance(each, Instance) and each.type_name == "object" for each in self.alternatives
        )

    def describe(self) -> str:
        """Say in words what is accepted: `one of "l1", "l2"`, `a number > 0 or None`."""
        shown = [a.describe() for a in self.alternatives if not a.hidden] or [a.describe() for a in self.alternatives]
        shown = list(dict.fromkeys(shown))
        return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"

    @property
    def options(self) -> tuple[str, ...]:
        """List the strings that are accepted by name, hidden ones excluded."""
        groups: list[tuple[object, ...]] = [getattr(a, "values", ()) for a in self.alternatives if not a.hidden]
        return tuple(v for group in groups for v in group if isinstance(v, str))

    @property
    def least(self) -> float | None:
        """Return the least number that is accepted; None where there is none, or no number is."""
        intervals = [each for each in self.alternatives if isinstance(each, Interval)]
        lowest = min(intervals, key=lambda each: (each.low, not each.closed_low), default=None)
        bounded = lowest is not None and lowest.closed_low and lowest.low > -math.inf
        return lowest.low if lowest is not None and bounded else None

    def nearest(self, value: object) -> str | None:
        """Return the option that a misspelt string probably means, upper and lower case taken as equal."""
        if not isinstance(value, str):
            return None
        by_lower = {option.lower(): option for option in self.options}
        found = difflib.get_close_matches(value.lower(), by_lower, n=1)
        return by_lower[found[0]] if found else None
