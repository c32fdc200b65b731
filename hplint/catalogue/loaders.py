"""Turn `rules/libraries/loaders.toml` into the functions that read models which were saved before."""

from __future__ import annotations

from functools import cache

from hplint.catalogue.directory import rules_directory
from hplint.catalogue.listed_paths import read_listed_paths


@cache
def loaders() -> frozenset[str]:
    """Read the dotted paths, once a process.

    Raises:
        CatalogueError: It isn't a table of lists of names.
    """
    return frozenset(read_listed_paths(rules_directory() / "libraries" / "loaders.toml", frozenset({"loads"})))
