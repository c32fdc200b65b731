"""Fixes in passes: what is fixed is found no more, what isn't stays as it was, and doing it again changes nothing."""

from __future__ import annotations

import tokenize
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hplint.api import Finding, Fix, Fixed, Severity, Span, TextEdit, fix_paths, fix_text
from hplint.catalogue.rules import all_rules
from hplint.config import default_config
from hplint.fixes import choose_disjoint, fix_source
from hplint.results import FileResult
from hplint.source.read import read_source
from tests.test_fixtures import FILES


def finding(*edits: tuple[int, int, str], safe: bool = True, code: str = "HP103") -> Finding:
    """Return a finding in the first row with a fix of these columns."""
    made = tuple(TextEdit(Span(None, 1, start, 1, end), text) for start, end, text in edits)
    span = made[0].span
    return Finding("a.py", span, code, "name", Severity.ERROR, "message", fix=Fix("fix", made, safe))


def fix(text: str, *passes: Iterable[Finding], unsafe: bool = False) -> Fixed:
    """Fix a text by the findings of each pass; after the last nothing is found."""
    found = iter(passes)
    return fix_source(text.encode(), "a.py", lambda data: FileResult("a.py", tuple(next(found, ()))), unsafe=unsafe)


def test_of_overlapping_fixes_the_first_wins_and_the_others_wait() -> None:
    first, second, third = finding((1, 2, "x")), finding((4, 6, "y"), (8, 9, "z")), finding((5, 7, "w"))
    assert list(choose_disjoint([third, second, first])) == [first, second]
    done = fix("a + bc+d", [first, third], [])
    assert (done.after, done.applied) == (b"x + w+d", (first, third))


def test_fixes_may_touch() -> None:
    renamed, added, removed = finding((3, 4, "bb")), finding((4, 4, ", c")), finding((4, 6, ""))
    assert fix("f(a, d)", [renamed, added]).after == b"f(bb, c, d)"
    assert fix("f(a,1)", [added, removed]).after == b"f(a, c)"


def test_two_insertions_at_one_place_take_two_passes() -> None:
    one, other = finding((4, 4, ", b=1")), finding((4, 4, ", c=1"))
    assert list(choose_disjoint([one, other])) == [one]


def test_unsafe_fixes_are_left_alone() -> None:
    safe, unsafe = finding((1, 2, "x")), finding((5, 6, "y"), safe=False)
    assert fix("a + b", [safe, unsafe], [unsafe]).after == b"x + b"
    assert fix("a + b", [safe, unsafe], [], unsafe=True).after == b"x + y"


def test_a_fix_that_breaks_the_file_is_a_fault_and_the_others_are_applied() -> None:
    broken, good = finding((1, 2, "(")), finding((5, 6, "y"), code="HP105")
    done = fix("a + b", [broken, good], [broken])
    assert (done.after, done.applied) == (b"a + y", (good,))
    (fault,) = done.result.faults
    assert (fault.path, fault.rule) == ("a.py", "HP103")
    assert "breaks the file" in fault.traceback


def test_fixes_that_go_alone_only_are_applied_one_after_the_other() -> None:
    # Python's compiler refuses a repeated keyword; its parser and libcst don't.
    one, other = finding((3, 4, "c")), finding((8, 9, "c"))
    done = fix("f(a=1, b=2)", [one, other], [])
    assert (done.after, done.result.faults) == (b"f(c=1, b=2)", ())


def test_fixes_that_undo_each_other_end() -> None:
    there, back = finding((1, 2, "x")), finding((1, 2, "a"))
    done = fix("a", *([there], [back]) * 50)
    assert done.after in (b"a", b"x")


def test_what_can_not_be_written_is_said_and_nothing_changes() -> None:
    done = fix_text("# coding: utf-7\nx = 1  # hplint: ignore[HP103] +AGE-\n")
    assert done.after == done.before
    assert done.obstacle == "its encoding, utf-7, writes the same text in several ways"


def test_paths_are_fixed_or_only_looked_at(tmp_path: Path) -> None:
    file, other = tmp_path / "a.py", tmp_path / "b.py"
    file.write_text("x = 1  # hplint: ignore[HP303]\n")
    other.write_text("x = 1\n")
    for write, text in (False, "x = 1  # hplint: ignore[HP303]\n"), (True, "x = 1\n"):
        run = fix_paths([tmp_path], write=write)
        assert ([each.path for each in run.fixed], run.findings) == ([str(file)], ())
        assert run.fixed[0].after == b"x = 1\n"
        assert file.read_text() == text
    assert fix_paths([tmp_path]).fixed == ()


def assert_fixed(done: Fixed) -> None:
    """Assert what holds of every fixed file."""
    assert done.obstacle is None
    assert not done.result.faults, done.result.faults[0].traceback
    assert not [each for each in done.result.findings if each.fix is not None]
    left = Counter(each.code for each in done.original.findings if each.fix is None)
    repaired = {each.code for each in done.applied}
    now = Counter(each.code for each in done.result.findings if each.code in repaired)
    assert now <= left, "what was fixed is found again"
    before, after = read_source(done.before, done.path), read_source(done.after, done.path)
    assert after.unreadable == before.unreadable
    again = fix_text(done.after, done.path, unsafe=True)
    assert (again.after, again.applied) == (done.after, ())


