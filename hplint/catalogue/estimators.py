"""Finds estimators and functions of the catalogue by any public import path, opening only the files they stand in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from hplint.catalogue.conditions import Condition
from hplint.catalogue.directory import CatalogueError, rules_directory
from hplint.catalogue.extension import NO_EXTENSION, Extension
from hplint.catalogue.facts import Facts
from hplint.catalogue.module_file import ModuleFile, Tables
from hplint.catalogue.search_space import SearchSpace
from hplint.catalogue.specifications import (
    NO_DEFAULT,
    EstimatorSpec,
    Expression,
    FunctionSpec,
    HyperparameterSpec,
    OutdatedOption,
    Training,
)
from hplint.catalogue.versions import Target, find_target, known_releases

__all__ = [
    "NO_DEFAULT",
    "Catalogue",
    "Condition",
    "EstimatorSpec",
    "Expression",
    "Facts",
    "FunctionSpec",
    "HyperparameterSpec",
    "OutdatedOption",
    "SearchSpace",
    "Target",
    "Training",
]


class Catalogue:
    """Estimators and functions of the known libraries; files are opened when first needed, specs kept."""

    __slots__ = (
        *("_canonical", "_estimators", "_extension", "_files", "_functions", "_paths", "_reading", "_renaming"),
        *("_synonyms", "_targets", "_wanted"),
    )

    def __init__(
        self,
        paths: dict[str, Path],
        wanted: Mapping[str, str] | None = None,
        extension: Extension = NO_EXTENSION,
        synonyms: Mapping[str, str] | None = None,
    ) -> None:
        """Take the file of each module (`sklearn.svm`), and the release of each library, the newest if not given."""
        self._extension = extension
        self._reading: list[str] = []
        self._paths = paths
        self._wanted = wanted or {}
        self._synonyms = synonyms or {}
        self._renaming = {name.partition(".")[0] for name in self._synonyms}
        self._canonical: dict[str, str] = {}
        self._targets: dict[str, Target] = {}
        self._files: dict[str, ModuleFile] = {}
        self._estimators: dict[str, EstimatorSpec | None] = {}
        self._functions: dict[str, FunctionSpec | None] = {}

    @classmethod
    def load(
        cls,
        directory: Path | None = None,
        target: Mapping[str, str] | None = None,
        extension: Extension = NO_EXTENSION,
    ) -> Catalogue:
        """Open the catalogue that ships with hplint, or the one in `directory` (a `rules/` folder).

        No file is read yet.

        Args:
            directory: None for hplint's own.
            target: Library to the release that code is written for, `{"sklearn": "1.5"}`; the newest where not given.
            extension: What users add.
        """
        libraries = (directory or rules_directory()) / "libraries"
        synonyms = Tables.read(libraries / "synonyms.toml").table("modules")
        return cls(dict(_module_files(libraries)), target, extension, synonyms)

    def target(self, library: str) -> Target:
        """Return the release of a library that this catalogue is of.

        Raises:
            CatalogueError: The wanted release isn't known.
        """
        if library not in self._targets:
            path = self._paths.get(library, Path(library, f"{library}.toml"))
            past = path.parent / "history" / path.name
            own, history = Tables.read(path).table("module"), Tables.read(past).table("module")
            self._targets[library] = find_target(own, history, self._wanted.get(library), past)
        return self._targets[library]

    def releases(self, library: str) -> tuple[str, ...]:
        """Return the minors of a library that are known, oldest first; empty for an unknown library."""
        if library not in self._paths:
            return ()
        path = self._paths[library]
        past = Tables.read(path.parent / "history" / path.name).table("module")
        return known_releases(Tables.read(path).table("module"), past)

    def estimator(self, path: str) -> EstimatorSpec | None:
        """Return the estimator of any import path: `sklearn.svm.SVC`, `sklearn.svm._classes.SVC`.

        The same estimator is the same object, by whatever path.

        Raises:
            CatalogueError: Its table is wrong.
        """
        if path not in self._estimators:
            self._estimators[path] = self._find_estimator(self.canonical(path))
        return self._estimators[path]

    def function(self, path: str) -> FunctionSpec | None:
        """Return the function of an import path: `sklearn.model_selection.train_test_split`.

        Raises:
            CatalogueError: Its table is wrong.
        """
        if path not in self._functions:
            self._functions[path] = self._find_function(path)
        return self._functions[path]

    def is_module(self, path: str) -> bool:
        """Say whether this is a catalogued module or package: `sklearn`, `sklearn.svm`."""
        return self.canonical(path) in self._paths or path in self._extension.exports

    def canonical(self, path: str) -> str:
        """Return a path by the library's own name: `keras.layers.Dense` for `tensorflow.keras.layers.Dense`."""
        found = self._canonical.get(path)
        if found is None:
            found = self._canonical[path] = next(self._renamed(path), path)
        return found

    def _renamed(self, path: str) -> Iterator[str]:
        if path.partition(".")[0] not in self._renaming:
            return
        for name, meant in self._synonyms.items():
            if path.startswith(name) and path[len(name) : len(name) + 1] in ("", "."):
                yield meant + path[len(name) :]

    def classes(self) -> frozenset[str]:
        """List the canonical paths of all estimators, whatever the release: `sklearn.svm.SVC`.

        Reads every file of the catalogue, and parses none.

        Raises:
            CatalogueError: A file can't be read.
        """
        found: set[str] = set()
        for module, path in self._paths.items():
            for file in (path, path.parent / "history" / path.name):
                found.update(f"{module}.{name}" for name in Tables.read(file).texts if name[:1].isupper())
        return frozenset(found)

    def exports(self, module: str) -> frozenset[str]:
        """Return the names that `from module import *` binds; empty for an unknown module."""
        if module in self._extension.exports:
            return self._extension.exports[module]
        module = self.canonical(module)
        return self._file(module).exports if module in self._paths else frozenset()

    def _find_estimator(self, path: str) -> EstimatorSpec | None:
        if path in self._extension.estimators:
            return self._find_own(path)
        file, name = self._place(path)
        if file is None:
            return None
        if home := file.elsewhere(name) or file.elsewhere(path):
            return self.estimator(home)
        spec = file.estimator(name)
        canonical = f"{file.module}.{name}"
        if canonical == path or spec is None:
            return spec
        return self.estimator(canonical) if path in file.aliases(name) else None

    def _find_own(self, path: str) -> EstimatorSpec:
        own = self._extension.estimators[path]
        if own.path != path:
            return self.estimator(own.path) or own.read(None)
        base, place = own.table.get("extends"), f"{own.file}: [{own.path.rpartition('.')[2]}] extends"
        if base is None:
            return own.read(None)
        self._reading.append(path)
        other = self._extension.estimators.get(base)
        if other is not None and other.path in self._reading:
            raise CatalogueError(f"{place}: {base!r} extends it in turn; name another class")
        found = self.estimator(base)
        self._reading.pop()
        if found is None:
            raise CatalogueError(f"{place}: {base!r} isn't known; name a class of the catalogue by its import path")
        return own.read(found)

    def _find_function(self, path: str) -> FunctionSpec | None:
        if path in self._extension.functions:
            return self._extension.functions[path]
        file, name = self._place(path)
        if file is None:
            return None
        if home := file.elsewhere(name):
            return self.function(home)
        canonical = f"{file.module}.{name}"
        known = canonical == path or path in file.aliases(f"functions.{name}")
        return file.function(name) if known else None

    def _place(self, path: str) -> tuple[ModuleFile | None, str]:
        """Find the file of the innermost public module on the way to a name: private modules have none."""
        module, _, name = path.rpartition(".")
        while module and module not in self._paths:
            module = module.rpartition(".")[0]
        return (self._file(module) if module else None), name

    def _file(self, module: str) -> ModuleFile:
        if module not in self._files:
            target = self.target(module.partition(".")[0])
            self._files[module] = ModuleFile.read(module, self._paths[module], target)
        return self._files[module]


def _module_files(libraries: Path) -> Iterator[tuple[str, Path]]:
    """List each module's file; one that only older releases have stands in the history, and is named as if it did not.

    Listing folders by name costs a third of `Path.glob`.
    """
    for library in os.listdir(libraries):
        folder = libraries / library
        names = os.listdir(folder) if folder.is_dir() else ()
        gone = os.listdir(folder / "history") if "history" in names else ()
        for name in {*gone, *names}:
            if name.endswith(".toml"):
                stem = name[: -len(".toml")]
                yield library if stem == library else f"{library}.{stem}", folder / name
