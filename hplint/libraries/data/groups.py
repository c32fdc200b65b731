"""Functions that are called with each group of rows: whether what they make of a row tells of the whole group."""

from __future__ import annotations

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.dispatch import call_value
from hplint.analysis.data.history import History, together
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Constant, Data, Function, Method
from hplint.basis.frozen import replace
from hplint.catalogue.flows import Flow


def of_rows_before(machine: Machine, flow: Flow, data: Data, call: Call, arguments: dict[str, Argument]) -> bool:
    """Tell whether what is made of each group learns nothing: `transform(lambda sales: sales.shift(1))`."""
    given = arguments.get(flow.function) if flow.function else None
    if given is None:
        return False
    group = replace(data, cell=machine.fresh(), kind="Series", learned=data.history, columns=(), names=None)
    callee: Function | Method
    match given.value:
        case Function() as callee:
            called = Call(call.place, (Argument(None, group, call.place, call.place),))
        case Constant(value=str() as name):
            callee, called = Method(group, name), Call(call.place, ())
        case _:
            return False
    machine.repeating = isinstance(given.value, Function)
    with machine.asking() as asked:
        value = call_value(machine, callee, called)
    made = machine.current(value) if isinstance(value, Data) else None
    return made is not None and made.rows == data.rows and not (made.history | asked.history) - data.history


def learned_by_groups(table: Data, call: Call) -> History:
    """Return what was learned to make groups of a table: columns that aren't named here keep theirs to themselves."""
    names: set[object] = set()
    for argument in call.arguments:
        match argument.value:
            case Constant(value=name):
                names.add(name)
            case Data() as data:
                if data.history - table.learned:
                    return table.history | data.history
            case _:
                return table.history
    return together(table.learned, *(column.learned for name, column in table.columns if name in names))


def counts_groups(machine: Machine, flow: Flow, data: Data, call: Call, arguments: dict[str, Argument]) -> bool:
    """Tell whether it only counts the rows of each group: `transform("count")`."""
    given = arguments.get(flow.function) if flow.function else None
    if given is None or not isinstance(given.value, Constant) or not isinstance(given.value.value, str):
        return False
    made = call_value(machine, Method(data, given.value.value), Call(call.place, ()))
    news = made.history - data.history if isinstance(made, Data) else frozenset()
    return bool(news) and all(entry.counts for entry in news)
