"""Finds the bounds of the interval of numbers that a library accepts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import groupby

_GRAIN = 1e-5
"""Libraries that store single precision can't tell numbers nearer than that."""


class Undecided(Exception):
    """What a library accepts is no interval."""


def intervals(ask: Callable[[float], bool], points: Sequence[float], *, exact: bool, most: int | None) -> list[str]:
    """Write `[0, 16]`, `(0, inf)`, or the two intervals beside a hole; a bound beyond the points counts as infinite.

    Args:
        ask: Says whether a number is accepted.
        points: Numbers in order, among which the accepted ones have at most one hole.
        exact: Only integers are accepted.
        most: The largest number that may be tried; None for no limit.

    Raises:
        Undecided: The accepted points have more holes.
    """
    runs = [(verdict, list(group)) for verdict, group in groupby(points, ask)]
    inside = [index for index, (verdict, _) in enumerate(runs) if verdict]
    if len(inside) not in (1, 2):
        raise Undecided(f"accepts {[(group[0], group[-1]) for verdict, group in runs if verdict]}")
    return [_interval(ask, runs, index, exact, most) for index in inside]


def _interval(
    ask: Callable[[float], bool], runs: list[tuple[bool, list[float]]], index: int, exact: bool, most: int | None
) -> str:
    accepted = runs[index][1]
    low = _bound(ask, runs[index - 1][1][-1], accepted[0], exact) if index else None
    high = _bound(ask, runs[index + 1][1][0], accepted[-1], exact) if index + 1 < len(runs) else None
    floats = not exact and most is None
    left = f"{'[' if floats and ask(-math.inf) else '('}-inf" if low is None else f"{'[' if low[1] else '('}{low[0]}"
    right = f"inf{']' if floats and ask(math.inf) else ')'}" if high is None else f"{high[0]}{']' if high[1] else ')'}"
    return f"{left}, {right}"


def _bound(ask: Callable[[float], bool], out: float, into: float, exact: bool) -> tuple[float, bool]:
    """Return a bound between a rejected and an accepted number, and whether it is accepted itself."""
    if exact:
        low, high = int(out), int(into)
        while abs(high - low) > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if ask(middle) else (middle, high)
        return high, True
    if not ask(_beside(into, out)):
        return into, True
    if ask(_beside(out, into)):
        return out, False
    raise Undecided(f"the bound between {out} and {into} is at neither of them")


def _beside(value: float, towards: float) -> float:
    step = min(max(abs(value), 1.0) * _GRAIN, abs(towards - value) / 8)
    return value + math.copysign(step, towards - value)
