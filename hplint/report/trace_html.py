"""A lineage to one page without network: the picture beside the source, each lighting up what belongs to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path

from hplint.findings import Span
from hplint.lineage.graph import Leak, Lineage, Value
from hplint.report.place import one_line
from hplint.report.trace_svg import render_trace_svg, style
from hplint.report.trace_words import place_words, summary
from hplint.source.unreadable import NEWLINE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
"""Whatever the source holds, the page loads nothing."""
_LEGEND = (
    ("", "hands on rows, or is scored on them"),
    ("dashed", "learned or selected on them, or computed with what was learned"),
    ("red", "leaks"),
)
_HELP = "Point at a value or a node to light up its rows; click to keep them lit. Keys: Tab, Enter, arrows, Escape."
Row = tuple[int | None, int]


def render_trace_html(lineage: Lineage) -> str:
    """Return the page.

    Raises:
        ModuleNotFoundError: grandalf isn't installed.
    """
    return "\n".join(_page(lineage)) + "\n"


def _page(lineage: Lineage) -> Iterator[str]:
    title = _text(lineage.path)
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}: lineage</title>"
    yield f"<style>\n{_asset('trace_page.css')}{style()}</style>\n</head>\n<body>"
    yield f"<header>\n<h1>{title}</h1>\n<p>{_text(summary(lineage))}. {_HELP}</p>"
    yield from _leaks(lineage)
    legend = "".join(f'<span><i class="{kind}"></i>{words}</span>' for kind, words in _LEGEND)
    yield f'<div class="legend">{legend}</div>\n</header>\n<main>'
    yield '<section class="picture" aria-label="Picture">'
    yield '<div class="zoom"><button id="smaller" type="button" aria-label="Smaller">−</button>'
    yield '<button id="larger" type="button" aria-label="Larger">+</button>'
    yield '<button id="fit" type="button">Fit</button></div>'
    yield f'{render_trace_svg(lineage, inside=True)}</section>\n<section class="source" aria-label="Source">'
    yield from _source(lineage)
    yield '</section>\n</main>\n<div id="spoken" class="spoken" aria-live="polite"></div>'
    shares = {node.id: node.shares for node in lineage.nodes}
    yield f'<script type="application/json" id="shares">{json.dumps(shares)}</script>'
    yield f"<script>\n{_asset('trace_page.js')}</script>\n</body>\n</html>"


def _asset(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _leaks(lineage: Lineage) -> Iterator[str]:
    if not lineage.leaks:
        return
    yield '<ul class="leaks">'
    for number, leak in enumerate(lineage.leaks):
        leads = " ".join(node.id for node in lineage.nodes if number in node.leaks)
        link = f'<a href="#leak{number}" data-leads="{leads}">{leak.code}, {place_words(leak.span)}</a>'
        yield f"<li>{link} {_text(leak.message)}</li>"
    yield "</ul>"


def _source(lineage: Lineage) -> Iterator[str]:
    values: dict[Row, list[Value]] = {}
    for value in lineage.values:
        values.setdefault((value.span.cell, value.span.row), []).append(value)
    standing, first = _standing(lineage)
    notes: dict[Row, list[int]] = {}
    for number, leak in enumerate(lineage.leaks):
        notes.setdefault((leak.span.cell, leak.span.row), []).append(number)
    broken = {(span.cell, span.row): message for span, message in lineage.unreadable}
    roving = True
    for cell, text in sorted(lineage.texts.items(), key=lambda item: item[0] or 0):
        if cell is not None:
            yield f"<h2>Cell {cell}</h2>"
        yield '<div class="code">'
        for row, line in enumerate(NEWLINE.split(text), 1):
            at = (cell, row)
            held = values.get(at, [])
            yield _line(
                row, line, held, standing.get(at, ()), first.get(at, ()), at in broken, roving=roving and bool(held)
            )
            roving = roving and not held
            for number in notes.get(at, ()):
                yield _note(number, lineage.leaks[number])
            if at in broken:
                yield f'<div class="note"><b>not read</b> {_text(broken[at])}</div>'
        yield "</div>"


def _standing(lineage: Lineage) -> tuple[Mapping[Row, list[str]], Mapping[Row, list[str]]]:
    """Return the nodes that stand on each row, and those that come to be there."""
    standing: dict[Row, list[str]] = {}
    first: dict[Row, list[str]] = {}
    for node in lineage.nodes:
        for span in node.spans:
            for row in _rows(span):
                standing.setdefault((span.cell, row), []).append(node.id)
        for span in node.spans[:1]:
            first.setdefault((span.cell, span.row), []).append(node.id)
    return standing, first


def _rows(span: Span) -> Iterable[int]:
    return range(span.row, span.end_row + 1)


def _line(
    row: int, line: str, values: list[Value], nodes: Iterable[str], first: Iterable[str], broken: bool, *, roving: bool
) -> str:
    """Return a row of the source; its first value takes the focus of the page's values if it is `roving`."""
    parts: list[str] = []
    end = 0
    for value in values:
        start, stop = value.span.column - 1, value.span.end_column - 1
        if value.span.row != value.span.end_row or start < end or stop > len(line):
            continue
        index = 0 if roving else -1
        roving = False
        parts.append(_text(line[end:start]))
        parts.append(
            f'<span class="value" role="button" tabindex="{index}" data-node="{" ".join(value.nodes)}">'
            f"{_text(line[start:stop])}</span>"
        )
        end = stop
    parts.append(_text(line[end:]))
    held = " ".join(dict.fromkeys(nodes))
    own = f' data-node="{held}" data-first="{" ".join(first)}"' if held else ""
    return f'<div class="line{" broken" if broken else ""}" data-row="{row}"{own}>{"".join(parts)}</div>'


def _note(number: int, leak: Leak) -> str:
    help = f"<br>help: {_text(leak.help)}" if leak.help else ""
    return f'<div class="note" id="leak{number}" role="note"><b>{leak.code}</b> {_text(leak.message)}{help}</div>'


def _text(text: str) -> str:
    return escape(one_line(text))
