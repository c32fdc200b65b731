"""Whether the code under way is a test of other code."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.machine import Machine


def in_test(machine: Machine) -> bool:
    """Tell whether a function under way is a test, as pytest and unittest find them, or belongs to a file of tests."""
    if machine.record.tests and machine.activations:
        return True
    functions = (each.node for each in machine.activations)
    return any(isinstance(node, cst.FunctionDef) and node.name.value.startswith("test_") for node in functions)
