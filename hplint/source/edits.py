"""Edits that checks propose, at places, to edits of the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from hplint.basis.patterns import lazy_pattern
from hplint.findings import Edit, Span, TextEdit
from hplint.source.arguments import Change, add_argument, remove_argument
from hplint.source.unreadable import NEWLINE

_STRING = lazy_pattern(r"([rRuU]?)(\"\"\"|'''|\"|')([^\\\r\n]*?)\2")
"""A string without escapes, whose characters stand for themselves."""


def make_text_edits(edit: Edit, span: Span, text: str) -> tuple[TextEdit, ...] | None:
    """Return what an edit does to a text; None where the text isn't as the edit expects it.

    Args:
        edit: at a place of the text.
        span: where the place stands.
        text: of the file or cell, IPython's syntax blanked.
    """
    start, end = find_offset(text, span.row, span.column), find_offset(text, span.end_row, span.end_column)
    changes = _change(edit, text, start, end)
    if changes is None:
        return None
    return tuple(TextEdit(_make_span(span.cell, text, first, last), new) for first, last, new in changes)


def find_offset(text: str, row: int, column: int) -> int:
    """Return the offset of a position (1-based, in code points) in a text; its end for what lies beyond."""
    starts = _row_starts(text)
    return min(starts[row - 1] + column - 1, len(text)) if row <= len(starts) else len(text)


def _change(edit: Edit, text: str, start: int, end: int) -> tuple[Change, ...] | None:
    if edit.at == "argument":
        return remove_argument(text, start + 1)
    code = text[start:end]
    string = _STRING.fullmatch(code)
    if edit.at == "end":
        return _replace_end(edit, start, code, string)
    if edit.old is not None and code != edit.old and (string is None or string[3] != edit.old):
        return None
    match edit.at:
        case "node":
            return ((start, end, edit.text),)
        case "before":
            return ((start, start, edit.text),)
        case "after":
            return ((end, end, edit.text),)
        case "call":
            return add_argument(text, end, edit.text)
    return None


def _replace_end(edit: Edit, start: int, code: str, string: re.Match[str] | None) -> tuple[Change, ...] | None:
    """Replace the last part of a path such as `svc__gama`, which is a name or in a string."""
    path, offset = (string[3], start + string.start(3)) if string is not None else (code, start)
    if not edit.old or not path.endswith(edit.old) or (string is None and not code.isidentifier()):
        return None
    before = path.removesuffix(edit.old)
    if before and not before.endswith("__"):
        return None
    if not edit.text.isidentifier() and (string is None or re.search(r"[\\'\"\r\n]", edit.text)):
        return None
    return ((offset + len(before), offset + len(path), edit.text),)


def _make_span(cell: int | None, text: str, start: int, end: int) -> Span:
    return Span(cell, *_find_position(text, start), *_find_position(text, end))


def _find_position(text: str, offset: int) -> tuple[int, int]:
    starts = _row_starts(text)
    row = bisect_right(starts, offset)
    return row, offset - starts[row - 1] + 1


@lru_cache(maxsize=8)
def _row_starts(text: str) -> list[int]:
    return [0, *(newline.end() for newline in NEWLINE.finditer(text))]
