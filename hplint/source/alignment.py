"""Code that libcst writes back to the text that it read: what it drops before statements is found again."""

from __future__ import annotations

import re
from bisect import bisect_right

from hplint.basis.frozen import dataclass
from hplint.source.unreadable import NEWLINE

# libcst gives a statement its block's indentation, and keeps nothing else that stands before the first token. It drops
# a byte order mark too: a cell may begin with one, and a file with a second one.
_DROPPED = re.compile(r"\A\ufeff|^[ \t\f]*(?:\f|\\\r?$)", re.MULTILINE)
_MAY_BE_DROPPED = frozenset("\ufeff \t\f\\\r\n")


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where the characters of the code stand in the text; rows and columns are 1-based, in code points."""

    code_rows: list[int]
    """Offset of each row of the code."""
    text_rows: list[int]
    offsets: list[int]
    """Offset in the text of each character of the code, and of its end."""

    def move_start(self, row: int, column: int) -> tuple[int, int]:
        """Return where in the text a position in the code stands."""
        return self._find_position(self.offsets[self._find_offset(row, column)])

    def move_end(self, row: int, column: int) -> tuple[int, int]:
        """Return the position in the text after the character before a position in the code."""
        offset = self._find_offset(row, column)
        return self._find_position(self.offsets[offset - 1] + 1 if offset else self.offsets[0])

    def _find_offset(self, row: int, column: int) -> int:
        # The tree may end with a newline that neither the code nor the text has.
        start = self.code_rows[row - 1] if row <= len(self.code_rows) else len(self.offsets)
        return min(start + column - 1, len(self.offsets) - 1)

    def _find_position(self, offset: int) -> tuple[int, int]:
        row = bisect_right(self.text_rows, offset)
        return row, offset - self.text_rows[row - 1] + 1


def drops_something(text: str) -> bool:
    """Return whether libcst may have dropped something of a text: a mark, a form feed or a backslash."""
    return ("\f" in text or "\\" in text or text.startswith("\ufeff")) and _DROPPED.search(text) is not None


def align(code: str, text: str) -> Alignment:
    """Return where each character of the code stands in the text, which also has what libcst dropped."""
    offsets: list[int] = []
    at = 0
    for character in code:
        ahead = at
        while ahead < len(text) and text[ahead] != character and text[ahead] in _MAY_BE_DROPPED:
            ahead += 1
        # A character that the text doesn't have, such as a newline at the end, stands where the next one does.
        if text.startswith(character, ahead):
            offsets.append(ahead)
            at = ahead + 1
        else:
            offsets.append(at)
    return Alignment(_find_rows(code), _find_rows(text), [*offsets, at])


def _find_rows(text: str) -> list[int]:
    return [0, *(newline.end() for newline in NEWLINE.finditer(text))]
