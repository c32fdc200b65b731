"""Turn `rules/libraries/bystanders.toml` into a table of calls that are given models and leave them as they are."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from hplint.catalogue.directory import CatalogueError
from hplint.frozen import dataclass

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


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
        file = directory / "bystanders.toml"
        try:
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            return cls({path: what for what, paths in table.items() for path in paths})
        except (tomllib.TOMLDecodeError, TypeError) as error:
            raise CatalogueError(f"{file}: {error}; it holds lists of dotted paths") from error

    def of(self, path: str) -> str | None:
        """Return what a call does with a model, by its own path or the nearest module's; None where nobody knows."""
        while path:
            if path in self.calls:
                return self.calls[path]
            path = path.rpartition(".")[0]
        return None
