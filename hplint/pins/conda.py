"""Reads the dependencies of a conda environment: a list of strings, with pip's in a list below.

The whole of YAML is no business of a linter: a parser costs as much time as everything else that is read of a project,
and of these files only the rows that name a known library matter. A row of another shape says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hplint.pins.entry import Entry, Reading, distributions
from hplint.pins.requirement_files import decoded

_ITEM: Final = re.compile(r"(\s*)-\s+(.*)")
_KEY: Final = re.compile(r"(\s*)([\w.-]+)\s*:\s*(.*)")
_FLOW: Final = re.compile(r"""\s*(?:'[^']*'|"[^"]*"|[^,\[\]]+)""")
_COMMENT: Final = re.compile(r"(?:^|\s)#.*")
_MATCH: Final = re.compile(r"(?:[\w./-]+::)?([A-Za-z0-9_][\w.-]*)\s*(.*)")
_LOCKED: Final = re.compile(r"^- name: (\S+)\n\s+version: ['\"]?([^\s'\"]+)", re.MULTILINE)


def read_environment(file: str, data: bytes) -> Reading:
    """Read an `environment.yml`."""
    entries = tuple(
        entry
        for number, item, by_pip in dependency_rows(decoded(data))
        if (entry := _entry(item, f"{file}:{number}", by_pip))
    )
    return Reading(entries)


def read_conda_lock(file: str, data: bytes) -> Reading:
    """Read a `conda-lock.yml`: one package after the other, each with its version on the second row."""
    text = decoded(data).replace("\r\n", "\n")
    known = distributions()
    found = []
    for package in _LOCKED.finditer(text):
        if library := known.library(package[1]):
            number = text.count("\n", 0, package.start()) + 1
            written = f"{package[1]} {package[2]}"
            found.append(Entry(library, written, f"=={package[2]}", f"{file}:{number}"))
    return Reading(tuple(found))


def dependency_rows(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield what stands in lists under `dependencies`: the row's number, the item, whether it is pip's."""
    inside, pip_at = False, -1
    for number, row in enumerate(text.splitlines(), 1):
        row = _COMMENT.sub("", row).rstrip()
        if not row:
            continue
        if found := _ITEM.fullmatch(row):
            indent, item = len(found[1]), found[2].strip()
            if inside and item.startswith("pip:"):
                pip_at = indent
                yield from ((number, each, True) for each in _items(item.removeprefix("pip:")))
            elif inside:
                pip_at = pip_at if indent > pip_at else -1
                yield from ((number, each, pip_at >= 0) for each in _items(item))
        elif found := _KEY.fullmatch(row):
            if not found[1]:
                inside, pip_at = found[2] == "dependencies", -1
                if inside:
                    yield from ((number, each, False) for each in _items(found[3]))


def _items(text: str) -> Iterator[str]:
    """Split `[a, "b>=1,<2"]`; a lone string stands for itself."""
    text = text.strip()
    if text.startswith("["):
        yield from (found[0].strip().strip("'\"") for found in _FLOW.finditer(text) if found[0].strip())
    elif text:
        yield text.strip("'\"")


def _entry(item: str, place: str, by_pip: bool) -> Entry | None:
    known = distributions()
    if by_pip:
        return known.requirement(item, place)
    found = _MATCH.fullmatch(item)
    library = known.library(found[1]) if found else None
    return None if found is None or library is None else Entry(library, item, found[2].strip(), place, "conda")
