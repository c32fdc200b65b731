"""A rule is its page, its check and its fixture: none is missing, and they agree."""

import importlib
import re
import sys
from pathlib import Path

import pytest

from hplint.catalogue.directory import CatalogueError
from hplint.catalogue.rules import all_rules, read_page, read_rules

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
TOPICS = {
    "1": "hyperparameters",
    "2": "search",
    "3": "evaluation",
    "4": "learning",
    "5": "estimators",
    "6": "training",
    "9": "hplint",
}
RULES = all_rules()
CHECKED = [rule for rule in RULES if rule.topic != "hplint"]  # hplint's own findings come from the pipeline itself


def name(rule):
    return rule.name


def check_file(rule):
    return ROOT / "hplint" / "checks" / rule.topic / f"{rule.name.replace('-', '_')}.py"


def test_there_are_rules():
    assert {"HP900", "HP901"} <= {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_page_has_its_parts(rule):
    assert rule.topic == TOPICS[rule.code[2]]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.markdown.startswith(f"# {rule.name} ({rule.code})\n")
    assert "\n## What it does\n" in rule.markdown
    assert "\n## Why is this bad?\n" in rule.markdown
    assert "\n## Example" in rule.markdown
    assert not rule.summary.endswith(".")
    assert len(rule.summary) <= 110


@pytest.mark.parametrize("rule", CHECKED, ids=name)
def test_check_exists_and_is_marked(rule):
    assert check_file(rule).is_file()
    module = importlib.import_module(f"hplint.checks.{rule.topic}.{rule.name.replace('-', '_')}")
    codes = {getattr(value, "code", None) for value in vars(module).values() if callable(value)}
    assert rule.code in codes


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_fixture_exists_and_has_a_hit(rule):
    files = [ROOT / "fixtures" / rule.topic / f"{rule.name}{suffix}" for suffix in (".py", ".ipynb")]
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in files if file.exists()]
    assert texts, f"{files[0]} is missing"
    assert any(re.search(rf"# (todo-)?error: .*\b{rule.code}\b", text) for text in texts)


def test_every_check_has_a_page():
    checks = (ROOT / "hplint" / "checks").glob("*/*.py")
    orphans = {file for file in checks if not file.name.startswith("_")} - {check_file(rule) for rule in CHECKED}
    assert not orphans


def test_every_fixture_of_a_topic_has_a_page():
    known = {(rule.topic, rule.name) for rule in RULES}
    fixtures = [file for topic in TOPICS.values() for file in (ROOT / "fixtures" / topic).glob("*.*")]
    assert {(file.parent.name, file.name.split(".")[0]) for file in fixtures} <= known


def page(folder, text, name="some-rule"):
    file = folder / "evaluation" / f"{name}.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    return file


HEAD = '+++\ncode = "HP399"\nseverity = "error"\ndefault = true\nsummary = "Something"\n+++\n'


def test_a_page_is_read(tmp_path):
    rule = read_page(page(tmp_path, HEAD + "\n# some-rule (HP399)\n"))
    assert (rule.code, rule.name, rule.topic, rule.markdown) == (
        "HP399",
        "some-rule",
        "evaluation",
        "# some-rule (HP399)\n",
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("# no front matter\n", "front matter"),
        (HEAD.replace("HP399", "HP39"), "code 'HP39'"),
        (HEAD.replace('"error"', '"fatal"'), "severity 'fatal'"),
        (HEAD.replace("true", '"yes"'), "'default'"),
        (HEAD.replace("summary", "sumary"), "unknown key 'sumary'"),
        (HEAD.replace('"error"', "error"), "evaluation/some-rule.md: "),
    ],
)
def test_a_wrong_page_says_what_is_wrong(tmp_path, text, complaint):
    with pytest.raises(CatalogueError, match=re.escape(complaint)) as raised:
        read_page(page(tmp_path, text))
    assert "some-rule.md" in str(raised.value)


def test_two_pages_with_one_code(tmp_path):
    page(tmp_path, HEAD)
    page(tmp_path, HEAD, "other-rule")
    with pytest.raises(CatalogueError, match=r"other-rule and evaluation/some-rule are both 'HP399'"):
        read_rules(tmp_path)


def test_the_wheel_has_what_the_pages_are_read_from():
    targets = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]
    assert targets["wheel"]["sources"] == {"rules": "hplint/_rules"}
