"""Reads the layers and optimizers of one Keras release from its source, without running it.

Releases from 1.2 to 2.15 need Python and TensorFlow versions that no longer install, so all of them are read alike:
`@keras_export` says which class is public (before 2.4, where it stands), `__init__` what it takes, and what its
`**kwargs` take is what the bases name, pop, get or list as allowed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

MODULES: Final = ("keras.layers", "keras.optimizers")
_LEGACY: Final = ("legacy", "v1", "experimental")


@dataclass(frozen=True)
class Parameter:
    """One keyword of a constructor."""

    name: str
    default: str | None
    """Its source; None where it must be given."""
    keyword_only: bool = False


@dataclass(frozen=True)
class ClassSource:
    """A class as its file defines it."""

    module: str
    node: ast.ClassDef
    names: tuple[str, ...]
    """Its public paths."""


@dataclass
class Release:
    """The classes of one unpacked release."""

    folder: Path
    """Holds the package `keras`."""
    _classes: dict[str, dict[str, ClassSource]] = field(default_factory=dict)
    _imports: dict[str, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def public(self) -> dict[str, ClassSource]:
        """Return the public classes of layers and optimizers, by public path."""
        found: dict[str, ClassSource] = {}
        for file in sorted(self.folder.glob("keras/**/*.py")):
            for each in self.classes(self._module(file)).values():
                for name in each.names:
                    if name.rpartition(".")[0] in MODULES:
                        found[name] = each
        return found

    def classes(self, module: str) -> dict[str, ClassSource]:
        """Return the classes that a module defines, and note what it imports."""
        if module not in self._classes:
            self._classes[module], self._imports[module] = {}, {}
            path = self.folder.joinpath(*module.split("."))
            file = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
            if file.is_file():
                tree = ast.parse(file.read_text(encoding="utf-8"))
                for node in ast.walk(tree):
                    self._note(module, node)
        return self._classes[module]

    def _note(self, module: str, node: ast.AST) -> None:
        if isinstance(node, ast.ClassDef):
            names = tuple(self._public_names(module, node))
            self._classes[module][node.name] = ClassSource(module, node, names)
        elif isinstance(node, ast.ImportFrom):
            parts = [*module.split("."), *(["__init__"] if self._is_package(module) else [])]
            package = parts[: -node.level] if node.level else []
            origin = ".".join([*package, *filter(None, [node.module])])
            for alias in node.names:
                self._imports[module][alias.asname or alias.name] = f"{origin}.{alias.name}"

    def _is_package(self, module: str) -> bool:
        return self.folder.joinpath(*module.split("."), "__init__.py").is_file()

    def _module(self, file: Path) -> str:
        parts = file.relative_to(self.folder).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def _public_names(self, module: str, node: ast.ClassDef) -> Iterator[str]:
        exported = False
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "keras_export":
                exported = True
                for each in ast.walk(ast.Tuple([*decorator.args], ast.Load())):
                    if isinstance(each, ast.Constant) and not any(part in each.value.split(".") for part in _LEGACY):
                        yield each.value
        package = next((name for name in MODULES if module == name or module.startswith(f"{name}.")), None)
        before_exports = package is not None and not exported and not list(self.folder.glob("keras/api*"))
        if before_exports and not node.name.startswith("_"):
            yield f"{package}.{node.name}"

    def base(self, found: ClassSource, expression: ast.expr) -> ClassSource | None:
        """Find a base class in the release; None where it comes from elsewhere."""
        self.classes(found.module)
        match expression:
            case ast.Name(id=name):
                if name in self._classes[found.module]:
                    return self._classes[found.module][name]
                return self._at(self._imports[found.module].get(name, ""))
            case ast.Attribute(value=ast.Name(id=module), attr=name):
                return self._at(f"{self._imports[found.module].get(module, '')}.{name}")
        return None

    def _at(self, path: str) -> ClassSource | None:
        module, _, name = path.rpartition(".")
        if not module.startswith("keras"):
            return None
        found = self.classes(module).get(name)
        onward = self._imports[module].get(name)
        return found or (self._at(onward) if onward and onward != path else None)

    def parameters(self, found: ClassSource) -> dict[str, Parameter]:
        """Return what a constructor takes, the bases' keywords included."""
        init = next((n for n in found.node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__"), None)
        bases = [base for each in found.node.bases if (base := self.base(found, each)) is not None]
        if init is None:
            return self.parameters(bases[0]) if bases else {}
        own = dict(_named(init.args))
        if init.args.kwarg is None:
            return own
        for name in _taken(init, init.args.kwarg.arg, found.node):
            own.setdefault(name, Parameter(name, "None", keyword_only=True))
        positions, passed_on = _given_to_super(init)
        for base in bases:
            for parameter in list(self.parameters(base).values())[positions:]:
                if parameter.name not in passed_on and parameter.name != "variable_dtype":
                    own.setdefault(parameter.name, Parameter(parameter.name, parameter.default or "None", True))
        return own


def _named(arguments: ast.arguments) -> Iterator[tuple[str, Parameter]]:
    positional = [*arguments.posonlyargs, *arguments.args][1:]
    defaults = [None] * (len(positional) - len(arguments.defaults)) + [ast.unparse(d) for d in arguments.defaults]
    for argument, default in zip(positional, defaults, strict=False):
        yield argument.arg, Parameter(argument.arg, default)
    for argument, given in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield argument.arg, Parameter(argument.arg, None if given is None else ast.unparse(given), True)


def _taken(init: ast.FunctionDef, kwargs: str, of: ast.ClassDef) -> Iterator[str]:
    """List the keys that a constructor, or a method that it hands its `**kwargs` to, takes out of them."""
    methods = {n.name: n for n in of.body if isinstance(n, ast.FunctionDef)}
    handed = [
        methods[call.func.attr]
        for call in ast.walk(init)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in methods
        if any(isinstance(argument, ast.Name) and argument.id == kwargs for argument in call.args)
    ]
    for node in (node for function in (init, *handed) for node in ast.walk(function)):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="pop" | "get"), args=[ast.Constant(value=str(key)), *_]
            ) if name == kwargs:
                yield key
            case ast.Assign(targets=[ast.Name(id=target)], value=ast.Set(elts=keys)) if "allowed" in target:
                yield from (key.value for key in keys if isinstance(key, ast.Constant))


def _given_to_super(init: ast.FunctionDef) -> tuple[int, set[str | None]]:
    """Return how many arguments a constructor gives its base itself, and by which keywords: its callers can't."""
    for node in ast.walk(init):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__")):
                return len(node.args), {keyword.arg for keyword in node.keywords}
    return 0, set()
