"""Compares what hplint says about random programs with what happens when they run.

python -m tests.conformance.state_verdicts SEED COUNT     false alarms and misses as they come, then the figures
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from hplint.api import default_config, lint_text
from hplint.config import Config
from tests.conformance.state_programs import write

ROOT = Path(__file__).parents[2]
CODES = frozenset({"HP401", "HP402", "HP403", "HP405"})


@cache
def config() -> Config:
    return replace(default_config("."), codes=CODES)


@dataclass(frozen=True)
class Verdict:
    """What came of one program, or of all: how many errors were found, and where hplint and the run disagree."""

    found: int = 0
    missed: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    unusable: tuple[str, ...] = ()
    programs: int = 1

    @property
    def share(self) -> float:
        """The share of the definite errors that is found."""
        return self.found / max(1, self.found + len(self.missed))

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(
            self.found + other.found,
            self.missed + other.missed,
            self.false + other.false,
            self.unusable + other.unusable,
            self.programs + other.programs,
        )

    def __str__(self) -> str:
        return (
            f"{self.programs} programs: {len(self.false)} false, {self.found} errors found, {len(self.missed)} missed "
            f"({self.share:.1%}), {len(self.unusable)} unusable"
        )


def verdicts(first: int, count: int) -> Iterator[Verdict]:
    """Run programs in a process of their own, and judge each."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.conformance.state_runs", str(first), str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield judged(json.loads(line))
    assert process.returncode == 0


def judged(run: dict[str, Any]) -> Verdict:
    """Compare the findings on a program with what happened when it ran."""
    text, loose = write(run["seed"])
    lines = text.split("\n")
    raised = {int(row) for row in run["raised"]}
    result = lint_text(text, "program.py", config())
    assert not result.faults, result.faults
    found = {each.span.row: each.code for each in result.findings}
    false = [row for row in sorted(found) if row not in raised and row in run["reached"] and not run["other"]]
    missed = sorted(raised - set(found)) if not loose else []
    return Verdict(
        len(raised & set(found)),
        tuple(f"{run['seed']}, row {row}: {lines[row - 1]}" for row in missed),
        tuple(f"{run['seed']}, row {row}: {found[row]} {lines[row - 1]}" for row in false),
        (f"{run['seed']}: {run['other']}",) if run["other"] else (),
    )


def main() -> None:
    """Judge the programs of some seeds."""
    total = Verdict(programs=0)
    for verdict in verdicts(*map(int, sys.argv[1:3])):
        total += verdict
        for word, places in (("FALSE", verdict.false), ("MISSED", verdict.missed)):
            for place in places:
                print(f"{word} {place}", flush=True)
        if total.programs % 500 == 0:
            print(total, flush=True)
    print(total)


if __name__ == "__main__":
    main()
