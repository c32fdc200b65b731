"""Data sets that libraries bring along: `rules/libraries/published.toml` as frozen data."""

from __future__ import annotations

from functools import cache

from hplint.basis.frozen import dataclass
from hplint.catalogue.directory import CatalogueError, rules_directory
from hplint.catalogue.toml import read_file


@dataclass(frozen=True, slots=True)
class Published:
    """Calls that load a data set that everybody has."""

    loads: tuple[str, ...]
    """The beginnings of their dotted paths."""
    own: tuple[str, ...]
    """Among these, the beginnings of those that read the user's own files."""

    parts: tuple[str, ...]
    """Among these, too, the beginnings of those that give a training and a test part, each with its labels."""

    networks: tuple[str, ...]
    """The beginnings of the paths of calls that give a network that was trained before."""

    def brings(self, path: str) -> bool:
        """Tell whether a call gives a network that somebody else has trained."""
        return path.startswith(self.networks)

    def is_split(self, path: str) -> bool:
        """Tell whether a call gives a training and a test part."""
        return path.startswith(self.parts) and path.endswith(".load_data")

    def has(self, path: str) -> bool:
        """Tell whether a call loads one."""
        return path.startswith(self.loads) and not path.startswith(self.own)


@cache
def published() -> Published:
    """Read the table.

    Raises:
        CatalogueError: The file is wrong.
    """
    file = rules_directory() / "libraries" / "published.toml"
    table = read_file(file)
    try:
        return Published(tuple(table["loads"]), tuple(table["own"]), tuple(table["parts"]), tuple(table["networks"]))
    except KeyError as error:
        raise CatalogueError(f"{file}: {error}") from error
