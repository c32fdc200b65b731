"""Where `rules/` is: beside the package in a checkout, inside it when installed from a wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final


class CatalogueError(Exception):
    """A file in `rules/` (or in the user's extension of it) is wrong; the message names file, key and remedy."""


@cache
def rules_directory() -> Path:
    """Return the directory that holds the rules' pages and the tables of the libraries."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / _SHIPPED
    return shipped if shipped.is_dir() else package.parent / "rules"


def is_installed() -> bool:
    """Say whether the rules stand inside the package, as a wheel puts them there, and not in a checkout."""
    return rules_directory().name == _SHIPPED


_SHIPPED: Final = "_rules"
