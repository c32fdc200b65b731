"""Turn `rules/libraries/bystanders.toml` into a table of calls that are given models and leave them as they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hplint.basis.frozen import dataclass
from hplint.catalogue.listed_paths import nearest, read_listed_paths


@dataclass(frozen=True, slots=True)
class Bystanders:
    """What calls do with a model whose hyperparameters they don't touch: `shows`, `draws`, `saves` or `scores` it."""

    calls: Mapping[str, str]
    """By dotted path, of a call or of a module all of whose calls do the same."""

    @classmethod
    def load(cls, directory: Path) -> Bystanders:
        """Read the table in `directory`, which is `rules/libraries`.

        Raises:
            CatalogueError: It isn't a table of lists of dotted paths.
        """
        return cls(read_listed_paths(directory / "bystanders.toml"))

    def of(self, path: str) -> str | None:
        """Return what a call does with a model, by its own path or the nearest module's; None where nobody knows."""
        return nearest(self.calls, path)
