"""Calls that put tables together, or draw rows more than once."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.data.history import History, Learned, Lesson, choosing, together
from hplint.analysis.data.overlap import Answer, overlaps
from hplint.analysis.data.rows import (
    WIDEST,
    Duplicated,
    Keyed,
    Labels,
    NewLabels,
    Nobody,
    Rows,
    Source,
    Subset,
    bounded,
    is_within,
    pooled,
    union,
)
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.join import is_filler
from hplint.analysis.memory.values import Data, Items, Ref, Value
from hplint.analysis.python.containers import contents, known_items
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace
from hplint.catalogue.flows import Flow
from hplint.libraries.data.columns import beside, stacked
from hplint.libraries.data.derivation import (
    derived,
    elementwise,
    merged,
    named,
)


def duplicates(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Draw rows more than once."""
    if data is None and flow.name.endswith(".choice") and draws_literals(machine, arguments):
        return Data(machine.fresh(), Source(machine.fresh(), False, True, bool(machine.loops)), "ndarray")
    if data is None:
        return elementwise(machine, call)
    entry = Learned(data.rows, Lesson.RESAMPLING, call.place, named(flow, data, call))
    rows = Duplicated(data.rows, call.place)
    if flow.result == "list" or (flow.data == "arrays" and len(call.positional) > 1):
        return machine.allocate(
            Sequence(tuple(derived_from(machine, each, call, frozenset({entry})) for each in call.positional))
        )
    drawn = derived(machine, flow, data, call, rows)
    # What the number of rows was computed from only says how many to draw.
    chosen = choosing(drawn.learned - data.learned, rows)
    return replace(drawn, learned=together(data.learned, chosen, frozenset({entry})))


def draws_literals(machine: Machine, arguments: dict[str, Argument]) -> bool:
    """Tell whether several values are drawn of some that are written out: numbers that the program makes up.

    Truth values may be a mask of other rows.
    """
    given = arguments.get("a")
    values = None if given is None else literal(machine, given.value)
    return (
        "size" in arguments and isinstance(values, (list, tuple)) and not any(isinstance(each, bool) for each in values)
    )


def derived_from(machine: Machine, argument: Argument, call: Call, learned: History) -> Value:
    """Return one of several arrays that are resampled together."""
    data = machine.data(argument.value)
    if data is None:
        return machine.unknown()
    return replace(
        data,
        cell=machine.fresh(),
        rows=bounded(Duplicated(data.rows, call.place)),
        learned=together(data.history, learned),
        columns=(),
    )


def joins(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Put tables below each other."""
    receiver = data if flow.name[0].isupper() or not flow.data else None
    held = unpadded([each for each in joined_tables(machine, receiver, call) if not isinstance(each.rows, Nobody)])
    if not held:
        return machine.unknown()
    rows = union(tuple(each.rows for each in held))
    result = replace(merged(machine, held, rows, held[0].kind), names=stacked(held))
    if len(held) > 1 and all(each.rows == held[0].rows for each in held):
        machine.lines[result.cell] = rows, call.place
    if repeats(held):
        entry = Learned(rows, Lesson.RESAMPLING, call.place, named(flow, held[0], call))
        result = replace(
            result, rows=bounded(Duplicated(rows, call.place)), learned=together(result.learned, frozenset({entry}))
        )
    result = replace(result, labels=stacked_labels(machine, held, result.rows, arguments.get("keys")))
    return replace(result, kind=kind_of(flow, result))


def kind_of(flow: Flow, result: Data) -> str | None:
    """Return the type of tables that were put together: NumPy makes an array of columns of a table, too."""
    if flow.result not in {"same", "unknown"}:
        return flow.result
    return "ndarray" if flow.name.startswith("numpy.") and result.kind in {"DataFrame", "Series"} else result.kind


def unpadded(held: list[Data]) -> list[Data]:
    """Leave out the zeros or ones that fill up what is too short: `np.vstack([np.zeros((3, 2)), window])`."""
    real = [each for each in held if not is_filler(each)]
    return real or held


def stacked_labels(machine: Machine, held: list[Data], rows: Rows, keys: Argument | None) -> Labels:
    """Return the labels of tables below each other: they keep theirs, behind the key of each table if it has one."""
    if keys is None:
        same = all(each.labels == held[0].labels for each in held)
        return held[0].labels if same else NewLabels(machine.fresh())
    names = literal(machine, keys.value)
    if not isinstance(names, (list, tuple)) or len(names) != len(held):
        return NewLabels(machine.fresh())
    return Keyed(rows, tuple((name, each.rows, each.labels) for name, each in zip(names, held, strict=True)))


def keeps_all(machine: Machine, flow: Flow, arguments: dict[str, Argument]) -> bool:
    """Tell whether tables beside each other have all rows of the first: a merge leaves out those without a partner."""
    how = arguments.get("how")
    if how is None:
        return flow.name not in {"DataFrame.merge", "pandas.merge"}
    return literal(machine, how.value) in {"left", "outer"}


def repeats(held: list[Data]) -> bool:
    """Tell whether tables that are put below each other share rows."""
    counts = Counter(each.rows for each in held)
    if any(count > 1 and overlaps(rows, rows) is Answer.YES for rows, count in counts.items()):
        return True
    if len(counts) > WIDEST:
        return False
    return any(overlaps(one, other) is Answer.YES for one, other in combinations(counts, 2))


def joined_tables(machine: Machine, data: Data | None, call: Call) -> list[Data]:
    """List the tables that are put together; unknown ones count."""
    held: list[Data] = [] if data is None else [data]
    for argument in call.positional:
        for each in contents(machine, argument.value) or [argument.value]:
            found = machine.data(each)
            if found is not None:
                several = isinstance(argument.value, Ref) and not known_items(machine, argument.value)
                held.append(replace(found, rows=pooled(found.rows)) if several else found)
    return held


def aligns(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Put tables beside each other."""
    held = joined_tables(machine, None, call)
    if data is not None and not flow.data:
        held.insert(0, data)
    held = held or ([] if data is None else [data])
    if not held:
        return machine.unknown()
    axis = arguments.get("axis")
    if flow.name.endswith(".align") and len(held) == 2 and axis is not None and literal(machine, axis.value) == 1:
        # Each of them, with the columns of both.
        return Items(tuple(replace(each, cell=machine.fresh(), names=None) for each in held))
    first = next((each for each in unpadded(held) if not isinstance(each.rows, Nobody)), held[0])
    rows = first.rows if keeps_all(machine, flow, arguments) else bounded(Subset(first.rows, machine.fresh()))
    if any(each.rows != first.rows and is_within(each.rows, first.rows) for each in held):
        # Which rows have a partner is a matter of how those were taken: `full[full["_merge"] == "left_only"]`.
        rows = bounded(Subset(rows, machine.fresh()))
    result = merged(machine, held, rows, first.kind)
    # What was learned for one column stays with it, so that the others can be told apart later.
    columns = tuple(pair for each in held for pair in each.columns)
    learned = together(*(each.learned for each in held))
    return replace(
        result,
        learned=learned,
        columns=columns,
        names=beside(machine, held),
        kind=kind_of(flow, result),
    )
