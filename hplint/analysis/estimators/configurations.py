"""Configurations: a model's class with its hyperparameters, and whether two of them may be the same."""

from __future__ import annotations

from enum import Enum

from hplint.basis.frozen import dataclass


class Setting(Enum):
    """A value of which nobody knows more."""

    LOOP = "loop"
    """Another one on each pass of a loop."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a model is and how it is set, seeds and what concerns only the runtime apart."""

    kind: str
    """Dotted path of its class."""
    settings: tuple[tuple[str, object], ...] = ()
    """Hyperparameter to its value, by name: a `Configuration`, a tuple of such values, a literal with its type, or a
    `Setting`; defaults are left out."""
    complete: bool = True
    """False when more may be set where nobody sees it."""
    search: bool = False

    @property
    def varies(self) -> bool:
        """Tell whether a loop goes through values of a hyperparameter."""
        return any(in_loop(value) for _, value in self.settings)


def in_loop(value: object) -> bool:
    """Tell whether a value is another one on each pass of a loop."""
    match value:
        case Configuration():
            return value.varies
        case tuple():
            return any(in_loop(each) for each in value)
        case _:
            return value is Setting.LOOP


def alike(one: object, other: object) -> bool:
    """Tell whether two values may be the same."""
    match one, other:
        case (Setting(), Setting()):
            return True
        case Configuration(), Configuration():
            if one.kind != other.kind:
                return False
            ones, others = dict(one.settings), dict(other.settings)
            for name in ones.keys() | others.keys():
                if name not in ones or name not in others:
                    # Where nobody sees all of them, it may be set there too.
                    if one.complete if name not in ones else other.complete:
                        return False
                elif not alike(ones[name], others[name]):
                    return False
            return True
        case tuple(), tuple():
            return len(one) == len(other) and all(map(alike, one, other))
        case _:
            return one == other
