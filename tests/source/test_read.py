"""Any bytes become chunks and places that can't be read, never an exception."""

from __future__ import annotations

import ast
import gc
import re

import libcst
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hplint.findings import Span
from hplint.source.exactness import exactly
from hplint.source.read import Source, read_source


def problem(data: bytes | str) -> tuple[int, int, str]:
    """Return row, column and message of the only place that can't be read."""
    source = read_source(data.encode() if isinstance(data, str) else data, "a.py")
    (unreadable,) = source.unreadable
    return unreadable.span.row, unreadable.span.column, unreadable.message


def only_text(data: bytes) -> str:
    source = read_source(data, "a.py")
    assert source.unreadable == ()
    (chunk,) = source.chunks
    assert chunk.cell is None
    return chunk.text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"x = 1\n", "x = 1\n"),
        (b"", ""),
        (b"\xef\xbb\xbfx", "x"),
        (b"x\r\ny\r\n", "x\r\ny\r\n"),
        (b"x\ry", "x\ny"),
        (b"# coding: latin-1\n'\xe9'", "# coding: latin-1\n'é'"),
        (
            b"#!/bin/python\n# vim: set fileencoding=cp1252 :\n'\x80'",
            "#!/bin/python\n# vim: set fileencoding=cp1252 :\n'€'",
        ),
        ("# %%\nx = 'é'\n# %% [markdown]\n".encode(), "# %%\nx = 'é'\n# %% [markdown]\n"),
        (b"x\x0c\n", "x\x0c\n"),
    ],
)
def test_a_python_file_is_one_chunk(data: bytes, text: str) -> None:
    assert only_text(data) == text


@pytest.mark.parametrize(
    "text", ["await x", "async with a: pass", "[x async for x in y]", "return 1", "x;", "type X = int"]
)
def test_what_a_cell_may_hold_beside_a_module(text: str) -> None:
    only_text(text.encode())


def test_a_script_exported_from_a_notebook_is_read_with_its_magics_blanked() -> None:
    assert only_text(b"# In[1]:\n!pip install x\nx = 5\n% y\n").split() == "# In[1]: pass x = 5 pass".split()


@pytest.mark.parametrize(
    ("data", "row", "column", "words"),
    [
        ("x\n<<<<<<< HEAD\ny\n=======\nz\n>>>>>>> b\n", 2, 1, "merge conflict"),
        ("x = é $\n", 1, 7, "isn't valid Python"),
        ("f(\n  x\n", 1, 2, "'(' was never closed"),
        (">>> x = 1\n", 1, 1, "prompts"),
        ("x = '''a\n", 1, 5, "unterminated triple-quoted string"),
        (b"x = 1\n\xff\n", 2, 1, "Byte 0xff isn't valid in utf-8"),
        (b"# x\n# coding: no-such\ny", 2, 11, "encoding 'no-such' is unknown"),
        (b"# coding: rot13\ny", 1, 11, "encoding 'rot13' is unknown"),
        (b"x = 1\ny\0", 2, 2, "null bytes"),
        (b"\x7fELF\x02\x01\0\0\0", 1, 7, "null bytes"),
        (b"\xff\xfex\0", 1, 1, "UTF-16"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(data: bytes | str, row: int, column: int, words: str) -> None:
    found_row, found_column, message = problem(data)
    assert words in message
    assert (found_row, found_column) == (row, column)


@pytest.mark.parametrize(
    ("text", "row", "column", "words"),
    [
        ("x = 1\nprint 'a'\n", 2, 1, "in Python 3, `print` is a function"),
        ("exec 'a'\n", 1, 1, "in Python 3, `exec` is a function"),
        ("raise A, 'b'\n", 1, 8, "in Python 3, an exception is raised by `raise ...(...)`"),
        ("x = 0777\n", 1, 5, "in Python 3, octal numbers"),
        ("if a <> b: pass\n", 1, 6, "in Python 3, `<>` is written as `!=`"),
    ],
)
def test_python_2_is_read_and_told_once(text: str, row: int, column: int, words: str) -> None:
    source = read_source(f"{text}print 'b'\n".encode(), "a.py")
    assert source.unreadable == ()
    assert len(source.chunks) == 1
    assert source.python_2 is not None
    assert words in source.python_2.message
    assert (source.python_2.span.row, source.python_2.span.column) == (row, column)


@pytest.mark.parametrize(
    "text",
    [
        "if x:\n    if y:\n\t    z\n    else:\n\t    a\n",
        "def f(x):\n    for y in x:\n\t    z = '''\n\t  é'''\n\t    return (z,\n\t\ty)\n    # c\n\n    return\n",
        "if x:\n  \f  if y:\n        z\n",
        "if x:\r\n    \\\r\n  y\r\n    z\r\n",
        "if x:\n    \\\n \\\n  y\n    if a:\n\t    b\n",
    ],
)
def test_indentation_that_python_accepts_is_read(text: str) -> None:
    """libcst compares the white space of blocks, and Python counts its columns."""
    ast.parse(text)
    assert only_text(text.encode()) == text


@pytest.mark.parametrize("text", ["if x:\n    y\n  z\n", "if x:\n\ty\n      z\n", "if x:\ny\n", "x\n  y"])
def test_wrong_indentation_is_called_so(text: str) -> None:
    row, _, message = problem(text)
    assert row == 2 + text.count("z")
    assert "indentation isn't valid" in message


def test_the_place_reaches_to_the_end_of_its_row() -> None:
    (unreadable,) = read_source(b"x = 1\nx = (a']  \n", "a.py").unreadable
    assert unreadable.span == Span(None, 2, 7, 2, 9)


DROPPED = re.compile(r"[\s\\\ufeff]")


def assert_consistent(source: Source) -> None:
    for chunk in exactly(source).chunks:
        assert chunk.text.count("\n") == source.texts[chunk.cell].count("\n")
        # What IPython and libcst drop before a statement, `alignment` finds again.
        assert DROPPED.sub("", chunk.tree.code) == DROPPED.sub("", chunk.text)
    assert all(unreadable.span.row >= 1 and unreadable.span.column >= 1 for unreadable in source.unreadable)


PYTHON = st.text(alphabet=st.sampled_from("ab01 \t\n\r\f\\'\"#()[]{}:;,.=%!?*-@é\ufeff\u2028\x00")).map(str.encode)


@settings(max_examples=150)
@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace")) | PYTHON)
@example(b"# coding: utf-7\n+AAA-")
@example(b"# coding: utf-16\nx")
@example(b"# coding: idna\n\xff")
@example(b"\\\r")
@example(b"\x0c0")
@example(b"\xef\xbb\xbf\xef\xbb\xbf0")
@example(b"0\n\x0c0\n\\\n0")
@example(b"'\\N{x}' b'\xc3'")
def test_no_bytes_raise(data: bytes) -> None:
    assert_consistent(read_source(data, "a.py"))
    read_source(data, "a.ipynb")


def test_the_collector_is_left_as_it_was() -> None:
    read_source(b"x = ", "a.py")
    assert gc.isenabled()


def test_the_tree_is_a_module() -> None:
    assert isinstance(read_source(b"x", "a.py").chunks[0].tree, libcst.Module)
