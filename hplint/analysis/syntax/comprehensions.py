"""Comprehensions: lists, sets, dicts and generators that an expression builds element by element."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.activations import Frame
from hplint.analysis.data.column_lists import listed_columns
from hplint.analysis.data.row_by_row import note_row_by_row, rows_passed
from hplint.analysis.data.some_of_many import unknown_ones
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Deferred, Mapping, Sequence, Written
from hplint.analysis.memory.values import UNKNOWN, Items, Value
from hplint.analysis.modules.following import visit
from hplint.analysis.python.containers import (
    influenced,
    learned_for,
    with_item,
)
from hplint.analysis.python.numbers import calculated
from hplint.analysis.scores.decisions import decided_one_by_one
from hplint.analysis.syntax.assignment import assign
from hplint.analysis.syntax.iteration import comprehend, comprehended

_FIRST = "\u01c0"
"""A name that nobody writes, of what a generator goes through first; Python's own for it is no identifier."""
COMPREHENDED: dict[type, str] = {cst.ListComp: "list", cst.SetComp: "set", cst.GeneratorExp: ""}
"""The kind of container that a comprehension builds."""


def comprehension(machine: Machine, node: cst.ListComp | cst.SetComp | cst.GeneratorExp) -> Value:
    """Build a list, set or generator by a comprehension."""
    if isinstance(node, cst.GeneratorExp):
        frame, chunk = machine.frame, machine.chunk
        # What it goes through first is looked up at once, as by Python: in `models = (m.fit(X) for m in models)` it
        # is not the generator itself.
        first = machine.evaluate(node.for_in.iter)
        clause = node.for_in.with_changes(iter=cst.Name(_FIRST))

        def run() -> Value:
            here = machine.frame, machine.chunk
            machine.frame, machine.chunk = Frame(machine.fresh(), frame, is_comprehension=True), chunk
            assign(machine, clause.iter, first)
            found = comprehended_now(machine, node, clause)
            machine.frame, machine.chunk = here
            return found

        def run_where_it_stands() -> Value:
            return visit(machine, node, {_FIRST: first}, run) if chunk < 0 <= machine.chunk else run()

        return machine.allocate(Deferred(run_where_it_stands, machine.fresh()))
    return comprehended_now(machine, node, node.for_in)


def comprehended_now(
    machine: Machine, node: cst.ListComp | cst.SetComp | cst.GeneratorExp, clause: cst.CompFor
) -> Value:
    """Evaluate a comprehension element by element, as far as these are known; `clause` is its own, or stands for it."""
    kind = COMPREHENDED[type(node)]
    calculable = calculated(machine, clause, node.elt) if kind == "list" else None
    iterable = machine.evaluate(clause.iter) if calculable is None else UNKNOWN
    found = comprehend(machine, clause, iterable, node.elt) if calculable is None else calculable
    if found is not None:
        return machine.allocate(Sequence(tuple(found), kind=kind, written=machine.place(node)))
    columns = listed_columns(machine, clause, node.elt)
    if columns is not None:
        return columns
    element = decided_one_by_one(machine, clause, iterable, comprehended(machine, clause, iterable, node.elt))
    if clause.ifs:
        element = unknown_ones(machine, element, iterable)
    made = machine.allocate(Sequence(None, element, kind))
    if kind == "list" and not clause.ifs and clause.inner_for_in is None:
        note_row_by_row(machine, made.address, rows_passed(machine, clause.iter, iterable))
    if clause.inner_for_in is not None and (rows := rows_passed(machine, clause.iter, iterable)) is not None:
        machine.pieces[made.address] = rows
    return made


def dict_comprehension(machine: Machine, node: cst.DictComp) -> Value:
    """Build a dict by a comprehension."""
    iterable = machine.evaluate(node.for_in.iter)
    found = comprehend(machine, node.for_in, iterable, (node.key, node.value))
    if found is None:
        pair = comprehended(machine, node.for_in, iterable, (node.key, node.value))
        if not isinstance(pair, Items):
            return machine.allocate(Mapping((), UNKNOWN))
        key, value = pair.values
        value = unknown_ones(machine, value, iterable) if node.for_in.ifs else value
        # Where a key stands among others, `{k: i for i, k in enumerate(order)}`, says what put it there.
        return machine.allocate(Mapping((), influenced(machine, value, learned_for(machine, key))))
    mapping = Mapping(())
    written = Written(machine.place(node.key), machine.place(node.value))
    for pair in found:
        if isinstance(pair, Items):
            mapping = with_item(machine, mapping, pair.values[0], pair.values[1], written)
    return machine.allocate(mapping)
