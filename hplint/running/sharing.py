"""Files to results, each as soon as it is done: here, in forked processes, or by an executor."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from hplint.discovery import Target
from hplint.project import Files
from hplint.relevance import Relevance
from hplint.results import Fault, FileResult
from hplint.running.guarding import lint_file, lint_relevant, read_file, unreadable, with_deep_stack
from hplint.running.ways import Ways

if TYPE_CHECKING:
    from hplint.cache import Cache

Numbered = tuple[int, FileResult]
"""The number of a file among those given, and its result."""

_WORTH_A_PROCESS = 100_000
"""Bytes to parse, about 0.1 s; a process that is forked once costs 5 ms."""


def lint_each(targets: Sequence[Target], ways: Ways, cache: Cache | None) -> Iterator[Numbered]:
    """Yield the result of each file once, in the order in which they are done; `cache` learns what is new."""
    configured = {target.path: target.config for target in targets}
    relevance = Relevance(Files(), None if cache is None else cache.imports, configured, ways.whole)
    if cache is None:
        each = _lint_each(targets, ways, relevance)
    else:
        each = _lint_new(targets, ways, relevance, cache)
    for number, result in each:
        yield number, result
        if ways.advance is not None:
            ways.advance(1)


def in_order(results: Iterator[Numbered]) -> Iterator[FileResult]:
    """Yield results in the order of the files: those that are done before their turn wait."""
    waiting: dict[int, FileResult] = {}
    turn = 0
    for number, result in results:
        waiting[number] = result
        while turn in waiting:
            yield waiting.pop(turn)
            turn += 1


def _lint_new(targets: Sequence[Target], ways: Ways, relevance: Relevance, cache: Cache) -> Iterator[Numbered]:
    """Lint the files of which nothing is remembered, and recall the others."""
    new: list[int] = []
    for number, target in enumerate(targets):
        result = cache.recall(target, relevance)
        if result is None:
            new.append(number)
        else:
            yield number, result
    seen = [cache.before(targets[number]) for number in new]
    for position, result in _lint_each([targets[number] for number in new], ways, relevance):
        cache.learn(targets[new[position]], seen[position], result, relevance)
        yield new[position], result


def _lint_each(targets: Sequence[Target], ways: Ways, relevance: Relevance) -> Iterator[Numbered]:
    if not targets:
        return
    if ways.executor is not None:
        from hplint.running.executing import lint_remotely

        yield from lint_remotely(targets, ways.executor)
        return
    weights = [_weigh(target, relevance) for target in targets] if ways.jobs > 1 and can_fork() else []
    jobs = min(ways.jobs, sum(weights) // _WORTH_A_PROCESS)
    if jobs > 1:
        yield from _spread(targets, weights, jobs)
        return
    files = Files()
    for number, target in enumerate(targets):
        yield number, _lint_here(target, files, relevance)


def can_fork() -> bool:
    """Tell whether this process can be forked: not on Windows, and not beside other threads."""
    return hasattr(os, "fork") and threading.active_count() == 1


def _lint_here(target: Target, files: Files, relevance: Relevance) -> FileResult:
    if relevance.is_apart(target.path, target.config):
        return FileResult(target.path)
    try:
        data = read_file(target.path)
    except OSError as error:
        return unreadable(target.path, target.config, error)
    return lint_relevant(data, target, files, relevance)


def _weigh(target: Target, relevance: Relevance) -> int:
    """Return how many bytes of a file have to be parsed; 1 for what can't be read, which is told."""
    if relevance.is_apart(target.path, target.config):
        return 0
    try:
        data = read_file(target.path)
    except OSError:
        return 1
    return len(data) if relevance.concerns(data, target.path, target.config) else 0


def _spread(targets: Sequence[Target], weights: Sequence[int], jobs: int) -> Iterator[Numbered]:
    """Lint the files that weigh something in several processes; in the others nothing can be found."""
    import hplint.lint  # here, once, and not in each process
    from hplint.running.workers import spread

    hplint.lint.checks()
    heavy = [number for number, weight in enumerate(weights) if weight]
    files = Files()

    def work(number: int) -> FileResult:
        target = targets[heavy[number]]
        return lint_file(target.path, target.config, files)

    def quietly(body: Callable[[], None]) -> None:
        with_deep_stack(body)

    for number, weight in enumerate(weights):
        if not weight:
            yield number, FileResult(targets[number].path)
    for piece, result in spread(work, [weights[number] for number in heavy], jobs, quietly):
        target = targets[heavy[piece]]
        yield heavy[piece], _lost(target) if result is None else result


def _lost(target: Target) -> FileResult:
    """Return the result of a file whose process died with it."""
    reason = "The process that linted this file ended: it ran out of memory, or somebody ended it.\n"
    return FileResult(target.path, (), (Fault(target.path, None, reason),))
