"""Numbers computed from known numbers: arithmetic on arrays, and comprehensions that only calculate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from hplint.analysis.activations import Numbers
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Sequence as Held
from hplint.analysis.memory.values import Constant, Data, Items, Range, Value, with_origin
from hplint.analysis.python.containers import MOST_NUMBERS
from hplint.analysis.python.folding import fold_operator
from hplint.basis.frozen import replace

CONVERSIONS: dict[str, Callable[[Any], object]] = {"int": int, "float": float, "round": round, "str": str}


def elements(machine: Machine, value: Value) -> tuple[object, ...] | None:
    """Return the numbers or strings that an array, range, list or tuple holds; None where they aren't known."""
    match value:
        case Range(values=numbers):
            return numbers
        case Data(cell=cell):
            known = machine.numbers.get(cell)
            # What changed in place holds other numbers by now.
            return None if known is None or machine.store.get(cell) is not None else known.values
        case Items(values=values):
            return constants(values)
    content = machine.content(value)
    return constants(content.items) if isinstance(content, Held) and content.items is not None else None


def constants(values: Sequence[Value]) -> tuple[object, ...] | None:
    """Return the literals that values are; None where one of them is none."""
    found = [value.value for value in values if isinstance(value, Constant)]
    return tuple(found) if len(found) == len(values) <= MOST_NUMBERS else None


def calculated(machine: Machine, clause: cst.CompFor, result: cst.BaseExpression) -> list[Value] | None:
    """Evaluate a comprehension that only calculates with known numbers; None for any other."""
    if clause.inner_for_in is not None or clause.ifs or not isinstance(clause.target, cst.Name):
        return None
    if not isinstance(clause.iter, (cst.Name, cst.Call, cst.List, cst.Tuple)) or not calculates(result):
        return None
    numbers = elements(machine, machine.evaluate(clause.iter))
    if numbers is None:
        return None
    return [calculate(machine, result, clause.target.value, number) for number in numbers]


def calculates(node: cst.BaseExpression) -> bool:
    """Tell whether an expression is arithmetic on names and numbers, and has no effect."""
    match node:
        case cst.Name() | cst.Integer() | cst.Float():
            return True
        case cst.UnaryOperation(operator=cst.Minus() | cst.Plus(), expression=inner):
            return calculates(inner)
        case cst.BinaryOperation(left=left, right=right):
            return calculates(left) and calculates(right)
        case cst.Call(func=cst.Name(value=name), args=[cst.Arg(value=inner, keyword=None, star="")]):
            return name in CONVERSIONS and calculates(inner)
    return False


def calculate(machine: Machine, node: cst.BaseExpression, name: str, number: object) -> Value:
    """Calculate one element."""
    match node:
        case cst.Name(value=found) if found == name:
            return Constant(number, Origin.COMPUTED)
        case cst.UnaryOperation(operator=operator, expression=inner):
            value = calculate(machine, inner, name, number)
            if isinstance(value, Constant) and isinstance(value.value, (int, float)):
                return Constant(-value.value if isinstance(operator, cst.Minus) else value.value, Origin.COMPUTED)
        case cst.BinaryOperation(left=left, operator=operator, right=right):
            one, other = calculate(machine, left, name, number), calculate(machine, right, name, number)
            if isinstance(one, Constant) and isinstance(other, Constant):
                return computed(machine, operator, one.value, other.value)
        case cst.Call(func=cst.Name(value=called), args=[argument]):
            value = calculate(machine, argument.value, name, number)
            if isinstance(value, Constant) and machine.lookup(called) is None:
                try:
                    return Constant(CONVERSIONS[called](value.value), Origin.COMPUTED)
                except (ValueError, TypeError, OverflowError):
                    pass
        case _:
            return machine.evaluate(node)
    return machine.unknown(Origin.COMPUTED)


def computed(machine: Machine, operator: cst.BaseBinaryOp, one: object, other: object) -> Value:
    """Compute with two literals, where the result is small."""
    found = fold_operator(machine, operator, one, other)
    return machine.unknown(Origin.COMPUTED) if found is None else with_origin(found, Origin.COMPUTED)


def on_arrays(machine: Machine, operator: cst.BaseBinaryOp, left: Value, right: Value, result: Value) -> None:
    """Note the elements of what an operator makes of arrays of known numbers."""
    known = next((found for side in (left, right) if (found := array(machine, side)) is not None), None)
    if known is None or not isinstance(result, Data):
        return
    count = len(known.values)
    sides = [each.values if (each := array(machine, side)) else constants((side,)) for side in (left, right)]
    if any(side is None or len(side) not in (1, count) for side in sides):
        return
    one, other = ([*side] * (count if len(side) == 1 else 1) for side in sides if side is not None)
    values = [computed(machine, operator, a, b) for a, b in zip(one, other, strict=True)]
    literals = constants(values)
    if literals is not None:
        machine.numbers[result.cell] = Numbers(literals, known.place)


def array(machine: Machine, value: Value) -> Numbers | None:
    """Return the elements of an array of known numbers."""
    if isinstance(value, Data) and machine.store.get(value.cell) is None:
        return machine.numbers.get(value.cell)
    return None


def opposite(machine: Machine, data: Data) -> Data:
    """Return data with the sign of every number changed."""
    known = array(machine, data)
    if known is None or not all(isinstance(each, (int, float)) for each in known.values):
        return data
    changed = replace(data, cell=machine.fresh())
    machine.numbers[changed.cell] = Numbers(tuple(-each for each in known.values), known.place)
    return changed
