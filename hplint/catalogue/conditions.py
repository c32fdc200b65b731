"""Decides whether hyperparameters have the values under which a curated fact holds: random with `shuffle=True`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from hplint.basis.frozen import dataclass
from hplint.catalogue.options import Option, describe_option, matches_any, read_option, say_option

Values = Callable[[str], object]
"""Returns what a hyperparameter is set to, its default where it isn't given."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when every hyperparameter has one of its values."""

    options: tuple[tuple[str, tuple[Option, ...]], ...]

    def holds(self, value_of: Values) -> bool | None:
        """Decide; None when a value that matters is no known literal.

        Args:
            value_of: Returns what a hyperparameter is set to, its default where it isn't given.
        """
        known = True
        for name, options in self.options:
            verdict = matches_any(value_of(name), options, value_of)
            if verdict is False:
                return False
            known = known and verdict is not None
        return True if known else None

    def describe(self) -> str:
        """Say it in code: `shuffle=True`, `subsample < 1.0 and warm_start=False`."""
        return " and ".join(
            " or ".join(describe_option(name, option) for option in options) for name, options in self.options
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Name the hyperparameters that it looks at, in order; those that are only bounds come last."""
        bounds = [bound for _, options in self.options for option in options for bound in option.names]
        return tuple(dict.fromkeys([*(name for name, _ in self.options), *bounds]))

    def failing(self, value_of: Values) -> tuple[str, ...]:
        """Name the hyperparameters that have none of their values."""
        return tuple(n for n, options in self.options if matches_any(value_of(n), options, value_of) is False)

    def say(self) -> str:
        """Say in a sentence what it asks for, code between backticks."""
        return " and ".join(self._say_all())

    def _say_all(self) -> Iterator[str]:
        for name, options in self.options:
            words = [say_option(name, option) for option in options]
            yield words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def any_holds(conditions: tuple[Condition, ...], value_of: Values) -> bool | None:
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
    return Condition(tuple((name, tuple(map(read_option, options))) for name, options in table.items()))
