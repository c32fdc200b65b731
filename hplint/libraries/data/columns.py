"""What becomes of the columns of a table, by indexing, by calls, and by transformers."""

from __future__ import annotations

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.data.features import (
    Assigned,
    Column,
    Columns,
    Cut,
    Dropped,
    Encoded,
    Kept,
    Numeric,
    Renamed,
    Widened,
    operated,
)
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Bounds, Constant, Data, External, Value
from hplint.analysis.python.containers import contents
from hplint.analysis.syntax.literals import literal
from hplint.catalogue.column_flows import column_flows
from hplint.catalogue.flows import Flow

Names = Columns | Column | None


def indexed_by_name(names: Names, key: object) -> Names:
    """Return the column of a name."""
    return Column(names, key) if isinstance(names, Columns) and isinstance(key, str) else None


def indexed(machine: Machine, data: Data, index: Value, *, by_position: bool) -> Names:
    """Return the columns that an index takes: one, some by name or position, or a slice."""
    names = data.names
    if not isinstance(names, Columns):
        return None
    match machine.current(index) if isinstance(index, Data) else index:
        case Bounds(low=None, high=None, strided=False):
            return names
        case Bounds(low=low, high=high, strided=False) if by_position:
            return names.after(Cut(low, high))
        case Constant(value=str() | int() as key) if isinstance(key, str) is not by_position:
            return Column(names, key)
        case Data(lists_columns=True, names=Columns() as listed) if not by_position:
            # The names of the columns of the same table.
            return listed if follows(listed, names) else None
        case Data(lists_columns=True, names=Column(of=listed) as column) if not by_position:
            return column if follows(listed, names) else None
    wanted = literal(machine, index)
    kind = int if by_position else str
    if isinstance(wanted, (list, tuple)) and wanted and all(type(each) is kind for each in wanted):
        return names.after(Kept(frozenset(wanted)))
    return None


def follows(listed: Columns, names: Columns) -> bool:
    """Tell whether names of columns were listed of the same columns, or fewer."""
    return listed.table == names.table and listed.operations[: len(names.operations)] == names.operations


def after_call(machine: Machine, flow: Flow, data: Data, call: Call, arguments: dict[str, Argument]) -> Names:
    """Return the columns that a call leaves; None where nobody knows."""
    names, kinds = data.names, column_flows().get(flow.name, frozenset())
    if names is None or not kinds:
        return None
    known = {name: literal(machine, argument.value) for name, argument in arguments.items()}
    if isinstance(names, Column):
        # What a function makes of a value is another one.
        single = "single" in kinds or "same" in kinds
        return names if single and not ("arg" in arguments and not isinstance(known["arg"], dict)) else None
    if not call.complete:
        return None
    if "same" in kinds:
        if flow.name == "pandas.DataFrame" and "columns" in arguments:
            given = machine.data(arguments["columns"].value)
            return names if given is not None and given.names == names else Columns(machine.fresh())
        across = known.get("axis") in (1, "columns")
        return None if across and flow.name.endswith((".dropna", ".sample", ".resample", ".drop_duplicates")) else names
    if "drops" in kinds:
        return dropped(names, flow, known)
    if "keeps" in kinds:
        wanted = known.get("items", known.get("columns"))
        strings = isinstance(wanted, list) and all(isinstance(each, str) for each in wanted)
        return names.after(Kept(frozenset(wanted))) if strings and isinstance(wanted, list) else None
    if "renames" in kinds:
        pairs = known.get("columns")
        return names.after(Renamed(tuple(pairs.items()))) if isinstance(pairs, dict) else None
    if "writes" in kinds:
        return written(machine, names, flow, known)
    if "numbers" in kinds:
        return numeric(names, machine, arguments)
    if "encodes" in kinds:
        wanted = known.get("columns")
        listed = isinstance(wanted, list) and all(isinstance(each, str) for each in wanted)
        return names.after(Encoded(frozenset(wanted) if listed and isinstance(wanted, list) else None))
    return with_index(machine, names, flow, known) if "index" in kinds else None


def dropped(names: Columns, flow: Flow, known: dict[str, object]) -> Names:
    """Return the columns after `drop`; rows that are dropped take none away."""
    wanted = known.get("columns", known.get("labels") if flow.flow == "keeps" else [])
    if flow.name.startswith("Index."):
        wanted = known.get("other", known.get("labels"))
    wanted = [wanted] if isinstance(wanted, str) else wanted
    if not isinstance(wanted, (list, tuple)) or not all(isinstance(each, str) for each in wanted):
        return None
    return names.after(Dropped(frozenset(wanted)))


def written(machine: Machine, names: Columns, flow: Flow, known: dict[str, object]) -> Names:
    """Return the columns after some were set by a call."""
    found: Names = names
    for name in [known.get("column")] if flow.name.endswith(".insert") else list(known):
        found = operated(found, Assigned(name if isinstance(name, str) else None, machine.fresh()))
    return found


def numeric(names: Columns, machine: Machine, arguments: dict[str, Argument]) -> Names:
    """Return the columns after `select_dtypes`, where it takes all numbers."""
    include, exclude = arguments.get("include"), arguments.get("exclude")
    if include is None or exclude is not None:
        text = exclude is not None and include is None and literal(machine, exclude.value) in ("object", ["object"])
        return names.after(Numeric()) if text else None
    wanted = contents(machine, include.value) or [include.value]
    return names.after(Numeric()) if any(map(all_numbers, wanted)) else None


def all_numbers(value: Value) -> bool:
    """Tell whether a type is that of all numbers."""
    match value:
        case External(path="numpy.number") | Constant(value="number"):
            return True
        case _:
            return False


def with_index(machine: Machine, names: Columns, flow: Flow, known: dict[str, object]) -> Names:
    """Return the columns after some became the index, or the index a column."""
    if flow.name.endswith(".reset_index"):
        return names.after(Widened(machine.fresh()))
    keys = known.get("keys")
    keys = [keys] if isinstance(keys, str) else keys
    if not isinstance(keys, list) or not all(isinstance(each, str) for each in keys):
        return None
    return names.after(Dropped(frozenset(keys)))


def stacked(held: list[Data]) -> Names:
    """Return the columns of tables below each other: those of all, where they are the same."""
    first = held[0].names
    return first if all(each.names == first for each in held) else None


def beside(machine: Machine, held: list[Data]) -> Names:
    """Return the columns of tables beside each other: those of the first, and others."""
    first = held[0].names
    return first.after(Widened(machine.fresh())) if isinstance(first, Columns) and len(held) > 1 else first


def transformed(estimator: Estimator, data: Data) -> Names:
    """Return the columns that a transformer makes: the same ones, recoded, of some; of others nobody knows."""
    name = "" if estimator.spec is None else estimator.spec.name
    return data.names if "transformers" in column_flows().get(name, ()) else None
