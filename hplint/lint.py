"""One file's bytes to what users read of it: findings, and the source lines that they point at."""

from __future__ import annotations

from collections.abc import Iterable

from hplint.catalogue.rules import rules_by_code
from hplint.config import Config
from hplint.findings import Finding, Span
from hplint.results import FileResult
from hplint.source.read import Source, Unreadable, read_source
from hplint.source.unreadable import NEWLINE


def lint_source(data: bytes, path: str, config: Config) -> FileResult:
    """Lint the bytes of a Python file, or of a notebook when the path ends in `.ipynb`."""
    source = read_source(data, path)
    on = config.codes_for(path)
    unreadable = (unreadable_finding(path, problem, config) for problem in source.unreadable)
    findings = tuple(sorted((finding for finding in unreadable if finding.code in on), key=_position))
    return FileResult(path, findings, (), pointed_lines(source, findings))


def unreadable_finding(path: str, problem: Unreadable, config: Config) -> Finding:
    """Return the HP900 of a place that can't be read."""
    rule = rules_by_code()["HP900"]
    return Finding(path, problem.span, rule.code, rule.name, config.severity_of(rule), problem.message)


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
