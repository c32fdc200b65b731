"""Turns TOML into data, several times as fast as `tomllib` where it is plain: as `rules/libraries/` is written.

Plain TOML (bare keys, basic strings, one table after the other) differs from JSON in its punctuation only, and JSON's
parser is C. Whatever isn't plain, or isn't TOML at all, is left to `tomllib`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from hplint.basis.toml_parser import tomllib
from hplint.catalogue.directory import CatalogueError

TOMLDecodeError = ValueError
"""What says that a text is no TOML; the parser's own class, which most runs never import, is one."""

_BACKSLASH, _QUOTE, _STRING, _TABLE = "\x01", "\x02", "\x03", "\x04"
"""Stand-ins; TOML has no such characters."""
_STAND_IN: Final = re.compile(f"[{_BACKSLASH}-{_TABLE}]")
_HEADER: Final = re.compile(r"([\w.-]+)\]\n?")
_NOTHING: Final = re.compile(r"^(?:#.*)?\n", re.MULTILINE)
_PLAIN: Final = re.compile(rf"[\w\s=\[\]{{}},.+{_STRING}{_TABLE}-]*")
_KEY: Final = re.compile(rf"([\w-]+|{_STRING}) = ")
_INFINITE: Final = re.compile(r"\binf\b(?! =)")
_SPREAD: Final = (("[\n", "["), (",\n]", "]"), (",\n    ", ", "))
"""How a list over several rows becomes one row."""


def loads(text: str) -> dict[str, Any]:  # values of any type that TOML has
    """Parse a document.

    Raises:
        TOMLDecodeError: It is no TOML.
    """
    try:
        return _read_plain(text)
    except ValueError:
        found: dict[str, Any] = tomllib().loads(text)
        return found


def read_file(file: Path) -> dict[str, Any]:  # values of any type that TOML has
    """Parse a file of the catalogue.

    Raises:
        CatalogueError: It can't be read, or is no TOML.
    """
    try:
        return loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, TOMLDecodeError) as error:
        raise CatalogueError(f"{file}: {error}") from error


def _read_plain(text: str) -> dict[str, Any]:
    if _STAND_IN.search(text):
        raise ValueError("a control character")
    first, *rest = ("\n" + _NOTHING.sub("", text)).split("\n[")  # a bracket begins no other row
    headers = [_header(section) for section in rest]
    names = [header[1] for header in headers]
    if len(set(names)) < len(names):
        raise ValueError("a table stands twice")
    bodies = [section[header.end() :].strip() for header, section in zip(headers, rest, strict=True)]
    own, *tables = _read_rows([first.strip(), *bodies])
    opened: dict[str, dict[str, Any]] = {}
    for name, rows in zip(names, tables, strict=True):
        table, path = own, ""
        for key in name.split("."):
            path = f"{path}.{key}"
            if path not in opened:
                if key in table:
                    raise ValueError("a table inside of what is none")
                opened[path] = table[key] = {}
            table = opened[path]
        if not rows.keys().isdisjoint(table):
            raise ValueError("a key stands twice")
        table.update(rows)
    return own


def _header(section: str) -> re.Match[str]:
    found = _HEADER.match(section)
    if found is None:
        raise ValueError("a header that isn't plain")
    return found


def _read_rows(tables: list[str]) -> list[dict[str, Any]]:
    """Read the rows of each table: all as one list of JSON objects.

    Raises:
        ValueError: They aren't plain.
    """
    text = _TABLE.join(tables).replace("\\\\", _BACKSLASH).replace('\\"', _QUOTE)
    parts = text.split('"')
    outside = _STRING.join(parts[::2])
    if not _PLAIN.fullmatch(outside):
        raise ValueError("not plain")
    if "inf" in outside:
        outside = _INFINITE.sub("Infinity", outside)
    for spread, row in _SPREAD:
        outside = outside.replace(spread, row)
    pieces = _KEY.split(outside.replace("\n", "\n, ").replace(_TABLE, "}, {"))
    pieces[1::2] = [f'"{key}": ' if key != _STRING else f"{_STRING}: " for key in pieces[1::2]]
    parts[::2] = "".join(pieces).split(_STRING)
    inside = '"'.join(parts).replace(_QUOTE, '\\"').replace(_BACKSLASH, "\\\\")
    found: list[dict[str, Any]] = _JSON.decode("[{" + inside + "}]")
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise ValueError("a key stands twice")
    return table


_JSON: Final = json.JSONDecoder(object_pairs_hook=_unique)
