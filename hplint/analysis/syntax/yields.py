"""What a generator under way hands to whoever iterates over it."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.activations import Activation, YieldReachedError
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import (
    UNKNOWN,
    Constant,
    Ref,
    Value,
)
from hplint.analysis.python.containers import (
    known_items,
    one_element,
)
from hplint.analysis.syntax.leaving import run_managed


def yield_(machine: Machine, node: cst.Yield) -> Value:
    """Hand a value to whoever iterates over the function under way."""
    if isinstance(node.value, cst.From):
        value = machine.evaluate(node.value.item)
        items = known_items(machine, value)
        found = (one_element(machine, value),) if items is None else items
    else:
        items = found = (Constant(None) if node.value is None else machine.evaluate(node.value),)
    if not machine.activations:
        return UNKNOWN
    activation = machine.activations[-1]
    if activation.probing:
        raise YieldReachedError
    if machine.managed is not None and machine.managed.site is activation.site:
        activation.yields.extend(found)
        run_managed(machine, machine.managed, found[0])
        activation.yielded = machine.store.changes(activation.mark)
        return UNKNOWN
    activation.sure = activation.sure and items is not None and is_certain(machine, activation)
    activation.yields.extend(found)
    activation.yielded = machine.store.changes(activation.mark)
    if isinstance(node.value, (cst.Name, cst.Attribute, cst.Subscript)):
        hand_over(machine, activation, found[0])
    return UNKNOWN


def is_certain(machine: Machine, activation: Activation) -> bool:
    """Tell whether a function under way reaches this place on every path, as often as its loops say."""
    plain = all((loop.candidates or loop.single) and not loop.breaks and not loop.continues for loop in machine.loops)
    return plain and not activation.returns and machine.store.marks - activation.depth == len(machine.loops)


def hand_over(machine: Machine, activation: Activation, value: Value) -> None:
    """Know nothing about what is yielded while others have it."""
    before = machine.content(value)
    if isinstance(value, Ref) and before is not None:
        machine.pretends, pretends = True, machine.pretends
        machine.escape(value)
        machine.pretends = pretends
        after = machine.content(value)
        if after is not None:
            activation.handed.append((value.address, before, after))
