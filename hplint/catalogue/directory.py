"""Where `rules/` is: beside the package in a checkout, inside it when installed from a wheel."""

from __future__ import annotations

from pathlib import Path


class CatalogueError(Exception):
    """A file in `rules/` (or in the user's extension of it) is wrong; the message names file, key and remedy."""


def rules_directory() -> Path:
    """Return the directory that holds the rules' pages and the tables of the libraries."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_rules"
    return shipped if shipped.is_dir() else package.parent / "rules"
