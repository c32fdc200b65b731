"""Reads every scikit-learn since 0.19 and writes what was otherwise in older releases into `history/<module>.toml`.

    python rules/libraries/sklearn/harvest_history.py [--environments DIRECTORY] [--prints DIRECTORY]

It makes an environment for each minor (`sk-1.5`) from wheels, with the Python under `~/.pyenv/versions` that they are
for, and prints each release once (`1.5.json`). `update.py` runs it after `harvest.py`: the newest release stands in
`<module>.toml`, and `history/` says only what differs from it, so that neither overwrites the other.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import tomllib

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2])]

from harvesting.lifetimes import (  # noqa: E402
    BOOLEANS_TAKE_INTS_UNTIL,
    KEYWORD_ONLY_SINCE,
    VALIDATES_SINCE,
    Release,
    following,
    lifetimes,
    order,
    positions,
)
from harvesting.tables import write_tables  # noqa: E402

PYTHONS = {
    **{"0.19": "3.6", "0.20": "3.6", "0.21": "3.7", "0.22": "3.8", "0.23": "3.8", "0.24": "3.8"},
    **{"1.0": "3.9", "1.1": "3.9", "1.2": "3.9", "1.3": "3.11", "1.4": "3.11"},
    **dict.fromkeys(("1.5", "1.6", "1.7", "1.8", "1.9"), "3.12"),
}
"""Minor to the Python that has wheels of it."""
NUMPY = {
    **dict.fromkeys(("0.22", "0.23"), ("numpy<1.20", "scipy<1.6")),
    **dict.fromkeys(("1.0", "1.1", "1.2"), ("numpy<2",)),
}
"""What these were built against; newer ones removed names that they use."""
ENVIRONMENTS = Path.home() / ".cache" / "hplint-releases"
"""Where they are kept."""
_HEADER = """\
# scikit-learn {oldest} to {newest}, module {path}: written by harvest_history.py, not by hand. Only what differs from
# the newest release, which stands in ../{file}. `history` lists earlier states, each with the last release that had it;
# `options` lists values that are deprecated or gone, `positional` the orders of arguments before today's.
"""


def prepare(version: str, environments: Path, prints: Path) -> Path:
    """Install a release into its own environment, and let it print what it is; nothing is done twice."""
    target = prints / f"{version}.json"
    if target.exists() and target.stat().st_size:
        return target
    folder = environments / f"sk-{version}"
    python = folder / "bin" / "python"
    if not python.exists():
        found = sorted(Path.home().glob(f".pyenv/versions/{PYTHONS[version]}.*/bin/python"))
        if not found:
            raise SystemExit(
                f"scikit-learn {version} needs Python {PYTHONS[version]}: pyenv install {PYTHONS[version]}"
            )
        subprocess.run([found[-1], "-m", "venv", folder], check=True)
        wanted = [f"scikit-learn=={version}.*", *NUMPY.get(version, ("numpy", "scipy"))]
        subprocess.run([python, "-m", "pip", "install", "-q", "--only-binary", ":all:", *wanted], check=True)
    command = [python, "-W", "ignore", HERE / "harvesting" / "release.py"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    target.write_text(printed[printed.index('{"release"') :], encoding="utf-8")  # some modules print when imported
    return target


class Newest:
    """The harvested tables of the newest release."""

    def __init__(self) -> None:
        self.files = {f"sklearn.{p.stem}" if p.stem != "sklearn" else "sklearn": p.name for p in HERE.glob("*.toml")}
        self.classes: dict[str, Mapping[str, Any]] = {}
        self.known: set[str] = set()
        for module, name in self.files.items():
            tables = tomllib.loads((HERE / name).read_text(encoding="utf-8"))
            self.known |= {f"{module}.{key}" for key in tables["module"].get("elsewhere", ())}
            for key, table in tables.items():
                if "kinds" in table:
                    self.classes[f"{module}.{key}"] = table
                    self.known |= {f"{module}.{key}", *table.get("aliases", ())}


def collect(prints: Mapping[str, Path], newest: Newest) -> dict[str, dict[str, Release]]:
    """Group the classes of all releases by the public path that stands for them: the newest, else the last one."""
    found: dict[str, dict[str, Release]] = defaultdict(dict)
    versions = sorted(prints, key=order)
    for version in versions:
        for table in json.loads(prints[version].read_text(encoding="utf-8"))["classes"]:
            public = [path for path in table["paths"] if "._" not in path]
            if public:
                home = _home(public, newest)
                harvested = newest.classes.get(home, {}) if version == versions[-1] else {}
                found[home][version] = Release.read(version, table, harvested.get("parameters", {}))
    return found


def _home(public: list[str], newest: Newest) -> str:
    for path in public:
        if path in newest.classes:
            return path

    def rank(path: str) -> tuple[bool, int, str]:
        package = path.rpartition(".")[0] + "."
        return not any(p != path and p.startswith(package) for p in public), path.count("."), path

    return min(public, key=rank)


def describe(path: str, by_version: Mapping[str, Release], versions: list[str], newest: Newest) -> dict[str, Any]:
    """Write the table of one class."""
    releases = list(by_version.values())
    last = releases[-1]
    today = newest.classes.get(path)
    table: dict[str, Any] = {}
    if today is None:
        table["kinds"] = last.table["kinds"]
        table["removed"] = following(last.version, versions)
        starred = {row["kind"] for row in last.table["parameters"]}
        table |= {key: True for kind, key in ((2, "accepts_args"), (4, "accepts_kwargs")) if kind in starred}
    if releases[0].version != versions[0] and (today is None or today.get("since") != releases[0].version):
        table["since"] = releases[0].version
    if moved := dict(_moved(path, by_version, versions, newest)):
        table["moved"] = moved
    rows = lifetimes(releases, versions, (today or {}).get("parameters", {}))
    if today is None:
        order_of = list(last.parameters)
        rows = {name: {k: v for k, v in rows[name].items() if k not in ("after",)} for name in order_of}
        for row in rows.values():
            row.pop("removed", None)
    if rows:
        table["parameters"] = rows
    if orders := positions(releases, dict(today or {}), table):
        table["positional"] = orders
    if today is None:
        table["learned"] = {name: {} for name in last.table["learned"]}
        table["methods"] = {name: {"parameters": names} for name, names in last.table["methods"].items()}
    return table


def _moved(
    path: str, by_version: Mapping[str, Release], versions: list[str], newest: Newest
) -> Iterator[tuple[str, str]]:
    """List the paths in public modules that are gone, each with the release that hasn't got it any more."""
    module = path.rpartition(".")[0]
    last: dict[str, str] = {}
    for version, release in by_version.items():
        for each in release.table["paths"]:
            inside = each.rpartition(".")[0]
            if "._" not in each and inside not in newest.files and inside.startswith(f"{module}.") and each != path:
                last[each] = version
    for each, version in sorted(last.items()):
        if removed := following(version, versions):
            yield each, removed


