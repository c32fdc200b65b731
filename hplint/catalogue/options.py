"""The values that a condition takes for a hyperparameter: a literal, given or not, above a bound, none of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Final, Protocol

from hplint.basis.frozen import dataclass
from hplint.catalogue.constraints import LITERAL_TYPES


class _Object(Enum):
    OBJECT = "an object"


OBJECT: Final = _Object.OBJECT
"""Stands for a value in view that is no literal, and certainly not None: a function, an estimator, an array."""

Values = Callable[[str], object]


class Option(Protocol):
    """A kind of value."""

    @property
    def names(self) -> tuple[str, ...]:
        """Name the other hyperparameters that it compares with."""

    def matches(self, value: object, value_of: Values) -> bool | None:
        """Decide for a literal, or `OBJECT`; None when that depends on what isn't known."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Matches an equal value of the same type: `true` is not `1`, `1` is not `1.0`."""

    expected: object
    names: tuple[str, ...] = ()

    def matches(self, value: object, value_of: Values) -> bool | None:
        """Decide; a list may be an array or a tuple in view."""
        if value is OBJECT:
            return None if isinstance(self.expected, (list, dict)) else False
        return type(value) is type(self.expected) and value == self.expected


@dataclass(frozen=True, slots=True)
class Given:
    """Matches a value other than None; None itself where `expected` is False."""

    expected: bool
    names: tuple[str, ...] = ()

    def matches(self, value: object, value_of: Values) -> bool | None:
        """Decide."""
        return (value is not None) is self.expected


@dataclass(frozen=True, slots=True)
class Below:
    """Matches a float under the bound: a share, where an int would be a count."""

    bound: float
    names: tuple[str, ...] = ()

    def matches(self, value: object, value_of: Values) -> bool | None:
        """Decide."""
        return isinstance(value, float) and value < self.bound


_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "above": lambda value, bound: value > bound,
    "at_least": lambda value, bound: value >= bound,
    "at_most": lambda value, bound: value <= bound,
    "under": lambda value, bound: value < bound,
}
_SIGNS: Final = {"above": ">", "at_least": ">=", "at_most": "<=", "under": "<"}
_WORDS: Final = {"above": "above", "at_least": "at least", "at_most": "at most", "under": "below"}


@dataclass(frozen=True, slots=True)
class Compared:
    """Matches a number on one side of a bound; `True` and `False` are none."""

    how: str
    bound: float | str
    """A hyperparameter where it is a string."""
    plus: str | None = None
    """A hyperparameter that is added first."""

    @property
    def names(self) -> tuple[str, ...]:
        """Name the other hyperparameters that it compares with."""
        return tuple(each for each in (self.bound, self.plus) if isinstance(each, str))

    def matches(self, value: object, value_of: Values) -> bool | None:
        """Decide; False for what is no number."""
        bound = value_of(self.bound) if isinstance(self.bound, str) else self.bound
        more = 0 if self.plus is None else value_of(self.plus)
        verdicts = [_is_number(each) for each in (value, bound, more)]
        if False in verdicts:
            return False
        if None in verdicts:
            return None
        return _COMPARISONS[self.how](value + more, bound)  # type: ignore[operator, arg-type]  # all are numbers


