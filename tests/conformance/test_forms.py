"""What raises in programs that set hyperparameters in every form, hplint finds at its place, and nothing else."""

from __future__ import annotations

import traceback
import warnings
from dataclasses import replace
from functools import cache

import pytest

pytest.importorskip("sklearn", minversion="1.9")

from sklearn.utils._param_validation import InvalidParameterError

from hplint.api import default_config, lint_text
from hplint.config import Config
from tests.conformance.form_programs import write

IN_SPACES = {"HP103": "HP201", "HP104": "HP202"}
"""The rule that speaks of the same in a search space."""
UNEXPECTED = ("unexpected keyword argument", "Invalid parameter")


@cache
def config() -> Config:
    return replace(default_config("."), codes=frozenset({"HP103", "HP104", "HP105", "HP201", "HP202"}))


def raised(text: str) -> str | None:
    """Run a program; return the rule that speaks of what it raises, None where it runs, empty for other errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(text, "program", "exec"), {"__name__": "__main__"})
        except InvalidParameterError:
            return "HP104"
        except (TypeError, ValueError) as error:
            return "HP103" if any(words in str(error) for words in UNEXPECTED) else ""
        except Exception:
            traceback.print_exc()
            return ""
    return None


def found(text: str) -> set[tuple[int, str]]:
    """Return rows and rules of what hplint finds."""
    result = lint_text(text, "program.py", config())
    assert not result.faults, result.faults
    return {(each.span.row, each.code) for each in result.findings}


def judge(text: str) -> str:
    """Return `silent`, `found`, `missed` or `false`, or `unusable` for a program that fails otherwise."""
    code = raised(text)
    if code == "":
        return "unusable"
    rows = [row for row, line in enumerate(text.split("\n"), 1) if line.endswith("#@")]
    claimed = found(text)
    if code is None:
        return "false" if claimed else "silent"
    if claimed in [{(row, each) for row in rows} for each in (code, IN_SPACES[code])]:
        return "found"
    return "false" if claimed else "missed"


def test_programs(request: pytest.FixtureRequest) -> None:
    """Every claim is true, at its place; and nearly every mistake is found."""
    seen: dict[str, list[int]] = {"silent": [], "found": [], "missed": [], "false": [], "unusable": []}
    for seed in range(request.config.getoption("--programs")):
        seen[judge(write(seed))].append(seed)
    print({verdict: len(seeds) for verdict, seeds in seen.items()})
    assert not seen["false"], f"false alarms in {seen['false'][:20]}\n{write(seen['false'][0])}"
    assert not seen["missed"], f"missed in {seen['missed'][:20]}\n{write(seen['missed'][0])}"
    assert len(seen["unusable"]) < 0.02 * sum(map(len, seen.values())), write(seen["unusable"][0])
