"""A lineage to the tree that people read in a terminal: under each table what was made of it and learned from it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from hplint.lineage.graph import Edge, Flow, Kind, Leak, Lineage, Node
from hplint.report.drawing import draw_lines
from hplint.report.trace_words import codes, inline, left_out, place_words, remarks, summary

_STYLES = {
    Kind.SOURCE: "bold cyan",
    Kind.ROWS: "cyan",
    Kind.SPLIT: "bold",
    Kind.LEARNED: "yellow",
    Kind.FIT: "green",
    Kind.SEARCH: "green",
    Kind.EVALUATION: "blue",
    Kind.CROSS_VALIDATION: "blue",
}
_RELATIONS = (
    (Flow.SHAPES, "after"),
    (Flow.SCORES, "of"),
    (Flow.SELECTS, "selected on"),
    (Flow.ROWS, "with"),
)
_LEAK = "bold red"
_WIDEST = 100
"""Columns up to which places stand below each other where nothing limits the width."""
Row = tuple[Text, Text]
"""What stands in a line, and at its end."""
_GAP = 2


@dataclass(frozen=True, slots=True)
class Signs:
    """What lines are drawn with."""

    branch: str
    last: str
    through: str
    split: str
    leak: str


_BOXES = Signs("├─ ", "└─ ", "│  ", "◇ ", "✗ ")
_ASCII = Signs("|- ", "`- ", "|  ", "<> ", "! ")


def render_trace_text(lineage: Lineage, *, width: int | None = None, color: bool = False, boxes: bool = True) -> str:
    """Return the tree, and the leaks below it.

    Args:
        lineage: What to draw.
        width: Of the terminal, in columns; None where there is none: nothing is cut.
        color: Colour it.
        boxes: Draw lines with box characters; else in ASCII.
    """
    signs = _BOXES if boxes else _ASCII
    rows = list(_Tree(lineage, signs).rows())
    room = width or min(max((_columns(row) for row in rows), default=0), _WIDEST)
    lines = [Text(inline(lineage.path), "bold"), Text(summary(lineage), "dim"), Text()]
    lines.extend(_closed(*row, room, cuts=width is not None) for row in rows)
    for leak in lineage.leaks:
        lines.extend((Text(), *_leak(leak, signs, width)))
    if lineage.left_out:
        lines.extend((Text(), Text(left_out(lineage), "dim")))
    for line in lines:
        line.rstrip()
    return draw_lines(lines, color=color)


class _Tree:
    """Gives every node its place under the one that it is mostly made of."""

    def __init__(self, lineage: Lineage, signs: Signs) -> None:
        self.lineage = lineage
        self.signs = signs
        self.places = max((len(place_words(span)) for node in lineage.nodes for span in node.spans[:1]), default=0)
        self.nodes = {node.id: node for node in lineage.nodes}
        self.into: dict[str, list[Edge]] = {}
        for edge in lineage.edges:
            self.into.setdefault(edge.target, []).append(edge)
        self.stem = {node.id: self._stem(node) for node in lineage.nodes}
        self.children: dict[str, list[str]] = {}
        for id, stem in self.stem.items():
            if stem is not None:
                self.children.setdefault(stem.source, []).append(id)

    def _stem(self, node: Node) -> Edge | None:
        """Return the edge along which a node hangs: from data before anything else."""
        tables = (Kind.SOURCE, Kind.ROWS, Kind.SPLIT)
        edges = sorted(self.into.get(node.id, ()), key=lambda edge: self.nodes[edge.source].kind not in tables)
        return edges[0] if edges else None

    def rows(self) -> Iterator[Row]:
        """Draw every tree."""
        for node in self.lineage.nodes:
            if self.stem[node.id] is None:
                yield from self._branch(node.id, "", "")

    def _place(self, node: Node) -> str:
        """Return where a node stands, as wide as the widest place."""
        return (place_words(node.spans[0]) if node.spans else "").ljust(self.places)

    def _branch(self, id: str, before: str, below: str) -> Iterator[Row]:
        yield self._row(self.nodes[id], before)
        # What is learned or scored first, further tables below.
        children = sorted(self.children.get(id, ()), key=self._is_table)
        for child in children:
            end = child == children[-1]
            yield from self._branch(
                child,
                below + (self.signs.last if end else self.signs.branch),
                below + ("   " if end else self.signs.through),
            )

    def _is_table(self, id: str) -> bool:
        return self.nodes[id].kind in (Kind.ROWS, Kind.SPLIT, Kind.SOURCE)

    def _row(self, node: Node, before: str) -> Row:
        stem = self.stem[node.id]
        line = Text(before, "dim")
        if stem is not None and stem.label and stem.label != node.label:
            line.append(f"{inline(stem.label)}: ", "dim")
        style = _LEAK if node.leaks else _STYLES[node.kind]
        sign = self.signs.split if node.kind is Kind.SPLIT else ""
        line.append(f"{sign}{inline(node.label)}", style)
        detail = f"of {node.detail}" if node.kind is Kind.CROSS_VALIDATION and node.detail else node.detail
        words = inline(", ".join(filter(None, (detail, *self._relations(node, stem), remarks(node)))))
        if words:
            line.append(f"  {words}", "dim")
        leak = f"{self.signs.leak}{codes(node, self.lineage)}" if node.leaks else ""
        return line, Text.assemble((leak, _LEAK), "  " if leak else "", (self._place(node), "dim"))

    def _relations(self, node: Node, stem: Edge | None) -> Iterator[str]:
        """Say what else goes into a node."""
        others = [edge for edge in self.into.get(node.id, ()) if edge is not stem]
        for flow, word in _RELATIONS:
            named = dict.fromkeys(
                self._name(edge) for edge in others if edge.flow is flow and not self._is_on_rows(edge)
            )
            if named:
                yield f"{word} {', '.join(named)}"
        also = dict.fromkeys(self._name(edge) for edge in others if self._is_on_rows(edge))
        if also:
            yield f"also on {', '.join(also)}"

    def _is_on_rows(self, edge: Edge) -> bool:
        """Say whether a score or a fit is of these rows, too, beside those that it hangs under."""
        return edge.flow in (Flow.SCORES, Flow.LEARNS) and self._is_table(edge.source)

    def _name(self, edge: Edge) -> str:
        return self.nodes[edge.source].label


def _columns(row: Row) -> int:
    return cell_len(row[0].plain) + cell_len(row[1].plain) + _GAP


def _closed(line: Text, end: Text, room: int, *, cuts: bool) -> Text:
    """Put the end of a line to the right; in a terminal, what doesn't fit is cut."""
    if cuts:
        line.truncate(max(room - cell_len(end.plain) - _GAP, 20), overflow="ellipsis")
    return Text.assemble(line, " " * max(room - cell_len(line.plain) - cell_len(end.plain), _GAP), end)


def _leak(leak: Leak, signs: Signs, width: int | None) -> Iterator[Text]:
    head = f"{signs.leak}{leak.code}  {place_words(leak.span)}"
    yield Text(head, _LEAK)
    for text, style in ((leak.message, ""), (f"help: {leak.help}" if leak.help else "", "green")):
        text = inline(text)
        folded = [text] if width is None else textwrap.wrap(text, max(width - 2, 20))
        yield from (Text(f"  {part}", style) for part in folded if part)
