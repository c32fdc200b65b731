"""Chooses the release of each library that the code in a folder is written for, by the project's own dependencies."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cache
from itertools import groupby
from typing import Final

from hplint.basis.frozen import dataclass
from hplint.pins.entry import Entry, Reading, UnreadablePin

_MAY_SAY: Final = re.compile(r".*(?i:requirements.*|\.(?:lock|toml|ya?ml|cfg))|setup\.py|Pipfile.*").fullmatch
"""Names of files and folders that say which releases are meant; more than those that are read."""


@dataclass(frozen=True, slots=True)
class Pin:
    """The release of a library that a project asks for."""

    release: str
    """Of the catalogue: `1.5`."""
    releases: tuple[str, ...]
    """All that are possible, of which it is the newest."""
    sources: tuple[str, ...]
    """What decided, the most exact first: `/a/requirements.txt:3 (scikit-learn<1.6)`."""


@dataclass(frozen=True, slots=True)
class Pins:
    """What the files in a folder, and above it, say."""

    libraries: Mapping[str, Pin] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    """What can't be read; each names the file, and the line or the key."""


@dataclass(frozen=True, slots=True)
class Projects:
    """Finds the pins of each folder, and reads no file twice."""

    cache: dict[str, Pins] = field(default_factory=dict)
    """By absolute folder."""

    def of_folder(self, folder: str) -> Pins:
        """Return what the code in a folder is written for.

        What stands in the folder counts first; the folders above narrow it down, up to the root of the repository.
        """
        if folder not in self.cache:
            self.cache[folder] = self._find(folder)
        return self.cache[folder]

    def _find(self, folder: str) -> Pins:
        try:
            names = os.listdir(folder)
        except OSError:
            names = []
        own, warnings = self._own(_read(folder, names))
        parent = os.path.dirname(folder)
        above = Pins() if ".git" in names or parent == folder else self.of_folder(parent)
        if not own and not warnings:
            return above
        libraries = dict(above.libraries)
        for library, pin in own.items():
            libraries[library] = _narrowed(pin, above.libraries.get(library))
        return Pins(libraries, tuple(dict.fromkeys((*warnings, *above.warnings))))

    def _own(self, reading: Reading) -> tuple[Mapping[str, Pin], tuple[str, ...]]:
        """Interpret what was read, library by library."""
        if not reading.entries:
            return {}, reading.warnings
        from hplint.pins.markers import check_marker, in_one_environment
        from hplint.pins.specifiers import allowed_releases

        found: dict[str, Pin] = {}
        warnings = list(reading.warnings)
        by_library = sorted(reading.entries, key=lambda entry: entry.library)  # stable: the files keep their order
        for library, entries in groupby(by_library, key=lambda entry: entry.library):
            releases = _releases(library)
            if not releases:
                continue
            allowed: dict[Entry, tuple[str, ...]] = {}
            for entry in entries:
                try:
                    check_marker(entry)
                    allowed[entry] = allowed_releases(entry.specifier, entry.dialect, releases)
                except UnreadablePin as error:
                    warnings.append(f"{entry.place}: {error}, so `{entry.written}` doesn't count{_remedy(entry)}")
            pins = [
                Pin(allowed[entry][-1], allowed[entry], (f"{entry.place} ({entry.written})",))
                for entry in in_one_environment(tuple(allowed))
                if entry.specifier and allowed[entry]
            ]
            if pins:
                found[library] = _combined(pins)
        return found, tuple(dict.fromkeys(warnings))


def _read(folder: str, names: Sequence[str]) -> Reading:
    if not any(map(_MAY_SAY, names)):
        return Reading()
    from hplint.pins.folder import read_folder  # most folders have no such file

    return read_folder(folder, names)


@cache
def _releases(library: str) -> tuple[str, ...]:
    from hplint.catalogue.estimators import Catalogue  # waits for the first library that is named

    return Catalogue.load().releases(library)


def _combined(pins: Sequence[Pin]) -> Pin:
    """Take all together, the most exact first; one that contradicts a more exact one is left out."""
    first, *rest = sorted(pins, key=lambda pin: len(pin.releases))
    for pin in rest:
        first = _narrowed(first, pin)
    return first


def _narrowed(pin: Pin, further: Pin | None) -> Pin:
    common = tuple(release for release in pin.releases if further and release in further.releases)
    if further is None or not common or len(common) == len(pin.releases):
        return pin
    return Pin(common[-1], common, (*pin.sources, *further.sources))


def _remedy(entry: Entry) -> str:
    if entry.specifier.startswith("=") and not entry.specifier.startswith("=="):
        return f"; write `=={entry.specifier.lstrip('= ')}`"
    return ""
