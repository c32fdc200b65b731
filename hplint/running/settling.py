"""Results that come one by one to findings that stay, as early as it is certain that they do.

A search in another file may explain a finding, a call from there may need a suppression or do wrong in this file. What
depends on other files waits on disk for the last of them, so that memory stays flat.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from tempfile import TemporaryFile
from typing import BinaryIO

from hplint.answers.explanations import Compared, explained_by, indexed
from hplint.discovery import Target
from hplint.findings import Finding
from hplint.results import FileResult
from hplint.running.gathering import UNUSED, joined


def settled(results: Iterable[FileResult], targets: Sequence[Target]) -> Iterator[FileResult]:
    """Yield the results with the findings that nothing can change, and at the end those with the other findings.

    Args:
        results: One a target, in their order.
        targets: The files.
    """
    compared: list[Compared] = []
    elsewhere: dict[str, list[FileResult]] = {}
    with TemporaryFile() as waiting:
        number = 0
        for result, target in zip(results, targets, strict=True):
            if result.comparisons:
                compared.append((target.config.root, result.path, result.comparisons))
            for each in result.elsewhere:
                elsewhere.setdefault(each.path, []).append(each)
            if result.findings:
                number += 1
                pickle.dump((replace(result, elsewhere=(), faults=()), target.config.root), waiting)
            now = tuple(finding for finding in result.findings if not _may_change(finding))
            if now or result.faults:
                yield replace(result, findings=now)
        indices = indexed(compared)
        waiting.seek(0)
        for result, root in chain(_read(waiting, number), _silent(elsewhere, targets)):
            others = elsewhere.pop(os.path.abspath(result.path), [])
            whole = explained_by(joined(result, others), indices.get(root, {}))
            last = tuple(each for each in whole.findings if _may_change(each) or each not in result.findings)
            if last:
                yield replace(whole, findings=last)


def _may_change(finding: Finding) -> bool:
    """Tell whether other files may explain a finding, or need the suppression that it calls useless."""
    return bool(finding.settings) or finding.code == UNUSED


def _read(waiting: BinaryIO, number: int) -> Iterator[tuple[FileResult, str]]:
    for _ in range(number):
        yield pickle.load(waiting)


def _silent(elsewhere: dict[str, list[FileResult]], targets: Sequence[Target]) -> Iterator[tuple[FileResult, str]]:
    """Yield the files that nothing was found in but by others."""
    if elsewhere:
        for target in targets:
            if os.path.abspath(target.path) in elsewhere:
                yield FileResult(target.path), target.config.root
