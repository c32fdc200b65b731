"""Imports to files: which module of the linted project an import names, as Python would find it without running it.

Only files below the configuration's folder are ever read, and no folder that holds installed packages. A file is parsed
at most once while it is among those used last.
"""

from __future__ import annotations

import os
import sys
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from hplint.basis.digest import digest_of
from hplint.basis.frozen import dataclass
from hplint.config import DEFAULT_EXCLUDE
from hplint.results import Dependency

if TYPE_CHECKING:
    import libcst

    from hplint.source.read import Source

PACKAGE = "__init__.py"
LAYOUTS = ("", "src", "lib")
"""Folders of a folder that its modules may stand in."""
MOST_BYTES = 400_000
"""Largest module that is followed into."""
MOST_FOLLOWED = 100_000
"""Bytes of modules that one file's imports are followed into, the first module apart."""
MOST_KEPT = 1_200_000
"""Bytes of source whose trees are kept, each of which takes some 25 of memory."""
MOST_IDLE = 600_000
"""Among these, of files that were linted and that nobody has imported so far: most of them nobody ever will."""


class Files:
    """The files of one run, each listed, read and parsed once as long as there is room."""

    def __init__(self) -> None:
        self._folders: dict[str, frozenset[str]] = {}
        self._sources: OrderedDict[str, tuple[bytes, Source]] = OrderedDict()
        self._kept = 0
        self.located: dict[tuple[str, str, int, str], tuple[str | None, frozenset[str]]] = {}
        """What imports name, by root, importer's folder, dots and name; and what was looked for in vain."""
        self._linted: set[str] = set()
        """Those whose turn came."""
        self._followed: set[str] = set()
        """Those that others import."""

    def entries(self, folder: str) -> frozenset[str]:
        """Return the names in a folder; none where it can't be listed."""
        found = self._folders.get(folder)
        if found is None:
            try:
                found = frozenset(os.listdir(folder))
            except OSError:
                found = frozenset()
            self._folders[folder] = found
        return found

    def of_bytes(self, path: str, data: bytes) -> Source:
        """Return what is read of a file that holds these bytes, whose turn it is."""
        self._linted.add(path)
        return self._read(path, data)

    def _read(self, path: str, data: bytes) -> Source:
        kept = self._sources.get(path)
        if kept is not None and data == kept[0]:
            self._sources.move_to_end(path)
            return kept[1]
        from hplint.source.read import read_source  # the import of libcst waits for the first file

        source = read_source(data, path)
        self._keep(path, data, source)
        return source

    def on_disk(self, path: str) -> tuple[bytes, Source] | None:
        """Return a file's bytes and what is read of them; None where it can't be opened, or is too large."""
        data = self.content(path)
        if data is None:
            return None
        self._followed.add(path)
        return data, self._read(path, data)

    def content(self, path: str) -> bytes | None:
        """Return a file's bytes; None where it can't be opened, or is too large."""
        kept = self._sources.get(path)
        if kept is not None:
            return kept[0]
        try:
            with open(path, "rb") as stream:
                data = stream.read(MOST_BYTES + 1)
        except OSError:
            return None
        return None if len(data) > MOST_BYTES else data

    def _keep(self, path: str, data: bytes, source: Source) -> None:
        before = self._sources.pop(path, None)
        self._kept += len(data) - (0 if before is None else len(before[0]))
        self._sources[path] = data, source
        while self._kept > min(MOST_KEPT, MOST_IDLE) and len(self._sources) > 1:
            others = [each for each in self._sources if each != path]
            idle = sum([len(self._sources[each][0]) for each in others if not self._worth(each)])
            if self._kept <= MOST_KEPT and idle <= MOST_IDLE:
                return
            dropped, _ = self._sources.pop(min(others, key=self._worth))
            self._kept -= len(dropped)

    def _worth(self, path: str) -> int:
        """Tell how likely a file is asked for again: one whose turn is still to come surely is."""
        if path not in self._linted:
            return 2
        return 1 if path in self._followed else 0


def project_of(files: Files, path: str, root: str) -> Project | None:
    """Return the modules that a file may import; None for a text that stands in no file.

    Args:
        files: Those of the run.
        path: The file, notebooks included.
        root: The folder of its configuration.
    """
    absolute = os.path.abspath(path)
    if not os.path.isfile(absolute):
        return None
    folder = os.path.dirname(absolute)
    return Project(files, absolute, root if absolute.startswith(os.path.join(root, "")) else folder)


