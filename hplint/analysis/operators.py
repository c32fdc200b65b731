"""Operators: numbers are computed, data combined, comparisons become masks or verdicts."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable
from typing import Any

import libcst as cst

from hplint.analysis.constants import Origin
from hplint.analysis.containers import with_items
from hplint.analysis.fingerprint import fingerprint
from hplint.analysis.folding import fold_operator, is_long
from hplint.analysis.join import all_of, elements
from hplint.analysis.literals import FLOATS, literal
from hplint.analysis.machine import Machine
from hplint.analysis.rows import Not
from hplint.analysis.targets import note_errors
from hplint.analysis.values import (
    UNKNOWN,
    Constant,
    Data,
    External,
    Items,
    Mapping,
    Mask,
    Ref,
    Score,
    Sequence,
    Unknown,
    Value,
    Verdict,
    is_none,
)
from hplint.frozen import replace

ORDERS: dict[type[cst.BaseCompOp], Callable[[Any, Any], bool]] = {
    cst.Equal: operators.eq,
    cst.NotEqual: operators.ne,
    cst.LessThan: operators.lt,
    cst.LessThanEqual: operators.le,
    cst.GreaterThan: operators.gt,
    cst.GreaterThanEqual: operators.ge,
}


KNOWN = (Origin.LITERAL, Origin.NAMED, Origin.LOOP)
"""Origins of constants that have no other value anywhere."""


def number_of(value: Value) -> Value:
    """Return the number that a library's name stands for, `np.inf`; any other value as it is."""
    if isinstance(value, External) and value.path in FLOATS:
        return Constant(FLOATS[value.path])
    return value


def operate(machine: Machine, operator: cst.BaseBinaryOp, left: Value, right: Value) -> Value:
    """Apply a binary operator."""
    left, right = number_of(left), number_of(right)
    match left, right:
        case Constant(value=one), Constant(value=other):
            found = fold_operator(machine, operator, one, other)
            return Unknown(None, Origin.COMPUTED) if found is None else found
        case (Items(values=ones), Items(values=others)) if isinstance(operator, cst.Add):
            return Items(ones + others)
        case (Score(), _):
            return left
        case (_, Score()):
            return right
        case (Ref() | Items(), Constant()) if isinstance(operator, cst.Multiply) and not is_long(machine, left):
            found = fold_operator(machine, operator, literal(machine, left), right.value)
            if found is not None:
                return found
        case (Constant(value=str() as text), Items()) if isinstance(operator, cst.Modulo):
            found = fold_operator(machine, operator, text, literal(machine, right))
            return Unknown(None, Origin.COMPUTED) if found is None else found
        case (Ref(), Ref()) if isinstance(operator, cst.BitOr) and isinstance(machine.content(left), Mapping):
            content = machine.content(left)
            if isinstance(content, Mapping):
                return machine.allocate(with_items(machine, with_items(machine, Mapping(()), left), right))
        case (Ref(), Ref()) if isinstance(operator, cst.Add):
            one, other = machine.content(left), machine.content(right)
            if isinstance(one, Sequence) and isinstance(other, Sequence):
                if one.items is not None and other.items is not None:
                    return machine.allocate(Sequence(one.items + other.items))
                return machine.allocate(Sequence(None, all_of([*elements(one), *elements(other)], machine.join)))
        case (Ref(), _) if isinstance(operator, cst.BitOr) and isinstance(content := machine.content(left), Mapping):
            return machine.allocate(with_items(machine, content, right))
    if isinstance(left, Ref) or isinstance(right, Ref):
        composed = machine.library.operate(machine, type(operator).__name__, left, right)
        if composed is not None:
            return composed
        if isinstance(operator, cst.Add):
            for side in (left, right):
                machine.escape(side)
    combined = machine.library.combine(machine, (left, right))
    if isinstance(operator, cst.Subtract):
        note_errors(machine, left, right, combined or UNKNOWN)
    return Unknown(None, Origin.COMPUTED) if combined is None else combined


def compare(machine: Machine, node: cst.Comparison, left: Value, operator: cst.BaseCompOp, right: Value) -> Value:
    """Compare two values."""
    scores = tuple(side for side in (left, right) if isinstance(side, Score))
    if scores:
        return Verdict(scores)
    if isinstance(operator, (cst.Is, cst.IsNot)):
        return identity(left, right, isinstance(operator, cst.Is))
    data = left if isinstance(left, Data) else right if isinstance(right, Data) else None
    if data is not None or (isinstance(left, Unknown) and left.key is not None):
        combined = machine.library.combine(machine, (left, right))
        if isinstance(combined, Data):
            if isinstance(operator, (cst.Equal, cst.NotEqual)):
                note_errors(machine, left, right, combined)
            return replace(combined, mask=mask(machine, node, operator, right), predicted=combined.predicted)
    order = ORDERS.get(type(operator))
    if order is not None and isinstance(left, Constant) and isinstance(right, Constant):
        if left.origin in KNOWN and right.origin in KNOWN:
            try:
                return Constant(bool(order(left.value, right.value)), Origin.COMPUTED)
            except TypeError:
                return UNKNOWN
    return UNKNOWN


def identity(left: Value, right: Value, same: bool) -> Value:
    """Evaluate `is` and `is not`, which ask for None nearly always."""
    if is_none(left) and is_none(right):
        return Constant(same)
    if isinstance(left, Ref) and isinstance(right, Ref):
        return Constant((left == right) is same)
    for one, other in ((left, right), (right, left)):
        if is_none(one) and isinstance(other, (Constant, Ref, Data, External, Score, Items)):
            return Constant(not same)
    return UNKNOWN


def mask(machine: Machine, node: cst.Comparison, operator: cst.BaseCompOp, right: Value) -> Mask:
    """Say which rows a comparison takes: the other rows are what its negation takes."""
    one = fingerprint(node.left)
    other = repr(right.value) if isinstance(right, Constant) else fingerprint(node.comparisons[0].comparator)
    if isinstance(right, Unknown) and (right.key is None or right.origin is Origin.LOOP):
        # Another value on each pass.
        other = None
    if one is None or (other is None and not isinstance(right, Constant)):
        return Mask(machine.fresh(), True)
    match operator:
        case cst.Equal():
            return Mask(("==", one), other)
        case cst.NotEqual():
            return Mask(("==", one), Not(other))
        case cst.LessThan():
            return Mask(("<", one, other), True)
        case cst.GreaterThanEqual():
            return Mask(("<", one, other), False)
        case cst.GreaterThan():
            return Mask((">", one, other), True)
        case cst.LessThanEqual():
            return Mask((">", one, other), False)
        case _:
            return Mask(machine.fresh(), True)


def negated(machine: Machine, data: Data) -> Data:
    """Return the mask that takes the rows that this one leaves."""
    if data.mask is None:
        return replace(data, cell=machine.fresh())
    index = data.mask.index
    match index:
        case bool():
            other: object = not index
        case Not(value=value):
            other = value
        case _:
            other = Not(index)
    return replace(data, cell=machine.fresh(), mask=Mask(data.mask.split, other))
