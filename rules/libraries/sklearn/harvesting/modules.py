"""Finds the public modules of the installed scikit-learn, what they export, and where each name is at home."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import sklearn

_HIDDEN = ("tests", "externals", "conftest")
_DATA = ("sklearn.datasets.data", "sklearn.datasets.descr", "sklearn.datasets.images")
EXPERIMENTAL = {
    "sklearn.experimental.enable_halving_search_cv": ("HalvingGridSearchCV", "HalvingRandomSearchCV"),
    "sklearn.experimental.enable_iterative_imputer": ("IterativeImputer",),
}
"""Modules whose import makes these names importable."""


@dataclass(frozen=True, slots=True)
class PublicModule:
    """A module without an underscore in its path."""

    path: str
    module: ModuleType
    exports: tuple[str, ...]
    """What `from module import *` binds, sorted, before experimental features are enabled."""


def public_modules() -> list[PublicModule]:
    """Import every public module, then enable what is experimental."""
    walked = pkgutil.walk_packages(sklearn.__path__, "sklearn.")
    paths = ["sklearn", *sorted(info.name for info in walked if _is_public(info.name))]
    loaded = [path for path in paths if not path.startswith("sklearn.experimental.")]
    found = [_load(path) for path in loaded]  # each read at once: a later import may enable what is experimental
    for path in EXPERIMENTAL:
        importlib.import_module(path)
    enabling = [path for path in paths if path not in loaded]
    found += [PublicModule(path, importlib.import_module(path), ()) for path in enabling]
    return sorted(found, key=lambda module: module.path)


def _load(path: str) -> PublicModule:
    module = importlib.import_module(path)
    return PublicModule(path, module, _exports(module))


def _is_public(path: str) -> bool:
    parts = path.split(".")
    return path not in _DATA and not any(part.startswith("_") or part in _HIDDEN for part in parts)


def _exports(module: ModuleType) -> tuple[str, ...]:
    names = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    return tuple(sorted(set(names)))


@dataclass(frozen=True, slots=True)
class Home:
    """Where a public object is documented, and from where else it can be imported."""

    path: str
    """Of the module."""
    name: str
    found: Any
    aliases: tuple[str, ...]
    """Full paths in private modules, and public ones that the module's `__all__` doesn't list."""


def homes(modules: list[PublicModule]) -> Iterator[Home]:
    """Find every public class and function once."""
    places: dict[int, list[tuple[PublicModule, str, bool]]] = {}
    objects: dict[int, Any] = {}
    for public in modules:
        for name, found in sorted(vars(public.module).items()):
            if name.startswith("_") or not (inspect.isclass(found) or callable(found)):
                continue
            if str(getattr(found, "__module__", "")).split(".")[0] == "sklearn" and _own_name(found) == name:
                objects[id(found)] = found
                places.setdefault(id(found), []).append((public, name, name in _listed(public, name)))
    for key, found in objects.items():
        if any(listed for _, _, listed in places[key]):
            yield _home(found, places[key])


def _own_name(found: Any) -> str:
    return str(getattr(found, "__name__", ""))


def _listed(public: PublicModule, name: str) -> tuple[str, ...]:
    """Names that the module offers as its own: `__all__`, else what it defines itself."""
    if hasattr(public.module, "__all__"):
        return (*public.module.__all__, *(n for names in EXPERIMENTAL.values() for n in names))
    return (name,) if getattr(vars(public.module)[name], "__module__", None) == public.path else ()


def _home(found: Any, places: list[tuple[PublicModule, str, bool]]) -> Home:
    listed = [(public, name) for public, name, is_listed in places if is_listed]
    defined = found.__module__
    public_part = ".".join(_until_private(defined.split(".")))

    def rank(place: tuple[PublicModule, str]) -> tuple[bool, int, str]:
        return place[0].path != public_part, place[0].path.count("."), place[0].path

    home, name = min(listed, key=rank)
    private = {f"{defined}.{name}"} if vars(importlib.import_module(defined)).get(name) is found else set()
    others = {f"{public.path}.{name}" for public, name, is_listed in places if is_listed or inspect.isclass(found)}
    return Home(home.path, name, found, tuple(sorted((private | others) - {f"{home.path}.{name}"})))


def _until_private(parts: list[str]) -> Iterator[str]:
    for part in parts:
        if part.startswith("_"):
            return
        yield part
