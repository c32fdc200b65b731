"""IPython's own syntax to plain Python, in place: every other row and column stays where the user sees it.

The syntax is IPython's (https://ipython.readthedocs.io/en/9.0.0/interactive/reference.html and its
`core/inputtransformer2.py`), with the languages that a cell of Databricks may begin with.
"""

from __future__ import annotations

import re

from hplint.basis.patterns import lazy_pattern
from hplint.source.lines import RowState, read_row

UNKNOWN = "\u01c3"
"""A name that nobody binds, for the value that a magic gives: the click letter, valid in Python and one column wide."""

_BODY_IS_PYTHON = frozenset(
    "capture debug lprun memit mprun prun pyinstrument scalene snakeviz time timeit tracemalloc".split()
)
"""Cell magics that run their body as Python here; any other's may be any language, so it is dropped in silence."""
_RUNS_STATEMENT = {
    "lprun": "fmDTus",
    "memit": "rti",
    "mprun": "fT",
    "prun": "lsTD",
    "pyinstrument": "",
    "snakeviz": "f",
    "time": "",
    "timeit": "nrp",
}
"""Line magics that run a Python statement, each with its options that take a value."""
_LANGUAGES = frozenset("bash fs html md md-sandbox r scala sh sql".split())
"""A cell of Databricks that begins with one of these after a single `%` is in that language."""

