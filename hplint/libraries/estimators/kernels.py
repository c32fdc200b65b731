"""Kernels of Gaussian processes put together by operators: `1.0 * RBF() + WhiteKernel()`."""

from __future__ import annotations

from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Constant, Ref, Value

MODULE = "sklearn.gaussian_process.kernels"
OPERATORS = {"Add": "Sum", "Multiply": "Product"}


def composed_kernel(machine: Machine, operator: str, left: Value, right: Value) -> Value | None:
    """Return the kernel that an operator makes of kernels and numbers; None where it makes none."""
    if operator == "Power":
        if is_kernel(machine, left) and isinstance(right, Constant):
            return built(machine, "Exponentiation", left, (("kernel", left), ("exponent", right)))
        return None
    name = OPERATORS.get(operator)
    if name is None or not (is_kernel(machine, left) or is_kernel(machine, right)):
        return None
    one, other = as_kernel(machine, left, right), as_kernel(machine, right, left)
    if one is None or other is None:
        return None
    return built(machine, name, left if is_kernel(machine, left) else right, (("k1", one), ("k2", other)))


def is_kernel(machine: Machine, value: Value) -> bool:
    """Tell whether a value is a kernel of the catalogue."""
    estimator = machine.estimator(value)
    return estimator is not None and estimator.spec is not None and "kernel" in estimator.spec.kinds


def as_kernel(machine: Machine, value: Value, beside: Value) -> Value | None:
    """Return an operand as a kernel: a number is a constant one."""
    if is_kernel(machine, value):
        return value
    if isinstance(value, Constant) and isinstance(value.value, (int, float)):
        return built(machine, "ConstantKernel", beside, (("constant_value", value),))
    return None


def built(machine: Machine, name: str, beside: Value, parameters: tuple[tuple[str, Value], ...]) -> Ref | None:
    """Put a kernel on the heap that no constructor call in view built."""
    spec = machine.library.estimator(f"{MODULE}.{name}")
    known = machine.estimator(beside)
    if spec is None or known is None:
        return None
    return machine.allocate(Estimator(spec, known.place, name, parameters))
