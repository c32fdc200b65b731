"""Writes the table of a library's root module."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from harvesting.tables import write_tables

_HEADER = """\
# {title} {release}, module {path}: written by harvest.py, not by hand. Facts that people judge stand in curated/.
# A default is a Python literal; `default_expression` is none. `accepts` is what the library itself accepts, in
# the notation of hplint/catalogue/notation.py; beside the hyperparameters in `unread` it looks at no value.
"""


def write_module(
    title: str, release: str, path: str, exports: list[str], tables: Mapping[str, Mapping[str, Any]]
) -> str:
    """Return the text of a module's file."""
    return "\n".join(_lines(title, release, path, exports, tables)) + "\n"


def _lines(
    title: str, release: str, path: str, exports: list[str], tables: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    yield _HEADER.format(title=title, release=release, path=path)
    yield from write_tables("module", {"path": path, "title": title, "release": release, "exports": exports})
    for name in sorted(tables):
        yield ""
        yield from write_tables(name, tables[name])


def run(home: Path, description: str, harvest: Callable[[], Mapping[str, str]]) -> None:
    """Write the files that `harvest` returns by name into `home`, or into the folder that the command line names."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--directory", type=Path, default=home)
    directory: Path = parser.parse_args().directory
    warnings.simplefilter("ignore")
    for name, text in harvest().items():
        (directory / name).write_text(text, encoding="utf-8")
        print(directory / name, file=sys.stderr)
