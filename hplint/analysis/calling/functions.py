"""Functions and classes in view: defined, decorated, and followed into by their actual arguments."""

from __future__ import annotations

from typing import Any

import libcst as cst

from hplint.analysis.activations import Activation, Frame, Key
from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.offers import offering
from hplint.analysis.calling.registered import DISPATCHING, chosen
from hplint.analysis.calling.repetition import note_visit, repeated, visit_of
from hplint.analysis.estimators.consequences import becomes
from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Mapping, Sequence, Written
from hplint.analysis.memory.join import all_of
from hplint.analysis.memory.values import (
    INERT,
    NEVER,
    NONE,
    UNKNOWN,
    Constant,
    Data,
    Function,
    Items,
    Ref,
    Unknown,
    Value,
    with_origin,
)
from hplint.analysis.modules.beside import is_beside, is_minded
from hplint.analysis.modules.following import unreached, visit
from hplint.analysis.python.containers import contents
from hplint.analysis.syntax.deferral import deferred
from hplint.findings import Place

DEEPEST_CALL = 10
"""Calls within calls that are followed."""


def defaults(machine: Machine, parameters: cst.Parameters) -> tuple[tuple[str, Value], ...]:
    """Evaluate the defaults of parameters, where they are defined."""
    listed = (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params)
    found = []
    for parameter in listed:
        if parameter.default is not None:
            with offering(machine):
                default = machine.evaluate(parameter.default)
            if isinstance(parameter.default, cst.Call):
                # What a name stands for has other uses.
                becomes(machine, default, Outcome.OFFERED)
            found.append((parameter.name.value, with_origin(default, Origin.PARAMETER)))
    return tuple(found)


def invoke(machine: Machine, function: Function, call: Call) -> Value:
    """Call a function in view; what can't be followed gives an unknown value and lets its arguments escape."""
    if not followed(machine, function):
        return unseen(machine, function, call)
    reached = chosen(machine, function, call) if function.role in DISPATCHING else function
    if reached is None or reached.opaque:
        possibly(machine, function)
        return unseen(machine, function, call)
    function = reached
    key = cache_key(function, call)
    known = None if key is None else machine.member(*key)
    if known is not None:
        return known
    arguments = bound(machine, function, call)
    before, machine.entered = machine.entered, call.place if function.chunk < 0 <= machine.chunk else machine.entered
    result = deferred(machine, function, lambda: continued(machine, function, arguments, call.place))
    machine.entered = before
    if key is not None:
        machine.set_member(*key, result)
    elif function.role == "cached":
        # Some calls give the same object, so that what it is like now nobody knows.
        machine.pretends, pretended = True, machine.pretends
        machine.escape(result)
        machine.pretends = pretended
    return result


def continued(machine: Machine, function: Function, arguments: dict[str, Value], site: Place | None = None) -> Value:
    """Execute a function's body, now or later; `site` is the call."""
    if not followed(machine, function):
        for value in arguments.values():
            machine.escape(value)
        return machine.unknown()
    made = visit_of(machine, function, arguments)
    known = repeated(machine, made, arguments)
    if known is not None:
        return known
    machine.pending.pop(id(function.node), None)
    machine.site = site
    result = run_body(machine, function, arguments)
    note_visit(machine, made, result)
    return result


def cache_key(function: Function, call: Call) -> tuple[int, str] | None:
    """Return where the result of a cached function is kept; None where nobody knows which calls are alike."""
    if function.role != "cached" or function.receiver is not None or not call.complete:
        return None
    given = [(each.name, each.value.value) for each in call.arguments if isinstance(each.value, Constant)]
    return (function.scope.id, f"{id(function.node)} {given!r}") if len(given) == len(call.arguments) else None


def followed(machine: Machine, function: Function) -> bool:
    """Tell whether a call is followed: not recursive, not too deep, within the budget."""
    active = machine.activations
    if len(active) >= DEEPEST_CALL or any(each.node is function.node for each in active):
        return False
    if machine.steps <= 0:
        machine.record.exhausted = True
        return False
    return True


