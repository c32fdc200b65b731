"""Calls that are rows of a table in `rules/libraries`: what the flow says happens to the data."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.dispatch import call_value
from hplint.analysis.calling.functions import parameter_names
from hplint.analysis.data.chance import looks_at_others
from hplint.analysis.data.conditions import Comparison, Condition
from hplint.analysis.data.history import (
    NOTHING_LEARNED,
    Chosen,
    History,
    Learned,
    Lesson,
    choosing,
    of_columns,
    together,
)
from hplint.analysis.data.rows import (
    NO_ROWS,
    UNKNOWN_ROWS,
    Draw,
    NewLabels,
    Nobody,
    OneOfMany,
    Part,
    Source,
    bounded,
    counted,
    made_up,
    sliced,
)
from hplint.analysis.data.targets import note_errors, note_residuals
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.values import NONE, Constant, Data, External, Function, Items, Mask, Method, Unknown, Value
from hplint.analysis.scores.held_out import in_test_part
from hplint.analysis.scores.rankings import carry, note_table, rank
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace
from hplint.catalogue.flows import Flow, Flows
from hplint.libraries.data.aggregation import aggregates, named_columns
from hplint.libraries.data.columns import indexed_by_name
from hplint.libraries.data.data_sets import dataset_split, randomly_split
from hplint.libraries.data.derivation import (
    argument_data,
    bind,
    derived,
    elementwise,
    inputs,
    lesson,
    literals,
    named,
    within,
)
from hplint.libraries.data.files import write_flow
from hplint.libraries.data.groups import counts_groups, learned_by_groups, of_rows_before
from hplint.libraries.data.joining import aligns, duplicates, joins
from hplint.libraries.data.lines import stood_up
from hplint.libraries.data.parts import (
    COMBINING,
    MOST_PIECES,
    combined_mask,
    cut_at,
    in_order,
    listed,
    shuffled,
    subset_rows,
)
from hplint.libraries.data.sources import source
from hplint.libraries.data.varying import TAKING, mark
from hplint.libraries.estimators.given import note_judged
from hplint.libraries.estimators.routing import routed_by_validation
from hplint.libraries.randomness import note_randomness
from hplint.libraries.scores.evaluation import cross_validate, measure, measure_held
from hplint.libraries.scores.judging import SUMMARIES, judge
from hplint.libraries.spark.columns import COLUMNS, EXPRESSIONS, expression, expression_kind

GENERATORS = frozenset({"Generator", "RandomState"})
"""What draws at random; their methods are those of `numpy.random`."""
VARIABLES = re.compile(r"@(\w+)")
"""Variables in the expressions of pandas' `query`: https://pandas.pydata.org/docs/user_guide/indexing.html."""
EQUAL = (".eq", ".equal", ".ne", ".not_equal")
"""What compares with other values, one by one."""
DIFFERENCE = (".sub", ".subtract")
"""What takes other values away, one by one."""
RANKING = (".sort_values", ".nlargest", ".nsmallest")
"""Methods that put rows in the order of their values."""
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
    if flow.estimator and flow.flow != "cross-validates":
        note_judged(machine, arguments.get(flow.estimator), call)
    known, unknown = literals(machine, arguments)
    resolved = flow.resolve(known, unknown)
    # `sample` of an object of unknown type may be an environment's or a distribution's; only tables take a fraction.
    if receiver is None or receiver.kind is not None or call.keyword("frac") is not None:
        note_randomness(machine, flow, call, arguments, known, unknown)
    # What changes in place by what it is given learns from that.
    from_argument = receiver is None or (resolved.inplace == "always" and bool(resolved.data))
    data = argument_data(machine, resolved.data, arguments) if from_argument else receiver
    if resolved.flow in {"learns", "learns-keeps"} and known.get("axis") in (1, "columns") and data is not None:
        # Along the columns of each row, whatever type the data was taken for.
        resolved = replace(resolved, flow="keeps")
    handler = HANDLERS.get(resolved.flow)
    if handler is None:
        return machine.unknown()
    result = handler(machine, resolved, data, call, arguments)
    if isinstance(result, Data):
        result = relabelled(machine, resolved, data, result, arguments)
        if machine.conditions and resolved.name.endswith(".drop"):
            # What decides whether a column stays chooses features.
            result = replace(result, learned=together(result.learned, *machine.conditions))
        if data is not None and resolved.name.endswith(".drop") and resolved.flow == "keeps":
            known_before = result.learned & data.history
            result = replace(result, learned=together(known_before, of_columns(result.learned - known_before)))
    if machine.record.evaluations and isinstance(result, Data):
        if resolved.flow in {"source", "joins", "aligns"}:
            note_table(machine, result, call)
        if data is not None:
            carry(machine, result, data)
            if resolved.name.endswith(RANKING):
                rank(machine, result, data, known.get("by") or known.get("columns"))
    if data is not None and machine.looping_since() is not None:
        mark(machine, result, data, tuple(each.value for each in call.arguments) if flow.name.endswith(TAKING) else ())
    if resolved.inplace and (resolved.inplace == "always" or known.get(resolved.inplace) is True):
        changed = data if resolved.data else receiver
        if receiver is not None and resolved.data and isinstance(result, Data):
            # What an object learns from its arguments, it knows besides what it knew; the same rows teach once.
            known_rows = {entry.rows for entry in receiver.learned}
            news = frozenset(entry for entry in result.history if entry.rows not in known_rows)
            changed, result = receiver, replace(receiver, learned=together(receiver.learned, news))
        if changed is not None and isinstance(result, Data):
            machine.change(changed, result)
            carry(machine, changed, result)
        return NONE if receiver is not None or changed is not None else result
    return result


