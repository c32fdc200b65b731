"""Reads the installed scikit-learn and writes what it says of itself into `<public module>.toml` beside this file.

    python rules/libraries/sklearn/harvest.py [--directory DIRECTORY]

`update.py` runs it in an environment of the newest release, and `harvest_history.py` after it: what was otherwise in
earlier releases stands in `history/`, in rows of the same keys.
"""

from __future__ import annotations

import argparse
import inspect
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import sklearn  # noqa: E402
from harvesting.classes import class_table  # noqa: E402
from harvesting.kinds import kinds  # noqa: E402
from harvesting.members import parameters  # noqa: E402
from harvesting.modules import EXPERIMENTAL, Home, PublicModule, homes, public_modules  # noqa: E402
from harvesting.tables import write_tables  # noqa: E402

_HEADER = """\
# scikit-learn {release}, module {path}: written by harvest.py, not by hand. Facts that people judge stand in curated/.
# A default is a Python literal; `default_expression` is none. `accepts` is the library's own validation, in the
# notation of hplint/catalogue/notation.py. `when` says under which condition a name exists.
"""


def harvest() -> dict[str, str]:
    """Return the text of every file by name."""
    modules = public_modules()
    tables: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    found: dict[int, str] = {}
    for home in homes(modules):
        found[id(home.found)] = f"{home.path}.{home.name}"
        tables[home.path].update(_describe(home))
    return {_file_name(m.path): "\n".join(_write(m, tables[m.path], found)) + "\n" for m in modules}


def _file_name(path: str) -> str:
    return f"{path.removeprefix('sklearn.')}.toml"


def _describe(home: Home) -> dict[str, Mapping[str, Any]]:
    if inspect.isclass(home.found):
        if not kinds(home.found):
            return {}
        enabled_by = next((path for path, names in EXPERIMENTAL.items() if home.name in names), None)
        return {home.name: class_table(home.found, home.aliases, enabled_by)}
    table: dict[str, Any] = {"aliases": list(home.aliases)} if home.aliases else {}
    return {f"functions.{home.name}": table | {"parameters": parameters(home.found)}}


def _write(public: PublicModule, tables: dict[str, Mapping[str, Any]], found: Mapping[int, str]) -> Iterator[str]:
    yield _HEADER.format(release=sklearn.__version__, path=public.path)
    yield from write_tables("module", _module_table(public, found))
    for name in sorted(tables):
        yield ""
        yield from write_tables(name, tables[name])


def _module_table(public: PublicModule, found: Mapping[int, str]) -> dict[str, Any]:
    """Describe a module: what a star import binds, and which of its names are at home elsewhere."""
    elsewhere: dict[str, str] = {}
    for name, value in sorted(vars(public.module).items()):
        home = found.get(id(value))
        if home and home != f"{public.path}.{name}" and (name in public.exports or _is_estimator(value)):
            elsewhere[name] = home
    table: dict[str, Any] = {"path": public.path, "release": sklearn.__version__, "exports": list(public.exports)}
    return table | ({"elsewhere": elsewhere} if elsewhere else {})


def _is_estimator(value: Any) -> bool:
    return inspect.isclass(value) and bool(kinds(value))


def main() -> None:
    """Write the files, and remove those of modules that are gone."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--directory", type=Path, default=HERE)
    directory: Path = parser.parse_args().directory
    warnings.simplefilter("ignore")
    files = harvest()
    for name, text in files.items():
        (directory / name).write_text(text, encoding="utf-8")
    for path in directory.glob("*.toml"):
        if path.name not in files:
            path.unlink()


if __name__ == "__main__":
    main()
