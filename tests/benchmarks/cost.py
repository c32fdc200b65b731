"""Measure what hplint costs against its floor: CPU of importing libcst and parsing the same files, in one run.

python tests/benchmarks/cost.py FOLDER...
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

REPEATS = 9

FLOOR = """
import sys, libcst
for path in sys.stdin.read().split("\\0"):
    with open(path, "rb") as stream:
        data = stream.read()
    try:
        libcst.parse_module(data)
    except (libcst.ParserSyntaxError, UnicodeDecodeError):
        pass
"""
"""One tree alive at a time, as hplint has it."""

HPLINT = """
import sys
from hplint.cli import main
options = "--isolated --exit-zero --output-format json --select ALL --jobs 1 --no-cache"
main([*sys.stdin.read().split("\\0"), *options.split()])
"""

TIMED = """
import atexit, resource, sys
atexit.register(lambda: print(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]), file=sys.stderr))
"""


def main(folders: list[str]) -> None:
    """Print the medians of the CPU of both, and of the ratios of neighbouring runs."""
    with tempfile.TemporaryDirectory() as bytecode:
        # As installed: with bytecode, which checkouts often do without.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = bytecode
        measure(folders)


def measure(folders: list[str]) -> None:
    """Run both in turn; a first run of each writes the bytecode, and doesn't count."""
    files = sorted(str(path) for folder in folders for path in Path(folder).rglob("*.py"))
    size = sum(Path(file).stat().st_size for file in files)
    floors: list[float] = []
    costs: list[float] = []
    cpu(FLOOR, files[:1])
    cpu(HPLINT, files[:1])
    for _ in range(REPEATS):
        floors.append(cpu(FLOOR, files))
        costs.append(cpu(HPLINT, files))
    ratios = [cost / floor for cost, floor in zip(costs, floors, strict=True)]
    print(f"{len(files)} files, {size / 1e6:.2f} MB, CPU in ms, median of {REPEATS} (least to most)")
    for name, values in ("import libcst + parse", floors), ("hplint, all rules", costs):
        milliseconds = [1000 * value for value in values]
        print(f"{name:24}{statistics.median(milliseconds):8.0f} ({min(milliseconds):.0f} to {max(milliseconds):.0f})")
    print(f"{'ratio':24}{statistics.median(ratios):8.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


def cpu(program: str, files: list[str]) -> float:
    """Return the seconds of CPU of a fresh process, its start included."""
    command = [sys.executable, "-c", TIMED + program]
    done = subprocess.run(command, input="\0".join(files), capture_output=True, text=True, check=True)
    return float(done.stderr.splitlines()[-1])


if __name__ == "__main__":
    main(sys.argv[1:] or sys.exit(__doc__))
