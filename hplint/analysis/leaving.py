"""What happens however a block is left: `finally`, and what a context manager does at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import libcst as cst

from hplint.analysis.activations import Changes
from hplint.analysis.calls import Argument, Call
from hplint.analysis.classes import class_attribute, instance_attribute
from hplint.analysis.deferral import forced
from hplint.analysis.machine import Machine
from hplint.analysis.values import NONE, Function, Instance, Ref, Value


class Ways(NamedTuple):
    """How many ways out of the function and the loop under way were taken so far."""

    returns: int
    breaks: int
    continues: int


def ways_out(machine: Machine) -> Ways:
    """Count the ways out."""
    returns = len(machine.activations[-1].returns) if machine.activations else 0
    if not machine.loops:
        return Ways(returns, 0, 0)
    return Ways(returns, len(machine.loops[-1].breaks), len(machine.loops[-1].continues))


def close(machine: Machine, before: Ways, closing: Callable[[], object], *, reached: bool) -> None:
    """Execute what closes a block on the ways out of it that were taken since.

    Args:
        machine: Stands where the block began.
        before: The ways out that were taken before.
        closing: Executes it.
        reached: Whether the end of the block is reached, too: then nobody knows which way is taken.
    """
    now = ways_out(machine)
    surely = not reached and sum(now) - sum(before) == 1

    def closed(mark: int, changes: Changes) -> Changes:
        own = machine.store.mark()
        for key, cell in changes.items():
            if cell is None:
                machine.store.delete(key)
            else:
                machine.store.set(key, cell)
        machine.guards += not surely
        closing()
        machine.guards -= not surely
        after = machine.store.changes(mark)
        machine.store.rollback(own)
        return after

    for activation in machine.activations[-1:]:
        for index in range(before.returns, now.returns):
            value, changes = activation.returns[index]
            activation.returns[index] = (value, closed(activation.mark, changes))
    if not reached and now == before:
        # An error leaves it, and what led there isn't known.
        machine.guards += 1
        closing()
        machine.guards -= 1
    for loop in machine.loops[-1:]:
        for index in range(before.breaks, now.breaks):
            loop.breaks[index] = closed(loop.mark, loop.breaks[index])
        for index in range(before.continues, now.continues):
            loop.continues[index] = closed(loop.mark, loop.continues[index])


def enter_object(machine: Machine, ref: Ref, content: Instance, node: cst.BaseExpression, *, waits: bool) -> Value:
    """Return what an object of a class in view hands to the body of a `with` statement, `async with` if it `waits`."""
    method = instance_attribute(machine, ref, content, "__aenter__" if waits else "__enter__")
    if method is None:
        return ref
    return forced(machine, machine.call(method, Call(machine.place(node), ())))


def leave_object(machine: Machine, ref: Ref, node: cst.BaseExpression, *, waits: bool) -> None:
    """Execute what an object of a class in view does at the end of a `with` statement, where nothing was raised."""
    content = machine.content(ref)
    if isinstance(content, Instance):
        method = instance_attribute(machine, ref, content, "__aexit__" if waits else "__exit__")
        place = machine.place(node)
        given = Call(place, (Argument(None, NONE, place, place),) * 3)
        forced(machine, NONE if method is None else machine.call(method, given))


def swallows(machine: Machine, value: Value) -> bool:
    """Tell whether an object of a class in view may keep errors from leaving the body of a `with` statement."""
    content = machine.content(value)
    if not isinstance(content, Instance):
        return False
    methods = (class_attribute(machine, content.of, name) for name in ("__exit__", "__aexit__"))
    return any(isinstance(each, Function) and may_return_true(each.node.body) for each in methods)


def may_return_true(node: cst.CSTNode) -> bool:
    """Tell whether a block returns something else than None and False."""
    match node:
        case cst.Return(value=None) | cst.Return(value=cst.Name(value="None" | "False")):
            return False
        case cst.Return():
            return True
        case cst.FunctionDef() | cst.ClassDef() | cst.Lambda() | cst.BaseExpression():
            return False
        case _:
            return any(map(may_return_true, node.children))
