"""Turns one public class into its table: kinds, hyperparameters, learned attributes, methods."""

from __future__ import annotations

import ast
import inspect
import re
import warnings
from collections.abc import Mapping
from typing import Any

from harvesting.constraints import deprecated_options, plain, write_constraints
from harvesting.docstrings import Directive, Entry, entries, summary_directives
from harvesting.instances import example
from harvesting.kinds import kinds, works_unfitted
from harvesting.members import learned, methods


def class_table(found: type, aliases: tuple[str, ...], experimental: str | None) -> dict[str, Any]:
    """Describe an estimator, splitter, search, sampler or kernel."""
    instance = example(found)
    table: dict[str, Any] = {"kinds": sorted(kinds(found))}
    table |= _class_versions(summary_directives(found.__doc__))
    if aliases:
        table["aliases"] = list(aliases)
    if experimental:
        table["experimental"] = experimental
    table |= works_unfitted(instance)
    signature = _parameters(found)
    for kind, key in ((inspect.Parameter.VAR_POSITIONAL, "args"), (inspect.Parameter.VAR_KEYWORD, "kwargs")):
        if any(p.kind is kind for p in signature):
            table[f"accepts_{key}"] = True
    named = [p for p in signature if p.kind not in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)]
    documented = entries(found.__doc__, "Parameters") | entries(found.__init__.__doc__, "Parameters")
    constraints = getattr(found, "_parameter_constraints", {})
    table["parameters"] = {p.name: _parameter_row(found, p, documented.get(p.name), constraints) for p in named}
    table["learned"] = learned(found, instance)
    table["methods"] = methods(found)
    return table


def _parameters(found: type) -> list[inspect.Parameter]:
    if found.__init__ is object.__init__:
        return []
    return [p for p in inspect.signature(found.__init__).parameters.values() if p.name != "self"]


def _parameter_row(
    found: type, parameter: inspect.Parameter, documented: Entry | None, constraints: Mapping[str, Any]
) -> dict[str, Any]:
    row = _default(parameter.default)
    if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
        row["keyword_only"] = True
    accepted = write_constraints(constraints[parameter.name]) if parameter.name in constraints else None
    if accepted is not None:
        row["accepts"] = accepted
        if options := deprecated_options(constraints[parameter.name]):
            row["deprecated_options"] = dict.fromkeys(options, "")
    if documented:
        _add_versions(row, parameter.name, documented.directives)
    for option in row.get("deprecated_options", {}):
        if option not in ", ".join(row.get("accepts", [option])) and _replaces(found, parameter.name, option):
            row["accepts"].append(f"hidden str: {option}")
    if row.get("default") == "'deprecated'" and "deprecated" not in row:
        row["deprecated"] = ""
    return row


def _replaces(found: type, name: str, option: str) -> bool:
    """Tell whether the constructor takes an option, with a warning, and keeps another in its place."""
    value = ast.literal_eval(option)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            kept = getattr(found(**{name: value}), name)
        except Exception:  # it can't be built with this alone
            return False
    return kept != value and any(issubclass(each.category, FutureWarning) for each in warned)


def _default(default: Any) -> dict[str, Any]:
    """Write a default as a Python literal, else as the expression that names it."""
    if default is inspect.Parameter.empty:
        return {}
    value = plain(default)
    if isinstance(value, (bool, int, float, complex, str, bytes, type(None), tuple, list, dict, set)):
        return {"default": repr(value)}
    if hasattr(value, "__qualname__"):
        return {"default_expression": f"{value.__module__}.{value.__qualname__}"}
    if " at 0x" in repr(value):
        raise ValueError(f"the default {value!r} has no name that is the same in every run")
    return {"default_expression": repr(value)}


def _add_versions(row: dict[str, Any], name: str, directives: tuple[Directive, ...]) -> None:
    for directive in directives:
        match directive.kind:
            case "versionadded" if _speaks_of_itself(directive, name):
                row["since"] = directive.version
            case "deprecated" | "versionchanged" if option := _speaks_of_option(directive):
                row.setdefault("deprecated_options", {})[option] = directive.version
            case "deprecated" if _deprecates(directive, name):
                row |= _deprecation(directive)


def _speaks_of_itself(directive: Directive, name: str) -> bool:
    """Tell "`probability` is deprecated" from "the option `auto` was added"."""
    first = directive.text.split(". ")[0].lower()
    return not first or f"`{name.lower()}`" in first or "parameter" in first or f"{name.lower()} " in first


def _deprecates(directive: Directive, name: str) -> bool:
    """Tell "The `probability` parameter is deprecated" from "Negative values for `power_t` are deprecated"."""
    return not directive.text or bool(
        re.match(rf"(?:the |this |parameter )*(?:`+{name}`+|parameter)", directive.text, re.I)
    )


def _speaks_of_option(directive: Directive) -> str | None:
    """Return the option that "`None` is deprecated", "Criterion `"mse"` was deprecated" speak of, as a literal."""
    option = re.match(r"(?:[A-Z]\w+ )?`+(None|True|False|'[^'`]*'|\"[^\"`]*\")`+ (?:is|was) deprecated", directive.text)
    return repr(ast.literal_eval(option[1])) if option else None


def _deprecation(directive: Directive) -> dict[str, str]:
    row = {"deprecated": directive.version}
    if directive.removed:
        row["removed"] = directive.removed
    if directive.replaced_by:
        row["replaced_by"] = directive.replaced_by
    if directive.text:
        row["deprecation"] = directive.text
    return row


def _class_versions(directives: tuple[Directive, ...]) -> dict[str, str]:
    row: dict[str, str] = {}
    for directive in directives:
        if directive.kind == "versionadded" and not directive.text:
            row["since"] = directive.version
        elif directive.kind == "deprecated":
            row |= _deprecation(directive)
    return row
