"""Pure functions of literals: what `float("inf")`, `round(0.123, 2)`, `f"l{2}"` or `1 << 4` is in Python."""

from __future__ import annotations

import math
import operator
import re
import struct
from collections.abc import Callable
from typing import Any

import libcst as cst

from hplint.analysis.calling.calls import Call
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.values import Constant, Items, Value
from hplint.analysis.syntax.literals import literal

MOST_BITS = 4096
"""Beyond this an integer isn't kept: `9 ** 9 ** 9` must cost nothing."""
LONGEST_TEXT = 1000
MOST_ITEMS = 256
WIDTH = re.compile(r"\d{3}|\*")
"""A width in a format that may give something huge."""


def single(value: float) -> float:
    """Round to what 32 bits hold."""
    rounded: float = struct.unpack("f", struct.pack("f", value))[0]
    return rounded


def power(base: Any, exponent: Any, *modulus: Any) -> Any:
    """Raise to a power, if the result is small."""
    if modulus or (isinstance(base, int) and isinstance(exponent, int) and base.bit_length() * exponent > MOST_BITS):
        raise OverflowError
    return base**exponent


MATH = "sqrt log log2 log10 log1p exp expm1 floor ceil trunc fabs sin cos tan atan degrees radians".split()
ROOTS = "sqrt log log2 log10 log1p exp expm1".split()
NUMPY: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "power": power,
    "float64": float,
    "double": float,
    "float32": single,
    "str_": str,
    **{name: getattr(math, name) for name in ROOTS},
}
INTEGERS = "int8 int16 int32 int64 intp int_ uint8 uint16 uint32 uint64".split()
FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{
        f"builtins.{function.__name__}": function
        for function in (int, float, bool, str, complex, abs, round, min, max, sum, len, sorted)
    },
    "builtins.pow": power,
    "math.pow": math.pow,
    **{f"math.{name}": getattr(math, name) for name in MATH},
    **{f"numpy.{name}": function for name, function in NUMPY.items()},
    **{f"numpy.{name}": int for name in INTEGERS},
}
"""NumPy's numbers count as Python's: validation tells none of them apart."""
OPERATORS: dict[type[cst.BaseBinaryOp], Callable[[Any, Any], Any]] = {
    cst.Add: operator.add,
    cst.Subtract: operator.sub,
    cst.Multiply: operator.mul,
    cst.Divide: operator.truediv,
    cst.FloorDivide: operator.floordiv,
    cst.Modulo: operator.mod,
    cst.Power: power,
    cst.BitOr: operator.or_,
    cst.BitAnd: operator.and_,
    cst.BitXor: operator.xor,
    cst.RightShift: operator.rshift,
}
NUMBERS = (int, float, complex)
METHODS = frozenset(
    "lower upper strip lstrip rstrip title capitalize swapcase replace removeprefix removesuffix format".split()
)
"""Methods of strings that give a string."""


def fold_call(machine: Machine, path: str, call: Call) -> Value | None:
    """Compute a call of a pure function by its dotted path; None where that can't be done."""
    function = FUNCTIONS.get(path)
    if function is None or not call.complete or not 0 < len(call.arguments) <= MOST_ITEMS:
        return None
    given: list[Any] = []
    for argument in call.arguments:
        if argument.name is not None or is_long(machine, argument.value):
            return None
        value = literal(machine, argument.value)
        if value is NOT_LITERAL or not isinstance(value, (*NUMBERS, str, list, tuple, set, dict)):
            return None
        given.append(value)
    if path.startswith(("math.", "numpy.")) and not all(isinstance(value, (*NUMBERS, str)) for value in given):
        return None
    return computed(machine, function, *given)


def is_long(machine: Machine, value: Value) -> bool:
    """Tell whether a list is too long to be a hyperparameter."""
    content = machine.content(value)
    return isinstance(content, Sequence) and content.items is not None and len(content.items) > MOST_ITEMS


def fold_method(machine: Machine, receiver: Constant, name: str, call: Call) -> Value | None:
    """Compute a method of a string; None where that can't be done."""
    if not isinstance(receiver.value, str) or name not in METHODS or not call.complete:
        return None
    given = [literal(machine, argument.value) for argument in call.arguments]
    if any(not isinstance(value, (int, float, str)) for value in given) or WIDTH.search(receiver.value):
        return None
    named = {argument.name: value for argument, value in zip(call.arguments, given, strict=True) if argument.name}
    positional = [value for argument, value in zip(call.arguments, given, strict=True) if not argument.name]
    return computed(machine, lambda: getattr(receiver.value, name)(*positional, **named))


def fold_operator(machine: Machine, operation: cst.BaseBinaryOp, one: object, other: object) -> Value | None:
    """Compute with two literals, where the result is small."""
    kind = type(operation)
    function = OPERATORS.get(kind)
    if kind is cst.LeftShift and isinstance(other, int) and 0 <= other <= MOST_BITS:
        function = operator.lshift
    numbers = isinstance(one, NUMBERS) and isinstance(other, NUMBERS)
    texts = isinstance(one, str) and isinstance(other, str) and kind is cst.Add
    if isinstance(one, str) and kind is cst.Modulo and isinstance(other, (int, float, str, tuple)):
        texts = not WIDTH.search(one)
    if isinstance(one, (list, tuple)) and type(other) is int and kind is cst.Multiply:
        texts = len(one) * other <= MOST_ITEMS
    return computed(machine, function, one, other) if function is not None and (numbers or texts) else None


def computed(machine: Machine, function: Callable[..., Any], *given: object) -> Value | None:
    """Return what a function gives, if it is small; None where it raises."""
    try:
        return kept(machine, function(*given))
    except (ArithmeticError, ValueError, TypeError, LookupError, AttributeError, struct.error):
        return None


def kept(machine: Machine, result: object) -> Value | None:
    """Return a result as a value, if it is small."""
    match result:
        case bool() | float() | complex():
            return Constant(result, Origin.COMPUTED)
        case int():
            return Constant(result, Origin.COMPUTED) if result.bit_length() <= MOST_BITS else None
        case str():
            return Constant(result, Origin.COMPUTED) if len(result) <= LONGEST_TEXT else None
        case list() | tuple():
            parts = [kept(machine, each) if each is not None else Constant(None) for each in result]
            items = tuple(part for part in parts if part is not None)
            if len(items) < len(result):
                return None
            return Items(items) if isinstance(result, tuple) else machine.allocate(Sequence(items))
        case _:
            return None


def fold_format(machine: Machine, node: cst.FormattedString, values: list[Value]) -> Value | None:
    """Compute an f-string, whose fields have these values; None where one isn't known."""
    fields = iter(values)
    texts: list[str] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringExpression):
            value = next(fields)
            plain = part.format_spec is None and part.conversion is None and part.equal is None
            if not plain or not isinstance(value, Constant) or not isinstance(value.value, (int, float, str)):
                return None
            texts.append(str(value.value))
        elif isinstance(part, cst.FormattedStringText):
            if "\\" in part.value:
                return None
            texts.append(part.value.replace("{{", "{").replace("}}", "}"))
    text = "".join(texts)
    return Constant(text, Origin.COMPUTED if values else Origin.LITERAL) if len(text) <= LONGEST_TEXT else None
