"""Public code to measure on, from source distributions that pip's indexes have: downloaded once, and unpacked."""

from __future__ import annotations

import os
import shutil
import tarfile
import time
from pathlib import Path

from hplint.api import default_config
from hplint.project import Files
from hplint.relevance import Relevance
from tests.real_code import fetch_sdist

KEPT = Path.home() / ".cache" / "hplint-benchmarks"


def unpacked(name: str, version: str) -> Path:
    """Return the folder of a release."""
    KEPT.mkdir(parents=True, exist_ok=True)
    folder = KEPT / f"{name}-{version}"
    if not folder.exists():
        archive = fetch_sdist(name, version, KEPT)
        if archive is None:
            raise SystemExit(f"no index has the source distribution of {name} {version}")
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
    return folder


def examples() -> list[Path]:
    """List scikit-learn's examples."""
    return sorted(unpacked("scikit-learn", "1.7.2").glob("*/examples/**/*.py"))


def machine_learning(number: int = 400) -> list[Path]:
    """List files of libraries built on scikit-learn that have to be parsed."""
    folders = (unpacked("auto-sklearn", "0.15.0"), unpacked("imbalanced-learn", "0.14.0"))
    found = relevant([path for folder in folders for path in sorted(folder.rglob("*.py"))])
    return (found + relevant(sorted(unpacked("scikit-learn", "1.7.2").glob("*/sklearn/[a-l]*/*.py"))))[:number]


def django() -> Path:
    """Return the folder of a large project without machine learning."""
    return unpacked("django", "5.1.4")


def relevant(paths: list[Path]) -> list[Path]:
    """List the files that hplint parses."""
    relevance, config = Relevance(Files()), default_config(os.getcwd())
    return [path for path in paths if relevance.concerns(path.read_bytes(), str(path), config)]


def copies(paths: list[Path], number: int, folder: Path) -> list[Path]:
    """Copy files, again and again under other names, until there are that many; none of them just changed."""
    folder.mkdir(parents=True)
    found = []
    for index in range(number):
        found.append(folder / f"m{index:05}.py")
        shutil.copyfile(paths[index % len(paths)], found[-1])
        os.utime(found[-1], (time.time() - 3600,) * 2)
    return found
