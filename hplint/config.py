"""Turn `[tool.hplint]` or `hplint.toml`, and the command line, into one frozen `Config`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING, Any

from hplint.basis.frozen import dataclass, replace
from hplint.basis.toml_parser import tomllib
from hplint.catalogue.directory import CatalogueError, rules_directory
from hplint.catalogue.extension import NO_EXTENSION, Extension
from hplint.catalogue.rules import Rule, all_rules
from hplint.catalogue.selectors import Selection, UnknownSelector, did_you_mean, enabled, resolve
from hplint.checks import Settings
from hplint.findings import Severity
from hplint.pins.project import Projects

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

DEFAULT_EXCLUDE = (
    *(".bzr", ".direnv", ".eggs", ".git", ".git-rewrite", ".hg", ".history", ".hplint_cache", ".ipynb_checkpoints"),
    *(".mypy_cache", ".nox", ".pants.d", ".pyenv", ".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv"),
    *(".virtual_documents", ".vscode", "__pycache__", "__pypackages__", "_build", "build", "buck-out", "dist"),
    *("node_modules", "site-packages", "venv"),
)
"""Folders that hold no code of the project."""

_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")

FILE_NAMES = ("hplint.toml", ".hplint.toml", "pyproject.toml")
"""Where configuration may stand in a folder; the first that has it counts."""


class ConfigError(Exception):
    """The configuration is wrong; the message names the file, the key and the remedy."""


@dataclass(frozen=True, slots=True)
class Config:
    """What is linted, by which rules, and how."""

    root: str
    """Absolute folder that patterns are relative to."""
    file: str | None
    """Absolute path of the configuration file, None for the defaults."""
    codes: frozenset[str]
    """Rules that are on, before per-file ignores."""
    per_file_ignores: tuple[tuple[str, frozenset[str]], ...] = ()
    """Patterns as in a .gitignore, and the codes that are off in the files that match."""
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    """Patterns as in a .gitignore."""
    respect_gitignore: bool = True
    target_versions: Mapping[str, str] = field(default_factory=dict)
    """Library to version, `{"sklearn": "1.5"}`; what is missing is the newest that the catalogue knows."""
    target_sources: Mapping[str, str] = field(default_factory=dict)
    """Library to where its target version comes from: the configuration's key, or the project's own dependencies."""
    warnings: tuple[str, ...] = ()
    """What users should know of their project: dependencies that can't be read."""
    extension: Extension = NO_EXTENSION
    """What `extend-catalogue` adds to the catalogue."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """Code to the severity that the user gives it."""
    settings: Settings = Settings()

    def codes_for(self, path: str) -> frozenset[str]:
        """Return the codes that are on in a file, given by its path from the current directory."""
        codes = self.codes
        for pattern, ignored in self.per_file_ignores:
            if matches((pattern,), self.root, path):
                codes = codes - ignored
        return codes

    def severity_of(self, rule: Rule, own: Severity | None = None) -> Severity:
        """Return the user's severity for a rule, else the problem's `own`, else the rule's."""
        return self.severities.get(rule.code, own or rule.severity)


def matches(patterns: Sequence[str], root: str, path: str, *, folder: bool = False) -> bool:
    """Return whether a path matches one of the patterns, which are as in a .gitignore in the folder `root`."""
    inside = os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")
    return not inside.startswith("../") and _spec(tuple(patterns)).match_file(inside + "/" if folder else inside)


@cache
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # costs 15 ms, and most runs have no pattern

    return GitIgnoreSpec.from_lines(patterns)


def default_config(root: str, commands: Selection = Selection()) -> Config:
    """Return the configuration of a folder that has none."""
    return _config(root, None, {}, commands)


def read_config(file: str, commands: Selection = Selection()) -> Config:
    """Read a configuration file, with what the command line selects on top.

    Raises:
        ConfigError: It can't be read, isn't TOML, has no section for hplint, or an unknown or wrong key.
    """
    table = _table(file)
    if table is None:
        raise ConfigError(f"{file}: has no [tool.hplint] section")
    return _config(os.path.dirname(os.path.abspath(file)), file, table, commands)


