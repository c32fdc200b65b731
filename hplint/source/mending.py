"""A text with a few places that aren't Python to the rest of it, which is read without them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from hplint.basis.patterns import lazy_pattern
from hplint.source.unreadable import NEWLINE, CannotRead

MOST_HOLES = 5
"""A text that breaks off in more places is no program with a slip of the pen."""
ANYTHING = "exec(...)"
"""Stands for what can't be read: it may have done anything."""
_CONTINUES = lazy_pattern(r"\s|#|$|[)\]}]|(?:else|elif|except|finally)\b")
"""How a row begins that belongs to the statement of the module before it."""
_CODE = lazy_pattern(rf"\s*(?!#|{re.escape(ANYTHING)}$)\S")

Parsed = TypeVar("Parsed")


def mend(text: str, parse: Callable[[str], Parsed], error: CannotRead) -> tuple[Parsed | None, tuple[CannotRead, ...]]:
    """Read a text without the rows, or the whole statements of the module, in which `parse` stops.

    All other rows stay where they are.

    Args:
        text: the text of a file.
        parse: reads a text, or raises `CannotRead`.
        error: what it raised for this one.

    Returns:
        What was read, and why the rest wasn't, in order; None and the first error where nothing is left, or where too
        much isn't Python to trust the rest.
    """
    ends = [*NEWLINE.findall(text), ""]
    rows = NEWLINE.split(text)
    errors: list[CannotRead] = []
    hole, widened = range(0), False
    last = error
    while not last.everywhere and last.row <= len(rows):
        at = last.row - 1
        if at not in hole:
            if len(errors) == MOST_HOLES:
                break
            errors.append(last)
            hole, widened = _statement(rows, at), False
            rows[at] = _indent(rows[at]) + ANYTHING
        elif not widened:
            # What is left of the statement isn't Python either.
            rows[hole.start : hole.stop] = [ANYTHING, *[""] * (len(hole) - 1)]
            widened = True
        else:
            break
        if not any(_CODE.match(row) for row in rows):
            break
        try:
            parsed = parse("".join(row + end for row, end in zip(rows, ends, strict=True)))
        except CannotRead as another:
            last = another
        else:
            return parsed, tuple(sorted(errors, key=lambda each: (each.row, each.column)))
    return None, (error,)


def _statement(rows: list[str], at: int) -> range:
    """Return the rows of the module's statement that a row is of, with its decorators."""
    first, last = at, at + 1
    while first and (_CONTINUES.match(rows[first]) or rows[first - 1].startswith("@")):
        first -= 1
    while last < len(rows) and _CONTINUES.match(rows[last]):
        last += 1
    return range(first, last)


def _indent(row: str) -> str:
    return row[: len(row) - len(row.lstrip(" \t"))]
