"""Statements that enter and leave: `with`, `try`; what they catch on the way."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.activations import Changes
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Instance
from hplint.analysis.memory.heap import Sequence as Held
from hplint.analysis.memory.values import UNKNOWN, Ref, Value
from hplint.analysis.syntax.assignment import assign
from hplint.analysis.syntax.catching import NOBODY_KNOWS, Caught, catches_signature, caught_by, goes_on, suppressed_by
from hplint.analysis.syntax.leaving import close, enter_object, leave_object, managed_by, swallows, ways_out


def run_with(machine: Machine, node: cst.With) -> bool:
    """Execute a with statement; the body of one that expects an error is guarded."""
    guards = 0
    outer = machine.catching
    waits = node.asynchronous is not None
    closed: list[tuple[Ref, cst.BaseExpression]] = []
    for item in node.items:
        if len(node.items) == 1 and isinstance(item.item, cst.Call):
            value, managed = managed_by(machine, item.item, lambda each: run_entered(machine, node, each))
            if managed.ran:
                return managed.reached
        else:
            value = machine.evaluate(item.item)
        if expects_error(item.item):
            guards += 1
            machine.catching = [*machine.catching, caught_in(item.item)]
        elif swallows(machine, value):
            guards += 1
            machine.catching = [*machine.catching, NOBODY_KNOWS]
        entered = enter(machine, item.item, value, waits=waits)
        if isinstance(value, Ref) and isinstance(machine.content(value), Instance):
            closed.insert(0, (value, item.item))
        if item.asname is not None:
            assign(machine, item.asname.name, entered)
    if not guards:
        return run_closed(machine, node.body, closed, waits=waits)
    machine.guards += guards
    mark = machine.store.mark()
    run_closed(machine, node.body, closed, waits=waits)
    after = machine.store.rollback(mark)
    machine.guards -= guards
    machine.catching = outer
    # An expected error leaves the body somewhere in the middle, and the program goes on.
    machine.merge([{}, after], some=True)
    return True


def run_entered(machine: Machine, node: cst.With, entered: Value) -> bool:
    """Execute the body of a with statement, given what its only context manager hands to it."""
    [item] = node.items
    if item.asname is not None:
        assign(machine, item.asname.name, entered)
    return machine.run(node.body)


def run_closed(
    machine: Machine, body: cst.BaseSuite, closed: list[tuple[Ref, cst.BaseExpression]], *, waits: bool
) -> bool:
    """Execute a block, and what objects of classes in view do at its end, however it is left."""
    if not closed:
        return machine.run(body)

    def closing() -> None:
        for ref, node in closed:
            leave_object(machine, ref, node, waits=waits)

    before = ways_out(machine)
    mark = machine.store.mark()
    reached = machine.run(body)
    if reached:
        closing()
    changes = machine.store.rollback(mark)
    close(machine, before, closing, reached=reached)
    machine.merge([changes] if reached else [])
    return reached


def enter(machine: Machine, node: cst.BaseExpression, value: Value, *, waits: bool) -> Value:
    """Return what a context manager hands to its body: itself where nobody can see."""
    content = machine.content(value)
    if isinstance(value, Ref) and isinstance(content, Instance):
        return enter_object(machine, value, content, node, waits=waits)
    if isinstance(content, Held) and not content.kind:
        # A generator that `contextlib.contextmanager` wraps: its one element.
        return content.items[0] if content.items else content.element
    return value


def expects_error(node: cst.BaseExpression) -> bool:
    """Tell whether a context manager is one that catches: `pytest.raises`, `assertRaises`, `suppress`."""
    match node:
        case cst.Call(func=cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name))):
            folded = name.lower().replace("_", "")
            return "raises" in folded or folded == "suppress"
        case _:
            return False


def caught_in(node: cst.BaseExpression) -> Caught:
    """Tell what a context manager catches; one that asks for an error doesn't say which is meant."""
    match node:
        case cst.Call(func=cst.Name(value="suppress") | cst.Attribute(attr=cst.Name(value="suppress")), args=args):
            return suppressed_by(args)
        case _:
            return NOBODY_KNOWS


def run_try(machine: Machine, node: cst.Try | cst.TryStar) -> bool:
    """Execute a try statement: handlers start from anywhere in the body."""
    guarded = goes_on(node.handlers)
    outer = machine.catching
    machine.guards += guarded
    machine.catching = [*outer, caught_by(node.handlers)] if guarded else outer
    before = ways_out(machine)
    mark = machine.store.mark()
    reached = machine.run(node.body)
    machine.guards -= guarded
    machine.catching = outer
    after_body = machine.store.changes(mark)
    if reached and node.orelse is not None:
        reached = machine.run(node.orelse.body)
    changes = machine.store.rollback(mark)
    paths: list[Changes] = [changes] if reached else []
    for handler in node.handlers:
        mark = machine.store.mark()
        machine.merge([{}, after_body], some=True)
        if handler.name is not None:
            assign(machine, handler.name.name, UNKNOWN)
        outside = len(machine.branches)
        machine.branch()
        # Another release takes other arguments: what stands here is for that one.
        falls_back = catches_signature(handler)
        machine.guards += falls_back
        reached = machine.run(handler.body)
        machine.guards -= falls_back
        del machine.branches[outside:]
        changes = machine.store.rollback(mark)
        if reached:
            paths.append(changes)
    final = node.finalbody
    if final is not None:
        close(machine, before, lambda: machine.run(final.body), reached=bool(paths))
    machine.merge(paths, some=True)
    return bool(paths) and (final is None or machine.run(final.body))
