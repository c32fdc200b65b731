"""Classes and functions of libraries that are described by code that does the same: `rules/libraries/stand_ins`.

A file is named by the module whose names it defines.
"""

from __future__ import annotations

import os
import re
from functools import cache

from hplint.catalogue.directory import rules_folder

_FOLDER = os.path.join("libraries", "stand_ins")
_DEFINED = re.compile(r"^(?:class|def) (\w+)", re.MULTILINE)


@cache
def modules() -> frozenset[str]:
    """Return the dotted names of the modules of which something is described."""
    listed = os.listdir(os.path.join(rules_folder(), _FOLDER))
    return frozenset(name.removesuffix(".py") for name in listed if name.endswith(".py"))


@cache
def code(module: str) -> str:
    """Return what is done in the place of a module."""
    with open(os.path.join(rules_folder(), _FOLDER, f"{module}.py"), encoding="utf-8") as stream:
        return stream.read()


@cache
def names(module: str) -> frozenset[str]:
    """Return what is described of a module; nothing of one that isn't."""
    if module not in modules():
        return frozenset()
    text = code(module)
    listed = re.search(r"^__all__ = \[(.*)\]$", text, re.MULTILINE)
    return frozenset(re.findall(r"\w+", listed[1]) if listed else _DEFINED.findall(text))
