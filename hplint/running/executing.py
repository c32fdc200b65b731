"""Files to results by a `concurrent.futures.Executor`: threads, processes, or a cluster such as Dask's.

The workers need the same hplint, and see the files under the same absolute paths. What they can't read although it can
be read here is linted here, and so is everything that a broken executor leaves.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait

from hplint import __version__
from hplint.basis.frozen import dataclass, replace
from hplint.cached_result import pack, unpack
from hplint.config import Config
from hplint.discovery import Target
from hplint.project import Files
from hplint.relevance import Relevance
from hplint.results import Dependency, Fault, FileResult
from hplint.running.guarding import lint_file, lint_relevant, read_file, with_deep_stack
from hplint.running.ways import WorkerDiffers

_BYTES = 200_000
"""What a task holds, about 0.2 s of work: many times what it costs to send one."""
_FILES = 100
"""How many files a task holds at most."""
_WAITING = 512
"""How many tasks are handed over before the first of them is done: what they are is kept in memory."""

_ALONE = threading.Lock()
"""Held while a file is linted: reading one alters libcst for a moment, which another thread would see."""

Answer = tuple[bytes | FileResult | None, tuple[Dependency, ...], tuple[Fault, ...]]
"""A result as it is remembered, or itself where it can't be; None for a file that the worker can't read. What it
depends on, and its faults."""


@dataclass(frozen=True, slots=True)
class _Task:
    numbers: tuple[int, ...]
    targets: tuple[Target, ...]
    """The files, by absolute paths."""


def lint_remotely(targets: Sequence[Target], executor: Executor) -> Iterator[tuple[int, FileResult]]:
    """Yield the number and result of each file once, in the order in which the executor has them done.

    A task that fails is given once more, file by file, so that a file that ends its worker costs only itself.

    Raises:
        WorkerDiffers: A worker runs another hplint.
    """
    tasks = deque(_tasks(targets))
    running: dict[Future[list[Answer]], _Task] = {}
    tried: set[int] = set()
    try:
        while tasks or running:
            while tasks and len(running) < _WAITING:
                try:
                    running[executor.submit(lint_batch, tasks[0].targets, __version__)] = tasks[0]
                except (BrokenExecutor, RuntimeError):  # it takes no more: it broke, or was shut down
                    break
                tasks.popleft()
            if not running:
                break
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                task = running.pop(future)
                answers, failure = _answers(future)
                if failure is None:
                    yield from _results(task, answers, targets)
                elif len(task.numbers) == 1 and task.numbers[0] in tried:
                    path = targets[task.numbers[0]].path
                    yield task.numbers[0], FileResult(path, (), (Fault(path, None, failure),))
                else:
                    tried.update(task.numbers)
                    tasks.extend(map(_Task, ((n,) for n in task.numbers), ((t,) for t in task.targets)))
    finally:
        for future in running:
            future.cancel()
    for task in tasks:
        # The executor is broken.
        for number in task.numbers:
            yield number, _lint_here(targets[number])


def lint_batch(targets: Sequence[Target], version: str) -> list[Answer]:
    """Lint files in a worker, and return what it says of each.

    Raises:
        WorkerDiffers: The version is another than this hplint's.
    """
    if version != __version__:
        raise WorkerDiffers(f"a worker runs hplint {__version__}, and this is {version}: install the same one there")
    with _ALONE:
        files = Files()
        relevance = Relevance(files)
        return [_answer(target, files, relevance) for target in targets]


def _answer(target: Target, files: Files, relevance: Relevance) -> Answer:
    try:
        data = read_file(target.path)
    except OSError:
        return None, (), ()
    result = lint_relevant(data, target, files, relevance)
    packed = pack(result)
    return replace(result, faults=()) if packed is None else packed, result.followed, result.faults


def _answers(future: Future[list[Answer]]) -> tuple[list[Answer], str | None]:
    """Return what a worker says, or what went wrong."""
    try:
        return future.result(), None
    except WorkerDiffers:
        raise
    except ImportError as error:
        if error.name == "hplint":
            raise WorkerDiffers("a worker has no hplint: install the same one there") from error
        return [], _told(error)
    except Exception as error:  # of any type: the executor's own, and what its workers raise
        return [], _told(error)


def _told(error: Exception) -> str:
    return f"The executor could not lint this file: {type(error).__name__}: {error}\n"


def _results(task: _Task, answers: list[Answer], targets: Sequence[Target]) -> Iterator[tuple[int, FileResult]]:
    for number, (packed, followed, faults) in zip(task.numbers, answers, strict=True):
        target = targets[number]
        if packed is None:
            yield number, _lint_here(target)
            continue
        result = unpack(packed, target.path, followed) if isinstance(packed, bytes) else _renamed(packed, target.path)
        yield number, replace(result, faults=tuple(replace(fault, path=target.path) for fault in faults))


def _renamed(result: FileResult, path: str) -> FileResult:
    return replace(result, path=path, findings=tuple(replace(finding, path=path) for finding in result.findings))


def _lint_here(target: Target) -> FileResult:
    return with_deep_stack(lambda: lint_file(target.path, target.config, Files()))


def _tasks(targets: Sequence[Target]) -> Iterator[_Task]:
    """Group files as they come: the neighbours in a project import the same modules."""
    numbers: list[int] = []
    weight = 0
    for number, target in enumerate(targets):
        numbers.append(number)
        weight += _size(target.path)
        if weight >= _BYTES or len(numbers) == _FILES:
            yield _task(numbers, targets)
            numbers, weight = [], 0
    if numbers:
        yield _task(numbers, targets)


def _task(numbers: Sequence[int], targets: Sequence[Target]) -> _Task:
    there = tuple(
        Target(os.path.abspath(targets[number].path), _portable(targets[number].config)) for number in numbers
    )
    return _Task(tuple(numbers), there)


def _portable(config: Config) -> Config:
    """Return a configuration without what only this process needs."""
    return replace(config, target_sources={}, warnings=())


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0
