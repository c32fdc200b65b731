"""Turn `rules/libraries/regressions.toml` into a table of models that get their rows when they are built."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hplint.catalogue.directory import rules_directory
from hplint.catalogue.listed_paths import read_listed_paths

_KINDS = frozenset({"arrays", "formulas", "statistics"})


@cache
def regressions() -> Mapping[str, str]:
    """Read the table, once a process: by dotted path `arrays` or `formulas`, by attribute `statistics`.

    Raises:
        CatalogueError: It isn't a table of lists of names.
    """
    return read_listed_paths(rules_directory() / "libraries" / "regressions.toml", _KINDS)
