"""Turn `rules/libraries/python2.toml` into the releases that code of Python 2 is written for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hplint.catalogue.directory import rules_directory
from hplint.catalogue.toml import read_file


@cache
def last_releases() -> Mapping[str, str]:
    """Read the last release of each library that Python 2 runs, once a process.

    Raises:
        CatalogueError: The file isn't there, or is no TOML.
    """
    table = read_file(rules_directory() / "libraries" / "python2.toml")["releases"]
    return {library: str(release) for library, release in table.items()}
