"""Reads what the files of one folder say of known libraries: lock files first, then requirements, then the rest."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from hplint.pins.conda import read_conda_lock, read_environment
from hplint.pins.entry import Reading, distributions
from hplint.pins.requirement_files import decoded, read_requirement_file
from hplint.pins.setup_script import read_setup_script
from hplint.pins.tables import read_lock, read_pipfile, read_pipfile_lock, read_pyproject, read_setup_cfg

Reader = Callable[[str, bytes], Reading]

READERS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"uv\.lock|poetry\.lock|pdm\.lock|pylock(\.[\w-]+)?\.toml", read_lock),
        (r"Pipfile\.lock", read_pipfile_lock),
        (r"(.*\.)?conda-lock\.ya?ml", read_conda_lock),
        (r"(?i:requirements\.txt)", read_requirement_file),
        (r"pyproject\.toml", read_pyproject),
        (r"environment\.ya?ml", read_environment),
        (r"Pipfile", read_pipfile),
        (r"setup\.cfg", read_setup_cfg),
        (r"setup\.py", read_setup_script),
        (r"conda\.ya?ml|environment[\w.-]+\.ya?ml", read_environment),
        (r"(?i:[\w.-]*requirements[\w.-]*\.txt)", read_requirement_file),
    )
)
"""Patterns of names, in the order in which they count."""

_SEARCHING: Final = (read_requirement_file, read_lock)
"""Readers that look for names before they parse anything: the others are given only what names a known library."""

_LARGEST: Final = 32 * 1024 * 1024
"""Bytes; a larger file is no list of dependencies."""


def read_folder(folder: str, names: Sequence[str]) -> Reading:
    """Read the files among `names`, and the lists in a folder `requirements`; only those that name a known library."""
    found = Reading()
    for reader, file in _files(folder, names):
        try:
            if os.path.getsize(file) > _LARGEST:
                continue
            with open(file, "rb") as stream:
                data = stream.read()
        except OSError:  # no file of ours: whoever needs it complains
            continue
        if reader not in _SEARCHING and not distributions().mentioned(_searchable(data)):
            continue
        try:
            found += reader(file, data)
        except (ValueError, RecursionError) as error:
            problem = str(error).splitlines()[0] if str(error) else type(error).__name__
            found += Reading((), (f"{file}: can't be read, so the versions in it don't count: {problem}",))
    return found


def _searchable(data: bytes) -> bytes:
    return decoded(data).encode("utf-8", "replace") if b"\0" in data[:200] else data


def _files(folder: str, names: Sequence[str]) -> Iterator[tuple[Reader, str]]:
    taken: set[str] = set()
    for pattern, reader in READERS:
        for name in sorted(names):
            if name not in taken and pattern.fullmatch(name):
                taken.add(name)
                yield reader, os.path.join(folder, name)
    if "requirements" in names:
        inner = os.path.join(folder, "requirements")
        try:
            listed = sorted(name for name in os.listdir(inner) if name.endswith(".txt"))
        except OSError:
            return
        yield from map(partial(lambda place, name: (read_requirement_file, os.path.join(place, name)), inner), listed)
