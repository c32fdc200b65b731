"""A text to its tokens, one logical line after the other, without parsing: it must work on what is no Python."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from hplint.basis.frozen import dataclass

_PREFIX = r"(?:[bBuU][rR]?|[rR][bB]?|[fF][rR]?|[rR][fF])?"
_TRIPLE = (r"\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*", r"'''(?:[^'\\]|\\.|'(?!\'\'))*")
_SINGLE = (r"\"(?:[^\"\\\r\n]|\\(?:\r\n|.))*", r"'(?:[^'\\\r\n]|\\(?:\r\n|.))*")
_TOKEN = re.compile(
    rf"(?P<string>{_PREFIX}(?:{_TRIPLE[0]}\"\"\"|{_TRIPLE[1]}'''|(?!\"\"\"|''')(?:{_SINGLE[0]}\"|{_SINGLE[1]}')))"
    rf"|(?P<unended>{_PREFIX}(?:{_TRIPLE[0]}\Z|{_TRIPLE[1]}\Z|{_SINGLE[0]}|{_SINGLE[1]}))"
    r"|(?P<comment>#[^\r\n]*)"
    r"|(?P<number>(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[lLjJ]?)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<newline>\r\n?|\n)"
    r"|(?P<blank>(?:[ \t\f\ufeff]|\\(?:\r\n?|\n))+)"
    r"|(?P<symbol>\*\*=?|//=?|>>=?|<<=?|<>|[-+*/%&|^=!<>:]=|->|.)",
    re.DOTALL,
)
_BEGINS_STATEMENT = frozenset(
    "assert break class continue def del elif except finally global import pass raise return try while with".split()
)
"""Words that no row within brackets begins with: where one does, a bracket before wasn't closed."""
_DEPTHS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


class Kind(Enum):
    """What a token is."""

    STRING = "string"
    UNENDED = "unended"
    """A string that ends with its row, or with the text, because nobody ends it."""
    COMMENT = "comment"
    NUMBER = "number"
    NAME = "name"
    NEWLINE = "newline"
    BLANK = "blank"
    """Spaces, and backslashes that continue a row."""
    SYMBOL = "symbol"


_KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Token:
    """A token, and how many brackets are open where it stands; a bracket stands outside of its own pair."""

    kind: Kind
    text: str
    depth: int

    @property
    def is_code(self) -> bool:
        """Answer whether it is neither white space nor a comment."""
        return self.kind not in (Kind.BLANK, Kind.NEWLINE, Kind.COMMENT)


Line = Sequence[Token]
"""A logical line, with the newline that ends it: all rows of one statement, or of several with semicolons between."""


def read_lines(text: str) -> Iterator[Line]:
    """Yield the logical lines of a text; all their tokens together are the text."""
    line: list[Token] = []
    depth = 0
    for found in _TOKEN.finditer(text):
        kind, token = _KINDS[found.lastgroup or "symbol"], found[0]
        step = _DEPTHS.get(token, 0) if kind is Kind.SYMBOL else 0
        if depth and kind is Kind.NAME and token in _BEGINS_STATEMENT and _begins_row(line):
            start = next(at for at in range(len(line), 0, -1) if line[at - 1].kind is Kind.NEWLINE)
            yield line[:start]
            line, depth = [Token(each.kind, each.text, 0) for each in line[start:]], 0
        if step < 0:
            depth = max(depth - 1, 0)
        line.append(Token(kind, token, depth))
        if step > 0:
            depth += 1
        if kind is Kind.NEWLINE and not depth:
            yield line
            line = []
    if line:
        yield line


def _begins_row(line: Line) -> bool:
    """Answer whether only white space stands before the next token in its row, which isn't the line's first one."""
    for token in reversed(line):
        if token.kind is Kind.NEWLINE:
            return True
        if token.kind is not Kind.BLANK or "\n" in token.text:
            return False
    return False
