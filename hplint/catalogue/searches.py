"""What searches take and draw from: `rules/libraries/searches.toml` and `*/distributions/*.toml` as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Any

from hplint.basis.frozen import dataclass
from hplint.catalogue.directory import CatalogueError, rules_directory
from hplint.catalogue.toml import read_file

KINDS = frozenset({"grid", "random", "bayes", "optuna"})


@dataclass(frozen=True, slots=True)
class SearchForm:
    """How a search takes its estimator and its space."""

    estimator: str
    """The parameter that is searched."""
    kind: str
    """`grid` (every combination), `random`, `bayes` or `optuna`."""
    space: str | None = None
    """The parameter with the dicts; None for a curve along one hyperparameter."""
    key: str | None = None
    values: str | None = None
    """The parameters with a curve's one hyperparameter, and its candidates."""
    parameters: tuple[str, ...] = ()
    """What can be given by position; empty where the catalogue has the search."""
    draws: tuple[str, int] | None = None
    """The parameter that says how many are drawn, and its default."""
    folds: int | None = None
    """The default number of folds; None where configurations differ in it."""


@dataclass(frozen=True, slots=True)
class DistributionForm:
    """What a distribution draws, by its arguments."""

    low: float | str | None = None
    high: float | str | None = None
    """Bounds of the support, inclusive: a number, or the parameter that says it."""
    parameters: tuple[str, ...] = ()
    """In order, those that move it excluded."""
    moved: bool = False
    """`loc`, and for a continuous one `scale`, follow the parameters and move the support."""
    discrete: bool = False
    below_high: bool = False
    """The upper bound itself is never drawn."""
    log: bool = False
    log_when: Mapping[str, object] = field(default_factory=dict)
    """It is even on a log scale when the parameter has this value."""
    choices: str | None = None
    """The parameter with the list that it draws from."""

    @property
    def positional(self) -> tuple[str, ...]:
        """Name all parameters in order."""
        return (*self.parameters, *(("loc",) if self.discrete else ("loc", "scale"))) if self.moved else self.parameters


@cache
def search_forms() -> Mapping[str, SearchForm]:
    """Read every search, by its dotted path.

    Raises:
        CatalogueError: The file is wrong.
    """
    file = rules_directory() / "libraries" / "searches.toml"
    forms = {path: _form(file, path, row, SearchForm) for path, row in read_file(file).items()}
    for path, form in forms.items():
        if form.kind not in KINDS:
            raise CatalogueError(f"{file}: [{path}]: kind {form.kind!r} is none of {', '.join(sorted(KINDS))}")
    return forms


@cache
def distribution_forms() -> Mapping[str, DistributionForm]:
    """Read every distribution, by its dotted path.

    Raises:
        CatalogueError: A file is wrong.
    """
    return {
        f"{file.stem}.{name}": _form(file, name, row, DistributionForm)
        for file in sorted((rules_directory() / "libraries").glob("*/distributions/*.toml"))
        for name, row in read_file(file).items()
    }


def _form(file: Path, name: str, row: Mapping[str, Any], kind: Any) -> Any:  # a class in, an object of it out
    try:
        return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()})
    except TypeError as error:
        raise CatalogueError(f"{file}: [{name}]: {error}") from error