@dataclass(frozen=True, slots=True)
class Configurations:
    """Finds the configuration of each folder: the nearest one upward."""

    commands: Selection = Selection()
    """What the command line selects."""
    everywhere: Config | None = None
    """One configuration for all folders: `--config`, `--isolated`."""
    projects: Projects | None = field(default_factory=Projects)
    """Reads the projects' own dependencies; None leaves them alone: `--isolated`."""
    written: dict[str, Config] = field(default_factory=dict)
    """What configuration files say, by absolute folder."""
    cache: dict[str, Config] = field(default_factory=dict)
    """The same, with the versions that the projects depend on."""

    def of_folder(self, folder: str) -> Config:
        """Return the configuration of a folder.

        Raises:
            ConfigError: The nearest configuration file is wrong.
        """
        if self.everywhere is not None and self.projects is None:
            return self.everywhere
        folder = os.path.abspath(folder)
        if folder not in self.cache:
            config = self.everywhere or self._written(folder)
            self.cache[folder] = config if self.projects is None else _with_pins(config, self.projects, folder)
        return self.cache[folder]

    def _written(self, folder: str) -> Config:
        if folder not in self.written:
            self.written[folder] = self._find(folder)
        return self.written[folder]

    def _find(self, folder: str) -> Config:
        for name in FILE_NAMES:
            file = os.path.join(folder, name)
            if os.path.isfile(file) and (table := _table(file)) is not None:
                return _config(folder, file, table, self.commands)
        parent = os.path.dirname(folder)
        if parent == folder:
            return default_config(os.getcwd(), self.commands)
        return self._written(parent)


def _with_pins(config: Config, projects: Projects, folder: str) -> Config:
    """Add the versions that the code's own project depends on; those that the configuration names stay."""
    pins = projects.of_folder(folder)
    if not pins.libraries and not pins.warnings:
        return config
    found = {library: pin for library, pin in pins.libraries.items() if library not in config.target_versions}
    return replace(
        config,
        target_versions={**config.target_versions, **{library: pin.release for library, pin in found.items()}},
        target_sources={**config.target_sources, **{library: ", ".join(pin.sources) for library, pin in found.items()}},
        warnings=(*config.warnings, *pins.warnings),
    )


def _table(file: str) -> dict[str, Any] | None:  # values of any type, until `_config` has looked at them
    """Return a file's section for hplint, or None when a pyproject.toml has none."""
    whole = os.path.basename(file) != "pyproject.toml"
    try:
        with open(file, "rb") as stream:
            data = stream.read()
        if not whole and b"hplint" not in data:
            return None
        document: dict[str, Any] = tomllib().loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{file}: can't be read: {error.strerror}") from error
    except ValueError as error:  # of either kind: no TOML, or no UTF-8
        raise ConfigError(f"{file}: not valid TOML: {error}") from error
    if whole:
        return document
    tool = document.get("tool")
    table = tool.get("hplint") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{file}: 'tool.hplint' must be a table")
    return table


def _config(root: str, file: str | None, table: dict[str, Any], commands: Selection) -> Config:
    reader = _Reader(file or "command line", table)
    if unknown := sorted(table.keys() - _KEYS):
        reader.fail(unknown[0], f"unknown key.{did_you_mean(unknown[0], _KEYS)}")
    select = reader.strings("select", None)
    written = Selection(select, reader.strings("extend-select", ()) or (), reader.strings("ignore", ()) or ())
    rules = all_rules()
    for key, selectors in ("select", select), ("extend-select", written.extend_select), ("ignore", written.ignore):
        for selector in selectors or ():
            reader.codes(key, selector)
    try:
        codes = enabled((written, commands), rules)
    except UnknownSelector as error:
        raise ConfigError(str(error)) from error
    severities = {
        code: severity for key, severity in reader.severities("severity") for code in reader.codes("severity", key)
    }
    versions = reader.versions("target-version")
    return Config(
        root=os.path.abspath(root),
        file=os.path.abspath(file) if file else None,
        codes=codes,
        per_file_ignores=tuple(reader.per_file("per-file-ignores")),
        exclude=(
            *(reader.strings("exclude", None) or (() if "exclude" in table else DEFAULT_EXCLUDE)),
            *(reader.strings("extend-exclude", ()) or ()),
        ),
        respect_gitignore=reader.boolean("respect-gitignore", True),
        target_versions=versions,
        target_sources={library: f"{reader.file}: target-version.{library}" for library in versions},
        extension=reader.extension("extend-catalogue", root),
        severities=severities,
        settings=replace(
            Settings(),
            strict_encoders=reader.boolean("strict-encoders", Settings().strict_encoders),
            search_budget=reader.count("search-budget", Settings().search_budget),
            lone_guesses=reader.boolean("lone-guesses", Settings().lone_guesses),
        ),
    )


