"""Searches to the findings that they leave: a value that a search of the same class contains is no guess.

What a file compares, and which of its findings depend on comparisons, is data in its result. So the order of files
doesn't matter, and neither does whether a result was just made or kept from an earlier run.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from hplint.findings import Comparison, Finding, Setting
from hplint.results import FileResult

_NOTHING = ": nothing in view compares other values"
"""What a message says until a comparison is found."""
Index = dict[str, list[tuple[str, Comparison]]]
"""Comparisons and their paths, by the class that they are of."""
Compared = tuple[str, str, tuple[Comparison, ...]]
"""The folder of a project, the path of a file in it, and what that compares."""
_TYPED = 1e-3
"""Relative difference up to which a number is a candidate, typed in from a printed result."""


def explained(results: Sequence[FileResult], roots: Sequence[str]) -> tuple[FileResult, ...]:
    """Drop the findings of each file that other files of its project explain; `roots` are the projects' folders."""
    compared = ((root, each.path, each.comparisons) for each, root in zip(results, roots, strict=True))
    indices = indexed(compared)
    if not indices:
        return tuple(results)
    return tuple(explained_by(result, indices.get(root, {})) for result, root in zip(results, roots, strict=True))


def indexed(compared: Iterable[Compared]) -> dict[str, Index]:
    """List what is compared by project and by class: once a project, for each file it would be quadratic."""
    projects: dict[str, dict[str, tuple[Comparison, ...]]] = {}
    for root, path, comparisons in compared:
        if comparisons:
            # Nobody knows whether what another file searches out of view contains a value of this one.
            projects.setdefault(root, {})[path] = tuple(filter(_is_known, comparisons))
    return {root: _by_class(listed) for root, listed in projects.items()}


def explained_by(result: FileResult, compared: Index) -> FileResult:
    """Drop the findings of a file that other files explain, of what is compared in its project."""
    if not result.findings:
        return result
    classes = {setting.estimator for finding in result.findings for setting in finding.settings}
    others = {
        name: [(path, each) for path, each in compared[name] if path != result.path]
        for name in classes & compared.keys()
    }
    if not any(others.values()):
        return result
    findings = tuple(_unexplained(result.findings, others))
    return result if findings == result.findings else replace(result, findings=findings)


def _is_known(comparison: Comparison) -> bool:
    return comparison.candidates is not None or comparison.low is not None


def unexplained(findings: Iterable[Finding], compared: Mapping[str, tuple[Comparison, ...]]) -> Iterator[Finding]:
    """Yield the findings that no comparison explains, told what is compared instead; `compared` is by path."""
    return _unexplained(findings, _by_class(compared))


def _by_class(compared: Mapping[str, tuple[Comparison, ...]]) -> Index:
    """List comparisons by the class that they are of, with their paths in order."""
    by_class: Index = {}
    for path in sorted(compared):
        for comparison in compared[path]:
            by_class.setdefault(comparison.estimator, []).append((path, comparison))
    return by_class


def guessed(findings: Iterable[Finding]) -> tuple[Comparison, ...]:
    """List the networks whose settings a file tells as guesses, for files of the project that have the same."""
    found = [finding.settings for finding in findings if len({each.estimator for each in finding.settings}) > 1]
    return tuple(
        Comparison(lead.estimator, lead.name, (lead.value,), data=lead.data, beside=_identities(others))
        for lead, *others in found
    )


def _identities(settings: Iterable[Setting]) -> tuple[tuple[str, str, object], ...]:
    return tuple(dict.fromkeys((each.estimator, each.name, each.value) for each in settings))


def _is_told(finding: Finding, by_class: Index) -> bool:
    """Say whether another file tells the same of a network that has most of its settings: one decision, copied.

    The file with the shortest path tells it: copies and checkpoints have longer ones.
    """
    if len({each.estimator for each in finding.settings}) < 2:
        return False
    lead, *others = finding.settings
    own = set(_identities(others))
    return any(
        comparison.beside
        and (len(path), path) < (len(finding.path), finding.path)
        and comparison.name == lead.name
        and _meet(comparison, lead, same_file=False)
        and explains(comparison, lead)
        and 2 * len(own.intersection(comparison.beside)) >= len(own)
        for path, comparison in by_class.get(lead.estimator, ())
    )


def _unexplained(findings: Iterable[Finding], by_class: Index) -> Iterator[Finding]:
    for finding in findings:
        if _is_told(finding, by_class):
            continue
        pairs = [
            (setting, path, comparison)
            for setting in finding.settings
            for path, comparison in by_class.get(setting.estimator, ())
            if not comparison.beside
            and comparison.name in ("", setting.name)
            and _meet(comparison, setting, same_file=path == finding.path)
        ]
        if not any(explains(comparison, setting) for setting, _, comparison in pairs):
            yield _told(finding, pairs)


def _meet(comparison: Comparison, setting: Setting, *, same_file: bool) -> bool:
    """Say whether they are of one program, or in two files of one project that don't work on different data.

    Functions that nobody calls are programs of their own.
    """
    if same_file:
        return comparison.scope in (0, setting.scope)
    if comparison.data is None or setting.data is None:
        return True
    return not set(comparison.data).isdisjoint(setting.data)


def explains(comparison: Comparison, setting: Setting) -> bool:
    """Tell whether a value is among the candidates, or within their range; unknown candidates may contain it."""
    if comparison.candidates is not None:
        return any(_same(candidate, setting.value) for candidate in comparison.candidates)
    if comparison.low is None or comparison.high is None:
        return True
    value = setting.value
    return (
        not isinstance(value, bool) and isinstance(value, (int, float)) and comparison.low <= value <= comparison.high
    )


def _same(candidate: object, value: object) -> bool:
    numbers = (int, float)
    if isinstance(candidate, bool) or isinstance(value, bool):
        return candidate is value
    if isinstance(candidate, numbers) and isinstance(value, numbers):
        return math.isclose(candidate, value, rel_tol=_TYPED)
    return candidate == value


def _is_near(path: str, other: str, setting: Setting, comparison: Comparison) -> bool:
    """Say whether a reader sees what two files have to do with each other: one folder, or one data set."""
    shared = not set(comparison.data or ()).isdisjoint(setting.data or ())
    return shared or os.path.dirname(path) == os.path.dirname(other)


def _told(finding: Finding, pairs: Sequence[tuple[Setting, str, Comparison]]) -> Finding:
    """Say in the message which comparison of the project doesn't contain the value, the nearest one first."""
    if _NOTHING not in finding.message:
        return finding
    for setting, path, comparison in pairs:
        if comparison.text and _is_near(finding.path, path, setting, comparison):
            where = "this file" if path == finding.path else f"`{os.path.basename(path)}`"
            contained = "among them" if comparison.candidates is not None else "in that range"
            clause = (
                f"{where} compares `{setting.name}` over {comparison.text}, and {setting.value!r} isn't {contained}"
            )
            return replace(finding, message=f"{finding.message.partition(_NOTHING)[0]}: {clause}")
    return finding
