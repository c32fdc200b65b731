"""What raises in random programs for want of a fit or a name, hplint finds at its place, and nothing that runs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("sklearn", minversion="1.9")

from hplint.api import default_config, lint_text
from hplint.config import Config
from tests.conformance.state_programs import write

ROOT = Path(__file__).parents[2]
CODES = frozenset({"HP401", "HP402", "HP403", "HP405"})
RECALL = 0.97
"""The share of the definite errors that is found at least."""


@cache
def config() -> Config:
    return replace(default_config("."), codes=CODES)


def runs(first: int, count: int) -> Iterator[dict[str, Any]]:
    """Run programs in a process of their own."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.conformance.state_runs", str(first), str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield from map(json.loads, process.stdout)
    assert process.returncode == 0


@dataclass
class Tally:
    """What came of all programs."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)


def judge(tally: Tally, run: dict[str, Any]) -> None:
    """Compare the findings on a program with what happened when it ran."""
    text, loose = write(run["seed"])
    lines = text.split("\n")
    if run["other"]:
        tally.unusable.append(f"{run['seed']}: {run['other']}")
    raised = {int(row) for row in run["raised"]}
    result = lint_text(text, "program.py", config())
    assert not result.faults, result.faults
    found = {(each.span.row, each.code) for each in result.findings}
    for row, code in sorted(found):
        if row not in raised and row in run["reached"] and not run["other"]:
            tally.false.append(f"{run['seed']}, row {row}: {code} {lines[row - 1]}")
    rows = {row for row, _ in found}
    tally.found += len(raised & rows)
    if not loose:
        tally.missed += [f"{run['seed']}, row {row}: {lines[row - 1]}" for row in sorted(raised - rows)]


def test_programs(request: pytest.FixtureRequest) -> None:
    """No finding is false, and nearly every error is found."""
    count = request.config.getoption("--programs") // 3
    tally = Tally()
    for run in runs(0, count):
        judge(tally, run)
    assert not tally.false, "\n".join(tally.false[:20])
    share = tally.found / max(1, tally.found + len(tally.missed))
    print(f"{count} programs, {tally.found} errors found, {share:.1%}, {len(tally.unusable)} unusable")
    assert share >= RECALL, "\n".join(tally.missed[:20])
    assert len(tally.unusable) < 0.1 * count, "\n".join(tally.unusable[:20])
