"""Spans to the words that say where something stands."""

from __future__ import annotations

from hplint.findings import Span


def where(path: str, span: Span) -> str:
    """Return `path:row:column`, in a notebook `path:cell 4:row:column`."""
    cell = "" if span.cell is None else f"cell {span.cell}:"
    return f"{path}:{cell}{span.row}:{span.column}"


def line_words(span: Span, beside: Span) -> str:
    """Return `line 12`, or `cell 4, line 2` where that is another cell than the one that it is shown beside."""
    line = f"line {span.row}"
    return line if span.cell == beside.cell else f"cell {span.cell}, {line}"


def one_line(text: str) -> str:
    """Return the text with everything that would break a line, or talk to the terminal, made visible."""
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character.isprintable() or character == "\t":
        return character
    return character.encode("unicode_escape").decode("ascii")
