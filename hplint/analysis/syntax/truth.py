"""Whether a condition certainly holds."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.calling.classes import class_attribute, hides_attributes
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Estimator, Instance
from hplint.analysis.memory.values import Class, Constant, Function, Items, Ref, Value

RELEASE_WORDS = ("VERSION", "SKLEARN")
"""Parts of the names of constants that tell releases apart: `SKLEARN_GE_12`."""
RELEASE_CALLS = frozenset({"parse_version", "Version", "LooseVersion", "signature", "sklearn_check_version"})


MISSING = frozenset({"hasnans", "isna", "isnan", "isnull"})
"""What tells which values are missing."""
CONDITIONS = frozenset(
    {cst.Name, cst.Attribute, cst.Call, cst.Comparison, cst.BooleanOperation, cst.UnaryOperation, cst.Subscript}
)
"""What such a question may be; asking for the type first costs a tenth of matching one after the other."""


def truth(machine: Machine, value: Value) -> bool | None:
    """Return the truth of a value, or None where it isn't certain."""
    match value:
        case Constant(value=literal):
            return bool(literal)
        case Items(values=values):
            return bool(values)
        case Function() | Class():
            return True
        case Ref():
            return True if is_plain(machine, value) else None
        case _:
            return None


def is_given(value: Value) -> bool:
    """Tell whether a comparison holds for what is given now, and not for every caller."""
    return isinstance(value, Constant) and value.origin is Origin.GIVEN


def asks_release(node: cst.CSTNode, depth: int = 0) -> bool:
    """Tell whether a condition asks for the release of a library, or for what a signature has.

    Then each branch is written for the releases that take it.
    """
    if depth > 8 or type(node) not in CONDITIONS:
        return False
    if type(node) is cst.Name:
        return node.value.isupper() and any(word in node.value for word in RELEASE_WORDS)
    match node:
        case cst.Attribute(value=value, attr=cst.Name(value=name)):
            return name in {"__version__", "version_info", "signature", "getfullargspec"} or asks_release(
                value, depth + 1
            )
        case cst.Call(func=func, args=args):
            named = isinstance(func, cst.Name) and func.value in RELEASE_CALLS
            return named or any(asks_release(each, depth + 1) for each in (func, *(arg.value for arg in args)))
        case cst.Comparison(left=left, comparisons=comparisons):
            parts = (left, *(each.comparator for each in comparisons))
            return any(asks_release(each, depth + 1) for each in parts)
        case cst.BooleanOperation(left=left, right=right):
            return asks_release(left, depth + 1) or asks_release(right, depth + 1)
        case cst.UnaryOperation(expression=expression) | cst.Subscript(value=expression):
            return asks_release(expression, depth + 1)
        case _:
            return False


def asks_for_missing(node: cst.CSTNode, depth: int = 0) -> bool:
    """Tell whether a condition asks whether data lack values: `X.isna().any().any()`, `df.isnull().sum().sum() > 0`."""
    if depth > 8 or type(node) not in CONDITIONS:
        return False
    match node:
        case cst.Attribute(value=value, attr=cst.Name(value=name)):
            return name in MISSING or asks_for_missing(value, depth + 1)
        case cst.Call(func=func, args=args):
            return any(asks_for_missing(each, depth + 1) for each in (func, *(arg.value for arg in args)))
        case cst.Comparison(left=left):
            return asks_for_missing(left, depth + 1)
        case cst.UnaryOperation(expression=expression):
            return asks_for_missing(expression, depth + 1)
        case cst.BooleanOperation(left=left, right=right):
            return asks_for_missing(left, depth + 1) or asks_for_missing(right, depth + 1)
        case _:
            return False


def is_plain(machine: Machine, ref: Ref) -> bool:
    """Tell whether an object has no say in its truth."""
    match machine.content(ref):
        case Estimator(spec=spec):
            return spec is not None
        case Instance(of=of):
            asked = (class_attribute(machine, of, name) for name in ("__bool__", "__len__"))
            return not hides_attributes(of) and not any(asked)
        case _:
            return False
