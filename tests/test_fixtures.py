"""A rule's behaviour is its fixture: every marked line has its finding, and every other line is silent."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from hplint.api import Config, Selection, default_config, lint_text
from hplint.catalogue.rules import all_rules
from tests.markers import compare, read_markers, texts_of

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
TOPICS = sorted({rule.topic for rule in all_rules()})
FILES = [
    path
    for topic in TOPICS
    for path in sorted((FIXTURES / topic).glob("*"))
    if path.suffix in (".py", ".ipynb") and not path.name.endswith(".fixed.py")
]


def config_of(path: Path) -> Config:
    """Return the default configuration, with the fixture's own rule on."""
    return default_config(".", Selection(extend_select=(path.name.partition(".")[0],)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_findings_are_as_marked(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    texts = texts_of(text, path.name)
    result = lint_text(text, path.name, config_of(path))
    assert not result.faults, result.faults
    wrong = compare(read_markers(texts), result.findings, texts)
    assert not wrong, f"{len(wrong)} in {path.relative_to(FIXTURES)}\n" + "\n".join(wrong)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_is_said_twice(path: Path) -> None:
    findings = lint_text(path.read_text(encoding="utf-8"), path.name, config_of(path)).findings
    repeated = {key: n for key, n in Counter((f.code, f.span) for f in findings).items() if n > 1}
    assert not repeated
