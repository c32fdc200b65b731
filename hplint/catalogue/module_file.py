"""Opens the files of one library module, and parses only the tables that are asked for.

Parsing TOML costs ten times as much as finding a table's lines: `linear_model.toml` has 40 estimators, and a user's
file names two. What was parsed once is kept as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from hplint.basis.frozen import dataclass
from hplint.catalogue import compiled
from hplint.catalogue.directory import CatalogueError, is_installed, rules_directory
from hplint.catalogue.reading import read_arguments, read_estimator, read_training
from hplint.catalogue.specifications import EstimatorSpec, FunctionSpec
from hplint.catalogue.toml import TOMLDecodeError, loads
from hplint.catalogue.versions import Target, at

_HEADER: Final = re.compile(r"^\[(functions\.\w+|\w+)[^\n]*\][ \t]*(?:#.*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Tables:
    """The lines of each top-level table of a file (`SVC` with all its subtables, `functions.make_pipeline`)."""

    path: Path
    texts: Mapping[str, str]
    parsed_before: bool = False
    """The texts are JSON."""

    @classmethod
    def read(cls, path: Path) -> Tables:
        """Read a file; a missing one has no tables.

        Raises:
            CatalogueError: It can't be read.
        """
        try:
            source = path.read_bytes()
            texts = compiled.recall(path, source)
            if texts is not None:
                return cls(path, texts, True)
            tables = cls.split(path, source.decode("utf-8"))
        except FileNotFoundError:
            return cls(path, {})
        except (OSError, UnicodeDecodeError) as error:
            raise CatalogueError(f"{path}: {error}; restore it, or reinstall hplint") from error
        if tables.texts and not is_installed() and path.is_relative_to(rules_directory()):
            # In a checkout; a wheel brings its own along.
            with suppress(CatalogueError, TypeError):
                compiled.keep(path, tables.compile(source))
        return tables

    @classmethod
    def split(cls, path: Path, text: str) -> Tables:
        """Find the tables of a file in its text."""
        text = text.replace("\r\n", "\n")
        headers = list(_headers(text))
        texts: dict[str, str] = {}
        for header, following in zip_longest(headers, headers[1:]):
            end = following.start() if following else len(text)
            texts[header[1]] = texts.get(header[1], "") + text[header.start() : end]
        return cls(path, texts)

    def compile(self, source: bytes) -> bytes:
        """Return all tables as they are kept.

        Raises:
            CatalogueError: One of them is no TOML.
            TypeError: JSON can't say it.
        """
        return compiled.pack(source, {name: self.table(name) for name in self.texts})

    def table(self, name: str) -> dict[str, Any]:
        """Parse one table; empty where the file has none of that name.

        Raises:
            CatalogueError: It is no TOML.
        """
        if name not in self.texts:
            return {}
        if self.parsed_before:
            table: dict[str, Any] = json.loads(self.texts[name])
            return table
        try:
            parsed: Any = loads(self.texts[name])
        except TOMLDecodeError as error:
            raise CatalogueError(f"{self.path}: [{name}]: {error}") from error
        for key in name.split("."):
            parsed = parsed.get(key, {})
        return dict(parsed)


def _headers(text: str) -> Iterator[re.Match[str]]:
    """Find the headers of tables; looking for the bracket first costs a tenth of letting the pattern try each row."""
    start = 0 if text.startswith("[") else text.find("\n[") + 1
    while start or text.startswith("["):
        if found := _HEADER.match(text, start):
            yield found
        start = text.find("\n[", start) + 1
        if not start:
            return


@dataclass(frozen=True, slots=True)
class ModuleFile:
    """One public module: its harvested tables, and the curated ones beside them."""

    module: str
    harvested: Tables
    curated: Tables
    exports: frozenset[str]
    """What a star import binds."""
    history: Tables
    """What was otherwise in older releases."""
    target: Target
    states: Tables
    """What estimators have after a fit."""
    homes: Mapping[str, str]
    """Names that are at home in another module, with their paths there."""

    @classmethod
    def read(cls, module: str, path: Path, target: Target) -> ModuleFile:
        """Open the file of a module, its curated one, and its history; a module that is gone has only the last."""
        harvested, history = Tables.read(path), Tables.read(path.parent / "history" / path.name)
        own = harvested.table("module") or history.table("module")
        curated = Tables.read(path.parent / "curated" / path.name)
        states = Tables.read(path.parent / "states" / path.name)
        exports = frozenset(own.get("exports", ()))
        return cls(module, harvested, curated, exports, history, target, states, own.get("elsewhere", {}))

    def elsewhere(self, name: str) -> str | None:
        """Return the path where a name, or a path below the module, is at home, if that is another module."""
        return self.homes.get(name)

    def aliases(self, name: str) -> tuple[str, ...]:
        """List the further paths of a table's name."""
        return (*self.harvested.table(name).get("aliases", ()), *self.history.table(name).get("moved", ()))

    def estimator(self, name: str) -> EstimatorSpec | None:
        """Read an estimator that is at home here.

        Raises:
            CatalogueError: A table has a key or a value that means nothing.
        """
        if name not in {*self.harvested.texts, *self.history.texts} or not name[:1].isupper():
            return None
        curated = self.curated.table(name)
        try:
            table = at(self.harvested.table(name), self.history.table(name), self.target)
            taken = self.estimator(table["takes"]) if "takes" in table else None
            states = self.states.table(name)
            place = f"{self._files()}: [{name}]"
            return read_estimator(f"{self.module}.{name}", table, curated, self.target, taken, states, place)
        except KeyError as error:
            raise CatalogueError(f"{self._files()}: [{name}]: the key {error} is missing; add it") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise CatalogueError(f"{self._files()}: [{name}]: {error}") from error

    def _files(self) -> str:
        return f"{self.harvested.path} or {self.curated.path}" if self.curated.texts else str(self.harvested.path)

    def function(self, name: str) -> FunctionSpec | None:
        """Read a function that is at home here.

        Raises:
            CatalogueError: A table has a key or a value that means nothing.
        """
        key = f"functions.{name}"
        if key not in self.harvested.texts:
            return None
        parameters = tuple(self.harvested.table(key)["parameters"])
        try:
            training = read_training(self.module, self.curated.table(key).get("trains", {}))
            past = read_arguments(self.history.table(key).get("arguments", {}))
        except (KeyError, ValueError, TypeError) as error:
            raise CatalogueError(f"{self._files()}: [{key}]: {error}") from error
        return FunctionSpec(f"{self.module}.{name}", name, parameters, training, past, self.target)


def compile_all(libraries: Path) -> Iterator[tuple[Path, bytes]]:
    """Parse the files of a catalogue, and yield what is kept of each, for those that are read by tables.

    Raises:
        CatalogueError: One of them is no TOML.
    """
    for path in sorted(libraries.rglob("*.toml")):
        if path.parent.name in _OTHERS:
            continue
        source = path.read_bytes()
        if (tables := Tables.split(path, source.decode("utf-8"))).texts:
            yield path, tables.compile(source)


_OTHERS: Final = frozenset({"flows", "harvesting", "distributions", "trials"})
"""Folders of tables that are read as a whole."""
