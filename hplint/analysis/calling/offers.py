"""Fallbacks: code that runs only where a function's caller leaves something to the function."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import libcst as cst

from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.values import Unknown


@contextmanager
def offering(machine: Machine, *, so: bool = True) -> Iterator[None]:
    """Note of the code that is executed meanwhile that it makes what callers may give themselves."""
    machine.offering += so
    yield
    machine.offering -= so


def left_out(machine: Machine, test: cst.BaseExpression) -> bool | None:
    """Tell what a condition says of a parameter: True where its caller left it out, False where it was given.

    None where the condition asks something else.
    """
    match test:
        case cst.Comparison(left=cst.Name(value=name), comparisons=[cst.ComparisonTarget(operator, cst.Name("None"))]):
            asked, missing = name, isinstance(operator, (cst.Is, cst.Equal))
            if not missing and not isinstance(operator, (cst.IsNot, cst.NotEqual)):
                return None
        case cst.UnaryOperation(operator=cst.Not(), expression=cst.Name(value=name)):
            asked, missing = name, True
        case cst.Name(value=name):
            asked, missing = name, False
        case _:
            return None
    value = machine.lookup(asked)
    given_by_caller = isinstance(value, Unknown) and value.origin is Origin.PARAMETER
    return missing if given_by_caller else None
