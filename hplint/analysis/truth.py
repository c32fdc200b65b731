"""Whether a condition certainly holds."""

from __future__ import annotations

from hplint.analysis.functions import class_attribute, hides_attributes
from hplint.analysis.machine import Machine
from hplint.analysis.values import Class, Constant, Estimator, Function, Instance, Items, Ref, Value


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
