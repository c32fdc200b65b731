"""Decides whether a distribution draws values that a hyperparameter rejects."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from hplint.catalogue.constraints import Constraint, Interval, Options

FAR = 10**9
"""Stands for values beyond every bound, where a support has none."""


def rejected(constraint: Constraint, low: float, high: float, *, discrete: bool) -> float | None:
    """Return a value that is drawn with positive probability and that the constraint rejects; None where there is none.

    Args:
        constraint: What accepts values: intervals and options, so that it changes its mind at few points.
        low: The least value that is drawn.
        high: The largest; both may be infinite.
        discrete: Ints are drawn, else floats, of which single ones have no probability.
    """
    if not low <= high:
        return None
    points = _integers(constraint, low, high) if discrete else _between(constraint, low, high)
    return next((point for point in points if constraint.accepts(point) is False), None)


def _bounds(constraint: Constraint, low: float, high: float) -> list[float]:
    """List the points of the support at which the constraint may change its mind, the ends included."""
    found = {low, high}
    for alternative in constraint.alternatives:
        match alternative:
            case Interval(low=one, high=other):
                found |= {one, other}
            case Options(values=values):
                found |= {float(value) for value in values if isinstance(value, (int, float))}
    finite = [max(min(each, FAR), -FAR) for each in found if low <= each <= high or each in (low, high)]
    return sorted(set(finite))


def _between(constraint: Constraint, low: float, high: float) -> Iterator[float]:
    """Yield a float of every piece between the bounds."""
    bounds = _bounds(constraint, low, high)
    if low == high:
        yield float(low)
    for left, right in pairwise(bounds):
        middle = float((left + right) / 2)
        # An int that happens to lie in the middle would be a float nonetheless; no interval tells them apart but
        # by its type.
        yield middle


def _integers(constraint: Constraint, low: float, high: float) -> Iterator[int]:
    """Yield the ints at the bounds, and beside them."""
    for bound in _bounds(constraint, low, high):
        for each in (math.floor(bound) - 1, math.floor(bound), math.ceil(bound), math.ceil(bound) + 1):
            if low <= each <= high:
                yield each
