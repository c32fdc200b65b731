"""What one place in a project's files says about the version of one library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from functools import cache
from typing import Final, Literal

from hplint.basis.frozen import dataclass
from hplint.basis.toml_parser import tomllib
from hplint.catalogue.directory import rules_directory

Dialect = Literal["pip", "poetry", "conda"]

_REQUIREMENT: Final = re.compile(r"([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)", re.DOTALL)
_IN_URL: Final = re.compile(r"[-=/]v?(\d+\.\d+(?:\.\w+)*)(?=[-/]|\.tar|\.zip|\.whl|$)")


class UnreadablePin(ValueError):
    """It is no version specifier; the message says what would be."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A requirement of a known library, not yet interpreted."""

    library: str
    """Of the catalogue: `sklearn`."""
    written: str
    """As it stands there: `scikit-learn>=1.2; python_version > "3.8"`."""
    specifier: str
    """What is asked of the version: `>=1.2`; empty for any."""
    place: str
    """File and line, or file and key: `/a/requirements.txt:3`, `/a/pyproject.toml: project.dependencies`."""
    dialect: Dialect = "pip"
    marker: str = ""
    """An environment marker; empty for all environments."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file, or several, say of known libraries."""

    entries: tuple[Entry, ...] = ()
    """The more telling ones first."""
    warnings: tuple[str, ...] = ()
    """What can't be read; each names the file, and the line or the key."""

    def __add__(self, other: Reading) -> Reading:
        return Reading(self.entries + other.entries, self.warnings + other.warnings)


@dataclass(frozen=True, slots=True)
class Distributions:
    """The names under which package indexes have the libraries of the catalogue."""

    libraries: Mapping[str, str]
    """Normalised name to library."""
    stems: tuple[bytes, ...] = field(repr=False)
    """The longest word of each name: a file without any of them speaks of no known library."""

    def library(self, name: str) -> str | None:
        """Return the library of a distribution, however its name is written."""
        return self.libraries.get(re.sub(r"[-_.]+", "-", name).lower())

    def mentioned(self, data: bytes) -> bool:
        """Say whether a text may name a known distribution: quick, and never a false no."""
        lower = data.lower()
        return any(stem in lower for stem in self.stems)

    def requirement(self, text: str, place: str) -> Entry | None:
        """Read a requirement as pip takes it; None when it is of another library, or of nothing that can be told."""
        found = _REQUIREMENT.match(text.strip())
        library = self.library(found[1]) if found else None
        if found is None or library is None:
            return None
        rest, _, marker = found[2].partition(";")
        if rest.startswith("@"):
            version = _IN_URL.search(rest)
            rest = f"=={version[1]}" if version else ""
        return Entry(library, text.strip(), rest.strip().strip("()").strip(), place, "pip", marker.strip())


@cache
def distributions() -> Distributions:
    """Read `rules/libraries/distributions.toml`, once a process."""
    text = (rules_directory() / "libraries" / "distributions.toml").read_text(encoding="utf-8")
    names = {name: library for library, listed in tomllib().loads(text).items() for name in listed}
    return Distributions(names, tuple({max(name.split("-"), key=len).encode() for name in names}))
