"""Turn `rules/libraries/forecasters.toml` into what models of series are called, and how they predict."""

from __future__ import annotations

from functools import cache

from hplint.basis.frozen import dataclass
from hplint.catalogue.directory import rules_directory
from hplint.catalogue.listed_paths import read_listed_paths

_KINDS = frozenset({"models", "fitted", "series", "predicting"})


@dataclass(frozen=True, slots=True)
class Forecasters:
    """Models of series."""

    models: tuple[str, ...]
    """Classes, and modules of them, that get their series with `fit`."""
    fitted: frozenset[str]
    """Functions that return a fitted model."""
    series: tuple[str, ...]
    """Parameters of constructors that get what `fit` learns from."""
    predicting: frozenset[str]
    """Methods that predict what comes next."""

    def is_model(self, path: str) -> bool:
        """Tell whether a dotted path is one of a model that gets its series with `fit`, or of a fitted one."""
        return path in self.fitted or any(path == each or path.startswith(f"{each}.") for each in self.models)


@cache
def forecasters() -> Forecasters:
    """Read the table, once a process.

    Raises:
        CatalogueError: It isn't a table of lists of names.
    """
    kinds = read_listed_paths(rules_directory() / "libraries" / "forecasters.toml", _KINDS)
    names: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for name, kind in kinds.items():
        names[kind].append(name)
    return Forecasters(
        tuple(names["models"]), frozenset(names["fitted"]), tuple(names["series"]), frozenset(names["predicting"])
    )
