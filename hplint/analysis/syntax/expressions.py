"""Expressions: what each evaluates to; every one is evaluated once a path, in Python's order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from hplint.analysis.calling.calls import Call
from hplint.analysis.calling.dispatch import call_method, call_value, expand
from hplint.analysis.calling.functions import defaults
from hplint.analysis.calling.offers import left_out, offering
from hplint.analysis.data.history import together
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Mapping, Sequence, Written
from hplint.analysis.memory.join import all_of
from hplint.analysis.memory.values import (
    NEVER,
    UNKNOWN,
    Constant,
    Data,
    External,
    Function,
    Imported,
    Items,
    OneOf,
    Score,
    Unknown,
    Value,
    Verdict,
)
from hplint.analysis.modules.following import note_constant, resolved
from hplint.analysis.python.containers import (
    contents,
    influenced,
    known_items,
    learned_for,
    with_items,
    with_pairs,
)
from hplint.analysis.python.folding import fold_format
from hplint.analysis.python.numbers import on_arrays, opposite
from hplint.analysis.scores.selection import choices, keeps_one, of_two_models, report
from hplint.analysis.scores.tallies import are_errors
from hplint.analysis.syntax.assignment import assign
from hplint.analysis.syntax.attributes import attribute, subscript
from hplint.analysis.syntax.comprehensions import comprehension, dict_comprehension
from hplint.analysis.syntax.deferral import forced
from hplint.analysis.syntax.literals import number, text
from hplint.analysis.syntax.operators import compare, negated, number_of, operate
from hplint.analysis.syntax.truth import asks_release, is_given, truth
from hplint.analysis.syntax.yields import yield_

MOST_CANDIDATES = 100
"""Most values of one list that are kept."""
NAMED_CONSTANTS = {
    "True": Constant(True),
    "False": Constant(False),
    "None": Constant(None),
    "__debug__": Constant(True),
}


def name(machine: Machine, node: cst.Name) -> Value:
    """Look a name up; what isn't bound in view is a builtin, or unknown."""
    found = machine.lookup(node.value)
    if type(found) is Imported or (type(found) is OneOf and machine.modules is not None):
        imported, found = found, resolved(machine, found)
        if type(imported) is Imported:
            note_constant(machine, id(node), imported, imported.name, found)
    if found is None:
        # Python binds none of them.
        constant = NAMED_CONSTANTS.get(node.value)
        return constant or machine.later.get(node.value) or External("builtins." + node.value)
    return found


def read_attribute(machine: Machine, node: cst.Attribute) -> Value:
    """Read an attribute."""
    value = machine.evaluate(node.value)
    return NEVER if value is NEVER else attribute(machine, value, node.attr.value, machine.place(node))


def call(machine: Machine, node: cst.Call) -> Value:
    """Call something; a method without making a value of it first."""
    called = node.func
    if type(called) is cst.Attribute:
        receiver = machine.evaluate(called.value)
        given = expand(machine, node)
        if machine.guards and raised(receiver, given):
            return NEVER
        return call_method(machine, receiver, called.attr.value, given)
    function = machine.evaluate(called)
    given = expand(machine, node)
    return NEVER if machine.guards and raised(function, given) else call_value(machine, function, given)


def raised(called: Value, given: Call) -> bool:
    """Tell whether a call isn't reached, because what it needs raises an error, which somebody catches."""
    return called is NEVER or any(argument.value is NEVER for argument in given.arguments)


def read_subscript(machine: Machine, node: cst.Subscript) -> Value:
    """Index something."""
    value = machine.evaluate(node.value)
    return NEVER if value is NEVER else subscript(machine, value, node)


def integer(machine: Machine, node: cst.Integer | cst.Float | cst.Imaginary) -> Value:
    """Evaluate a number."""
    return number(node.value)


def string(machine: Machine, node: cst.SimpleString) -> Value:
    """Evaluate a string."""
    return text(node.value)


def concatenated(machine: Machine, node: cst.ConcatenatedString) -> Value:
    """Evaluate adjoining strings, which are one."""
    match machine.evaluate(node.left), machine.evaluate(node.right):
        case Constant(value=str() as left), Constant(value=str() as right, origin=origin):
            return Constant(left + right, origin)
        case Constant(value=bytes() as left), Constant(value=bytes() as right):
            return Constant(left + right)
        case _:
            return Unknown(None, Origin.COMPUTED)


def formatted(machine: Machine, node: cst.FormattedString) -> Value:
    """Evaluate the expressions in an f-string."""
    fields = [part.expression for part in node.parts if isinstance(part, cst.FormattedStringExpression)]
    values = [machine.evaluate(field) for field in fields]
    report(machine, values)
    if machine.guards and any(value is NEVER for value in values):
        return NEVER
    found = fold_format(machine, node, values)
    if found is not None:
        return found
    # One name after the other: `f"lag_{days}"`.
    in_turn = any(isinstance(value, Unknown) and value.origin is Origin.LOOP for value in values)
    return Unknown(None, Origin.LOOP if in_turn else Origin.COMPUTED)


