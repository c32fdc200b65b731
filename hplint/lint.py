"""One file's bytes to what users read of it: findings, and the source lines that they point at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hplint.catalogue.rules import all_rules, rules_by_code
from hplint.config import Config
from hplint.findings import Finding, Span
from hplint.results import FileResult
from hplint.source.read import Source, read_source
from hplint.source.unreadable import NEWLINE
from hplint.suppressions import apply, find_directives


def lint_source(data: bytes, path: str, config: Config) -> FileResult:
    """Lint the bytes of a Python file, or of a notebook when the path ends in `.ipynb`."""
    source = read_source(data, path)
    on = config.codes_for(path)
    found = [finding for finding in _unreadable(source, config) if finding.code in on]
    kept = tuple(sorted(_apply_comments(source, found, on, config), key=_position))
    return FileResult(path, kept, (), pointed_lines(source, kept))


def _unreadable(source: Source, config: Config) -> Iterator[Finding]:
    """Yield an HP900 for each place that can't be read."""
    rule = rules_by_code()["HP900"]
    for problem in source.unreadable:
        severity = config.severity_of(rule)
        yield Finding(source.path, problem.span, rule.code, rule.name, severity, problem.message)


def _apply_comments(source: Source, found: Iterable[Finding], on: frozenset[str], config: Config) -> Iterator[Finding]:
    """Yield what no comment suppresses, and an HP901 for each comment that suppresses nothing."""
    codes = {word: rule.code for rule in all_rules() for word in (rule.code, rule.name)}
    applied = apply(find_directives(source), found, on, codes)
    yield from applied.kept
    rule = rules_by_code()["HP901"]
    if rule.code not in on:
        return
    for unused in applied.unused:
        severity = config.severity_of(rule)
        yield Finding(source.path, unused.span, rule.code, rule.name, severity, unused.message, fix=unused.fix)


def pointed_lines(source: Source, findings: Iterable[Finding]) -> dict[tuple[int | None, int], str]:
    """Return the text of every row that the findings, or the steps that led to them, start on."""
    wanted = {
        (span.cell, span.row)
        for finding in findings
        for span in (finding.span, *(step.span for step in finding.related))
    }
    rows = {cell: NEWLINE.split(source.texts[cell]) for cell in {cell for cell, _ in wanted} & source.texts.keys()}
    return {(cell, row): rows[cell][row - 1] for cell, row in wanted if cell in rows and row <= len(rows[cell])}


def _position(finding: Finding) -> tuple[int, Span, str]:
    return finding.span.cell or 0, finding.span, finding.code
