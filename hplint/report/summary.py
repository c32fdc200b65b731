"""A whole run to its last lines: how many problems, what was fixed, and what could be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from hplint.findings import Severity
from hplint.results import FileResult, Fixed

_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}


def render_summary(
    results: Sequence[FileResult], fixed: Sequence[Fixed] = (), *, unsafe: bool = False, fixing: bool = False
) -> str:
    """Return `Found 3 problems in 2 files (1 error, 2 warnings).`, and a line about fixes if there are any.

    Args:
        results: What remains.
        fixed: What was fixed.
        unsafe: Unsafe fixes count as available.
        fixing: Problems were to be fixed.
    """
    findings = [finding for result in results for finding in result.findings]
    done = sum(len(each.applied) for each in fixed)
    if not findings and not done:
        return f"No problems found in {_count(len(results), 'file')}.\n"
    files = {result.path for result in results if result.findings} | {each.path for each in fixed}
    severities = Counter(finding.severity for finding in findings)
    kinds = ", ".join(_count(severities[severity], word) for severity, word in _WORDS.items() if severities[severity])
    if done:
        kinds = f"{done} fixed, {len(findings)} remaining"
    found = f"Found {_count(len(findings) + done, 'problem')} in {_count(len(files), 'file')} ({kinds}).\n"
    return found + _fixable(results, unsafe=unsafe, fixing=fixing)


def _fixable(results: Iterable[FileResult], *, unsafe: bool, fixing: bool) -> str:
    safety = Counter(f.fix.safe for result in results for f in result.findings if f.fix is not None)
    available, hidden = (safety.total(), 0) if unsafe else (safety[True], safety[False])
    option = "--fix --unsafe-fixes" if unsafe else "--fix"
    if fixing and not hidden:
        return ""  # what could not be fixed has its own message
    if available:
        more = f" ({hidden} more with --unsafe-fixes)" if hidden else ""
        return f"[*] {available} fixable with {option}{more}.\n"
    return f"{hidden} fixable with --fix --unsafe-fixes.\n" if hidden else ""


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
