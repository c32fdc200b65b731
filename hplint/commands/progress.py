"""How far a run is, on a terminal, once it takes longer than a moment: a bar on standard error that leaves no trace."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE = 1.0
"""Seconds after which people want to know."""
_PAUSE = 0.1
"""Seconds between two drawings."""


@contextmanager
def shown(total: int, stream: TextIO | None = None, patience: float = _PATIENCE) -> Iterator[Callable[[int], None]]:
    """Yield what is to be told how many files are done, each time that some are.

    Args:
        total: How many files there are.
        stream: Where to draw, by default standard error; nothing is drawn where that is no terminal.
        patience: Seconds before the bar is drawn for the first time.
    """
    stream = stream or sys.stderr
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda number: None
        return
    bar = _Bar(total, stream, patience)
    try:
        yield bar.advance
    finally:
        bar.close()


class _Bar:
    def __init__(self, total: int, stream: TextIO, patience: float) -> None:
        self._total = total
        self._stream = stream
        self._done = 0
        self._next = time.monotonic() + patience
        self._drawing: Progress | None = None

    def advance(self, number: int) -> None:
        """Count files, and draw them if it is time."""
        self._done += number
        if time.monotonic() < self._next:
            return
        if self._drawing is None:
            self._drawing = _started(self._total, self._stream)
        self._drawing.update(self._drawing.task_ids[0], completed=self._done)
        self._drawing.refresh()
        self._next = time.monotonic() + _PAUSE

    def close(self) -> None:
        """Take the bar away."""
        if self._drawing is not None:
            self._drawing.stop()


def _started(total: int, stream: TextIO) -> Progress:
    """Begin to draw, without a thread: the process may still be forked."""
    from rich.console import Console  # most runs are over before
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("Linting"), BarColumn(), MofNCompleteColumn(), TextColumn("files"), TimeRemainingColumn()
    progress = Progress(*columns, console=Console(file=stream), transient=True, auto_refresh=False)
    progress.start()
    progress.add_task("", total=total)
    return progress
