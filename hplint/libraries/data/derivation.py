"""What a call makes of the data that goes into it: arguments by name, histories united."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.data.gathered import rows_of
from hplint.analysis.data.history import NOTHING_CHOSEN, NOTHING_LEARNED, History, Learned, Lesson, together
from hplint.analysis.data.rows import (
    LIST,
    Nobody,
    Rows,
    Subset,
    bounded,
    made_up,
    pooled,
    union,
)
from hplint.analysis.data.targets import note_target
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL, NotLiteral
from hplint.analysis.memory.heap import Mapping, Sequence
from hplint.analysis.memory.values import INERT, Data, Items, OneOf, Ref, Score, Unknown, Value
from hplint.analysis.python.containers import contents
from hplint.analysis.scores.tallies import listed_errors
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace
from hplint.catalogue.flows import Flow
from hplint.libraries.data.columns import after_call


def bind(flow: Flow, call: Call) -> dict[str, Argument]:
    """Name the arguments by the parameters that they are for; the first of a starred parameter stands for it."""
    positional = call.positional
    arguments: dict[str, Argument] = {}
    for name, argument in zip(flow.bind(len(positional)), positional, strict=False):
        if name is not None:
            arguments.setdefault(name, argument)
    if len(positional) < len(call.arguments):
        arguments.update({argument.name: argument for argument in call.arguments if argument.name is not None})
    return arguments


def literals(machine: Machine, arguments: dict[str, Argument]) -> tuple[dict[str, object], frozenset[str]]:
    """Split arguments into those whose literal value is known, and the names of the others."""
    known: dict[str, object] = {}
    unknown: set[str] = set()
    for name, argument in arguments.items():
        value: object | NotLiteral = literal(machine, argument.value)
        if value is NOT_LITERAL:
            unknown.add(name)
        else:
            known[name] = value
    return known, frozenset(unknown)


def argument_data(machine: Machine, parameter: str, arguments: dict[str, Argument]) -> Data | None:
    """Return the data that a function is given, if it is data."""
    argument = arguments.get(parameter)
    if argument is None:
        return None
    found = machine.data(listed_errors(machine, argument.value))
    if found is not None:
        return found
    if isinstance(argument.value, Ref) and argument.value.address in machine.row_by_row:
        return rows_of(machine, argument.value)
    held = [data for data in map(machine.data, contents(machine, argument.value)) if data is not None]
    if all(isinstance(data.rows, Nobody) for data in held):
        collected = rows_of(machine, argument.value)
        if collected is not None or not held:
            return collected
    own = rows_of(machine, argument.value) if is_list_of_unknown(machine, argument.value) else None
    if own is not None:
        # Each pass put another thing there, and perhaps others into another list.
        return merged(machine, held, own.rows, held[0].kind)
    rows = union(tuple(data.rows for data in held)) if len(held) > 1 else pooled(held[0].rows)
    if isinstance(machine.content(argument.value), Mapping) and all(made_up(data.rows) for data in held):
        # Columns side by side, however many: each row is made up of one number of each.
        rows = held[0].rows
    if isinstance(argument.value, Ref) and argument.value.address in machine.picked and not held[0].predicted:
        # The others of these rows may stand in another list.
        rows = bounded(Subset(rows, (LIST, argument.value.address)))
    return merged(machine, held, rows, held[0].kind)


def is_list_of_unknown(machine: Machine, value: Value) -> bool:
    """Tell whether a list of unknown length holds what nobody knows, of which one thing stands for all items."""
    content = machine.content(value)
    return isinstance(content, Sequence) and content.items is None and isinstance(content.element, Unknown)


def merged(machine: Machine, held: list[Data], rows: Rows, kind: str | None) -> Data:
    """Return data made from several, with the history of all of them."""
    if len(held) == 1:
        # Most are made from one.
        (data,) = held
        chosen, predicted, predicted_on = data.chosen, data.predicted, data.predicted_on
    else:
        chosen = frozenset().union(*[data.chosen for data in held]) if held else NOTHING_CHOSEN
        predicted = tuple(dict.fromkeys([fit for data in held for fit in data.predicted]))
        predicted_on = next((data.predicted_on for data in held if data.predicted_on), "")
    made = Data(
        machine.fresh(),
        bounded(rows),
        kind,
        together(*[data.history for data in held]),
        chosen,
        predicted,
        predicted_on,
        labels=held[0].labels if held else None,
    )
    machine.record.carry_predictions(made, held)
    return made


def inputs(machine: Machine, data: Data | None, call: Call) -> list[Data]:
    """List all data that goes into a call, what it works on first."""
    held = [] if data is None else [data]
    for argument in call.arguments:
        if isinstance(argument.value, Data):
            held.append(machine.current(argument.value))
        elif not isinstance(argument.value, INERT):
            held.extend(machine.current(each) for each in within(machine, argument.value))
    return held


def within(machine: Machine, value: Value, depth: int = 0) -> Iterator[Data]:
    """List the data in a container, that in the containers in it included: `{"age": {0: df["age"].mean()}}`."""
    for each in contents(machine, value):
        if isinstance(each, Data):
            yield each
        elif depth < DEEPEST_INPUT and isinstance(each, (Ref, Items, OneOf)):
            yield from within(machine, each, depth + 1)


DEEPEST_INPUT = 2
UNSIGNED = frozenset(
    {"abs", "absolute", "apply", "applymap", "clip", "fabs", "float_power", "map", "pow", "power", "square"}
)
"""What takes the sign off errors, or may do so."""


def derived(
    machine: Machine, flow: Flow, data: Data, call: Call, rows: Rows, learned: History = NOTHING_LEARNED
) -> Data:
    """Return the result of a call on data, with the history of everything that goes into it."""
    held = inputs(machine, data, call)
    result = merged(machine, held, rows, data.kind if flow.result == "same" else flow.result)
    kind = None if result.kind == "unknown" else result.kind
    names = after_call(machine, flow, data, call, bind(flow, call)) if data.names else None
    columns = kept_columns(machine, flow, data, call)
    if flow.flow == "keeps" and all(each.cell == data.cell for each in held):
        note_target(machine, result, data)
        if flow.name.rpartition(".")[2] in UNSIGNED:
            machine.record.residuals.discard(result.cell)
    if columns is None:
        return replace(result, kind=kind, learned=together(result.learned, learned), names=names)
    base = together(data.learned, *[each.history for each in held[1:]], learned)
    return replace(result, kind=kind, learned=base, columns=columns, names=names)


def kept_columns(machine: Machine, flow: Flow, data: Data, call: Call) -> tuple[tuple[str, Data], ...] | None:
    """Return the assigned columns that a table still has after a call; None where they can't be told apart any more."""
    if flow.result not in {"same", "DataFrame"} or flow.flow not in {"keeps", "subset", "shuffles"}:
        return None
    if flow.name.endswith(".drop") and flow.flow == "keeps":
        gone = dropped_names(machine, call)
        return tuple(pair for pair in data.columns if pair[0] not in gone)
    return data.columns


