"""What can't be read, and where: the one exception of the front end, and the finding-to-be that it turns into."""

from __future__ import annotations

import re

from hplint.basis.frozen import dataclass
from hplint.findings import Span

NEWLINE = re.compile(r"\r\n?|\n")
"""What ends a row. Never `str.splitlines`, which also splits at form feeds and Unicode separators."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A place that can't be read, and why; it becomes HP900."""

    span: Span
    message: str


class CannotRead(Exception):
    """Raised where reading stops: row and column are 1-based, in code points of the text being read.

    `everywhere` says that the rest isn't what hplint reads either.
    """

    def __init__(self, message: str, row: int = 1, column: int = 1, *, everywhere: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.row = row
        self.column = column
        self.everywhere = everywhere

    def at(self, text: str, cell: int | None = None) -> Unreadable:
        """Return the place from here to the end of its row, at least one column wide."""
        rows = NEWLINE.split(text)
        row = min(max(self.row, 1), len(rows))
        length = len(rows[row - 1].rstrip())
        column = min(max(self.column, 1), length + 1) if row == self.row else length + 1
        return Unreadable(Span(cell, row, column, row, max(length + 1, column + 1)), self.message)


def find_row_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the row and column (1-based) of an offset into the text."""
    before = NEWLINE.split(text[:offset])
    return len(before), len(before[-1]) + 1