@dataclass
class Project:
    """The modules that one file of a project may import; implements `hplint.analysis.machine.Modules`."""

    files: Files
    path: str
    """The file, absolute."""
    root: str
    """Absolute: nothing outside of it is read."""
    followed: dict[str, bytes] = field(default_factory=dict)
    """The other files that were read, with their content."""
    passed_over: dict[str, bytes] = field(default_factory=dict)
    """Those that weren't read because enough were, or that nobody uses."""
    absent: set[str] = field(default_factory=set)
    """Paths without suffix where modules were looked for and aren't: a file there would have been read instead."""

    def locate(self, importer: str, level: int, name: str) -> str | None:
        """Return the file, or the folder of a namespace package, that a file's import names; None for a library's."""
        here = os.path.dirname(importer)
        key = self.root, here, level, name
        known = self.files.located.get(key)
        if known is None:
            before, self.absent = self.absent, set()
            found = self._locate(here, level, name.split(".") if name else [])
            known = self.files.located[key] = found, frozenset(self.absent)
            self.absent = before
        self.absent |= known[1]
        return known[0]

    def _locate(self, here: str, level: int, parts: list[str]) -> str | None:
        if level:
            for _ in range(level - 1):
                here = os.path.dirname(here)
            return self._find(here, parts)
        if not parts or parts[0] in sys.stdlib_module_names:
            return None
        for base in self._bases(here):
            found = self._find(base, parts)
            if found is not None:
                return found
        return None

    def dependencies(self) -> tuple[Dependency, ...]:
        """List what the result depends on apart from the file itself, in the order of the paths."""
        opened = {**self.passed_over, **self.followed}
        read: list[Dependency] = [(path, digest_of(data).hex()) for path, data in opened.items()]
        absent: list[Dependency] = [(path, None) for path in self.absent]
        return tuple(sorted(read + absent, key=lambda each: each[0]))

    def is_package(self, file: str) -> bool:
        """Tell whether it has modules of its own."""
        return not file.endswith(".py") or os.path.basename(file) == PACKAGE

    def dotted(self, file: str) -> str:
        """Return the absolute name of a module, as far as the packages around it go."""
        folder, name = os.path.split(file)
        parts = [] if name == PACKAGE else [name.removesuffix(".py")]
        while PACKAGE in self.files.entries(folder):
            folder, package = os.path.split(folder)
            parts.insert(0, package)
        return ".".join(parts)

    def mentions(self, file: str, word: str) -> bool:
        """Tell whether a module may use another one that is called so: it names it, or imports from its own package."""
        data = self.files.content(file) if file.endswith(".py") else None
        if data is None:
            return False
        self.passed_over.setdefault(file, data)
        return os.path.basename(file) == PACKAGE or word.encode() in data or b"from ." in data

    def parse(self, file: str) -> tuple[libcst.Module, ...]:
        """Return the trees of a module; none where it can't be read, or enough were read for this file."""
        data = self.files.content(file) if file.endswith(".py") else None
        if data is None:
            return ()
        enough = bool(self.followed) and sum(map(len, self.followed.values())) + len(data) > MOST_FOLLOWED
        # That it is too much follows from what it holds, too.
        (self.passed_over if enough else self.followed)[file] = data
        found = None if enough else self.files.on_disk(file)
        return () if found is None else tuple(chunk.tree for chunk in found[1].chunks)

    def source(self, file: str) -> Source | None:
        """Return what is read of a module that was followed into."""
        found = self.files.on_disk(file)
        return None if found is None else found[1]

    def _bases(self, folder: str) -> Iterator[str]:
        """List the folders that absolute imports may start from, likeliest first."""
        outer = folder
        while PACKAGE in self.files.entries(outer) and self._inside(upper := os.path.dirname(outer)) and upper != outer:
            outer = upper
        above = outer
        while self._inside(above):
            for layout in LAYOUTS:
                if not layout or layout in self.files.entries(above):
                    yield os.path.join(above, layout) if layout else above
            if os.path.dirname(above) == above:
                # The root of the file system, which a configuration may stand in.
                break
            above = os.path.dirname(above)
        # A script in a package: Python starts from its own folder.
        while folder != outer:
            yield folder
            folder = os.path.dirname(folder)

    def _find(self, base: str, parts: list[str]) -> str | None:
        """Find a module below a folder: a package before a module of the same name before a mere folder."""
        if not self._inside(base):
            return None
        here = base
        for position, part in enumerate(parts):
            entries = self.files.entries(here)
            last = position == len(parts) - 1
            inner = os.path.join(here, part)
            is_folder = part in entries and part not in DEFAULT_EXCLUDE
            if is_folder and PACKAGE in self.files.entries(inner):
                here = inner
            elif last and f"{part}.py" in entries:
                return f"{inner}.py"
            elif is_folder and self.files.entries(inner):
                here = inner
            else:
                self.absent.add(inner)
                return None
        package = os.path.join(here, PACKAGE)
        return package if PACKAGE in self.files.entries(here) else here

    def _inside(self, folder: str) -> bool:
        return folder == self.root or folder.startswith(self._prefix)

    @cached_property
    def _prefix(self) -> str:
        return os.path.join(self.root, "")
