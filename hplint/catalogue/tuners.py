"""What tuners hand out: `rules/libraries/tuners.toml` as frozen data."""

from __future__ import annotations

from functools import cache

from hplint.basis.frozen import dataclass
from hplint.catalogue.directory import CatalogueError, rules_directory
from hplint.catalogue.toml import read_file


@dataclass(frozen=True, slots=True)
class Tuners:
    """Methods and modules of the libraries that try one candidate after the other."""

    suggests: frozenset[str]
    """Methods that hand out a candidate: `suggest_float`, `Int`."""
    spaces: tuple[str, ...]
    """What candidates are drawn from, by the beginning of its path, the last dot included: `optuna.distributions.`."""
    wrappers: tuple[str, ...]
    """Classes that make estimators of networks, by the beginning of their paths."""
    identifies: tuple[str, ...]
    """Calls that show of which order a series is, by the beginning of their paths."""
    groups: tuple[str, ...]
    """Calls that show into how many groups rows fall, by the beginning of their paths."""
    schedules: tuple[str, ...]
    """Calls that change a learning rate in the course of a training, by the beginning of their paths."""
    compares: tuple[str, ...]
    """Classes whose `fit` trains many models, and scores each on the rows that it is given, by the beginning of their
    paths."""
    tracks: frozenset[str]
    """Calls that tell a tracker of experiments what a run was set to."""
    writes: frozenset[str]
    """Calls that write something to a file."""
    writing: frozenset[str]
    """Methods that do."""


@cache
def tuners() -> Tuners:
    """Read the table.

    Raises:
        CatalogueError: The file is wrong.
    """
    file = rules_directory() / "libraries" / "tuners.toml"
    table = read_file(file)
    try:
        spaces = tuple(f"{path}." for path in table["spaces"])
        shows = tuple(table["identifies"]), tuple(table["groups"]), tuple(table["schedules"])
        compares = tuple(table["compares"])
        told = tuple(frozenset(table[key]) for key in ("tracks", "writes", "writing"))
        return Tuners(frozenset(table["suggests"]), spaces, tuple(table["wrappers"]), *shows, compares, *told)
    except KeyError as error:
        raise CatalogueError(f"{file}: {error}") from error
