"""Places to spans: exact positions of the few nodes that findings point at, by code generation that stops early.

libcst's `PositionProvider` computes every node's position, for twice the cost of the parse. This records the wanted
ones only, and stops after the last (PERFORMANCE.md, "Positions of a few nodes"). The spans are the provider's own,
but in the text that the user wrote: IPython and libcst drop some white space before they count.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from typing import TYPE_CHECKING, Any

# The private names that this needs: code generation is libcst's only account of where a node stands.
from libcst import BaseExpression, CSTNode, Name, SimpleWhitespace
from libcst._nodes.internal import CodegenState

from hplint.findings import Place, Span
from hplint.source.alignment import Alignment, align, drops_something
from hplint.source.exactness import find_exactly, pieces, rows_around
from hplint.source.unreadable import NEWLINE

if TYPE_CHECKING:
    from hplint.source.read import Chunk, Source

_RECURSION_LIMIT = 20_000
"""Frames enough for the longest chains that `limits` lets pass; each of their links takes about four."""

_NOTHING = nullcontext()
"""What most nodes are generated in: a generator for each costs as much as its code."""

_Position = tuple[int, int]


def locate(source: Source, places: Iterable[Place]) -> dict[int, Span]:
    """Return the span of each place by its `key`: rows and columns 1-based, end exclusive, in code points.

    Parentheses around an expression and whitespace around a node aren't part of it.
    """
    wanted: dict[int, dict[int, Any]] = {}
    for place in places:
        if place.chunk < 0:
            # It stands in another file.
            continue
        wanted.setdefault(place.chunk, {})[place.key] = place.node
    spans: dict[int, Span] = {}
    if wanted:
        _generate_all_plainly()
        with _deep_recursion():
            for index, nodes in wanted.items():
                spans.update(_locate_in(source.chunks[index], nodes))
    return spans


def _locate_in(chunk: Chunk, nodes: dict[int, Any]) -> dict[int, Span]:
    if chunk.extents is None:
        return _locate_exactly(chunk, nodes)
    spans: dict[int, Span] = {}
    wanted = set(nodes)
    if not chunk.indent and not drops_something(chunk.text):
        for piece in pieces(chunk, wanted):
            state = _Recorder(piece.tree.default_indent, piece.tree.default_newline, set(map(id, piece.twins.values())))
            _generate_until_found(piece.tree, state)
            for key, node in piece.twins.items():
                if id(node) not in state.ranges:
                    continue
                (row, column), (end_row, end_column) = state.ranges[id(node)]
                spans[key] = Span(chunk.cell, row + piece.above, column, end_row + piece.above, end_column)
    left = wanted - spans.keys()
    if left:
        exactly = find_exactly(chunk, left)
        if exactly is None:
            return {**spans, **_around(chunk, left)}
        exact, twins = exactly
        found = _locate_exactly(exact, {id(node): node for node in twins.values()})
        spans.update((key, found[id(node)]) for key, node in twins.items() if id(node) in found)
    return spans


def _around(chunk: Chunk, wanted: set[int]) -> dict[int, Span]:
    """Return the spans of the statements that nodes stand in, for code that libcst doesn't take and Python does."""
    rows = NEWLINE.split(chunk.text)
    return {
        key: Span(
            chunk.cell, start, len(rows[start - 1]) - len(rows[start - 1].lstrip()) + 1, end, len(rows[end - 1]) + 1
        )
        for key, start, end in rows_around(chunk, wanted)
    }


def _generate_until_found(tree: Any, state: _Recorder) -> None:
    try:
        tree._codegen(state)
    except _AllFound:
        pass


def _locate_exactly(chunk: Chunk, nodes: dict[int, Any]) -> dict[int, Span]:
    state = _Recorder(chunk.tree.default_indent, chunk.tree.default_newline, set(nodes))
    _generate_until_found(chunk.tree, state)
    differs = chunk.indent or chunk.is_indented_anew or drops_something(chunk.text)
    moves = align(chunk.tree.code, chunk.text) if differs else None
    return {key: _make_span(chunk.cell, *state.ranges[key], moves) for key in nodes if key in state.ranges}


