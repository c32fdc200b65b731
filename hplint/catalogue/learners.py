"""Turn `rules/libraries/learners.toml` into a table of what transformers learn that the catalogue doesn't hold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hplint.catalogue.directory import CatalogueError, rules_directory
from hplint.catalogue.toml import TOMLDecodeError, loads

_KINDS = frozenset({"transformer", "categories", "nothing"})


@cache
def learners() -> Mapping[str, str]:
    """Read the table, once a process: by dotted path `transformer`, `categories` or `nothing`.

    Raises:
        CatalogueError: It isn't a table of lists of dotted paths.
    """
    file = rules_directory() / "libraries" / "learners.toml"
    try:
        table = loads(file.read_text(encoding="utf-8"))
        if unknown := table.keys() - _KINDS:
            raise CatalogueError(f"{file}: no such kind: {', '.join(sorted(unknown))}")
        return {path: kind for kind, paths in table.items() for path in paths}
    except (TOMLDecodeError, TypeError) as error:
        raise CatalogueError(f"{file}: {error}; it holds lists of dotted paths") from error


def learns(path: str) -> str | None:
    """Return what a transformer learns, by its own path or the nearest module's; None where nobody knows."""
    while path:
        if path in learners():
            return learners()[path]
        path = path.rpartition(".")[0]
    return None
