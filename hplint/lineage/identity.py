"""Rows to what makes them the same in a picture: where they come to be, whichever pass of a loop makes them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from hplint.analysis.data.history import History, Lesson
from hplint.analysis.data.rows import Duplicated, Either, Ordered, Part, Rows, Slice, Source, Subset, Union
from hplint.findings import Place
from hplint.lineage.watching import Birth, Version

Identity = Hashable
LessonKey = tuple[int, Identity]
"""The key of the place that learned, and the rows that it learned from."""
DataKey = tuple[Identity, frozenset[LessonKey]]
"""Rows, and what had been learned to make the data that holds them."""


class Identities:
    """Names rows by where they were first seen."""

    def __init__(self, rows: Mapping[Rows, Birth], splits: Mapping[object, Birth]) -> None:
        self._rows = rows
        self._splits = splits
        self._known: dict[Rows, Identity] = {}

    def of_rows(self, rows: Rows) -> Identity:
        """Return what rows of several passes of a loop have in common."""
        if rows not in self._known:
            self._known[rows] = self._identify(rows)
        return self._known[rows]

    def _identify(self, rows: Rows) -> Identity:
        match rows:
            case Source(key=tuple() as key):
                return ("source", key)
            case Source():
                birth = self._rows.get(rows)
                return ("source", rows.key if birth is None or birth.element else birth.key)
            case Part(parent=parent, split=split, index=index):
                return ("part", self.of_rows(parent), self._of_split(split), _index(index))
            case Slice(parent=parent, low=low, high=high):
                return ("slice", self.of_rows(parent), low, high)
            case Subset(parent=parent, key=key) | Ordered(parent=parent, key=key):
                return (type(rows).__name__, self.of_rows(parent), self._of_split(key))
            case Duplicated(parent=parent, place=place):
                return ("duplicated", self.of_rows(parent), place.key if isinstance(place, Place) else place)
            case Union(parts=parts):
                return ("union", tuple(dict.fromkeys(map(self.of_rows, parts))))
            case Either(alternatives=alternatives):
                each = tuple(dict.fromkeys(map(self.of_rows, alternatives)))
                return each[0] if len(each) == 1 else ("either", each)
            case _:
                return (type(rows).__name__,)

    def _of_split(self, split: object) -> Identity:
        birth = self._splits.get(split)
        return repr(split) if birth is None else birth.key

    def of_history(self, history: History) -> frozenset[LessonKey]:
        """Return what had been learned; copies of rows are rows, and no lesson."""
        return frozenset(
            (entry.place.key, self.of_rows(entry.rows)) for entry in history if entry.lesson is not Lesson.RESAMPLING
        )

    def of_data(self, version: Version) -> DataKey:
        """Return what the same data of several passes of a loop has in common."""
        return self.of_rows(version[0]), self.of_history(version[1])


def _index(index: object) -> Identity:
    return index if isinstance(index, (str, bool)) else repr(index)