def unseen(machine: Machine, function: Function | None, call: Call) -> Value:
    """Return the result of a call that isn't followed."""
    for argument in call.arguments:
        if argument.value is not function:
            let_go(machine, argument.value)
    for value in call.surplus:
        machine.escape(value)
    if function is not None and function.receiver is not None:
        machine.escape(function.receiver)
    return machine.unknown(of_data=given_data(machine, call))


def let_go(machine: Machine, value: Value) -> None:
    """Hand a value to code out of sight, which may call it."""
    if isinstance(value, Function):
        possibly(machine, value)
    machine.escape(value)


def given_data(machine: Machine, call: Call) -> bool:
    """Tell whether data goes into a call, so that what comes out may hold its rows."""
    for argument in call.arguments:
        if is_data(argument.value) or holds_data(machine, argument.value):
            return True
    return False


def is_data(value: Value) -> bool:
    """Tell whether a value is data, or one definite unknown thing, which may be."""
    return isinstance(value, Data) or (isinstance(value, Unknown) and value.key is not None)


def holds_data(machine: Machine, value: Value) -> bool:
    """Tell whether there is data in a container."""
    return not isinstance(value, INERT) and any(map(is_data, contents(machine, value)))


def possibly(machine: Machine, function: Function) -> None:
    """Execute a function with unknown arguments, as something that may or may not happen."""
    if not followed(machine, function):
        return
    machine.pending.pop(id(function.node), None)
    mark = machine.store.mark()
    run_body(machine, function, unknown_arguments(machine, function))
    changes = machine.store.rollback(mark)
    machine.merge([{}, changes])


def unknown_arguments(machine: Machine, function: Function) -> dict[str, Value]:
    """Bind every parameter to one definite unknown thing."""
    names = parameter_names(function.node.params)
    arguments: dict[str, Value] = {name: Unknown(machine.fresh(), Origin.PARAMETER) for name in names}
    if function.receiver is not None and names:
        arguments[names[0]] = function.receiver
    return arguments


def parameter_names(parameters: cst.Parameters) -> list[str]:
    """List the names of all parameters, star ones included."""
    names = [each.name.value for each in (*parameters.posonly_params, *parameters.params)]
    for star in (parameters.star_arg, parameters.star_kwarg):
        if isinstance(star, cst.Param):
            names.append(star.name.value)
    return names + [each.name.value for each in parameters.kwonly_params]


def bound(machine: Machine, function: Function, call: Call) -> dict[str, Value]:
    """Bind a function's parameters to the arguments of a call."""
    parameters: cst.Parameters = function.node.params
    positional = [each.name.value for each in (*parameters.posonly_params, *parameters.params)]
    named = set(positional) | {each.name.value for each in parameters.kwonly_params}
    given: list[Value] = [] if function.receiver is None else [function.receiver]
    arguments: dict[str, Value] = {}
    surplus: list[tuple[Any, Value]] = []
    written: list[tuple[Any, Written]] = []
    for argument in call.arguments:
        value = passed(argument)
        if argument.name is None:
            given.append(value)
        elif argument.name in named:
            arguments[argument.name] = value
        else:
            surplus.append((argument.name, value))
            written.append((argument.name, Written(argument.key, argument.place)))
    for value in call.surplus:
        machine.escape(value)
    arguments.update(zip(positional, given, strict=False))
    if isinstance(parameters.star_arg, cst.Param):
        rest = tuple(given[len(positional) :])
        arguments[parameters.star_arg.name.value] = Items(rest) if call.complete else machine.unknown()
    if parameters.star_kwarg is not None:
        other = None if call.complete else UNKNOWN
        arguments[parameters.star_kwarg.name.value] = machine.allocate(Mapping(tuple(surplus), other, tuple(written)))
    by_default = dict(function.defaults)
    for name in named - arguments.keys():
        default = by_default.get(name)
        missing = default is None or not call.complete
        arguments[name] = machine.unknown(Origin.PARAMETER) if missing or default is None else default
    return arguments


def passed(argument: Argument) -> Value:
    """Return an argument as its parameter holds it: a constant comes from the parameter now."""
    if isinstance(argument.value, Constant):
        return with_origin(argument.value, Origin.PARAMETER)
    return argument.value


