"""Text to a refusal where libcst would crash, or take minutes: found by cheap scans, before the parse.

Measured with libcst 1.9 in subprocesses: 3,000 nested brackets end the process (segmentation fault); memory and time
grow with the square of the depth (1,000 nested calls: 9 s, 2.2 GB) and of the links of a chain or sum (3,000 terms:
1.3 s; 3,000 chained calls: 20 s and more); 10,000 `and` or `elif` end the process too.
"""

from __future__ import annotations

import re
from itertools import accumulate

from hplint.source.unreadable import CannotRead, find_row_and_column

MAX_DEPTH = 100
"""Nested brackets; libcst itself stops at 100 nested blocks, CPython at 200 brackets."""
MAX_LINKS = 1000
"""Operators, attributes, calls and subscripts in one expression, between two commas or equals signs."""
MAX_COST = 4_000_000
"""Sum of the squares of the links of the longer expressions of a file; about 2 s."""
MAX_BRANCHES = 3000
"""`elif` in a file."""
MAX_SYMBOLS = 125_000
"""Brackets, operators, separators and rows of a file: some 4 s of parsing, 20 to 30 microseconds each.

Each bracket that a symbol stands in adds a fourth of that, because the parser copies what it has read a level up.
"""

# An unterminated string ends with its row, so that a stray apostrophe doesn't hide the rest.
_STRING = (
    rb"\"\"\"[^\"\\]*(?:(?:\\.|\"(?!\"\"))[^\"\\]*)*\"\"\"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''"
    rb"|\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"?|'[^'\\\n]*(?:\\.[^'\\\n]*)*'?"
)
_STRINGS_AND_COMMENTS = re.compile(_STRING + rb"|#[^\n]*|\\\r?\n", re.DOTALL)
_FORMATTED = re.compile(rb"\b(?:[fFtT][rR]?|[rR][fFtT])(" + _STRING + rb")", re.DOTALL)
_WORDS = re.compile(rb"\b(?:and|or|not|in|is|if|else|for|lambda|await)\b")
# Counted faster than words; `if` and `for` come with an `else` or an `in`.
_MANY_WORDS = (b"and", b"or ", b"not ", b"in ", b"is ", b"else", b"lambda", b"await")
_OPENING = (b"(", b"[", b"{")
_INNERMOST = re.compile(rb"\(([^()]*)\)")
_COSTLY = 100
_STEPS = tuple({b"(": 1, b")": -1}.get(bytes([symbol]), 0) for symbol in range(256))

# A colon is a link, because of `lambda: lambda: ...`; entries of a dictionary have commas between.
_OPERATORS = b".+-*/%@&|^<>~!:"
_SEPARATORS = b",;="
_KEPT = b"()[]{}\n" + _OPERATORS + _SEPARATORS
_SHAPES = bytes.maketrans(_KEPT, b"()()()\n" + b"+" * len(_OPERATORS) + b"," * len(_SEPARATORS))
_SHAPELESS = bytes(set(range(256)) - set(_KEPT))

_TOO_DEEP = f"This nests more than {MAX_DEPTH} brackets, deeper than hplint reads; split it, or exclude the file."
_TOO_LONG = (
    f"This expression chains more than {MAX_LINKS:,} operators, calls or attributes, "
    "more than hplint reads; split it, or exclude the file."
)


def refuse_cliffs(text: str) -> None:
    """Return when libcst parses the text in reasonable time and memory.

    Raises:
        CannotRead: where it wouldn't.
    """
    data = text.encode("utf-8", "replace")
    bare = _STRINGS_AND_COMMENTS.sub(b"", data)
    if bare.count(b"elif") > MAX_BRANCHES:
        raise CannotRead(f"This file has more than {MAX_BRANCHES:,} elif branches, more than hplint reads.")
    if sum(map(bare.count, _MANY_WORDS)) > MAX_LINKS:
        bare = _WORDS.sub(b"+", bare)
    shape = bare.translate(_SHAPES, _SHAPELESS)
    if len(shape) > MAX_SYMBOLS:
        raise CannotRead("This file has more code than hplint reads (over a megabyte); split it, or exclude it.")
    _refuse_shape(shape, text)
    if _weigh(shape) > MAX_SYMBOLS:
        raise CannotRead("This file has more code in nested brackets than hplint reads; split it, or exclude it.")
    if sum(map(data.count, _OPENING)) - sum(map(bare.count, _OPENING)) > MAX_DEPTH:
        for formatted in _FORMATTED.finditer(data):
            _refuse_shape(formatted[1].translate(_SHAPES, _SHAPELESS).replace(b"\n", b""), text)


def _refuse_shape(shape: bytes, text: str) -> None:
    """Take innermost brackets away until none is left, as many times as they nest.

    Args:
        shape: the code with `(` and `)` for brackets, `+` for a link, `,` for what separates expressions, and newlines.
        text: where to find the place to report.
    """
    cost = 0
    for _ in range(MAX_DEPTH):
        insides = _INNERMOST.findall(shape)
        if not insides:
            break
        for inside in insides:
            if len(inside) > _COSTLY:
                cost += _measure(inside.replace(b"\n", b"").split(b","), text)
        shape = _INNERMOST.sub(b"+", shape)
    # What is left was never closed, or nests deeper.
    if shape.count(b"(") > MAX_DEPTH or _INNERMOST.search(shape):
        raise CannotRead(_TOO_DEEP, *_find_deepest(text))
    cost += _measure(shape.replace(b"\n", b",").split(b","), text)
    if cost > MAX_COST:
        raise CannotRead("The long expressions of this file would take too long to read; split them, or exclude it.")


def _weigh(shape: bytes) -> int:
    """Return the number of symbols, those in nested brackets counted for more; exact only where it may matter."""
    if len(shape) * MAX_DEPTH < MAX_SYMBOLS:
        return len(shape)
    depths = sum(accumulate(map(_STEPS.__getitem__, shape)))
    return len(shape) + max(depths, 0) // 4


def _measure(expressions: list[bytes], text: str) -> int:
    """Return what the expressions cost to parse, the sum of the squares of the links of the costly ones."""
    longest = max(map(len, expressions))
    if longest > MAX_LINKS:
        raise CannotRead(_TOO_LONG, *_find_longest(text))
    return sum(len(links) ** 2 for links in expressions if len(links) > _COSTLY) if longest > _COSTLY else 0


def _find_deepest(text: str) -> tuple[int, int]:
    """Return the row and column of the first bracket that nests too deep, as far as a rough count tells."""
    depth = 0
    for bracket in re.finditer(r"[()\[\]{}]", text):
        depth = depth + 1 if bracket[0] in "([{" else max(depth - 1, 0)
        if depth > MAX_DEPTH:
            return find_row_and_column(text, bracket.start())
    return 1, 1


def _find_longest(text: str) -> tuple[int, int]:
    """Return the row that holds, or begins, most links: roughly where the long expression stands."""
    rows = text.split("\n")
    links = [sum(map(row.count, ".+-*/%@&|^<>~([{")) for row in rows]
    longest = max(links)
    if longest > MAX_LINKS // 2:
        row = links.index(longest)
        return row + 1, len(rows[row]) - len(rows[row].lstrip()) + 1
    return 1, 1
