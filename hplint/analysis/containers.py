"""What containers hold."""

from __future__ import annotations

from hplint.analysis.join import elements
from hplint.analysis.machine import Machine
from hplint.analysis.values import Data, Items, Mapping, OneOf, Sequence, Value


def contents(machine: Machine, value: Value) -> list[Value]:
    """List what a container may hold, in any order."""
    match value:
        case Items(values=values) | OneOf(values=values):
            return list(values)
        case Data():
            return [value]
    match machine.content(value):
        case Sequence() as sequence:
            return list(elements(sequence))
        case Mapping(items=pairs, rest=rest):
            return [each for _, each in pairs] + ([] if rest is None else [rest])
        case _:
            return []
