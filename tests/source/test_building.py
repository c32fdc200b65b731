"""Trees are those of libcst, of fewer objects."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import libcst
import pytest

from hplint.source import read
from hplint.source.building import parse_module, unchecked
from tests.source.test_positions import SOURCES

TEXTS = [data.decode("latin-1" if b"latin" in data else "utf-8") for data in SOURCES]


def walk(node: libcst.CSTNode) -> list[libcst.CSTNode]:
    return [node, *(inner for child in node.children for inner in walk(child))]


@pytest.mark.parametrize("code", TEXTS)
def test_a_tree_is_the_one_that_libcst_builds(code: str) -> None:
    built, expected = parse_module(code), libcst.parse_module(code)
    assert built.deep_equals(expected)
    assert list(map(type, walk(built))) == list(map(type, walk(expected)))


def test_white_space_and_punctuation_are_few_objects() -> None:
    nodes = walk(parse_module("".join(f"x{i} = f(a.b, c[{i}], d={i})  # {i}\n" for i in range(100))))
    assert len({id(node) for node in nodes}) < 0.45 * len(nodes)


def test_nodes_that_may_be_pointed_at_are_one_each() -> None:
    statements = parse_module("x = f(x, x)\nx = f(x, x)\n").body
    names = [node for statement in statements for node in walk(statement) if not is_shared(node)]
    assert len({id(node) for node in names}) == len(names)


def is_shared(node: libcst.CSTNode) -> bool:
    return type(node).__name__ in {
        "AssignEqual",
        "Comma",
        "LeftParen",
        "Newline",
        "RightParen",
        "SimpleWhitespace",
        "TrailingWhitespace",
    }


@pytest.mark.parametrize("code", ["x = 1", "x = "])
def test_libcst_is_as_before_afterwards(code: str) -> None:
    try:
        with unchecked():
            parse_module(code)
            assert libcst.Name("").value == ""
    except libcst.ParserSyntaxError:
        pass
    assert sys.modules["libcst"] is libcst
    with pytest.raises(libcst.CSTValidationError):
        libcst.Name("")


def test_the_checks_are_taken_off_once_for_all_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    entered = []

    @contextmanager
    def count() -> Iterator[None]:
        entered.append(1)
        yield

    monkeypatch.setattr(read, "unchecked", count)
    cells = [{"cell_type": "code", "metadata": {}, "source": f"x = {i}", "outputs": []} for i in range(5)]
    source = read.read_source(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode(), "a.ipynb")
    assert len(source.chunks) == 5
    assert len(entered) == 1
