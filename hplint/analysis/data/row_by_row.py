"""Lists and arrays that a loop fills, one item for each row that it passes: they belong to the same rows."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.activations import Loop
from hplint.analysis.data.gathered import rows_of
from hplint.analysis.data.history import together
from hplint.analysis.data.rows import (
    Either,
    Length,
    Nobody,
    Rows,
    Slice,
    Source,
    Subset,
    Union,
    UnknownRows,
    made_since,
    root_of,
)
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.join import is_filler
from hplint.analysis.memory.values import Constant, Data, Ref, Unknown, Value
from hplint.basis.frozen import replace

PASSED = frozenset({"Series", "ndarray", "list"})
"""Types of data whose rows a loop binds one by one; of a table it binds the columns."""
ROW_METHODS = frozenset({"iterrows", "itertuples"})
"""Methods of tables that hand out one row after the other."""
WRAPPERS = frozenset({"enumerate", "list", "tqdm"})
"""Functions that hand on each item of their first argument."""


def rows_passed(machine: Machine, iterable: cst.BaseExpression, value: Value | None = None) -> Rows | None:
    """Return the rows of which each is passed once: `texts`, `enumerate(texts)`, `range(len(table))`; None if unknown.

    The `value` of the expression is given where it is known already.
    """
    match iterable:
        case cst.Name() | cst.Attribute() | cst.Subscript():
            found = machine.evaluate(iterable) if value is None else value
            data = machine.current(found) if isinstance(found, Data) else None
            if data is not None:
                return known(data.rows) if data.kind in PASSED and data.mask is None else None
            return rows_listed(machine, found)
        case cst.Call(func=cst.Name(value="range"), args=[cst.Arg(value=count)]):
            return rows_counted(machine, count)
        case cst.Call(func=cst.Name(value="range"), args=[cst.Arg(value=cst.Integer(value="0")), cst.Arg(value=count)]):
            return rows_counted(machine, count)
        case cst.Call(func=cst.Name(value="zip"), args=args):
            found_rows = (rows_passed(machine, each.value) for each in args)
            return next((rows for rows in found_rows if rows is not None), None)
        case cst.Call(func=cst.Name(value=name), args=[cst.Arg(value=inner), *_]) if name in WRAPPERS:
            return rows_passed(machine, inner)
        case cst.Call(func=cst.Attribute(value=table, attr=cst.Name(value=name))) if name in ROW_METHODS:
            return rows_of_table(machine, table)
        case _:
            return None


def rows_counted(machine: Machine, count: cst.BaseExpression) -> Rows | None:
    """Return the rows of which an expression is the number: `len(table)`, `table.shape[0]`, a name for it."""
    if isinstance(count, cst.Call):
        is_length = isinstance(count.func, cst.Name) and count.func.value == "len" and len(count.args) == 1
        return rows_of_table(machine, count.args[0].value) if is_length else None
    if not isinstance(count, (cst.Name, cst.Subscript)):
        return None
    match machine.evaluate(count):
        case Unknown(length=Length(rows=rows, times=1, plus=0), shape=False):
            return known(rows)
        case _:
            return None


def rows_of_table(machine: Machine, table: cst.BaseExpression) -> Rows | None:
    """Return the rows of what an expression says by names alone; None where nobody knows them."""
    if not isinstance(table, (cst.Name, cst.Attribute, cst.Subscript)):
        return None
    found = machine.evaluate(table)
    return known(machine.current(found).rows) if isinstance(found, Data) else rows_listed(machine, found)


def rows_listed(machine: Machine, value: Value) -> Rows | None:
    """Return the rows that the items of a list of unknown length belong to."""
    content = machine.content(value)
    if not isinstance(value, Ref) or not isinstance(content, Sequence) or content.items is not None:
        return None
    data = rows_of(machine, value)
    return None if data is None else known(data.rows)


def known(rows: Rows) -> Rows | None:
    """Return rows, if they are known."""
    return None if isinstance(rows, (Nobody, UnknownRows)) else rows


def note_growth(machine: Machine, address: int, content: Sequence) -> None:
    """Note that something is appended to a list: once in each pass of a loop, if no condition decides."""
    loop = machine.loops[-1] if machine.loops else None
    note_pieces(machine, address, machine.loops[:-1])
    if loop is not None and (len(machine.branches) > loop.outside or loop.continues):
        machine.picked.add(address)
    if loop is not None and address < loop.began:
        loop.growing.add(address)
    if loop is None or loop.rows is None or address >= loop.began:
        return
    if content.items == () and len(machine.branches) <= loop.outside:
        loop.grown.add(address)
    elif content.items is not None:
        loop.grown.discard(address)


def note_pieces(machine: Machine, address: int, loops: list[Loop]) -> None:
    """Note that a list gets items out of each of the rows that one of some loops passes."""
    rows = next((loop.rows for loop in loops if loop.rows is not None and address < loop.began), None)
    if rows is not None:
        machine.pieces[address] = rows


def note_grown(machine: Machine, loop: Loop) -> None:
    """Note the lists that a loop, which has ended, filled with an item for each row."""
    for address in loop.grown:
        note_row_by_row(machine, address, loop.rows)


def note_row_by_row(machine: Machine, address: int, rows: Rows | None) -> None:
    """Note that the items of a list, as it is now, belong to rows."""
    content = machine.store.get(address)
    if rows is not None and isinstance(content, Sequence) and content.items is None:
        machine.row_by_row[address] = (rows, content)


def rows_of_items(machine: Machine, value: Value) -> Rows | None:
    """Return the rows that the items of a list belong to, one each; None where nobody knows."""
    if not isinstance(value, Ref):
        return None
    rows, content = machine.row_by_row.get(value.address, (None, None))
    return rows if content is machine.store.get(value.address) else None


def is_column(data: Data) -> bool:
    """Tell whether it is one value for each row of a table or of a part of it, and no piece that a loop cuts."""
    whole = data.mask is None and not data.predicted
    return whole and not isinstance(data.rows, (Nobody, UnknownRows, Slice, Subset, Union, Either))


def filled_in_passes(machine: Machine, target: cst.Subscript, holder: Data, value: Value) -> Data | None:
    """Return a blank array of which a loop fills one line after the other with rows: `windows[i] = series[i : i + 10]`.

    Lines that are whole columns are rows once the array is transposed.
    """
    first = target.slice[0].slice
    data = machine.current(value) if isinstance(value, Data) else None
    if data is None or not machine.loops or isinstance(data.rows, (Nobody, UnknownRows)):
        return None
    if data.predicted or data.mask is not None or not isinstance(first, cst.Index):
        return None
    if not is_filler(holder) or holder.predicted or holder.mask is not None:
        return None
    if isinstance(first.value, (cst.Integer, cst.Tuple, cst.List, cst.Comparison)):
        return None
    if made_since(root_of(data.rows), machine.loops[-1].began):
        # A line that is made for each pass by itself: what was computed over it tells of no other.
        return None
    index = machine.evaluate(first.value)
    if not isinstance(index, (Unknown, Constant)):
        return None
    if is_column(data):
        machine.lines[holder.cell] = data.rows, machine.place(target)
    learned = together(holder.learned, data.history)
    # Another loop may pass through other positions.
    rows = data.rows if is_column(data) else Subset(data.rows, ("filled", machine.loops[-1].began))
    return replace(holder, rows=rows, learned=learned, chosen=holder.chosen | data.chosen)


def filled_row_by_row(machine: Machine, target: cst.Subscript, holder: Data, value: Value) -> Data | None:
    """Return a blank array of which a loop fills the row of each that it passes: `vectors[i] = vector_of(texts[i])`."""
    loop = machine.loops[-1] if machine.loops else None
    if loop is None or loop.rows is None or len(machine.branches) > loop.outside:
        return None
    blank = isinstance(holder.rows, Source) and not holder.rows.label and not holder.rows.positions
    first = target.slice[0].slice
    if not blank or holder.predicted or not isinstance(first, cst.Index) or not isinstance(first.value, cst.Name):
        return None
    if isinstance(value, Data) and value.predicted:
        return None
    index = machine.evaluate(first.value)
    if not isinstance(index, Unknown) or index.origin is not Origin.LOOP:
        return None
    return replace(holder, rows=loop.rows, mask=None)
