"""Reads the sources of Keras releases and writes what their layers and optimizers take beside this file.

    python rules/libraries/keras/harvest.py [--sources DIRECTORY]

A maintainer adds a release to `VERSIONS` and runs it: each is downloaded by pip once, unpacked, and read as text. The
newest stands in `layers.toml` and `optimizers.toml`, what was otherwise in older ones in `history/`.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "sklearn"), str(HERE.parents[2])]

from harvesting.lifetimes import Release as History  # noqa: E402
from harvesting.lifetimes import following, lifetimes  # noqa: E402
from harvesting.tables import write_tables  # noqa: E402
from releases import MODULES, ClassSource, Parameter, Release  # noqa: E402

VERSIONS: Final = (
    *("1.2.2", "2.0.9", "2.1.6", "2.2.5", "2.3.1", "2.6.0", "2.8.0", "2.10.0", "2.11.0", "2.12.0", "2.13.1"),
    *("2.14.0", "2.15.0", "3.0.5", "3.3.3", "3.6.0", "3.9.2", "3.12.0", "3.15.1"),
)
_HEADER: Final = """\
# Keras {release}, module {path}: written by harvest.py, not by hand. Facts that people judge stand in curated/.
# A default is a Python literal; `default_expression` is none.
"""
_PAST: Final = """\
# Keras {oldest} to {newest}, module {path}: written by harvest.py, not by hand. Only what differs from the newest
# release, which stands in ../{file}. `history` lists earlier states, each with the last release that had it.
"""
RENAMED: Final = {
    **{"lr": "learning_rate", "output_dim": "units", "p": "rate", "bias": "use_bias", "border_mode": "padding"},
    **{"nb_filter": "filters", "filter_length": "kernel_size", "pool_length": "pool_size"},
    **{"subsample": "strides", "subsample_length": "strides"},
}
"""What took the place of a keyword, where the class has it: the Keras 2.0 and 2.3 release notes."""
IGNORED: Final = {
    "decay": {
        "deprecated": "3.0",
        "deprecation": "it is ignored; write `learning_rate=keras.optimizers.schedules.InverseTimeDecay(…)`",
    },
}
"""What is taken, and ignored with a warning: `Optimizer.__init__` in keras/src/optimizers/base_optimizer.py."""
Rows = dict[str, dict[str, Any]]


def fetch(version: str, sources: Path) -> Release:
    """Download and unpack a release; nothing is done twice."""
    folder = sources / version
    if not folder.is_dir():
        archives = sources / "archives" / version
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-build-isolation"]
        subprocess.run([*command, "-d", str(archives), f"keras=={version}"], check=True)
        archive = next(archives.iterdir())
        if archive.suffix == ".whl":
            zipfile.ZipFile(archive).extractall(folder)
        else:
            with tarfile.open(archive) as files:
                files.extractall(sources / "archives", filter="data")
            (sources / "archives" / archive.name.removesuffix(".tar.gz")).rename(folder)
    return Release(folder)


def kind(release: Release, found: ClassSource) -> str | None:
    """Say whether a class is a layer, or an optimizer; None for the bases themselves and for what only stands by."""
    seen = [found]
    for each in seen:
        seen.extend(base for expression in each.node.bases if (base := release.base(each, expression)) is not None)
    names = {each.node.name for each in seen}
    abstract = found.node.name in {"Layer", "Optimizer", "OptimizerV2", "Wrapper", "RNN", "Bidirectional"}
    for base, word in (("Layer", "layer"), ("Optimizer", "optimizer"), ("OptimizerV2", "optimizer")):
        if base in names:
            return None if abstract and word == "optimizer" else word
    return None


def row(parameter: Parameter) -> dict[str, Any]:
    """Write a parameter: its default as a Python literal, else as the expression that it is."""
    found: dict[str, Any] = {}
    if parameter.default is not None:
        try:
            found["default"] = repr(ast.literal_eval(parameter.default))
        except ValueError:
            found["default_expression"] = parameter.default
    return found | ({"keyword_only": True} if parameter.keyword_only else {})


def table(release: Release, path: str) -> tuple[str, Rows] | None:
    """Describe one class of a release."""
    source = release.public[path]
    of = kind(release, source)
    return None if of is None else (of, {name: row(p) for name, p in release.parameters(source).items()})


def harvest(releases: Mapping[str, Release]) -> dict[str, str]:
    """Return the text of every file by its name."""
    versions = [".".join(version.split(".")[:2]) for version in releases]
    by_path: dict[str, dict[str, tuple[str, Rows]]] = defaultdict(dict)
    for version, release in zip(versions, releases.values(), strict=True):
        for path in release.public:
            if found := table(release, path):
                by_path[path][version] = found
    files: dict[str, str] = {}
    own = {
        "path": "keras",
        "title": "Keras",
        "refusal": "ValueError",
        "release": list(releases)[-1],
        "exports": ["layers", "optimizers"],
    }
    files["keras.toml"] = "\n".join(
        [_HEADER.format(release=own["release"], path="keras"), *write_tables("module", own)]
    )
    past = [_PAST.format(oldest=versions[0], newest=versions[-1], path="keras", file="keras.toml")]
    files["history/keras.toml"] = "\n".join([*past, *write_tables("module", {"path": "keras", "releases": versions})])
    for module in MODULES:
        mine = {path: found for path, found in sorted(by_path.items()) if path.rpartition(".")[0] == module}
        name = f"{module.removeprefix('keras.')}.toml"
        files[name] = "\n".join(_newest(module, mine, versions[-1], own["release"]))
        files[f"history/{name}"] = "\n".join(_history(module, mine, versions, name))
    return {name: f"{text}\n" for name, text in files.items()}


def _newest(module: str, classes: Mapping[str, Any], newest: str, release: str) -> Iterator[str]:
    today = {path.rpartition(".")[2]: found[newest] for path, found in classes.items() if newest in found}
    yield _HEADER.format(release=release, path=module)
    yield from write_tables("module", {"path": module, "release": release, "exports": sorted(today)})
    for name, (of, rows) in today.items():
        yield ""
        yield from write_tables(name, {"kinds": [of], "parameters": rows})


def _history(module: str, classes: Mapping[str, Any], versions: list[str], file: str) -> Iterator[str]:
    yield _PAST.format(oldest=versions[0], newest=versions[-1], path=module, file=file)
    yield from write_tables("module", {"path": module})
    for path, by_version in classes.items():
        described = _lifetime(by_version, versions)
        if described:
            yield ""
            yield from write_tables(path.rpartition(".")[2], described)


def _lifetime(by_version: Mapping[str, tuple[str, Rows]], versions: list[str]) -> dict[str, Any]:
    """Describe what of a class isn't today what it always was."""
    _, today = by_version.get(versions[-1], (None, None))
    releases = [
        History(version, {name: _as_printed(name, each) for name, each in rows.items()}, {}, {})
        for version, (_, rows) in by_version.items()
    ]
    found: dict[str, Any] = {}
    if today is None:
        last = list(by_version)[-1]
        found = {"kinds": [by_version[last][0]], "removed": following(last, versions)}
    if releases[0].version != versions[0]:
        found["since"] = releases[0].version
    rows = lifetimes(releases, versions, today or {})
    for name, described in rows.items():
        new = RENAMED.get(name)
        if "removed" in described and new in (today or {}):
            described["replaced_by"] = new
        if today is None:
            described.pop("removed", None)
    for name in IGNORED.keys() & (today or {}).keys():
        rows.setdefault(name, {}).update(IGNORED[name])
    return found | ({"parameters": rows} if rows else {})


def _as_printed(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Write a parameter as the reader of histories takes it: the kind is `inspect`'s."""
    return {"name": name, "kind": 3 if "keyword_only" in given else 1, **given}


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sources", type=Path, default=Path.home() / ".cache" / "hplint-keras")
    sources: Path = parser.parse_args().sources
    sources.mkdir(parents=True, exist_ok=True)
    for name, text in harvest({version: fetch(version, sources) for version in VERSIONS}).items():
        target = HERE / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
