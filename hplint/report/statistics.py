"""Findings to how often each rule was broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hplint.results import FileResult


def render_statistics(results: Iterable[FileResult]) -> str:
    """Return one line a rule, the most frequent first: count, code and name."""
    counts = _counts(results)
    if not counts:
        return ""
    margin = len(str(counts[0][2]))
    return "".join(f"{count:>{margin}}  {code}  {name}\n" for code, name, count in counts)


def render_statistics_json(results: Iterable[FileResult]) -> str:
    """Return an array with one object a rule, the most frequent first."""
    import json  # for machines

    return json.dumps([{"code": code, "name": name, "count": count} for code, name, count in _counts(results)]) + "\n"


def _counts(results: Iterable[FileResult]) -> list[tuple[str, str, int]]:
    counts = Counter((finding.code, finding.name) for result in results for finding in result.findings)
    return sorted(((code, name, count) for (code, name), count in counts.items()), key=lambda row: (-row[2], row[0]))
