"""A source line and a span on it to two rows of text: the line, and what underlines the span."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

TAB = 4
"""Columns that a tab is shown in."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line as it is shown, and where its underline begins."""

    line: str
    indent: int
    """Terminal columns before the underline."""
    width: int
    """Terminal columns that are underlined, at least one."""


def excerpt(line: str, column: int, end_column: int | None, width: int) -> Excerpt:
    """Show a line with the code points from `column` (1-based) to `end_column` (exclusive) underlined.

    Args:
        line: The line without its end.
        column: Where the underline begins.
        end_column: None where the span goes on in the next line.
        width: Terminal columns to stay within; a longer line is cropped around the span.
    """
    start = min(column - 1, len(line))
    end = len(line.rstrip()) if end_column is None else min(end_column - 1, len(line))
    end = max(end, start)
    first, last = _window(line, start, end, width)
    before = "…" if first > 0 else ""
    after = "…" if last < len(line) else ""
    shown = before + "".join(_show(character) for character in line[first:last]) + after
    indent = len(before) + _columns(line[first:start])
    return Excerpt(shown.rstrip(), indent, max(_columns(line[start : min(end, last)]), 1))


def _window(line: str, start: int, end: int, width: int) -> tuple[int, int]:
    """Return the part of a line to show, in code points: around the span, and its beginning where not all fits."""
    if _columns(line) <= width:
        return 0, len(line)
    first, last, room = start, start, width - 2
    while last < end and _columns(line[last]) <= room:
        room -= _columns(line[last])
        last += 1
    grows = True
    while grows:
        grows = False
        if first > 0 and _columns(line[first - 1]) <= room:
            first, grows = first - 1, True
            room -= _columns(line[first])
        if last < len(line) and _columns(line[last]) <= room:
            room -= _columns(line[last])
            last, grows = last + 1, True
    return first, last


def _show(character: str) -> str:
    if character == "\t":
        return " " * TAB
    return character if character.isprintable() or unicodedata.combining(character) else "�"


def _columns(text: str) -> int:
    """Return how many terminal columns a text takes."""
    return len(text) if text.isascii() and text.isprintable() else sum(_width(character) for character in text)


def _width(character: str) -> int:
    if character == "\t":
        return TAB
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
