"""Generators and coroutines: their bodies run when somebody asks for what they give, and not when they are called."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from hplint.analysis.activations import YieldReachedError
from hplint.analysis.calling.calls import Call
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Deferred, Instance, Sequence
from hplint.analysis.memory.values import UNKNOWN, Class, Function, Ref, Value
from hplint.analysis.modules.following import Standing


def deferred(machine: Machine, function: Function, run: Callable[[], Value]) -> Value:
    """Run a function, or keep it for later where it is a generator or a coroutine.

    That a function is a generator shows when it reaches its first `yield`: then all that it did is taken back.
    """
    node = function.node
    if function.role == "contextmanager" or not isinstance(node, cst.FunctionDef):
        return run()
    if node.asynchronous is not None or id(node) in machine.generators:
        return machine.allocate(Deferred(run, machine.fresh()))
    standing = Standing(machine)
    machine.probing = True
    try:
        return run()
    except YieldReachedError:
        standing.restore()
    finally:
        machine.probing = False
    machine.generators.add(id(node))
    return machine.allocate(Deferred(run, machine.fresh()))


def forced(machine: Machine, value: Value) -> Value:
    """Return what a coroutine gives, or a generator as the list of what it yields; anything else as it is."""
    content = machine.content(value)
    if not isinstance(content, Deferred) or not isinstance(value, Ref):
        return value
    if content.result is not None:
        known: Value = content.result
        return known
    # Whoever asks while it runs is told nothing: Python raises, because it is under way.
    machine.store.set(value.address, Deferred(content.run, content.key, UNKNOWN))
    found: Value = content.run()
    made = machine.content(found)
    if isinstance(made, Sequence) and not made.kind:
        machine.store.set(value.address, made)
        return value
    done = Deferred(content.run, content.key, found)
    machine.store.set(value.address, done)
    return found


def iterated(machine: Machine, value: Value) -> Value:
    """Return what is gone through where somebody iterates over a value: of an object, what its `__iter__` gives."""
    found = forced(machine, value)
    content = machine.content(found)
    if not isinstance(content, Instance) or not isinstance(found, Ref):
        return found
    method = own_iterator(machine, content.of)
    if method is None:
        return found
    return forced(machine, machine.call(method.bound_to(found), Call(machine.place(method.node), ())))


def own_iterator(machine: Machine, of: Class) -> Function | None:
    """Return the `__iter__` of a class in view, or of its first base in view that has one."""
    found = machine.member(of.address, "__iter__")
    if found is not None:
        return found if isinstance(found, Function) else None
    inherited = (own_iterator(machine, base) for base in of.bases if isinstance(base, Class))
    return next((each for each in inherited if each is not None), None)
