"""Keeps the tables of the catalogue's files as JSON: parsing that costs a fifth of parsing TOML.

As Python's own `__pycache__`: made when a file is first read, current as long as the file's digest is the one that it
was made from, and made by `hatch_build.py` for a wheel, which nobody may be able to write to where it is installed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from hplint.basis.digest import digest_of
from hplint.catalogue.directory import rules_directory

FOLDER: Final = "__compiled__"
_FORMAT: Final = b"hplint tables 1\n"
"""Changes with what stands in such a file, or with how TOML is read."""


def recall(path: Path, source: bytes) -> dict[str, str] | None:
    """Return the tables of a file as JSON, by name; None where nothing current is kept.

    Args:
        path: The file of TOML.
        source: What stands in it.
    """
    try:
        with open(place(str(rules_directory()), str(path)), "rb") as stream:
            return unpack(stream.read(), source)
    except (OSError, ValueError):
        return None


def unpack(packed: bytes, source: bytes) -> dict[str, str] | None:
    """Return the tables, by name; None where they are those of another source, or were cut off."""
    digest, _, rows = packed.partition(b"\n")
    if digest != _digest(source, rows):
        return None
    pairs = (row.partition("\t") for row in rows.decode().split("\n"))
    return {name: text for name, _, text in pairs}


def pack(source: bytes, tables: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return what is kept of a file.

    Raises:
        TypeError: JSON can't say it: a date.
    """
    texts = [f"{name}\t{json.dumps(table, ensure_ascii=False)}" for name, table in tables.items()]
    rows = "\n".join(texts).encode()
    return _digest(source, rows) + b"\n" + rows


def keep(path: Path, packed: bytes) -> None:
    """Write it; where that isn't allowed, the file is parsed again the next time."""
    from hplint.basis.atomic import write_whole  # once a change of the file

    kept = place(str(rules_directory()), str(path))
    with suppress(OSError):
        os.makedirs(os.path.dirname(kept), exist_ok=True)
        write_whole(kept, packed)


def place(rules: str, path: str) -> str:
    """Return where the tables of a file are kept: `rules/__compiled__/libraries/sklearn/svm.json`.

    Raises:
        ValueError: The file doesn't stand in `rules`.
    """
    if not path.startswith(f"{rules}{os.sep}"):
        raise ValueError(f"{path} isn't in {rules}")
    return os.path.join(rules, FOLDER, f"{path[len(rules) + 1 : -len('.toml')]}.json")


def _digest(source: bytes, rows: bytes) -> bytes:
    return digest_of(b"%s%d %s%s" % (_FORMAT, len(source), source, rows)).hex().encode()
