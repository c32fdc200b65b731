"""Statistics of several columns at once, of all rows or of each group of them."""

from __future__ import annotations

from typing import Final

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.data.rows import Source
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Mapping, Sequence
from hplint.analysis.memory.values import Constant, Data, Value
from hplint.basis.frozen import replace
from hplint.catalogue.flows import Flow
from hplint.libraries.data.derivation import derived, elementwise, lesson
from hplint.libraries.data.indexing import from_data

_TABLES: Final = frozenset({"DataFrame", "DataFrameGroupBy"})


def aggregates(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Make one row of each group: a table of its own."""
    if data is None:
        return elementwise(machine, call)
    read = named_columns(machine, flow, data, arguments)
    return derived(machine, flow, read, call, Source(machine.fresh()), lesson(flow, read, call))


def named_columns(machine: Machine, flow: Flow, data: Data, arguments: dict[str, Argument]) -> Data:
    """Return the columns that a dict of functions names, `df.agg({"age": "mean"})`: it reads no others."""
    given = arguments.get(flow.function)
    content = None if given is None or data.kind not in _TABLES else machine.content(given.value)
    if not isinstance(content, Mapping) or content.rest is not None or not content.items:
        return data
    names = machine.allocate(Sequence(tuple(Constant(key) for key, _ in content.items)))
    found = from_data(machine, data, names)
    return replace(found, kind=data.kind, text=data.text) if isinstance(found, Data) else data
