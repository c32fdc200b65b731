"""Writes tables as TOML: one line a parameter, an attribute or a method, so that releases differ by lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

_WIDTH = 116


def write_tables(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    """Write a table: its plain values first, then a table for each mapping, whose own mappings stand inline."""
    yield f"[{name}]"
    for key, value in table.items():
        if not isinstance(value, Mapping):
            yield from _write_key(key, value)
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield ""
            yield f"[{name}.{key}]"
            for inner, row in value.items():
                yield f"{_write_bare(inner)} = {_write_value(row)}"


def _write_key(key: str, value: Any) -> Iterator[str]:
    line = f"{key} = {_write_value(value)}"
    if not isinstance(value, list) or len(line) <= _WIDTH:
        yield line
        return
    yield f"{key} = ["
    for item in value:
        yield f"    {_write_value(item)},"
    yield "]"


def _write_value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int() | float():
            return json.dumps(value, ensure_ascii=False)
        case list():
            return f"[{', '.join(_write_value(item) for item in value)}]"
        case Mapping():
            inner = ", ".join(f"{_write_bare(key)} = {_write_value(item)}" for key, item in value.items())
            return f"{{ {inner} }}" if inner else "{}"
    raise TypeError(f"{value!r} has no place in these tables")


def _write_bare(key: str) -> str:
    return key if key.isidentifier() else json.dumps(key, ensure_ascii=False)
