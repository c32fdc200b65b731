"""Rankings: tables and sorted lists of scores. To look at one selects nothing; to take its first keeps the best."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.calls import Call
from hplint.analysis.containers import contents
from hplint.analysis.literals import literal
from hplint.analysis.machine import Machine
from hplint.analysis.selection import best
from hplint.analysis.values import Constant, Data, Items, Mapping, OneOf, Ref, Score, Sequence, Value

ENDS = (0, -1)
"""Where the best stands in a ranking."""
DEEPEST = 3
PICKING = frozenset({"argmax", "argmin", "idxmax", "idxmin"})
"""Statistics that say where the best stands."""
Entry = tuple[Score, frozenset[object]]
"""A score, and the keys of the dicts that it stands in: its column, or its row."""


def note_table(machine: Machine, table: Data, call: Call) -> None:
    """Note that a table is made of scores."""
    given = call.keyword("columns")
    names = None if given is None else literal(machine, given.value)
    columns = tuple(names) if isinstance(names, (list, tuple)) else ()
    entries = tuple(entry for each in call.arguments for entry in entries_within(machine, each.value, columns))
    if entries:
        machine.record.score_tables[table.cell] = entries


def scores_within(machine: Machine, value: Value, deepest: int = DEEPEST) -> Iterator[Score]:
    """List the scores in containers."""
    return (score for score, _ in entries_within(machine, value, deepest=deepest))


def entries_within(
    machine: Machine,
    value: Value,
    columns: tuple[object, ...] = (),
    labels: frozenset[object] = frozenset(),
    deepest: int = DEEPEST,
) -> Iterator[Entry]:
    """List the scores in containers; `columns` are the names of the items of a list within a list."""
    if isinstance(value, Score):
        yield value, labels
    elif isinstance(value, OneOf):
        for each in value.values:
            yield from entries_within(machine, each, columns, labels, deepest)
    elif isinstance(value, (Items, Ref)) and deepest:
        for label, each in labelled(machine, value, columns):
            found = labels if label is None else labels | {label}
            yield from entries_within(machine, each, columns, found, deepest - 1)


def labelled(machine: Machine, value: Value, columns: tuple[object, ...]) -> list[tuple[object, Value]]:
    """List what a container holds, each with its key, or the name of its column; None where it has neither."""
    content = machine.content(value)
    if isinstance(content, Mapping):
        return [*content.items, *([] if content.rest is None else [(None, content.rest)])]
    items = value.values if isinstance(value, Items) else content.items if isinstance(content, Sequence) else None
    if items is not None and len(items) == len(columns):
        return list(zip(columns, items, strict=True))
    return [(None, each) for each in contents(machine, value)]


def carry(machine: Machine, made: Data, whole: Data) -> None:
    """Note that a table holds the scores of another one, perhaps in their order."""
    entries = entries_of(machine, whole)
    if entries:
        machine.record.score_tables.setdefault(made.cell, entries)
        ranked = machine.record.rankings.get(ranking_of(machine, whole))
        if ranked is not None:
            machine.record.rankings[made.cell] = ranked


def rank(machine: Machine, made: Data, whole: Data, by: object) -> None:
    """Note that a table of scores is sorted, by the column of that name or the first of several."""
    entries = entries_of(machine, whole)
    if entries:
        name = by[0] if isinstance(by, list) and by else by
        machine.record.rankings[made.cell] = scores_of(machine, whole) if name is None else of_column(entries, name)


def of_column(entries: tuple[Entry, ...], name: object) -> tuple[Score, ...]:
    """Return the scores of a column; all of them where none is called so."""
    named = tuple(score for score, labels in entries if isinstance(name, (str, int)) and name in labels)
    return named or tuple(score for score, _ in entries)


def entries_of(machine: Machine, data: Data) -> tuple[Entry, ...]:
    """Return what a table, or the table of a column, holds."""
    found = machine.record.score_tables.get(data.cell, ())
    return found or ((data.owner and machine.record.score_tables.get(data.owner[0].cell)) or ())


def scores_of(machine: Machine, data: Data) -> tuple[Score, ...]:
    """Return the scores in a table or a column."""
    entries = entries_of(machine, data)
    return of_column(entries, None if data.owner is None else data.owner[1])


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
