"""Whether a condition certainly holds."""

from __future__ import annotations

from hplint.analysis.values import Class, Constant, Function, Items, Value


def truth(value: Value) -> bool | None:
    """Return the truth of a value, or None where it isn't certain."""
    match value:
        case Constant(value=literal):
            return bool(literal)
        case Items(values=values):
            return bool(values)
        case Function() | Class():
            return True
        case _:
            return None
