"""What values a hyperparameter accepts: the library's own validation as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Constraint:
    """Accepts a value when any of its alternatives does."""

    alternatives: tuple[object, ...]

    def accepts(self, value: object) -> bool | None:
        """Say whether the library accepts a literal; None when that can't be told (no literal, a `Symbol`)."""
        raise NotImplementedError

    def describe(self) -> str:
        """Say in words what is accepted: `one of "l1", "l2"`, `a float in (0, inf) or None`."""
        raise NotImplementedError

    def nearest(self, value: object) -> str | None:
        """Return the option that a misspelt string probably means."""
        raise NotImplementedError
