"""Whether two slices of the same rows meet, for tables of any length that leaves neither of them empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable


class Symbol(Protocol):
    """A number that nobody knows, equal to itself: the text of an expression, the length of a table."""

    def __hash__(self) -> int:
        """Return the same number for equal symbols."""


@runtime_checkable
class Sized(Protocol):
    """A number that is known to be no greater than some others."""

    def precedes(self, other: object) -> bool:
        """Tell whether it is certainly no greater than another one."""


Bound = int | Symbol | None
Bounds = tuple[Bound, Bound]
Numbers = tuple[int | None, int | None]
"""The first row (inclusive) and the last one (exclusive); None is the end of the table."""


def meet(one: Bounds, other: Bounds) -> bool | None:
    """Tell whether two slices certainly share rows, or certainly don't; None where that depends on their table."""
    (low, high), (low_again, high_again) = (from_start(one), from_start(other))
    numbers, others = numbered(low, high), numbered(low_again, high_again)
    if numbers is not None and others is not None:
        return of_numbers(numbers, others)
    if before(high, low_again) or before(high_again, low):
        return False
    return True if low == low_again or high == high_again else None


def from_start(bounds: Bounds) -> Bounds:
    """Return the bounds with the first row of the table as None."""
    low, high = bounds
    return (None, high) if low == 0 else bounds


def numbered(low: Bound, high: Bound) -> Numbers | None:
    """Return bounds that are numbers, or the ends of the table; None for others."""
    if (low is None or isinstance(low, int)) and (high is None or isinstance(high, int)):
        return low, high
    return None


def of_numbers(one: Numbers, other: Numbers) -> bool | None:
    """Compare slices whose bounds are numbers, in tables of every length at which the answer may change."""
    numbers = [each for each in (*one, *other) if each is not None]
    answers = {answer for length in lengths(numbers) if (answer := in_table(one, other, length)) is not None}
    return answers.pop() if len(answers) == 1 else None


def lengths(numbers: list[int]) -> Iterator[int]:
    """List lengths of tables, one at least for each order that the bounds may stand in."""
    sizes = [abs(number) for number in numbers]
    for size in {0, *sizes, *(a + b for a in sizes for b in sizes)}:
        yield from (size - 1, size, size + 1)


def in_table(one: Numbers, other: Numbers, length: int) -> bool | None:
    """Tell whether two slices share rows of a table of some length; None where one is empty."""
    if length < 1:
        return None
    first, second = (range(length)[slice(*bounds)] for bounds in (one, other))
    if not first or not second:
        return None
    return max(first.start, second.start) < min(first.stop, second.stop)


def before(high: Bound, low: Bound) -> bool:
    """Tell whether a slice that ends at `high` ends before one that starts at `low`."""
    if high is None or low is None:
        return False
    if type(high) is int and type(low) is int:
        return high <= low and (high >= 0) == (low >= 0)
    return high == low or (isinstance(high, Sized) and high.precedes(low))


def within(outer: Bounds, inner: Bounds) -> Bounds | None:
    """Return the slice that a slice of a slice is; None where that depends on the length of the table."""
    one, other = numbered(*outer), numbered(*inner)
    if one is None or other is None or any(each is not None and each < 0 for each in (*one, *other)):
        return None
    start = one[0] or 0
    ends = [each for each in (one[1], None if other[1] is None else start + other[1]) if each is not None]
    return start + (other[0] or 0) or None, min(ends) if ends else None
