"""How people call hyperparameters in prose: `rules/libraries/called.toml` as frozen data."""

from __future__ import annotations

from functools import cache

from hplint.catalogue.directory import CatalogueError, rules_directory
from hplint.catalogue.toml import read_file


def words_for(name: str) -> tuple[str, ...]:
    """Return the words that may stand for a hyperparameter, its own name first.

    Raises:
        CatalogueError: The file is wrong.
    """
    return (name, name.replace("_", " "), *_words().get(name, ()))


@cache
def _words() -> dict[str, tuple[str, ...]]:
    file = rules_directory() / "libraries" / "called.toml"
    try:
        return {name: tuple(words) for name, words in read_file(file)["words"].items()}
    except KeyError as error:
        raise CatalogueError(f"{file}: {error}") from error
