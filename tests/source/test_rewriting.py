"""Edits reach the bytes of a file, and nothing else in it changes."""

from __future__ import annotations

import codecs
import json
from typing import Any

import nbformat
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hplint.findings import Span, TextEdit
from hplint.source.notebook import read_cells
from hplint.source.replacements import CannotRewrite, replace
from hplint.source.rewriting import rewrite


def edit(row: int, column: int, end_column: int, text: str, cell: int | None = None, end_row: int = 0) -> TextEdit:
    return TextEdit(Span(cell, row, column, end_row or row, end_column), text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a = 1\nb = 2", b"a = 1\nc = 2"),
        (b"a = 1\r\nb = 2\r\n", b"a = 1\r\nc = 2\r\n"),
        (b"a = 1\rb = 2\r", b"a = 1\rc = 2\r"),
        (b"a = 1\rb = 2\r\nd\n\re\x0c\n\n", b"a = 1\rc = 2\r\nd\n\re\x0c\n\n"),
        (b"# coding: cp1252\rb = '\x80'\n\n", b"# coding: cp1252\rc = '\x80'\n\n"),
        (codecs.BOM_UTF8 + b"a\x0c = 1\r\nb = '\xe9'".replace(b"\xe9", "é".encode()), None),
        (b"# coding: latin-1\nb = '\xe9\xff'", b"# coding: latin-1\nc = '\xe9\xff'"),
    ],
)
def test_encoding_mark_and_line_ends_stay(before: bytes, after: bytes | None) -> None:
    wanted = before.replace(b"\nb", b"\nc") if after is None else after
    assert rewrite(before, "a.py", [edit(2, 1, 2, "c")]) == wanted


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"# coding: latin-1\nb = 1", "\u20ac"),
        (b"# coding: utf-7\nb = '+AGE-'", "c"),
        (b"\xff\xfeb", "c"),
    ],
)
def test_what_can_not_be_written_back_is_refused(data: bytes, text: str) -> None:
    with pytest.raises(CannotRewrite):
        rewrite(data, "a.py", [edit(2, 1, 2, text)])


CELLS = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}


def notebook(*sources: object, **how: Any) -> str:
    cells = [
        {"cell_type": "code", "outputs": [{"data": {"text/plain": ["b\\", "]"]}}], "source": each} for each in sources
    ]
    return json.dumps({**CELLS, "cells": cells}, **how)


@pytest.mark.parametrize(
    ("source", "edits", "changed"),
    [
        (["a = 1\n", "b = 2"], [(2, 1, 2, "c")], ["a = 1\n", "c = 2"]),
        ("a = 1\nb = 2", [(2, 1, 2, "c")], "a = 1\nc = 2"),
        (["a = 1\nb = 2"], [(2, 1, 2, "c")], ["a = 1\nc = 2"]),
        (["a\n", "b\n", "c"], [(2, 1, 1, "", 3)], ["a\n", "c"]),
        (["a\n", "b\n", "c\n"], [(3, 1, 1, "", 4)], ["a\n", "b\n"]),
        (["a\n", "b\n"], [(1, 1, 1, "", 3)], []),
        (["a\n", "b"], [(1, 2, 2, "\nx")], ["a\n", "x\n", "b"]),
        (["a\r\n", "b"], [(1, 2, 2, "\r\nx")], ["a\r\n", "x\r\n", "b"]),
        (["a\n", "b\n", "c"], [(1, 2, 1, "", 2)], ["ab\n", "c"]),
        (["a", "b\n", "", "c"], [(1, 2, 3, "x")], ["a", "x\n", "", "c"]),
        (["a\x0c", "b\u2028", "c"], [(1, 3, 4, "x")], ["a\x0c", "x\u2028", "c"]),
    ],
)
@pytest.mark.parametrize("how", [{}, {"indent": 1}, {"indent": 4, "separators": (" ,", " : ")}])
def test_only_the_source_of_a_cell_changes(source: object, edits: Any, changed: object, how: Any) -> None:
    made = [edit(row, column, end, text, 2, *more) for row, column, end, text, *more in edits]
    before, after = (notebook("b = 0", each, ["b = 1"], ensure_ascii=True, **how) for each in (source, changed))
    assert rewrite(before.encode(), "a.ipynb", made) == after.encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Escapes, space and keys are as somebody wrote them.
        (r'"\u0062\u003d\"\ud83d\ude00\/\u00e9é"', r'"c\u003d\"\ud83d\ude00\/\u00e9é"'),
        ('[\r\n\t"b=1\\n"  ,\r\n "2"  ]', '[\r\n\t"c=1\\n"  ,\r\n "2"  ]'),
        ('["b"], "x": {"source": ["b"]}, "source" : ["b\\n"]', '["b"], "x": {"source": ["b"]}, "source" : ["c\\n"]'),
        ('[ ], "input": "b"', '[ ], "input": "c"'),
    ],
)
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_the_json_stays_as_it_was_written(before: str, after: str, mark: bytes) -> None:
    frame = '\n{ "cells" : [{}] , "nbformat":4,"cells":[{"cell_type":"code","source": %s }],"metadata":{"a":-1e5}}\n\n'
    data = mark + (frame % before).encode()
    assert rewrite(data, "a.ipynb", [edit(1, 1, 2, "c", 1)]) == mark + (frame % after).encode()


