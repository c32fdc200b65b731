"""Values of hyperparameters to text: Python code, and JSON where JSON has the value."""

from __future__ import annotations

import ast
import math

from hplint.analysis.memory.constants import Symbol
from hplint.catalogue.estimators import Expression, HyperparameterSpec


def python_code(value: object) -> str:
    """Return a value as Python code, strings in double quotes; a name of a library as its dotted path."""
    match value:
        case Symbol(path=path):
            return path.removeprefix("builtins.")
        case Expression(text=text):
            return text
        case str() if '"' not in value and "\\" not in repr(value):
            return f'"{value}"'
        case list():
            return f"[{_listed(value)}]"
        case tuple():
            return f"({_listed(value)}{',' if len(value) == 1 else ''})"
        case dict():
            return f"{{{', '.join(f'{python_code(key)}: {python_code(each)}' for key, each in value.items())}}}"
        case float() if math.isnan(value) or math.isinf(value):
            return f'float("{value}")'
    return repr(value)


def is_literal(code: str) -> bool:
    """Say whether code is a value itself, and no name or expression that has one."""
    try:
        ast.literal_eval(code)
    except (ValueError, SyntaxError):
        return False
    return True


def json_of(code: str | None) -> object:
    """Return the value of Python code as JSON has it, a tuple as an array; None for what JSON has not."""
    try:
        return None if code is None else json_value(ast.literal_eval(code))
    except (ValueError, SyntaxError):
        return None


def default_code(spec: HyperparameterSpec) -> str | None:
    """Return a default as Python code, that of the library itself where it doesn't say; None where there is none."""
    if spec.required:
        return python_code(spec.unset[0]) if spec.unset else None
    return python_code(spec.default)


def json_value(value: object) -> object:
    """Return a value as JSON has it, a tuple as an array; None for what JSON has not."""
    match value:
        case float():
            return value if math.isfinite(value) else None
        case bool() | int() | str():
            return value
        case list() | tuple():
            items = [json_value(each) for each in value]
            lost = any(item is None and each is not None for item, each in zip(items, value, strict=True))
            return None if lost else items
        case dict() if all(isinstance(key, str) for key in value):
            items = [json_value(each) for each in value.values()]
            lost = any(item is None and each is not None for item, each in zip(items, value.values(), strict=True))
            return None if lost else dict(zip(value, items, strict=True))
    return None


def _listed(values: list[object] | tuple[object, ...]) -> str:
    return ", ".join(map(python_code, values))
