"""Literals: nodes to exact Python values, and known values back to plain literals."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Any

from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL, NotLiteral, Origin, Symbol
from hplint.analysis.memory.heap import Mapping, Sequence
from hplint.analysis.memory.values import Constant, Data, External, Items, OneOf, Range, Ref, Unknown, Value

LONGEST = 10_000
"""Longest literal text that is evaluated; longer ones are data, not hyperparameters."""
FLOATS = {
    "numpy.nan": float("nan"),
    "numpy.inf": float("inf"),
    "numpy.NaN": float("nan"),
    "numpy.NAN": float("nan"),
    "numpy.Inf": float("inf"),
    "math.nan": float("nan"),
    "math.inf": float("inf"),
    "numpy.pi": 3.141592653589793,
    "math.pi": 3.141592653589793,
    "math.e": 2.718281828459045,
    "numpy.e": 2.718281828459045,
}


@lru_cache(maxsize=1024)
def number(text: str) -> Value:
    """Evaluate a number as written."""
    try:
        if text.isdigit() and len(text) < 300:
            return Constant(int(text))
        if text.replace(".", "", 1).isdigit() and len(text) < 300:
            return Constant(float(text))
        return Constant(ast.literal_eval(text)) if len(text) < 300 else Unknown(None, Origin.LITERAL)
    except (ValueError, SyntaxError):
        return Unknown(None, Origin.LITERAL)


@lru_cache(maxsize=1024)
def text(written: str) -> Value:
    """Evaluate a string or bytes literal."""
    if len(written) < LONGEST:
        if written[0] in "'\"" and "\\" not in written and written[1:3] != written[0] * 2:
            return Constant(written[1:-1])
        try:
            return Constant(ast.literal_eval(written))
        except (ValueError, SyntaxError):
            pass
    return Unknown(None, Origin.LITERAL)


def literal(machine: Machine, value: Value, depth: int = 0) -> object | NotLiteral:
    """Return the exact Python value, or `NOT_LITERAL`."""
    match value:
        case Constant(value=known):
            return known  # type: ignore[no-any-return]  # any literal there is
        case External(path=path):
            return FLOATS.get(path, Symbol(path))
        case Items(values=values) if depth < 6:
            parts = [literal(machine, each, depth + 1) for each in values]
            return NOT_LITERAL if NOT_LITERAL in parts else tuple(parts)
    if depth < 6 and type(value) is Ref:
        match machine.content(value):
            case Sequence(items=items, kind=kind, escaped=False) if items is not None:
                parts = [literal(machine, each, depth + 1) for each in items]
                return NOT_LITERAL if any(part is NOT_LITERAL for part in parts) else collected(parts, kind)
            case Mapping(items=pairs, rest=None, escaped=False) as mapping if not mapping.maybe:
                found: dict[Any, object] = {key: literal(machine, each, depth + 1) for key, each in pairs}
                return NOT_LITERAL if any(part is NOT_LITERAL for part in found.values()) else found
    return NOT_LITERAL


def collected(parts: list[object], kind: str) -> object | NotLiteral:
    """Return a list or set of literals; an iterator or view is no literal, and sets hold only what can be hashed."""
    if kind == "list":
        return parts
    try:
        return set(parts) if kind == "set" else frozenset(parts) if kind == "frozenset" else NOT_LITERAL
    except TypeError:
        return NOT_LITERAL


def origin(machine: Machine, value: Value, depth: int = 0) -> Origin:
    """Say where a value was set; a container is as literal as what it holds."""
    match value:
        case Constant(origin=known) | Unknown(origin=known):
            return known
        case Data(chosen=chosen):
            return Origin.SEARCH if chosen else Origin.COMPUTED
        case Items(values=values):
            return combined([origin(machine, each, depth + 1) for each in values])
        case OneOf() | Range():
            return Origin.COMPUTED
        case External():
            return Origin.LITERAL
    content = machine.content(value)
    if isinstance(content, Sequence) and content.items is not None and depth < 6:
        return combined([origin(machine, each, depth + 1) for each in content.items])
    if isinstance(content, Mapping) and content.rest is None and depth < 6:
        return combined([origin(machine, each, depth + 1) for _, each in content.items])
    return Origin.UNKNOWN


def combined(origins: list[Origin]) -> Origin:
    """Return the origin of a whole from its parts': literal only if all of them are."""
    for each in origins:
        if each not in (Origin.LITERAL, Origin.NAMED):
            return each
    return Origin.NAMED if Origin.NAMED in origins else Origin.LITERAL
