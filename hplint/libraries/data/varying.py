"""Tables whose columns are other ones on each pass of a loop: the first n, one after the other, a growing list."""

from __future__ import annotations

from hplint.analysis.data.rows import Nobody
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.values import Bounds, Constant, Data, Items, OneOf, Ref, Unknown, Value
from hplint.libraries.estimators.configurations import UNKNOWN_NUMBER

DEEPEST = 2
"""Lists within lists of columns that are looked into."""
TAKING = (".drop", ".filter", ".head", ".nlargest", ".nsmallest", ".reindex", ".tail")
"""Methods that leave the columns, or the names of columns, that their arguments say."""


def changes_each_pass(machine: Machine, index: Value, deepest: int = DEEPEST) -> bool:
    """Tell whether an index, or a list of names, takes something else on each pass of a loop under way."""
    since = machine.looping_since()
    if since is None:
        return False
    match index:
        case Unknown(origin=Origin.LOOP) | Constant(origin=Origin.LOOP) | Bounds(in_turn=True):
            return True
        case OneOf():
            return index in machine.record.in_turn
        case Data():
            return is_marked(machine, index)
        case Bounds(low=low, high=high):
            numbers = [UNKNOWN_NUMBER.match(each) for each in (low, high) if isinstance(each, str)]
            return any(number is not None and int(number[1]) > since for number in numbers)
        case Items(values=values) if deepest:
            return any(changes_each_pass(machine, each, deepest - 1) for each in values)
        case Ref(address=address) if deepest:
            return is_filled_anew(machine, address, since, deepest)
        case _:
            return False


def is_filled_anew(machine: Machine, address: int, since: int, deepest: int) -> bool:
    """Tell whether a list grows from pass to pass, or is put together on each of what the loop binds.

    What an inner loop filled it with, which has ended, may be the same each time.
    """
    content = machine.store.get(address)
    if not isinstance(content, Sequence):
        return False
    if any(address in loop.growing for loop in machine.loops):
        return True
    if address < since:
        return False
    if content.items is None:
        return isinstance(content.element, (Data, Ref)) and changes_each_pass(machine, content.element, deepest - 1)
    return any(changes_each_pass(machine, each, deepest - 1) for each in content.items)


def is_marked(machine: Machine, data: Data) -> bool:
    """Tell whether data were computed from what a loop under way binds."""
    since = machine.looping_since()
    return since is not None and data.cell > since and data.cell in machine.record.set_by_loops


def takes_columns(data: Data, index: Value) -> bool:
    """Tell whether what stands alone between brackets takes columns, or some of the names of columns."""
    return isinstance(data.rows, Nobody) or data.lists_columns or not isinstance(index, Bounds)


def mark(machine: Machine, made: Value, whole: Data, by: tuple[Value, ...]) -> None:
    """Note that what was taken of data holds other columns on each pass, where `by` or the data change with it."""
    if isinstance(made, Data) and made.rows == whole.rows:
        if is_marked(machine, whole) or any(changes_each_pass(machine, each) for each in by):
            machine.record.set_by_loops.add(made.cell)
