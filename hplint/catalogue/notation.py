"""Reads the notation of constraints in `rules/`: `real (0.0, inf)`, `str: 'auto', 'scale'`, `None`."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from hplint.catalogue.constraints import Alternative, Constraint, HasMethods, Instance, Interval, Options, Word
from hplint.catalogue.written import Names, Numeral

_INTERVAL: Final = re.compile(r"(int|real|float) ([\[(])(\S+), (\S+)([\])])")
_NUMERAL: Final = re.compile(r"(text )?(integer|whole|number) ([\[(])(\S+), (\S+)([\])])")
_ITEMS: Final = re.compile(r"items \d+")
_OPTIONS: Final = re.compile(r"([\w.]+): (.+)", re.DOTALL)
_WORDS: Final = frozenset(
    {
        "None",
        "boolean",
        "verbose",
        "random_state",
        "cv_object",
        "missing_values",
        "numeric missing_values",
        "array-like",
        "sparse matrix",
        "callable",
        "nan",
        "iterable",
    }
)


def read_constraint(texts: Iterable[str]) -> Constraint:
    """Read the alternatives of one hyperparameter.

    Raises:
        ValueError: One of them isn't in the notation.
    """
    return Constraint(tuple(_read_alternative(text) for text in texts))


@cache
def read_literal(text: str) -> object:
    """Read a Python literal, `inf`, `-inf` and `nan` included.

    Raises:
        ValueError: It is none.
    """
    if text in ("inf", "-inf", "nan"):
        return float(text)
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"{text!r} is no Python literal") from error


@cache  # estimators share most of what they accept and default to
def _read_alternative(text: str) -> Alternative:
    notation = text.removeprefix("hidden ")
    hidden = notation != text
    if notation in _WORDS or _ITEMS.fullmatch(notation):
        return Word(notation, hidden)
    if interval := _INTERVAL.fullmatch(notation):
        kind, left, low, high, right = interval.groups()
        return Interval(kind, _read_number(low), _read_number(high), left == "[", right == "]", hidden)
    if numeral := _NUMERAL.fullmatch(notation):
        text, kind, left, low, high, right = numeral.groups()
        bounds = _read_number(low), _read_number(high)
        return Numeral(kind, *bounds, left == "[", right == "]", text is not None, hidden)
    if notation.startswith("name: "):
        return Names(tuple(ast.literal_eval(f"({notation.removeprefix('name: ')},)")), hidden)
    if options := _OPTIONS.fullmatch(notation):
        return _read_options(options[1], options[2], hidden)
    if notation.startswith("methods "):
        return HasMethods(tuple(notation.removeprefix("methods ").split(", ")), hidden)
    if notation.startswith("instance "):
        return Instance(notation.removeprefix("instance "), hidden)
    raise ValueError(f"{text!r} is no constraint; write for example `real (0.0, inf)`, `str: 'a', 'b'` or `None`")


def _read_options(type_name: str, text: str, hidden: bool) -> Options:
    if type_name == "type":
        return Options(type_name, (), tuple(text.split(", ")), hidden)
    if type_name in ("Real", "Integral"):
        return Options(type_name, tuple(_read_number(number) for number in text.split(", ")), (), hidden)
    values = ast.literal_eval(f"({text},)")
    return Options(type_name, tuple(values), (), hidden)


def _read_number(text: str) -> float:
    """Keep ints exact: `2**32 - 1` must not become a float."""
    if text in ("inf", "-inf"):
        return math.inf if text == "inf" else -math.inf
    value = ast.literal_eval(text)
    if not isinstance(value, (int, float)):
        raise ValueError(f"{text!r} is no number")
    return value
