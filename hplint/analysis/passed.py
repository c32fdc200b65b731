"""Loops that have ended: what happened in one of them happened before whatever comes now."""

from __future__ import annotations

from bisect import bisect_right


class Passed:
    """The loops that have ended, by the numbers of `Machine.fresh` at which they began and ended.

    Loops lie in each other or apart, so only the outermost are kept, in their order.
    """

    def __init__(self) -> None:
        self._began: list[int] = []
        self._ended: list[int] = []

    def add(self, began: int, ended: int) -> None:
        """Note a loop that ends now."""
        while self._began and self._began[-1] >= began:
            self._began.pop()
            self._ended.pop()
        self._began.append(began)
        self._ended.append(ended)

    def __contains__(self, number: int) -> bool:
        """Tell whether something happened in one of the loops."""
        at = bisect_right(self._began, number)
        return at > 0 and number < self._ended[at - 1]
