"""HP201 and HP202 say of search spaces what `GridSearchCV(...).fit` says, on random compositions."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

pytest.importorskip("sklearn", minversion="1.9")

from hplint.api import default_config, lint_text
from tests.conformance.search_programs import Program, program, truth

COUNT = int(os.environ.get("HPLINT_SEARCH_PROGRAMS", "40"))
"""How many programs are tried: 1,000 take some minutes."""
START = int(os.environ.get("HPLINT_SEARCH_START", "0"))
CODES = frozenset({"HP105", "HP201", "HP202"})


def findings(made: Program) -> tuple[set[int], set[int], set[int]]:
    """Return the rows of unknown keys, of invalid candidates, and of what another rule calls outdated.

    A key that is gone since some release is unknown too.
    """
    result = lint_text(made.text, "program.py", replace(default_config("."), codes=CODES))
    assert not result.faults, result.faults
    rows = {code: {each.span.row for each in result.findings if each.code == code} for code in CODES}
    gone = {each.span.row for each in result.findings if each.code == "HP105" and "raises ValueError" in each.message}
    return rows["HP201"] | gone, rows["HP202"], rows["HP105"]


def disagreements(made: Program) -> list[str]:
    """Compare hplint with scikit-learn; what is outdated is told by another rule."""
    (unknown, invalid, old), real = findings(made), truth(made)
    outdated = {row for first in old for row in range(first, first + 4)}
    wrong = [f"HP201 {what} row {row}" for what, rows in _differences(unknown, real.unknown) for row in rows]
    differences = _differences(invalid - outdated, real.invalid - outdated)
    wrong += [f"HP202 {what} row {row}" for what, rows in differences for row in rows]
    # What raises for another reason before the first such key is set doesn't count.
    if (real.raised == "set_params" and not real.unknown) or (real.unknown and not real.raised):
        wrong.append(f"the oracle: keys {real.unknown}, and the search raised at {real.raised!r}")
    return wrong


def _differences(found: set[int], real: set[int]) -> list[tuple[str, set[int]]]:
    return [("is false at", found - real), ("is missing at", real - found)]


@pytest.mark.parametrize("first", range(START, START + COUNT, 10))
def test_search_spaces_agree(first: int) -> None:
    wrong: list[str] = []
    for seed in range(first, min(first + 10, START + COUNT)):
        made = program(seed)
        wrong += [f"seed {seed}: {each}\n{made.text.partition('estimator = ')[2]}" for each in disagreements(made)]
    assert not wrong, "\n".join(wrong)
