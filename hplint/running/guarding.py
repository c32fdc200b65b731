"""One file to its result: what goes wrong in it becomes a finding (it can't be read) or a fault (it is ours)."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from hplint.basis.collecting import no_collection
from hplint.catalogue.rules import rules_by_code
from hplint.config import Config
from hplint.discovery import Target
from hplint.findings import Finding, Span
from hplint.project import Files
from hplint.relevance import Relevance
from hplint.results import Fault, FileResult

Result = TypeVar("Result")

_STACK = 256 * 1024 * 1024
"""Bytes, reserved and not touched until needed: enough for the recursion below on every supported CPython."""
_RECURSION = 20_000
"""Frames. A chain of 200 calls reaches Python's default of 1,000 in libcst's code generation."""
_GROWN = 96 * 1024 * 1024
"""Bytes that the main thread's stack may grow to: Linux leaves it 128 MiB and more, whatever its limit at the start was
(`MIN_GAP` in arch/x86/mm/mmap.c, and for arm64 in mm/util.c)."""


def read_file(path: str) -> bytes:
    """Return what a file holds.

    Raises:
        OSError: It can't be read.
    """
    with open(path, "rb") as stream:
        return stream.read()


def lint_data(data: bytes, path: str, config: Config, files: Files) -> FileResult:
    """Lint what a file holds; a fault of ours leaves other files alone. The stack has to be deep."""
    try:
        with no_collection():
            from hplint.lint import lint_source  # the import of libcst waits for the first file that matters

            return lint_source(data, path, config, files)
    except Exception:  # the one boundary: other files go on
        return FileResult(path, (), (fault_of(path),))


def lint_relevant(data: bytes, target: Target, files: Files, relevance: Relevance) -> FileResult:
    """Lint what a file holds, if it matters, on a deep stack."""
    if not relevance.concerns(data, target.path, target.config):
        return FileResult(target.path)
    return with_deep_stack(lambda: lint_data(data, target.path, target.config, files))


def lint_file(path: str, config: Config, files: Files) -> FileResult:
    """Lint a file, without asking whether it matters."""
    try:
        data = read_file(path)
    except OSError as error:
        return unreadable(path, config, error)
    return lint_data(data, path, config, files)


def fault_of(path: str) -> Fault:
    """Return the fault that the exception is which is being handled."""
    import traceback  # there is none in most runs

    return Fault(path, None, traceback.format_exc())


def unreadable(path: str, config: Config, error: OSError) -> FileResult:
    """Return the result of a file that can't be opened."""
    rule = rules_by_code()["HP900"]
    if rule.code not in config.codes_for(path):
        return FileResult(path)
    message = f"This file can't be read: {error.strerror or error}."
    return FileResult(
        path, (Finding(path, Span(None, 1, 1, 1, 1), rule.code, rule.name, config.severity_of(rule), message),)
    )


def with_deep_stack(work: Callable[[], Result]) -> Result:
    """Do work on a stack that survives deeply nested code, and return its result or raise its exception.

    That is a thread of its own where the main thread's stack can't grow. Beside a second thread, parsing costs a tenth
    more: whatever takes memory has to lock it.
    """
    limit = sys.getrecursionlimit()
    with _grown_stack() as grown:
        sys.setrecursionlimit(max(limit, _RECURSION))
        try:
            return work() if grown else _in_thread(work)
        finally:
            sys.setrecursionlimit(limit)


@contextmanager
def _grown_stack() -> Iterator[bool]:
    """Let the stack grow meanwhile, and tell whether it can: that of the main thread, on Linux.

    From 3.14 on Python asks for the limit when it starts, and raises an exception where that is reached.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or sys.platform != "linux" or sys.version_info >= (3, 14) or os.uname().machine not in _GROWING:
        yield False
        return
    import resource

    before, most = resource.getrlimit(resource.RLIMIT_STACK)
    if resource.RLIM_INFINITY != most < _GROWN:
        yield False
        return
    if resource.RLIM_INFINITY != before < _GROWN:
        resource.setrlimit(resource.RLIMIT_STACK, (_GROWN, most))
    try:
        yield True
    finally:
        resource.setrlimit(resource.RLIMIT_STACK, (before, most))


_GROWING = frozenset({"x86_64", "aarch64"})


def _in_thread(work: Callable[[], Result]) -> Result:
    """Do work in a thread with a deep stack."""
    results: list[Result] = []
    failures: list[BaseException] = []

    def body() -> None:
        try:
            results.append(work())
        except BaseException as error:
            failures.append(error)

    size = threading.stack_size(_STACK)
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
    if failures:
        raise failures[0]
    return results[0]
