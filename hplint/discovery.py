"""Paths that users give to the files that are linted: folders walked, what is excluded or ignored left out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING

from hplint.basis.frozen import dataclass
from hplint.catalogue.selectors import did_you_mean
from hplint.config import DEFAULT_EXCLUDE, Config, Configurations, matches

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".py", ".ipynb")
_IGNORING = frozenset({".git", ".gitignore"})
"""What a folder has that says what git ignores."""
_PLAIN = re.compile(r"[\w.-]+")
"""A pattern that is a mere name, of whatever depth: `site-packages`."""


class NoSuchPath(Exception):
    """A path that the user gave doesn't exist; the message suggests the nearest that does."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file to lint."""

    path: str
    """From the current directory where the file is below it, else absolute."""
    config: Config


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the given paths hold."""

    targets: tuple[Target, ...]
    """In the order of their paths, each file once."""
    unreadable: tuple[str, ...] = ()
    """Folders that could not be listed, each with the reason."""
    whole: tuple[str, ...] = ()
    """Given folders, absolute, of which each file that a module of theirs may import is among the targets."""


def discover(paths: Sequence[str], configurations: Configurations, *, force_exclude: bool = False) -> Discovery:
    """Find the files to lint.

    A file that is given by its own path is linted whatever is excluded, unless `force_exclude` says otherwise (hooks
    pass every file by its path). Symbolic links to folders are not followed, so that a walk ends.

    Raises:
        NoSuchPath: A path doesn't exist.
        ConfigError: A configuration file on the way is wrong.
    """
    for path in paths:
        if not os.path.lexists(path) or (os.path.islink(path) and not os.path.exists(path)):
            raise NoSuchPath(_no_such_path(path))
    targets: dict[str, Target] = {}
    walk = _Walk(configurations)
    for path in paths:
        shown = _shown(path)
        if os.path.isdir(path):
            found: Iterable[Target] = () if force_exclude and is_excluded(shown, configurations) else walk.start(shown)
        elif shown.endswith(".pyi") or (force_exclude and is_excluded(shown, configurations)):
            found = ()
        else:
            found = (Target(shown, configurations.of_folder(os.path.dirname(os.path.abspath(shown)))),)
        targets.update((target.path, target) for target in found)
    folders = (
        ()
        if walk.unreadable or walk.left_out
        else tuple(os.path.abspath(path) for path in paths if os.path.isdir(path))
    )
    return Discovery(
        tuple(sorted(targets.values(), key=lambda target: _order(target.path))), tuple(walk.unreadable), folders
    )


def _order(path: str) -> tuple[str, ...]:
    return tuple(path.split(os.sep))


def _shown(path: str) -> str:
    absolute = os.path.abspath(path)
    here = os.getcwd()
    return os.path.relpath(absolute, here) if (absolute + os.sep).startswith(os.path.join(here, "")) else absolute


def _no_such_path(path: str) -> str:
    if os.path.islink(path):
        return f"{path!r} is a symbolic link that leads nowhere; remove it, or point it at a file."
    folder, name = os.path.split(path.rstrip(os.sep))
    try:
        beside = os.listdir(folder or os.curdir)
    except OSError:
        beside = []
    return f"no such file or folder: {path!r}.{did_you_mean(name, beside)}"


def is_excluded(path: str, configurations: Configurations) -> bool:
    """Return whether the path, or a folder that holds it, is excluded by the configuration that applies there."""
    absolute = os.path.abspath(path)
    config = configurations.of_folder(absolute if os.path.isdir(absolute) else os.path.dirname(absolute))
    return bool(config.exclude) and matches(config.exclude, config.root, path, folder=os.path.isdir(absolute))


@dataclass(frozen=True, slots=True)
class _Ignore:
    """The `.gitignore` of a folder."""

    folder: str
    """Absolute."""
    spec: GitIgnoreSpec

    def decides(self, path: str, folder: bool) -> bool | None:
        """Return whether the path is ignored; None where no pattern speaks of it."""
        inside = path.removeprefix(os.path.join(self.folder, "")).replace(os.sep, "/")
        return self.spec.check_file(inside + "/" if folder else inside).include


@dataclass(frozen=True, slots=True)
class _Walk:
    configurations: Configurations
    unreadable: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """What may hold modules that others import."""

    def start(self, folder: str) -> Iterator[Target]:
        """Yield what a folder holds; where git ignores the folder itself, the user asked for it all the same."""
        absolute = os.path.abspath(folder)
        above = tuple(_ignores_above(absolute))
        return self._folder(folder, () if _is_ignored(above, absolute, True) else above)

    def _folder(self, folder: str, above: tuple[_Ignore, ...]) -> Iterator[Target]:
        waiting = [(folder, os.path.abspath(folder), above)]
        while waiting:
            here, absolute, ignores = waiting.pop()
            config = self.configurations.of_folder(absolute)
            entries = self._entries(here)
            if any(entry.name in _IGNORING for entry in entries):
                ignores = (*ignores, *_ignores_in(absolute))
            for entry in entries:
                folder_like = entry.is_dir(follow_symlinks=False)
                if not folder_like and not (entry.name.endswith(SUFFIXES) and _is_file(entry)):
                    if entry.is_symlink():
                        self.left_out.append(entry.path)
                    continue
                path = entry.name if here == os.curdir else entry.path
                if _excludes(config, entry.name, path, folder_like) or (
                    ignores
                    and config.respect_gitignore
                    and _is_ignored(ignores, os.path.join(absolute, entry.name), folder_like)
                ):
                    if entry.name not in DEFAULT_EXCLUDE:
                        self.left_out.append(path)
                    continue
                if folder_like:
                    waiting.append((path, os.path.join(absolute, entry.name), ignores))
                else:
                    yield Target(path, config)

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return list(entries)
        except OSError as error:
            self.unreadable.append(f"{folder}: can't be listed: {error.strerror}")
            return []


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry is a file, or a link to one; only links are looked at once more."""
    return entry.is_file(follow_symlinks=False) or (entry.is_symlink() and os.path.isfile(entry.path))


def _excludes(config: Config, name: str, path: str, folder: bool) -> bool:
    """Return whether the configuration excludes an entry: plain names at once, other patterns by pathspec."""
    if name in config.exclude:
        return True
    patterns = _not_plain(config.exclude)
    return bool(patterns) and matches(patterns, config.root, path, folder=folder)


@cache
def _not_plain(patterns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(pattern for pattern in patterns if not _PLAIN.fullmatch(pattern))


def _is_ignored(ignores: Sequence[_Ignore], path: str, folder: bool) -> bool:
    """Return whether git ignores a path: of the files that speak of it, the nearest decides."""
    for ignore in reversed(ignores):
        decision = ignore.decides(path, folder)
        if decision is not None:
            return decision
    return False


def _ignores_above(folder: str) -> list[_Ignore]:
    """Return the `.gitignore` files above a folder, the repository's root first; none outside a repository."""
    found: list[_Ignore] = []
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return []
        folder = parent
        found = [*_ignores_in(folder), *found]
    return found


def _ignores_in(folder: str) -> Iterator[_Ignore]:
    for name in ".gitignore", os.path.join(".git", "info", "exclude"):
        try:
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as stream:
                lines = [line for line in stream.read().splitlines() if line.strip() and not line.startswith("#")]
        except OSError:
            continue
        if lines:
            from pathspec import GitIgnoreSpec  # costs 15 ms, and many folders have no .gitignore

            yield _Ignore(folder, GitIgnoreSpec.from_lines(lines))
