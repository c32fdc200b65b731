"""Notebooks of marimo: cells are functions whose parameters are the names that other cells return.

Every name is defined by one cell, and cells run in the order of what they need, whatever the order in which they stand:
https://docs.marimo.io/guides/reactivity/.
"""

from __future__ import annotations

import libcst as cst

from hplint.analysis.calling.functions import followed, parameter_names, run_body
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Function, Items, Value


def run_cells(machine: Machine) -> None:
    """Execute the cells of a notebook as the one program that they are."""
    cells = machine.reactive
    if not cells:
        return
    names: dict[str, Value] = {}
    for cell in in_order(cells):
        if not followed(machine, cell):
            return
        machine.pending.pop(id(cell.node), None)
        wanted = parameter_names(cell.node.params)
        returned = run_body(machine, cell, {name: names.get(name) or machine.unknown() for name in wanted})
        given = returned_names(cell)
        if isinstance(returned, Items) and len(returned.values) == len(given):
            names.update(zip(given, returned.values, strict=True))


def in_order(cells: list[Function]) -> list[Function]:
    """Return the cells so that each stands behind those whose names it takes; as they are where these go in circles."""
    # Almost no file asks for it.
    from graphlib import CycleError, TopologicalSorter

    makers = {name: number for number, cell in enumerate(cells) for name in returned_names(cell)}
    needs = {
        number: [makers[name] for name in parameter_names(cell.node.params) if name in makers]
        for number, cell in enumerate(cells)
    }
    try:
        return [cells[number] for number in TopologicalSorter(needs).static_order()]
    except CycleError:
        return cells


def returned_names(cell: Function) -> list[str]:
    """List the names that a cell hands to others: those of the tuple that it ends by returning."""
    body = cell.node.body.body
    last = body[-1].body[-1] if body and isinstance(body[-1], cst.SimpleStatementLine) else None
    if not isinstance(last, cst.Return) or not isinstance(last.value, cst.Tuple):
        return []
    return [each.value.value if isinstance(each.value, cst.Name) else "" for each in last.value.elements]
