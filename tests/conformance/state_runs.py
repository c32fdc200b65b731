"""Runs programs, and tells which of their lines were reached and which raise: what raises is taken out, and it goes on.

    python -m tests.conformance.state_runs SEED COUNT     one JSON line a program

A process of its own keeps what programs do to the interpreter from the tests.
"""

from __future__ import annotations

import ast
import io
import json
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import cache
from typing import Any

from tests.conformance import state_shortcuts
from tests.conformance.state_kinds import PREAMBLE
from tests.conformance.state_programs import write

MOST_RUNS = 12
FILE = "program"
REACHED = "_reached_"
"""What programs call with the rows that they come to."""


def outcome(text: str) -> dict[str, Any]:
    """Return the rows that were reached, the rows that raise for want of a fit or a name, and other errors."""
    lines = text.split("\n")
    reached: set[int] = set()
    raised: dict[int, str] = {}
    for _ in range(MOST_RUNS):
        error = run("\n".join(lines), reached)
        if error is None:
            return {"reached": sorted(reached), "raised": raised, "other": ""}
        row, said = error
        if not said:
            return {"reached": sorted(reached), "raised": raised, "other": lines[row - 1]}
        raised[row] = said
        indent = lines[row - 1][: len(lines[row - 1]) - len(lines[row - 1].lstrip())]
        lines[row - 1] = indent + replaced(lines[row - 1].strip())
    return {"reached": sorted(reached), "raised": raised, "other": "too many errors"}


def replaced(line: str) -> str:
    """Return what takes the place of a line that raises: what it binds is None."""
    name, equals, _ = line.partition(" = ")
    return f"{name} = None" if equals and name.isidentifier() else "pass"


def run(text: str, reached: set[int]) -> tuple[int, str] | None:
    """Run a program; return the last row of it that an error came through, and the error if it is of our kind."""
    from sklearn.exceptions import NotFittedError

    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(text.replace(PREAMBLE.lstrip(), "\n" * PREAMBLE.lstrip().count("\n")))
            tree.body = watched(tree.body)
            exec(compile(tree, FILE, "exec"), {**preamble(), "__name__": "__main__", REACHED: reached.add})
        except Exception as error:
            rows = rows_of(error)
            kinds = (NotFittedError, AttributeError)
            while isinstance(error.__context__, kinds) and (before := rows_of(error.__context__)):
                # A handler of the program raises another one in answer to it.
                error, rows = error.__context__, before
            ours = isinstance(error, kinds)
            foreign = "NoneType" in str(error) or "'ndarray'" in str(error)
            return (rows or [1])[-1], type(error).__name__ if rows and ours and not foreign else ""
    return None


def rows_of(error: BaseException) -> list[int]:
    """List the rows of the program that an error came through, the outermost first."""
    return [each.lineno or 0 for each in traceback.extract_tb(error.__traceback__) if each.filename == FILE]


@cache
def preamble() -> dict[str, Any]:
    """Return the names that every program begins with."""
    names: dict[str, Any] = {}
    exec(PREAMBLE, names)
    for each in (names["X"], names["y"]):
        each.setflags(write=False)
    return names


def watched(body: list[ast.stmt]) -> list[ast.stmt]:
    """Return statements that tell each of their rows when it is come to: tracing slows the library."""
    for statement in body:
        for name in ("body", "orelse", "finalbody"):
            if inner := getattr(statement, name, None):
                setattr(statement, name, watched(inner))
        for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            part.body = watched(part.body)
    return [each for statement in body for each in (*told(statement), statement)]


def told(statement: ast.stmt) -> Iterator[ast.stmt]:
    """Return what tells the rows of a statement's head."""
    decorators = getattr(statement, "decorator_list", [])
    for row in dict.fromkeys(each.lineno for each in (*decorators, statement)):
        place = {"lineno": row, "col_offset": 0, "end_lineno": row, "end_col_offset": 0}
        call = ast.Call(ast.Name(REACHED, ast.Load(), **place), [ast.Constant(row, **place)], [], **place)
        yield ast.Expr(call, **place)


def main() -> None:
    """Run the programs of some seeds."""
    state_shortcuts.take()
    first, count = map(int, sys.argv[1:3])
    for seed in range(first, first + count):
        print(json.dumps({"seed": seed, **outcome(write(seed)[0])}), flush=True)


if __name__ == "__main__":
    main()
