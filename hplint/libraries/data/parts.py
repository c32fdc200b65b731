"""Calls that take some of the rows, or put them in another order: which ones, as far as the arguments say."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.data.chance import column_of, looks_at_others
from hplint.analysis.data.conditions import Comparison, Condition, Text, both, other_side, some
from hplint.analysis.data.history import NOTHING_LEARNED
from hplint.analysis.data.rows import (
    Draw,
    Nobody,
    Ordered,
    Part,
    Rows,
    Source,
    Subset,
    Without,
    are_counted,
    bounded,
    is_list,
    is_within,
    placed,
    root_of,
    sliced,
)
from hplint.analysis.data.slices import Bound
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.analysis.memory.values import ORDER, Constant, Data, Items, Mask, Range, Unknown, Value
from hplint.analysis.python.containers import known_items
from hplint.analysis.syntax.literals import literal
from hplint.analysis.syntax.operators import side_of
from hplint.analysis.syntax.standing import standing
from hplint.catalogue.flows import Flow
from hplint.libraries.data.splits import drawn

COMBINING = frozenset({"numpy.logical_and", "numpy.logical_or", "numpy.logical_not", "numpy.invert"})
"""Functions that make a mask of others."""
MOST_PIECES = 64
"""Most pieces of a table that are told apart."""


def subset_rows(machine: Machine, flow: Flow, data: Data, arguments: dict[str, Argument]) -> Rows:
    """Return the rows that a method takes."""
    known = {name: literal(machine, argument.value) for name, argument in arguments.items()}
    match flow.name.rpartition(".")[2]:
        case "drop":
            return without(machine, data, arguments)
        case "sample":
            # Of groups, the same seed draws other rows.
            draw = Draw(machine.fresh()) if "GroupBy" in flow.name else sample_key(machine, known)
            return Part(data.rows, draw, True)
        case "head" | "tail" as end if (
            # Of groups, some rows of each.
            "GroupBy" not in flow.name and type(count := known.get("n", 5)) is int and count >= 0
        ):
            return sliced(data.rows, None, count) if end == "head" else sliced(data.rows, -count, None)
        case "head" if "GroupBy" not in flow.name and (given := arguments.get("n")) is not None:
            return sliced(data.rows, None, bound_of(machine, given))
        case "query" if isinstance(text := known.get("expr"), str):
            return queried(machine, data, text)
        case "get_group" if NOT_LITERAL is not (name := known.get("name", NOT_LITERAL)):
            return Part(data.rows, ("group", data.cell), repr(name))
        case "shard" if type(known.get("index")) is int and type(known.get("num_shards")) is int:
            return Part(data.rows, ("shard", known["num_shards"], repr(known.get("contiguous"))), known["index"])
        case "take" | "skip" as end if flow.name.startswith("Dataset") and type(count := known.get("n")) is int:
            return sliced(data.rows, None, count) if end == "take" else sliced(data.rows, count, None)
        case "select" if (
            # Tables of other libraries select columns.
            (given := arguments.get("indices")) is not None
            and isinstance(numbers := given.value, Range)
            and numbers.values
        ):
            first, last = numbers.values[0], numbers.values[-1] + 1
            whole = numbers.values == tuple(range(first, last))
            return sliced(data.rows, first, last) if whole else Subset(data.rows, numbers.values)
        case "setdiff1d":
            return difference(machine, data, arguments.get("ar2"), by_label=False)
        case "delete":
            return difference(machine, data, arguments.get("obj"), by_label=False)
        case "difference":
            return difference(machine, data, arguments.get("other"))
        case "intersection" if (other := arguments.get("other")) is not None:
            return common(machine, data, other)
        case "dropna" if flow.name.startswith("Series."):
            # The values that are there: what every statistic of the column is of anyway.
            return Subset(data.rows, ("present", data.text or machine.fresh()))
        case "drop_duplicates" | "dropna" as method if NOT_LITERAL not in known.values():
            # Other cells hold other rows: `df.where(df["t"] < 40).dropna()`.
            return Subset(data.rows, (method, data.cell, repr(sorted(known.items()))))
        case "unique" | "nlargest" | "nsmallest" | "filter":
            return Subset(data.rows, ("content", machine.fresh()))
        case _:
            return Subset(data.rows, machine.fresh())


def bound_of(machine: Machine, given: Argument) -> Bound:
    """Return a number of rows that is given as the bound that the same number is in a slice."""
    if isinstance(given.value, Unknown) and given.value.length is not None and not given.value.shape:
        return given.value.length
    node = given.place.node
    looped = isinstance(given.value, Unknown) and given.value.origin is Origin.LOOP
    return (None if looped or not isinstance(node, cst.CSTNode) else standing(machine, node)) or f"?{machine.fresh()}"


def sample_key(machine: Machine, known: dict[str, object]) -> Draw:
    """Return the identity of a sample: the same for the same seed and size."""
    seed, share, count = (known.get(name) for name in ("random_state", "frac", "n"))
    if NOT_LITERAL in (share, count) or known.keys() - {"random_state", "frac", "n", "axis", "replace"}:
        return Draw(machine.fresh())
    known_share, known_count = share if isinstance(share, float) else None, count if type(count) is int else None
    return drawn(machine, "sample", seed, (share, count, seed), known_share, known_count)


def without(machine: Machine, data: Data, arguments: dict[str, Argument]) -> Rows:
    """Return what is left when the rows of an index are dropped: `df.drop(train.index)`."""
    return difference(machine, data, arguments.get("labels") or arguments.get("index"))


def difference(machine: Machine, data: Data, taken: Argument | None, *, by_label: bool = True) -> Rows:
    """Return what is left of rows without some of them."""
    dropped = None if taken is None else machine.data(taken.value)
    rows = None if dropped is None else pointed_at(data, dropped, by_label=by_label)
    if isinstance(rows, Part) and rows.parent == data.rows and isinstance(rows.index, bool):
        return Part(data.rows, rows.split, not rows.index)
    if rows is not None and rows != data.rows:
        return Part(data.rows, Without(rows), False)
    return Subset(data.rows, machine.fresh())


def common(machine: Machine, data: Data, other: Argument) -> Rows:
    """Return the rows whose labels stand among others, too."""
    kept = machine.data(other.value)
    rows = None if kept is None else pointed_at(data, kept, by_label=True)
    return Subset(data.rows, machine.fresh()) if rows is None else rows


def pointed_at(data: Data, index: Data, *, by_label: bool) -> Rows | None:
    """Return the rows of data that labels or positions stand for, where they were taken from these very rows."""
    found = placed(index.rows, data.rows)
    if found is not None:
        return found if not by_label or are_counted(data.rows, data.labels) else None
    if not is_within(index.rows, data.rows) or index.kind == "positions":
        return None
    return index.rows if not by_label or index.labels == data.labels else None


def queried(machine: Machine, data: Data, text: str) -> Rows:
    """Return the rows that a query takes: a comparison of a column with a literal is a condition like any other."""
    try:
        node = cst.parse_expression(text)
    except cst.ParserSyntaxError:
        return Subset(data.rows, machine.fresh())
    match node:
        case cst.Comparison(left=cst.Name(value=column), comparisons=[target]):
            value = machine.evaluate(target.comparator)
            side = side_of(target.operator, value.value) if isinstance(value, Constant) else None
            if side is not None:
                written = any(name == column for name, _ in data.columns)
                return Part(data.rows, Condition(("query", column), by_chance=written), side)
    return Part(data.rows, ("query", text), True)


def listed(machine: Machine, data: Data, values: Argument) -> Mask:
    """Say which rows hold one of some values, or stand under one of some labels."""
    other = machine.data(values.value)
    if other is not None and not isinstance(other.rows, Nobody):
        positions = isinstance(data.rows, Source) and data.rows.positions
        if data.kind == "Index" or positions:
            taken = pointed_at(data, other, by_label=not positions)
            return Mask(machine.fresh(), True) if taken in (None, data.rows) else Mask(Without(taken), True)
        if isinstance(other.rows, Part):
            # Groups that were split: the rows of a group go with it.
            return Mask(Condition((other.rows.parent, other.rows.split), by_chance=True), other.rows.index)
    found = values.value.values if isinstance(values.value, Range) else literal(machine, values.value)
    node = values.place.node
    value: object = Text((standing(machine, node) if isinstance(node, cst.CSTNode) else None) or f"?{machine.fresh()}")
    if isinstance(found, (list, tuple, set, frozenset)) and all(isinstance(each, (int, str, float)) for each in found):
        value = frozenset(found)
    chance = other is not None or looks_at_others(machine, data)
    return Mask(Condition(column_of(machine, data), by_chance=chance), Comparison("in", value))


def combined_mask(machine: Machine, flow: Flow, arguments: dict[str, Argument]) -> Mask | None:
    """Return the mask that a function makes of others."""
    held = [machine.data(arguments[name].value) for name in ("x", "x1", "x2") if name in arguments]
    masks = [each.mask for each in held if each is not None and each.mask is not None]
    if len(masks) != len(held) or len({each.rows for each in held if each is not None}) != 1:
        return None
    sides = [(each.split, each.index) for each in masks]
    if len(sides) == 1:
        return Mask(*other_side(*sides[0]))
    return Mask(*(both if flow.name.endswith("and") else some)(*sides)) if len(sides) == 2 else None


def in_order(machine: Machine, flow: Flow, rows: Rows, arguments: dict[str, Argument]) -> Rows:
    """Return rows in the order that a call puts them in."""
    if isinstance(rows, Nobody):
        return rows
    seed = arguments.get(flow.seed) if flow.seed else None
    value = None if seed is None else literal(machine, seed.value)
    if isinstance(value, int):
        return bounded(Ordered(rows, (flow.name.rpartition(".")[2], value)))
    return bounded(Ordered(rows, machine.fresh()))


def shuffled(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Return the positions of all rows in another order, or several arrays in one other order."""
    if data is None or flow.result == "positions":
        rows = Source(machine.fresh(), made_up=True, positions=True) if data is None else data.rows
        # Of statistics, the order is one, too: `np.argsort(forest.feature_importances_)`.
        statistic = data is not None and (isinstance(data.rows, Nobody) or is_list(root_of(data.rows)))
        learned = data.history if data is not None and statistic else NOTHING_LEARNED
        kind = ORDER if learned else "ndarray"
        return Data(machine.fresh(), in_order(machine, flow, rows, arguments), kind, learned)
    order = in_order(machine, flow, Source(0), arguments)
    key = order.key if isinstance(order, Ordered) else machine.fresh()
    parts: list[Value] = []
    for argument in call.positional:
        whole = machine.data(argument.value)
        parts.append(
            machine.unknown()
            if whole is None
            else Data(
                machine.fresh(),
                bounded(Ordered(whole.rows, key)),
                whole.kind,
                whole.learned,
                whole.chosen,
                whole.predicted,
                columns=whole.columns,
                names=whole.names,
                labels=whole.labels,
            )
        )
    return parts[0] if len(parts) == 1 else Items(tuple(parts))


def cut_at(machine: Machine, value: Value) -> tuple[Bound, ...] | None:
    """Return the positions at which a table is cut; None where nobody knows how many."""
    items = known_items(machine, value)
    if items is None or len(items) > MOST_PIECES:
        return None
    cuts: list[Bound] = []
    for each in items:
        if isinstance(each, Constant) and type(each.value) is int:
            cuts.append(each.value)
        elif isinstance(each, Unknown) and each.length is not None and not each.shape:
            cuts.append(each.length)
        else:
            cuts.append(f"?{machine.fresh()}")
    return tuple(cuts)
