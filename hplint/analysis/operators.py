"""Operators: numbers are computed, data combined, comparisons become masks or verdicts."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from hplint.analysis.constants import Origin
from hplint.analysis.containers import united
from hplint.analysis.fingerprint import fingerprint
from hplint.analysis.join import all_of, elements
from hplint.analysis.machine import Machine
from hplint.analysis.rows import Not
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

LARGEST = 10**15
"""Beyond this a computed number isn't kept: `9 ** 9 ** 9` must cost nothing."""
LONGEST_TEXT = 1000


def operate(machine: Machine, operator: cst.BaseBinaryOp, left: Value, right: Value) -> Value:
    """Apply a binary operator."""
    match left, right:
        case Constant(value=one), Constant(value=other):
            return computed(operator, one, other)
        case (Items(values=ones), Items(values=others)) if isinstance(operator, cst.Add):
            return Items(ones + others)
        case (Score(), _):
            return left
        case (_, Score()):
            return right
        case (Ref(), Ref()) if isinstance(operator, cst.Add):
            one, other = machine.content(left), machine.content(right)
            if isinstance(one, Sequence) and isinstance(other, Sequence):
                if one.items is not None and other.items is not None:
                    return machine.allocate(Sequence(one.items + other.items))
                return machine.allocate(Sequence(None, all_of([*elements(one), *elements(other)], machine.join)))
        case (Ref(), _) if isinstance(operator, cst.BitOr) and isinstance(content := machine.content(left), Mapping):
            return machine.allocate(united(machine, content, right))
    if isinstance(left, Ref) or isinstance(right, Ref):
        composed = machine.library.operate(machine, type(operator).__name__, left, right)
        if composed is not None:
            return composed
        if isinstance(operator, cst.Add):
            for side in (left, right):
                machine.escape(side)
    combined = machine.library.combine(machine, (left, right))
    return Unknown(None, Origin.COMPUTED) if combined is None else combined


def computed(operator: cst.BaseBinaryOp, one: object, other: object) -> Value:
    """Compute with two literals, where the result is small."""
    unknown = Unknown(None, Origin.COMPUTED)
    if isinstance(one, str) and isinstance(other, str):
        fits = isinstance(operator, cst.Add) and len(one) + len(other) < LONGEST_TEXT
        return Constant(one + other, Origin.COMPUTED) if fits else unknown
    if not isinstance(one, (int, float)) or not isinstance(other, (int, float)):
        return unknown
    if abs(one) > LARGEST or abs(other) > LARGEST:
        return unknown
    try:
        result = arithmetic(operator, one, other)
    except (ArithmeticError, ValueError, TypeError):
        return unknown
    if result is None or isinstance(result, complex) or abs(result) > LARGEST:
        return unknown
    return Constant(result, Origin.COMPUTED)


def arithmetic(operator: cst.BaseBinaryOp, one: float, other: float) -> float | None:
    """Compute; None for an operator or operands that may give something huge."""
    match operator:
        case cst.Add():
            return one + other
        case cst.Subtract():
            return one - other
        case cst.Multiply():
            return one * other
        case cst.Divide():
            return one / other
        case cst.FloorDivide():
            return one // other
        case cst.Modulo():
            return one % other
        case cst.Power() if abs(other) <= 64 and abs(one) <= 10_000:
            result: float = one**other
            return result
        case _:
            return None


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
            return replace(combined, mask=mask(machine, node, operator, right), predicted=combined.predicted)
    if isinstance(left, Constant) and isinstance(right, Constant) and isinstance(operator, (cst.Equal, cst.NotEqual)):
        if left.origin in (Origin.LITERAL, Origin.NAMED) and right.origin in (Origin.LITERAL, Origin.NAMED):
            return Constant((left.value == right.value) is isinstance(operator, cst.Equal), Origin.COMPUTED)
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
