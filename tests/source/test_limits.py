"""What would crash libcst or take minutes is refused before the parse; ordinary code never is."""

from __future__ import annotations

import subprocess
import sys
import time

import libcst
import pytest

from hplint.source.exactness import exactly
from hplint.source.limits import MAX_DEPTH, MAX_LINKS
from hplint.source.literals import LARGE
from hplint.source.read import Source, read_source

DEEP, LONG = MAX_DEPTH + 1, MAX_LINKS + 2
CLIFFS = {
    "parentheses": "(" * 5000 + ")" * 5000,
    "parentheses that are never closed": "(" * 5000,
    "subscripts": "a[" * DEEP + "1" + "]" * DEEP,
    "dictionaries": "{1: " * DEEP + "1" + "}" * DEEP,
    "parentheses with brackets in comments between": "(# )\n" * 5000 + ")" * 5000,
    "parentheses in an f-string": 'f"{' + "(" * DEEP + "1" + ")" * DEEP + '}"',
    "sum": "x = " + "1 + " * 10_000 + "1",
    "sum over rows": "x = (1\n" + " + f(a, b)\n" * LONG + ")",
    "continued sum": "x = 1" + " \\\n + 1" * LONG,
    "chained calls": "x = a" + ".replace('x', 'y')" * LONG,
    "chained calls over rows": "x = (\n    a" + "\n    .b(1, c=2)" * LONG + "\n)",
    "subscript chain": "a" + "[0, 1]" * LONG,
    "minus": "-" * LONG + "1",
    "not": "not " * 20_000 + "1",
    "and": "a" + " and b" * 20_000,
    "lambda": "lambda: " * 20_000 + "1",
    "conditional": "1 if 1 else " * 20_000 + "1",
    "elif": "if a: pass\n" + "elif b: pass\n" * 10_000,
    "many long sums": ("x = " + "1 + " * 900 + "1\n") * 100,
    "much in deep brackets": "[" * 95 + "f(1), " * 20_000 + "]" * 95,
    "code": "fit(X)\n" * 1_000_000,
    "blocks": "".join(" " * depth + "if a:\n" for depth in range(200)) + " " * 200 + "pass",
}


@pytest.mark.parametrize("name", CLIFFS)
def test_a_cliff_is_refused_in_time(name: str) -> None:
    began = time.process_time()
    source = read_source(CLIFFS[name].encode(), "a.py")
    assert time.process_time() - began < 5
    assert len(source.unreadable) == 1
    assert source.chunks == ()


ORDINARY = {
    "parentheses": "(" * MAX_DEPTH + "1" + ")" * MAX_DEPTH,
    "a sum": "x = " + "1 + " * 200 + "1",
    "brackets in strings and comments": "x = '((((('\n# [[[[[\n" * 1000,
    "many short sums": "x = a + b - c\n" * 2000,
    "many terms between commas": "f(" + "a + b, " * 1000 + ")",
    "many rows in a bracket with commas": "f(\n" + "  a.b(c)[1] and d,\n" * 1500 + ")",
    "a template": 'f"""' + "{{ a }}\n" * 1000 + '"""',
    "unbalanced text": '"""' + ":( " * 5000 + '"""',
}


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_code_is_read(name: str) -> None:
    source = read_source(ORDINARY[name].encode(), "a.py")
    assert source.unreadable == ()
    assert exactly(source).chunks[0].tree.code == ORDINARY[name]


def read(text: str) -> Source:
    source = read_source(text.encode(), "a.py")
    assert source.unreadable == ()
    return source


DATA = {
    "numbers": "[" + "1, 2.5e-3,\n -7," * 400_000 + "]",
    "rows": "np.array([\n" + "    [1, 2, 3],\n" * 100_000 + "])",
    "strings": "{" + "'ä]': \"b(\",  # c)\r\n" * 100_000 + "}",
    "constants": "(" + "None, True, nan, 0xFF, b'a', " * 50_000 + ")",
    "one row": "[" + "1, " * 1_000_000 + "]",
}


@pytest.mark.parametrize("name", DATA)
def test_a_large_literal_is_emptied_and_the_rest_stays_in_place(name: str) -> None:
    began = time.process_time()
    before, after = "x = y\nz = ", "; y = f(x)\r\nx\n"
    chunk = read(before + DATA[name] + after).chunks[0]
    assert time.process_time() - began < 5
    assert chunk.text.startswith(before)
    assert chunk.text.endswith(after)
    original = before + DATA[name] + after
    assert chunk.text.count("\n") == original.count("\n")
    assert len(chunk.text.split("\n")[-3]) == len(original.split("\n")[-3])
    last = libcst.ensure_type(chunk.tree.body[1], libcst.SimpleStatementLine).body[0]
    assert isinstance(libcst.ensure_type(last, libcst.Assign).value, libcst.Call)


@pytest.mark.parametrize(
    "text",
    [
        "x = [" + "1, " * (LARGE - 1) + "]",
        "x = [" + "a, " * (LARGE + 1) + "]",
        "x = [" + "1, " * LARGE + "a]",
        "x = '''[" + "1, " * (LARGE + 1) + "]'''",
    ],
    ids=["small", "names", "a name at the end", "a string"],
)
def test_other_literals_stay(text: str) -> None:
    assert read(text).chunks[0].text == text


def test_the_process_survives_what_kills_libcst() -> None:
    code = "from hplint.source.read import read_source as r; print(len(r(b'(' * 100_000, 'a.py').unreadable))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "1\n"
