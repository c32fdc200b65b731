"""What to read where an estimator lacks a name."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from functools import cache

from hplint.catalogue.directory import rules_directory
from hplint.catalogue.module_file import Tables


@cache
def _alternatives() -> dict[str, list[str]]:
    """Read the table."""
    return Tables.read(rules_directory() / "libraries" / "alternatives.toml").table("instead")


def alternative(name: str, names: Collection[str]) -> str:
    """Return the name that serves in the place of another, or is spelt almost like it; empty where none does."""
    known = next((each for each in _alternatives().get(name, ()) if each in names), "")
    return known or next(iter(get_close_matches(name, sorted(names), 1, 0.85)), "")