_MAYBE = (
    lazy_pattern(
        r"\n[ \t\f]*"
        r"(?:[%!?;,/]|(?:pip3?|conda|mamba|uv|cd|ls|ll|mkdir|rm|rmdir|cp|mv|cat|less|more|man|who|whos)[ \t])"
    ),
    lazy_pattern(r"=[ \t]*[!%]"),
    lazy_pattern(r"\?[ \t;]*(?:[#\"'\r\n]|\Z)"),
)
"""What begins a row, a command that is assigned, a question: each begins with a literal, which `re` finds fast."""
_CELL_MAGIC = lazy_pattern(r"%%(\S*)")
_LANGUAGE = lazy_pattern(r"\s*%([a-z-]+)(?=\s|$)")
_LINE_MAGIC = lazy_pattern(r"%{1,2}([A-Za-z_]\w*)[ \t]*")
_OPTION = lazy_pattern(r"--\S+[ \t]*|-([A-Za-z])([^\s]*)[ \t]*")
_WORD = lazy_pattern(r"\S+[ \t]*")
_ASSIGNED = lazy_pattern(r"(?:[\w., \t*]|\[[^\]=]*\])+=[ \t]*(?=!|%[A-Za-z_])")
_AUTOMAGIC = lazy_pattern(
    r"(?:pip3?|conda|mamba|uv)[ \t]+"
    r"(?:-(?!=)|(?:install|uninstall|list|freeze|show|update|upgrade|run|create|env|add|sync|pip)\b)"
    r"|(?:cd|ls|ll|mkdir|rm|rmdir|cp|mv|cat|less|more|man|who|whos)[ \t]+"
    r"(?![-*/]{1,2}=|(?:and|or|not|in|is|if)\b)(?:\.\.|[\w~/*\"'-])"
)
_STRING_OR_COMMENT = lazy_pattern(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|#.*")
_COMPOUND = lazy_pattern(r"(?:for|while|if|with|try|def|class|async|match)\b|[@%!?]")


def has_magics(text: str) -> bool:
    """Answer quickly whether the text may hold IPython syntax; a no is certain."""
    rows = f"\n{text}"
    return any(maybe.search(rows) for maybe in _MAYBE)


def is_other_language(text: str) -> bool:
    """Answer whether a cell that is no valid Python begins with a magic of Databricks for another language."""
    found = _LANGUAGE.match(text)
    return found is not None and found[1] in _LANGUAGES


def blank_magics(text: str, whole_cell: bool) -> str | None:
    """Return the text with IPython's syntax replaced, or None when all of it is in another language.

    A magic or command becomes `pass`; `x = !ls` binds x to an unknown value; `%time f(x)` keeps `f(x)`.

    Args:
        text: a cell, or a script exported from a notebook.
        whole_cell: the text is a cell, so that a `%%magic` at its top governs all of it.
    """
    if whole_cell and _is_foreign_cell(text):
        return None
    state = RowState()
    goes_on = False
    blanked: list[str] = []
    for row in text.split("\n"):
        code = row.removesuffix("\r")
        end = row[len(code) :]
        if goes_on:
            # A command continued by a backslash; its rows are blank lines to Python.
            goes_on = code.endswith("\\")
            blanked.append(end)
            continue
        replaced = _replace(code) if state.begins_statement else None
        new = code if replaced is None else replaced
        goes_on = code.endswith("\\") and not new.endswith("\\")
        state, _ = read_row(new, state)
        blanked.append(new + end)
    return "\n".join(blanked)


def dedent(text: str) -> tuple[str, str]:
    """Return the indentation of the first row that isn't blank, and the text without it, as IPython runs a cell."""
    first = re.match(r"(?:[ \t\r\f]*\n)*([ \t]+)(?=\S)", text)
    if first is None:
        return "", text
    indent = first[1]
    return indent, "\n".join(row.removeprefix(indent) for row in text.split("\n"))


def _is_foreign_cell(text: str) -> bool:
    rows = [row for row in text.split("\n") if row.strip()]
    for row in rows:
        magic = _CELL_MAGIC.match(row)
        if magic is None:
            break
        if magic[1] and magic[1].rstrip("?") not in _BODY_IS_PYTHON:
            return True
    # `%sql` with a query beside it may be a line magic of Jupyter, with Python below.
    return bool(rows) and is_other_language(rows[0]) and len(rows[0].split()) == 1


def _replace(code: str) -> str | None:
    """Return what stands for a row that begins a statement, or None when it is Python."""
    stripped = code.lstrip(" \t\f")
    indent = code[: len(code) - len(stripped)]
    if stripped.startswith(("%", "!", "?")):
        kept = _keep_statement(stripped)
        return indent + (kept or "pass".ljust(len(stripped)))
    assigned = _ASSIGNED.match(stripped)
    if assigned is not None:
        magic = stripped[assigned.end() :]
        # `x = %timeit -o f(x)` runs the statement, too; x is no result of it.
        kept = _keep_statement(magic) if magic.startswith("%") else None
        value = UNKNOWN.ljust(len(magic)) if kept is None else kept.replace("0;", f"{UNKNOWN};", 1)
        return indent + assigned[0] + value
    if stripped.startswith((";", ",", "/")):
        # IPython's automatic quotes and calls; a semicolon alone is written to hush what a plot returns.
        return indent + "pass".ljust(len(stripped))
    if _AUTOMAGIC.match(stripped) or _asks_for_help(stripped):
        return indent + "pass".ljust(len(stripped))
    return None


def _keep_statement(stripped: str) -> str | None:
    """Return `%time f(x)` as `0;    f(x)`: a statement may only begin at its block's column, or after a semicolon."""
    magic = _LINE_MAGIC.match(stripped)
    if magic is None or stripped.startswith("%%") or magic[1] not in _RUNS_STATEMENT:
        return None
    start = magic.end()
    while (option := _OPTION.match(stripped, start)) is not None:
        start = option.end()
        if option[1] and option[1] in _RUNS_STATEMENT[magic[1]] and not option[2]:
            value = _WORD.match(stripped, start)
            start = value.end() if value is not None else start
    statement = stripped[start:]
    if not statement or statement.startswith("#") or _COMPOUND.match(statement):
        return None
    return "0;".ljust(start) + statement


def _asks_for_help(stripped: str) -> bool:
    """Answer whether the row ends in a question mark, which no row of Python does outside strings and comments."""
    return "?" in stripped and _STRING_OR_COMMENT.sub("", stripped).rstrip(" \t;").endswith("?")
