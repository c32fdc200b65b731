"""Decorators: what those in view, and those that are known, make of the function or class that follows them."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.functions import defaults
from hplint.analysis.calling.registered import register
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Class, External, Function, Method, Partial, Ref, Unknown, Value
from hplint.basis.frozen import replace

TRANSPARENT = frozenset(
    "functools.cache functools.lru_cache functools.cached_property functools.wraps typing.no_type_check "
    "abc.abstractmethod contextlib.contextmanager contextlib.asynccontextmanager "
    "builtins.staticmethod builtins.classmethod builtins.property typing.override typing.overload "
    "functools.singledispatch functools.singledispatchmethod "
    "typing.final torch.no_grad torch.inference_mode sklearn.base._fit_context".split()
)
"""Decorators that leave what a call of the function does as it is."""
ROLES = {
    "builtins.staticmethod": "staticmethod",
    "builtins.classmethod": "classmethod",
    "builtins.property": "property",
    "functools.cached_property": "cached_property",
    "contextlib.contextmanager": "contextmanager",
    "contextlib.asynccontextmanager": "contextmanager",
    "functools.cache": "cached",
    "functools.lru_cache": "cached",
    "functools.singledispatch": "singledispatch",
    "functools.singledispatchmethod": "singledispatchmethod",
}


def decorated(machine: Machine, node: cst.FunctionDef) -> Value:
    """Return the function that a definition binds."""
    opaque, role, is_cell = False, "", False
    getter: Value | None = None
    sets = False
    homes: list[tuple[Function, Value]] = []
    applied: list[tuple[cst.Decorator, Value]] = []
    for decorator in node.decorators:
        expression = decorator.decorator
        if isinstance(expression, cst.Attribute) and expression.attr.value in {"setter", "deleter", "getter"}:
            getter, sets = machine.evaluate(expression.value), expression.attr.value == "setter"
            continue
        if (registered := register(machine, expression, node)) is not None:
            homes.append(registered)
            continue
        value = machine.evaluate(callee(expression))
        if isinstance(value, Unknown) and value.path == "marimo.App":
            is_cell = is_cell or attribute_of(callee(expression)) == "cell"
            continue
        if is_seen_through(machine, value):
            applied.append((decorator, machine.evaluate(expression)))
            continue
        path = value.path if isinstance(value, External) else ""
        opaque = opaque or path not in TRANSPARENT
        role = ROLES.get(path, role)
    scope = machine.frame
    while scope.is_class and scope.parent is not None:
        scope = scope.parent
    mixed = bool(applied) and (bool(role) or opaque)
    function = Function(node, machine.chunk, scope, None, opaque or mixed, defaults(machine, node.params), role)
    if machine.chunk >= 0:
        machine.pending[id(node)] = function
    if is_cell and machine.chunk >= 0:
        machine.reactive.append(function)
    for whole, of in homes:
        before = machine.registered.get(id(whole.node), ())
        machine.registered[id(whole.node)] = None if before is None or function.opaque else (*before, (of, function))
    if isinstance(getter, Function) and getter.role == "property":
        return replace(getter, setter=function) if sets else getter
    return function if mixed else through_decorators(machine, function, applied)


def is_seen_through(machine: Machine, value: Value) -> bool:
    """Tell whether what a decorator names is in view: a function, or a class whose objects are called."""
    match value:
        case Function(opaque=opaque):
            return not opaque
        case Class(opaque=opaque):
            return not opaque and isinstance(machine.member(value.address, "__call__"), Function)
        case _:
            return False


def through_decorators(machine: Machine, function: Function, applied: list[tuple[cst.Decorator, Value]]) -> Value:
    """Return what decorators in view make of a function; something nobody can see through where one is too deep."""
    found: Value = function
    for decorator, value in reversed(applied):
        place = machine.place(decorator.decorator)
        found = machine.call(value, Call(place, (Argument(None, found, place, place),)))
    known = isinstance(found, (Function, Class, Ref, Method, Partial, External))
    return found if known else replace(function, opaque=True)


def callee(expression: cst.BaseExpression) -> cst.BaseExpression:
    """Return what a decorator names, called with arguments or not."""
    return expression.func if isinstance(expression, cst.Call) else expression


def attribute_of(expression: cst.BaseExpression) -> str:
    """Return the name of the attribute that an expression reads; empty for any other."""
    return expression.attr.value if isinstance(expression, cst.Attribute) else ""
