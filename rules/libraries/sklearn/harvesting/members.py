"""Reads what a class learns in fit, and the methods that it has, always or under a condition."""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

from harvesting.docstrings import entries


def learned(found: type, instance: Any) -> dict[str, dict[str, Any]]:
    """List the attributes with a trailing underscore, documented or only assigned in the source of the class."""
    documented = {name: entry for name, entry in entries(found.__doc__, "Attributes").items() if _is_learned(name)}
    rows: dict[str, dict[str, Any]] = {}
    for name in sorted({*documented, *_assigned(found), *filter(_is_learned, _properties(found))}):
        row: dict[str, Any] = {}
        if entry := documented.get(name):
            added = [d.version for d in entry.directives if d.kind == "versionadded" and not d.text]
            row |= {"since": added[0]} if added else {}
            deprecated = [d for d in entry.directives if d.kind == "deprecated"]
            row |= {"deprecated": deprecated[0].version} if deprecated else {}
            row |= {"when": entry.condition} if entry.condition else {}
        else:
            row["documented"] = False
        if instance is not None and _exists(instance, name):
            row["before_fit"] = True
        rows[name] = row
    return rows


def _is_learned(name: str) -> bool:
    return name.endswith("_") and not name.endswith("__") and not name.startswith("_")


def _exists(instance: Any, name: str) -> bool:
    try:
        return hasattr(instance, name)
    except Exception:  # a property that fails on what fit has not made yet
        return False


def _properties(found: type) -> list[str]:
    return [name for name in dir(found) if isinstance(inspect.getattr_static(found, name), property)]


def _assigned(found: type) -> Iterator[str]:
    for owner in found.__mro__:
        if owner.__module__.startswith("sklearn"):
            yield from _assigned_in(owner)


@functools.cache
def _assigned_in(owner: type) -> frozenset[str]:
    """Find `self.name_ = ...` in the methods of a class."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(owner)))
    except (OSError, TypeError):
        return frozenset()
    return frozenset(
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        if isinstance(node.value, ast.Name) and node.value.id == "self" and _is_learned(node.attr)
    )


def methods(found: type) -> dict[str, dict[str, Any]]:
    """List the public methods, each with its parameters and the condition under which it exists."""
    rows: dict[str, dict[str, Any]] = {}
    for name in sorted(dir(found)):
        static = inspect.getattr_static(found, name)
        if name.startswith("_") or isinstance(static, property) or not _is_offered(found, name):
            continue
        condition = _condition(found, name, static)
        function = getattr(static, "fn", None) or (static if condition else getattr(found, name, None))
        if not callable(function) or inspect.isclass(function):
            continue
        row: dict[str, Any] = {}
        if not (name.startswith("set_") and name.endswith("_request")):
            bound = isinstance(static, (classmethod, staticmethod))
            row["parameters"] = parameters(function)[0 if bound else 1 :]
        rows[name] = row | ({"when": condition} if condition else {})
    return rows


def _is_offered(found: type, name: str) -> bool:
    """Leave out `set_output` where the class switched it off."""
    if name != "set_output":
        return True
    return "transform" in getattr(found, "_sklearn_auto_wrap_output_keys", ()) and hasattr(
        found, "get_feature_names_out"
    )


def _condition(found: type, name: str, static: Any) -> str | None:
    """Say when an `available_if` method exists: `estimator.predict`, or the name of the library's check."""
    check = getattr(static, "check", None)
    if check is None or not hasattr(static, "fn") or name == "set_output":
        return None
    if "estimator" in check.__qualname__:
        cells = [cell.cell_contents for cell in check.__closure__ or ()]
        asked = next((cell for cell in cells if isinstance(cell, str)), name)
        holders = [n for n in inspect.signature(found).parameters if n in ("estimator", "estimators", "steps")]
        return f"{holders[0] if holders else 'estimator'}.{asked}"
    if check.__name__ == "<lambda>":
        return f"see the source of {found.__name__}.{name}"
    return f"{check.__name__}"


def parameters(function: Any) -> list[str]:
    """Write a signature's names, with stars, and a lone `*` before keyword-only ones."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return ["*args", "**kwargs"]
    names: list[str] = []
    starred = False
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            names.append("*")
            starred = True
        starred = starred or parameter.kind is parameter.VAR_POSITIONAL
        prefix = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        names.append(prefix + parameter.name)
    return names
