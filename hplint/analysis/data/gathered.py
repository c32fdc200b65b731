"""Data that stand in lists, dicts and tuples: items put together one by one, batches, windows, several inputs."""

from __future__ import annotations

from functools import reduce

from hplint.analysis.data.history import NOTHING_LEARNED, together
from hplint.analysis.data.rows import LIST, Nobody, Source, is_list, of_one_part, paired, pooled, sources, union
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator, Instance, Sequence
from hplint.analysis.memory.heap import Mapping as Dict
from hplint.analysis.memory.join import join_data
from hplint.analysis.memory.values import Data, Items, OneOf, Ref, Value
from hplint.analysis.python.texts import is_of_texts
from hplint.basis.frozen import replace

DEEPEST_LIST = 3
"""Lists within lists whose rows are told."""


def rows_of(machine: Machine, value: Value, depth: int = 0) -> Data | None:
    """Return the data that a value is: also a list that was put together item by item, batches, several inputs."""
    found = machine.data(value)
    if found is not None or not isinstance(value, (Ref, Items)):
        return found
    content = machine.content(value)
    if isinstance(value, Ref) and value.address in machine.joined and depth < DEEPEST_LIST:
        held = [
            found for each in machine.joined[value.address] if (found := rows_of(machine, each, depth + 1)) is not None
        ]
        learned = together(*(each.history for each in held))
        return Data(machine.fresh(), union(tuple(each.rows for each in held)), None, learned) if held else None
    inputs = inputs_of(machine, value)
    if isinstance(value, Ref) and isinstance(content, Sequence) and is_of_texts(content):
        return Data(machine.fresh(), Source((LIST, value.address), apart=False))
    if inputs or not isinstance(content, Sequence) or content.items is not None:
        return inputs
    element = content.element
    if isinstance(element, Items) and element.values:
        # Pairs of features and labels, batch by batch.
        return machine.data(element.values[0])
    if isinstance(machine.content(element), (Estimator, Instance)):
        return None
    told = machine.current(element) if isinstance(element, Data) else None
    several = element.values if isinstance(element, OneOf) else (element,)
    if depth < DEEPEST_LIST and all(isinstance(machine.content(each), Sequence) for each in several):
        # Each window is a list of its own.
        held = [found for each in several if (found := rows_of(machine, each, depth + 1)) is not None]
        told = reduce(lambda one, other: join_data(one, other, machine.fresh, some=True), held) if held else None
    rows, filled = (None, None) if not isinstance(value, Ref) else machine.row_by_row.get(value.address, (None, None))
    history = NOTHING_LEARNED if told is None else told.history
    windows = told is not None and not isinstance(told.rows, Nobody) and not any(map(is_list, sources(told.rows)))
    passed = rows is not None and filled is content and not (windows and any(map(is_list, sources(rows))))
    if rows is not None and passed and (told is None or not sources(told.rows) & sources(rows)):
        return Data(machine.fresh(), rows, None, history, predicted=() if told is None else told.predicted)
    if told is not None and windows:
        # Windows of a table, one after the other.
        return replace(told, cell=machine.fresh(), rows=pooled(told.rows), kind=None, mask=None)
    own = Source((LIST, value.address), apart=False)  # type: ignore[union-attr]  # only references have content
    return Data(machine.fresh(), own, None, history)


def inputs_of(machine: Machine, value: Value) -> Data | None:
    """Return the several inputs of a network as one, where they hold the same rows; None for anything else."""
    content = machine.content(value)
    held: tuple[Value, ...] = ()
    if isinstance(value, Items):
        held = value.values
    elif isinstance(content, Sequence):
        held = content.items or ()
    elif isinstance(content, Dict):
        held = tuple(each for _, each in content.items)
    found = [machine.current(each) for each in held if isinstance(each, Data)]
    tables = [replace(each, rows=of_one_part(each.rows)) for each in found]
    if not tables or len(tables) < len(held) or isinstance(tables[0].rows, Nobody):
        return None
    if not all(each.rows == tables[0].rows or paired(each.rows, tables[0].rows) for each in tables):
        return None
    learned = together(*(each.history for each in tables))
    chosen = frozenset().union(*(each.chosen for each in tables))
    return Data(machine.fresh(), tables[0].rows, None, learned, chosen)
