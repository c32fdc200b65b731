"""Decides which releases of the catalogue a version specifier of pip, Poetry or conda allows.

`packaging` costs as much to import as a fifth of all else, so `==1.5.2` and `>=1.2,<1.5`, which are most of what
projects write, are decided without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from hplint.catalogue.versions import version_key
from hplint.pins.entry import Dialect, UnreadablePin

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

_EXACT: Final = re.compile(r"==\s*(\d{1,9}(?:\.\d{1,9}){0,3})")
_BOUND: Final = re.compile(r"(>=|>|<=|<)\s*(\d{1,9}(?:\.\d{1,9}){0,3})")
_BARE: Final = re.compile(r"v?\d[\w.+!-]*(?:\.\*)?")
_POETRY: Final = re.compile(r"([\^~])\s*v?(\d+(?:\.\d+)*)(.*)")
_OPERATOR: Final = re.compile(r"(?<=[\w*])\s+(?=[<>=!~^])")
_CONDA_BRACKET: Final = re.compile(r"\[.*?version\s*=\s*[\"']?([^\"'\]]+)[\"']?.*\]")

_LAST: Final = 9999

Key = tuple[int, int]
"""The minor of a release: (1, 5)."""


def allowed_releases(specifier: str, dialect: Dialect, releases: Sequence[str]) -> tuple[str, ...]:
    """Return the releases that a specifier allows; where it allows only others, the nearest one.

    Args:
        specifier: `>=1.2,<1.5`; empty for any.
        dialect: Who wrote it.
        releases: The minors that the catalogue knows, oldest first.

    Returns:
        In order; empty where nothing fulfils the specifier, or where it says nothing (`0.0` of a placeholder).

    Raises:
        UnreadablePin: It is no specifier.
    """
    allowed: set[str] = set()
    outside: set[Key] = set()
    for alternative in in_pip_terms(specifier, dialect):
        within, beyond = _decide(alternative, releases)
        allowed |= within
        outside |= beyond
    if not allowed and outside:
        allowed = {_nearest(max(outside), releases)}
    return tuple(release for release in releases if release in allowed)


def in_pip_terms(specifier: str, dialect: Dialect) -> Iterator[str]:
    """Translate what Poetry and conda write into alternatives that pip understands."""
    if dialect == "pip":
        yield "" if specifier == "*" else f"=={specifier}" if _BARE.fullmatch(specifier) else specifier
        return
    if bracket := _CONDA_BRACKET.search(specifier):
        specifier = bracket[1]
    for alternative in re.split(r"\|\|?", specifier):
        parts = re.split(r"\s*,\s*", _OPERATOR.sub(",", alternative.strip().strip("()")))
        translate = _of_poetry if dialect == "poetry" else _of_conda
        yield ",".join(filter(None, (translate(part.strip()) for part in parts)))


def _of_poetry(part: str) -> str:
    if part in ("", "*"):
        return ""
    if found := _POETRY.fullmatch(part):
        numbers = [int(number) for number in found[2].split(".")]
        if found[1] == "^":
            fixed = next((index for index, number in enumerate(numbers) if number), len(numbers) - 1)
        elif part.startswith("~="):
            return part
        else:
            fixed = min(1, len(numbers) - 1)
        above = ".".join(str(number) for number in (*numbers[:fixed], numbers[fixed] + 1))
        return f">={found[2]}{found[3]},<{above}"
    if _BARE.fullmatch(part):
        return f"=={part}"
    return f"={part}" if part.startswith("=") and not part.startswith("==") else part


def _of_conda(part: str) -> str:
    if part in ("", "*"):
        return ""
    part = part.split(" ")[0]
    if part.startswith("=") and not part.startswith("=="):
        version = part[1:].partition("=")[0].rstrip("*").rstrip(".")  # what follows the second sign is a build
        return f"=={version}.*"
    if _BARE.fullmatch(part.partition("=")[0]):
        return f"=={part.partition('=')[0]}"
    return part


def _decide(specifier: str, releases: Sequence[str]) -> tuple[set[str], set[Key]]:
    """Return the releases that it allows, and minors besides them; the latter only where there are none."""
    if not specifier:
        return set(releases), set()
    if exact := _EXACT.fullmatch(specifier):
        return _exactly(version_key(exact[1]), releases)
    bounds = [_BOUND.fullmatch(part.strip()) for part in specifier.split(",")]
    low, high = (0, 0), (_LAST, _LAST)
    for bound in bounds:
        if bound is None:
            return _decide_by_packaging(specifier, releases)
        minor = version_key(bound[2])
        if bound[1][0] == ">":
            low = max(low, minor)
        else:
            has_patches = bound[1] == "<=" or any(number != "0" for number in bound[2].split(".")[2:])
            high = min(high, minor if has_patches else (minor[0], minor[1] - 1))
    if low == high:  # patches decide
        return _decide_by_packaging(specifier, releases)
    within = {release for release in releases if low <= version_key(release) <= high}
    return within, {high if high < (_LAST, _LAST) else low} if not within and low < high else set()


def _exactly(asked: Key, releases: Sequence[str]) -> tuple[set[str], set[Key]]:
    if asked == (0, 0):  # the version of a placeholder: `sklearn==0.0` only leads to scikit-learn
        return set(), set()
    within = {release for release in releases if version_key(release) == asked}
    return within, set() if within else {asked}


def _decide_by_packaging(specifier: str, releases: Sequence[str]) -> tuple[set[str], set[Key]]:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    try:
        asked = SpecifierSet(specifier)
        for each in asked:
            if each.operator in ("==", "===") and not each.version.endswith(".*"):
                major, minor = (*Version(each.version).release, 0)[:2]
                return _exactly((major, minor), releases)  # a patch, or a candidate, of that minor
    except (InvalidSpecifier, InvalidVersion) as error:
        raise UnreadablePin(f"{specifier!r} is no version specifier") from error
    within = {release for release in releases if _fulfils(asked, version_key(release))}
    if within:
        return within, set()
    newest = version_key(releases[-1])[0] if releases else 0
    grid = ((major, minor) for major in (*range(newest + 3), _LAST) for minor in range(40))
    return set(), {key for key in grid if key != (0, 0) and _fulfils(asked, key)}


def _fulfils(asked: SpecifierSet, minor: Key) -> bool:
    """Say whether any patch of a minor does: the first, the last, and those around the ones that it names."""
    patches = {0, _LAST}
    for each in asked:
        numbers = re.findall(r"\d+", each.version)
        if len(numbers) > 2 and (int(numbers[0]), int(numbers[1])) == minor:
            patches |= {max(int(numbers[2]) + step, 0) for step in (-1, 0, 1)}
    return any(asked.contains(f"{minor[0]}.{minor[1]}.{patch}", prereleases=True) for patch in patches)


def _nearest(asked: Key, releases: Sequence[str]) -> str:
    """Return the newest release before it, else the oldest."""
    before = [release for release in releases if version_key(release) <= asked]
    return before[-1] if before else releases[0]
