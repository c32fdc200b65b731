"""IPython's syntax becomes Python, and the rest keeps its rows and columns."""

from __future__ import annotations

import libcst
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hplint.source.magics import UNKNOWN, blank_magics, dedent, has_magics

X = UNKNOWN


def blank(text: str) -> str | None:
    return blank_magics(text, whole_cell=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!pip install x\nx = 1", "pass\nx = 1"),
        ("!ls\n", "pass\n"),
        ("if a:\n    !rm x\r\n    b", "if a:\n    pass\n    b"),
        ("!a \\\n  b \\\n  c\nx", "pass\n\n\nx"),
        ("%%time\nfit(X)", "pass\nfit(X)"),
        ("%%timeit -n 1\nfit(X)", "pass\nfit(X)"),
        ("\n%%capture out\nfit(X)", "\npass\nfit(X)"),
        ("%time fit(X)", "0;    fit(X)"),
        ("%timeit -n 10 -r3 fit(X)", f"{'0;':<18}fit(X)"),
        ("if a:\n    %time y = f(\n        X)", "if a:\n    0;    y = f(\n        X)"),
        ("%lprun -f fit fit(X)", f"{'0;':<14}fit(X)"),
        ("%time for x in y: z", "pass"),
        ("%time", "pass"),
        ("%time !ls", "pass"),
        ("x = !ls -l # all", f"x = {X}"),
        ("x=!l", f"x={X}"),
        ("df['a'] = %sql select 1", f"df['a'] = {X}"),
        ("a, b = %timeit -o f()", f"a, b = {X + ';':<11}f()"),
        ("a = %timeit -o", f"a = {X}"),
        ("?fit", "pass"),
        ("fit?", "pass"),
        ("df['a'].mean??  # why", "pass"),
        ("%timeit?", "pass"),
        ("pip install x", "pass"),
        ("cd ../data", "pass"),
        ("ls -la", "pass"),
        ("%python\nfit(X)", "pass\nfit(X)"),
        ("%sql select 1\nfit(X)", "pass\nfit(X)"),
    ],
)
def test_a_magic_is_replaced(text: str, expected: str) -> None:
    blanked = blank(text)
    assert blanked is not None
    assert [row.rstrip(" \r") for row in blanked.split("\n")] == expected.split("\n")
    libcst.parse_module(blanked)


@pytest.mark.parametrize(
    "text",
    [
        "x = (a\n% b)",
        "x = a \\\n% b",
        "'''\n!ls\n%%bash\n'''",
        "x = 'what?'",
        "x = 1 # why?",
        "x != y",
        "x %= y",
        "print('%s' % x)",
        "pip = 1\npip -= 1\nls = [1]\nls [0]",
        "more if x else y",
        "cat in dogs",
        "f(a='=!b')",
        "x = '\\\n%d' % y",
        "x == a",
    ],
)
def test_python_stays(text: str) -> None:
    assert blank(text) == text


@pytest.mark.parametrize(
    "text", ["%%bash\nls", "%%writefile a.py\nx = 1", "%%no_such_magic\nx = 1", "%%time\n%%sh\nls", "%sql\nselect 1"]
)
def test_a_cell_in_another_language_is_dropped(text: str) -> None:
    assert blank(text) is None


def test_a_script_is_not_dropped_for_a_cell_magic_in_it() -> None:
    assert blank_magics("%%bash\nx = 1", whole_cell=False) == "pass  \nx = 1"


def test_the_indentation_of_the_first_row_is_taken_off_as_ipython_does() -> None:
    assert dedent("\n  x\n    y\n z") == ("  ", "\nx\n  y\n z")
    assert dedent("x\n  y") == ("", "x\n  y")
    assert dedent("") == ("", "")


CODE = st.sampled_from(["x = f(a % b)", "if x:", "    y = '!?'", "", "z = [", "]", "'''", "# why?", "a = b \\"])
MAGIC = st.sampled_from(
    ["%matplotlib inline", "!ls (", "    !ls '", "x = !ls", "f?", "?f", "pip install '''", "%time f(x)"]
)


@given(st.lists(CODE | MAGIC))
def test_rows_of_python_are_untouched_whatever_stands_between(rows: list[str]) -> None:
    blanked = blank("\n".join(rows))
    assert blanked is not None
    result = blanked.split("\n")
    assert len(result) == len(rows) or not rows
    for before, after in zip(rows, result, strict=False):
        # A row after a command that ends in a backslash would be its continuation; no magic above does.
        assert after == before or has_magics(before)


@given(st.text(alphabet="%!?x= \\\n\r'\"([{}])#;:-pipls\t\f"))
def test_any_text_keeps_its_rows(text: str) -> None:
    blanked = blank(text)
    assert blanked is None or blanked.count("\n") == text.count("\n")