RULES = [rule.code for rule in all_rules()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_fixtures_can_be_fixed(path: Path) -> None:
    assert_fixed(fix_text(path.read_bytes(), path.name, unsafe=True))


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_examples_of_rule_pages_can_be_fixed(rule) -> None:
    for block in rule.markdown.split("```")[1::2]:
        assert_fixed(fix_text(block.partition("\n")[2], unsafe=True))


MENDED = [path for path in FILES if path.with_suffix(f".fixed{path.suffix}").exists()]


@pytest.mark.parametrize("path", MENDED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_fixtures_are_fixed_as_expected(path: Path, golden) -> None:
    """By the fixes of the fixture's own rule."""
    usual = default_config(".")
    (code,) = (rule.code for rule in all_rules() if rule.name == path.stem)
    # Only beside all the other rules is it known what a suppression is for.
    config = usual if code == "HP901" else replace(usual, codes=frozenset({code}))
    done = fix_text(path.read_bytes(), path.name, config, unsafe=True)
    assert code in {each.code for each in done.applied}
    golden(done.after.decode(), f"{path.parent.name}/{path.stem}.fixed{path.suffix}")


IMPORTS = """\
from sklearn.ensemble import AdaBoostClassifier, RandomForestClassifier
from sklearn.linear_model import LinearRegression, SGDClassifier
from sklearn.preprocessing import OneHotEncoder
from sklearn.svm import SVC
"""
RIGHT = st.sampled_from(["verbose={}", "n_jobs={}", "warm_start={}", "tol={}"])
WRONG = {
    "SVC": ["gama={}", "kernal='linear'", "kernel='rbff'", 'kernel="LINEAR"', "verbos={}", "cache_sise={}"],
    "RandomForestClassifier": ["n_estimator={}", "criterion='ginni'", "random_state=None", "maxdepth={}"],
    "SGDClassifier": ['loss="log"', "loss='squared_loss'", "penalty='L2'", "max_itr={}"],
    "LinearRegression": ["normalize=False", "fit_intercep={}", "copy_x={}"],
    "OneHotEncoder": ["sparse={}", "handle_unkown='ignore'", "handle_unknown='ignored'"],
    "AdaBoostClassifier": ["base_estimator={}", "algorithm='SAMME'", "n_estimator={}"],
}
VALUE = st.sampled_from(["a", "(a)", "f(1, b=2)", "{'x': [1, 2]}[0]", "a.b  # not ( here\n"])
SPACE = st.sampled_from(["", " ", "\n", "\n    ", "  # why, (\n  ", "\t"])


@st.composite
def calls(draw: st.DrawFn) -> str:
    """Return a call with mistakes, laid out in any way."""
    name = draw(st.sampled_from(sorted(WRONG)))
    picked = draw(st.lists(st.one_of(st.sampled_from(WRONG[name]), RIGHT), max_size=4, unique_by=_key))
    filled = [each.format(draw(VALUE)) for each in picked]
    inside = ",".join(f"{draw(SPACE)}{each}{draw(SPACE)}" for each in filled)
    comma = "," if filled and draw(st.booleans()) else ""
    way = draw(st.sampled_from(["{}", "m = {}", "def g(a):\n    return {}", "if a: x = [{}]", "make_pipeline({})"]))
    return way.format(f"{name}({inside}{comma}{draw(SPACE)})") + draw(st.sampled_from(["", "  # end", "; x = 1"]))


def _key(argument: str) -> str:
    return argument.partition("=")[0]


@settings(deadline=None, max_examples=50)
@given(st.lists(calls(), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_generated_programs_are_fixed(statements: list[str], newline: str, mark: bool, unsafe: bool) -> None:
    text = (IMPORTS + "\n".join(statements) + "\n").replace("\n", newline)
    compile(text, "a.py", "exec")
    data = (b"\xef\xbb\xbf" if mark else b"") + text.encode()
    done = fix_text(data, unsafe=unsafe)
    after = done.after.decode()
    compile(after.removeprefix("\ufeff"), "a.py", "exec")
    assert after.startswith("\ufeff") == mark
    assert after.count("\n") == after.count(newline)
    assert comments(after) == comments(text)
    assert not done.result.faults
    if unsafe:
        assert_fixed(done)
    # Rows in which nothing was found are there still, in their order.
    touched = {row for each in done.applied if each.fix for edit in each.fix.edits for row in _rows(edit.span)}
    if len({each.span for each in done.applied}) == len(done.applied) and not any("\n" in e for e in _new(done)):
        rest = iter(after.removeprefix("\ufeff").split(newline))
        assert all(row in rest for number, row in enumerate(text.split(newline), 1) if number not in touched)


def _rows(span: Span) -> range:
    return range(span.row, span.end_row + 1)


def _new(done: Fixed) -> list[str]:
    return [edit.text for each in done.applied if each.fix for edit in each.fix.edits]


def comments(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(StringIO(text.removeprefix("\ufeff"), newline="").readline)
    return [token.string.rstrip() for token in tokens if token.type == tokenize.COMMENT]
