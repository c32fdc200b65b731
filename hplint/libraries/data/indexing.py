"""Indexing data: columns, slices of rows, masks, positions."""

from __future__ import annotations

from hplint.analysis.data.conditions import Blank
from hplint.analysis.data.features import Column, Columns
from hplint.analysis.data.history import choosing, of_columns, together
from hplint.analysis.data.named_columns import listed_names, names_in_turn
from hplint.analysis.data.rows import (
    Duplicated,
    Fold,
    Keyed,
    Nobody,
    Part,
    Rows,
    Source,
    Subset,
    Union,
    UnknownRows,
    Without,
    are_counted,
    bounded,
    by_condition,
    is_within,
    line,
    paired,
    placed,
    root_of,
    rooted,
    sliced,
    sources,
)
from hplint.analysis.data.targets import carry_difference, note_columns, note_target
from hplint.analysis.events.evaluation import Target
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.values import (
    ORDER,
    Bounds,
    Constant,
    Data,
    External,
    Items,
    Mask,
    Method,
    Ref,
    Score,
    Unknown,
    Value,
)
from hplint.analysis.scores.rankings import carry, first_of, is_ranked, ranking_of
from hplint.analysis.syntax.operators import truth_mask
from hplint.basis.frozen import replace
from hplint.findings import Place
from hplint.libraries.data.columns import indexed, indexed_by_name
from hplint.libraries.data.data_sets import named_split
from hplint.libraries.data.derivation import within
from hplint.libraries.data.naming import (
    chosen_names,
    holds_names,
    is_one_column,
    lists_loop_names,
    names_chosen,
    tells_names,
)
from hplint.libraries.data.unknown_tables import is_table
from hplint.libraries.data.varying import mark, takes_columns
from hplint.libraries.estimators.composition import step
from hplint.libraries.networks.epochs import of_epochs
from hplint.libraries.spark.columns import COLUMN_OF, without_predictions

INDEXERS = frozenset({"loc", "iloc", "at", "iat", "ix"})


def select(machine: Machine, receiver: Value, index: Value, place: Place) -> Value | None:
    """Index data or a pipeline; None for everything else."""
    match receiver:
        case Data(kind="Index" | "ndarray") if (best := first_of(machine, receiver.cell, index)) is not None:
            return best
        case Data(kind="Batch") if isinstance(index, Constant):
            return replace(machine.current(receiver), cell=machine.fresh(), kind="Tensor")
        case Data():
            return from_data(machine, machine.current(receiver), index)
        case Method(receiver=Data() as data, name="iloc" | "iat") if is_ranked(machine, data) and (
            best := first_of(machine, ranking_of(machine, data), index)
        ):
            return best
        case Method(receiver=Data() as data, name=name) if name in INDEXERS:
            return located(machine, machine.current(data), index, by_position=name in {"iloc", "iat"})
        case Ref():
            estimator = machine.estimator(receiver)
            return None if estimator is None else step(machine, estimator, index)
        case Method(receiver=Data(rows=Nobody()) as data):
            # No method can be indexed: what is called like one is a part of a result.
            return replace(machine.current(data), cell=machine.fresh(), mask=None)
        case Score():
            return receiver
        case Unknown(key=key) if key is not None and (found := from_unknown(machine, receiver, index)) is not None:
            return found
        case Unknown(length=rows, shape=True) if isinstance(index, Constant) and index.value == 0:
            return Unknown(None, Origin.COMPUTED, length=rows)
        case Unknown():
            return names_chosen(machine, index)
        case _:
            return None


