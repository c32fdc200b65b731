"""What sets a global seed: `rules/libraries/seeds.toml` as frozen data."""

from __future__ import annotations

from functools import cache

from hplint.basis.frozen import dataclass
from hplint.catalogue.directory import CatalogueError, rules_directory
from hplint.catalogue.toml import read_file


@dataclass(frozen=True, slots=True)
class Seeds:
    """Calls that set a global seed."""

    functions: frozenset[str]
    """By dotted path."""
    words: tuple[str, ...]
    """Parts of the names of functions out of view that do."""
    method: str
    """The name that counts only after `owner`, or alone."""
    owner: str

    def is_named(self, written: str) -> bool:
        """Tell whether a function out of view sets a seed, by its name as the code writes it: `utils.set_seed`."""
        before, _, name = written.rpartition(".")
        if name == self.method:
            return not before or before.rpartition(".")[2] == self.owner
        lowered = name.lower()
        return any(word in lowered for word in self.words)


@cache
def seeds() -> Seeds:
    """Read the table.

    Raises:
        CatalogueError: The file is wrong.
    """
    file = rules_directory() / "libraries" / "seeds.toml"
    table = read_file(file)
    try:
        return Seeds(frozenset(table["functions"]), tuple(table["words"]), table["method"], table["owner"])
    except KeyError as error:
        raise CatalogueError(f"{file}: {error}") from error
