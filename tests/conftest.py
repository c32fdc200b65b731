"""What all tests share: golden files, and a command line that runs in this process."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# A check that other people's changes have to pass draws the same examples in every run, and isn't timed;
# `pytest --hypothesis-profile=default` draws new ones.
settings.register_profile("the same in every run", derandomize=True, deadline=None)
settings.load_profile("the same in every run")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="Write golden files instead of comparing with them.")
    parser.addoption(
        "--programs", type=int, default=250, help="How many random programs are compared with the library."
    )


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file `fixtures/<name>`, or write it with `--regenerate`."""

    def compare(text: str, name: str) -> None:
        file = ROOT / "fixtures" / name
        if request.config.getoption("--regenerate"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.exists(), f"run pytest --regenerate to write {file}"
        assert text == file.read_bytes().decode("utf-8")

    return compare


@dataclass(frozen=True)
class Answer:
    """What a process wrote, and how it ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def hplint(tmp_path: Path) -> Callable[..., Answer]:
    """Run `hplint` as a process of its own, in `tmp_path` unless told where."""

    def run(*arguments: str, input: bytes = b"", cwd: Path = tmp_path, env: dict[str, str] | None = None) -> Answer:
        command = [sys.executable, "-m", "hplint", *arguments]
        environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(env or {})}
        done = subprocess.run(command, input=input, cwd=cwd, env=environment, capture_output=True, timeout=120)
        return Answer(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run
