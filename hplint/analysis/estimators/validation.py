"""The statements of an `__init__` that look at its hyperparameters: what they check, and what they make of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from hplint.analysis.activations import Write
from hplint.analysis.calling.classes import instance_attribute
from hplint.analysis.estimators.contracts import Contract
from hplint.analysis.events.estimators import Validated
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Instance
from hplint.analysis.memory.values import External, Function, Ref, Value, is_same
from hplint.findings import Place
from hplint.source.bindings import binds, targets
from hplint.source.places import make_text

CHECKING = ("check", "validate", "assert")
"""How the functions of `sklearn.utils` begin that raise for an invalid value."""


def validations(machine: Machine, contract: Contract, ref: Ref) -> Iterator[Validated]:
    """List the statements of the constructor that raise for some value of a hyperparameter."""
    function = contract.init or contract.after_init
    if function is None:
        return
    names = contract.names
    reported: set[int] = set()
    for statement in statements(function.node.body):
        mentioned = checked(machine, statement, names, ref)
        if mentioned and id(statement) not in reported:
            # What stands in a condition that is reported goes with it.
            reported.update(id(inner) for inner in within(statement))
            yield Validated(Place(statement, function.chunk, make_text), mentioned)


def checked(machine: Machine, statement: cst.CSTNode, names: frozenset[str], ref: Ref) -> str:
    """Return the hyperparameter that a statement validates; empty where it validates none."""
    match statement:
        case cst.If(test=test):
            return next(mentions(test, names), "") if raises(statement) else ""
        case cst.Assert(test=test):
            return next(mentions(test, names), "")
        case cst.Expr(value=cst.Call() as call):
            return next(called_on(machine, call, names, ref), "")
        case _:
            return ""


def called_on(machine: Machine, call: cst.Call, names: frozenset[str], ref: Ref) -> Iterator[str]:
    """List the hyperparameters that a call checks: a function of scikit-learn, or one in view that may raise."""
    given = [name for argument in call.args for name in mentions(argument.value, names)]
    function = callee(machine, call.func, ref)
    match function:
        case External(path=path) if path.startswith("sklearn.utils."):
            if path.rpartition(".")[2].lstrip("_").startswith(CHECKING):
                yield from given
        case Function(node=cst.FunctionDef(name=name) as node) if name.value != "__init__":
            own = isinstance(call.func, cst.Attribute)
            inner = frozenset(each.name.value for each in (*node.params.posonly_params, *node.params.params))
            inner = inner | (names if own else frozenset())
            if any(raises(each) and next(mentions(each.test, inner), "") for each in conditions(node)):
                yield from given or (mentions(node.body, names) if own else ())


def callee(machine: Machine, node: cst.BaseExpression, ref: Ref) -> Value | None:
    """Return the function that a call in the constructor calls, where that can be told without executing it."""
    if isinstance(node, cst.Name):
        return machine.evaluate(node)
    content = machine.content(ref)
    if isinstance(node, cst.Attribute) and isinstance(content, Instance):
        if isinstance(node.value, cst.Name) and node.value.value == "self":
            return instance_attribute(machine, ref, content, node.attr.value)
        return machine.evaluate(node) if isinstance(node.value, cst.Name) else None
    return None


def conditions(node: cst.FunctionDef) -> Iterator[cst.If | cst.Assert]:
    """List the conditions of a function."""
    for each in statements(node.body):
        if isinstance(each, (cst.If, cst.Assert)):
            yield each


def raises(node: cst.If | cst.Assert) -> bool:
    """Tell whether a condition leads to a `raise`, of its own and not of one within."""
    if isinstance(node, cst.Assert):
        return True
    branches: list[cst.BaseSuite] = [node.body]
    following = node.orelse
    while following is not None:
        branches.append(following.body)
        following = following.orelse if isinstance(following, cst.If) else None
    lines = [line for branch in branches for line in branch.body]
    small = [each for line in lines if isinstance(line, cst.SimpleStatementLine) for each in line.body]
    small += [each for branch in branches if isinstance(branch, cst.SimpleStatementSuite) for each in branch.body]
    return any(isinstance(each, cst.Raise) for each in small)


def statements(block: cst.BaseSuite) -> Iterator[cst.CSTNode]:
    """List the statements of a block and of the blocks within; of an `elif` only what it holds."""
    pending: list[cst.CSTNode] = list(block.body)
    while pending:
        each = pending.pop(0)
        if isinstance(each, (cst.FunctionDef, cst.ClassDef)):
            continue
        if isinstance(each, cst.SimpleStatementLine):
            yield from each.body
            continue
        if not isinstance(each, (cst.Else, cst.Finally, cst.ExceptHandler, cst.MatchCase)):
            yield each
        pending[:0] = blocks(each)


def within(statement: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """List the statements in the branches of a condition."""
    following: cst.CSTNode | None = statement
    while isinstance(following, (cst.If, cst.Else)):
        yield from statements(following.body)
        following = following.orelse if isinstance(following, cst.If) else None


def blocks(node: cst.CSTNode) -> list[cst.CSTNode]:
    """List what stands in the blocks of a compound statement."""
    found: list[cst.CSTNode] = []
    body = getattr(node, "body", None)
    if isinstance(body, cst.BaseSuite):
        found.extend(body.body)
    following = getattr(node, "orelse", None)
    while isinstance(following, cst.If):
        found.extend(following.body.body)
        following = following.orelse
    if following is not None:
        found.append(following)
    for name in ("handlers", "cases"):
        found.extend(getattr(node, name, ()))
    final = getattr(node, "finalbody", None)
    return found if final is None else [*found, final]


def mentions(node: cst.CSTNode, names: frozenset[str]) -> Iterator[str]:
    """List the hyperparameters that an expression reads, as parameter or as attribute."""
    pending: list[cst.CSTNode] = [node]
    while pending:
        each = pending.pop(0)
        match each:
            case cst.Attribute(value=cst.Name(), attr=cst.Name(value=name)) if name in names:
                yield name
            case cst.Attribute(value=value):
                pending.append(value)
            case cst.Name(value=name) if name in names:
                yield name
            case cst.Arg(value=value):
                pending.append(value)
            case cst.Lambda() | cst.FunctionDef():
                pass
            case _:
                pending.extend(each.children)


def culprit(
    machine: Machine, contract: Contract, name: str, given: Value | None, writes: Sequence[Write]
) -> Place | None:
    """Return the statement that makes something else of a hyperparameter before it is stored."""
    own = [write for write in writes if write.name == name]
    changed = [write for write in own if not is_same(write.value, given)] or own
    if not changed:
        return None
    write = changed[-1]
    source = write.source.node
    function = write.function
    if isinstance(source, cst.Name) and isinstance(function, cst.FunctionDef):
        for statement in statements(function.body):
            if binds(statement, source.value):
                return Place(statement, write.target.chunk, make_text)
        init = contract.init
        if init is not None and function is not init.node:
            for statement in statements(init.node.body):
                if isinstance(statement, cst.Expr) and name in mentions(statement, frozenset({name})):
                    return Place(statement, init.chunk, make_text)
    return statement_of(write)


def statement_of(write: Write) -> Place:
    """Return the whole statement that sets an attribute."""
    target = write.target.node
    if isinstance(write.function, cst.FunctionDef):
        for statement in statements(write.function.body):
            if any(target is each for each in targets(statement)):
                return Place(statement, write.target.chunk, make_text)
    return write.target
