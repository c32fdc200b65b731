"""Searches to the findings that they leave: a value that a search of the same class contains is no guess.

What a file compares, and which of its findings depend on comparisons, is data in its result. So the order of files
doesn't matter, and neither does whether a result was just made or kept from an earlier run.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeGuard

from hplint.findings import Comparison, Finding, Setting
from hplint.results import FileResult

_NOTHING = ": nothing in view compares other values"
"""What a message says until a comparison is found."""
_GUESS = "HP101"
"""The rule that says that a value is a guess."""
Index = dict[str, list[tuple[str, Comparison]]]
"""Comparisons and their paths, by the class that they are of."""
Compared = tuple[str, str, tuple[Comparison, ...]]
"""The folder of a project, the path of a file in it, and what that compares."""
_COPY = 3
"""Settings that files have in common by chance only if they are fewer."""
_MOST = 0.8
"""Share of their settings that copies of a file have in common; somebody has edited one of them since."""
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
    program = next((each.program for each in result.comparisons if each.told), ())
    findings = tuple(_unexplained(result.findings, others, program))
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


def guessed(findings: Iterable[Finding], program: tuple[str, ...] = ()) -> tuple[Comparison, ...]:
    """List the models whose settings a file tells as guesses, for files of the project that have the same.

    Args:
        findings: What is told of the file.
        program: All that it sets of estimators, splitters and searches.
    """
    found = [finding.settings for finding in findings if finding.code == _GUESS and finding.settings]
    return tuple(
        Comparison(
            lead.estimator,
            lead.name,
            (lead.value,),
            data=lead.data,
            told=True,
            beside=_identities(others),
            program=program,
        )
        for lead, *others in found
    )


def _identities(settings: Iterable[Setting]) -> tuple[tuple[str, str, object], ...]:
    return tuple(dict.fromkeys((each.estimator, each.name, each.value) for each in settings))


def _is_told(finding: Finding, by_class: Index, program: tuple[str, ...]) -> bool:
    """Say whether another file tells the same decision, copied.

    That is a network with most of its settings, or a call with all of them; a single one may be the same by chance
    where nobody knows that both work on the same data, or all else that the files set is the same. The file with the
    shortest path tells it: copies and checkpoints have longer ones.
    """
    lead, *others = finding.settings
    own = set(_identities(others))
    network = len({each.estimator for each in finding.settings}) > 1
    return any(
        comparison.told
        and (len(path), path) < (len(finding.path), finding.path)
        and comparison.name == lead.name
        and _meet(comparison, lead, same_file=False)
        and explains(comparison, lead)
        and (_is_most(own, comparison) if network else _is_all(own, comparison, lead, program))
        for path, comparison in by_class.get(lead.estimator, ())
    )


def _is_most(own: set[tuple[str, str, object]], comparison: Comparison) -> bool:
    return bool(comparison.beside) and 2 * len(own.intersection(comparison.beside)) >= len(own)


def _is_all(own: set[tuple[str, str, object]], comparison: Comparison, lead: Setting, program: tuple[str, ...]) -> bool:
    if own != set(comparison.beside):
        return False
    return bool(own) or bool(comparison.data and lead.data) or _is_copy(program, comparison.program)


def _is_copy(program: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether two files set the same, nearly: a notebook and the script that it was exported to, say."""
    shared = set(program).intersection(other)
    return len(shared) >= _COPY and len(shared) >= _MOST * max(len(program), len(other))


def _unexplained(findings: Iterable[Finding], by_class: Index, program: tuple[str, ...] = ()) -> Iterator[Finding]:
    for finding in findings:
        if finding.code == _GUESS and _is_told(finding, by_class, program):
            continue
        met = [
            (setting, path, comparison)
            for setting in finding.settings
            for path, comparison in by_class.get(setting.estimator, ())
            if not comparison.told and _meet(comparison, setting, same_file=path == finding.path)
        ]
        pairs = [each for each in met if each[2].name in ("", each[0].name)]
        if any(explains(comparison, setting) for setting, _, comparison in pairs):
            continue
        if _is_tuned_nearby(finding, met):
            continue
        yield _told(finding, pairs)


def _is_tuned_nearby(finding: Finding, met: Sequence[tuple[Setting, str, Comparison]]) -> bool:
    """Say whether a file of the same folder compares values of the class: whoever keeps it knows how to choose them.

    A value less or more than all that are compared there is worth telling nevertheless.
    """
    folder = os.path.dirname(finding.path)
    near = [each for each in met if each[1] != finding.path and os.path.dirname(each[1]) == folder]
    far = any(comparison.name == setting.name and _lies_beyond(comparison, setting) for setting, _, comparison in near)
    return bool(near) and not far


def _lies_beyond(comparison: Comparison, setting: Setting) -> bool:
    """Say whether a value is less or more than everything that is compared."""
    numbers = [each for each in (*(comparison.candidates or ()), comparison.low, comparison.high) if _is_number(each)]
    return bool(numbers) and _is_number(setting.value) and not min(numbers) <= setting.value <= max(numbers)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


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
