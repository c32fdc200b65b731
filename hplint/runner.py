"""Files to results, in the order of their paths; a fault in one file leaves the others alone."""

from __future__ import annotations

import gc
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from hplint.catalogue.rules import rules_by_code
from hplint.config import Config
from hplint.discovery import Target
from hplint.explanations import explained
from hplint.findings import Finding, Span
from hplint.gathering import gathered
from hplint.knobs.inventory import FileInventory, Inventory
from hplint.lineage.graph import Lineage
from hplint.project import Files
from hplint.relevance import Relevance
from hplint.results import Fault, FileResult, Fixed, Run
from hplint.workers import can_fork, spread
from hplint.writing import replace_file

Result = TypeVar("Result")

_STACK = 256 * 1024 * 1024
"""Bytes, reserved and not touched until needed: enough for the recursion below on every supported CPython."""
_WORTH_A_PROCESS = 100_000
"""Bytes to parse, about 0.1 s; a process that is forked once costs 5 ms."""
_RECURSION = 20_000
"""Frames. A chain of 200 calls reaches Python's default of 1,000 in libcst's code generation."""


def run(targets: Sequence[Target], errors: Sequence[str] = (), jobs: int = 1, cache_folder: str | None = None) -> Run:
    """Lint files, and then drop what other files of the same project explain.

    Args:
        targets: The files.
        errors: Passed on into the result.
        jobs: Processes that share the work, as far as there is enough for each; the result is the same.
        cache_folder: Where results are remembered; None for nowhere.
    """
    if cache_folder is None:
        results, obstacle = _lint_all(targets, jobs, Relevance(Files())), None
    else:
        results, obstacle = _lint_new(targets, jobs, cache_folder)
    warnings = _warnings(targets) + (() if obstacle is None else (obstacle,))
    explaining = explained(gathered(results), [target.config.root for target in targets])
    return Run(explaining, tuple(errors), warnings)


def _lint_all(targets: Sequence[Target], jobs: int, relevance: Relevance) -> list[FileResult]:
    weights = [_weigh(target, relevance) for target in targets] if jobs > 1 and can_fork() else []
    jobs = min(jobs, sum(weights) // _WORTH_A_PROCESS)
    if jobs > 1:
        return _spread(targets, weights, jobs, relevance)
    return with_deep_stack(lambda: list(_lint_files(targets, relevance)))


def _lint_new(targets: Sequence[Target], jobs: int, folder: str) -> tuple[list[FileResult], str | None]:
    """Lint the files of which nothing is remembered; also return what keeps their results from being it."""
    from hplint.cache import Cache

    cache = Cache.load(folder)
    relevance = Relevance(Files(), cache.imports)
    results = dict(cache.recall(targets, relevance))
    new = [target for target in targets if target.path not in results]
    seen = [cache.before(target) for target in new]
    for target, before, result in zip(new, seen, _lint_all(new, jobs, relevance), strict=True):
        results[target.path] = result
        cache.learn(target, before, result, relevance)
    return [results[target.path] for target in targets], cache.save()


def _warnings(targets: Sequence[Target]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(warning for target in targets for warning in target.config.warnings))


def run_fixes(targets: Sequence[Target], errors: Sequence[str] = (), *, unsafe: bool, write: bool) -> Run:
    """Fix files one after the other; without `write` only say what would become of them."""
    fixed = with_deep_stack(lambda: tuple(_fix_files(targets, unsafe=unsafe)))
    obstacles: list[str] = []
    results: list[FileResult] = []
    changed: list[Fixed] = []
    for each in fixed:
        obstacle = _write(each) if write and each.obstacle is None else each.obstacle
        if obstacle is not None:
            obstacles.append(f"{each.path}: can't be fixed: {obstacle}")
        elif each.applied:
            changed.append(each)
        results.append(each.result if obstacle is None else each.original)
    remaining = explained(gathered(results), [target.config.root for target in targets])
    return Run(remaining, (*errors, *obstacles), _warnings(targets), tuple(changed))


def fix_bytes(data: bytes, path: str, config: Config, *, unsafe: bool) -> Fixed:
    """Fix bytes as if they were the file of that path."""
    return with_deep_stack(lambda: _fix(data, path, config, Files(), unsafe=unsafe))


def run_bytes(data: bytes, path: str, config: Config) -> FileResult:
    """Lint bytes as if they were the file of that path."""
    return with_deep_stack(lambda: _guard(lambda: data, path, config, Files()))


def take_inventory(targets: Sequence[Target], errors: Sequence[str] = ()) -> Inventory:
    """List the estimators of files one after the other."""
    files = with_deep_stack(lambda: tuple(_list(partial(_read, each.path), each.path, each.config) for each in targets))
    return Inventory(files, tuple(errors))


def take_inventory_of_bytes(data: bytes, path: str, config: Config) -> FileInventory:
    """List the estimators of bytes as if they were the file of that path."""
    return with_deep_stack(lambda: _list(lambda: data, path, config))


def trace_bytes(data: bytes, path: str, config: Config) -> Lineage:
    """Return the lineage of the data in bytes as if they were the file of that path."""
    return with_deep_stack(lambda: _trace(data, path, config))


def with_deep_stack(work: Callable[[], Result]) -> Result:
    """Do work in a thread whose stack survives deeply nested code, and return its result or raise its exception."""
    results: list[Result] = []
    failures: list[BaseException] = []

    def body() -> None:
        try:
            results.append(work())
        except BaseException as error:
            failures.append(error)

    size, limit = threading.stack_size(_STACK), sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _RECURSION))
    try:
        thread = threading.Thread(target=body, name="hplint", daemon=True)
        try:
            thread.start()
        except RuntimeError:  # not enough address space for such a stack: do with the one that there is
            body()
        else:
            thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
    if failures:
        raise failures[0]
    return results[0]


