"""Reads the sources of PyTorch releases and writes what was otherwise in older ones into `history/<module>.toml`.

    python rules/libraries/torch/harvest_history.py [--sources DIRECTORY]

A maintainer adds a release to `VERSIONS` and runs it after `harvest.py`. Each is downloaded by pip once, as the wheel
for macOS, which is the smallest; only its classes are unpacked, and read as text. The newest stands in `<module>.toml`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import tomllib

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "sklearn"), str(HERE.parents[2])]

from harvesting.lifetimes import Release as History  # noqa: E402
from harvesting.lifetimes import lifetimes  # noqa: E402
from harvesting.tables import write_tables  # noqa: E402
from releases import PACKAGES, Release  # noqa: E402

VERSIONS: Final = (
    *("1.4.0", "1.5.1", "1.6.0", "1.7.1", "1.8.1", "1.9.1", "1.10.2", "1.11.0", "1.12.1", "1.13.1", "2.0.1", "2.1.2"),
    *("2.2.2", "2.3.1", "2.4.1", "2.5.1", "2.6.0", "2.7.1", "2.8.0", "2.9.1", "2.10.0", "2.11.0", "2.12.1", "2.13.0"),
)
PLATFORMS: Final = (
    *(("3.11", "macosx_11_0_arm64"), ("3.10", "macosx_11_0_arm64"), ("3.9", "macosx_11_0_arm64")),
    *(("3.8", "macosx_10_9_x86_64"), ("3.7", "macosx_10_9_x86_64"), ("3.12", "macosx_14_0_arm64")),
)
DEPRECATIONS: Final = {
    # https://docs.pytorch.org/docs/2.6/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html
    "verbose": {"deprecated": "2.2", "deprecation": "leave it out, and print `get_last_lr()` where it interests you"},
}
"""What the documentation says of hyperparameters that are gone."""
_HEADER: Final = """\
# PyTorch {oldest} to {newest}, module {path}: written by harvest_history.py, not by hand. Only what differs from the
# newest release, which stands in ../{file}. `history` lists earlier states, each with the last release that had it.
"""


def fetch(version: str, sources: Path) -> Release:
    """Download a release and unpack its classes; nothing is done twice."""
    folder = sources / version
    if not folder.is_dir():
        archives = sources / "archives" / version
        if not any(_download(version, archives, *each) for each in PLATFORMS):
            raise SystemExit(f"pip finds no wheel of torch {version} for macOS")
        with zipfile.ZipFile(next(archives.iterdir())) as wheel:
            wanted = ("torch/nn/", "torch/optim/", "torch/utils/data/")
            wheel.extractall(folder, [n for n in wheel.namelist() if n.startswith(wanted) and n.endswith(".py")])
    return Release(folder)


def _download(version: str, target: Path, python: str, platform: str) -> bool:
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", str(target)]
    of = ["--platform", platform, "--python-version", python, f"torch=={version}"]
    return subprocess.run([*command, *of], capture_output=True, check=False).returncode == 0


def harvest(releases: Mapping[str, Release]) -> dict[str, str]:
    """Return the text of every file by its name."""
    versions = [version.rpartition(".")[0] for version in releases]
    span = {"oldest": versions[0], "newest": versions[-1]}
    head = _HEADER.format(path="torch", file="torch.toml", **span)
    files = {"torch.toml": [head, *write_tables("module", {"path": "torch", "releases": versions})]}
    for module in PACKAGES:
        name = f"{module.removeprefix('torch.')}.toml"
        newest = tomllib.loads((HERE / name).read_text(encoding="utf-8"))
        lines = [_HEADER.format(path=module, file=name, **span), *write_tables("module", {"path": module})]
        for found, table in newest.items():
            described = dict(_described(module, found, releases, table)) if "kinds" in table else {}
            lines += ["", *write_tables(found, described)] if described else []
        files[name] = lines
    return {name: "\n".join(lines) + "\n" for name, lines in files.items()}


def _described(
    module: str, name: str, releases: Mapping[str, Release], table: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """Describe what of a class isn't today what it always was; nothing where a release doesn't say what it takes."""
    versions = [version.rpartition(".")[0] for version in releases]
    having = {v: r for v, r in zip(versions, releases.values(), strict=True) if name in r.classes(module)}
    told = {version: release.parameters(module, name) for version, release in having.items()}
    if not told or None in told.values():
        return
    if versions[0] not in told:
        yield "since", next(iter(told))
    of = [History(version, rows or {}, {}, {}) for version, rows in told.items()]
    rows = lifetimes(of, versions, table.get("parameters", {}))
    for name, row in rows.items():
        # The newest release's own default, which `harvest.py` reads as a value, is no earlier state.
        earlier = [each for each in row.pop("history", ()) if each["until"] != versions[-1]]
        row |= {"history": earlier} if earlier else {}
        if "removed" in row:
            row |= DEPRECATIONS.get(name, {})
    known = table.get("parameters", {})
    kept = {name: row for name, row in rows.items() if row and (name in known or "removed" in row)}
    if kept:
        yield "parameters", kept


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sources", type=Path, default=Path.home() / ".cache" / "hplint-torch")
    sources: Path = parser.parse_args().sources
    sources.mkdir(parents=True, exist_ok=True)
    (HERE / "history").mkdir(exist_ok=True)
    for name, text in harvest({version: fetch(version, sources) for version in VERSIONS}).items():
        (HERE / "history" / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
