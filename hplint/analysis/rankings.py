"""Rankings: tables and sorted lists of scores. To look at one selects nothing; to take its first keeps the best."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.calls import Call
from hplint.analysis.containers import contents
from hplint.analysis.machine import Machine
from hplint.analysis.selection import best
from hplint.analysis.values import Constant, Data, Items, OneOf, Ref, Score, Value

ENDS = (0, -1)
"""Where the best stands in a ranking."""
DEEPEST = 3
PICKING = frozenset({"argmax", "argmin", "idxmax", "idxmin"})
"""Statistics that say where the best stands."""


def note_table(machine: Machine, table: Data, call: Call) -> None:
    """Note that a table is made of scores."""
    scores = tuple(score for argument in call.arguments for score in scores_within(machine, argument.value))
    if scores:
        machine.record.score_tables[table.cell] = scores


def scores_within(machine: Machine, value: Value, depth: int = 0) -> Iterator[Score]:
    """List the scores in containers."""
    if isinstance(value, Score):
        yield value
    elif isinstance(value, (Items, OneOf, Ref)) and depth < DEEPEST:
        for each in contents(machine, value):
            yield from scores_within(machine, each, depth + 1)


def carry(machine: Machine, made: Data, whole: Data, *, ranked: bool) -> None:
    """Note that a table holds the scores of another one, perhaps in their order."""
    scores = scores_of(machine, whole)
    if scores:
        machine.record.score_tables.setdefault(made.cell, scores)
        if ranked or is_ranked(machine, whole):
            machine.record.rankings[made.cell] = scores


def scores_of(machine: Machine, data: Data) -> tuple[Score, ...]:
    """Return the scores that a table, or the table of a column, holds."""
    found = machine.record.score_tables.get(data.cell, ())
    return found or ((data.owner and machine.record.score_tables.get(data.owner[0].cell)) or ())


def is_ranked(machine: Machine, data: Data) -> bool:
    """Tell whether a table of scores is sorted."""
    cells = {data.cell} if data.owner is None else {data.cell, data.owner[0].cell}
    return not cells.isdisjoint(machine.record.rankings)


def ranking_of(machine: Machine, data: Data) -> int:
    """Return the cell of the sorted table that some data are, or are a column of."""
    return data.cell if data.owner is None or data.cell in machine.record.rankings else data.owner[0].cell


def first_of(machine: Machine, key: int, index: Value) -> Value | None:
    """Return the best, where the first or the last of a ranking is taken; None for anything else.

    `key` is the address of a list, or the cell of a table.
    """
    position = index.values[0] if isinstance(index, Items) and index.values else index
    scores = machine.record.rankings.get(key)
    if scores is None or not isinstance(position, Constant) or position.value not in ENDS:
        return None
    return best(machine, scores)


def picked(machine: Machine, data: Data, statistic: str) -> Value | None:
    """Return what stands where a table of scores is best; None for any other statistic, and other data."""
    scores = scores_of(machine, data) if statistic in PICKING else ()
    return best(machine, scores) if scores else None