def dropped_names(machine: Machine, call: Call) -> frozenset[object]:
    """Return the names of the columns that `drop` takes away."""
    names: set[object] = set()
    for argument in (call.argument("labels", 0), call.keyword("columns")):
        value = None if argument is None else literal(machine, argument.value)
        names.update(value if isinstance(value, (list, tuple)) else ())
        names.update((value,) if isinstance(value, str) else ())
    return frozenset(names)


def named(flow: Flow, data: Data, call: Call) -> str:
    """Return the call in the user's words: `df.mean()`."""
    return call.place.text


def elementwise(machine: Machine, call: Call) -> Value:
    """Compute something from arguments of which none is known to be the data."""
    scores = [argument.value for argument in call.arguments if isinstance(argument.value, Score)]
    if scores:
        return scores[0]
    held = inputs(machine, None, call)
    return merged(machine, held, held[0].rows, None) if held else machine.unknown()


def present(rows: Rows) -> Rows:
    """Return the rows of a whole column instead of those that have a value, of which every statistic is anyway."""
    while isinstance(rows, Subset) and isinstance(rows.key, tuple) and rows.key[0] == "present":
        rows = rows.parent
    return rows


def lesson(flow: Flow, data: Data, call: Call) -> History:
    """Return what a statistic of data has learned; nothing from constants, or from predictions and their errors."""
    if isinstance(data.rows, Nobody) or data.predicted or data.mask is not None:
        return NOTHING_LEARNED
    rows = present(data.rows)
    kind = Lesson.CATEGORIES if flow.reads == "categories" else Lesson.STATISTIC
    counts = flow.reads == "counts"
    return frozenset({Learned(rows, kind, call.place, named(flow, data, call), instead=flow.instead, counts=counts)})
