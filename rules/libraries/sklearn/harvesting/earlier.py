"""Reads from the wheels of older releases which names their classes had: attributes set on `self`, and definitions."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import sklearn

WHEELS = {
    "0.19": ("36", "manylinux1_x86_64"),
    **dict.fromkeys(("0.20", "0.21"), ("37", "manylinux1_x86_64")),
    **dict.fromkeys(("0.22", "0.23"), ("38", "manylinux1_x86_64")),
    "0.24": ("39", "manylinux2010_x86_64"),
    "1.0": ("39", "manylinux2014_x86_64"),
    "1.1": ("310", "manylinux2014_x86_64"),
    **dict.fromkeys(("1.2", "1.3"), ("311", "manylinux2014_x86_64")),
    **dict.fromkeys(("1.4", "1.5", "1.6", "1.7"), ("312", "manylinux2014_x86_64")),
    "1.8": ("312", "manylinux_2_27_x86_64"),
}
"""Release to the Python and the platform of a wheel, oldest first."""


def download(folder: Path) -> list[Path]:
    """Fetch the wheels that aren't there yet."""
    for release, (python, platform) in WHEELS.items():
        if not list(folder.glob(f"scikit_learn-{release}.*.whl")):
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:"]
            wanted = ["--python-version", python, "--platform", platform, f"scikit-learn=={release}.*"]
            subprocess.run([*command, *wanted, "-d", folder], check=True)
    return [next(folder.glob(f"scikit_learn-{release}.*.whl")) for release in WHEELS]


def names_of_releases(folder: Path) -> dict[str, dict[str, str]]:
    """Return, for each class name, all public names that it had in any release, with the first release without it.

    The release is empty for a name that the installed one's source sets, though nobody may have seen it: the class
    itself on `self`, or any function on what it is given, as `validate_data` sets `feature_names_in_`.
    """
    own = Path(sklearn.__file__).parent
    installed = {str(file.relative_to(own.parent)): file.read_bytes() for file in own.rglob("*.py")}
    releases = [
        *((wheel_files(wheel), following) for wheel, following in zip(download(folder), [*WHEELS][1:], strict=False)),
        (wheel_files(download(folder)[-1]), ".".join(sklearn.__version__.split(".")[:2])),
        (installed, ""),
    ]
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for files, following in releases:
        for name, names in names_of_release(files).items():
            found[name] |= dict.fromkeys(names, following)
    elsewhere = set(set_by_functions(installed))
    return {
        name: {each: "" if each in elsewhere else release for each, release in names.items()}
        for name, names in found.items()
    }


def set_by_functions(files: dict[str, bytes]) -> Iterator[str]:
    """List the attributes that code of a release sets on another object than `self`."""
    for path, text in files.items():
        if "/tests/" not in path:
            for node in ast.walk(ast.parse(text)):
                match node:
                    case ast.Attribute(value=ast.Name(id="self")):
                        pass
                    case ast.Attribute(attr=name, ctx=ast.Store()):
                        yield name


def wheel_files(wheel: Path) -> dict[str, bytes]:
    """Read the modules of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {path: archive.read(path) for path in archive.namelist() if path.endswith(".py")}


def names_of_release(files: dict[str, bytes]) -> dict[str, set[str]]:
    """Return, for each class name of a release, its own names and those of its bases; same names count as one."""
    own: dict[str, set[str]] = defaultdict(set)
    bases: dict[str, set[str]] = defaultdict(set)
    for path, text in files.items():
        if path.startswith("sklearn/") and "/tests/" not in path:
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.ClassDef):
                    own[node.name] |= set(defined(node))
                    bases[node.name] |= {base for base in map(last_name, node.bases) if base}
    return {name: inherited(name, own, bases, set()) for name in own}


def defined(of: ast.ClassDef) -> Iterator[str]:
    """List the methods and properties of a class, and the learned attributes that it sets on `self`."""
    for statement in of.body:
        match statement:
            case ast.FunctionDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]) if not name.startswith("_"):
                yield name
    for node in ast.walk(of):
        match node:
            case ast.Attribute(attr=name, ctx=ast.Store()) if name.endswith("_") and not name.startswith("_"):
                yield name


def last_name(node: ast.expr) -> str:
    """Return the class that a base names."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(args=[first, *_]):
            return last_name(first)
        case _:
            return ""


def inherited(name: str, own: dict[str, set[str]], bases: dict[str, set[str]], seen: set[str]) -> set[str]:
    """Collect the names of a class and of everything that it derives from."""
    if name in seen:
        return set()
    seen.add(name)
    return own.get(name, set()).union(*(inherited(base, own, bases, seen) for base in bases.get(name, ())))
