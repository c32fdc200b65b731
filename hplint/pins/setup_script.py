"""Reads what a `setup.py` installs where it is written out: the script is parsed, never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from hplint.pins.entry import Reading, distributions

_KEYWORDS = ("install_requires", "extras_require", "tests_require")


def read_setup_script(file: str, data: bytes) -> Reading:
    """Read the literal lists that `setup(...)` is given, or the names of such lists.

    A script that this Python can't parse says nothing: it may be of an older one.
    """
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Reading()
    values = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    entries = []
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in _KEYWORDS:
            value = values.get(node.value.id) if isinstance(node.value, ast.Name) else node.value
            for row, text in _strings(value):
                if entry := distributions().requirement(text, f"{file}:{row}"):
                    entries.append(entry)
    return Reading(tuple(entries))


def _strings(node: ast.expr | None) -> Iterator[tuple[int, str]]:
    """Yield the strings of a literal list, or of a dict of such lists, each with its row."""
    match node:
        case ast.Constant(value=str(text)):
            yield node.lineno, text
        case ast.List(elts=items) | ast.Tuple(elts=items):
            for item in items:
                yield from _strings(item)
        case ast.Dict(values=items):
            for item in items:
                yield from _strings(item)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _strings(left)
            yield from _strings(right)
