"""The examples of a rule's page: the bad one has its finding, the good one is silent."""

from __future__ import annotations

import re

import pytest

from hplint.api import Config, Selection, default_config, lint_text
from hplint.catalogue.rules import Rule, all_rules
from tests.markers import compare, read_markers

RULES = [pytest.param(rule, id=rule.code) for rule in all_rules()]
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def _section(rule: Rule, heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", rule.markdown, re.DOTALL | re.MULTILINE)
    assert found is not None, f"{rule.name} has no section {heading!r}"
    return found[1]


def config_of(rule: Rule) -> Config:
    """Return the default configuration, with the rule on."""
    return default_config(".", Selection(extend_select=(rule.code,)))


def _examples(rule: Rule) -> tuple[str, str]:
    bad, use_instead, good = _section(rule, "Example").partition("Use instead:")
    assert use_instead, f"{rule.name} doesn't say what to use instead"
    (bad_block,), (good_block,) = _BLOCK.findall(bad), _BLOCK.findall(good)
    return bad_block, good_block


@pytest.mark.parametrize("rule", RULES)
def test_the_bad_example_has_the_finding(rule: Rule) -> None:
    bad, _ = _examples(rule)
    expected = read_markers({None: bad})
    assert any(rule.code in codes for codes in expected.error.values())
    wrong = compare(expected, lint_text(bad, "example.py", config_of(rule)).findings, {None: bad})
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("rule", RULES)
def test_the_good_example_is_silent(rule: Rule) -> None:
    _, good = _examples(rule)
    assert not lint_text(good, "example.py", config_of(rule)).findings


@pytest.mark.parametrize("rule", RULES)
def test_the_page_says_why_and_when_not(rule: Rule) -> None:
    assert _section(rule, "What it does").strip()
    assert _section(rule, "Why is this bad?").strip()
    assert _section(rule, "When it is silent").strip()
    assert "https://" in _section(rule, "References")
