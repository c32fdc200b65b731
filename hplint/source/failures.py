"""A parse that failed to where and why, as the author of the code would want to hear it."""

from __future__ import annotations

import ast
import warnings

import libcst

from hplint.basis.patterns import lazy_pattern
from hplint.source.unreadable import NEWLINE, CannotRead

_PARSER_ERROR = lazy_pattern(r"error at (\d+):(\d+)")
_CONFLICT = lazy_pattern(r"<{7}(?: |$)|={7}$|>{7}(?: |$)|\|{7}(?: |$)")
_LISTING = lazy_pattern(r">>> |In \[\d*\]:")


def explain(code: str, error: libcst.ParserSyntaxError, indent: str = "") -> CannotRead:
    """Return where the code stops being Python, and why.

    libcst says no position for what its tokenizer refuses, and the token after the wrong one for the rest, so
    CPython's own parser is asked first; where that accepts the code (a grammar newer than libcst's), libcst's counts.

    Args:
        code: what was parsed.
        error: what libcst said.
        indent: what was taken off the rows of the code before; columns are given back with it.
    """
    row, column, reason = _ask_python(code) or _ask_libcst(error)
    rows = NEWLINE.split(code)
    line = rows[row - 1].strip() if row <= len(rows) else ""
    for wrong_row in (row, row - 1):
        if 0 < wrong_row <= len(rows) and _CONFLICT.match(rows[wrong_row - 1]):
            return CannotRead(
                "This is a merge conflict marker; resolve the conflict first.",
                wrong_row,
                1 + len(indent),
                everywhere=True,
            )
    if _LISTING.match(line):
        message = "This is a listing of an interactive session, not Python code: take the prompts out."
        return CannotRead(message, row, column + len(indent), everywhere=True)
    return CannotRead(_describe(reason), row, column + len(indent))


def _describe(reason: str) -> str:
    if any(word in reason for word in ("tabs and spaces", "indent")):
        return f"The indentation isn't valid: {reason}."
    return f"This isn't valid Python: {reason}."


def _ask_python(code: str) -> tuple[int, int, str] | None:
    """Return row, column and reason by CPython's parser, which runs nothing; None where it accepts the code."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
    except SyntaxError as error:
        return error.lineno or 1, error.offset or 1, _first_clause(error.msg)
    except (ValueError, MemoryError, RecursionError):
        return None
    return None


def _ask_libcst(error: libcst.ParserSyntaxError) -> tuple[int, int, str]:
    found = _PARSER_ERROR.search(error.message)
    if found is None:
        return 1, 1, _first_clause(error.message.removeprefix("tokenizer error: "))
    return int(found[1]), int(found[2]) + 1, "invalid syntax"


def _first_clause(message: str) -> str:
    """Return a message of a parser as a part of a sentence, without its advice ("Perhaps you forgot ...")."""
    return message.split(". ")[0].rstrip(".")
