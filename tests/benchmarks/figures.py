"""Print every figure that hplint promises, as ratios measured in one run on public code.

python -m tests.benchmarks.figures [REPEATS]

The bars are those of the README; what misses its bar is marked.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import corpora
from tests.benchmarks.measuring import ALL, COLD, FLOOR, HPLINT, Command, Cost, environment, least, listed, python, run

CLICK = python("import click")
BY_FILE = """
import json, os, sys, time, libcst
from hplint.api import default_config
from hplint.basis.collecting import no_collection
from hplint.running.guarding import lint_data
from hplint.project import Files
from hplint.source.read import read_source
sys.setrecursionlimit(20_000)
files = Files()
def least(work):
    costs = []
    for _ in range(3):
        start = time.process_time()
        work()
        costs.append(time.process_time() - start)
    return min(costs)
rows = []
for path in open(sys.argv[1]).read().split("\\n"):
    data = open(path, "rb").read()
    def parse():
        with no_collection():
            libcst.parse_module(data)
    config, parsing = default_config(os.path.dirname(path)), least(parse)
    # From the second time on nothing is read, neither the file itself.
    reading = least(lambda: read_source(data, path))
    rows.append((parsing, reading + least(lambda: lint_data(data, path, config, files)), path))
print(json.dumps(rows))
"""
GENERATED = """
import json, sys, time
from hplint.api import lint_text
from tests.test_cost import IMPORTS, calls, loops, models, straight
lint_text(IMPORTS + straight(10))
rows = {}
for make, lines in ((straight, 2), (calls, 2), (loops, 3), (models, 1)):
    for size in (1000, 4000, 16000, 64000) if make is not models else (25, 50, 100, 200):
        text = IMPORTS + make(size // lines)
        start = time.process_time()
        found = lint_text(text)
        stopped = any(finding.code == "HP900" for finding in found.findings)
        rows.setdefault(make.__name__, []).append((size, time.process_time() - start, stopped))
print(json.dumps(rows))
"""


class Table:
    """The figures so far, printed as they come."""

    def add(self, what: str, value: float, bar: float | None = None, unit: str = "×", note: str = "") -> None:
        """Print a figure, and whether it keeps its bar, the most that it may be."""
        kept = "" if bar is None else f"(bar {bar:g}{unit})" + ("" if value <= bar else "  MISSED")
        print(f"{what:58} {value:8.2f}{unit} {kept} {note}".rstrip(), flush=True)


def main(repeats: int) -> None:
    """Measure all."""
    table = Table()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        examples, files = corpora.relevant(corpora.examples()), corpora.machine_learning()
        cold(table, "scikit-learn's examples", corpora.examples(), examples, place, repeats)
        cold(table, f"{len(files)} files of ML libraries", files, files, place, repeats)
        processes(table, files, place, repeats)
        by_file(table, files, place)
        without_learning(table, repeats)
        remembered(table, [*examples, *files], place, repeats)
        memory(table, files, place)
        generated(table)


def cold(table: Table, name: str, paths: list[Path], parsed: list[Path], place: Path, repeats: int) -> None:
    """Compare a run that remembers nothing with importing libcst and parsing the relevant files."""
    costs = least(
        {"floor": python(FLOOR, listed(parsed, place / "parsed")), "hplint": lint(paths, place, *COLD)}, repeats
    )
    table.add(
        f"{name}, CPU / (import libcst + parse)", costs["hplint"].cpu / costs["floor"].cpu, 1.2, note=seconds(costs)
    )


def processes(table: Table, paths: list[Path], place: Path, repeats: int) -> None:
    """Compare two processes with one."""
    two = lint(paths, place, *ALL, "--no-cache", "--jobs", "2")
    costs = least({"one": lint(paths, place, *COLD), "two": two}, max(repeats // 2, 1))
    table.add("two processes, wall / one", costs["two"].wall / costs["one"].wall, 0.6, note=seconds(costs))
    table.add("two processes, CPU / one", costs["two"].cpu / costs["one"].cpu, 1.1)


def by_file(table: Table, paths: list[Path], place: Path) -> None:
    """Compare each file with its own parse, in one process, where what it imports was parsed for others."""
    rows = json.loads(output(python(BY_FILE, listed(paths, place / "files"))))
    over = sorted(((spent - 2 * parse - 0.020, path) for parse, spent, path in rows), reverse=True)
    worst = f"worst {1000 * over[0][0]:+.0f} ms: {Path(over[0][1]).name}"
    table.add("files above 2 × their own parse + 20 ms", sum(cost > 0 for cost, _ in over), 0, "", worst)


def without_learning(table: Table, repeats: int) -> None:
    """Compare a project without machine learning with ruff, if that is installed."""
    folder = str(corpora.django())
    ruff = Path(sys.executable).with_name("ruff")
    commands: dict[str, Command] = {"hplint": (sys.executable, "-m", "hplint", *COLD, folder)}
    if ruff.exists():
        commands["ruff"] = (str(ruff), "check", "--no-cache", "-q", "--isolated", "--exit-zero", folder)
    costs = least(commands, repeats)
    number = sum(1 for _ in Path(folder).rglob("*.py"))
    table.add(f"Django, {number} files, CPU", 1000 * costs["hplint"].cpu, 200, " ms")
    if "ruff" in costs:
        table.add("Django, CPU / ruff's", costs["hplint"].cpu / costs["ruff"].cpu, 1.0, note=seconds(costs))
    program = f"import sys\nfrom hplint.cli import main\ntry: main({[*COLD, folder]!r})\nexcept SystemExit: pass\n"
    table.add(
        "Django, imports of libcst", float(output(python(program + "print(int('libcst' in sys.modules))"))[-2]), 0, ""
    )


def remembered(table: Table, paths: list[Path], place: Path, repeats: int) -> None:
    """Compare runs over 1,000 files that remember all, or all but one, with what click alone costs."""
    files = corpora.copies(paths, 1000, place / "many")
    changing = min(files, key=lambda path: abs(path.stat().st_size - 8000))
    command = (sys.executable, "-m", "hplint", *ALL, "--cache-dir", str(place / "cache"), str(place / "many"))
    run(command)
    version = (sys.executable, "-m", "hplint", "--version")
    costs = least({"click": CLICK, "cached": command, "version": version}, 2 * repeats)
    table.add(
        "1,000 files remembered, CPU / import click", costs["cached"].cpu / costs["click"].cpu, 2, note=seconds(costs)
    )
    table.add("--version, CPU / import click", costs["version"].cpu / costs["click"].cpu, 1.5)
    text = changing.read_text(encoding="utf-8")
    turns = iter(range(1000))
    changed = least(
        {"changed": command, "import": python("import libcst, click")},
        repeats,
        lambda: (changing.write_text(f"{text}\n# {next(turns)}\n", encoding="utf-8"), None)[1],
    )
    table.add(f"1,000 files, one of {len(text) / 1000:.0f} kB changed, CPU", 1000 * changed["changed"].cpu, 200, " ms")
    table.add(
        "the same / import libcst, click", changed["changed"].cpu / changed["import"].cpu, 1.35, note=seconds(changed)
    )


def memory(table: Table, paths: list[Path], place: Path) -> None:
    """Compare the peak with that of parsing the largest file, and with that of a hundred times as many files."""
    largest = max(paths, key=lambda path: path.stat().st_size)
    alone = run(python(FLOOR, listed([largest], place / "largest"))).peak
    table.add("peak memory above the largest file's parse", run(lint(paths, place, *COLD)).peak - alone, 60, " MiB")
    small = sorted(corpora.relevant(corpora.examples()), key=lambda path: path.stat().st_size)[:20]
    peaks = []
    for number in 100, 10_000:
        folder = place / f"n{number}"
        corpora.copies(small, number, folder)
        options = ("--isolated", "--exit-zero", "--no-cache", "--jobs", "1", "--output-format", "jsonl", str(folder))
        peaks.append(run((sys.executable, "-m", "hplint", *options)).peak)
    table.add(
        "peak memory of 10,000 files - of 100, as JSON lines", peaks[1] - peaks[0], 30, " MiB", f"{peaks[0]:.0f} MiB"
    )


def generated(table: Table) -> None:
    """Compare the cost of a line in files of 1,000 to 64,000 lines, as far as hplint reads them."""
    for name, rows in json.loads(output(python(GENERATED))).items():
        read = [(size, spent) for size, spent, stops in rows if not stops]
        (small, first), (large, last) = read[0], read[-1]
        unit = "models" if name == "models" else "lines"
        refused = "".join(
            f"; {size:,} are refused in {1000 * spent:.0f} ms" for size, spent, stopped in rows if stopped
        )
        note = f"{large:,} against {small:,} {unit}{refused}"
        table.add(f"generated {name}: cost of a line, large / small", (last / large) / (first / small), 1.5, note=note)


def lint(paths: list[Path], place: Path, *options: str) -> Command:
    """Return the command that lints these files."""
    return python(HPLINT, listed(paths, place / "linted"), *options)


def output(command: Command) -> str:
    """Return what a command writes."""
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment()).stdout


def seconds(costs: dict[str, Cost]) -> str:
    """Return the CPU of each, to judge the ratio by."""
    return ", ".join(f"{name} {1000 * cost.cpu:.0f} ms" for name, cost in costs.items())


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 5)
