"""Runs programs, and tells which of their lines were reached and which raise: what raises is taken out, and it goes on.

    python -m tests.conformance.state_runs SEED COUNT     one JSON line a program

A process of its own keeps what programs do to the interpreter from the tests.
"""

from __future__ import annotations

import io
import json
import sys
import traceback
import warnings
from contextlib import redirect_stdout
from types import FrameType
from typing import Any

from tests.conformance.state_programs import write

MOST_RUNS = 12
FILE = "program"


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

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename != FILE:
            return None
        if event == "line":
            reached.add(frame.f_lineno)
        return trace

    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        sys.settrace(trace)
        try:
            exec(compile(text, FILE, "exec"), {"__name__": "__main__"})
        except Exception as error:
            sys.settrace(None)
            rows = [each.lineno or 0 for each in traceback.extract_tb(error.__traceback__) if each.filename == FILE]
            ours = isinstance(error, (NotFittedError, AttributeError))
            foreign = "NoneType" in str(error) or "'ndarray'" in str(error)
            return (rows or [1])[-1], type(error).__name__ if rows and ours and not foreign else ""
        finally:
            sys.settrace(None)
    return None


def main() -> None:
    """Run the programs of some seeds."""
    first, count = map(int, sys.argv[1:3])
    for seed in range(first, first + count):
        print(json.dumps({"seed": seed, **outcome(write(seed)[0])}), flush=True)


if __name__ == "__main__":
    main()