def relabelled(machine: Machine, flow: Flow, data: Data | None, result: Data, arguments: dict[str, Argument]) -> Data:
    """Return the result of a call with the labels that it gives the rows."""
    ignored = arguments.get("ignore_index")
    if flow.labels == "new":
        return replace(result, labels=NewLabels(machine.fresh()))
    if flow.labels == "counted" or (ignored is not None and literal(machine, ignored.value) is not False):
        return replace(result, labels=counted(result.rows))
    if flow.flow == "source" and flow.data and flow.result in {"DataFrame", "Series"}:
        given = arguments.get("index")
        index = None if given is None else machine.data(given.value)
        if index is not None:
            return replace(result, labels=index.labels)
        if data is None or data.kind not in {"DataFrame", "Series"}:
            return replace(result, labels=counted(result.rows))
    return result


def keeps(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Keep the rows, perhaps in another order."""
    if data is not None and flow.result == "positions" and (order := judge(machine, data, call, "argsort")) is not None:
        return order
    if flow.flow == "shuffles" and (data is None or flow.result == "positions" or flow.data == "arrays"):
        return shuffled(machine, flow, data, call, arguments)
    if data is None and flow.result in COLUMNS:
        return expression(machine, call, flow.result)
    if data is None:
        return elementwise(machine, call)
    if flow.name == "DataFrame.assign":
        call = called_on(machine, data, call)
    learned = NOTHING_LEARNED
    if flow.reads == "categories" and not isinstance(data.rows, Nobody):
        learned = frozenset({Learned(data.rows, Lesson.CATEGORIES, call.place, named(flow, data, call))})
    rows = data.rows if flow.flow == "keeps" else in_order(machine, flow, data.rows, arguments)
    result = derived(machine, flow, data, call, rows, learned)
    if data.kind in COLUMNS:
        # An expression with a statistic in it is one: `pl.col("age").fill_null(pl.col("age").mean())`.
        result = replace(result, kind=expression_kind(inputs(machine, data, call), result.kind))
    function = arguments.get(flow.function) if flow.function else None
    if function is not None and isinstance(function.value, Function):
        result = through(machine, flow, function.value, data, call, result)
    if flow.name == "DataFrame.pop" and (item := arguments.get("item")) is not None:
        if any(machine.conditions):
            data = replace(data, learned=together(data.learned, *machine.conditions))
            machine.change(data, data)
        return popped(machine, data, item, result)
    if flow.result == "tuple" and flow.returns:
        return Items(tuple(replace(result, cell=machine.fresh(), kind="Tensor") for _ in flow.returns))
    if flow.name.endswith(EQUAL + DIFFERENCE):
        other = arguments.get("other") or arguments.get("x2")
        if other is not None:
            note_errors(machine, data, other.value, result)
            if flow.name.endswith(DIFFERENCE):
                note_residuals(machine, data, other.value, result)
    if flow.name.endswith((".isin", ".isnull", ".isna", ".notnull", ".notna")):
        result = replace(result, mask=method_mask(machine, flow, data, arguments))
    if flow.name in COMBINING:
        return replace(result, mask=combined_mask(machine, flow, arguments))
    return replace(result, mask=data.mask) if data.mask is not None and flow.reads == "row" else result


def popped(machine: Machine, data: Data, item: Argument, result: Data) -> Data:
    """Take a column out of a table."""
    if not isinstance(item.value, Constant):
        if data.names is not None:
            machine.change(data, replace(data, names=None))
        return replace(result, names=None)
    machine.change(data, data.without_columns(frozenset({item.value.value})))
    column = data.column(item.value.value)
    names = indexed_by_name(data.names, item.value.value)
    if column is None:
        return replace(result, learned=data.learned, names=names)
    return replace(column, cell=machine.fresh(), rows=data.rows, mask=None, names=names, labels=data.labels)


def through(machine: Machine, flow: Flow, function: Function, data: Data, call: Call, result: Data) -> Data:
    """Apply a function to each row or value of data: what it reads besides them is part of the result's history."""
    whole = flow.name == "Series.transform"
    element = data if whole else replace(data, cell=machine.fresh(), rows=NO_ROWS, kind=None, mask=None, names=None)
    machine.repeating = True
    argument = Argument(None, element, call.place, call.place)
    with machine.asking() as asked:
        returned = call_value(machine, function, Call(call.place, (argument,)))
    several = [returned] if isinstance(returned, Data) else within(machine, returned)
    told = together(*(machine.current(each).history for each in several))
    if whole:
        # It is tried on each value first; only what no number has, a method of a column, is called on all of them.
        names = parameter_names(function.node.params)[:1]
        told = frozenset(entry for entry in told if any(entry.name.startswith(f"{name}.") for name in names))
    return replace(result, learned=together(result.learned, told, asked.history))


def called_on(machine: Machine, data: Data, call: Call) -> Call:
    """Return a call with the results of the functions among its arguments, each called on the whole data."""
    whole = Argument(None, data, call.place, call.place)
    arguments = tuple(
        argument._replace(value=call_value(machine, argument.value, Call(argument.place, (whole,))))
        if isinstance(argument.value, Function)
        else argument
        for argument in call.arguments
    )
    return call._replace(arguments=arguments)


def method_mask(machine: Machine, flow: Flow, data: Data, arguments: dict[str, Argument]) -> Mask:
    """Say which rows `isin` or `isnull` takes."""
    method = flow.name.rpartition(".")[2]
    if method == "isin":
        values = arguments.get("values") or arguments.get("test_elements")
        return Mask(machine.fresh(), True) if values is None else listed(machine, data, values)
    column: object = (data.text, data.rows) if data.text else machine.fresh()
    return Mask(
        Condition(column, looks_at_others(machine, data)), Comparison("null", None, method in {"isnull", "isna"})
    )


def subset(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Take some of the rows, as one side of a split whose other side nobody names."""
    if data is None:
        if flow.name.endswith(".choice") and arguments:
            # Of a number that nobody knows: of so many positions.
            everything = Source(machine.fresh(), made_up=True, positions=True)
            return Data(machine.fresh(), Part(everything, Draw(machine.fresh()), True), "ndarray")
        return elementwise(machine, call)
    if isinstance(data.rows, Nobody):
        return derived(machine, flow, data, call, NO_ROWS)
    taken = derived(machine, flow, data, call, subset_rows(machine, flow, data, arguments))
    told = mentioned(machine, arguments.get("expr")) if flow.name.endswith(".query") else NOTHING_LEARNED
    # What the arguments were learned from only says which rows to take.
    chosen = choosing(together(taken.learned - data.learned, told), taken.rows)
    return replace(taken, learned=together(data.learned, chosen))


def mentioned(machine: Machine, expression: Argument | None) -> History:
    """Return what was learned to make the variables that an expression in a string speaks of: `age < @limit`."""
    text = "" if expression is None else literal(machine, expression.value)
    found = map(machine.lookup, VARIABLES.findall(text)) if isinstance(text, str) else ()
    return together(*(machine.current(each).history for each in found if isinstance(each, Data)))


def learns(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Compute a statistic."""
    if data is None and flow.result == "Embedding":
        # It learns later.
        return Data(machine.fresh(), NO_ROWS, flow.result)
    if data is None and flow.result in EXPRESSIONS:
        return expression(machine, call, flow.result)
    if data is None:
        return elementwise(machine, call)
    statistic = flow.name.rpartition(".")[2]
    judged = judge(machine, data, call, statistic)
    if judged is not None:
        if statistic in SUMMARIES:
            machine.record.worked_out.add(call.place.key)
        return judged
    read = named_columns(machine, flow, data, arguments)
    if flow.estimator and in_test_part(data.rows):
        # What a fitted model makes of the test rows: whatever is kept because of it was selected on them.
        result = derived(machine, flow, read, call, NO_ROWS)
        return replace(result, chosen=result.chosen | {Chosen(data.rows, call.place, f"`{call.name}`")})
    return derived(machine, flow, read, call, NO_ROWS, lesson(flow, read, call))


def learns_keeps(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Compute something for every row by a statistic of all."""
    if data is None:
        return elementwise(machine, call)
    learned = NOTHING_LEARNED if of_rows_before(machine, flow, data, call, arguments) else lesson(flow, data, call)
    if learned and counts_groups(machine, flow, data, call, arguments):
        learned = frozenset(replace(entry, counts=True) for entry in learned)
    return derived(machine, flow, data, call, data.rows, learned)


def transposes(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Swap rows and columns."""
    if data is None:
        return elementwise(machine, call)
    columns = stood_up(machine, data)
    if columns is not None:
        return derived(machine, flow, columns, call, columns.rows)
    return derived(
        machine, flow, data, call, Source(machine.fresh(), made_up=True) if made_up(data.rows) else UNKNOWN_ROWS
    )


def splits(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Cut into parts of which nobody knows the number."""
    if data is None:
        return machine.unknown()
    if flow.result == "DatasetDict":
        return replace(
            data, cell=machine.fresh(), kind="DatasetDict", mask=Mask(dataset_split(machine, arguments), None)
        )
    if flow.name.endswith(".random_split"):
        return randomly_split(machine, data, arguments)
    cuts = arguments.get("indices_or_sections")
    bounds = None if cuts is None else cut_at(machine, cuts.value)
    if bounds is not None:
        pieces = [sliced(data.rows, low, high) for low, high in pairwise((None, *bounds, None))]
        return machine.allocate(
            Sequence(tuple(replace(data, cell=machine.fresh(), rows=bounded(each)) for each in pieces))
        )
    split, count = machine.fresh(), None if cuts is None else literal(machine, cuts.value)
    if isinstance(count, int) and 0 < count <= MOST_PIECES:
        return machine.allocate(
            Sequence(
                tuple(
                    replace(data, cell=machine.fresh(), rows=bounded(Part(data.rows, split, number)))
                    for number in range(count)
                )
            )
        )
    index = OneOfMany(machine.fresh())
    part = replace(data, cell=machine.fresh(), rows=bounded(Part(data.rows, split, index)))
    return machine.allocate(Sequence(None, part))


def views(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Group, or open a namespace of methods."""
    if data is None:
        return elementwise(machine, call)
    result = derived(machine, flow, data, call, data.rows)
    if flow.flow != "groups":
        return result
    if data.columns and data.kind == "DataFrame":
        result = replace(result, learned=learned_by_groups(data, call), columns=data.columns)
    return replace(result, text=call.place.text)


def applies(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Apply a function to the whole data."""
    function = arguments.get(flow.function)
    if data is None or function is None:
        return machine.unknown()
    if isinstance(function.value, (Function, External, Method)):
        inner = call.shifted(1) if function.name is None else call
        whole = Argument(None, data, call.place, call.place)
        machine.repeating = not flow.name.endswith(".pipe")
        with machine.asking() as asked:
            result = call_value(
                machine, function.value, Call(call.place, (whole, *inner.arguments), call.complete, call.name)
            )
        if data.owner is not None and data.kind == "DataFrame" and not isinstance(result, (Data, Unknown)):
            # A column by a name that a loop binds: each of its values becomes one of these.
            told = together(*(each.history for each in within(machine, result)), asked.history)
            return replace(data, cell=machine.fresh(), owner=None, learned=together(data.history, told), columns=())
        return table_of(machine, flow, data, result, arguments)
    return machine.unknown()


def table_of(machine: Machine, flow: Flow, data: Data, result: Value, arguments: dict[str, Argument]) -> Value:
    """Return what a function that is applied to each column makes of a table: one with these columns again."""
    axis = arguments.get("axis")
    across = axis is not None and literal(machine, axis.value) not in (0, "index")
    if data.kind != "DataFrame" or across or flow.name.endswith(".pipe") or not isinstance(result, Data):
        return result
    made = machine.current(result)
    if made.kind == "DataFrame" or made.rows != data.rows or made.predicted:
        return result
    return replace(made, cell=machine.fresh(), kind="DataFrame", names=data.names, owner=None, mask=None)


def metadata(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Say nothing about the values of rows."""
    write_flow(machine, flow, data, arguments)
    if flow.result in GENERATORS:
        return machine.unknown(path=f"numpy.random.{flow.result}")
    if "." in flow.result:
        # A session or a reader, whose methods are functions for all that anybody asks; a length of time.
        return External(flow.result)
    # Names of columns are no rows, and all that is done with them makes others.
    return Data(machine.fresh(), kind="Index") if flow.result == "Index" else Unknown()


def evaluates(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Measure predictions: those that the receiver holds beside their labels, where no argument does."""
    if data is not None and data.predicted and not flow.prediction:
        return measure_held(machine, flow, data, call)
    return measure(machine, flow, call, arguments)


def validates(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Score an estimator within folds."""
    estimator = arguments.get(flow.estimator)
    if estimator is not None:
        routed_by_validation(machine, estimator.value, call, arguments)
    return cross_validate(machine, flow, data, call, arguments)


def augmented(machine: Machine, call: Call) -> Value:
    """Return batches of images: the rows that are given, and none of others."""
    given = call.argument("x", 0) or call.keyword("dataframe")
    data = None if given is None else machine.data(given.value)
    return machine.unknown() if data is None else replace(data, cell=machine.fresh(), kind=None, names=None)


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
