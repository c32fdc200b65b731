"""One function a rule, in `<topic>/<rule_name>.py`: an event in, problems out.

A check is a function marked with `@check("HP303")`; the annotation of its first parameter is the event that it
reads. Modules register nothing when imported: `hplint.lint` finds them by the rules' pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from hplint.basis.frozen import dataclass
from hplint.findings import Problem

CheckFunction = TypeVar("CheckFunction", bound=Callable[..., Iterator[Problem]])


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user's configuration says to the checks."""

    strict_encoders: bool = False
    """Report encoders that learn only the set of categories as preprocessing leaks too."""
    search_budget: int = 1000
    """Fits from which on a search is worth a remark."""
    lone_guesses: bool = True
    """Report single values that are typed in, and networks with few of them, as untuned too."""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule's function together with the event class that it reads."""

    code: str
    event: type
    function: Callable[..., Iterator[Problem]]
    takes_settings: bool


def check(code: str) -> Callable[[CheckFunction], CheckFunction]:
    """Mark a function as the check of a rule; its first parameter's annotation names the event.

    A second parameter, if there is one, receives the `Settings`.
    """

    def mark(function: CheckFunction) -> CheckFunction:
        marked: Any = function  # a function object takes attributes; its static type does not say so
        marked.code = code
        return function

    return mark
