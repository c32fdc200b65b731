"""A file's result to plain data and back: tuples, strings and numbers, as `marshal` takes them."""

from __future__ import annotations

import marshal
from typing import Any, Final

from hplint.findings import Comparison, Finding, Fix, Related, Setting, Severity, Span, TextEdit
from hplint.results import Dependency, FileResult

Packed = tuple[Any, ...]
NOTHING: Final = b""
"""A result of which there is nothing to tell, as most are."""


def pack(result: FileResult) -> bytes | None:
    """Return what a result tells, without its path, faults and dependencies; None where it holds no plain value."""
    packed = _pack(result)
    if not any(packed):
        return NOTHING
    try:
        return marshal.dumps(packed)
    except ValueError:
        return None


def unpack(data: bytes, path: str, followed: tuple[Dependency, ...] = ()) -> FileResult:
    """Return the result that was packed, of a file of this path that depends on these others."""
    return FileResult(path, followed=followed) if data == NOTHING else _unpack(marshal.loads(data), path, followed)


def _pack(result: FileResult) -> Packed:  # what users' literals hold is checked by `marshal` itself
    return (
        tuple(map(_pack_finding, result.findings)),
        dict(result.lines),
        tuple(
            (c.estimator, c.name, c.candidates, c.low, c.high, c.text, c.scope, c.data, c.told, c.beside, c.program)
            for c in result.comparisons
        ),
        tuple(map(_pack_span, sorted(result.needed, key=repr))),
        tuple((each.path, _pack(each)) for each in result.elsewhere),
    )


def _unpack(packed: Packed, path: str, followed: tuple[Dependency, ...] = ()) -> FileResult:
    findings, lines, comparisons, needed, elsewhere = packed
    return FileResult(
        path,
        tuple(_unpack_finding(each, path) for each in findings),
        (),
        lines,
        tuple(Comparison(*each) for each in comparisons),
        followed,
        frozenset(Span(*each) for each in needed),
        tuple(_unpack(each, there) for there, each in elsewhere),
    )


def _pack_span(span: Span) -> Packed:
    return (span.cell, span.row, span.column, span.end_row, span.end_column)


def _pack_finding(finding: Finding) -> Packed:
    fix = finding.fix
    return (
        _pack_span(finding.span),
        finding.code,
        finding.name,
        finding.severity.value,
        finding.message,
        finding.help,
        tuple((step.message, _pack_span(step.span)) for step in finding.related),
        fix and (fix.message, tuple((_pack_span(edit.span), edit.text) for edit in fix.edits), fix.safe),
        tuple((each.estimator, each.name, each.value, each.scope, each.data) for each in finding.settings),
    )


def _unpack_finding(packed: Packed, path: str) -> Finding:
    span, code, name, severity, message, help, related, fix, settings = packed
    return Finding(
        path,
        Span(*span),
        code,
        name,
        Severity(severity),
        message,
        help,
        tuple(Related(text, Span(*at)) for text, at in related),
        fix and Fix(fix[0], tuple(TextEdit(Span(*at), text) for at, text in fix[1]), fix[2]),
        tuple(Setting(*each) for each in settings),
    )
