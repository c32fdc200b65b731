"""Rules that claim a run-time error are right: what fixtures mark raises in scikit-learn, and nothing else does."""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import re
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

pytest.importorskip("sklearn", minversion="1.9")

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
EXACT = [
    "learning/learned-attribute-before-fit",
    "learning/use-before-fit",
    "learning/use-before-fit.classes",
    "learning/use-before-fit.given",
    "learning/use-before-fit.machinery",
    "learning/never-learned-attribute",
    "learning/fitted-a-clone",
]
"""These raise on the very row that is marked."""
BY_UNIT = [
    "hyperparameters/unknown-hyperparameter",
    "hyperparameters/invalid-hyperparameter-value",
    "hyperparameters/invalid-hyperparameter-value.forms",
    "search/unknown-search-parameter",
    "hyperparameters/incompatible-hyperparameters",
]
"""These raise in the statement or function that has the mark: a value is rejected only where it is fitted."""
RAISES = re.compile(r"# error: .*\bHP(103|104|106|201|401|402|403|405)\b")
MAY_RAISE = re.compile(r"# error: .*\bHP105\b")
"""What is outdated raises once it is removed, and only warns before."""


def _run(path: Path) -> Iterator[tuple[range, int | None]]:
    """Run each statement of a module, then each function that needs no arguments; say where it raised."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: dict[str, Any] = {"__name__": "__main__"}
    for statement in tree.body:
        run = _executing(compile(ast.Module([statement], []), str(path), "exec"), names)
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            run()
        else:
            yield range(statement.lineno, (statement.end_lineno or 0) + 1), _raised(path, run)
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef) and _needs_nothing(function := names[statement.name]):
            yield range(statement.lineno, (statement.end_lineno or 0) + 1), _raised(path, function)


def _executing(code: CodeType, names: dict[str, Any]) -> Callable[[], object]:
    return lambda: exec(code, names)


def _needs_nothing(function: Callable[..., object]) -> bool:
    stars = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    parameters = inspect.signature(function).parameters.values()
    return all(p.default is not p.empty or p.kind in stars for p in parameters)


def _raised(path: Path, function: Callable[[], object]) -> int | None:
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            function()
        except Exception as error:  # whatever it raises is what is asked for
            frames = traceback.extract_tb(error.__traceback__)
            return [frame.lineno for frame in frames if frame.filename == str(path)][-1]
    return None


def _marked(path: Path, mark: re.Pattern[str] = RAISES) -> set[int]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return {row for row, line in enumerate(lines, 1) if mark.search(line)}


@pytest.mark.parametrize("name", EXACT)
def test_marked_rows_raise_and_no_others(name: str) -> None:
    path = FIXTURES / f"{name}.py"
    assert {row for _, row in _run(path) if row is not None} == _marked(path)


@pytest.mark.parametrize("name", BY_UNIT)
def test_what_has_a_mark_raises_and_nothing_else(name: str) -> None:
    path = FIXTURES / f"{name}.py"
    marked, outdated = _marked(path), _marked(path, MAY_RAISE)
    for rows, row in _run(path):
        if outdated & set(rows):
            continue
        assert (row is not None) == bool(marked & set(rows)), f"{name}: rows {rows.start} to {rows.stop - 1}"