def from_unknown(machine: Machine, receiver: Unknown, index: Value) -> Value | None:
    """Index something unknown: a mask, a slice or a list of columns says that it is data; a key says nothing."""
    if is_table(machine, receiver):
        data = machine.data(receiver)
        return None if data is None else from_data(machine, data, index)
    if isinstance(index, Constant):
        along = of_epochs(machine, receiver.key, index.value)
        return replace(receiver, key=(receiver.key, index.value)) if along is None else along
    if isinstance(index, Data) and decides(machine.current(index)):
        return replace(machine.current(index), cell=machine.fresh(), kind=None, owner=None, columns=(), names=None)
    tabular = isinstance(index, (Bounds, Items)) or (isinstance(index, Data) and index.mask is not None)
    # A list is no key.
    content = machine.content(index)
    if tabular or (isinstance(content, Sequence) and content.kind == "list"):
        data = machine.data(receiver)
        return None if data is None else from_data(machine, data, index)
    return None


def names_columns(machine: Machine, index: Value) -> bool:
    """Tell whether an index is the name of a column, or a list of such names."""
    return (isinstance(index, Constant) and isinstance(index.value, str)) or bool(listed_names(machine, index))


def from_data(machine: Machine, data: Data, index: Value, *, by_position: bool | None = None) -> Value:
    """Index a table, a column or an array; columns are told by position in arrays, or where the indexer says so."""
    if data.kind == "Sheets" and isinstance(data.rows, Source):
        sheet = index.value if isinstance(index, Constant) else machine.fresh()
        whole = replace(data.rows, key=(data.rows.key, "sheet", sheet))
        return replace(data, cell=machine.fresh(), rows=whole, kind="DataFrame", mask=None)
    if data.kind == "dict":
        # The rows of one group: `df.groupby("part").groups["train"]`.
        key = index.value if isinstance(index, Constant) else machine.fresh()
        return replace(data, cell=machine.fresh(), rows=bounded(Subset(data.rows, (data.cell, key))), kind=None)
    if data.kind == "Series" and data.owner is not None and names_columns(machine, index):
        # What has columns itself was no column, but one of several tables: `tables["train"]["age"]`.
        data = replace(data, rows=bounded(Subset(data.rows, ("within", data.owner[1]))))
    if isinstance(index, Constant) and isinstance(index.value, str):
        if data.kind == "DatasetDict":
            return replace(data, cell=machine.fresh(), rows=named_split(data, index.value), kind="Dataset", mask=None)
        column = data.column(index.value)
        if column is not None:
            found = replace(
                column,
                rows=data.rows_of(column),
                kind=column.kind if data.kind in {"DataFrame", None} else data.kind,
                cell=machine.fresh(),
                mask=None,
                text=f"{data.text}[{index.value!r}]" if data.text else column.text,
                owner=(data, index.value),
                names=indexed_by_name(data.names, index.value),
                labels=data.labels,
            )
            carry_difference(machine, found, column)
            return found
        if data.cell in machine.record.archives and isinstance(data.rows, Source):
            # An archive of arrays: https://numpy.org/doc/2.3/reference/generated/numpy.savez.html.
            array = Data(machine.fresh(), Source((data.rows.key, index.value), label=data.rows.label), "ndarray")
            # The same labels whenever the same file is read.
            machine.record.targets[array.cell] = Target(array.rows, None)
            return array
        kind: str | None = "Series" if data.kind is None else COLUMN_OF.get(data.kind) or data.kind
        return replace(
            taken(machine, without_predictions(data, index.value), data.rows, kind, ()),
            owner=(data, index.value),
            text=f"{data.text}[{index.value!r}]",
            names=indexed_by_name(data.names, index.value),
        )
    if data.kind == ORDER and not (isinstance(index, Bounds) and index.low is None and index.high is None):
        # The first of an order are a choice.
        data = replace(data, kind="ndarray")
    by_rows, by_columns = (
        (index.values[0], index.values[1:]) if isinstance(index, Items) and index.values else (index, ())
    )
    if isinstance(by_rows, Data) and by_rows.cell in machine.record.neighbours:
        return of_neighbours(machine, data, by_rows)
    if isinstance(by_rows, Data) and not by_columns and names_decisions(data, machine.current(by_rows)):
        return renamed_decisions(machine, data, machine.current(by_rows))
    names_left = names_taken(machine, data, index, by_rows, by_columns, by_position)
    # All columns in another order are the same columns.
    history = [
        machine.current(each) for each in flattened(machine, index) if isinstance(each, Data) and each.kind != ORDER
    ]
    # Between brackets alone, a table is asked for columns by any labels that aren't true or false.
    labels = (
        isinstance(by_rows, Data) and by_rows.mask is None and (by_rows.kind == "Index" or tells_names(by_rows, data))
    )
    by_names = labels and by_position is None and not by_columns and data.kind == "DataFrame"
    rows = data.rows if by_names else rows_taken(machine, data, by_rows, by_position=by_position)
    kind = data.kind
    if by_columns and isinstance(by_columns[0], Constant) and isinstance(by_columns[0].value, (str, int)):
        column = data.column(by_columns[0].value)
        if column is not None:
            return replace(column, rows=rows, cell=machine.fresh(), mask=None, names=names_left, labels=data.labels)
        kind = "Series" if data.kind == "DataFrame" else data.kind
    names = chosen_names(machine, by_columns[0] if by_columns else index)
    possible = names if names is not None else frozenset(names_in_turn(by_columns[0] if by_columns else index))
    columns = tuple(pair for pair in data.columns if pair[0] in possible) if possible else data.columns
    result = taken(machine, data, rows, kind, columns)
    if isinstance(index, Unknown) and data.kind == "DataFrame" and rows == data.rows:
        result = replace(result, owner=(data, names_in_turn(index) or None))
    elif data.kind == "ndarray" and rows == data.rows and len(by_columns) == 1 and is_one_column(by_columns[0]):
        # A view: what is written into the column stands in the array.
        result = replace(result, owner=(data, None))
    told = together(*(each.history for each in history))
    if rows == data.rows:
        told = of_columns(told)
        if by_names and isinstance(by_rows, Data) and by_rows.kind != "Index":
            told = frozenset(entry for entry in told if not entry.counts)
    elif told:
        told = choosing(told, rows)
        columns = tuple((name, replace(each, learned=together(each.learned, told))) for name, each in result.columns)
        result = replace(result, columns=columns)
    learned = together(result.learned, told)
    chosen = result.chosen.union(*(each.chosen for each in history))
    if names is not None:
        note_columns(machine, result, names)
    elif not by_columns and result.rows != data.rows:
        # Some of the same labels.
        note_target(machine, result, data)
    if machine.record.score_tables:
        carry(machine, result, data)
    if machine.looping_since() is not None:
        asked = by_columns or ((index,) if takes_columns(data, index) else ())
        mark(machine, result, data, asked)
    return replace(result, learned=learned, chosen=chosen, names=names_left)


