"""Files to results, in the order of their paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from hplint.answers.explanations import explained
from hplint.basis.collecting import no_collection
from hplint.config import Config
from hplint.discovery import Target
from hplint.findings import Span
from hplint.project import Files
from hplint.relevance import Relevance
from hplint.results import FileResult, Fixed, Run
from hplint.running.gathering import gathered
from hplint.running.guarding import fault_of, lint_data, read_file, unreadable, with_deep_stack
from hplint.running.sharing import in_order, lint_each
from hplint.running.ways import Ways

if TYPE_CHECKING:
    from hplint.cache import Cache
    from hplint.knobs.inventory import FileInventory, Inventory
    from hplint.lineage.graph import Lineage


def run(targets: Sequence[Target], errors: Sequence[str] = (), ways: Ways = Ways()) -> Run:
    """Lint files, and then drop what other files of the same project explain.

    Args:
        targets: The files.
        errors: Passed on into the result.
        ways: How the work is done.
    """
    cache = _cache(ways)
    results = list(in_order(lint_each(targets, ways, cache)))
    warnings = _warnings(targets, cache)
    explaining = explained(gathered(results), [target.config.root for target in targets])
    return Run(explaining, tuple(errors), warnings)


def stream(targets: Sequence[Target], errors: Sequence[str] = (), ways: Ways = Ways()) -> Iterator[Run]:
    """Lint files as `run` does, and yield its findings in parts, each as soon as no other file can change it.

    What other files can change comes at the end, with the errors and warnings.
    """
    from hplint.running.settling import settled

    cache = _cache(ways)
    for result in settled(in_order(lint_each(targets, ways, cache)), targets):
        yield Run((result,))
    yield Run((), tuple(errors), _warnings(targets, cache))


def _cache(ways: Ways) -> Cache | None:
    if ways.cache_folder is None:
        return None
    from hplint.cache import Cache

    return Cache.load(ways.cache_folder)


def _warnings(targets: Sequence[Target], cache: Cache | None = None) -> tuple[str, ...]:
    """List what the configurations warn of, and, at the end of a run, what keeps it from being remembered."""
    warnings = tuple(dict.fromkeys(warning for target in targets for warning in target.config.warnings))
    obstacle = None if cache is None else cache.save()
    return warnings if obstacle is None else (*warnings, obstacle)


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
    return with_deep_stack(lambda: lint_data(data, path, config, Files()))


def take_inventory(targets: Sequence[Target], errors: Sequence[str] = ()) -> Inventory:
    """List the estimators of files one after the other."""
    from hplint.knobs.inventory import Inventory

    files = Files()
    found = with_deep_stack(
        lambda: tuple(_list(partial(read_file, each.path), each.path, each.config, files) for each in targets)
    )
    return Inventory(found, tuple(errors))


def take_inventory_of_bytes(data: bytes, path: str, config: Config) -> FileInventory:
    """List the estimators of bytes as if they were the file of that path."""
    return with_deep_stack(lambda: _list(lambda: data, path, config, Files()))


def trace_bytes(data: bytes, path: str, config: Config) -> Lineage:
    """Return the lineage of the data in bytes as if they were the file of that path."""
    return with_deep_stack(lambda: _trace(data, path, config))


def _fix_files(targets: Sequence[Target], *, unsafe: bool) -> Iterator[Fixed]:
    files = Files()
    relevance = Relevance(files)
    for target in targets:
        try:
            data = read_file(target.path)
        except OSError as error:
            result = unreadable(target.path, target.config, error)
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
        return fix_source(data, path, lambda new: lint_data(new, path, config, files), unsafe=unsafe)
    except Exception:  # the one boundary: other files go on
        result = FileResult(path, (), (fault_of(path),))
        return Fixed(path, data, data, (), result, result)


def _write(fixed: Fixed) -> str | None:
    """Write a fixed file, and return what stands in the way, if something does."""
    if fixed.after == fixed.before:
        return None
    from hplint.basis.writing import replace_file

    try:
        replace_file(fixed.path, fixed.before, fixed.after)
    except OSError as error:
        return error.strerror or str(error)
    return None


def _list(read: Callable[[], bytes], path: str, config: Config, files: Files) -> FileInventory:
    """List the estimators of one file; what goes wrong in it is noted in the result."""
    from hplint.knobs.inventory import FileInventory

    try:
        data = read()
    except OSError as error:
        message = f"This file can't be read: {error.strerror or error}."
        return FileInventory(path, unreadable=((Span(None, 1, 1, 1, 1), message),))
    from hplint.knobs.reading import read_inventory  # the import of libcst waits for the first file

    try:
        with no_collection():
            return read_inventory(data, path, config, files)
    except Exception:  # the one boundary: other files go on
        return FileInventory(path, fault=fault_of(path))


def _trace(data: bytes, path: str, config: Config) -> Lineage:
    """Return the lineage of one file; what goes wrong in it is noted in the result."""
    from hplint.lineage.graph import Lineage
    from hplint.lineage.reading import read_lineage  # the import of libcst waits for the first file

    try:
        with no_collection():
            return read_lineage(data, path, config)
    except Exception:  # the one boundary
        return Lineage(path, faults=(fault_of(path),))
