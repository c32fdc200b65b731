"""A text for an expression that stands for the same value wherever it is written, whatever its names are bound to."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from hplint.analysis.data.fingerprint import fingerprint
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Constant, Data, External, Ref, Unknown, Value


def standing(machine: Machine, node: cst.CSTNode, *, of_tables: bool = True) -> str | None:
    """Return the text, or None for expressions that may differ from one evaluation to the next.

    A parameter is another value in each call: `def part(year): return df[df["year"] == year]`.

    Args:
        machine: Of the run.
        node: The expression.
        of_tables: Tables are told apart, too.
    """
    text = fingerprint(node)
    if text is None:
        return None
    bound = {name: token(machine, name, of_tables=of_tables) for name in names_in(node)}
    told = [f"{name}={value}" for name, value in sorted(bound.items()) if value]
    return f"{text} where {', '.join(told)}" if told else text


def token(machine: Machine, name: str, *, of_tables: bool) -> str:
    """Return what tells the value of a name from the others that it may have; empty where it needs none."""
    value: Value | None = machine.lookup(name)
    match value:
        case None:
            return ""
        case Constant(value=known):
            return repr(known)
        case Unknown(key=key) if key is not None:
            return repr(key)
        case Data(cell=cell):
            return f"data {cell}" if of_tables else ""
        case External(path=path):
            return path
        case Ref(address=address):
            return f"at {address}"
        case _:
            return f"in {machine.frame.id}" if machine.activations and is_local(machine, name) else ""


def is_local(machine: Machine, name: str) -> bool:
    """Tell whether a name is bound in the function under way."""
    return (machine.frame.id, name) in machine.store.cells


def names_in(node: cst.CSTNode) -> Iterator[str]:
    """List the names that an expression of the kinds that `fingerprint` knows is made of."""
    match node:
        case cst.Name(value=name):
            yield name
        case cst.Attribute(value=value):
            yield from names_in(value)
        case cst.Call(args=[cst.Arg(value=only)]):
            yield from names_in(only)
        case cst.Subscript(value=value, slice=parts):
            yield from names_in(value)
            for each in parts:
                if isinstance(each.slice, cst.Index):
                    yield from names_in(each.slice.value)
        case cst.BinaryOperation(left=left, right=right):
            yield from names_in(left)
            yield from names_in(right)
        case cst.UnaryOperation(expression=expression):
            yield from names_in(expression)
