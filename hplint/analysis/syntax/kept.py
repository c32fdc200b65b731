"""Results that a program keeps in a file for its next run: loaded if the file is there, else made and saved.

What `if os.path.exists(path): X = np.load(path)` loads is what the other branch makes.
"""

from __future__ import annotations

from typing import NamedTuple

import libcst as cst

from hplint.analysis.machine import Machine
from hplint.basis.patterns import lazy_pattern

ASKS = frozenset({"exists", "is_file", "isfile"})
"""What tells whether a file is there: https://docs.python.org/3/library/os.path.html and pathlib's."""
WRITES = lazy_pattern(r"\b(?!savefig)(to_(csv|pickle|parquet|feather|json|excel|hdf)|dump|save\w*|write\w*)\(")
"""Calls that write a file, a project's own among them, which say so by their names."""


class Kept(NamedTuple):
    """The two branches of a condition that asks for a file."""

    loads: cst.BaseSuite | cst.If | cst.Else | None
    makes: cst.BaseSuite | cst.If | cst.Else | None
    """None where the rest of the function does."""


def kept_result(machine: Machine, node: cst.If) -> Kept | None:
    """Return the branches of a condition by whose file one loads what the other makes and saves; None for any other."""
    there = asks_for_file(node.test)
    if there is None:
        return None
    loads, makes = (node.body, node.orelse) if there else (node.orelse, node.body)
    function = machine.activations[-1].node if machine.activations else None
    rest = function if isinstance(function, cst.FunctionDef) and there and leaves(node.body) else None
    made_by = makes or rest
    if loads is None or made_by is None or WRITES.search(written(loads)) is not None:
        return None
    return Kept(loads, makes) if WRITES.search(written(made_by)) is not None else None


def asks_for_file(node: cst.BaseExpression) -> bool | None:
    """Tell whether a condition holds where a file is there, or where it isn't; None where it asks anything else."""
    match node:
        case cst.Call(func=cst.Attribute(attr=cst.Name(value=name))) if name in ASKS:
            return True
        case cst.UnaryOperation(operator=cst.Not(), expression=inner):
            found = asks_for_file(inner)
            return None if found is None else not found
        case cst.BooleanOperation(left=left, operator=cst.And(), right=right):
            return True if asks_for_file(left) is True or asks_for_file(right) is True else None
        case _:
            return None


def leaves(block: cst.BaseSuite) -> bool:
    """Tell whether a block ends with a return."""
    last = block.body[-1] if block.body else None
    return isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[-1], cst.Return)


def written(node: cst.CSTNode) -> str:
    """Return the text of some code."""
    return cst.Module(()).code_for_node(node)
