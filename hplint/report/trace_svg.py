"""A lineage to SVG: one picture without network, script or fonts of its own, for documents and for the HTML page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise
from pathlib import Path

from rich.cells import cell_len, set_cell_size

from hplint.lineage.graph import Edge, Flow, Kind, Lineage, Node
from hplint.report.trace_picture import Picture, Point, Size, lay_out
from hplint.report.trace_words import codes, edge_word, inline, kind_word, left_out, nothing, place_words, remarks

_CHARACTER = 7.85
"""Pixels of a column of the label's monospaced font; 0.602 em in all common ones."""
_SMALL = 6.65
"""Pixels of a column of the detail's."""
_LINE = 16.0
_LONGEST = 34
"""Columns of a label that are shown."""
_LABEL = 24
"""The same of a label of an edge."""


def style() -> str:
    """Return the style sheet of pictures."""
    return (Path(__file__).parent / "trace.css").read_text(encoding="utf-8")


def render_trace_svg(lineage: Lineage, *, inside: bool = False) -> str:
    """Return the picture; `inside` a page that has the style sheet already, without one of its own.

    Raises:
        ModuleNotFoundError: grandalf isn't installed.
    """
    lines = {node.id: tuple(_lines(node, lineage)) for node in lineage.nodes}
    sizes = {node.id: _size(node, lines[node.id]) for node in lineage.nodes}
    picture = lay_out(sizes, ((edge.source, edge.target) for edge in lineage.edges))
    words = nothing(lineage) if not lineage.nodes else left_out(lineage)
    width, height = max(picture.width, cell_len(words) * _CHARACTER + 32), picture.height + (24 if words else 0)
    name = _attribute(f"Lineage of {lineage.path}")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="trace" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="group" aria-label="{name}">',
        *(() if inside else (f"<style>{style()}</style>", '<rect class="ground" width="100%" height="100%"/>')),
        f"<defs>{_arrow('arrow')}{_arrow('arrow-leak')}</defs>",
        *(part for edge in lineage.edges for part in _edge(edge, picture)),
        *(
            _node(node, lines[node.id], sizes[node.id], picture.centers[node.id], lineage, inside)
            for node in lineage.nodes
        ),
    ]
    if words:
        parts.append(f'<text class="detail" x="16" y="{height - 10:.0f}">{_text(words)}</text>')
    return "\n".join((*parts, "</svg>\n"))


def _lines(node: Node, lineage: Lineage) -> Iterator[tuple[str, str]]:
    """Yield the lines of text in a box, each with its class."""
    yield "label", _cut(node.label)
    if node.detail:
        yield "detail", _cut(node.detail)
    if said := remarks(node):
        yield "detail", _cut(said)
    if node.leaks:
        yield "code", codes(node, lineage)


def _size(node: Node, lines: tuple[tuple[str, str], ...]) -> Size:
    width = max(cell_len(text) * (_CHARACTER if kind == "label" else _SMALL) for kind, text in lines)
    height = len(lines) * _LINE
    if node.kind is Kind.SPLIT:
        return Size(width * 1.25 + 56, height + 34, pointed=True)
    slanted = node.kind in (Kind.EVALUATION, Kind.CROSS_VALIDATION, Kind.LEARNED)
    return Size(max(width + (40 if slanted else 24), 60), height + 14)


def _node(
    node: Node, lines: tuple[tuple[str, str], ...], size: Size, center: Point, lineage: Lineage, inside: bool
) -> str:
    x, y = center
    top = y - len(lines) * _LINE / 2 + 12
    texts = "".join(
        f'<text class="{kind}" x="{x:.1f}" y="{top + index * _LINE:.1f}" text-anchor="middle">{_text(text)}</text>'
        for index, (kind, text) in enumerate(lines)
    )
    said = _said(node, lineage)
    keys = f' tabindex="0" role="button" aria-label="{_attribute(said)}"' if inside else ""
    return (
        f'<g class="node {node.kind.value}{" leak" if node.leaks else ""}" data-node="{node.id}"{keys}>'
        f"<title>{_text(said)}</title>{_shape(node.kind, size, center)}{texts}</g>"
    )


