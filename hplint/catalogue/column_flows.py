"""`rules/libraries/columns.toml`: what calls do with the columns of a table."""

from __future__ import annotations

from functools import cache

from hplint.catalogue.directory import rules_directory
from hplint.catalogue.toml import loads


@cache
def column_flows() -> dict[str, frozenset[str]]:
    """Return the kinds of each call, by its name; read when first asked, once a process."""
    text = (rules_directory() / "libraries" / "columns.toml").read_text(encoding="utf-8")
    kinds: dict[str, set[str]] = {}
    for kind, names in loads(text).items():
        for name in names:
            kinds.setdefault(name, set()).add(kind)
    return {name: frozenset(found) for name, found in kinds.items()}
