"""Selectors, in the order of their specificity."""

import pytest

from hplint.catalogue.rules import Rule
from hplint.catalogue.selectors import Selection, UnknownSelector, enabled, resolve
from hplint.findings import Severity


def rule(code, name, topic, default=True):
    return Rule(code, name, topic, Severity.ERROR, default, "", "")


RULES = (
    rule("HP101", "untuned-hyperparameter", "hyperparameters"),
    rule("HP102", "default-hyperparameters", "hyperparameters", default=False),
    rule("HP301", "tuned-on-test", "evaluation"),
    rule("HP303", "preprocessing-leak", "evaluation"),
    rule("HP900", "unreadable-source", "hplint"),
)


def on(*selections):
    return " ".join(sorted(code[2:] for code in enabled(selections, RULES)))


@pytest.mark.parametrize(
    ("selector", "codes"),
    [
        ("HP303", {"HP303"}),
        ("preprocessing-leak", {"HP303"}),
        ("HP3", {"HP301", "HP303"}),
        ("evaluation", {"HP301", "HP303"}),
        ("HP10", {"HP101", "HP102"}),
        ("ALL", {"HP101", "HP102", "HP301", "HP303", "HP900"}),
    ],
)
def test_selectors(selector, codes):
    assert resolve(selector, RULES) == codes


@pytest.mark.parametrize(
    ("selector", "suggestion"),
    [
        ("HP333", "'HP303'"),
        ("preprocesing-leak", "'preprocessing-leak'"),
        ("evalution", "'evaluation'"),
        ("all", "'ALL'"),
    ],
)
def test_unknown_selectors_suggest_the_nearest(selector, suggestion):
    with pytest.raises(UnknownSelector, match=suggestion):
        resolve(selector, RULES)


@pytest.mark.parametrize("selector", ["", "H", "P303", "HP3031"])
def test_what_is_no_selector(selector):
    with pytest.raises(UnknownSelector):
        resolve(selector, RULES)


def test_default_set():
    assert on() == on(Selection()) == "101 301 303 900"


def test_select_starts_anew():
    assert on(Selection(select=("HP1",))) == "101 102 900"
    assert on(Selection(select=("HP1",), ignore=("HP101",)), Selection(select=("HP101",))) == "101 900"


def test_extend_select_and_ignore_add():
    assert on(Selection(extend_select=("HP102",))) == "101 102 301 303 900"
    assert on(Selection(select=("HP1",)), Selection(ignore=("HP102",))) == "101 900"


def test_the_more_specific_wins():
    assert on(Selection(select=("HP3",), ignore=("HP303",))) == "301 900"
    assert on(Selection(select=("HP303",), ignore=("HP3",))) == "303 900"
    assert on(Selection(select=("HP303",), ignore=("preprocessing-leak",))) == "900"


def test_unreadable_files_never_look_clean():
    assert on(Selection(select=())) == "900"
    assert on(Selection(ignore=("HP900",))) == "101 301 303"
