"""Where `rules/` is: beside the package in a checkout, inside it when installed from a wheel."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path


class CatalogueError(Exception):
    """A file in `rules/` (or in the user's extension of it) is wrong; the message names file, key and remedy."""


@cache
def rules_folder() -> str:
    """Return the path of the directory that holds the rules' pages and the tables of the libraries."""
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    shipped = os.path.join(package, _SHIPPED)
    return shipped if os.path.isdir(shipped) else os.path.join(os.path.dirname(package), "rules")


@cache
def rules_directory() -> Path:
    """Return the same directory; for whoever reads the tables, which runs that remember everything don't."""
    from pathlib import Path  # takes 7 ms

    return Path(rules_folder())


def is_installed() -> bool:
    """Say whether the rules stand inside the package, as a wheel puts them there, and not in a checkout."""
    return os.path.basename(rules_folder()) == _SHIPPED


_SHIPPED: Final = "_rules"
