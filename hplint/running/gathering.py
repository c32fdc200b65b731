"""Findings to the files that they stand in: a call may do wrong in a function of another file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from hplint.findings import Finding
from hplint.results import FileResult

UNUSED = "HP901"
"""What is said of a suppression that nothing needs."""


def gathered(results: Sequence[FileResult]) -> tuple[FileResult, ...]:
    """Move what is found elsewhere into the results of its files, once each; of files without a result it is left."""
    found: dict[str, list[FileResult]] = {}
    for result in results:
        for each in result.elsewhere:
            found.setdefault(each.path, []).append(each)
    if not found:
        return tuple(results)
    return tuple(joined(result, found.get(os.path.abspath(result.path), [])) for result in results)


def joined(result: FileResult, others: Sequence[FileResult]) -> FileResult:
    """Add to a result what others found in its file, and take away what they show to be untrue."""
    known = {(each.code, each.span) for each in result.findings}
    needed = {span for other in others for span in other.needed}
    findings = [each for each in result.findings if each.code != UNUSED or each.span not in needed]
    lines = dict(result.lines)
    for other in others:
        for finding in other.findings:
            if (finding.code, finding.span) not in known:
                known.add((finding.code, finding.span))
                findings.append(replace(finding, path=result.path))
                lines.update(other.lines)
    if findings == list(result.findings):
        return result
    return replace(result, findings=tuple(sorted(findings, key=_position)), lines=lines)


def _position(finding: Finding) -> tuple[int, object, str]:
    return finding.span.cell or 0, finding.span, finding.code
