"""A lineage to a Mermaid flowchart, as GitHub, GitLab and Jupyter draw it in Markdown.

The syntax is that of https://mermaid.js.org/syntax/flowchart.html (Mermaid 11).
"""

from __future__ import annotations

from collections.abc import Iterator

from hplint.lineage.graph import Edge, Flow, Kind, Lineage, Node
from hplint.report.trace_words import codes, inline, left_out, remarks, summary

_SHAPES = {
    Kind.SOURCE: ("[(", ")]"),
    Kind.ROWS: ("[", "]"),
    Kind.SPLIT: ("{", "}"),
    Kind.LEARNED: ("([", "])"),
    Kind.FIT: ("[[", "]]"),
    Kind.SEARCH: ("[[", "]]"),
    Kind.EVALUATION: ("[/", "/]"),
    Kind.CROSS_VALIDATION: ("[/", "/]"),
}
_ARROWS = {Flow.ROWS: "-->", Flow.LEARNS: "-.->", Flow.SHAPES: "-.->", Flow.SELECTS: "-.->", Flow.SCORES: "-->"}
_RED = "#d1242f"


def render_trace_mermaid(lineage: Lineage) -> str:
    """Return a flowchart from top to bottom; leaks are red."""
    return "".join(f"{line}\n" for line in _lines(lineage))


def _lines(lineage: Lineage) -> Iterator[str]:
    yield "flowchart TD"
    yield f"    %% {inline(lineage.path)}: {summary(lineage)}"
    for node in lineage.nodes:
        yield f"    {_node(node, lineage)}"
    for edge in lineage.edges:
        label = _text(edge.label) or ("selects" if edge.flow is Flow.SELECTS else "")
        yield f"    {edge.source} {_ARROWS[edge.flow]}{f'|{label}|' if label else ''} {edge.target}"
    yield from _leaks(lineage)
    if lineage.left_out:
        yield f"    left[{_text(left_out(lineage))}]"


def _node(node: Node, lineage: Lineage) -> str:
    opening, closing = _SHAPES[node.kind]
    words = (node.label, node.detail, remarks(node), codes(node, lineage))
    return f"{node.id}{opening}{_text(*filter(None, words))}{closing}"


def _leaks(lineage: Lineage) -> Iterator[str]:
    nodes = [node.id for node in lineage.nodes if node.leaks]
    edges: list[Edge] = list(lineage.edges)
    red = [str(number) for number, edge in enumerate(edges) if edge.leaks]
    if nodes:
        yield f"    classDef leak stroke:{_RED},stroke-width:3px"
        yield f"    class {','.join(nodes)} leak"
    if red:
        yield f"    linkStyle {','.join(red)} stroke:{_RED}"


def _text(*lines: str) -> str:
    """Return text that means itself between quotes, or nothing."""
    if not any(lines):
        return ""
    escaped = "<br>".join("".join(map(_escape, inline(line))) for line in lines)
    return f'"{escaped}"'


def _escape(character: str) -> str:
    return f"#{ord(character)};" if character in '"#<>&`|;\\' else character
