"""Large data literals to an unknown value, in place, so that the rest of the file is still checked.

Data explodes in libcst: 155 kB of nested number rows take 1.6 s and 298 MB, and say nothing about hyperparameters.
A bracketed literal of thousands of numbers, strings and constants, and nothing else, becomes a call to a name that
nobody binds; it keeps its first and last row, and the column where it ends.
"""

from __future__ import annotations

import re

from hplint.basis.patterns import lazy_pattern

LARGE = 2000
"""Commas from which on a literal is emptied; some 50 ms of parsing."""

_STRING = (
    r"\"\"\"[^\"\\]*(?:(?:\\.|\"(?!\"\"))[^\"\\]*)*\"\"\"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''"
    r"|\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"?|'[^'\\\n]*(?:\\.[^'\\\n]*)*'?"
)
_STRING_OR_COMMENT = lazy_pattern(_STRING + r"|#[^\n]*", re.DOTALL)
_LONG_RUN = lazy_pattern(r"[\[({][\d\s.,+\-:\[\](){}_NoTlsinjJxXuUrRa-fA-F]{" + str(LARGE) + "}")
_TOKEN = lazy_pattern(
    rf"(?P<string>[bBuUrR]{{0,2}}(?:{_STRING}))|(?P<comment>#[^\n]*)|(?P<open>[\[({{])|(?P<close>[\])}}])"
    r"|(?P<plain>(?:[\d\s.,+\-:]+|(?<=[\d.])[eEjJ_]|(?<=\b0)[xX][\da-fA-F_]+)+|\b(?:None|True|False|nan|inf)\b)"
    r"|(?P<code>\w+|.)",
    re.DOTALL,
)
_NEWLINE = lazy_pattern(r"\r?\n")
_OPENING = '(__data__("""'
_CLOSING = '""")'


def elide_large_literals(text: str) -> str:
    """Return the text with large data literals replaced by unknown values; all else keeps its row and column."""
    if text.count(",") < LARGE or not _LONG_RUN.search(_STRING_OR_COMMENT.sub("", text)):
        return text
    pieces: list[str] = []
    done = 0
    for start, end in _find_data(text):
        pieces += [text[done:start], _stand_in(text, start, end)]
        done = end
    return "".join([*pieces, text[done:]])


def _find_data(text: str) -> list[tuple[int, int]]:
    """Return start and end of the outermost large literals, in order."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    is_data: list[bool] = []
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "open":
            opened.append(token.start())
            is_data.append(True)
        elif kind == "close" and opened:
            start, data = opened.pop(), is_data.pop()
            if data and text.count(",", start, token.start()) >= LARGE and not _is_subscript(text, start):
                while found and found[-1][0] > start:
                    found.pop()
                found.append((start, token.end()))
            elif not data and is_data:
                is_data[-1] = False
        elif kind == "code" and is_data:
            is_data[-1] = False
    return found


def _is_subscript(text: str, start: int) -> bool:
    return text[start] == "[" and start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_)]")


def _stand_in(text: str, start: int, end: int) -> str:
    """Return what stands for the literal: as many rows, and its last row as long as the literal's."""
    newlines = _NEWLINE.findall(text, start, end)
    if not newlines:
        padding = " " * (end - start - len(_OPENING) - len(_CLOSING) - 1)
        return f"{_OPENING}{padding}{_CLOSING})"
    column = end - 1 - (text.rindex("\n", start, end) + 1)
    return f"{_OPENING}{''.join(newlines[:-1])}{_CLOSING}{newlines[-1]}{' ' * column})"
