"""Arrays whose lines are columns of the same rows, until they are transposed: `np.array([ages, incomes]).T`."""

from __future__ import annotations

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.data.history import Lesson
from hplint.analysis.data.row_by_row import is_column
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.values import Data, Items
from hplint.analysis.python.containers import contents
from hplint.basis.frozen import replace


def note_lines(machine: Machine, made: Data, given: Argument | None, call: Call) -> None:
    """Note that an array is made of a list of columns of the same rows."""
    content = None if given is None else machine.content(given.value)
    if given is None or not isinstance(content or given.value, (Sequence, Items)):
        return
    held = [machine.current(each) for each in contents(machine, given.value) if isinstance(each, Data)]
    several = len(held) > 1 or (isinstance(content, Sequence) and content.items is None)
    if several and held and all(is_column(each) and each.rows == held[0].rows for each in held):
        machine.lines[made.cell] = held[0].rows, call.place


def stood_up(machine: Machine, data: Data) -> Data | None:
    """Return a transposed array whose lines were columns, with their rows; None for any other array."""
    if data.cell not in machine.lines:
        return None
    rows, place = machine.lines[data.cell]
    # Below each other they would have been copies of the same rows.
    learned = frozenset(
        entry for entry in data.learned if entry.lesson is not Lesson.RESAMPLING or entry.place is not place
    )
    return replace(data, rows=rows, learned=learned)
