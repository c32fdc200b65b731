"""A file with a few rows that aren't Python is read without them."""

from __future__ import annotations

import libcst
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hplint.source.exactness import exactly
from hplint.source.mending import ANYTHING, MOST_HOLES
from hplint.source.read import read_source

STATEMENTS = (
    "x = 1",
    "def f(a):\n    if a:\n        return 1\n    return 2",
    "if x:\n    y = 2\nelse:\n    y = 3",
    "z = (\n    1,\n)",
)
SLIPS = ("a word too many", "x = = 2", "it\u2019s a quote", "print('open)", "$", "2x = 3")


@given(
    st.lists(st.sampled_from(STATEMENTS) | st.sampled_from(SLIPS), max_size=12).filter(
        lambda parts: sum(part in SLIPS for part in parts) <= MOST_HOLES
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_slip_is_told_and_all_else_is_read_where_it_stands(parts: list[str], newline: str) -> None:
    text = "".join(part.replace("\n", newline) + newline for part in parts)
    source = read_source(text.encode(), "a.py")
    rows = text.split(newline)
    slips = [row for row, line in enumerate(rows, 1) if line in SLIPS]
    if slips and len(slips) == len(parts):
        # Nothing is left.
        assert source.chunks == ()
        assert [problem.span.row in slips for problem in source.unreadable] == [True]
        return
    (chunk,) = source.chunks
    assert [problem.span.row for problem in source.unreadable] == slips
    expected = [ANYTHING if line in SLIPS else line for line in rows]
    assert chunk.text == newline.join(expected)
    assert libcst.parse_module(chunk.text).deep_equals(exactly(source).chunks[0].tree)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        # One row of a function.
        ("def f():\n    a = 1\n    b c\n    return a\n", "def f():\n    a = 1\n    exec(...)\n    return a\n"),
        # The head of a block: what hangs on it goes too, and no more.
        ("x = 1\nfor a b:\n    c\n    d\ny = 2\n", "x = 1\nexec(...)\n\n\ny = 2\n"),
        ("@d\ndef f(:\n    c\n\n# next\ny = 2\n", "exec(...)\n\n\n\n\ny = 2\n"),
        # One row of a call.
        ("f(\n    a,\n    b c,\n)\nx = 1\n", "f(\n    a,\n    exec(...)\n)\nx = 1\n"),
        ("f(\n    a b,\n    c,\n)\nx = 1\n", "exec(...)\n\n\n\nx = 1\n"),
    ],
)
def test_no_more_than_needed_is_left_out(text: str, left: str) -> None:
    source = read_source(text.encode(), "a.py")
    (chunk,) = source.chunks
    assert chunk.text == left
    assert len(source.unreadable) == 1


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n" + "a b\n" * (MOST_HOLES + 1),
        "x = 1\n>>> x\n",
        "# A heading\nx =\n",
        "x = 1\n<<<<<<< mine\nx = 2\n=======\nx = 3\n>>>>>>> theirs\n",
    ],
)
def test_a_text_that_is_something_else_is_not_read(text: str) -> None:
    source = read_source(text.encode(), "a.py")
    assert source.chunks == ()
    (problem,) = source.unreadable
    assert problem.span.row == 2
