"""What the interpreter knows is its fixtures: `reveal(x)  # revealed: ...` on every line that asks.

A place that is reached several times says each different answer once, in order, with ` | ` between them.
`# todo-revealed: ...` is what it should know, and fails once it does.
"""

from __future__ import annotations

import re
from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from hplint.analysis.calling.calls import Call
from hplint.analysis.interpreter import interpret
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import NONE, Value
from hplint.analysis.reveal import reveal
from hplint.catalogue.directory import rules_directory
from hplint.catalogue.estimators import Catalogue
from hplint.catalogue.flows import Flows
from hplint.libraries.library import Libraries

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "analysis"
FILES = sorted(FIXTURES.glob("*.py"))
PRELUDE = "from hplint.analysis.reveal import reveal\n"
MARKER = re.compile(r"# (todo-)?revealed: (.*)$")


class Revealing(Libraries):
    """The known libraries, and `reveal`, which writes down what it is given and changes nothing."""

    def __init__(self) -> None:
        super().__init__(Catalogue.load(), Flows.load(rules_directory() / "libraries"))
        self.said: dict[cst.CSTNode, list[str]] = {}

    def call(self, machine: Machine, path: str, call: Call) -> Value | None:
        if path != "hplint.analysis.reveal.reveal":
            return super().call(machine, path, call)
        texts = self.said.setdefault(call.place.node, [])
        text = ", ".join(reveal(machine, argument.value) for argument in call.arguments)
        if text not in texts:
            texts.append(text)
        return NONE


def revealed(text: str) -> dict[int, str]:
    """Interpret a module, and return what is revealed in each row."""
    libraries = Revealing()
    module = cst.parse_module(text)
    interpret([cst.parse_module(PRELUDE), module], libraries)
    positions = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    return {positions[node].start.line: " | ".join(texts) for node, texts in libraries.said.items()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_known_is_as_marked(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = revealed(text)
    wrong: list[str] = []
    for row, line in enumerate(text.split("\n"), 1):
        marker = MARKER.search(line)
        if marker is None:
            assert "reveal(" not in line, f"row {row} expects nothing: {line}"
            continue
        todo, expected = marker.groups()
        if (found.get(row, "not reached") == expected) is bool(todo):
            wrong.append(f"row {row}: {line.strip()}\n    {found.get(row, 'not reached')}")
    assert not wrong, f"{len(wrong)} in {path.name}\n" + "\n".join(wrong)