_KEYS = frozenset(
    {"select", "extend-select", "ignore", "per-file-ignores", "exclude", "extend-exclude", "respect-gitignore"}
    | {"target-version", "extend-catalogue", "severity", "strict-encoders", "search-budget", "lone-guesses"}
)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes values out of a table, and says what is wrong with them."""

    file: str
    table: Mapping[str, Any]

    def fail(self, key: str, problem: str) -> None:
        raise ConfigError(f"{self.file}: {key}: {problem}")

    def value(self, key: str, default: Any, fits: Callable[[Any], bool], expected: str) -> Any:
        value = self.table.get(key, default)
        if key in self.table and not fits(value):
            self.fail(key, f"expected {expected}, not {value!r}")
        return value

    def strings(self, key: str, default: tuple[str, ...] | None) -> tuple[str, ...] | None:
        value = self.value(key, default, _is_strings, "a list of strings")
        return None if value is None else tuple(value)

    def boolean(self, key: str, default: bool) -> bool:
        return bool(self.value(key, default, lambda value: isinstance(value, bool), "true or false"))

    def count(self, key: str, default: int) -> int:
        return int(self.value(key, default, lambda value: type(value) is int and value > 0, "a positive integer"))

    def items(self, key: str) -> Iterator[tuple[str, Any]]:
        yield from self.value(key, {}, lambda value: isinstance(value, dict), "a table").items()

    def codes(self, key: str, selector: str) -> frozenset[str]:
        try:
            return resolve(selector, all_rules())
        except UnknownSelector as error:
            raise ConfigError(f"{self.file}: {key}: {error}") from error

    def per_file(self, key: str) -> Iterator[tuple[str, frozenset[str]]]:
        for pattern, selectors in self.items(key):
            if not _is_strings(selectors):
                self.fail(f"{key}.{pattern!r}", f"expected a list of strings, not {selectors!r}")
            yield pattern, frozenset().union(*(self.codes(f"{key}.{pattern!r}", selector) for selector in selectors))

    def severities(self, key: str) -> Iterator[tuple[str, Severity]]:
        known = [severity.value for severity in Severity]
        for selector, value in self.items(key):
            if value not in known:
                self.fail(f"{key}.{selector}", f"expected one of {', '.join(known)}, not {value!r}")
            yield selector, Severity(value)

    def versions(self, key: str) -> dict[str, str]:
        versions = dict(self.items(key))
        if not versions:
            return versions
        from hplint.catalogue.estimators import Catalogue  # few projects name any

        catalogue = Catalogue.load()
        known = sorted(path.name for path in rules_directory().glob("libraries/*") if path.is_dir())
        for library, version in versions.items():
            if library not in known:
                self.fail(f"{key}.{library}", f"unknown library.{did_you_mean(library, known)}")
            if not isinstance(version, str) or not _VERSION.fullmatch(version):
                releases = catalogue.releases(library)
                such = f"one of {', '.join(releases)}" if releases else 'such as "1.5"'
                self.fail(f"{key}.{library}", f"expected a version, {such}, not {version!r}")
            try:
                Catalogue.load(target={library: version}).target(library)
            except CatalogueError as error:
                self.fail(f"{key}.{library}", str(error))
        return versions

    def extension(self, key: str, root: str) -> Extension:
        """Read what users add to the catalogue, all of it: a mistake shall be seen before it costs findings."""
        value = self.value(key, [], lambda value: isinstance(value, str) or _is_strings(value), "a list of paths")
        names = [value] if isinstance(value, str) else value
        if not names:
            return NO_EXTENSION
        for name in names:
            if not os.path.exists(os.path.join(root, name)):
                self.fail(key, f"no such file or folder: {name!r}; paths are relative to {os.path.abspath(root)}")
        from pathlib import Path

        from hplint.catalogue.estimators import Catalogue
        from hplint.catalogue.extension_files import read_extension  # few projects have any

        paths = [Path(os.path.abspath(os.path.join(root, name))) for name in names]
        try:
            extension = read_extension(paths, Catalogue.load().is_module)
            catalogue = Catalogue.load(extension=extension)
            for path in extension.estimators:
                catalogue.estimator(path)
        except CatalogueError as error:
            raise ConfigError(str(error)) from error
        if not extension.files:
            self.fail(key, f"no TOML file in {', '.join(names)}")
        return extension


def _is_strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
