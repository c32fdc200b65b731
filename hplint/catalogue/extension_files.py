"""Turns the files that users add to the catalogue into an extension of it.

A file is of one module, in the format of `rules/libraries/`: what is harvested there and what is curated stand in one
table here. Other than the files that ship, which tests prove, these are checked as a whole when they are read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from hplint.catalogue.directory import CatalogueError
from hplint.catalogue.extension import Extension, OwnEstimator
from hplint.catalogue.extension_checks import check_estimator, check_function, check_module
from hplint.catalogue.flows import Flow, InvalidFlow, read_flow
from hplint.catalogue.specifications import FunctionSpec

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def read_extension(paths: list[Path], is_shipped: Callable[[str], bool]) -> Extension:
    """Read files, and all TOML files below folders.

    Args:
        paths: Files and folders.
        is_shipped: Says whether a module is one of hplint's own catalogue.

    Raises:
        CatalogueError: One can't be read, or has a mistake; the message names file, table and key.
    """
    files = [file for path in paths for file in (sorted(path.rglob("*.toml")) if path.is_dir() else [path])]
    estimators: dict[str, OwnEstimator] = {}
    functions: dict[str, FunctionSpec] = {}
    flows: dict[tuple[str, str], Flow] = {}
    exports: dict[str, frozenset[str]] = {}
    for file in files:
        document = _parse(file)
        module = check_module(file, document, is_shipped)
        tables = {name: table for name, table in document.items() if name not in ("module", "functions", "flows")}
        places = (module, *document["module"].get("aliases", ()))
        for name, table in tables.items():
            check_estimator(file, name, table)
            own = OwnEstimator(file, f"{module}.{name}", table)
            estimators |= dict.fromkeys((*(f"{place}.{name}" for place in places), *table.get("aliases", ())), own)
        for name, table in document.get("functions", {}).items():
            check_function(file, name, table)
            spec = FunctionSpec(f"{module}.{name}", name, tuple(table["parameters"]))
            functions |= dict.fromkeys((*(f"{place}.{name}" for place in places), *table.get("aliases", ())), spec)
        for owner, name, flow in _flows(file, module, document.get("flows", {})):
            flows |= dict.fromkeys(((place, name) for place in (places if owner == module else (owner,))), flow)
        called = (name for owner, name in flows if owner == module)
        names = frozenset({*tables, *document.get("functions", {}), *called})
        exports |= {place: exports.get(place, frozenset()) | names for place in places}
    return Extension(tuple(map(str, files)), estimators, functions, flows, exports)


def _parse(file: Path) -> dict[str, Any]:  # values of any type, until they are checked
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise CatalogueError(f"{file}: no such file or folder") from None
    except OSError as error:
        raise CatalogueError(f"{file}: can't be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{file}: not valid TOML: {error}") from error


def _flows(file: Path, module: str, table: Any) -> Iterator[tuple[str, str, Flow]]:
    """Read `[flows]`, the module's functions, and `[flows.PriceTable]`, the methods of a type of data."""
    if not isinstance(table, Mapping):
        raise CatalogueError(f"{file}: flows: expected a table, not {table!r}")
    for name, row in table.items():
        if not isinstance(row, Mapping):
            raise CatalogueError(f"{file}: [flows] {name}: expected a table such as {{ flow = 'keeps' }}, not {row!r}")
        if row and all(isinstance(each, Mapping) for each in row.values()):
            for method, each in row.items():
                yield name, method, _flow(file, f"[flows.{name}] {method}", f"{name}.{method}", each, False)
        else:
            yield module, name, _flow(file, f"[flows] {name}", f"{module}.{name}", row, True)


def _flow(file: Path, place: str, name: str, row: Mapping[str, Any], is_module: bool) -> Flow:
    if "flow" not in row:
        raise CatalogueError(f"{file}: {place}: the key 'flow' is missing; add it")
    try:
        return read_flow(name, row, is_module)
    except InvalidFlow as error:
        raise CatalogueError(f"{file}: {place}: {error}") from error
