"""What linting gave: findings, the source lines that they point at, and faults of hplint itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from hplint.basis.frozen import dataclass
from hplint.findings import Comparison, Finding, Span


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of hplint itself, to be reported to its authors."""

    path: str
    rule: str | None
    """The code of the rule that failed; None where the whole file did."""
    traceback: str


Dependency = tuple[str, str | None]
"""Another file that a result depends on, because an import led there: its path, and the digest of its bytes.

The path is absolute, and without suffix where there is no file, so no digest: a module or package there would have been
read. A plain tuple, of which thousands are remembered.
"""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What linting one file gave."""

    path: str
    findings: tuple[Finding, ...] = ()
    """In the order of their places."""
    faults: tuple[Fault, ...] = ()
    lines: Mapping[tuple[int | None, int], str] = field(default_factory=dict)
    """The text of the rows that the findings point at, by cell and row, without the line's end."""
    comparisons: tuple[Comparison, ...] = ()
    """What this file compares, which may explain findings of other files."""
    followed: tuple[Dependency, ...] = ()
    """The other files that it depends on, in the order of the paths."""
    needed: frozenset[Span] = frozenset()
    """In one of `elsewhere`: the suppressions that aren't in vain, because of what is done wrong from there."""
    elsewhere: tuple[FileResult, ...] = ()
    """What its calls do wrong in other files, each with its absolute path: `gathered` puts it where it belongs."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What fixing one file gave."""

    path: str
    before: bytes
    after: bytes
    """The same bytes where nothing could be fixed."""
    applied: tuple[Finding, ...]
    """What was fixed, in the order of the passes; each place as it was in its pass."""
    result: FileResult
    """Of the fixed file: what remains."""
    original: FileResult
    """Of the file as it was."""
    obstacle: str | None = None
    """Why the file can't be changed, where it can't."""


@dataclass(frozen=True, slots=True)
class Run:
    """What linting a set of files gave."""

    results: tuple[FileResult, ...] = ()
    """One a file, in the order of the paths."""
    errors: tuple[str, ...] = ()
    """What could not be looked at, or not be written, in sentences."""
    warnings: tuple[str, ...] = ()
    """What users should know of their projects, in sentences: dependencies that can't be read."""
    fixed: tuple[Fixed, ...] = ()
    """The files that were fixed, or would be; `results` holds what remains in them."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return all findings, in the order of files and places."""
        return tuple(finding for result in self.results for finding in result.findings)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return all faults of hplint itself."""
        return tuple(fault for result in self.results for fault in result.faults)
