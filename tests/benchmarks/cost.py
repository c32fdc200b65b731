"""Measure what hplint costs against its floor: CPU of importing libcst and parsing the same files, in one run.

python -m tests.benchmarks.cost FOLDER...
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measuring import COLD, FLOOR, HPLINT, python, run

REPEATS = 9


def main(folders: list[str]) -> None:
    """Print the medians of the CPU of both, and of the ratios of neighbouring runs; the first runs don't count."""
    files = sorted(str(path) for folder in folders for path in Path(folder).rglob("*.py"))
    size = sum(Path(file).stat().st_size for file in files)
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "files.txt")
        listed.write_text("\n".join(files), encoding="utf-8")
        commands = python(FLOOR, str(listed)), python(HPLINT, str(listed), *COLD)
        both = [[run(command).cpu for command in commands] for _ in range(REPEATS + 1)][1:]
    floors, costs = (list(each) for each in zip(*both, strict=True))
    ratios = [cost / floor for cost, floor in zip(costs, floors, strict=True)]
    print(f"{len(files)} files, {size / 1e6:.2f} MB, CPU in ms, median of {REPEATS} (least to most)")
    for name, values in ("import libcst + parse", floors), ("hplint, all rules", costs):
        milliseconds = [1000 * value for value in values]
        print(f"{name:24}{statistics.median(milliseconds):8.0f} ({min(milliseconds):.0f} to {max(milliseconds):.0f})")
    print(f"{'ratio':24}{statistics.median(ratios):8.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main(sys.argv[1:] or sys.exit(__doc__))
