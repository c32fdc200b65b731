"""Python's parser of TOML, for who reads any: most runs don't."""

from __future__ import annotations

import sys
from types import ModuleType


def tomllib() -> ModuleType:
    """Return the module that has `loads`, which raises ValueError where a text is no TOML."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib
