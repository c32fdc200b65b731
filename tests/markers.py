"""Reads what a fixture expects: `# error: HP303, HP302`, `# todo-error: …` and `# todo-ok: …`, by cell and row."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hplint.findings import Finding

Position = tuple[int | None, int]
"""The cell (None in a plain file) and the row, both 1-based."""

_MARKER = re.compile(r"# (error|todo-error|todo-ok): (HP\d+(?:, ?HP\d+)*)")


@dataclass
class Expected:
    """The codes at each position: those that are due, known misses, and known false alarms."""

    error: dict[Position, set[str]] = field(default_factory=lambda: defaultdict(set))
    missed: dict[Position, set[str]] = field(default_factory=lambda: defaultdict(set))
    false: dict[Position, set[str]] = field(default_factory=lambda: defaultdict(set))


def read_markers(texts: Mapping[int | None, str]) -> Expected:
    """Read the markers of a file's text, or of its cells."""
    expected = Expected()
    kinds = {"error": expected.error, "todo-error": expected.missed, "todo-ok": expected.false}
    for cell, text in texts.items():
        for row, line in enumerate(text.split("\n"), 1):
            for kind, codes in _MARKER.findall(line):
                kinds[kind][cell, row] |= set(re.findall(r"HP\d+", codes))
    return expected


def texts_of(text: str, path: str) -> dict[int | None, str]:
    """Return a plain file's text under None, or the code cells of a notebook under their numbers."""
    if not path.endswith(".ipynb"):
        return {None: text}
    cells = enumerate(json.loads(text)["cells"], 1)
    return {number: "".join(cell["source"]) for number, cell in cells if cell["cell_type"] == "code"}


def compare(expected: Expected, findings: Iterable[Finding], texts: Mapping[int | None, str]) -> list[str]:
    """Return a sentence for everything that isn't as marked."""
    messages: dict[tuple[Position, str], list[str]] = defaultdict(list)
    for finding in findings:
        messages[(finding.span.cell, finding.span.row), finding.code].append(finding.message)
    found = set(messages)
    due = _pairs(expected.error)
    false = _pairs(expected.false)
    missed = _pairs(expected.missed)
    wrong = {
        "is missing": due - found,
        "is not marked": found - due - false - missed,
        "is a false alarm no more: remove todo-ok": false - found,
        "is missed no more: make todo-error an error": missed & found,
    }
    sentences = [
        (position, f"{_where(position)}: {code} {what}: {_line(texts, position)}{_said(messages[position, code])}")
        for what, pairs in wrong.items()
        for position, code in pairs
    ]
    return [sentence for _, sentence in sorted(sentences, key=lambda each: (each[0][0] or 0, each[0][1], each[1]))]


def _pairs(marked: Mapping[Position, set[str]]) -> set[tuple[Position, str]]:
    return {(position, code) for position, codes in marked.items() for code in codes}


def _where(position: Position) -> str:
    cell, row = position
    return f"row {row}" if cell is None else f"cell {cell}, row {row}"


def _line(texts: Mapping[int | None, str], position: Position) -> str:
    cell, row = position
    lines = texts[cell].split("\n") if cell in texts else []
    return lines[row - 1].strip() if row <= len(lines) else "(no such line)"


def _said(messages: list[str]) -> str:
    return f"\n    {messages[0]}" if messages else ""