def test_worksheets_of_nbformat_3() -> None:
    old = {"cell_type": "code", "language": "python", "input": ["a\n", "b"], "outputs": []}
    text = json.dumps({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": [old]}, {"cells": [old]}]}, indent=1)
    first, _, last = text.rpartition('"b"')
    assert rewrite(text.encode(), "a.ipynb", [edit(2, 1, 2, "c", 2)]) == f'{first}"c"{last}'.encode()


def test_text_that_json_escapes_is_escaped_as_the_file_does() -> None:
    for ensure_ascii in True, False:
        before, after = (notebook(f"é{each}", ensure_ascii=ensure_ascii) for each in ("b", 'ü"\\'))
        assert rewrite(before.encode(), "a.ipynb", [edit(1, 2, 3, 'ü"\\', 1)]) == after.encode()


TEXT = st.text(st.sampled_from('ab=" \\\n\r\t\x0c\x85\u2028é\U0001f600'), max_size=24)
WORD = st.text(st.sampled_from('xy"\\\n é'), max_size=4)


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[str], int, list[tuple[int, int, str]]]:
    """Return the sources of cells, the index of one, and disjoint replacements in it."""
    sources = draw(st.lists(TEXT, min_size=1, max_size=4))
    index = draw(st.integers(0, len(sources) - 1))
    # Between CR and LF is no position.
    offsets = [at for at in range(len(sources[index]) + 1) if sources[index][at - 1 : at + 1] != "\r\n"]
    ends = sorted(draw(st.lists(st.sampled_from(offsets), max_size=6, unique=True)))
    pairs = list(zip(ends[::2], ends[1::2], strict=False))
    return sources, index, [(start, end, draw(WORD)) for start, end in pairs]


@settings(deadline=None, max_examples=60)
@example((["=="], 0, [(0, 1, "\n")]), True, False, 1)
@given(edited(), st.booleans(), st.booleans(), st.sampled_from([None, 1, 2]))
def test_any_edit_of_what_nbformat_writes_is_as_if_nbformat_had_written_it(made, split, ascii_only, indent) -> None:
    sources, index, replacements = made

    def write(texts: list[str]) -> bytes:
        book = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(text, id=str(n)) for n, text in enumerate(texts)]
        )
        whole = nbformat.v4.rwbase.split_lines(book) if split else book
        return json.dumps(whole, indent=indent, ensure_ascii=ascii_only, sort_keys=True).encode()

    wanted = [replace(text, replacements) if n == index else text for n, text in enumerate(sources)]
    edits = [text_edit(sources[index], *each, index + 1) for each in replacements]
    before = write(sources)
    after = rewrite(before, "a.ipynb", edits)
    assert [cell.text for cell in read_cells(after)] == wanted
    # Without a character that is escaped nobody knows how the next one would be written.
    if not ascii_only or not "".join(sources).isascii():
        assert after == write(wanted)


def text_edit(text: str, start: int, end: int, new: str, cell: int) -> TextEdit:
    return TextEdit(Span(cell, *position(text, start), *position(text, end)), new)


def position(text: str, offset: int) -> tuple[int, int]:
    """Return row and column; rows are ended by CR, LF or CR LF."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")
