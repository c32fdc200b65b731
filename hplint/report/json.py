"""Findings to JSON, whole or in lines, by the schema of `ruff check --output-format json`, and the way there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable

from hplint.catalogue.rules import rules_by_code
from hplint.findings import Finding, Fix, Related, Span
from hplint.results import FileResult


def render_json(results: Iterable[FileResult]) -> str:
    """Return an array with one object a finding."""
    objects = [_finding(finding) for result in results for finding in result.findings]
    return json.dumps(objects, indent=2) + "\n"


def render_jsonl(results: Iterable[FileResult]) -> str:
    """Return a line with an object for each finding, the same that `render_json` lists."""
    return "".join(json.dumps(_finding(finding)) + "\n" for result in results for finding in result.findings)


def _finding(finding: Finding) -> dict[str, object]:
    rule = rules_by_code().get(finding.code)
    return {
        "cell": finding.span.cell,
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "help": finding.help or None,
        "filename": os.path.abspath(finding.path),
        **_location(finding.span),
        "related": [_related(step) for step in finding.related],
        "fix": None if finding.fix is None else _fix(finding.fix),
        "noqa_row": finding.span.row,
        "url": None if rule is None else rule.url,
    }


def _location(span: Span) -> dict[str, object]:
    return {
        "location": {"row": span.row, "column": span.column},
        "end_location": {"row": span.end_row, "column": span.end_column},
    }


def _related(step: Related) -> dict[str, object]:
    return {"cell": step.span.cell, "message": step.message, **_location(step.span)}


def _fix(fix: Fix) -> dict[str, object]:
    return {
        "applicability": "safe" if fix.safe else "unsafe",
        "message": fix.message,
        "edits": [{"cell": edit.span.cell, "content": edit.text, **_location(edit.span)} for edit in fix.edits],
    }
