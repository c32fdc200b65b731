"""Notebooks become one chunk a Python code cell; what is broken in one cell, or in the file, says so at its place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hplint.findings import Span
from hplint.source.exactness import exactly
from hplint.source.read import Source, read_source


def code(source: str | list[str], **more: object) -> dict[str, object]:
    return {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": source, **more}


MARKDOWN = {"cell_type": "markdown", "metadata": {}, "source": "# Title"}


def notebook(*cells: object, metadata: Any = None) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata or {}, "cells": cells}).encode()


def read(data: bytes) -> Source:
    return read_source(data, "a.ipynb")


def cells(source: Source) -> list[tuple[int | None, str]]:
    return [(chunk.cell, chunk.text) for chunk in source.chunks]


def test_cells_are_counted_from_one_markdown_included() -> None:
    source = read(notebook(MARKDOWN, code("x = 1"), {"cell_type": "raw", "source": "y"}, code(["y = 2\n", "z"])))
    assert cells(source) == [(2, "x = 1"), (4, "y = 2\nz")]
    assert source.texts == {2: "x = 1", 4: "y = 2\nz"}


def test_a_broken_cell_leaves_the_others() -> None:
    source = read(notebook(code("x = 1"), code("a\nprint 'b' c"), code("y")))
    assert cells(source) == [(1, "x = 1"), (3, "y")]
    assert [problem.span for problem in source.unreadable] == [Span(2, 2, 1, 2, 12)]


def test_nbformat_3_has_worksheets() -> None:
    old = {"cell_type": "code", "language": "python", "input": ["x = 1\n", "y"], "outputs": []}
    sheets = [{"cells": [{"cell_type": "heading", "source": "a"}, old]}, {"cells": [{**old, "input": "z"}]}]
    data = json.dumps({"nbformat": 3, "metadata": {"name": ""}, "worksheets": sheets}).encode()
    assert cells(read(data)) == [(2, "x = 1\ny"), (3, "z")]


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"language": "R", "name": "ir"}},
        {"language_info": {"name": "julia"}, "kernelspec": {"name": "x"}},
    ],
)
def test_another_language_is_silent(metadata: Any) -> None:
    assert read(notebook(code("x <- 1"), metadata=metadata)) == Source("a.ipynb", (), (), {})


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"language": "python", "name": "x", "display_name": "y"}},
        {"kernelspec": {"name": "python3"}},
        {"language_info": {"name": "ipython", "version": "3"}, "widgets": {"a": [1]}},
    ],
)
def test_python_is_read(metadata: Any) -> None:
    assert cells(read(notebook(code("x"), metadata=metadata))) == [(1, "x")]


def test_magics_are_blanked_and_foreign_and_empty_cells_dropped() -> None:
    source = read(notebook(code("%%time\n!ls\nfit(X)"), code("%%bash\nls"), code(" \n"), code("%sql select a\nfrom b")))
    assert cells(source) == [(1, "pass  \npass\nfit(X)")]
    assert source.unreadable == ()
    assert source.texts[2] == "%%bash\nls"


def test_an_indented_cell_is_dedented_for_the_tree_and_broken_indentation_keeps_its_columns() -> None:
    source = read(notebook(code("  x = 1\n  y"), code("    x\n    y = $")))
    assert [(chunk.text, chunk.indent, chunk.tree.code) for chunk in exactly(source).chunks] == [
        ("  x = 1\n  y", "  ", "x = 1\ny")
    ]
    assert source.unreadable[0].span == Span(2, 2, 9, 2, 10)


def test_large_outputs_and_nan_in_them_are_skipped() -> None:
    output = {"output_type": "display_data", "data": {"image/png": "A" * 20_000_000, "x": float("nan")}}
    assert cells(read(notebook(code("x = '\ud83d\ude00'", outputs=[output])))) == [(1, "x = '😀'")]


def test_a_lone_surrogate_keeps_its_column() -> None:
    assert cells(read(rb'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = \"\ud800\"; y"}]}')) in (
        [(1, 'x = "?"; y')],
        [(1, 'x = "\ufffd"; y')],
    )


@pytest.mark.parametrize(
    ("data", "row", "column", "words"),
    [
        (b"", 1, 1, "empty"),
        (b'{"nbformat": 4,\n "cells": [}', 2, 12, "JSON is broken"),
        (b'{"nbformat": 4, "cells": [', 1, 27, "JSON is broken"),
        (b"x = 1\n", 1, 1, "JSON is broken"),
        (b"[]", 1, 1, "isn't a Jupyter notebook"),
        (b"{}", 1, 1, "no nbformat"),
        (b'{"nbformat": 2}', 1, 1, "nbformat 2"),
        (b'{"nbformat": 5, "cells": 1}', 1, 1, "nbformat 5"),
        (b'{"nbformat": "4"}', 1, 1, "isn't a Jupyter notebook"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 1}]}', 1, 1, "isn't a Jupyter notebook"),
        (b'{"nbformat": 4, "a": ' + b"[" * 100_000, 1, 1, "nests deeper"),
        (b'{"nbformat": 4, "cells": [{"source": "\xff"}]}', 1, 1, "UTF-8"),
        (b"\xff\xfe{\0}\0", 1, 1, "UTF-8"),
    ],
)
def test_what_is_no_notebook_says_why(data: bytes, row: int, column: int, words: str) -> None:
    source = read(data)
    (problem,) = source.unreadable
    assert words in problem.message
    assert (problem.span.cell, problem.span.row, problem.span.column) == (None, row, column)
    assert source.chunks == ()
