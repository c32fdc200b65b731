"""Decides whether hyperparameters have the values under which a curated fact holds: random with `shuffle=True`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hplint.catalogue.constraints import LITERAL_TYPES


@dataclass(frozen=True, slots=True)
class Given:
    """Matches a value other than None; None itself where `expected` is False."""

    expected: bool


@dataclass(frozen=True, slots=True)
class Below:
    """Matches a float under the bound: a share, where an int would be a count."""

    bound: float


@dataclass(frozen=True, slots=True)
class Above:
    """Matches a number over the bound."""

    bound: float


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when every hyperparameter has one of its values."""

    options: tuple[tuple[str, tuple[object, ...]], ...]

    def holds(self, value_of: Callable[[str], object]) -> bool | None:
        """Decide; None when a value that matters is no known literal.

        Args:
            value_of: Returns what a hyperparameter is set to, its default where it isn't given.
        """
        verdicts = [_matches_any(value_of(name), options) for name, options in self.options]
        if False in verdicts:
            return False
        return None if None in verdicts else True

    def describe(self) -> str:
        """Say it in code: `shuffle=True`, `subsample < 1.0 and warm_start=False`."""
        return " and ".join(
            " or ".join(_describe(name, option) for option in options) for name, options in self.options
        )


def any_holds(conditions: tuple[Condition, ...], value_of: Callable[[str], object]) -> bool | None:
    """Say whether one of them holds; None when that depends on a value that isn't known."""
    verdicts = [condition.holds(value_of) for condition in conditions]
    if True in verdicts:
        return True
    return None if None in verdicts else False


def read_condition(table: Mapping[str, list[object]]) -> Condition:
    """Read `{ cv = ["prefit"], vocabulary = [{ given = true }] }`.

    Raises:
        ValueError: A value is a table of another shape.
    """
    if not isinstance(table, Mapping) or not all(isinstance(options, list) for options in table.values()):
        raise ValueError("a condition is a table of hyperparameters, each with the list of its values")
    return Condition(tuple((name, tuple(map(_read_option, options))) for name, options in table.items()))


def _read_option(option: object) -> object:
    match option:
        case {"given": bool(expected)}:
            return Given(expected)
        case {"below": float(bound) | int(bound)}:
            return Below(bound)
        case {"above": float(bound) | int(bound)}:
            return Above(bound)
        case Mapping():
            raise ValueError(f"{option} is no option; write a value, or {{ given = true }}, {{ below = 1.0 }}")
    return option


def _describe(name: str, option: object) -> str:
    match option:
        case Given(expected):
            return f"{name} is not None" if expected else f"{name}=None"
        case Below(bound):
            return f"{name} < {bound}"
        case Above(bound):
            return f"{name} > {bound}"
    return f'{name}="{option}"' if isinstance(option, str) else f"{name}={option!r}"


def _matches_any(value: object, options: tuple[object, ...]) -> bool | None:
    if type(value) not in LITERAL_TYPES:
        return None
    return any(_matches(value, option) for option in options)


def _matches(value: object, option: object) -> bool:
    match option:
        case Given(expected):
            return (value is not None) is expected
        case Below(bound):
            return isinstance(value, float) and value < bound
        case Above(bound):
            return isinstance(value, (int, float)) and value > bound
    return type(value) is type(option) and value == option
