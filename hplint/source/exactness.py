"""Trees with white space and punctuation, from libcst's own parser: of a whole chunk, or of some of its statements.

Trees that are only followed lack both (`growing`). Where a node of such a tree stands, the same node of an exact one
says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import libcst

from hplint.basis.collecting import no_collection
from hplint.basis.frozen import dataclass, replace
from hplint.source.building import parse_module, unchecked
from hplint.source.grown_nodes import NODES
from hplint.source.indentation import indent_by_columns, indent_plainly
from hplint.source.magics import dedent

if TYPE_CHECKING:
    from hplint.source.read import Chunk, Source

_INNER = {
    **NODES.given,
    "ConcatenatedString": "left right",
    "FormattedString": "parts",
    "FormattedStringExpression": "expression format_spec",
}
"""The fields of each class that hold more than white space and punctuation."""
_FOLLOWING = frozenset({"body", "orelse", "handlers", "finalbody"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a chunk, parsed."""

    tree: libcst.Module
    above: int
    """Rows of the chunk before the first one of the tree."""
    twins: Mapping[int, Any]
    """Nodes of the tree by the `id` of the same node of the chunk's."""


def parse_exactly(code: str, is_python_2: bool = False) -> tuple[libcst.Module, bool]:
    """Return the tree of some code, and whether the code had to be indented anew.

    Raises:
        libcst.ParserSyntaxError: It isn't Python.
        libcst.CSTValidationError: It isn't either.
    """
    try:
        return parse_module(code), False
    except libcst.ParserSyntaxError:
        plain = indent_by_columns(code) if is_python_2 else indent_plainly(code)
        if plain is None:
            raise
        return parse_module(plain), True


def exactly(source: Source) -> Source:
    """Return the source with trees that have all that its text has."""
    with no_collection(), unchecked():
        return replace(source, chunks=tuple(_exactly(chunk) for chunk in source.chunks))


def _exactly(chunk: Chunk) -> Chunk:
    """Return the chunk with an exact tree; as it is where only Python's own parser can read it."""
    if chunk.extents is None:
        return chunk
    try:
        tree, anew = parse_exactly(dedent(chunk.text)[1] if chunk.cell is not None else chunk.text)
    except (libcst.ParserSyntaxError, libcst.CSTValidationError):
        return chunk
    return replace(chunk, tree=tree, is_indented_anew=anew, extents=None)


def find_exactly(chunk: Chunk, wanted: set[int]) -> tuple[Chunk, Mapping[int, Any]] | None:
    """Return the chunk with an exact tree, and the nodes of that which are wanted, by the `id` of those that it has.

    None where only Python's own parser can read it.
    """
    with no_collection(), unchecked():
        exact = _exactly(chunk)
    return None if exact is chunk else (exact, _twins([(chunk.tree, exact.tree)], wanted))


def pieces(chunk: Chunk, wanted: set[int]) -> Iterator[Piece]:
    """Parse the statements, or lines with a colon, in which nodes stand; what can't be parsed alone is left out.

    Args:
        chunk: Has a grown tree, of its text as it is.
        wanted: The `id` of each node.
    """
    rows = chunk.text.split("\n")
    for statement, inside in _holders(chunk, wanted):
        start, stop, block = (chunk.extents or {})[id(statement)]
        taken = rows[start - 1 : stop - 1]
        if taken[0].lstrip().startswith("elif"):
            taken[0] = taken[0].replace("elif", "  if", 1)
        if block:
            indent = rows[block - 1]
            taken.append(indent[: len(indent) - len(indent.lstrip())] + "pass")
        above = start - 1
        if taken[0][:1].isspace():
            taken.insert(0, "if 1:")
            above -= 1
        try:
            with no_collection(), unchecked():
                tree = parse_module("\n".join(taken) + "\n")
        except (libcst.ParserSyntaxError, libcst.CSTValidationError):
            continue
        only: Any = tree.body[0].body.body[0] if above < start - 1 else tree.body[0]  # type: ignore[union-attr]
        children = _heading if block else _children
        yield Piece(tree, above, _twins(zip(children(statement), children(only), strict=False), inside))


def rows_around(chunk: Chunk, wanted: set[int]) -> Iterator[tuple[int, int, int]]:
    """Yield the `id` of each node with the first and the last row of its statement, or of the latter's line."""
    for statement, inside in _holders(chunk, wanted):
        start, stop, _ = (chunk.extents or {})[id(statement)]
        yield from ((key, start, stop - 1) for key in inside)


def _holders(chunk: Chunk, wanted: set[int]) -> Iterator[tuple[Any, set[int]]]:
    """Find the innermost statements that nodes stand in."""
    extents = chunk.extents or {}
    left = set(wanted)
    stack: list[Any] = [chunk.tree]
    while stack and left:
        statement = stack.pop()
        inside: set[int] = set()
        within = [statement]
        while within:
            node = within.pop()
            if id(node) in left:
                inside.add(id(node))
            for child in _children(node):
                (stack if id(child) in extents else within).append(child)
        left -= inside
        if inside and statement is not chunk.tree:
            yield statement, inside


def _twins(same: Iterable[tuple[Any, Any]], wanted: set[int]) -> dict[int, Any]:
    """Go through trees of the same code, and return the nodes of the second one that stand for those wanted."""
    found: dict[int, Any] = {}
    pairs = list(same)
    while pairs:
        one, other = pairs.pop()
        if type(one) is not type(other):
            continue
        if id(one) in wanted:
            found[id(one)] = other
        pairs.extend(zip(_children(one), _children(other), strict=False))
    return found


def _heading(node: Any) -> Iterator[Any]:
    """List the nodes in a compound statement up to its colon."""
    names = (name for name in _INNER[type(node).__name__].split() if name not in _FOLLOWING)
    for each in map(node.__getattribute__, names):
        yield from each if isinstance(each, tuple) else (each,)


def _children(node: Any) -> Iterator[Any]:
    """List the nodes in a node, white space and punctuation left out."""
    kind: Any = type(node)
    found = _getter(kind)(node)
    for each in found:
        if isinstance(each, tuple):
            yield from each
        elif isinstance(each, libcst.CSTNode):
            yield each


@cache
def _getter(kind: Any) -> Any:
    """Return what reads all fields of a class that hold nodes."""
    names = [name for name in _INNER.get(kind.__name__, "").split() if name not in ("star", "comma", "operator")]
    if not names:
        return lambda node: ()
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda node: (get(node),)
