"""Functions that choose by the type of their first argument: `functools.singledispatch`, and what is registered."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.calling.calls import Call
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator, Instance
from hplint.analysis.memory.values import Class, External, Function, Value
from hplint.basis.frozen import replace

DISPATCHING = frozenset({"singledispatch", "singledispatchmethod"})
DEEPEST = 8


def register(machine: Machine, expression: cst.BaseExpression, node: cst.FunctionDef) -> tuple[Function, Value] | None:
    """Return the function that a decorator registers another one with, and for which type; None for any other.

    Args:
        machine: Executes the definition.
        expression: The decorator: `use.register` or `use.register(Type)`.
        node: What it stands before.
    """
    target = expression.func if isinstance(expression, cst.Call) else expression
    if not isinstance(target, cst.Attribute) or target.attr.value != "register":
        return None
    whole = machine.evaluate(target.value)
    if not isinstance(whole, Function) or whole.role not in DISPATCHING:
        return None
    if isinstance(expression, cst.Call):
        return (whole, machine.evaluate(expression.args[0].value)) if len(expression.args) == 1 else None
    position = 1 if whole.role == "singledispatchmethod" else 0
    parameters = [*node.params.posonly_params, *node.params.params]
    annotation = parameters[position].annotation if len(parameters) > position else None
    return None if annotation is None else (whole, machine.evaluate(annotation.annotation))


def chosen(machine: Machine, function: Function, call: Call) -> Function | None:
    """Return the function that a call reaches; None where nobody knows."""
    known = machine.registered.get(id(function.node), ())
    first = call.positional[0].value if call.positional else None
    if known is None or first is None:
        return None
    for of, one in known:
        fits = is_exactly(machine, first, of)
        if fits is None:
            return None
        if fits:
            return replace(one, receiver=function.receiver, role="")
    return replace(function, role="")


def is_exactly(machine: Machine, value: Value, of: Value) -> bool | None:
    """Tell whether a value is of a type itself; None where it may be of one that derives from it, or of any."""
    match machine.content(value), of:
        case Instance(of=own), Class():
            return True if own == of else None if derives(own, of) else False
        case Estimator(spec=spec, own=None), External(path=path) if spec is not None:
            return False if path.startswith("builtins.") else True if machine.library.estimator(path) is spec else None
        case Estimator(own=None), Class():
            return False
        case _:
            return None


def derives(of: Class, base: Value, depth: int = 0) -> bool:
    """Tell whether a class may have another one among its bases and theirs."""
    if depth > DEEPEST:
        return True
    return any(
        each == base or (derives(each, base, depth + 1) if isinstance(each, Class) else not isinstance(each, External))
        for each in of.bases
    )
