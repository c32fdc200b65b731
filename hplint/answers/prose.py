"""A source to the prose around a call: comments, docstrings, and the text of a notebook before its cell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from hplint.basis.frozen import dataclass
from hplint.basis.patterns import lazy_pattern
from hplint.findings import Span
from hplint.source.lines import Comment, read_comments
from hplint.source.read import Source
from hplint.source.unreadable import NEWLINE

_ROWS_BEFORE: Final = 12
"""How far above a call a comment may stand that speaks of it."""
_ROWS_AFTER_DOCSTRING: Final = 30
"""How far below the end of a docstring a call may stand that it speaks of."""
_CELLS_BEFORE: Final = 2
"""How many code cells may stand between a text and the cell that it speaks of: imports, a look at the data."""
_DOCSTRING: Final = lazy_pattern(r"^[ \t]*[rR]?(\"\"\"|''')(.*?)\1", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Remark:
    """Some prose in a chunk of code, by its rows (1-based, both inclusive)."""

    first: int
    last: int
    text: str
    code: str = ""
    """The rows of a comment that are code which is commented out, and no part of the text."""
    whole: bool = False
    """It is the text that a file begins with, which speaks of all of it."""


class Prose:
    """The prose of one source, read cell by cell when somebody asks."""

    def __init__(self, source: Source) -> None:
        self._texts = {chunk.cell: chunk.text for chunk in source.chunks}
        self._own = source.texts
        self._between = source.prose
        self._comments: dict[int | None, tuple[Remark, ...]] = {}
        self._docstrings: dict[int | None, tuple[Remark, ...]] = {}

    def comments_at(self, span: Span) -> Iterator[str]:
        """List the comments at a call, or shortly above; rows in sequence are one comment."""
        first, last = span.row - _ROWS_BEFORE, span.end_row
        for remark in self.comments(span.cell):
            if remark.first <= last and first <= remark.last:
                yield remark.text

    def at(self, span: Span) -> Iterator[str]:
        """List all prose that speaks of a call, as far as it stands near."""
        yield from self.comments_at(span)
        for remark in self.docstrings(span.cell):
            if remark.whole or remark.last < span.row <= remark.last + _ROWS_AFTER_DOCSTRING:
                yield remark.text
        yield from self.before(span.cell)

    def before(self, cell: int | None) -> Iterator[str]:
        """List the texts of a notebook that stand directly before a cell, code cells between them left aside."""
        if cell is None:
            return
        number, passed = cell - 1, 0
        while number > 0 and number not in self._between and passed < _CELLS_BEFORE:
            number, passed = number - 1, passed + 1
        while number in self._between:
            yield self._between[number]
            number -= 1

    def comments(self, cell: int | None) -> tuple[Remark, ...]:
        """Return the comments of a cell."""
        if cell not in self._comments:
            text = self._texts.get(cell)
            self._comments[cell] = () if text is None else tuple(_joined(read_comments(text)[0]))
        return self._comments[cell]

    def docstrings(self, cell: int | None) -> tuple[Remark, ...]:
        """Return the strings in three quotes that begin a row: docstrings, and texts that stand as statements."""
        if cell not in self._docstrings:
            text = self._texts.get(cell)
            self._docstrings[cell] = () if text is None else tuple(_docstrings(text))
        return self._docstrings[cell]

    def everything(self) -> Iterator[Remark]:
        """List all comments and docstrings of the source."""
        for cell in self._texts:
            yield from self.comments(cell)
            yield from self.docstrings(cell)


def _joined(comments: list[Comment]) -> Iterator[Remark]:
    """List comments, of which rows in sequence are one."""
    block: list[Comment] = []
    for comment in (*comments, None):
        if block and (comment is None or comment.row != block[-1].row + 1):
            rows = [each.text.strip("# ") for each in block]
            code = [row for row in rows if _is_code(row)]
            text = " ".join(row for row in rows if row not in code)
            yield Remark(block[0].row, block[-1].row, text, "\n".join(code))
            block = []
        if comment is not None:
            block.append(comment)


def _is_code(row: str) -> bool:
    """Tell whether a comment is a statement that calls something: `k = 3` is prose as well."""
    if "(" not in row:
        return False
    try:
        statements = ast.parse(row).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    match statements:
        case [ast.Assign(value=ast.Call()) | ast.Expr(value=ast.Call())]:
            return True
    return False


def _docstrings(text: str) -> Iterator[Remark]:
    for found in _DOCSTRING.finditer(text):
        first = text.count("\n", 0, found.start()) + 1
        whole = not any(row.strip() and not row.startswith("#") for row in NEWLINE.split(text[: found.start()]))
        yield Remark(first, first + found[0].count("\n"), found[2], whole=whole)