def _weigh(target: Target, relevance: Relevance) -> int:
    """Return how many bytes of a file have to be parsed."""
    try:
        data = _read(target.path)
    except OSError:
        return 0
    return len(data) if relevance.concerns(data, target.path, target.config) else 0


def _spread(targets: Sequence[Target], weights: Sequence[int], jobs: int, relevance: Relevance) -> list[FileResult]:
    """Lint the files that weigh something in several processes, and the others here."""
    import hplint.lint  # here, once, and not in each process

    hplint.lint.checks()
    heavy = [number for number, weight in enumerate(weights) if weight]
    files = Files()

    def work(number: int) -> FileResult:
        target = targets[heavy[number]]
        return _guard(partial(_read, target.path), target.path, target.config, files)

    def quietly(body: Callable[[], None]) -> None:
        with_deep_stack(body)

    done = dict(zip(heavy, spread(work, [weights[number] for number in heavy], jobs, quietly), strict=True))
    rest = [target for target, weight in zip(targets, weights, strict=True) if not weight]
    light = iter(with_deep_stack(lambda: tuple(_lint_files(rest, relevance))))
    return [(done[number] or _lost(target)) if number in done else next(light) for number, target in enumerate(targets)]


def _lost(target: Target) -> FileResult:
    """Return the result of a file whose process died with it."""
    reason = "The process that linted this file ended: it ran out of memory, or somebody ended it.\n"
    return FileResult(target.path, (), (Fault(target.path, None, reason),))


def _lint_files(targets: Sequence[Target], relevance: Relevance) -> Iterator[FileResult]:
    files = Files()
    for target in targets:
        yield _guard(partial(_read, target.path), target.path, target.config, files, relevance)


def _fix_files(targets: Sequence[Target], *, unsafe: bool) -> Iterator[Fixed]:
    files = Files()
    relevance = Relevance(files)
    for target in targets:
        try:
            data = _read(target.path)
        except OSError as error:
            result = _unreadable(target.path, target.config, error.strerror or str(error))
            yield Fixed(target.path, b"", b"", (), result, result)
            continue
        if relevance.concerns(data, target.path, target.config):
            yield _fix(data, target.path, target.config, files, unsafe=unsafe)
        else:
            result = FileResult(target.path)
            yield Fixed(target.path, data, data, (), result, result)


def _fix(data: bytes, path: str, config: Config, files: Files, *, unsafe: bool) -> Fixed:
    """Fix one file; what goes wrong is a fault, and the file as it was."""
    from hplint.fixes import fix_source  # the import of libcst waits for the first file

    try:
        return fix_source(data, path, lambda new: _guard(lambda: new, path, config, files), unsafe=unsafe)
    except Exception:  # the one boundary: other files go on
        result = FileResult(path, (), (Fault(path, None, traceback.format_exc()),))
        return Fixed(path, data, data, (), result, result)


def _write(fixed: Fixed) -> str | None:
    """Write a fixed file, and return what stands in the way, if something does."""
    if fixed.after == fixed.before:
        return None
    try:
        replace_file(fixed.path, fixed.before, fixed.after)
    except OSError as error:
        return error.strerror or str(error)
    return None


def _read(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


def _guard(
    read: Callable[[], bytes], path: str, config: Config, files: Files, relevance: Relevance | None = None
) -> FileResult:
    """Lint one file; what goes wrong in it becomes a finding (it can't be read) or a fault (it is ours)."""
    try:
        data = read()
    except OSError as error:
        return _unreadable(path, config, error.strerror or str(error))
    try:
        with _no_collection():
            if relevance is not None and not relevance.concerns(data, path, config):
                return FileResult(path)
            from hplint.lint import lint_source  # the import of libcst waits for the first file that matters

            return lint_source(data, path, config, files)
    except Exception:  # the one boundary: other files go on
        return FileResult(path, (), (Fault(path, None, traceback.format_exc()),))


def _list(read: Callable[[], bytes], path: str, config: Config) -> FileInventory:
    """List the estimators of one file; what goes wrong in it is noted in the result."""
    try:
        data = read()
    except OSError as error:
        message = f"This file can't be read: {error.strerror or error}."
        return FileInventory(path, unreadable=((Span(None, 1, 1, 1, 1), message),))
    from hplint.knobs.reading import read_inventory  # the import of libcst waits for the first file

    try:
        with _no_collection():
            return read_inventory(data, path, config)
    except Exception:  # the one boundary: other files go on
        return FileInventory(path, fault=Fault(path, None, traceback.format_exc()))


def _trace(data: bytes, path: str, config: Config) -> Lineage:
    """Return the lineage of one file; what goes wrong in it is noted in the result."""
    from hplint.lineage.reading import read_lineage  # the import of libcst waits for the first file

    try:
        with _no_collection():
            return read_lineage(data, path, config)
    except Exception:  # the one boundary
        return Lineage(path, faults=(Fault(path, None, traceback.format_exc()),))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from searching trees, which have no cycles: a seventh of all time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _unreadable(path: str, config: Config, reason: str) -> FileResult:
    rule = rules_by_code()["HP900"]
    if rule.code not in config.codes_for(path):
        return FileResult(path)
    message = f"This file can't be read: {reason}."
    return FileResult(
        path, (Finding(path, Span(None, 1, 1, 1, 1), rule.code, rule.name, config.severity_of(rule), message),)
    )