def of_neighbours(machine: Machine, data: Data, places: Data) -> Data:
    """Return what the training rows next to each row have, as predictions of their fits where these know the rows."""
    fits = tuple(
        fit for fit in machine.record.neighbours[places.cell] if fit.rows == data.rows or paired(fit.rows, data.rows)
    )
    learned = together(data.history, places.history)
    return Data(machine.fresh(), places.rows, "ndarray", learned, data.chosen | places.chosen, fits, places.text)


def names_decisions(names: Data, index: Data) -> bool:
    """Tell whether a list of names is indexed by predictions of other data: `classes[probabilities.argmax(axis=1)]`."""
    return decides(index) and not sources(names.rows) & sources(index.rows)


def decides(index: Data) -> bool:
    """Tell whether it is predictions, and no rows that are taken by them."""
    return bool(index.predicted) and index.mask is None and not isinstance(index.rows, (Nobody, UnknownRows))


def renamed_decisions(machine: Machine, names: Data, index: Data) -> Data:
    """Return predictions by other names."""
    learned = together(index.learned, names.history)
    return replace(index, cell=machine.fresh(), kind=names.kind, learned=learned, owner=None, columns=(), names=None)


def names_taken(
    machine: Machine, data: Data, index: Value, by_rows: Value, by_columns: tuple[Value, ...], by_position: bool | None
) -> Columns | Column | None:
    """Return the columns that an index leaves."""
    if data.names is None:
        return None
    if data.lists_columns:
        # A list of names, by their places.
        return indexed(machine, data, index, by_position=True)
    positional = by_position if by_position is not None else data.kind != "DataFrame"
    if len(by_columns) > 1:
        return None
    if by_columns:
        return indexed(machine, data, by_columns[0], by_position=positional)
    if isinstance(index, Items) or by_position is not None or isinstance(by_rows, Bounds):
        return data.names
    if isinstance(by_rows, Data) and (by_rows.mask is not None or not isinstance(by_rows.rows, Nobody)):
        return data.names if by_rows.mask is not None or positional else None
    return None if positional or isinstance(data.names, Column) else indexed(machine, data, by_rows, by_position=False)


