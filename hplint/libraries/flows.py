"""Calls that are rows of a table in `rules/libraries`: what the flow says happens to the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hplint.analysis.containers import contents
from hplint.analysis.calls import Argument, Call
from hplint.analysis.constants import NOT_LITERAL, NotLiteral
from hplint.analysis.dispatch import call_value
from hplint.analysis.history import NOTHING_CHOSEN, NOTHING_LEARNED, History, Learned, Lesson, together
from hplint.analysis.literals import literal
from hplint.analysis.machine import Machine
from hplint.analysis.rows import (
    NO_ROWS,
    UNKNOWN_ROWS,
    WIDEST,
    Answer,
    Duplicated,
    Nobody,
    Part,
    Rows,
    Source,
    Subset,
    bounded,
    overlaps,
    union,
)
from hplint.analysis.values import (
    NONE,
    Constant,
    Data,
    External,
    Function,
    Items,
    Mask,
    Score,
    Sequence,
    Unknown,
    Value,
)
from hplint.catalogue.flows import Flow, Flows
from hplint.libraries.evaluation import cross_validate, measure
from hplint.libraries.randomness import note_randomness

UNNAMED = ("DataFrame", "ndarray", "Series")
"""Where a method of data of unknown type is looked up, in this order."""


def of_data(flows: Flows, kind: str | None, name: str) -> Flow | None:
    """Find the flow of a method or attribute of data."""
    for receiver in UNNAMED if kind is None else (kind,):
        found = flows.method(receiver, name)
        if found is not None:
            return found
    return None


def apply(machine: Machine, flow: Flow, receiver: Data | None, call: Call) -> Value:
    """Do what a flow says."""
    arguments = bind(flow, call)
    known, unknown = literals(machine, arguments)
    resolved = flow.resolve(known, unknown)
    note_randomness(machine, flow, call, arguments, known, unknown)
    data = receiver if receiver is not None else argument_data(machine, resolved.data, arguments)
    handler = HANDLERS.get(resolved.flow)
    if handler is None:
        return machine.unknown()
    result = handler(machine, resolved, data, call, arguments)
    if (
        resolved.inplace
        and receiver is not None
        and (resolved.inplace == "always" or known.get(resolved.inplace) is True)
    ):
        if isinstance(result, Data):
            machine.change(receiver, result)
        return NONE
    return result


def bind(flow: Flow, call: Call) -> dict[str, Argument]:
    """Name the arguments by the parameters that they are for; the first of a starred parameter stands for it."""
    names = flow.bind(len(call.positional))
    arguments: dict[str, Argument] = {}
    for name, argument in zip(names, call.positional):
        if name is not None:
            arguments.setdefault(name, argument)
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
    found = machine.data(argument.value)
    if found is not None:
        return found
    held = [data for data in map(machine.data, contents(machine, argument.value)) if data is not None]
    if not held:
        return None
    rows = union(tuple(data.rows for data in held)) if len(held) > 1 else held[0].rows
    return merged(machine, held, rows, held[0].kind)


def merged(machine: Machine, held: list[Data], rows: Rows, kind: str | None) -> Data:
    """Return data made from several, with the history of all of them."""
    return Data(
        machine.fresh(),
        bounded(rows),
        kind,
        together(*(data.learned for data in held)),
        frozenset().union(*(data.chosen for data in held)) if held else NOTHING_CHOSEN,
        tuple(dict.fromkeys(fit for data in held for fit in data.predicted)),
        next((data.predicted_on for data in held if data.predicted_on), ""),
    )


def inputs(machine: Machine, data: Data | None, call: Call) -> list[Data]:
    """List all data that goes into a call, what it works on first."""
    held = [] if data is None else [data]
    for argument in call.arguments:
        if isinstance(argument.value, Data):
            held.append(machine.current(argument.value))
        else:
            held.extend(machine.current(each) for each in contents(machine, argument.value) if isinstance(each, Data))
    return held


def derived(
    machine: Machine, flow: Flow, data: Data, call: Call, rows: Rows, learned: History = NOTHING_LEARNED
) -> Data:
    """Return the result of a call on data, with the history of everything that goes into it."""
    held = inputs(machine, data, call)
    result = merged(machine, held, rows, data.kind if flow.result == "same" else flow.result)
    kind = None if result.kind == "unknown" else result.kind
    return replace(result, kind=kind, learned=together(result.learned, learned), columns=kept_columns(flow, data))


def kept_columns(flow: Flow, data: Data) -> tuple[tuple[str, Data], ...]:
    """Return the assigned columns that a result still has."""
    return data.columns if flow.result in {"same", "DataFrame"} and flow.flow == "keeps" else ()


def named(flow: Flow, data: Data, call: Call) -> str:
    """Return the call in the user's words: `df.mean()`."""
    return call.place.text