def list_or_set(machine: Machine, node: cst.List | cst.Set) -> Value:
    """Build a list or set."""
    values, known = items(machine, node)
    if type(node) is cst.Set and all(isinstance(each.value, cst.Set) for each in node.elements):
        # No set holds a set: `{{uniform(0, 1)}}` is a template, in which Hyperas puts one candidate after the other.
        machine.record.suggest(activation.frame.id for activation in machine.activations)
    kind = "list" if type(node) is cst.List else "set"
    if known:
        return machine.allocate(Sequence(values, kind=kind, written=machine.place(node)))
    return machine.allocate(Sequence(None, all_of(list(values), machine.join), kind))


def tuple_(machine: Machine, node: cst.Tuple) -> Value:
    """Build a tuple."""
    values, known = items(machine, node)
    if known:
        return Items(values, machine.place(node))
    return machine.allocate(Sequence(None, all_of(list(values), machine.join)))


def items(machine: Machine, node: cst.List | cst.Set | cst.Tuple) -> tuple[tuple[Value, ...], bool]:
    """Evaluate elements, and tell whether their number is known, which a starred one may hide."""
    found: list[Value] = []
    known = True
    for element in node.elements:
        value = machine.evaluate(element.value)
        if type(element) is not cst.StarredElement:
            found.append(value)
            continue
        unpacked = known_items(machine, value)
        if unpacked is not None:
            found.extend(unpacked)
        else:
            found.extend(contents(machine, value) or [machine.unknown()])
            known = False
    return tuple(found), known


def dictionary(machine: Machine, node: cst.Dict) -> Value:
    """Build a dict; a name in it is a setting beside others."""
    found = Mapping(())
    pairs: list[tuple[Value, Value, Written]] = []
    for element in node.elements:
        value = machine.evaluate(element.value)
        if isinstance(element, cst.DictElement):
            written = Written(machine.place(element.key), machine.place(element.value))
            pairs.append((machine.evaluate(element.key), value, written))
            if isinstance(element.value, (cst.List, cst.Tuple)):
                note_candidates(machine, pairs[-1][0], value)
        else:
            found = with_items(machine, with_pairs(machine, found, pairs), value)
            pairs = []
    return machine.allocate(with_pairs(machine, found, pairs))


def note_candidates(machine: Machine, key: Value, value: Value) -> None:
    """Note what may be a space to search: several values under the name of a hyperparameter."""
    if isinstance(key, Constant) and isinstance(key.value, str):
        known = [each.value for each in known_items(machine, value) or () if isinstance(each, Constant)]
        if len(known) > 1:
            name = (machine.scope, key.value.rpartition("__")[2])
            machine.record.listed.setdefault(name, []).extend(known[:MOST_CANDIDATES])


def binary(machine: Machine, node: cst.BinaryOperation) -> Value:
    """Evaluate a chain of operations from the left, without recursion along it."""
    chain: list[cst.BinaryOperation] = []
    left: cst.BaseExpression = node
    while type(left) is cst.BinaryOperation:
        chain.append(left)
        left = left.left
    value = machine.evaluate(left)
    for operation in reversed(chain):
        right = machine.evaluate(operation.right)
        result = operate(machine, operation.operator, value, right)
        if machine.numbers:
            on_arrays(machine, operation.operator, value, right, result)
        value = result
    return value


def unary(machine: Machine, node: cst.UnaryOperation) -> Value:
    """Evaluate `-x`, `not x`, `~mask`."""
    value = number_of(machine.evaluate(node.expression))
    match node.operator, value:
        case cst.Minus(), Constant(value=bool() | int() | float() | complex() as literal, origin=origin):
            return Constant(-literal, origin)
        case cst.Plus(), Constant():
            return value
        case cst.BitInvert(), Constant(value=int() as literal, origin=origin):
            return Constant(~literal, origin)
        case cst.Not(), Verdict():
            return value
        case cst.Not(), _:
            known = truth(machine, value)
            origin = Origin.GIVEN if is_given(value) else Origin.COMPUTED
            return UNKNOWN if known is None else Constant(not known, origin)
        case ((cst.BitInvert() | cst.Minus()), Data()):
            data = machine.current(value)
            return negated(machine, data) if isinstance(node.operator, cst.BitInvert) else opposite(machine, data)
        case cst.Minus(), Score():
            return value
        case _:
            return UNKNOWN


