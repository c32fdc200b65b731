"""Files that list dotted paths under words, `shows = ["matplotlib.pyplot"]`, as a word for each path."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hplint.catalogue.directory import CatalogueError
from hplint.catalogue.toml import TOMLDecodeError, loads


def read_listed_paths(file: Path, words: frozenset[str] | None = None) -> dict[str, str]:
    """Return the word of each path.

    Args:
        file: The file.
        words: Those that there are; None for any.

    Raises:
        CatalogueError: It isn't a table of lists of dotted paths, or has another word.
    """
    try:
        table = loads(file.read_text(encoding="utf-8"))
        if words is not None and (unknown := table.keys() - words):
            raise CatalogueError(f"{file}: no such kind: {', '.join(sorted(unknown))}")
        return {path: word for word, paths in table.items() for path in paths}
    except (TOMLDecodeError, TypeError) as error:
        raise CatalogueError(f"{file}: {error}; it holds lists of dotted paths") from error


def nearest(words: Mapping[str, str], path: str) -> str | None:
    """Return the word of a path, by itself or by the nearest module above it; None where nobody knows."""
    while path:
        if path in words:
            return words[path]
        path = path.rpartition(".")[0]
    return None