def keeps(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Keep the rows."""
    if data is None:
        return elementwise(machine, call)
    learned = NOTHING_LEARNED
    if flow.reads == "categories" and not isinstance(data.rows, Nobody):
        learned = frozenset({Learned(data.rows, Lesson.CATEGORIES, call.place, named(flow, data, call))})
    result = derived(machine, flow, data, call, data.rows, learned)
    function = arguments.get(flow.function) if flow.function else None
    if function is not None and isinstance(function.value, Function):
        result = through(machine, function.value, data, call, result)
    if flow.name.endswith((".isin", ".isnull", ".isna", ".notnull", ".notna")):
        result = replace(result, mask=method_mask(machine, flow, data, arguments))
    return replace(result, mask=data.mask) if flow.attribute and data.mask is not None else result


def through(machine: Machine, function: Function, data: Data, call: Call, result: Data) -> Data:
    """Apply a function to the rows or columns of data: what it reads besides them is part of the result's history."""
    element = replace(data, cell=machine.fresh(), kind=None, mask=None)
    argument = Argument(None, element, call.place, call.place)
    returned = call_value(machine, function, Call(call.place, (argument,)))
    if isinstance(returned, Data):
        returned = machine.current(returned)
        return replace(result, learned=together(result.learned, returned.learned))
    return result


def method_mask(machine: Machine, flow: Flow, data: Data, arguments: dict[str, Argument]) -> Mask:
    """Say which rows `isin` or `isnull` takes."""
    method = flow.name.rpartition(".")[2]
    if method == "isin":
        values = arguments.get("values")
        other = None if values is None else machine.data(values.value)
        if other is not None and isinstance(other.rows, Part) and other.kind in {"Index", None}:
            return Mask(other.rows.split, other.rows.index)
        return Mask(("isin", data.text, "" if values is None else values.place.text), True)
    return Mask(("null", data.text) if data.text else machine.fresh(), method in {"isnull", "isna"})


def elementwise(machine: Machine, call: Call) -> Value:
    """Compute something from arguments of which none is known to be the data."""
    scores = [argument.value for argument in call.arguments if isinstance(argument.value, Score)]
    if scores:
        return scores[0]
    held = inputs(machine, None, call)
    return merged(machine, held, held[0].rows, None) if held else machine.unknown()


def subset(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Take some of the rows, as one side of a split whose other side nobody names."""
    if data is None:
        return elementwise(machine, call)
    if flow.name.endswith(".drop"):
        return derived(machine, flow, data, call, without(machine, data, arguments))
    if flow.name.endswith(".sample"):
        return derived(machine, flow, data, call, Part(data.rows, machine.fresh(), True))
    if isinstance(data.rows, Nobody):
        return derived(machine, flow, data, call, NO_ROWS)
    return derived(machine, flow, data, call, Subset(data.rows, machine.fresh()))


def without(machine: Machine, data: Data, arguments: dict[str, Argument]) -> Rows:
    """Return what is left when the rows of an index are dropped: `df.drop(train.index)`."""
    for name in ("labels", "index"):
        argument = arguments.get(name)
        dropped = None if argument is None else machine.data(argument.value)
        if dropped is not None and isinstance(dropped.rows, Part) and dropped.rows.parent == data.rows:
            index = dropped.rows.index
            if isinstance(index, bool):
                return Part(data.rows, dropped.rows.split, not index)
    return Subset(data.rows, machine.fresh())


def duplicates(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Draw rows more than once."""
    if data is None:
        return elementwise(machine, call)
    entry = Learned(data.rows, Lesson.RESAMPLING, call.place, named(flow, data, call))
    rows = Duplicated(data.rows, call.place)
    if flow.result == "list":
        return machine.allocate(
            Sequence(tuple(derived_from(machine, each, call, frozenset({entry})) for each in call.positional))
        )
    return derived(machine, flow, data, call, rows, frozenset({entry}))


def derived_from(machine: Machine, argument: Argument, call: Call, learned: History) -> Value:
    """Return one of several arrays that are resampled together."""
    data = machine.data(argument.value)
    if data is None:
        return machine.unknown()
    return replace(
        data,
        cell=machine.fresh(),
        rows=bounded(Duplicated(data.rows, call.place)),
        learned=together(data.learned, learned),
        columns=(),
    )


def learns(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Compute a statistic."""
    if data is None:
        return elementwise(machine, call)
    return derived(machine, flow, data, call, NO_ROWS, lesson(flow, data, call))


def learns_keeps(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Compute something for every row by a statistic of all."""
    if data is None:
        return elementwise(machine, call)
    return derived(machine, flow, data, call, data.rows, lesson(flow, data, call))


def lesson(flow: Flow, data: Data, call: Call) -> History:
    """Return what a statistic of data has learned; nothing from constants, or from predictions and their errors."""
    if isinstance(data.rows, Nobody) or data.predicted or data.mask is not None:
        return NOTHING_LEARNED
    return frozenset({Learned(data.rows, Lesson.STATISTIC, call.place, named(flow, data, call))})


def aggregates(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Make one row of each group: a table of its own."""
    if data is None:
        return elementwise(machine, call)
    return derived(machine, flow, data, call, Source(machine.fresh()), lesson(flow, data, call))


def joins(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Put tables below each other."""
    receiver = None if flow.data else data
    held = [each for each in joined_tables(machine, receiver, call) if not isinstance(each.rows, Nobody)]
    if not held:
        return machine.unknown()
    rows = union(tuple(each.rows for each in held))
    result = merged(machine, held, rows, held[0].kind)
    if repeats(held):
        entry = Learned(rows, Lesson.RESAMPLING, call.place, named(flow, held[0], call))
        result = replace(
            result, rows=bounded(Duplicated(rows, call.place)), learned=together(result.learned, frozenset({entry}))
        )
    return result if flow.result in {"same", "unknown"} else replace(result, kind=flow.result)


def repeats(held: list[Data]) -> bool:
    """Tell whether tables that are put below each other share rows."""
    if len(held) > WIDEST:
        return False
    return any(overlaps(one.rows, other.rows) is Answer.YES for i, one in enumerate(held) for other in held[:i])


def joined_tables(machine: Machine, data: Data | None, call: Call) -> list[Data]:
    """List the tables that are put together; unknown ones count."""
    held: list[Data] = [] if data is None else [data]
    for argument in call.positional:
        for each in contents(machine, argument.value) or [argument.value]:
            found = machine.data(each)
            if found is not None:
                held.append(found)
    return held


def aligns(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Put tables beside each other."""
    held = joined_tables(machine, None, call)
    if data is not None and not flow.data:
        held.insert(0, data)
    held = held or ([] if data is None else [data])
    if not held:
        return machine.unknown()
    first = next((each for each in held if not isinstance(each.rows, Nobody)), held[0])
    result = merged(machine, held, first.rows, first.kind)
    columns = tuple(pair for each in held for pair in each.columns)
    return replace(result, columns=columns, kind=result.kind if flow.result in {"same", "unknown"} else flow.result)


def transposes(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Swap rows and columns."""
    return elementwise(machine, call) if data is None else derived(machine, flow, data, call, UNKNOWN_ROWS)


def source(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Make a new table, or wrap what is given as one."""
    kind = None if flow.result in {"unknown", "same", "tuple", "list"} else flow.result
    held = inputs(machine, data, call)
    whole = next((each for each in held if not isinstance(each.rows, Nobody)), None)
    if flow.data and whole is not None:
        return merged(machine, held, whole.rows, kind)
    rows = Source(source_key(machine, flow, arguments, call))
    if flow.returns:
        return Items(tuple(Data(machine.fresh(), rows, text=part) for part in flow.returns))
    return Data(machine.fresh(), rows, kind, text=call.place.text)


def source_key(machine: Machine, flow: Flow, arguments: dict[str, Argument], call: Call) -> object:
    """Return the identity of a table: the same file, or the same fixed data set, holds the same rows."""
    argument = arguments.get(flow.file) if flow.file else None
    if argument is not None and isinstance(argument.value, Constant) and len(call.arguments) == 1:
        return ("file", argument.value.value)
    if flow.name.rpartition(".")[2].startswith("load_") and not flow.file:
        return ("data set", flow.name)
    return machine.fresh()


def splits(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Cut into parts of which nobody knows the number."""
    if data is None:
        return machine.unknown()
    split = machine.fresh()
    part = replace(data, cell=machine.fresh(), rows=bounded(Part(data.rows, split, machine.fresh())), columns=())
    return machine.allocate(Sequence(None, part))


def views(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Group, or open a namespace of methods."""
    return elementwise(machine, call) if data is None else derived(machine, flow, data, call, data.rows)


def applies(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Apply a function to the whole data."""
    function = arguments.get(flow.function)
    if data is None or function is None:
        return machine.unknown()
    if isinstance(function.value, (Function, External)):
        inner = call.shifted(1) if function.name is None else call
        whole = Argument(None, data, call.place, call.place)
        return call_value(
            machine, function.value, Call(call.place, (whole, *inner.arguments), call.complete, call.name)
        )
    return machine.unknown()


def metadata(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Say nothing about the values of rows."""
    return Unknown()


def evaluates(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Measure predictions."""
    return measure(machine, flow, call, arguments)


def validates(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Score an estimator within folds."""
    return cross_validate(machine, flow, data, call, arguments)


Handler = Callable[[Machine, Flow, "Data | None", Call, "dict[str, Argument]"], Value]
HANDLERS: dict[str, Handler] = {
    "keeps": keeps,
    "shuffles": keeps,
    "subset": subset,
    "duplicates": duplicates,
    "learns": learns,
    "learns-keeps": learns_keeps,
    "aggregates": aggregates,
    "joins": joins,
    "aligns": aligns,
    "transposes": transposes,
    "source": source,
    "splits": splits,
    "groups": views,
    "indexer": views,
    "accessor": views,
    "applies": applies,
    "metadata": metadata,
    "measures": evaluates,
    "cross-validates": validates,
}
