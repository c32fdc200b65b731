"""What happens however a block is left: `finally`, and what a context manager does at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import libcst as cst

from hplint.analysis.activations import Changes, Managed
from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.classes import class_attribute, instance_attribute
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Instance, Sequence
from hplint.analysis.memory.values import NONE, Function, Ref, Value
from hplint.analysis.syntax.deferral import forced


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


def managed_by(machine: Machine, node: cst.BaseExpression, run: Callable[[Value], bool]) -> tuple[Value, Managed]:
    """Evaluate a context manager, and execute the body of its `with` statement where it yields, if it does so in view.

    Args:
        machine: Stands in front of the statement.
        node: The context manager.
        run: Executes the body, given what is yielded, and tells whether its end is reached.
    """
    depth, outer = len(machine.activations), machine.managed
    frame, chunk, loops = machine.frame, machine.chunk, machine.loops
    before, start = ways_out(machine), machine.store.mark()
    ends: list[Changes] = []

    def body(value: Value) -> bool:
        inner = machine.activations[depth:]
        there = machine.frame, machine.chunk, machine.loops
        del machine.activations[depth:]
        machine.frame, machine.chunk, machine.loops = frame, chunk, loops
        reached = run(value)
        machine.frame, machine.chunk, machine.loops = there
        machine.activations.extend(inner)
        ends.append(machine.store.changes(start))
        return reached

    managed = machine.managed = Managed(machine.place(node), body)
    value = machine.evaluate(node)
    machine.managed = outer
    content = machine.content(value)
    # What was left in the middle is taken back, and the body with it.
    managed.ran = managed.ran and isinstance(content, Sequence) and not content.kind
    after = machine.store.changes(start)
    changed = {key: cell for key, cell in after.items() if any(end.get(key, end) is not cell for end in ends)}
    leave_changed(machine, before, changed if managed.ran else None)
    machine.store.keep(start, lambda key: False)
    return value, managed


def leave_changed(machine: Machine, before: Ways, changed: Changes | None) -> None:
    """Note what happened after the ways out that were taken since; None where they weren't taken after all."""
    for activation in machine.activations[-1:]:
        left = activation.returns[before.returns :]
        activation.returns[before.returns :] = (
            [(value, {**at, **changed}) for value, at in left] if changed is not None else []
        )
    for loop in machine.loops[-1:]:
        for ways, first in ((loop.breaks, before.breaks), (loop.continues, before.continues)):
            ways[first:] = [{**at, **changed} for at in ways[first:]] if changed is not None else []


def run_managed(machine: Machine, managed: Managed, value: Value) -> None:
    """Execute the body of a `with` statement in the middle of its context manager."""
    machine.managed = None
    managed.reached = managed.run(value) or managed.reached
    managed.ran, machine.managed = True, managed


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
