"""Turns a library's answers to some values of a hyperparameter into the notation of `hplint/catalogue/notation.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from trials.intervals import Undecided, intervals
from trials.pool import FRACTIONS, INTEGERS, WORDS

Ask = Callable[[Any], bool]
"""Says whether the library trains with this value of one hyperparameter, all others at their defaults."""


def accepted(ask: Ask, options: Iterable[str] = (), most: int | None = None) -> list[str] | None:
    """Write what a hyperparameter accepts; None where the library rejects nothing, or where nobody can tell.

    Args:
        ask: Asks the library.
        options: Names that it may know, from its documentation or its messages.
        most: The largest number that may be tried: a library that is told to use a billion threads tries to.
    """
    if ask("hplint"):
        return None  # any text: paths, names, lists of numbers; nothing that a rule could say
    lines = [line for line in (_constants(ask), _numbers(ask, most), _texts(ask, options)) if line]
    containers = _containers(ask)
    found = [text for line in lines for text in line] + containers
    return found or None


def _constants(ask: Ask) -> list[str]:
    found = ["None"] if ask(None) else []
    truths = [ask(True), ask(False)]
    if any(truths) and not all(truths):
        raise Undecided("accepts only one of True and False")
    return found + (["boolean"] if all(truths) else [])


def _numbers(ask: Ask, most: int | None) -> list[str]:
    """Write the interval of numbers, and whether their text is as good."""
    integers = [value for value in INTEGERS if most is None or value <= most]
    fractions = [value for value in FRACTIONS if most is None or value <= most]
    whole = [value for value in integers if ask(value)]
    if not whole and not any(map(ask, fractions)):
        return []
    takes_fractions = any(map(ask, fractions))
    takes_floats = takes_fractions or any(ask(float(value)) for value in whole[:3])
    kind = "number" if takes_fractions else "whole" if takes_floats else "integer"
    points = sorted({*integers, *fractions}) if takes_fractions else integers
    sample = next((value for value in (*fractions, *whole) if ask(value)), 1)
    text = "text " if ask(str(sample)) else ""
    bounds = intervals(ask, points, exact=not takes_fractions, most=most)
    found = [f"{text}{kind} {each}" for each in bounds]
    if takes_fractions and ask(float("nan")):
        found.append("nan")
    return found


def _texts(ask: Ask, options: Iterable[str]) -> list[str]:
    names = sorted({word for word in (*options, *WORDS) if ask(word)})
    return [f"str: {', '.join(map(repr, names))}"] if names else []


def _containers(ask: Ask) -> list[str]:
    """Name the types of containers of which it takes any: what must be in them, nobody says."""
    samples: dict[str, list[Any]] = {
        "instance list": [[], [1], [0, 1], [1.0, 1.0, 1.0], ["a"]],
        "instance tuple": [(), (1,), (0, 1), (1.0, 1.0, 1.0), ("a",)],
        "instance dict": [{}, {0: 1, 1: 1}, {"a": 1}],
        "instance set": [{1}, {"a"}],
    }
    return [name for name, values in samples.items() if any(map(ask, values))]
