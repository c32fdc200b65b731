"""Reads the dependencies in TOML, JSON and INI files: `pyproject.toml`, `Pipfile`, lock files, `setup.cfg`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

from hplint.pins.entry import Dialect, Entry, Reading, distributions
from hplint.pins.requirement_files import decoded
from hplint.pins.specifiers import in_pip_terms

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_REQUIREMENTS: Final = (
    "project.dependencies",
    "tool.uv.constraint-dependencies",
    "tool.uv.override-dependencies",
    "project.optional-dependencies.*",
    "dependency-groups.*",
    "tool.uv.dev-dependencies",
    "tool.pdm.dev-dependencies.*",
    "tool.pdm.resolution.overrides",
    "tool.hatch.envs.*.dependencies",
    "tool.hatch.envs.*.extra-dependencies",
)
"""Keys of pyproject.toml that hold lists of requirements (or, as overrides do, names with specifiers)."""
_POETRY: Final = (
    "tool.poetry.dependencies",
    "tool.poetry.group.*.dependencies",
    "tool.poetry.dev-dependencies",
)
"""Keys of pyproject.toml that hold tables of names with what Poetry writes for a version."""


def read_pyproject(file: str, data: bytes) -> Reading:
    """Read the dependencies of a project, those of its extras and groups after its own.

    Raises:
        ValueError: It is no TOML.
    """
    document = tomllib.loads(decoded(data))
    found: list[Entry] = []
    for pattern in _REQUIREMENTS:
        for key, value in _at(document, pattern):
            found += _listed(value, f"{file}: {key}") if isinstance(value, list) else _named(value, file, key, "pip")
    for pattern in _POETRY:
        for key, value in _at(document, pattern):
            found += _named(value, file, key, "poetry")
    return Reading(tuple(found))


def read_pipfile(file: str, data: bytes) -> Reading:
    """Read the packages of a Pipfile.

    Raises:
        ValueError: It is no TOML.
    """
    document = tomllib.loads(decoded(data))
    keys = "packages", "dev-packages"
    return Reading(tuple(entry for key in keys for entry in _named(document.get(key), file, key, "pip")))


def read_pipfile_lock(file: str, data: bytes) -> Reading:
    """Read the locked packages of a `Pipfile.lock`.

    Raises:
        ValueError: It is no JSON.
    """
    import json

    document = json.loads(decoded(data))
    keys = ("default", "develop") if isinstance(document, dict) else ()
    return Reading(tuple(entry for key in keys for entry in _named(document.get(key), file, key, "pip")))


def read_lock(file: str, data: bytes) -> Reading:
    """Read `poetry.lock`, `uv.lock`, `pdm.lock` or `pylock.toml`: only the packages that are known libraries.

    A lock file may have megabytes, and parsing them costs seconds; its names are normalised.

    Raises:
        ValueError: A package is no TOML.
    """
    found: list[tuple[int, Entry]] = []
    for name, library in distributions().libraries.items():
        for at in _rows_with(data, name):
            start, end = data.rfind(b"[[", 0, at), data.find(b"\n[[", at)
            text = data[max(start, 0) : end if end >= 0 else len(data)].decode().replace("\r\n", "\n")
            listed = [value for value in tomllib.loads(text).values() if isinstance(value, list)]
            package = listed[0][0] if listed and isinstance(listed[0][0], Mapping) else {}
            version, number = package.get("version"), data.count(b"\n", 0, at) + 1
            if isinstance(version, str):
                entry = Entry(library, f"{name} {version}", f"=={version}", f"{file}:{number}", "pip", _marker(package))
                found.append((number, entry))
    return Reading(tuple(entry for _, entry in sorted(found, key=lambda pair: pair[0])))


def _rows_with(data: bytes, name: str) -> Iterator[int]:
    """Find the rows `name = "…"`, which no list of a package's own dependencies has; as offsets."""
    quoted = f'"{name}"'.encode()
    at = data.find(quoted)
    while at >= 0:
        row = data.rfind(b"\n", 0, at) + 1
        if data[row:at].replace(b" ", b"") == b"name=":
            yield row
        at = data.find(quoted, at + 1)


def read_setup_cfg(file: str, data: bytes) -> Reading:
    """Read what a `setup.cfg` installs.

    Raises:
        ValueError: It is no INI file.
    """
    from configparser import Error, RawConfigParser

    parser = RawConfigParser(strict=False)
    try:
        parser.read_string(decoded(data))
    except Error as error:
        raise ValueError(error.message) from error
    listed = [("options", "install_requires"), ("options", "tests_require")]
    listed += [("options.extras_require", key) for key in _options(parser, "options.extras_require")]
    found: list[Entry] = []
    for section, key in listed:
        if parser.has_option(section, key):
            found += _listed((parser.get(section, key) or "").splitlines(), f"{file}: {section}.{key}")
    return Reading(tuple(found))


def _options(parser: Any, section: str) -> list[str]:  # a ConfigParser, imported only where it is needed
    return list(parser.options(section)) if parser.has_section(section) else []


def _at(document: Any, pattern: str) -> Iterator[tuple[str, Any]]:
    """Find the values at a dotted key; `*` stands for every key of a table."""
    places: list[tuple[str, Any]] = [("", document)]
    for part in pattern.split("."):
        places = [
            (f"{path}.{key}".lstrip("."), value[key])
            for path, value in places
            if isinstance(value, Mapping)
            for key in (value if part == "*" else [part])
            if key in value
        ]
    yield from places


def _listed(values: list[Any], place: str) -> Iterator[Entry]:
    for value in values:
        if isinstance(value, str) and (entry := distributions().requirement(value, place)):
            yield entry


def _named(table: Any, file: str, key: str, dialect: Dialect) -> Iterator[Entry]:
    """Read `name = "specifier"`, `name = { version = "…", markers = "…" }`, and Poetry's lists of such tables."""
    for name, value in table.items() if isinstance(table, Mapping) else ():
        library = distributions().library(name)
        for each in (value if isinstance(value, list) else [value]) if library else ():
            specifier = each.get("version") if isinstance(each, Mapping) else each
            if library and isinstance(specifier, str):
                marker = _marker(each) if isinstance(each, Mapping) else ""
                written = f"{name} = {specifier}"
                yield Entry(library, written, specifier.strip(), f"{file}: {key}.{name}", dialect, marker)


def _marker(table: Mapping[str, Any]) -> str:
    """Return the environment marker of a package; several mean any of them."""
    if isinstance(python := table.get("python"), str):  # Poetry's
        ways = (alternative.split(",") for alternative in in_pip_terms(python, "poetry"))
        return " or ".join(" and ".join(_of_python(part) for part in way if part) for way in ways)
    for key in "markers", "marker", "resolution-markers":
        value = table.get(key)
        if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
            return " or ".join(f"({each})" for each in value)
        if isinstance(value, str):
            return value
    return ""


def _of_python(specifier: str) -> str:
    operator = specifier[: len(specifier) - len(specifier.lstrip("<>=!~ "))]
    return f"python_version {operator.strip()} '{specifier.lstrip('<>=!~ ')}'"
