"""Findings to SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): rules, places, and the way there.

Rows of a notebook's cell are no rows of its file, so a place in a notebook has no region but the file's first line,
names its cell as a logical location, and says row and column in its message.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from hplint import __version__
from hplint.catalogue.rules import Rule, rules_by_code
from hplint.findings import Finding, Fix, Severity, Span
from hplint.report.place import where
from hplint.results import Fault, FileResult

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

Object = dict[str, object]


def render_sarif(results: Sequence[FileResult]) -> str:
    """Return one log with one run; faults of hplint itself are notifications of its invocation."""
    codes = sorted({finding.code for result in results for finding in result.findings})
    rules = [rules_by_code()[code] for code in codes]
    faults = [fault for result in results for fault in result.faults]
    run: Object = {
        "tool": {"driver": {"name": "hplint", "version": __version__, "rules": [_rule(rule) for rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not faults,
                "toolExecutionNotifications": [_notification(fault) for fault in faults],
            }
        ],
        "results": list(_results(results, {code: index for index, code in enumerate(codes)})),
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> Object:
    described: Object = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.markdown, "markdown": rule.markdown},
        "defaultConfiguration": {"enabled": rule.default, "level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.topic]},
    }
    return described if rule.url is None else {**described, "helpUri": rule.url}


def _notification(fault: Fault) -> Object:
    return {
        "level": "error",
        "message": {"text": f"hplint failed on this file:\n{fault.traceback}"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(fault.path)}}}],
    }


def _results(results: Iterable[FileResult], indices: Mapping[str, int]) -> Iterable[Object]:
    for result in results:
        seen: Counter[str] = Counter()
        for finding in result.findings:
            line = result.lines.get((finding.span.cell, finding.span.row), "").strip()
            print_of = _fingerprint(finding, line)
            seen[print_of] += 1
            yield {
                "ruleId": finding.code,
                "ruleIndex": indices[finding.code],
                "level": _LEVELS[finding.severity],
                "message": {"text": _message(finding)},
                "locations": [_location(finding.path, finding.span)],
                "partialFingerprints": {"hplint/v1": f"{print_of}:{seen[print_of]}"},
                **_way(finding),
                **_fixes(finding),
            }


def _fingerprint(finding: Finding, line: str) -> str:
    """Identify a finding by what doesn't change when lines are added above it."""
    words = "\0".join((_uri(finding.path), finding.code, line))
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _message(finding: Finding) -> str:
    place = "" if finding.span.cell is None else f"{_cell_words(finding.span)}: "
    return place + finding.message + (f"\nHelp: {finding.help}" if finding.help else "")


def _cell_words(span: Span) -> str:
    return f"Cell {span.cell}, line {span.row}, column {span.column}"


def _way(finding: Finding) -> Object:
    """Return the steps twice: as places to look at, and as a flow that viewers walk through, the problem last."""
    if not finding.related:
        return {}
    steps = [_location(finding.path, step.span, step.message) for step in finding.related]
    flow = [*steps, _location(finding.path, finding.span, finding.message)]
    return {
        "relatedLocations": [{"id": number, **step} for number, step in enumerate(steps, 1)],
        "codeFlows": [{"threadFlows": [{"locations": [{"location": step} for step in flow]}]}],
    }


def _location(path: str, span: Span, message: str | None = None) -> Object:
    location: Object = {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}, "region": _region(span)}}
    if span.cell is not None:
        location["logicalLocations"] = [
            {"name": f"cell {span.cell}", "fullyQualifiedName": where(path, span), "kind": "module"}
        ]
        message = None if message is None else f"{_cell_words(span)}: {message}"
    return location if message is None else {**location, "message": {"text": message}}


def _region(span: Span) -> Object:
    if span.cell is not None:
        return {"startLine": 1}
    return {
        "startLine": span.row,
        "startColumn": span.column,
        "endLine": span.end_row,
        "endColumn": span.end_column,
    }


def _fixes(finding: Finding) -> Object:
    fix: Fix | None = finding.fix
    if fix is None or not fix.safe or finding.span.cell is not None:
        return {}
    replacements = [{"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits]
    change = {"artifactLocation": {"uri": _uri(finding.path)}, "replacements": replacements}
    return {"fixes": [{"description": {"text": fix.message}, "artifactChanges": [change]}]}


def _uri(path: str) -> str:
    """Return a path as a URI: relative to the current directory, or `file://` where it is absolute."""
    posix = path.replace(os.sep, "/").encode("utf-8", "surrogateescape")
    if not os.path.isabs(path):
        return quote(posix)
    return "file:///" + quote(posix, safe="/:").lstrip("/")