def located(machine: Machine, data: Data, index: Value, *, by_position: bool) -> Value:
    """Index a table by rows, then columns: `df.loc[rows, columns]`."""
    by_rows = index.values[0] if isinstance(index, Items) and index.values else index
    indices = index if isinstance(index, Items) else Items((index,))
    taken_here = from_data(machine, data, indices, by_position=by_position)
    if not by_position and isinstance(by_rows, Constant) and isinstance(data.labels, Keyed):
        return keyed(machine, data, data.labels, by_rows.value, taken_here)
    if isinstance(taken_here, Data) and taken_here.rows == data.rows and names_rows(machine, by_rows):
        return replace(taken_here, rows=bounded(Subset(data.rows, identity(machine, by_rows))))
    return taken_here


def keyed(machine: Machine, data: Data, labels: Keyed, key: object, taken_here: Value) -> Value:
    """Return the rows of one of stacked tables that have keys, as they were before."""
    found = [(rows, own) for name, rows, own in labels.parts if name == key]
    if not isinstance(taken_here, Data) or len(found) != 1 or data.rows != labels.rows:
        return taken_here
    rows, own = found[0]
    return replace(taken_here, rows=rows, labels=own)


def names_rows(machine: Machine, index: Value) -> bool:
    """Tell whether the first index of `loc` takes some rows, not all."""
    return not (isinstance(index, Bounds) and index.low is None and index.high is None and not index.strided)


def identity(machine: Machine, index: Value) -> object:
    """Return what tells two indices apart: the same unknown index takes the same rows or columns."""
    match index:
        case Unknown(key=key) if key is not None:
            return ("index", key)
        case Ref(address=address):
            return ("index", address)
        case Constant(value=value):
            return ("index", value)
        case _:
            return machine.fresh()


def flattened(machine: Machine, index: Value) -> list[Value]:
    """List an index and its parts."""
    parts = list(index.values) if isinstance(index, Items) else [index]
    held: list[Value] = [each for part in parts if isinstance(part, Ref) for each in within(machine, part)]
    return parts + held


def taken(machine: Machine, data: Data, rows: Rows, kind: str | None, columns: tuple[tuple[str, Data], ...]) -> Data:
    """Return some rows or columns of data."""
    part = Data(
        machine.fresh(),
        bounded(rows),
        kind,
        data.learned if kind == data.kind or kind == "Series" else data.history,
        data.chosen,
        data.predicted,
        data.predicted_on,
        columns=columns if kind == data.kind else (),
        text="",
        labels=data.labels,
    )
    machine.record.carry_predictions(part, (data,))
    return part


