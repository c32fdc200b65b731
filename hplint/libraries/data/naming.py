"""What an index says of columns: their names, typed in, bound by a loop, or chosen by what was learned."""

from __future__ import annotations

from hplint.analysis.data.named_columns import listed_names
from hplint.analysis.data.rows import NO_ROWS, Nobody, Source, root_of, sources
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.values import Constant, Data, Unknown, Value, Verdict
from hplint.analysis.scores.selection import by_scores


def names_chosen(machine: Machine, index: Value) -> Value | None:
    """Return some of the names of columns, chosen by what was learned: `df.columns[selector.get_support()]`."""
    if isinstance(index, Verdict):
        return by_scores(machine, index.scores)
    data = machine.current(index) if isinstance(index, Data) else None
    if data is None or data.predicted or not (data.history or data.chosen):
        return None
    return Data(machine.fresh(), NO_ROWS, None, data.history, data.chosen)


def holds_names(machine: Machine, index: Value) -> bool:
    """Tell whether a list was put together of names that a loop went through, or that were chosen."""
    content = machine.content(index)
    if not isinstance(content, Sequence) or content.items is not None:
        return False
    match content.element:
        case Unknown(origin=origin):
            return origin is Origin.LOOP
        case Data(rows=Nobody(), mask=None):
            return True
        case _:
            return False


def lists_loop_names(machine: Machine, index: Value) -> bool:
    """Tell whether a list holds what a loop binds, and names besides: `df[[column]]`, of a table columns."""
    content = machine.content(index)
    items = content.items if isinstance(content, Sequence) and content.items is not None else ()
    bound = [item for item in items if isinstance(item, Unknown) and item.origin is Origin.LOOP]
    names = [item for item in items if isinstance(item, Constant) and isinstance(item.value, str)]
    return bool(bound) and len(bound) + len(names) == len(items)


def is_one_column(index: Value) -> bool:
    """Tell whether an index takes one column of an array."""
    match index:
        case Constant(value=int()) | Unknown(origin=Origin.LOOP):
            return True
        case _:
            return False


def tells_names(index: Data, data: Data) -> bool:
    """Tell whether an index is a column of a table that was made of statistics, which can only name columns here."""
    root = root_of(index.rows)
    if not isinstance(root, Source) or root.label or root.positions or root.repeats or index.predicted:
        return False
    return index.kind in {"Series", "list"} and bool(index.history) and root not in sources(data.rows)


def chosen_names(machine: Machine, index: Value) -> frozenset[object] | None:
    """Return the names of columns that an index lists; None where it isn't such a list."""
    return frozenset(listed_names(machine, index)) or None
