"""Lists that are made of predictions item by item: they are predictions of the same rows."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.activations import Changes
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.values import DECISION, INERT, UNKNOWN, Data, OneOf, Value
from hplint.analysis.scores.tallies import are_errors
from hplint.basis.frozen import replace

LENGTHS = frozenset({"len", "range", "enumerate", "zip"})
"""Functions that say of what a loop goes through the positions."""


def predictions_of(machine: Machine, iterable: cst.BaseExpression, value: Value) -> Data | None:
    """Return the predictions that a loop goes through: `y_pred`, `range(len(y_pred))`; None for anything else.

    The `value` is that of the whole expression.
    """
    found = value
    while isinstance(iterable, cst.Call) and isinstance(iterable.func, cst.Name) and iterable.func.value in LENGTHS:
        if not iterable.args:
            return None
        iterable = iterable.args[-1].value
        # What calls do is done already.
        found = (
            machine.evaluate(iterable) if isinstance(iterable, (cst.Name, cst.Attribute, cst.Subscript)) else UNKNOWN
        )
    data = machine.current(found) if isinstance(found, Data) else None
    return data if data is not None and data.predicted and data.mask is None else None


def decision(machine: Machine, predictions: Data) -> Data:
    """Return what stands for every item that was decided by a prediction."""
    return replace(predictions, cell=machine.fresh(), kind=DECISION, columns=(), owner=None, names=None, text="")


def decided_one_by_one(machine: Machine, clause: cst.CompFor, iterable: Value, element: Value) -> Value:
    """Return the element of a list that a comprehension makes of predictions, each item of one of them."""
    if not may_be_decided(element) or clause.ifs or clause.inner_for_in is not None:
        return element
    if are_errors(machine, element):
        return element
    predictions = predictions_of(machine, clause.iter, iterable)
    return element if predictions is None else decision(machine, predictions)


def decided_by_each(machine: Machine, items: Value, element: Value) -> Value:
    """Return the element of a list that a function makes of each item: `map(names.get, y_pred)`."""
    data = machine.current(items) if isinstance(items, Data) and may_be_decided(element) else None
    return decision(machine, data) if data is not None and data.predicted and data.mask is None else element


def may_be_decided(element: Value) -> bool:
    """Tell whether it may be what a single prediction says."""
    return isinstance(element, (*INERT, Data, OneOf))


def note_decisions(machine: Machine, predictions: Data, ended: list[Changes]) -> None:
    """Note the lists to which a loop through predictions appended plain values."""
    for key in {key for changes in ended for key in changes if isinstance(key, int)}:
        content = machine.store.get(key)
        if isinstance(content, Sequence) and content.items is None and is_plain(content.element):
            machine.store.set(key, replace(content, element=decision(machine, predictions)))


def is_plain(value: Value) -> bool:
    """Tell whether it is a plain value on every path."""
    several = value.values if isinstance(value, OneOf) else (value,)
    return all(isinstance(each, INERT) for each in several)
