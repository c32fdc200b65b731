"""Measure what following imports costs: CPU of linting a package with and without it, as a run does either.

python -m tests.benchmarks.following [PACKAGE...] [REPEATS]

A package is the folder that its modules are imported from, `…/pyod/pyod`; its tests are left out. Without one, they
are the packages of `PUBLISHED`, downloaded once. Each way has processes of its own, in turn, and the least of each
counts. Start-up, which both have, isn't counted. Bar: 1.3.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.corpora import unpacked
from tests.benchmarks.measuring import environment, python

REPEATS = 5
BAR = 1.3
PUBLISHED = {
    "auto-sklearn": ("0.15.0", "autosklearn"),
    "imbalanced-learn": ("0.14.0", "imblearn"),
    "pyod": ("2.0.5", "pyod"),
    "scikit-lego": ("0.9.10", "sklego"),
    "flaml": ("2.7.0", "flaml"),
}
"""Source distributions, each with its release and its package."""
RUN = """
import json, os, sys, time
from dataclasses import replace
import hplint.lint, hplint.project
from hplint.api import default_config
from hplint.basis.collecting import rare_collection
from hplint.running.guarding import lint_data
from hplint.project import Files
sys.setrecursionlimit(20_000)
way, root, *paths = json.load(sys.stdin)
if way == "without":
    hplint.lint.project_of = lambda files, path, root: None
    hplint.project.MOST_KEPT = 0
os.chdir(root)
config = replace(default_config("."), root=root)
texts = [open(path, "rb").read() for path in paths]
for text in texts[:5]:
    lint_data(text, "first.py", config, Files())
files, found = Files(), 0
start = time.process_time()
with rare_collection():
    for path, text in zip(paths, texts):
        result = lint_data(text, path, config, files)
        found += len(result.findings) + sum(len(other.findings) for other in result.elsewhere)
print(json.dumps([time.process_time() - start, found]))
"""


def main(arguments: list[str]) -> None:
    """Print a line a package."""
    repeats = int(arguments.pop()) if arguments and arguments[-1].isdecimal() else REPEATS
    packages = [Path(each) for each in arguments] or [published(name) for name in PUBLISHED]
    print(f"{'package':20}{'files':>6}{'findings':>17}{'CPU without':>14}{'with':>8}{'ratio':>8}")
    for package in (each.resolve() for each in packages):
        paths = sorted(str(path) for path in package.rglob("*.py") if "test" not in str(path.relative_to(package)))
        runs: dict[str, list[tuple[float, int]]] = {"without": [], "with": []}
        for _ in range(repeats):
            for way, costs in runs.items():
                costs.append(run(way, str(package.parent), paths))
        before, after = (min(runs[way]) for way in ("without", "with"))
        ratio = after[0] / before[0]
        found = f"{before[1]} -> {after[1]}"
        missed = "  misses its bar" if ratio > BAR else ""
        print(f"{package.name:20}{len(paths):6}{found:>17}{before[0]:12.2f} s{after[0]:6.2f} s{ratio:8.3f}{missed}")


def published(name: str) -> Path:
    """Return the folder of a package, downloaded unless it is there."""
    release, package = PUBLISHED[name]
    return next(path.parent for path in sorted(unpacked(name, release).glob(f"**/{package}/__init__.py")))


def run(way: str, root: str, paths: list[str]) -> tuple[float, int]:
    """Lint files in a process, and return the seconds of CPU and the number of findings."""
    given = json.dumps([way, root, *paths])
    done = subprocess.run(python(RUN), input=given, capture_output=True, text=True, check=True, env=environment())
    seconds, found = json.loads(done.stdout)
    return seconds, found


if __name__ == "__main__":
    main(sys.argv[1:])
