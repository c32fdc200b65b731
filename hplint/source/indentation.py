"""Code to the same code indented by spaces alone: libcst refuses some of what Python accepts.

libcst's parser wants the white space of a block to begin with that of the block around it, character by character, and
knows no row of a mere backslash. Python counts columns: a tab reaches the next multiple of eight, a form feed the first
(https://docs.python.org/3/reference/lexical_analysis.html#indentation, Python 3.13).
"""

from __future__ import annotations

import ast
import warnings

from hplint.source.lines import RowState, read_row

_TAB = 8
_STEP = "    "
_BLANKS = " \t\f"


def indent_plainly(code: str) -> str | None:
    """Return code whose blocks are indented by four spaces each, row by row; None where that isn't the same code.

    Rows inside of strings and brackets stay as they are.
    """
    if not any(blank in code for blank in "\t\f\\"):
        return None
    plain = _indent(code)
    if plain is None:
        return None
    before, after = _outline(code), _outline(plain)
    return plain if before is not None and before == after else None


def indent_by_columns(code: str) -> str | None:
    """Return code of Python 2 with its blocks indented by four spaces each; None where that makes no difference.

    Python 2 counts columns, and takes any mixture of tabs and spaces
    (https://docs.python.org/2.7/reference/lexical_analysis.html#indentation, 2.7.18).
    """
    return _indent(code) if any(blank in code for blank in "\t\f\\") else None


def _indent(code: str) -> str | None:
    """Return the code indented anew; None where a row is indented as no row before it."""
    state = RowState()
    columns = [0]
    waiting: int | None = None
    rows: list[str] = []
    for row in code.split("\n"):
        begins = state.begins_statement or waiting is not None
        state, _ = read_row(row.removesuffix("\r"), state)
        statement = row.lstrip(_BLANKS)
        if not begins or (waiting is None and (statement in ("", "\r") or statement.startswith("#"))):
            rows.append(row)
            continue
        column = _column(row[: len(row) - len(statement)]) if waiting is None else waiting
        if statement in ("\\", "\\\r"):
            # It says where the statement stands that begins in the next row.
            waiting = column
            rows.append(statement[1:])
            continue
        waiting = None
        returns = column < columns[-1]
        while column < columns[-1]:
            columns.pop()
        if column > columns[-1]:
            if returns:
                return None
            columns.append(column)
        rows.append(_STEP * (len(columns) - 1) + statement)
    return "\n".join(rows)


def _column(blanks: str) -> int:
    column = 0
    for blank in blanks:
        column = 0 if blank == "\f" else column + 1 if blank == " " else (column // _TAB + 1) * _TAB
    return column


def _outline(code: str) -> str | None:
    """Return what tells whether two texts are the same code; None for what Python refuses."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.dump(ast.parse(code))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
