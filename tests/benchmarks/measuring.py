"""Commands to what they cost, in turn and several times: the least of each counts, because others only add."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FLOOR = """
import sys, libcst
for path in open(sys.argv[1]).read().split("\\n"):
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
sys.argv = ["hplint", *open(sys.argv[1]).read().split("\\n"), *sys.argv[2:]]
from hplint.__main__ import main
main()
"""
ALL = ("--isolated", "--select", "ALL", "--exit-zero", "-q", "--statistics")
COLD = (*ALL, "--no-cache", "--jobs", "1")


@dataclass(frozen=True)
class Cost:
    """What a process and its children took."""

    cpu: float
    """Seconds."""
    wall: float
    """Seconds."""
    peak: float
    """MiB of memory, of the largest process."""


Command = Sequence[str]


def least(commands: Mapping[str, Command], repeats: int, before: Callable[[], None] = lambda: None) -> dict[str, Cost]:
    """Run each command in turn, `before` everything else; a first round warms up, and doesn't count."""
    rounds = []
    for _ in range(repeats + 1):
        before()
        rounds.append({name: run(command) for name, command in commands.items()})
    return {
        name: Cost(*(min(getattr(costs[name], field) for costs in rounds[1:]) for field in ("cpu", "wall", "peak")))
        for name in commands
    }


def run(command: Command) -> Cost:
    """Run a command without its output; findings are no failure."""
    start = time.perf_counter()
    quiet = os.open(os.devnull, os.O_RDWR)
    process = os.posix_spawn(
        command[0], command, environment(), file_actions=[(os.POSIX_SPAWN_DUP2, quiet, to) for to in (0, 1, 2)]
    )
    os.close(quiet)
    _, status, usage = os.wait4(process, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"exit code {os.waitstatus_to_exitcode(status)}: {' '.join(command)[:300]}")
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024)


def environment() -> dict[str, str]:
    """Return the environment of an installed program: with bytecode, which checkouts often do without."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def python(program: str, *arguments: str) -> Command:
    """Return the command of a program for this Python."""
    return (sys.executable, "-c", program, *arguments)


def listed(paths: list[Path], file: Path) -> str:
    """Write paths to a file, because there are too many for a command line, and return its path."""
    file.write_text("\n".join(map(str, paths)), encoding="utf-8")
    return str(file)
