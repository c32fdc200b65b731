"""Findings with fixes to a file without them: disjoint edits, in passes, until nothing is left to fix.

The meaning of safe and unsafe, and the passes, are ruff's (https://docs.astral.sh/ruff/linter/#fixes).
"""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from hplint.basis.frozen import dataclass, replace
from hplint.findings import Finding, Fix, TextEdit
from hplint.results import Fault, FileResult, Fixed
from hplint.source.magics import dedent
from hplint.source.read import Chunk, read_source
from hplint.source.replacements import CannotRewrite
from hplint.source.rewriting import rewrite

MOST_PASSES = 50
"""Passes over a file; each but the last fixes something, so this many are needed only where fixes go in circles."""

_Extent = tuple[tuple[int, int, int], tuple[int, int, int]]


def fix_source(data: bytes, path: str, lint: Callable[[bytes], FileResult], *, unsafe: bool) -> Fixed:
    """Fix what has a fix, lint again, and so on until nothing changes.

    Args:
        data: of a Python file, or of a notebook when the path ends in `.ipynb`.
        path: of the file.
        lint: returns what is found in new bytes of the same file.
        unsafe: apply the fixes that may alter what the program does, too.
    """
    original = result = lint(data)
    before, seen = data, {data}
    applied: list[Finding] = []
    faults: dict[str, Fault] = {}
    obstacle: str | None = None
    for _ in range(MOST_PASSES):
        wanted = [finding for finding in result.findings if is_fixable(finding, unsafe=unsafe)]
        try:
            step = apply_fixes(data, path, wanted)
        except CannotRewrite as error:
            obstacle = str(error)
            break
        faults |= {fault.traceback: fault for fault in step.faults}
        if step.data in seen:
            break
        relinted = lint(step.data)
        if relinted.faults and not result.faults:
            faults |= {fault.traceback: fault for fault in relinted.faults}
            break  # what can't be linted after it is no fix
        data, result = step.data, relinted
        applied.extend(step.applied)
        seen.add(data)
    return Fixed(path, before, data, tuple(applied), _with_faults(result, faults), original, obstacle)


def is_fixable(finding: Finding, *, unsafe: bool) -> bool:
    """Answer whether a finding has a fix of the kind that is asked for."""
    return finding.fix is not None and (finding.fix.safe or unsafe)


@dataclass(frozen=True, slots=True)
class Step:
    """What one pass gave."""

    data: bytes
    applied: tuple[Finding, ...]
    faults: tuple[Fault, ...] = ()
    """Fixes that would have broken the file."""


def apply_fixes(data: bytes, path: str, findings: Iterable[Finding]) -> Step:
    """Apply the fixes of findings, of overlapping ones the first; the result is as valid as the file was.

    Raises:
        CannotRewrite: the file can't be changed.
    """
    chosen = tuple(choose_disjoint(findings))
    if not chosen:
        return Step(data, ())
    valid = _Validity.of(data, path)
    new = rewrite(data, path, _edits(chosen))
    if valid.holds(new, path):
        return Step(new, chosen)
    kept: list[Finding] = []
    faults: list[Fault] = []
    for finding in chosen:
        if not valid.holds(rewrite(data, path, _edits([finding])), path):
            faults.append(_fault(path, finding))
        elif valid.holds(rewrite(data, path, _edits([*kept, finding])), path):
            kept.append(finding)  # what goes alone, but not beside the others, waits for another pass
    return Step(rewrite(data, path, _edits(kept)), tuple(kept), tuple(faults))


def choose_disjoint(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings whose fixes touch no text that an earlier one's fix changes, in the order of the fixes."""
    taken: list[_Extent] = []
    fixed = ((finding, finding.fix) for finding in findings if finding.fix is not None and finding.fix.edits)
    for finding, fix in sorted(fixed, key=lambda pair: min(map(_extent, pair[1].edits))):
        extents = [_extent(edit) for edit in fix.edits]
        if not any(_overlap(one, other) for one in extents for other in taken):
            taken.extend(extents)
            yield finding


def _extent(edit: TextEdit) -> _Extent:
    span = edit.span
    cell = span.cell or 0
    return (cell, span.row, span.column), (cell, span.end_row, span.end_column)


def _overlap(one: _Extent, other: _Extent) -> bool:
    """Answer whether two edits can't be made at once; an insertion at the edge of another edit can."""
    return one == other or (one[0] < other[1] and other[0] < one[1])


def _edits(findings: Sequence[Finding]) -> list[TextEdit]:
    fixes: Iterator[Fix] = (finding.fix for finding in findings if finding.fix is not None)
    return [edit for fix in fixes for edit in fix.edits]


def _fault(path: str, finding: Finding) -> Fault:
    fix = finding.fix
    edits = "" if fix is None else "\n".join(f"  {edit.span} -> {edit.text!r}" for edit in fix.edits)
    text = (
        f"The fix of {finding.code} at {finding.span} breaks the file, so it isn't applied: {finding.message}\n{edits}"
    )
    return Fault(path, finding.code, text)


def _with_faults(result: FileResult, faults: dict[str, Fault]) -> FileResult:
    return replace(result, faults=(*result.faults, *faults.values())) if faults else result


@dataclass(frozen=True, slots=True)
class _Validity:
    """What of a file could be read, and what of that Python itself compiles."""

    unread: Mapping[int | None, int]
    """In how many places what could be read of a cell, or of a file, isn't Python."""
    compiled: frozenset[int | None]

    @classmethod
    def of(cls, data: bytes, path: str) -> _Validity:
        source = read_source(data, path)
        problems = Counter(problem.span.cell for problem in source.unreadable)
        return cls(
            {chunk.cell: problems[chunk.cell] for chunk in source.chunks},
            frozenset(chunk.cell for chunk in source.chunks if _compiles(chunk)),
        )

    def holds(self, data: bytes, path: str) -> bool:
        """Answer whether other bytes of the file are as valid; a cell of which nothing is left is."""
        source = read_source(data, path)
        problems = Counter(problem.span.cell for problem in source.unreadable)
        lost = problems.keys() - {chunk.cell for chunk in source.chunks}
        if any(problems[cell] > before or cell in lost for cell, before in self.unread.items()):
            return False
        return all(_compiles(chunk) for chunk in source.chunks if chunk.cell in self.compiled)


def _compiles(chunk: Chunk) -> bool:
    """Answer whether Python accepts it: libcst takes what the compiler refuses, such as a repeated keyword."""
    code = dedent(chunk.text)[1] if chunk.cell is not None else chunk.text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(code, "<code>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
        return False
    return True