def write(prints: Mapping[str, Path], replacements: Mapping[str, Any]) -> dict[str, str]:
    """Return the text of every file by name."""
    newest, versions = Newest(), sorted(prints, key=order)
    files: dict[str, dict[str, Any]] = defaultdict(dict)
    for path, by_version in collect(prints, newest).items():
        # What never was offered by a package itself (`sklearn.tree.tree.Tree`) was nobody's to use.
        offered = path.count(".") == 2 and not path.startswith("sklearn.utils.")
        if path in newest.classes or (offered and versions[-1] not in by_version):
            table = describe(path, by_version, versions, newest)
            _replace(table, replacements.get(path.removeprefix("sklearn."), {}))
            if table:
                module, _, name = path.rpartition(".")
                files[module][name] = table
    texts: dict[str, str] = {}
    for module in sorted({*files, "sklearn"}):
        own: dict[str, Any] = {"path": module}
        if module == "sklearn":
            own |= {"releases": versions, "validates_since": VALIDATES_SINCE, "keyword_only_since": KEYWORD_ONLY_SINCE}
            own["booleans_take_ints_until"] = BOOLEANS_TAKE_INTS_UNTIL
        if module not in newest.files:
            own["exports"] = sorted(files[module])
        name = f"{module.removeprefix('sklearn.')}.toml"
        lines = [_HEADER.format(oldest=versions[0], newest=versions[-1], path=module, file=name)]
        lines += write_tables("module", own)
        for key in sorted(files[module]):
            lines += ["", *write_tables(key, files[module][key])]
        texts[name] = "\n".join(lines) + "\n"
    return texts


def _replace(table: dict[str, Any], replacement: Mapping[str, Any]) -> None:
    """Add what release notes say and docstrings don't: `replacements.toml`."""
    table |= {key: value for key, value in replacement.items() if key in ("replaced_by", "deprecated", "deprecation")}
    for name, row in replacement.get("parameters", {}).items():
        target = table["parameters"][name]
        for option, changes in row.get("options", {}).items():
            target["options"][option] |= changes
        target |= {key: value for key, value in row.items() if key != "options"}


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--environments", type=Path, default=ENVIRONMENTS)
    parser.add_argument("--prints", type=Path, default=ENVIRONMENTS)
    arguments = parser.parse_args()
    arguments.prints.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda v: (v, prepare(v, arguments.environments, arguments.prints)), PYTHONS)
        prints = dict(made)
    replacements = tomllib.loads((HERE / "harvesting" / "replacements.toml").read_text(encoding="utf-8"))
    folder = HERE / "history"
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.toml"):
        path.unlink()
    for name, text in write(prints, replacements.get("replaced", {})).items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
