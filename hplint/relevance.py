"""Bytes of a file to whether anything could be found in it: decided before libcst is imported.

Every finding needs something of a library that hplint knows, a `fit`, or a word to hplint itself; the file has it, or a
module of the project that it imports. What has none of these isn't parsed, be it valid Python or not.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Literal, NamedTuple

from hplint.catalogue.directory import rules_folder
from hplint.catalogue.extension import Extension
from hplint.config import Config
from hplint.project import MOST_BYTES, Files, Project, project_of


class Words(NamedTuple):
    """What is looked for in a file; each begins with a literal, which `re` finds several times as fast as a choice."""

    anywhere: tuple[re.Pattern[bytes], ...]
    imported: re.Pattern[bytes]
    """The same behind `import`."""


_OTHERS = (
    # What is done to trials that come from out of sight: fewer words have what it begins with here than `sugg`.
    re.compile(rb"gest_(?<=suggest_)(?:categorical|discrete_uniform|float|int|loguniform|uniform)\b"),
    # Comments that may suppress findings, and so may be of no use.
    re.compile(rb"hplint"),
    re.compile(rb"HP[0-9]"),
)
_MODELS = r"""it(?:(?<![A-Za-z]fit)(?:[ \t]*\(|["'_])|(?<=\.fit)\b)"""
_SAMPLES = r"rac[ \t]*="
"""What is done to models and data that come from out of sight, `fit(` and `frac=`, both without their first letter."""
NO_LEARNING = frozenset({"numpy", "polars", "seaborn", "trials"})
"""Libraries that hplint knows for what estimators do with their data: without these nothing is found."""
_UNIMPORTED = "builtins"
"""Where tables put names that are bound before the first line; whoever imports it does so for Python's own names."""
_TABLES = re.compile(r'^\["?(\w+)\.', re.MULTILINE)
_SYNONYMS = re.compile(r'^"(\w+)[."]', re.MULTILINE)
_GAP = rb"(?:[ \t\f]|\\\r?\n)"
_LIST = rb"(?:\((?:[^()#]|#[^\r\n]{0,2000}[\r\n])*\)|(?:[^;#\r\n\\(]|\\\r?\n?)*)"
_BEHIND = re.compile(rb"import(?=[ \t\\])([^\n;#\\]*(?:\\\r?\n?[^\n;#\\]*)*)")
"""What stands behind `import` in a statement, further ones of the word included, so that nothing is read twice."""
_PLAIN = re.compile(rb"import(?=[ \t\f\\])(" + _LIST + rb")")
_FROM = re.compile(rb"from((?:[.\w\x80-\xff]|" + _GAP + rb"){1,500}?)\bimport\b(" + _GAP + rb"*" + _LIST + rb")")
"""Both forms of import: a literal first, which `re` finds fast, what the module is called, and the names behind.

Nobody's module has a longer name, nor a list a longer comment: without these bounds a row of a million times `from`
would be read as often.
"""
_BLANK = re.compile(rb"[\s\\]+")
_COMMENT = re.compile(rb"#[^\r\n]*")
_NAME = re.compile(rb"[\w\x80-\xff]+(?:[\s\\]*\.[\s\\]*[\w\x80-\xff]+)*")

_PART = 65_536
"""Bytes that are read at once: most files are smaller."""

Import = tuple[int, str]
"""Leading dots, and the dotted name behind them."""
Remembered = Callable[[str, Config], "tuple[Import, ...] | None"]
"""From a file to what `read_imports` said of it; raises LookupError where that isn't known any more."""


class Relevance:
    """What the files of one run may have to do with machine learning; each is looked at once."""

    def __init__(
        self,
        files: Files,
        remembered: Remembered | None = None,
        targets: Mapping[str, Config] = {},
        whole: Sequence[str] = (),
    ) -> None:
        """Begin a run over `targets`, files by their paths, among which are all modules below the folders `whole`."""
        self._files = files
        self._remembered = remembered
        self._absolute = absolute_paths(targets) if whole else {}
        self._targets = {absolute: targets[path] for path, absolute in self._absolute.items()}
        self._whole = tuple(os.path.join(folder, "") for folder in whole)
        self._apart: dict[str, bool] = {}
        """By the given folder."""
        self._around: dict[tuple[str, str], str | None] = {}
        """The given folder around a project, by a folder in it and by its root."""
        self._imports: dict[str, tuple[Import, ...] | None] = {}
        self._projects: dict[tuple[str, str], Project | None] = {}
        """By the folder of the importer, and that of the configuration."""
        self._leads: dict[str, bool] = {}
        self._located: dict[tuple[str, str], dict[Import, str | None]] = {}
        """The files that imports name, by root of the project and folder of the importer."""
        self._answers: dict[tuple[str, int], bool] = {}
        """By path and hash of the content: who shares the work out asks first, and whoever does it again."""

    def concerns(self, data: bytes, path: str, config: Config) -> bool:
        """Tell whether a file has to be parsed: False where nothing can be found in it.

        Notebooks are; there are few without a library.
        """
        if path.endswith(".ipynb"):
            return True
        absolute = self._absolute.get(path) or os.path.abspath(path)
        key = absolute, hash(data)
        if key not in self._answers:
            self._imports[absolute] = imports = read_imports(data, _words(config.extension))
            self._answers[key] = imports is None or self.leads(absolute, config)
        return self._answers[key]

    def is_apart(self, path: str, config: Config) -> bool:
        """Tell that nothing can be found in a file, because no module around it has to do with machine learning."""
        absolute = self._absolute.get(path, path)
        if absolute not in self._targets or not path.endswith(".py"):
            return False
        whole = self._folder_around(absolute, config.root)
        if whole is None:
            return False
        if whole not in self._apart:
            inside = (item for item in self._targets.items() if item[0].startswith(whole) and item[0].endswith(".py"))
            self._apart[whole] = not any(self._speaks(file, own) for file, own in inside)
        return self._apart[whole]

    def _folder_around(self, file: str, root: str) -> str | None:
        """Return the given folder that holds all that a file, by its absolute path, may import; None for none."""
        key = file.rpartition(os.sep)[0], root
        if key not in self._around:
            prefix = os.path.join(root, "")
            if not file.startswith(prefix):
                prefix = os.path.join(os.path.dirname(file), "")
            self._around[key] = next((folder for folder in self._whole if prefix.startswith(folder)), None)
        return self._around[key]

    def _speaks(self, file: str, config: Config) -> bool:
        """Tell whether a file itself has something to do with machine learning, or can't be read."""
        if self._remembered is not None:
            with suppress(LookupError):
                return self._remembered(file, config) is None
        try:
            return has_words(_read(file), _words(config.extension))
        except OSError:
            return True

    def known(self, file: str, config: Config) -> tuple[Import, ...] | Literal[False] | None:
        """Return what a file, by its absolute path, imports, as `read_imports` does; False where nobody looked."""
        if self.is_apart(file, config):
            return self._imports_of(file, config)
        return self._imports.get(file, False)

    def leads(self, file: str, config: Config) -> bool:
        """Tell whether a file, by its absolute path, or what it imports has to be parsed."""
        if self.is_apart(file, config):
            return False
        if not os.path.isfile(file):
            return False
        # Where an import leads depends on the folder alone.
        key = os.path.dirname(file), config.root
        if key not in self._projects:
            self._projects[key] = project_of(self._files, file, config.root)
        project = self._projects[key]
        return project is not None and self._leads_there(project, file, config)

    def _leads_there(self, project: Project, file: str, config: Config) -> bool:
        seen = {file}
        waiting = [file]
        while waiting:
            here = waiting.pop()
            if self._leads.get(here):
                break
            if here in self._leads:
                continue
            imports = self._imports_of(here, config)
            if imports is None:
                break
            located = self._located.setdefault((project.root, os.path.dirname(here)), {})
            for each in imports:
                if each not in located:
                    located[each] = project.locate(here, *each)
                found = located[each]
                if found is not None and found.endswith(".py") and found not in seen:
                    seen.add(found)
                    waiting.append(found)
        else:
            self._leads.update(dict.fromkeys(seen, False))
            return False
        self._leads[file] = True
        return True

    def _imports_of(self, file: str, config: Config) -> tuple[Import, ...] | None:
        if file not in self._imports and self._remembered is not None:
            with suppress(LookupError):
                self._imports[file] = self._remembered(file, config)
        if file not in self._imports:
            words = _words(config.extension)
            try:
                with open(file, "rb") as stream:
                    data = stream.read(MOST_BYTES + 1)
            except OSError:
                data = b""
            # What is too large isn't followed into.
            self._imports[file] = read_imports(data, words) if len(data) <= MOST_BYTES else ()
        return self._imports[file]


def absolute_paths(files: Iterable[str]) -> dict[str, str]:
    """Return the absolute path of each file; each folder's is found out once."""
    folders: dict[str, str] = {}
    found: dict[str, str] = {}
    for file in files:
        folder, separator, name = file.rpartition(os.sep)
        if os.altsep and os.altsep in name:
            found[file] = os.path.abspath(file)
            continue
        if folder not in folders:
            folders[folder] = os.path.join(os.path.abspath(folder + separator), "")
        found[file] = folders[folder] + name
    return found


def read_imports(data: bytes, words: Words) -> tuple[Import, ...] | None:
    """List the modules that a file may import; None where it has to be parsed whatever these are."""
    return None if has_words(data, words) else tuple(dict.fromkeys(_imported(data)))


def has_words(data: bytes, words: Words) -> bool:
    """Tell whether a file has one of the words, or is no text."""
    for word in words.anywhere:
        if word.search(data):
            return True
    if words.imported.search(b"".join(_BEHIND.findall(data))):
        return True
    return b"\0" in data or not (data.isascii() or _is_text(data))


def _read(file: str) -> bytes:
    """Return what a file holds, without asking for its size, and without an object that reads it: half of the time."""
    number = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        parts = [os.read(number, _PART)]
        while parts[-1]:
            parts.append(os.read(number, _PART))
    finally:
        os.close(number)
    return b"".join(parts)


def _is_text(data: bytes) -> bool:
    """Tell whether a file is in the encoding that it claims."""
    with suppress(UnicodeDecodeError):
        data.decode("utf-8")
        return True
    import io  # next to no file gets here
    import tokenize

    with suppress(SyntaxError, UnicodeDecodeError):
        data.decode(tokenize.detect_encoding(io.BytesIO(data).readline)[0])
        return True
    return False


def _imported(data: bytes) -> Iterator[Import]:
    """Yield what a file may import: all that its statements name, and some words of comments and strings."""
    for listed in _PLAIN.findall(_FROM.sub(b"", data)):
        yield from ((0, name) for name in _names(listed))
    for module, names in _FROM.findall(data):
        dotted = _BLANK.sub(b"", module)
        level = len(dotted) - len(dotted.lstrip(b"."))
        path = dotted[level:].decode("utf-8", "replace")
        yield level, path
        # What is imported may be a module of its own.
        yield from ((level, f"{path}.{name}".lstrip(".")) for name in _names(names))


def _names(listed: bytes) -> Iterator[str]:
    return (_BLANK.sub(b"", name).decode("utf-8", "replace") for name in _NAME.findall(_COMMENT.sub(b"", listed)))


@cache
def _words(extension: Extension) -> Words:
    """Return what finds imports of the known libraries, and of the modules that users describe, and the other words.

    It finds more than that, in comments say, and misses none: neither form of import stands without its word.
    """
    libraries = os.path.join(rules_folder(), "libraries")
    names = {entry.name for entry in os.scandir(libraries) if entry.is_dir()} - NO_LEARNING
    for file, of_library in ("searches.toml", _TABLES), ("synonyms.toml", _TABLES), ("synonyms.toml", _SYNONYMS):
        with open(os.path.join(libraries, file), encoding="utf-8") as stream:
            names.update(of_library.findall(stream.read()))
    names.update(path.partition(".")[0] for path in (*extension.estimators, *extension.functions, *extension.exports))
    listed = "|".join(sorted(map(re.escape, names - {_UNIMPORTED})))
    return Words(
        # What begins with the same letter is looked for at once: each search takes as long as reading the file.
        (re.compile(rf"f(?:rom[ \t\\\r\n]+(?:{listed})\b|{_MODELS}|{_SAMPLES})".encode()), *_OTHERS),
        re.compile(rf"[ \t,\\\r\n](?:{listed})\b".encode()),
    )
