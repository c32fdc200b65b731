"""Mutable state under branches: cells with a journal, so that a branch costs what it writes, not what exists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, TypeVar

Key = TypeVar("Key")
Cell = TypeVar("Cell")


class Store(Generic[Key, Cell]):
    """Cells by key. Between `mark` and `rollback` every write is remembered and can be taken back."""

    def __init__(self) -> None:
        self.cells: dict[Key, Cell] = {}
        self.journal: list[tuple[Key, Cell | None]] = []
        self.marks = 0

    def get(self, key: Key) -> Cell | None:
        """Return the cell's content, or None where nothing was written."""
        return self.cells.get(key)

    def set(self, key: Key, cell: Cell) -> None:
        """Write a cell."""
        if self.marks:
            self.journal.append((key, self.cells.get(key)))
        self.cells[key] = cell

    def delete(self, key: Key) -> None:
        """Empty a cell."""
        if key in self.cells:
            if self.marks:
                self.journal.append((key, self.cells[key]))
            del self.cells[key]

    def mark(self) -> int:
        """Start to remember writes; give the result to `changes` and `rollback`."""
        self.marks += 1
        return len(self.journal)

    def changes(self, mark: int) -> dict[Key, Cell | None]:
        """Return what the cells written since the mark hold now; None for deleted ones."""
        cells = self.cells
        return {key: cells.get(key) for key, _ in self.journal[mark:]}

    @contextmanager
    def lasting(self) -> Iterator[None]:
        """Let what is written meanwhile stand, whatever is taken back later."""
        marks, journal = self.marks, self.journal
        self.marks, self.journal = 0, []
        try:
            yield
        finally:
            self.marks, self.journal = marks, journal

    def abandon(self, mark: int, marks: int) -> None:
        """Take back every write since a mark, and forget all marks since, of which there were `marks` before it."""
        self.marks = marks + 1
        self.rollback(mark)

    def rollback(self, mark: int) -> dict[Key, Cell | None]:
        """Take back every write since the mark, and return what they were, as `changes` does."""
        changes = self.changes(mark)
        for key, old in reversed(self.journal[mark:]):
            if old is None:
                self.cells.pop(key, None)
            else:
                self.cells[key] = old
        del self.journal[mark:]
        self.marks -= 1
        return changes

    def keep(self, mark: int, forget: Callable[[Key], bool]) -> None:
        """Stop to remember writes since the mark, and let them stand, apart from the cells to forget."""
        kept: list[tuple[Key, Cell | None]] = []
        for entry in self.journal[mark:]:
            if forget(entry[0]):
                self.cells.pop(entry[0], None)
            else:
                kept.append(entry)
        self.marks -= 1
        self.journal[mark:] = kept if self.marks else []

    def stand(self, mark: int) -> None:
        """Stop to remember writes since the mark, and let them all stand."""
        self.marks -= 1
        if not self.marks:
            del self.journal[mark:]

    def merge(
        self,
        paths: Iterable[Mapping[Key, Cell | None]],
        join: Callable[[Cell | None, Mapping[Key, Cell | None], Cell | None, Mapping[Key, Cell | None]], Cell | None],
        skip: Callable[[Key], bool] | None = None,
        is_same: Callable[[Cell | None], bool] | None = None,
    ) -> None:
        """Continue after several paths from the present state, each given by its changes.

        `join` is handed two contents, each with the changes of the path that it comes from (for contents that name
        other cells). `is_same` tells of contents that mean the same on every path: that is joined once, and not again
        for each of many paths that leave it alone.
        """
        listed = list(paths)
        if not listed:
            return
        first, *others = listed
        keys = dict(first)
        for path in others:
            keys.update(path)
        cells = self.cells
        for key in keys:
            if skip is not None and skip(key):
                continue
            before = cells.get(key)
            joined = first.get(key, before)
            same = len(others) > 1 and is_same is not None and is_same(before)
            included = joined is before
            for path in others:
                other = path.get(key, before)
                if other is not joined and not (same and included and other is before):
                    joined = join(joined, first, other, path)
                    included = included or other is before
            if joined is None:
                self.delete(key)
            elif joined is not before:
                self.set(key, joined)
