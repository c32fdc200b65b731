"""Calls beside the matter: what another module does with other things, where code is executed for a class's sake alone.

What `fit` of a base does is executed for each class that derives from it, to learn what becomes of its objects. What is
called on the way, and is given none of them, changes none, so that it is followed only as far as any call is, and not
at all where it is given no hyperparameter that it may hand back.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Named

from hplint.analysis.activations import Watch
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Instance, Mapping, Sequence
from hplint.analysis.memory.values import Constant, Data, External, Items, OneOf, Ref, Unknown, Value
from hplint.analysis.python.containers import contents

DEEPEST = 3
"""Objects and containers within others that are looked at."""


def is_beside(machine: Machine, arguments: Named[str, Value]) -> bool:
    """Tell whether what is called now, in the method of a base, is given nothing of the object under examination.

    Args:
        machine: Executes the call, of a function of another module.
        arguments: Those of the call, the object whose method it is among them.
    """
    watch = machine.watch
    if watch is None or not watch.apart or not machine.activations or machine.activations[0].chunk >= 0:
        return False
    return not any(leads_to(machine, watch, value) for value in arguments.values())


def leads_to(machine: Machine, watch: Watch, value: Value, depth: int = 0) -> bool:
    """Tell whether the object under examination may be reached through a value."""
    match value:
        case Constant() | Data() | External() | Unknown():
            return False
        case Ref(address=address) if isinstance(machine.content(value), Instance):
            if address == watch.address:
                return True
            parts = [each for _, each in machine.attributes(address)]
        case Items() | OneOf():
            parts = contents(machine, value)
        case _ if isinstance(machine.content(value), (Mapping, Sequence)):
            parts = contents(machine, value)
        case _:
            return True
    return depth >= DEEPEST or any(leads_to(machine, watch, each, depth + 1) for each in parts)


def is_minded(machine: Machine, given: Iterable[Value]) -> bool:
    """Tell whether a call is given the object that somebody watches, or one of its hyperparameters."""
    watch = machine.watch
    return watch is not None and any(watch.minds(value) or leads_to(machine, watch, value) for value in given)
