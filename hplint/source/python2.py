"""Python 2 to Python 3, in place: what is checked keeps its row and column.

Python 2's syntax is that of its reference (https://docs.python.org/2.7/reference/, 2.7.18), the remedies are those of
https://docs.python.org/3.12/howto/pyporting.html. A line says that a text is Python 2 where it is no Python 3, and is
Python 3 once it is rewritten: prose stays prose.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence

from hplint.basis.frozen import dataclass
from hplint.source.python2_lines import rewrite_line
from hplint.source.tokens import Kind, Line, read_lines
from hplint.source.unreadable import find_row_and_column

_FUTURE = re.compile(r"^[ \t]*from[ \t]+__future__[ \t]+import\b[^#]*?\bprint_function\b", re.MULTILINE)
_MAYBE = re.compile(
    r"\b(?:print|exec|raise|except|lambda[^:\n]*\(|[uU][rR][\"'])|\bdef[ \t]+\w+[ \t]*\([^)]*\(|<>|`|\b0\d|\d[lL]\b"
)
"""What a text has in which something is rewritten."""
_FORMATTED = re.compile(r"[rR]?[fF]")
"""How a string begins that Python 2 doesn't have."""
_BEFORE = {
    "elif": "if x: pass\n",
    "else": "if x: pass\n",
    "except": "try: pass\n",
    "finally": "try: pass\n",
}
"""What a header needs before it."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A text of Python 2 as Python 3."""

    text: str
    row: int
    """Where it first isn't Python 3."""
    column: int
    remedy: str
    """How Python 3 says what stands there."""


def translate(text: str) -> Translation | None:
    """Return a text of Python 2 as Python 3; None where nothing in it is Python 2 only, or something is Python 3 only.

    All rows stay, and the columns of names, literals and calls. It may still be no valid Python.
    """
    if _MAYBE.search(text) is None:
        return None
    has_print_function = _FUTURE.search(text) is not None
    pieces: list[str] = []
    first: tuple[int, str] | None = None
    offset = 0
    for line in read_lines(text):
        if any(token.kind is Kind.STRING and _FORMATTED.match(token.text) for token in line):
            return None
        own = [token.text for token in line]
        rewritten = rewrite_line(line, has_print_function)
        if rewritten is not None and _is_valid(line, rewritten.texts):
            pieces.extend(rewritten.texts)
            if first is None and not _is_valid(line, own):
                first = offset + sum(map(len, own[: rewritten.at])), rewritten.remedy
        else:
            pieces.extend(own)
        offset += sum(map(len, own))
    if first is None:
        return None
    return Translation("".join(pieces), *find_row_and_column(text, first[0]), first[1])


def _is_valid(line: Line, texts: Sequence[str]) -> bool:
    """Answer whether a line is Python, what it needs around it given; what its strings say doesn't matter."""
    code = "".join(_plainly(token.kind, text) for token, text in zip(line, texts, strict=True)).strip()
    first = next((token.text for token in line if token.is_code), "")
    before = _BEFORE.get(first, "")
    after = " pass" if code.endswith(":") else "\ndef f(): pass" if first == "@" else ""
    if first == "try":
        after += "\nfinally: pass"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(before + code + after)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _plainly(kind: Kind, text: str) -> str:
    """Return a token without what doesn't matter, with the brackets that were written in its place or after it."""
    match kind:
        case Kind.STRING:
            prefix = "u " if text.lower().startswith("ur") else ""
            return prefix + '""' + ")" * (len(text) - len(text.rstrip(")")))
        case Kind.BLANK | Kind.NEWLINE:
            return "(" if text.startswith("(") else " "
        case Kind.COMMENT:
            return ""
        case _:
            return text
