"""Measure hplint beside other linters on the same files, in one run: CPU of each as a multiple of hplint's.

python -m tests.benchmarks.peers FOLDER [FILES]

FOLDER holds virtual environments by the names below, each with the releases from an index: a tool in an environment of
its own. What isn't there, or doesn't run, is said. Each checks something else: the table says what.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import corpora
from tests.benchmarks.measuring import COLD, FLOOR, Command, environment, least, listed, python

REPEATS = 2


class Peer(NamedTuple):
    """A linter that reads Python files."""

    folder: str
    """Its environment."""
    packages: str
    """What `pip install` takes to make it."""
    command: tuple[str, ...]
    """The program and its options, in front of the paths."""
    checks: str


PEERS = (
    Peer("ruff", "ruff", ("ruff", "check", "--no-cache", "--isolated", "-q"), "names, imports, syntax; own parser"),
    Peer(
        "flake8",
        "flake8 flake8-bugbear",
        ("flake8", "-j", "1", "--isolated", "--exit-zero"),
        "names, style, likely bugs; line by line and by `ast`",
    ),
    Peer("torchfix", "torchfix", ("torchfix", "-j", "1", "--select", "ALL"), "outdated calls of PyTorch; libcst"),
    Peer("fixit", "fixit", ("fixit", "lint"), "general modernizing; libcst with positions and scopes"),
    Peer("mlguard", "mlguard-lint", ("mlguard-lint", "--fail-on", "none"), "leaks in scikit-learn code; `ast`"),
    Peer("leaklens", "leaklens", ("leaklens",), "leaks in notebooks"),
    Peer(
        "smell",
        "ml-code-smell-detector",
        ("ml_smell_detector", "analyze", "--output-dir", "OUTPUT"),
        "smells of pandas, scikit-learn and networks",
    ),
    Peer(
        "pylint",
        "pylint",
        ("pylint", "-j", "1", "--exit-zero", "--rcfile", "/dev/null", "--disable=all", "--enable=E,F", "EACH"),
        "errors, with types inferred by astroid",
    ),
    Peer(
        "dslinter",
        "dslinter",
        ("pylint", "-j", "1", "--exit-zero", "--load-plugins", "dslinter", "EACH"),
        "smells, as a plugin of pylint",
    ),
    Peer(
        "semgrep",
        "semgrep",
        ("semgrep", "--metrics", "off", "--disable-version-check", "--config", "RULE", "--jobs", "1"),
        "one pattern: an estimator that is built",
    ),
)
RULE = """rules:
- id: built
  languages: [python]
  severity: INFO
  message: built
  pattern: sklearn.svm.SVC(...)
"""


def main(folder: Path, number: int) -> None:
    """Print a row for each linter."""
    examples = corpora.relevant(corpora.examples())
    files = examples[:: max(len(examples) // number, 1)][:number]
    with tempfile.TemporaryDirectory() as place:
        here = Path(place)
        copied = corpora.copies(files, len(files), here / "code")
        commands: dict[str, Command] = {
            "import libcst + parse": python(FLOOR, listed(copied, here / "files")),
            "hplint": (sys.executable, "-m", "hplint", *COLD, str(here / "code")),
        }
        (here / "rule.yml").write_text(RULE, encoding="utf-8")
        for peer in PEERS:
            command = filled(peer, folder, here)
            problem = failure(command)
            if problem:
                print(f"{peer.folder:24} {'':>10} {'':>8}  doesn't run: {problem}")
            else:
                commands[peer.folder] = command
        costs = least(commands, REPEATS)
    checks = {peer.folder: peer.checks for peer in PEERS}
    for name, cost in sorted(costs.items(), key=lambda item: item[1].cpu):
        ratio = cost.cpu / costs["hplint"].cpu
        print(f"{name:24} {1000 * cost.cpu:7.0f} ms {ratio:7.2f}×  {checks.get(name, '')}".rstrip())
    print(f"CPU over {len(files)} of scikit-learn's examples, one process, nothing remembered; least of {REPEATS}")


def filled(peer: Peer, folder: Path, here: Path) -> Command:
    """Return a peer's command for the code in a folder; others fail on what they find."""
    names = {"OUTPUT": str(here / "output"), "RULE": str(here / "rule.yml")}
    program = str(folder / peer.folder / "bin" / peer.command[0])
    options = [names.get(option, option) for option in peer.command[1:] if option != "EACH"]
    each = "EACH" in peer.command  # a folder without `__init__.py` is nothing to it
    paths = sorted(map(str, (here / "code").iterdir())) if each else [str(here / "code")]
    # Without the path on which hplint's own libraries are.
    wrapped = ("/usr/bin/env", "-u", "PYTHONPATH", "/bin/sh", "-c", '"$@"; exit 0', "sh", program)
    return (*wrapped, *options, *paths)


def failure(command: Command) -> str:
    """Return what a command that can't work says; nothing where it works, whatever it finds."""
    done = subprocess.run(command, capture_output=True, text=True, env=environment())
    said = f"{done.stderr}\n{done.stdout}".strip()
    broken = not Path(command[7]).exists() or "Traceback" in said or "sage:" in said
    return (said.splitlines() or ["nothing"])[-1][:120] if broken else ""


if __name__ == "__main__":
    main(Path(sys.argv[1] if sys.argv[1:] else sys.exit(__doc__)), int(sys.argv[2]) if sys.argv[2:] else 60)
