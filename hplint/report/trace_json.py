"""A lineage to JSON; the schema is stable: fields may come, none goes or changes its meaning.

An object with `version` (1), `path`, `nodes`, `edges`, `leaks`, `values`, `unreadable`, `exhausted` and `left_out`;
`hplint/report/trace.schema.json` is its JSON Schema. The fields are those of `hplint.lineage.graph`: nodes stand after
those that they come from; `leaks` of nodes and edges are indices into the list of leaks; spans are 1-based, their end
exclusive, in code points, `cell` counts all cells from 1 and is null in a plain file.
"""

from __future__ import annotations

import json
from typing import Any

from hplint.findings import Span
from hplint.lineage.graph import Edge, Leak, Lineage, Node, Value

VERSION = 1


def render_trace_json(lineage: Lineage) -> str:
    """Return an object with the whole graph, but not the source."""
    document = {
        "version": VERSION,
        "path": lineage.path,
        "nodes": [_node(node) for node in lineage.nodes],
        "edges": [_edge(edge) for edge in lineage.edges],
        "leaks": [_leak(leak) for leak in lineage.leaks],
        "values": [_value(value) for value in lineage.values],
        "unreadable": [{"span": _span(span), "message": message} for span, message in lineage.unreadable],
        "exhausted": lineage.exhausted,
        "left_out": lineage.left_out,
    }
    return json.dumps(document, indent=2) + "\n"


def _node(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "kind": node.kind.value,
        "label": node.label,
        "detail": node.detail,
        "spans": [_span(span) for span in node.spans],
        "function": node.function,
        "times": node.times,
        "looped": node.looped,
        "merged": node.merged,
        "leaks": list(node.leaks),
        "shares": list(node.shares),
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "source": edge.source,
        "target": edge.target,
        "flow": edge.flow.value,
        "label": edge.label,
        "leaks": list(edge.leaks),
    }


def _leak(leak: Leak) -> dict[str, Any]:
    return {
        "code": leak.code,
        "name": leak.name,
        "severity": leak.severity.value,
        "message": leak.message,
        "help": leak.help,
        "span": _span(leak.span),
    }


def _value(value: Value) -> dict[str, Any]:
    return {"name": value.name, "span": _span(value.span), "nodes": list(value.nodes)}


def _span(span: Span) -> dict[str, int | None]:
    return {
        "cell": span.cell,
        "row": span.row,
        "column": span.column,
        "end_row": span.end_row,
        "end_column": span.end_column,
    }
