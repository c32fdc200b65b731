"""Turn `rules/libraries/learners.toml` into a table of what transformers learn that the catalogue doesn't hold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hplint.catalogue.directory import rules_directory
from hplint.catalogue.listed_paths import nearest, read_listed_paths

_KINDS = frozenset({"transformer", "categories", "nothing"})


@cache
def learners() -> Mapping[str, str]:
    """Read the table, once a process: by dotted path `transformer`, `categories` or `nothing`.

    Raises:
        CatalogueError: It isn't a table of lists of dotted paths.
    """
    return read_listed_paths(rules_directory() / "libraries" / "learners.toml", _KINDS)


def learns(path: str) -> str | None:
    """Return what a transformer learns, by its own path or the nearest module's; None where nobody knows."""
    return nearest(learners(), path)
