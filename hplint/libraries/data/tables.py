"""Methods and attributes of data, arithmetic on it, and methods of scores."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.durations import as_duration
from hplint.analysis.data.features import Columns, Dropped, operated
from hplint.analysis.data.history import Learned, Lesson, together
from hplint.analysis.data.rows import Length, Nobody
from hplint.analysis.data.targets import carry_difference
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.values import NONE, Data, Method, Score, Unknown, Value
from hplint.analysis.python.containers import learned_for
from hplint.analysis.scores.rankings import carry
from hplint.analysis.scores.selection import best
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace
from hplint.catalogue.flows import Flows
from hplint.findings import Place
from hplint.libraries.data.columns import indexed_by_name
from hplint.libraries.data.flows import apply, of_data
from hplint.libraries.polars import polars_method
from hplint.libraries.spark.columns import COLUMN_OF, expression_kind, without_predictions
from hplint.libraries.spark.frames import as_frame, frame_method, means_frame


def data_method(machine: Machine, flows: Flows, data: Data, name: str, call: Call) -> Value | None:
    """Call a method of data; one that nobody knows gives something that was made from it."""
    if name in CHANGING and (data.lists_columns or data.kind == "list"):
        gone = literal(machine, call.positional[0].value) if name == "remove" and len(call.positional) == 1 else None
        columns = isinstance(gone, str) and data.lists_columns
        names = operated(data.names, Dropped(frozenset({gone}))) if columns else None
        told = (learned_for(machine, argument.value) for argument in call.arguments)
        machine.change(data, replace(data, names=names, learned=together(data.learned, *machine.conditions, *told)))
    if data.kind == "Counter" and name == "update":
        return count_more(machine, data, call)
    if data.kind is None and means_frame(machine, flows, name, call):
        data = as_frame(machine, data)
    found = frame_method(machine, data, name, call) or polars_method(machine, data, name, call)
    if found is not None:
        return found
    flow = of_data(flows, data.kind, name) or (of_data(flows, None, name) if data.kind is not None else None)
    if flow is None or flow.attribute:
        return (
            replace(data, cell=machine.fresh(), kind=None, mask=None, learned=data.history, columns=(), names=None)
            if data.history
            else None
        )
    return apply(machine, flow, data, call)


def count_more(machine: Machine, data: Data, call: Call) -> Value:
    """Count more values: those of the rows that a loop passes, perhaps."""
    told = together(*(learned_for(machine, argument.value) for argument in call.arguments))
    rows = next((loop.rows for loop in machine.loops if loop.rows is not None and data.cell < loop.began), None)
    if rows is not None:
        told = together(told, frozenset({Learned(rows, Lesson.STATISTIC, call.place, call.place.text)}))
    machine.change(data, replace(data, learned=together(data.learned, told)))
    return NONE


BY_VALUE = frozenset({"cat", "dt", "str"})
"""Accessors of columns, which tables don't have."""
CHANGING = frozenset({"remove", "pop", "clear", "discard"})
"""Methods of a list that take elements away."""


def data_attribute(machine: Machine, flows: Flows, data: Data, name: str, where: Place | None = None) -> Value | None:
    """Read an attribute of data: what the table says of it, else a column."""
    if name == "dt":
        data = as_duration(machine, data)
    flow = of_data(flows, data.kind, name)
    if flow is None and name in BY_VALUE and data.kind == "DataFrame" and data.column(name) is None:
        # A function that is applied to each column: `df.apply(lambda column: column.str.strip())`.
        flow = of_data(flows, "Series", name)
    if name == "shape" and flow is not None and not isinstance(data.rows, Nobody):
        return Unknown(None, Origin.COMPUTED, length=Length(data.rows), shape=True)
    if name == "columns" and isinstance(data.names, Columns) and not data.lists_columns:
        return Data(machine.fresh(), kind="Index", names=data.names)
    place = Place(f"{data.text}.{name}", 0, str)
    if flow is not None and flow.attribute:
        if flow.flow == "indexer":
            return Method(data, name)
        if flow.flow == "keeps" and flow.result == "same" and data.kind == "ndarray":
            return data
        if flow.flow == "measures" and where is not None:
            # That is an evaluation, which findings point at.
            place = where
        return apply(machine, replace(flow, seed=""), data, Call(place, (), True, name))
    if flow is not None:
        return Method(data, name) if isinstance(data.rows, Nobody) else None
    column = data.column(name)
    if column is not None:
        names = indexed_by_name(data.names, name)
        found = replace(
            column,
            rows=data.rows_of(column),
            cell=machine.fresh(),
            mask=None,
            owner=(data, name),
            names=names,
            labels=data.labels,
        )
        carry_difference(machine, found, column)
        return found
    return replace(
        without_predictions(data, name),
        cell=machine.fresh(),
        kind=COLUMN_OF.get(data.kind) or data.kind,
        mask=None,
        columns=(),
        owner=(data, name),
        text=f"{data.text}.{name}",
        names=indexed_by_name(data.names, name) if data.kind == "DataFrame" else None,
    )


def combine(machine: Machine, values: tuple[Value, ...]) -> Value | None:
    """Compute something element by element: the rows of the operand that has some, the history of all."""
    held = [machine.current(value) for value in values if isinstance(value, Data)]
    if not held:
        known = [value for value in values if isinstance(value, Unknown) and value.key is not None]
        data = machine.data(known[0]) if len(known) == 1 else None
        return (
            None
            if data is None
            else replace(data, cell=machine.fresh(), mask=None, learned=data.history, columns=(), names=None)
        )
    if machine.unknowns and all(isinstance(each.rows, Nobody) for each in held):
        held = [*standardised(machine, values, held), *held]
    first = next((each for each in held if not isinstance(each.rows, Nobody)), held[0])
    made = Data(
        machine.fresh(),
        first.rows,
        expression_kind(held, first.kind),
        together(*[each.history for each in held]),
        frozenset().union(*[each.chosen for each in held]),
        tuple(dict.fromkeys([fit for each in held for fit in each.predicted])),
        next((each.predicted_on for each in held if each.predicted_on), ""),
        labels=first.labels,
    )
    if machine.record.set_by_loops and not machine.record.set_by_loops.isdisjoint([each.cell for each in held]):
        machine.record.set_by_loops.add(made.cell)
    if machine.record.score_tables:
        for each in held:
            carry(machine, made, each)
    if machine.record.errors:
        errors = next((machine.record.errors[each.cell] for each in held if each.cell in machine.record.errors), None)
        if errors is not None:
            machine.record.errors[made.cell] = errors
    return made


def standardised(machine: Machine, values: tuple[Value, ...], held: list[Data]) -> Iterator[Data]:
    """Return what nobody knew to be data until a statistic of it was computed: `loaded - loaded.mean(axis=0)`."""
    learned = {entry.rows for each in held for entry in each.learned}
    for value in values if learned else ():
        known = machine.unknowns.get(value.key) if isinstance(value, Unknown) else None
        if known is not None and machine.current(known).rows in learned:
            yield machine.current(known)


SAME = frozenset("astype copy cpu detach double float item max mean median min numpy round sum to tolist".split())
"""Methods that give a number, or another form of it."""


def score_method(machine: Machine, score: Score, name: str) -> Value | None:
    """Call a method of a score, or of an array of scores: the position of the best is a selection."""
    if name in {"argmax", "argmin", "idxmax", "idxmin", "index"}:
        return best(machine, (score,))
    if name in SAME:
        return score
    return Unknown()
