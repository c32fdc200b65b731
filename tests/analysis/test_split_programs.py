"""What the analysis says of the tables of random split programs is true of the rows that they really hold."""

from __future__ import annotations

from collections import Counter

import pytest

pytest.importorskip("sklearn", reason="runs the programs")
pytest.importorskip("pandas", reason="runs the programs")

from hplint.analysis.data.overlap import Answer
from tests.analysis.split_programs import disagreements, program_of

MOST_UNKNOWN = 0.2
"""Share of the questions that may stay undecided; a part drawn at random and a fold, say, may meet or not."""


def test_answers_about_programs_are_true(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> None:
    wrong: list[str] = []
    counted: Counter[Answer] = Counter()
    for seed in range(request.config.getoption("--programs") // 5):
        program = program_of(seed)
        found, answers = disagreements(program)
        counted.update(answers)
        wrong += [f"seed {seed}: {each}\n" + "\n".join(program.lines) for each in found]
    assert not wrong, "\n\n".join(wrong)
    assert counted[Answer.YES] > 0 < counted[Answer.NO]
    undecided = counted[Answer.UNKNOWN] / counted.total()
    with capsys.disabled():
        print(f" {undecided:.1%} of {counted.total()} questions undecided ", end="")
    assert undecided < MOST_UNKNOWN
