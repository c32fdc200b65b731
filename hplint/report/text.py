"""Findings to what people read in a terminal: the sentence, the source line, the way there, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from hplint.findings import Finding, Severity, Span
from hplint.report.excerpt import excerpt
from hplint.report.place import line_words, one_line, where
from hplint.report.style import Paint, Style, colored, plain
from hplint.results import FileResult

_WIDTH = 110
"""Terminal columns for a source line, beside its number."""

_STYLES: dict[Severity, Style] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}

Lines = Mapping[tuple[int | None, int], str]


def render_text(results: Iterable[FileResult], *, color: bool = False, unsafe: bool = False) -> str:
    """Return all findings, each with its source lines, and an empty line after each; `[*]` marks those with a fix.

    Args:
        results: Of the files.
        color: Colour for a terminal.
        unsafe: Unsafe fixes count as fixes.
    """
    paint = colored if color else plain
    return "".join(
        "\n".join(_finding(finding, result.lines, paint, unsafe)) + "\n\n"
        for result in results
        for finding in result.findings
    )


def render_concise(results: Iterable[FileResult], *, color: bool = False, unsafe: bool = False) -> str:
    """Return one line a finding."""
    paint = colored if color else plain
    return "".join(_header(finding, paint, unsafe) + "\n" for result in results for finding in result.findings)


def _header(finding: Finding, paint: Paint, unsafe: bool) -> str:
    place = paint(one_line(where(finding.path, finding.span)), "place")
    mark = f" [{paint('*', 'info')}]" if finding.fix is not None and (finding.fix.safe or unsafe) else ""
    return f"{place}: {paint(finding.code, _STYLES[finding.severity])}{mark} {one_line(finding.message)}"


def _finding(finding: Finding, lines: Lines, paint: Paint, unsafe: bool) -> Iterator[str]:
    yield _header(finding, paint, unsafe)
    rows = [span.row for span in (finding.span, *(step.span for step in finding.related))]
    margin = len(str(max(rows)))
    empty = paint(f"{'':{margin}} |", "gutter")
    source = list(_source(finding.span, lines, margin, "^", _STYLES[finding.severity], paint))
    if source:
        yield empty
        yield from source
    for step in finding.related:
        yield f"{empty} {one_line(step.message)}: {line_words(step.span, finding.span)}"
        if step.span != finding.span:
            yield from _source(step.span, lines, margin, "-", "gutter", paint)
    if finding.help:
        yield empty
        yield f"{paint(f'{chr(32):{margin}} =', 'gutter')} {paint('help:', 'help')} {one_line(finding.help)}"


def _source(span: Span, lines: Lines, margin: int, mark: str, style: Style, paint: Paint) -> Iterator[str]:
    line = lines.get((span.cell, span.row))
    if line is None:
        return
    shown = excerpt(line, span.column, span.end_column if span.end_row == span.row else None, _WIDTH)
    yield f"{paint(f'{span.row:>{margin}} |', 'gutter')} {shown.line}".rstrip()
    yield f"{paint(f'{chr(32):{margin}} |', 'gutter')} {' ' * shown.indent}{paint(mark * shown.width, style)}"
