"""Columns that are written by their names, one or several at once: what was learned for them stays theirs."""

from __future__ import annotations

from collections.abc import Callable

from hplint.analysis.data.features import Assigned, operated
from hplint.analysis.data.history import NOTHING_CHOSEN, NOTHING_LEARNED, History, together
from hplint.analysis.memory.values import Data
from hplint.basis.frozen import replace


def with_written(
    holder: Data, names: tuple[str, ...], written: Data | None, fresh: Callable[[], int], *, whole: bool
) -> Data:
    """Return a table with columns set to something that was made of them, perhaps.

    Args:
        holder: The table.
        names: The columns.
        written: What was learned to make the new values; None for nothing.
        fresh: Gives out numbers.
        whole: All rows of them are written, not some.
    """
    history = NOTHING_LEARNED if written is None else written.history
    chosen = NOTHING_CHOSEN if written is None else written.chosen
    before = {name: known_of(holder, name) for name in names}
    news = history - together(*before.values())
    for name, known in before.items():
        if news or chosen or (whole and (known or holder.column(name) is not None)):
            learned = together(known & history if whole else known, news)
            holder = holder.with_column(name, Data(fresh(), learned=learned, chosen=chosen))
        else:
            holder = replace(holder, names=operated(holder.names, Assigned(name, fresh())))
    return holder


def known_of(holder: Data, name: str) -> History:
    """Return what was learned to make a column of a table."""
    column = holder.column(name)
    return holder.learned if column is None else column.learned