def _said(node: Node, lineage: Lineage) -> str:
    """Return all that is known of a node, in words."""
    place = [place_words(span) for span in node.spans[:1]]
    said = ", ".join(filter(None, (kind_word(node), node.label, node.detail, remarks(node), *place)))
    leaks = (f"{lineage.leaks[leak].code}: {lineage.leaks[leak].message}" for leak in node.leaks)
    return "; ".join((said, *leaks))


def _shape(kind: Kind, size: Size, center: Point) -> str:
    x, y, w, h = center[0] - size.width / 2, center[1] - size.height / 2, size.width, size.height
    match kind:
        case Kind.SPLIT:
            return _polygon((x, center[1]), (center[0], y), (x + w, center[1]), (center[0], y + h))
        case Kind.EVALUATION | Kind.CROSS_VALIDATION:
            return _polygon((x + 10, y), (x + w, y), (x + w - 10, y + h), (x, y + h))
        case Kind.LEARNED:
            return _rectangle(x, y, w, h, h / 2)
        case Kind.SOURCE:
            bow = f"M{x:.1f} {y + 5:.1f}a{w / 2:.1f} 5 0 0 1 {w:.1f} 0"
            body = f"v{h - 10:.1f}a{w / 2:.1f} 5 0 0 1 {-w:.1f} 0z"
            return f'<path class="shape" d="{bow}{body}"/>'
        case Kind.FIT | Kind.SEARCH:
            return _rectangle(x, y, w, h, 2)
        case _:
            return _rectangle(x, y, w, h, 6)


def _rectangle(x: float, y: float, width: float, height: float, radius: float) -> str:
    return f'<rect class="shape" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius:.1f}"/>'


def _polygon(*points: Point) -> str:
    return f'<polygon class="shape" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def _edge(edge: Edge, picture: Picture) -> Iterator[str]:
    way = picture.ways[edge.source, edge.target]
    kind = f"edge {edge.flow.value}{' leak' if edge.leaks else ''}"
    ends = f'data-ends="{edge.source} {edge.target}"'
    line = _curve(way, sideways=picture.sideways)
    yield f'<path class="{kind}" {ends} d="{line}"><title>{_text(edge_word(edge.flow))}</title></path>'
    label = edge.label or ("selects" if edge.flow is Flow.SELECTS else "")
    if label:
        # Where it bends first: beside the box that it leaves.
        across = 1 if picture.sideways else 0
        (x, y), (to_x, to_y) = next(((a, b) for a, b in pairwise(way) if a[across] != b[across]), (way[0], way[-1]))
        yield (
            f'<text class="edge-label" {ends} x="{(x + to_x) / 2:.1f}" y="{(y + to_y) / 2 + 3:.1f}">'
            f"{_text(_cut(label, _LABEL))}</text>"
        )


def _curve(way: tuple[Point, ...], *, sideways: bool) -> str:
    """Return a smooth line through points that leaves and arrives in the direction of the picture."""
    d = f"M{way[0][0]:.1f} {way[0][1]:.1f}"
    for (x, y), (to_x, to_y) in pairwise(way):
        if x == to_x or y == to_y:
            d += f"L{to_x:.1f} {to_y:.1f}"
            continue
        bend = (to_x - x) / 2 if sideways else (to_y - y) / 2
        leaving, arriving = ((x + bend, y), (to_x - bend, to_y)) if sideways else ((x, y + bend), (to_x, to_y - bend))
        d += f"C{leaving[0]:.1f} {leaving[1]:.1f} {arriving[0]:.1f} {arriving[1]:.1f} {to_x:.1f} {to_y:.1f}"
    return d


def _arrow(name: str) -> str:
    return (
        f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path class="{name}" d="M0 0L10 5L0 10z"/></marker>'
    )


def _cut(text: str, longest: int = _LONGEST) -> str:
    text = inline(text)
    return text if cell_len(text) <= longest else set_cell_size(text, longest - 1).rstrip() + "…"


def _text(text: str) -> str:
    return escape(inline(text), quote=False)


def _attribute(text: str) -> str:
    return escape(inline(text))
