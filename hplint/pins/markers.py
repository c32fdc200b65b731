"""Chooses between requirements for different environments: those of the newest Python that any of them is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from hplint.pins.entry import Entry, UnreadablePin

_PYTHONS: Final = tuple(f"3.{minor}" for minor in range(20, 5, -1)) + ("2.7",)
_PLATFORMS: Final = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
)
_CPYTHON: Final = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
_QUOTED: Final = re.compile(r"""["']([^"']*)["']""")


def in_one_environment(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Keep the entries that hold together; those without a marker hold everywhere.

    The Python that hplint runs under is nobody's business: findings are the same on every machine.
    """
    readable = [entry for entry in entries if not entry.marker or _is_marker(entry.marker)]
    marked = [entry for entry in readable if entry.marker]
    if not marked:
        return tuple(readable)
    for environment in _environments():
        if held := [entry for entry in marked if _holds(entry.marker, environment)]:
            return tuple(entry for entry in readable if not entry.marker or entry in held)
    return tuple(entry for entry in readable if not entry.marker)


def check_marker(entry: Entry) -> None:
    """Complain of a marker that is none.

    Raises:
        UnreadablePin: It can't be read.
    """
    if entry.marker and not _is_marker(entry.marker):
        raise UnreadablePin(f"{entry.marker!r} is no environment marker")


def _is_marker(marker: str) -> bool:
    from packaging.markers import InvalidMarker, Marker

    try:
        Marker(marker)
    except InvalidMarker:
        return False
    return True


def _environments() -> Iterator[Mapping[str, str]]:
    for platform in _PLATFORMS:
        for python in _PYTHONS:
            versions = {"python_version": python, "python_full_version": f"{python}.0"}
            yield {
                **platform,
                **versions,
                "implementation_name": "cpython",
                "platform_python_implementation": "CPython",
            }


def _holds(marker: str, environment: Mapping[str, str]) -> bool:
    """Say whether a marker holds, with any extra that it names, or none."""
    from packaging.markers import Marker, UndefinedComparison

    extras = ["", *_QUOTED.findall(marker)] if "extra" in marker else [""]
    try:
        return any(Marker(marker).evaluate({**environment, "extra": extra}) for extra in extras)
    except (UndefinedComparison, ValueError):
        return False
