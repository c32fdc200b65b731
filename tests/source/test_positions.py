"""Spans of nodes are those of libcst's own provider, which costs many times more."""

from __future__ import annotations

import ast
import json
import sys
from dataclasses import replace
from itertools import pairwise
from typing import cast

import libcst as cst
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from libcst import matchers
from libcst.metadata import MetadataWrapper, PositionProvider

from hplint.findings import Place, Span
from hplint.source.exactness import exactly
from hplint.source.positions import locate
from hplint.source.read import Source, read_source

SOURCES = [
    b"x = f(1)\n",
    b"x = f(1)",
    b"",
    b"x = 1\r\nif x:\r\n    y = (  a +\r\n  b )\r\n",
    b"x = 1\ry = 2\r",
    b"\xef\xbb\xbfx = 1\ny = 2\n",
    b"x = 1\n\x0c\ndef f(a, *b: int) -> c:\n\treturn a\n\x0c\ny = 2\n",
    b"# -*- coding: latin-1 -*-\nx = '\xe9', y\n",
    "é = 'üß𝔘', (ä, ((ö)))\nf'{é!r:>{ä}}' 'x'; z\n".encode(),
    b"@a\n@b(1)\nclass C(D, e=1):\n\n    # comment\n\n    @c\n    async def f(self): await x\n\n\ny = 1\n",
    b"x = '''\n\n''' + \\\n  y; z = 1 # comment\n\n",
    b"if a:\n  b\nelif c:\n  d\nelse:\n  e\n# end\n",
    b"try:\n  a\nexcept (A, B) as e: b\nelse: c\nfinally:\n  d\nwith (a as b, c): pass\nwhile x: pass\nelse: y\n",
    b"match a:\n  case [1, *b] if b: c\n  case {'x': y, **z} | D(e=f): pass\n",
    b"x = [a for a, in b if c], {a: b for a in c}, (yield), lambda x, /, *, y=1: x\n",
    b"not a, -b, a if b else c, a < b > c\n",
    b"x: int = 1; del a, (b), c[1:2, ..., ::3]; assert a, b; raise a from b\n",
    b"from . import (a, b as c,)\nimport d.e as f\n",
]


def unshared(source: Source) -> Source:
    """Return a source whose trees have each node once, white space and punctuation too."""
    chunks = tuple(replace(chunk, tree=chunk.tree.deep_clone()) for chunk in exactly(source).chunks)
    return replace(source, chunks=chunks)


def spans(source: Source, nodes: list[cst.CSTNode]) -> list[Span]:
    found = locate(source, [Place(node, 0, repr) for node in nodes])
    return [found[id(node)] for node in nodes]


@pytest.mark.parametrize("data", SOURCES)
def test_each_node_alone_and_all_together_have_the_provider_s_range(data: bytes) -> None:
    source = unshared(read_source(data, "a.py"))
    (chunk,) = source.chunks
    ranges = MetadataWrapper(chunk.tree, unsafe_skip_copy=True).resolve(PositionProvider)
    expected = [
        Span(None, at.start.line, at.start.column + 1, at.end.line, at.end.column + 1) for at in ranges.values()
    ]
    assert spans(source, list(ranges)) == expected
    assert [spans(source, [node])[0] for node in ranges] == expected


@pytest.mark.parametrize(
    "before",
    [
        "\f",
        " \f",
        "\n\f\f",
        "\\\n",
        "\f\\\n\f# b\n",
        "a\n\fdef f(",
        "a\r\n\fdef f(",
        "a\n\\\n",
        "a\n\\\n\\\n",
        "\f@a\n\fdef f(): ",
        "if a:\n  b\n\f  ",
        "if a:\n  b\n  \f  ",
        "if a:\n  b\n  \\\n",
        "if a: b\n\felse: ",
        "'''\n\fé'''\n\f",
    ],
)
@pytest.mark.parametrize("after", ["", "\n", "\n\f\nc", " \f\n\fc"])
def test_what_libcst_drops_before_a_statement_counts(before: str, after: str) -> None:
    text = before + "here" + ("): pass" if before.endswith("(") else "") + after
    source = read_source(text.encode(), "a.py")
    (name,) = matchers.findall(source.chunks[0].tree, matchers.Name("here"))
    rows = before.replace("\r\n", "\n").split("\n")
    row, column = len(rows), len(rows[-1]) + 1
    assert spans(source, [name]) == [Span(None, row, column, row, column + 4)]


BLOCKS = st.lists(
    st.tuples(
        st.sampled_from(["    ", "\t", "        ", "\t    ", "  \t", "\f  ", " \f  ", "  \\\n\t"]), st.booleans()
    ),
    min_size=1,
    max_size=5,
)


@given(BLOCKS, st.sampled_from(["", " # é", "\n\t# é"]))
@example([("    ", False), ("\t    ", False)], "")
@example([("  ", True), ("\f  ", True), ("\t", True)], " # é")
@settings(max_examples=60, deadline=None)
def test_calls_stand_where_python_has_them_however_they_are_indented(
    blocks: list[tuple[str, bool]], comment: str
) -> None:
    indents = [""]
    for blank, deeper in blocks:
        indents.append(indents[-1] + blank if deeper else blank)
    rows = [f"{outer}if é:{comment}\n{inner}f('é', g(\n\t1))" for outer, inner in pairwise(indents)]
    code = "\n".join(rows) + "\n"
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return
    source = read_source(code.encode(), "a.py")
    assert source.unreadable == ()
    calls = cast("list[cst.CSTNode]", matchers.findall(source.chunks[0].tree, matchers.Call()))
    expected = [python_span(node, code) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert sorted(spans(source, calls)) == sorted(expected)


def python_span(node: ast.Call, code: str) -> Span:
    """Return where Python has a node; it counts bytes."""
    rows = [row.encode() for row in code.split("\n")]
    assert node.end_lineno is not None and node.end_col_offset is not None
    ends = ((node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset))
    (row, column), (end_row, end_column) = ((row, len(rows[row - 1][:to].decode()) + 1) for row, to in ends)
    return Span(None, row, column, end_row, end_column)


def test_a_span_excludes_parentheses_and_counts_code_points() -> None:
    source = read_source("é = (  ünïcode(1)  )\n".encode(), "a.py")
    statement = cst.ensure_type(source.chunks[0].tree.body[0], cst.SimpleStatementLine).body[0]
    assert spans(source, [cst.ensure_type(statement, cst.Assign).value]) == [Span(None, 1, 8, 1, 18)]


def test_a_cell_s_span_carries_its_number_and_the_column_before_ipython_dedents() -> None:
    cells = [
        {"cell_type": "markdown", "source": "#"},
        {"cell_type": "code", "source": "\n    x = 1\n    if x:\n        y\nz"},
    ]
    source = read_source(json.dumps({"nbformat": 4, "cells": cells}).encode(), "a.ipynb")
    first, second, third = source.chunks[0].tree.body
    inner = cst.ensure_type(second, cst.If).body.body[0]
    assert spans(source, [first, inner, third]) == [Span(2, 2, 5, 2, 10), Span(2, 4, 9, 4, 10), Span(2, 5, 1, 5, 2)]


def test_long_chains_leave_the_recursion_limit_as_it_was() -> None:
    limit = sys.getrecursionlimit()
    source = read_source(b"x = a" + b".b()" * 490 + b"\ny\n", "a.py")
    assert spans(source, [source.chunks[0].tree.body[1]]) == [Span(None, 2, 1, 2, 2)]
    assert sys.getrecursionlimit() == limit


def test_no_places_need_no_code() -> None:
    assert locate(read_source(b"x\n", "a.py"), []) == {}