def rows_taken(machine: Machine, data: Data, index: Value, *, by_position: bool | None = None) -> Rows:
    """Return the rows that an index takes."""
    if isinstance(data.rows, Nobody):
        return data.rows
    match index:
        case Bounds(strided=True):
            return every_nth(machine, data.rows, index)
        case Bounds(low=None, high=None):
            return data.rows
        case Bounds(low=low, high=high, behind=behind):
            return sliced(data.rows, low, high if behind is None or by_position is not False else behind)
        case Data():
            index = machine.current(index)
            if index.mask is not None:
                return by_mask(data, index, index.mask)
            return by_positions(machine, data, index, by_position=by_position)
        case Constant(value=None):
            return data.rows
        case Constant(value=int() as position):
            return data.rows if data.kind == "DataFrame" else Subset(data.rows, ("row", position))
        case Ref() if listed_names(machine, index) or (data.kind == "DataFrame" and holds_names(machine, index)):
            return data.rows
        case Ref() if by_position is None and data.kind == "DataFrame" and lists_loop_names(machine, index):
            return data.rows
        case External() | Constant():
            return data.rows
        case Unknown(origin=Origin.LOOP) if data.kind == "DataFrame":
            return data.rows
        case _:
            # Columns by a list in a variable, or rows by a mask or positions that nobody knows.
            return Subset(data.rows, identity(machine, index))


def every_nth(machine: Machine, rows: Rows, index: Bounds) -> Rows:
    """Return the rows of a slice with a step: `X[::2]` and `X[1::2]` are parts that share none."""
    match index:
        case Bounds(low=None, high=None, step=1 | -1):
            return rows
        case Bounds(low=None | int() as low, high=None, step=int() as step) if step > 1 and (low or 0) in range(step):
            return Part(rows, ("every", step), low or 0)
        case _:
            return Subset(rows, machine.fresh())


def by_mask(data: Data, index: Data, mask: Mask) -> Rows:
    """Return the rows that a mask takes; what it says of rows that stand in another order is only where they stand."""
    if isinstance(mask.split, Blank):
        return data.rows
    if isinstance(mask.split, Without):
        rows = placed(mask.split.rows, data.rows) or mask.split.rows
        if is_within(rows, data.rows):
            return rows if mask.index is True else Part(data.rows, Without(rows), False)
    split = mask.split.taken_from(data.rows) if isinstance(mask.split, Fold) else mask.split
    part = Part(data.rows, split, mask.index)
    if by_condition(part) and index.rows != data.rows and not isinstance(index.rows, Nobody):
        return Part(data.rows, ("by position", mask.split, index.rows), mask.index)
    return part


def by_positions(machine: Machine, data: Data, index: Data, *, by_position: bool | None) -> Rows:
    """Return the rows at positions, or with labels, that were taken from an index of rows."""
    if isinstance(index.rows, Nobody):
        return data.rows
    if data.rows in line(index.rows) and (index.kind == "Index" or index.rows != data.rows):
        # Labels of rows of this very table, or positions of some of its rows.
        labels = are_counted(data.rows, index.labels) if by_position else index.labels == data.labels
        if labels or index.kind != "Index":
            return index.rows
        return Subset(data.rows, machine.fresh())
    if index.rows == data.rows and index.kind != "Index":
        if index.owner is not None and index.text:
            mask = truth_mask(machine, index, taken=True)
            return Part(data.rows, mask.split, mask.index)
        # A condition that nobody knows, which each row meets or doesn't.
        return Subset(data.rows, ("content", machine.fresh()))
    root = root_of(index.rows)
    if isinstance(root, Source) and root.repeats:
        return rooted(index.rows, Duplicated(data.rows, root.key))
    if isinstance(root, Union) and all(data.rows in line(each) for each in root.parts):
        return index.rows
    if not isinstance(root, Source) or (not root.positions and root in sources(data.rows)):
        return Subset(data.rows, machine.fresh())
    # Positions that were cut in parts: the same cuts take the same rows of any aligned table.
    return rooted(index.rows, data.rows if root.positions else Subset(data.rows, root))