@dataclass(frozen=True, slots=True)
class Not:
    """Matches what none of several options matches."""

    options: tuple[Option, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Name the other hyperparameters that they compare with."""
        return tuple(name for option in self.options for name in option.names)

    def matches(self, value: object, value_of: Values) -> bool | None:
        """Decide."""
        found = matches_any(value, self.options, value_of)
        return None if found is None else not found


@dataclass(frozen=True, slots=True)
class Some:
    """Matches a collection in which one of several options matches an item; a mapping's items are its keys."""

    options: tuple[Option, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Name the other hyperparameters that they compare with."""
        return tuple(name for option in self.options for name in option.names)

    def matches(self, value: object, value_of: Values) -> bool | None:
        """Decide."""
        if value is OBJECT:
            return None
        if not isinstance(value, (list, tuple, set, dict)):
            return False
        verdicts = [matches_any(item, self.options, value_of) for item in value]
        return True if True in verdicts else None if None in verdicts else False


def matches_any(value: object, options: tuple[Option, ...], value_of: Values) -> bool | None:
    """Say whether one of the options matches; None when the value, or what it is compared with, isn't known."""
    if type(value) not in LITERAL_TYPES and value is not OBJECT:
        return None
    verdicts = [option.matches(value, value_of) for option in options]
    return True if True in verdicts else None if None in verdicts else False


def _is_number(value: object) -> bool | None:
    if value is OBJECT:
        return False
    if type(value) not in LITERAL_TYPES:
        return None
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def read_option(option: object) -> Option:
    """Read a value, or a table such as `{ given = true }`, `{ above = 1 }`, `{ not = ["rbf"] }`.

    Raises:
        ValueError: It is a table of another shape.
    """
    if not isinstance(option, Mapping):
        return Literal(option)
    match option:
        case {"given": bool(expected), **rest} if not rest:
            return Given(expected)
        case {"below": float(bound) | int(bound), **rest} if not rest:
            return Below(bound)
        case {"not": list(options), **rest} if not rest:
            return Not(tuple(map(read_option, options)))
        case {"some": list(options), **rest} if not rest:
            return Some(tuple(map(read_option, options)))
    return _read_comparison(option)


def _read_comparison(option: Mapping[str, object]) -> Option:
    match [key for key in option if key in _COMPARISONS], option.get("plus"):
        case [how], None | str() as plus if option.keys() <= {how, "plus"}:
            bound = option[how]
            if isinstance(bound, (int, float, str)):
                return Compared(how, bound, plus)
    raise ValueError(f"{option} is no option; write a value, or {{ given = true }}, {{ below = 1.0 }}")


def say_option(name: str, option: Option) -> str:
    """Say what it takes a hyperparameter to be: `` `kernel="poly"` ``, `` `tol` given ``."""
    match option:
        case Literal(expected=value):
            return f"`{name}={show(value)}`"
        case Given(expected=expected):
            return f"`{name}` set" if expected else f"`{name}=None`"
        case Below(bound=bound):
            return f"`{name}` a share below {bound:g}"
        case Compared(how=how, bound=bound):
            return f"`{name}` {_WORDS[how]} {bound if isinstance(bound, str) else f'{bound:g}'}"
        case Not(options=options):
            return " and ".join(_negated(name, each) for each in options)
    return f"another `{name}`"


def describe_option(name: str, option: Option) -> str:
    """Say it in code: `shuffle=True`, `subsample < 1.0`."""
    match option:
        case Literal(expected=value):
            return f'{name}="{value}"' if isinstance(value, str) else f"{name}={value!r}"
        case Given(expected=expected):
            return f"{name} is not None" if expected else f"{name}=None"
        case Below(bound=bound):
            return f"{name} < {bound}"
        case Compared(how=how, bound=bound, plus=plus):
            return f"{name if plus is None else f'{name} + {plus}'} {_SIGNS[how]} {bound}"
        case Not(options=options):
            return f"not ({' or '.join(describe_option(name, each) for each in options)})"
        case Some(options=options):
            return " or ".join(describe_option(f"any of {name}", each) for each in options)
    return name


def _negated(name: str, option: Option) -> str:
    match option:
        case Literal(expected=value):
            return f"`{name}` other than {show(value)}"
        case Given(expected=expected):
            return f"`{name}=None`" if expected else f"`{name}` set"
    return f"another `{name}`"


def show(value: object) -> str:
    """Write a literal as code, with double quotes."""
    text = repr(value)
    return f'"{text[1:-1]}"' if isinstance(value, str) and text[0] == "'" and '"' not in text else text
