"""Writing into tables: cells, columns, masks, and what they make their holder learn."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from hplint.analysis.data.column_history import with_written
from hplint.analysis.data.conditions import Blank, other_side
from hplint.analysis.data.features import Assigned, Columns, operated
from hplint.analysis.data.history import NOTHING_LEARNED, History, Learned, Lesson, together
from hplint.analysis.data.named_columns import written_names
from hplint.analysis.data.own_columns import of_own_columns
from hplint.analysis.data.row_by_row import filled_in_passes, filled_row_by_row
from hplint.analysis.data.rows import NewLabels, Nobody, Source, Without, made_up, sources
from hplint.analysis.estimators.consequences import note_clusters
from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.machine import Machine
from hplint.analysis.memory.join import is_blank
from hplint.analysis.memory.values import (
    Constant,
    Data,
    Items,
    Mask,
    Ref,
    Value,
)
from hplint.analysis.python.containers import learned_for
from hplint.analysis.scores.rankings import write_scores
from hplint.basis.frozen import replace

INDEXERS = frozenset({"loc", "iloc", "at", "iat", "ix", "values", "T"})
"""Attributes of tables through which the table itself is written."""


def write_cells(machine: Machine, target: cst.Subscript, index: Value, value: Value, told: History) -> None:
    """Write into a table: it remembers what was learned to make the value, and to choose the cells."""
    node: cst.BaseExpression = target.value
    direct = True
    while True:
        if isinstance(node, cst.Subscript):
            node, direct = node.value, False
        elif isinstance(node, cst.Attribute) and node.attr.value in INDEXERS:
            node, direct = node.value, False
        else:
            break
    owner = machine.evaluate(node)
    holder = machine.data(owner)
    if holder is None:
        machine.escape(value)
        return
    value = of_own_columns(machine, owner, value)
    if machine.record.evaluations:
        write_scores(machine, holder, value, frozenset(named_by(target)))
    if direct and isinstance(index, Constant) and isinstance(index.value, str):
        if isinstance(value, Data) and not made_up(holder.rows):
            note_clusters(machine, value.history, Outcome.USED)
        write_column(machine, holder, index.value, value)
        return
    if (
        direct
        and isinstance(value, Data)
        and (is_of_rows(value, holder) if isinstance(index, Data) else fills_column(target, holder, value))
    ):
        machine.change(holder, out_of_fold(holder, value))
        return
    filling = filled_row_by_row(machine, target, holder, value)
    if filling is not None:
        row = collected(machine, value)
        machine.change(holder, filling if row is None else absorbed(filling, row))
        return
    lines = filled_in_passes(machine, target, holder, value) if direct else None
    if lines is not None:
        machine.change(holder, lines)
        return
    if holder.mask is not None:
        machine.change(holder, replace(holder, mask=set_mask(machine, holder.mask, index, value)))
        return
    filled = imputed(machine, target, holder, value)
    written = collected(machine, value)
    if written is not None and written.predicted:
        machine.record.write_predictions(holder, [fit.place.key for fit in written.predicted])
    if filled:
        # Predictions as such teach nothing; what fills the gaps of a column is an imputation.
        written = Data(machine.fresh(), learned=filled)
    if told:
        written = Data(machine.fresh(), learned=told) if written is None else absorbed(written, Data(0, learned=told))
    names, whole = written_names(machine, target)
    if names and (written is None or not written.predicted):
        machine.change(holder, with_written(holder, names, written, machine.fresh, whole=whole))
        return
    if holder.names is not None:
        holder = replace(holder, names=operated(holder.names, Assigned(None, machine.fresh())))
    if written is not None or holder.names is not None:
        machine.change(holder, holder if written is None else absorbed(holder, news(written, holder)))


def named_by(target: cst.Subscript) -> Iterator[str]:
    """List the names that an index writes out: `table.loc[i, "accuracy"]`."""
    for each in target.slice:
        if isinstance(each.slice, cst.Index) and isinstance(each.slice.value, cst.SimpleString):
            name = each.slice.value.evaluated_value
            if isinstance(name, str):
                yield name


def news(written: Data, holder: Data) -> Data:
    """Return what is written without what columns of the table were learned from before: that stays theirs.

    `table[name] = encoder.fit_transform(table[name])` reads the column that it writes.
    """
    known = together(*(column.learned for _, column in holder.columns))
    return replace(written, learned=written.history - known, columns=()) if known & written.history else written


def imputed(machine: Machine, target: cst.Subscript, holder: Data, value: Value) -> History:
    """Return what a model learned that fills cells of a column: `df.loc[missing, "age"] = model.predict(X)`."""
    located = isinstance(target.value, cst.Attribute) and target.value.attr.value == "loc" and len(target.slice) == 2
    column = target.slice[-1].slice
    if not located or not isinstance(value, Data) or not isinstance(column, cst.Index):
        return NOTHING_LEARNED
    name = machine.evaluate(column.value)
    if not isinstance(name, Constant) or not isinstance(name.value, str) or made_up(holder.rows):
        return NOTHING_LEARNED
    fits = (fit for fit in value.predicted if sources(fit.rows) & sources(holder.rows))
    return frozenset(Learned(fit.rows, Lesson.CLUSTERS, fit.place, fit.name) for fit in fits)


def is_of_rows(value: Data, holder: Data) -> bool:
    """Tell whether predictions of some rows fill an array at their positions: `oof[test] = model.predict(X[test])`."""
    return bool(value.predicted) and (is_blank(holder, value.rows) or holder.rows == value.rows)


def fills_column(target: cst.Subscript, holder: Data, value: Data) -> bool:
    """Tell whether predictions fill a column of an array that was blank: `scaled[:, 0] = model.predict(X)[:, 0]`."""
    rows = target.slice[0].slice
    whole = len(target.slice) == 2 and isinstance(rows, cst.Slice) and rows.lower is rows.upper is rows.step is None
    return whole and bool(value.predicted) and is_blank(holder, value.rows)


def out_of_fold(holder: Data, value: Data) -> Data:
    """Return an array into which the predictions of a part were written; each pass of a loop writes another part."""
    return replace(
        holder,
        rows=value.rows,
        learned=together(holder.learned, value.history),
        chosen=holder.chosen | value.chosen,
        predicted=tuple(dict.fromkeys((*holder.predicted, *value.predicted))),
        predicted_on=value.predicted_on or value.text,
        mask=None,
    )


def set_mask(machine: Machine, mask: Mask, index: Value, value: Value) -> Mask:
    """Return a mask of which some is set: one that was the same for all rows says which these are."""
    if isinstance(mask.split, Blank) and isinstance(value, Constant) and value.value is (not mask.index):
        if isinstance(index, Data) and not isinstance(index.rows, Nobody) and index.mask is None:
            return Mask(Without(index.rows), value.value)
        if isinstance(index, Data) and index.mask is not None:
            return index.mask if value.value else Mask(*other_side(index.mask.split, index.mask.index))
    return Mask(machine.fresh(), True)


def write_column(machine: Machine, holder: Data, name: str, value: Value) -> None:
    """Set a column of a table; it keeps its own history."""
    if name == "columns":
        # Other names for the same columns.
        machine.change(holder, replace(holder, names=Columns(machine.fresh())))
        return
    if name == "index":
        index = machine.data(value)
        labels = NewLabels(machine.fresh()) if index is None or index.kind != "Index" else index.labels
        machine.change(holder, replace(holder, labels=labels))
        return
    written = collected(machine, value)
    if written is not None and written.mask is not None and written.history:
        written = replace(written, mask=None)
    if written is not None and {entry.place.key for entry in written.history} & {
        fit.place.key for fit in written.predicted
    }:
        # Clusters beside other columns are a feature, not a prediction to be judged.
        written = replace(written, predicted=())
    if written is None or written.mask is not None:
        if holder.names is not None or holder.column(name) is not None:
            columns = tuple(p for p in holder.columns if p[0] != name)
            names = operated(holder.names, Assigned(name, machine.fresh()))
            machine.change(holder, replace(holder, columns=columns, names=names))
        return
    if isinstance(holder.rows, Source) and holder.rows.empty and not isinstance(written.rows, Nobody):
        holder = replace(holder, rows=written.rows)
    machine.change(holder, holder.with_column(name, written))


def collected(machine: Machine, value: Value) -> Data | None:
    """Return data, or what was learned for the items of a list."""
    if not isinstance(value, (Ref, Items)):
        return machine.data(value)
    told = learned_for(machine, value)
    return Data(machine.fresh(), learned=told) if told else None


def absorbed(holder: Data, written: Data) -> Data:
    """Return a table that something was written into."""
    if written.predicted:
        return holder
    return replace(holder, learned=together(holder.learned, written.history), chosen=holder.chosen | written.chosen)