def boolean(machine: Machine, node: cst.BooleanOperation) -> Value:
    """Evaluate `and` and `or`; either side may be the result."""
    left = machine.evaluate(node.left)
    known = truth(machine, left)
    if known is not None and known is isinstance(node.operator, cst.Or):
        return left
    if known is not None:
        return machine.evaluate(node.right)
    outside = len(machine.branches)
    machine.branch()
    with offering(machine, so=isinstance(node.operator, cst.Or) and left_out(machine, node.left) is False):
        right = machine.evaluate(node.right)
    del machine.branches[outside:]
    if isinstance(node.operator, cst.Or):
        machine.note_offered(left, machine.content(right))
    if isinstance(left, Verdict) or isinstance(right, Verdict):
        sides = [side.scores for side in (left, right) if isinstance(side, Verdict)]
        return Verdict(tuple(score for scores in sides for score in scores))
    return machine.join(left, right)


def comparison(machine: Machine, node: cst.Comparison) -> Value:
    """Evaluate a comparison; of a chain only that everything in it is evaluated."""
    left = machine.evaluate(node.left)
    rights = [machine.evaluate(target.comparator) for target in node.comparisons]
    if machine.asked:
        for side in (left, *rights):
            machine.ask(learned_for(machine, side))
    return compare(machine, node, left, node.comparisons[0].operator, rights[0]) if len(rights) == 1 else UNKNOWN


def conditional(machine: Machine, node: cst.IfExp) -> Value:
    """Evaluate `a if test else b`."""
    test = machine.evaluate(node.test)
    known = truth(machine, test)
    if known is not None:
        return machine.evaluate(node.body if known else node.orelse)
    guarded = asks_release(node.test)
    machine.guards += guarded
    outside = len(machine.branches)
    machine.branch()
    mark = machine.store.mark()
    missing = left_out(machine, node.test)
    with offering(machine, so=missing is True):
        first = machine.evaluate(node.body)
    left = machine.store.rollback(mark)
    mark = machine.store.mark()
    with offering(machine, so=missing is False):
        second = machine.evaluate(node.orelse)
    right = machine.store.rollback(mark)
    del machine.branches[outside:]
    machine.guards -= guarded
    machine.merge([left, right])
    if isinstance(first, Constant) and isinstance(second, Constant) and are_errors(machine, test):
        # `1 if predicted == label else 0`.
        return test
    # Of many columns, groups or rows, some take each branch.
    repeated = bool(machine.activations) and machine.activations[-1].repeated
    before, machine.some = machine.some, bool(machine.asked or machine.loops or repeated)
    joined = machine.join_cells(first, left, second, right)
    machine.some = before
    if isinstance(test, Verdict) and of_two_models(test) and keeps_one((first, second)):
        choices(machine, test.scores)
    if machine.asked:
        # For some elements it is the one, for others the other.
        told = together(learned_for(machine, first), learned_for(machine, second))
        return influenced(machine, UNKNOWN if joined is None else joined, told)  # type: ignore[arg-type]  # a value
    return UNKNOWN if joined is None else joined  # type: ignore[return-value]  # of values: a value


def lambda_(machine: Machine, node: cst.Lambda) -> Value:
    """Make a function."""
    return Function(node, machine.chunk, machine.frame, None, False, defaults(machine, node.params))


def walrus(machine: Machine, node: cst.NamedExpr) -> Value:
    """Evaluate `name := value`."""
    value = machine.evaluate(node.value)
    inner = machine.frame
    while machine.frame.is_comprehension and machine.frame.parent is not None:
        machine.frame = machine.frame.parent
    assign(machine, node.target, value)
    machine.frame = inner
    return value


def await_(machine: Machine, node: cst.Await) -> Value:
    """Evaluate what is awaited."""
    return forced(machine, machine.evaluate(node.expression))


def ellipsis(machine: Machine, node: cst.Ellipsis) -> Value:
    """Evaluate `...`."""
    return Constant(...)


EXPRESSIONS: dict[type, Callable[[Machine, Any], Value]] = {
    cst.Name: name,
    cst.Attribute: read_attribute,
    cst.Call: call,
    cst.Subscript: read_subscript,
    cst.Integer: integer,
    cst.Float: integer,
    cst.Imaginary: integer,
    cst.SimpleString: string,
    cst.ConcatenatedString: concatenated,
    cst.FormattedString: formatted,
    cst.List: list_or_set,
    cst.Set: list_or_set,
    cst.Tuple: tuple_,
    cst.Dict: dictionary,
    cst.ListComp: comprehension,
    cst.SetComp: comprehension,
    cst.GeneratorExp: comprehension,
    cst.DictComp: dict_comprehension,
    cst.BinaryOperation: binary,
    cst.UnaryOperation: unary,
    cst.BooleanOperation: boolean,
    cst.Comparison: comparison,
    cst.IfExp: conditional,
    cst.Lambda: lambda_,
    cst.NamedExpr: walrus,
    cst.Await: await_,
    cst.Yield: yield_,
    cst.Ellipsis: ellipsis,
}
