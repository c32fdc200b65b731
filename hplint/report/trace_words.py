"""Nodes, edges and leaks of a lineage in words, the same in every format."""

from __future__ import annotations

from hplint.findings import Span
from hplint.lineage.graph import Flow, Kind, Lineage, Node
from hplint.report.place import one_line

_KINDS = {
    Kind.SOURCE: "data",
    Kind.ROWS: "rows",
    Kind.SPLIT: "split",
    Kind.LEARNED: "learned",
    Kind.FIT: "model",
    Kind.SEARCH: "search",
    Kind.EVALUATION: "score",
    Kind.CROSS_VALIDATION: "cross-validation",
}


def inline(text: str) -> str:
    """Return text as one line without anything that would move what stands beside it."""
    return one_line(" ".join(text.split()))


def kind_word(node: Node) -> str:
    """Return what a node is, in a word."""
    return _KINDS[node.kind]


def place_words(span: Span) -> str:
    """Return `line 12`, in a notebook `cell 4, line 2`."""
    return f"line {span.row}" if span.cell is None else f"cell {span.cell}, line {span.row}"


def remarks(node: Node) -> str:
    """Say how often it happens, and in which function; empty where there is nothing to say."""
    said = (
        f"in {node.function}()" if node.function else "",
        f"called {node.times} times" if node.times > 1 else "",
        "in a loop" if node.looped and node.kind not in (Kind.SOURCE, Kind.ROWS) else "",
    )
    return ", ".join(filter(None, said))


def codes(node: Node, lineage: Lineage) -> str:
    """List the codes of the leaks at a node."""
    return ", ".join(dict.fromkeys(lineage.leaks[leak].code for leak in node.leaks))


def summary(lineage: Lineage) -> str:
    """Say in a line what there is, and how many leaks."""
    counted = (
        (sum(node.kind is Kind.SOURCE for node in lineage.nodes), "data source"),
        (sum(node.kind is Kind.SPLIT for node in lineage.nodes), "split"),
        (_count(lineage, Kind.FIT, Kind.SEARCH), "model"),
        (_count(lineage, Kind.EVALUATION, Kind.CROSS_VALIDATION), "evaluation"),
    )
    parts = [f"{number} {thing}{'' if number == 1 else 's'}" for number, thing in counted if number]
    leaks = len(lineage.leaks)
    parts.append(f"{leaks or 'no'} leak{'' if leaks == 1 else 's'} found")
    return ", ".join(parts)


def _count(lineage: Lineage, *kinds: Kind) -> int:
    return sum(node.merged for node in lineage.nodes if node.kind in kinds)


def nothing(lineage: Lineage) -> str:
    """Say that there is nothing to draw."""
    return f"No data to draw in {lineage.path}: nothing is read, split, fitted or scored there that hplint knows."


def left_out(lineage: Lineage) -> str:
    """Say what isn't drawn; empty where everything is."""
    number = lineage.left_out
    return f"{number} more step{'' if number == 1 else 's'} not drawn" if number else ""


def edge_word(flow: Flow) -> str:
    """Return what an edge means."""
    return {
        Flow.ROWS: "rows",
        Flow.LEARNS: "learned from",
        Flow.SHAPES: "used to compute",
        Flow.SELECTS: "selects",
        Flow.SCORES: "scored",
    }[flow]
