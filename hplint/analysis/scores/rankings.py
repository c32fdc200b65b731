"""Rankings: tables and sorted lists of scores. To look at one selects nothing; to take its first keeps the best."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.calling.calls import Call
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Mapping, Sequence
from hplint.analysis.memory.values import UNKNOWN, Constant, Data, Items, OneOf, Ref, Score, Value
from hplint.analysis.python.containers import contents
from hplint.analysis.scores.selection import best, best_of, by_scores
from hplint.analysis.syntax.literals import literal

ENDS = (0, -1)
"""Where the best stands in a ranking."""
DEEPEST = 3
MOST_ENTRIES = 64
"""Most scores that are told apart in one table."""
PICKING = frozenset({"argmax", "argmin", "idxmax", "idxmin"})
"""Statistics that say where the best stands."""
ORDERING = frozenset({"argsort", "nonzero"})
"""What says where each stands among them, or where one of some value stands."""
REDUCING = frozenset({"max", "mean", "median", "min"})
"""Statistics of scores that are as good as a score."""
TELLING = PICKING | ORDERING | REDUCING
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


def write_scores(machine: Machine, table: Data, value: Value, names: frozenset[object]) -> None:
    """Note that scores are written into cells of a table."""
    entries = tuple(entries_within(machine, value, labels=names))
    known = machine.record.score_tables.get(table.cell, ())
    if entries and len(known) < MOST_ENTRIES:
        machine.record.score_tables[table.cell] = tuple(dict.fromkeys((*known, *entries)))


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
    elif isinstance(value, Data):
        yield from ((score, labels | own) for score, own in entries_of(machine, value))
    elif isinstance(value, OneOf):
        for each in value.values:
            yield from entries_within(machine, each, columns, labels, deepest)
    elif isinstance(value, (Items, Ref)) and deepest:
        for label, each in labelled(machine, value, columns):
            # Names within names are those of several levels, `columns=[["model", "error"]]`.
            found = labels | {label} if isinstance(label, (str, int, float)) else labels
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
        machine.record.rankings[made.cell] = tuple(score for score, _ in of_column(entries, name))


def of_column(entries: tuple[Entry, ...], name: object) -> tuple[Entry, ...]:
    """Return what stands in a column; all of it where none is called so."""
    return tuple(each for each in entries if isinstance(name, (str, int)) and name in each[1]) or entries


def entries_of(machine: Machine, data: Data) -> tuple[Entry, ...]:
    """Return what a table or a column holds."""
    tables = machine.record.score_tables
    if data.owner is None:
        return tables.get(data.cell, ())
    return of_column(tables.get(data.cell, ()) or tables.get(data.owner[0].cell, ()), data.owner[1])


def scores_of(machine: Machine, data: Data) -> tuple[Score, ...]:
    """Return the scores in a table or a column."""
    return tuple(score for score, _ in entries_of(machine, data))


def is_ranked(machine: Machine, data: Data) -> bool:
    """Tell whether a table of scores is sorted."""
    cells = {data.cell} if data.owner is None else {data.cell, data.owner[0].cell}
    return not cells.isdisjoint(machine.record.rankings)


def ranking_of(machine: Machine, data: Data) -> int:
    """Return the cell of the sorted table that some data are, or are a column of."""
    return data.cell if data.owner is None or data.cell in machine.record.rankings else data.owner[0].cell


def first_of(machine: Machine, key: int, index: Value, element: Value = UNKNOWN) -> Value | None:
    """Return the best, where the first or the last of a ranking is taken; None for anything else.

    `key` is the address of a list, of which each item is an `element`, or the cell of a table.
    """
    position = index.values[0] if isinstance(index, Items) and index.values else index
    scores = machine.record.rankings.get(key)
    if scores is None or not isinstance(position, Constant) or position.value not in ENDS:
        return None
    note_beside(machine, key)
    first = best_of(machine, scores, element)
    if key in machine.record.score_tables and isinstance(first, Data):
        machine.record.score_tables[first.cell] = machine.record.score_tables[key]
    return first


def note_beside(machine: Machine, cell: int) -> None:
    """Note that what else stands in a table is measured beside what decides, and judges nothing."""
    entries = machine.record.score_tables.get(cell, ())
    machine.record.compared.update(score.place.key for score, _ in entries)


def picked(machine: Machine, data: Data, statistic: str) -> Value | None:
    """Return what a statistic of a table of scores tells of them: the best, or where it stands; else None."""
    scores = scores_of(machine, data) if machine.record.score_tables else ()
    if not scores or statistic not in TELLING:
        return None
    note_beside(machine, data.cell if data.owner is None else data.owner[0].cell)
    if statistic in REDUCING:
        return scores[0] if len(scores) == 1 else OneOf(scores)
    return by_scores(machine, scores) if statistic in ORDERING else best(machine, scores)