def _make_span(cell: int | None, start: _Position, end: _Position, moves: Alignment | None) -> Span:
    if moves is not None:
        start, end = moves.move_start(*start), moves.move_end(*end)
    return Span(cell, *start, *end)


class _AllFound(Exception):
    """Raised to stop code generation once the last wanted node has its range."""


class _Recorder(CodegenState):
    """Generates code only as far as the last wanted node, and keeps their ranges.

    A position is computed from all tokens since the last one asked for, so tokens that nobody asks about cost nothing.
    """

    def __init__(self, default_indent: str, default_newline: str, wanted: set[int]) -> None:
        super().__init__(default_indent, default_newline)
        self.ranges: dict[int, tuple[_Position, _Position]] = {}
        self._wanted = wanted
        self._missing = len(wanted)
        self.recorded = set(wanted)
        self._starts: list[_Position] = []
        self._row = 1
        self._column = 1

    def before_codegen(self, node: Any) -> None:
        """Remember where a recorded node begins."""
        self._starts.append(self._find_position())

    def after_codegen(self, node: Any) -> None:
        """Record a node that didn't say its syntactic range itself; stop after the last wanted one."""
        key = id(node)
        start = self._starts.pop()
        if key not in self.ranges:
            self.ranges[key] = (start, self._find_position())
        if key in self._wanted:
            self._missing -= 1
            if not self._missing:
                raise _AllFound

    def record_syntactic_position(  # type: ignore[override]  # a null context where nothing is recorded
        self, node: Any, *, start_node: Any | None = None, end_node: Any | None = None
    ) -> AbstractContextManager[None]:
        """Record the range that excludes parentheses and whitespace, as `PositionProvider` does."""
        return self._record(node, start_node, end_node) if id(node) in self.recorded else _NOTHING

    @contextmanager
    def _record(self, node: Any, start_node: Any | None, end_node: Any | None) -> Iterator[None]:
        # Both stand inside this node and are generated during the `yield`.
        self.recorded.update(id(inner) for inner in (start_node, end_node) if inner is not None)
        start = self._find_position()
        yield
        end = self._find_position()
        self.ranges[id(node)] = (
            self.ranges[id(start_node)][0] if start_node is not None else start,
            self.ranges[id(end_node)][1] if end_node is not None else end,
        )

    def pop_trailing_newline(self) -> None:
        """Keep the last newline: a module without one still ends after it for `PositionProvider`."""

    def _find_position(self) -> _Position:
        if self.tokens:
            rows = NEWLINE.split("".join(self.tokens))
            # Not empty, because a module without tokens is given a newline.
            self.tokens[:] = [""]
            self._row += len(rows) - 1
            self._column = len(rows[-1]) + (1 if len(rows) > 1 else self._column)
        return self._row, self._column


_generate = CSTNode._codegen


def _generate_plainly(node: CSTNode, state: CodegenState, **options: Any) -> None:
    """Generate a node's code without asking the state before and after, where it wouldn't want to know."""
    if type(state) is not _Recorder or id(node) in state.recorded:
        _generate(node, state, **options)
    elif type(node) is SimpleWhitespace or (type(node) is Name and not node.lpar):
        # Half of all nodes.
        state.tokens.append(node.value)
    else:
        node._codegen_impl(state, **options)


_parenthesize = BaseExpression._parenthesize


def _parenthesize_plainly(node: BaseExpression, state: CodegenState) -> AbstractContextManager[None]:
    """Generate an expression's code without a generator around it that has nothing to do."""
    if type(state) is not _Recorder or node.lpar or node.rpar or id(node) in state.recorded:
        return _parenthesize(node, state)
    return _NOTHING


@cache
def _generate_all_plainly() -> None:
    """Spare most nodes two calls of three: libcst has no option for it.

    It isn't taken back, as it changes nothing for any other state; whatever changes the class makes Python forget where
    the attributes of all nodes are.
    """
    CSTNode._codegen = _generate_plainly  # type: ignore[method-assign, assignment]
    BaseExpression._parenthesize = _parenthesize_plainly  # type: ignore[method-assign, assignment]


@contextmanager
def _deep_recursion() -> Iterator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
