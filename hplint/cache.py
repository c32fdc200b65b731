"""What earlier runs found, by content: of the file, of those that it follows, of its configuration, of hplint itself.

One file of `marshal` in `.hplint_cache`, replaced as a whole: a run that is killed, or two at once, leave it whole. It
is never more than data, because a checkout may bring one along. What can't be read or written is as good as absent.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from importlib.machinery import PathFinder
from typing import Any

from hplint.basis.digest import digest_of
from hplint.cached_result import pack, unpack
from hplint.catalogue.directory import rules_folder
from hplint.config import Config
from hplint.discovery import Target
from hplint.relevance import Import, Relevance
from hplint.results import Dependency, FileResult

_FILE = "results"
_RACE = 2_000_000_000
"""Nanoseconds: a file that changed so shortly before it was looked at may change again without another time."""
_STALE = 3600
"""Seconds after which what a killed run left behind is removed."""
_MOST = 100_000
"""Files that are remembered."""

Stamp = tuple[int, int]
"""Time of change, and size."""
_Entry = tuple[Stamp, int, str, str, Any, tuple[Dependency, ...], bytes | None]
"""Stamp, when it was looked at, digest, key of the configuration, imports (False where unknown), what other files the
result depends on, and what it tells."""


class Cache:
    """The results of earlier runs in one folder."""

    def __init__(self, folder: str, entries: dict[str, _Entry], version: str) -> None:
        self._folder = folder
        self._entries = entries
        self._version = version
        self._changed = False
        self._used: set[str] = set()
        self._current: dict[str, _Entry | None] = {}
        self._digests: dict[str, str | None] = {}
        self._keys: dict[int, str] = {}

    @classmethod
    def load(cls, folder: str) -> Cache:
        """Open the cache in a folder; empty where there is none, or one of another hplint."""
        version = _version()
        try:
            data = _content(os.path.join(folder, _FILE))
            if data[:16] != digest_of(data[16:]):
                return cls(folder, {}, version)
            found = marshal.loads(data[16:])
        except (OSError, EOFError, ValueError, TypeError):
            return cls(folder, {}, version)
        return cls(folder, found[1] if found[0] == version else {}, version)

    def imports(self, path: str, config: Config) -> tuple[Import, ...] | None:
        """Return what a file imports, as `read_imports` does.

        Raises:
            LookupError: It isn't known.
        """
        entry = self._entry(path)
        if entry is None or entry[3] != self._key(config) or entry[4] is False:
            raise LookupError
        imports: tuple[Import, ...] | None = entry[4]
        return imports

    def recall(self, target: Target, relevance: Relevance) -> FileResult | None:
        """Return the result of a file that still holds; None where there is none."""
        path = os.path.abspath(target.path)
        entry = self._entry(path)
        if entry is None or entry[3] != self._key(target.config):
            return None
        followed, packed = entry[5:]
        if packed is not None:
            return unpack(packed, target.path, followed) if self._hold(followed) else None
        if isinstance(entry[4], tuple) and not relevance.leads(path, target.config):
            return FileResult(target.path)
        return None

    def before(self, target: Target) -> tuple[Stamp, str] | None:
        """Return what a file is like before it is linted; None where it can't be read."""
        try:
            status = os.stat(target.path)
            data = _content(target.path)
        except OSError:
            return None
        return (status.st_mtime_ns, status.st_size), digest_of(data).hex()

    def learn(self, target: Target, seen: tuple[Stamp, str] | None, result: FileResult, relevance: Relevance) -> None:
        """Remember a result, if the file is still what it was before; faults are tried again."""
        path = os.path.abspath(target.path)
        if seen is None or result.faults or _stamp(path) != seen[0]:
            return
        imports = relevance.known(path, target.config)
        matters = not isinstance(imports, tuple) or relevance.leads(path, target.config)
        packed = pack(result) if matters else None
        seen_at, key = time.time_ns(), self._key(target.config)
        self._entries[path] = (seen[0], seen_at, seen[1], key, imports, result.followed, packed)
        self._used.add(path)
        self._changed = True

    def save(self) -> str | None:
        """Write what was learned, and return what stands in the way, if something does."""
        if not self._changed:
            return None
        kept = {path: entry for path, entry in self._entries.items() if path in self._used or os.path.exists(path)}
        from hplint.basis.atomic import write_whole  # many runs learn nothing

        try:
            data = marshal.dumps((self._version, dict(list(kept.items())[-_MOST:])))
            os.makedirs(self._folder, exist_ok=True)
            self._tidy()
            write_whole(os.path.join(self._folder, _FILE), digest_of(data) + data)
        except OSError as error:
            return f"nothing is remembered in {self._folder}: {error.strerror or error}"
        return None

    def _tidy(self) -> None:
        """Keep the folder out of version control, and remove what killed runs left."""
        ignore = os.path.join(self._folder, ".gitignore")
        if not os.path.exists(ignore):
            with open(ignore, "w", encoding="utf-8") as stream:
                stream.write("*\n")
        for entry in os.scandir(self._folder):
            if entry.name.endswith(".tmp") and time.time() - entry.stat().st_mtime > _STALE:
                os.unlink(entry.path)

    def _entry(self, path: str) -> _Entry | None:
        """Return what is remembered of a file as it is now."""
        if path not in self._current:
            self._current[path] = self._find(path)
        return self._current[path]

    def _find(self, path: str) -> _Entry | None:
        entry = self._entries.get(path)
        stamp = None if entry is None else _stamp(path)
        if entry is None or stamp is None:
            return None
        self._used.add(path)
        if stamp == entry[0] and entry[1] - stamp[0] > _RACE:
            return entry
        if stamp[1] != entry[0][1] or self._read(path) != entry[2]:
            return None
        renewed = (stamp, time.time_ns(), *entry[2:])
        self._entries[path] = renewed
        self._changed = True
        return renewed

    def _hold(self, followed: tuple[Dependency, ...]) -> bool:
        """Tell whether the other files are as they were; in one loop, because there are several a file."""
        digests = self._digests
        for path, digest in followed:
            if path not in digests:
                digests[path] = self._look(path) if digest is None else self._digest_now(path)
            if digests[path] != digest:
                return False
        return True

    def _look(self, path: str) -> str | None:
        """Return None as long as there is no module or package of a path without suffix."""
        return "" if os.path.isdir(path) or os.path.lexists(f"{path}.py") else None

    def _digest_now(self, path: str) -> str | None:
        entry = self._entry(path)
        return self._read(path) if entry is None else entry[2]

    def _read(self, path: str) -> str | None:
        try:
            return digest_of(_content(path)).hex()
        except OSError:
            return None

    def _key(self, config: Config) -> str:
        if id(config) not in self._keys:
            self._keys[id(config)] = _config_key(config)
        return self._keys[id(config)]


def _content(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


def _stamp(path: str) -> Stamp | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _config_key(config: Config) -> str:
    """Return a digest of everything in a configuration that findings depend on."""
    parts = (
        config.root,
        sorted(config.codes),
        [(pattern, sorted(codes)) for pattern, codes in config.per_file_ignores],
        sorted(config.target_versions.items()),
        sorted((code, severity.value) for code, severity in config.severities.items()),
        config.settings,
        [(file, _content(os.fspath(file))) for file in config.extension.files],
    )
    return digest_of(repr(parts).encode("utf-8", "surrogateescape")).hex()


def _version() -> str:
    """Return a digest of hplint, its catalogue, and what it runs on: by the times and sizes of their files."""
    libcst = PathFinder.find_spec("libcst")
    parts = [sys.version, "" if libcst is None or libcst.origin is None else str(_stamp(libcst.origin))]
    folders = [os.path.dirname(__file__), rules_folder()]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        folders.append(entry.path)
                elif entry.name.endswith((".py", ".toml", ".md")):
                    status = entry.stat()
                    parts.append(f"{entry.path} {status.st_mtime_ns} {status.st_size}")
    return digest_of("\n".join(sorted(parts)).encode("utf-8", "surrogateescape")).hex()
