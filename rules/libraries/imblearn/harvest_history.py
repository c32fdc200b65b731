"""Reads the constructors in the wheels of older imbalanced-learn releases, and writes `history/<public module>.toml`.

    python rules/libraries/imblearn/harvest_history.py [--directory DIRECTORY]

Nothing of them is run: a hyperparameter is there while a class of that name, or one of its bases, names it.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "sklearn")]

from harvesting.tables import write_tables  # noqa: E402

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

RELEASES = ("0.4.3", "0.5.0", "0.6.2", "0.7.0", "0.8.1", "0.9.1", "0.10.1", "0.11.0", "0.12.4", "0.13.0")
"""The last that pip finds of each minor; the newest is installed."""
VALIDATES_SINCE = "0.11"
RENAMED = {"base_estimator": "estimator", "ratio": "sampling_strategy"}
"""https://imbalanced-learn.org/stable/whats_new.html, versions 0.4 and 0.10; they took the same values."""
_HEADER = """\
# imbalanced-learn, module {path}: written by harvest_history.py, not by hand. Only what older releases had otherwise.
"""


def signatures(release: str, folder: Path) -> dict[str, list[str]]:
    """Return the hyperparameters of each public class of a release, bases in view included."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder)]
    subprocess.run([*command, f"imbalanced-learn=={release}"], check=True)
    classes: dict[str, ast.ClassDef] = {}
    with zipfile.ZipFile(next(folder.glob(f"imbalanced_learn-{release}-*.whl"))) as wheel:
        for name in wheel.namelist():
            if name.endswith(".py") and "/tests/" not in name:
                tree = ast.parse(wheel.read(name))
                classes |= {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    return {name: list(_parameters(name, classes)) for name in classes}


def _parameters(name: str, classes: dict[str, ast.ClassDef]) -> Iterator[str]:
    """Read `__init__`, the nearest base's where the class has none."""
    node = classes.get(name)
    if node is None:
        return
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef) and statement.name == "__init__":
            arguments = statement.args
            yield from (a.arg for a in (*arguments.args, *arguments.kwonlyargs) if a.arg != "self")
            return
    for base in node.bases:
        if isinstance(base, ast.Name):
            yield from _parameters(base.id, classes)


def histories(directory: Path) -> dict[str, dict[str, Any]]:
    """Return what differs, by module and class."""
    newest = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in directory.glob("*.toml")}
    with tempfile.TemporaryDirectory() as folder:
        past = {release: signatures(release, Path(folder)) for release in RELEASES}
    found: dict[str, dict[str, Any]] = {}
    for module, tables in sorted(newest.items()):
        minors = [*map(_minor, RELEASES), _minor(tables["module"]["release"])]
        found[module] = {}
        for name in sorted(key for key in tables if key[:1].isupper()):
            now = list(tables[name].get("parameters", {}))
            known = [classes.get(name) for classes in past.values()] + [now]
            rows = dict(_rows(minors, known))
            if rows:
                found[module][name] = {"parameters": rows}
    return found


def _minor(release: str) -> str:
    return ".".join(release.split(".")[:2])


def _rows(minors: list[str], known: list[list[str] | None]) -> Iterator[tuple[str, dict[str, str]]]:
    """List the hyperparameters that came or went while the class was there and named its own."""
    there = [(minor, names) for minor, names in zip(minors, known, strict=True) if names]
    for name in dict.fromkeys(each for _, names in there for each in names or ()):
        having = [minor for minor, names in there if name in (names or ())]
        row: dict[str, str] = {}
        if having[0] != there[0][0]:
            row["since"] = having[0]
        if having[-1] != there[-1][0]:
            row["removed"] = next(minor for minor in minors if minors.index(minor) > minors.index(having[-1]))
            row |= {"replaced_by": RENAMED[name]} if name in RENAMED else {}
        if row:
            yield name, row


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--directory", type=Path, default=HERE)
    directory: Path = parser.parse_args().directory
    (directory / "history").mkdir(exist_ok=True)
    for module, tables in histories(directory).items():
        path = "imblearn" if module == "imblearn" else f"imblearn.{module}"
        own: dict[str, Any] = {"path": path}
        if module == "imblearn":
            newest = tomllib.loads((directory / "imblearn.toml").read_text(encoding="utf-8"))["module"]["release"]
            own |= {"releases": [*map(_minor, RELEASES), _minor(newest)], "validates_since": VALIDATES_SINCE}
        lines = [_HEADER.format(path=path), *write_tables("module", own)]
        for name, table in tables.items():
            lines += ["", f"[{name}]", *list(write_tables(name, table))[1:]]
        (directory / "history" / f"{module}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