def run_body(machine: Machine, function: Function, arguments: dict[str, Value]) -> Value:
    """Execute a function's body in a frame of its own, and return what it returns on any path."""
    beside = function.chunk < 0 and is_beside(machine, arguments)
    if beside and not is_minded(machine, arguments.values()):
        return unreached(machine, arguments)
    if function.chunk < 0 and (beside or machine.chunk >= 0):
        return visit(machine, function.node, arguments, lambda: execute_body(machine, function, arguments), beside)
    return execute_body(machine, function, arguments)


def execute_body(machine: Machine, function: Function, arguments: dict[str, Value]) -> Value:
    """Execute a function's body, wherever it stands."""
    node = function.node
    outer, chunk, loops = machine.frame, machine.chunk, machine.loops
    activation = Activation(node, Frame(machine.fresh(), function.scope), machine.store.mark(), function.receiver)
    activation.depth, activation.around = machine.store.marks, loops
    activation.in_loop = bool(loops) or outer.is_comprehension
    activation.chunk = function.chunk
    activation.probing, machine.probing = machine.probing, False
    activation.began = machine.looping_since()
    activation.candidates = any(loop.candidates for loop in loops) or (
        bool(machine.activations) and machine.activations[-1].candidates
    )
    # What a function does for each row, the functions that it calls do, too.
    within = bool(machine.activations) and machine.activations[-1].repeated
    activation.repeated, machine.repeating = machine.repeating or within, False
    activation.site, machine.site = machine.site, None
    outside = len(machine.branches)
    machine.frame, machine.chunk, machine.loops = activation.frame, function.chunk, []
    for name, value in arguments.items():
        if isinstance(value, Data) and value.text.isidentifier():
            # Whoever reads of it knows it by the caller's name.
            machine.store.set((activation.frame.id, name), value)
        else:
            machine.bind(name, value)
    machine.activations.append(activation)
    if isinstance(node, cst.Lambda):
        activation.left = machine.evaluate(node.body)
    elif machine.run(node.body):
        if activation.returns:
            activation.returns.append((NONE, machine.store.changes(activation.mark)))
        else:
            activation.left = NONE
    machine.activations.pop()
    del machine.branches[outside:]
    machine.frame, machine.chunk, machine.loops = outer, chunk, loops
    return leave(machine, activation)


def leave(machine: Machine, activation: Activation) -> Value:
    """Join the paths on which an activation was left, and what they return."""
    local = activation.frame.id
    returned = [value for value, _ in activation.returns] + ([] if activation.left is None else [activation.left])
    keeps_locals = any(isinstance(value, (Function, Ref, Items)) for value in returned)

    def forgotten(key: Key) -> bool:
        return not keeps_locals and isinstance(key, tuple) and key[0] == local

    if activation.left is not None and activation.yielded is None and not activation.yields:
        machine.store.keep(activation.mark, forgotten)
        return activation.left
    if activation.left is not None:
        activation.returns.append((activation.left, machine.store.changes(activation.mark)))
    machine.store.rollback(activation.mark)
    if not activation.returns and activation.yielded is None:
        # Where somebody catches it, the code behind the call isn't reached.
        return NEVER if machine.guards else UNKNOWN
    if activation.yielded is not None and not activation.returns:
        activation.returns.append((NONE, activation.yielded))
    some = activation.repeated or None
    machine.merge([changes for _, changes in activation.returns], forgotten, some=some)
    for address, before, after in activation.handed:
        if machine.store.get(address) is after:
            machine.store.set(address, before)
    if activation.yields:
        items = tuple(activation.yields) if activation.sure and activation.left is not None else None
        return machine.allocate(Sequence(items, all_of(activation.yields, machine.join), kind=""))
    if activation.yielded is not None:
        return machine.allocate(Sequence((), kind=""))
    return joined_results(machine, activation)


def joined_results(machine: Machine, activation: Activation) -> Value:
    """Join what the paths of an activation return, each read as it was on its path."""
    value, changes = activation.returns[0]
    before, machine.some = machine.some, activation.repeated
    for other, others in activation.returns[1:]:
        joined = machine.join_cells(value, changes, other, others)
        value, changes = (UNKNOWN if joined is None else joined), {}  # type: ignore[assignment]  # of values: a value
    machine.some = before
    return value
