"""Magics that an exported notebook calls by name: those that run Python run it here, the others do nothing."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Unknown, Value
from hplint.analysis.syntax.literals import literal
from hplint.source.read import read_cell


def cell_magic(machine: Machine, call: Call) -> Value:
    """Run a cell that stands in a string: `get_ipython().run_cell_magic('time', '', 'model.fit(X, y)')`."""
    name, line, body = (text(machine, call, place) for place in range(3))
    if name is None or body is None:
        return unread(machine)
    return run(machine, call, f"%%{name} {line or ''}\n{body}")


def line_magic(machine: Machine, call: Call) -> Value:
    """Run a magic of one line: `get_ipython().run_line_magic('matplotlib', 'inline')`."""
    name, line = text(machine, call, 0), text(machine, call, 1)
    if name is None:
        return unread(machine)
    return run(machine, call, f"%{name} {line or ''}\n")


def text(machine: Machine, call: Call, position: int) -> str | None:
    """Return an argument that is a string in view."""
    positional = call.positional
    given = literal(machine, positional[position].value) if position < len(positional) else None
    return given if isinstance(given, str) else None


def run(machine: Machine, call: Call, cell: str) -> Value:
    """Run the text of a cell; what can't be read may have done anything."""
    chunk = read_cell(cell)
    if chunk is None:
        return unread(machine)
    if chunk.tree.body:
        machine.record.strings.append((call.place, chunk.tree))
        machine.run(chunk.tree)
    return Unknown()


def unread(machine: Machine) -> Value:
    """Execute code that nobody reads."""
    machine.escape_all()
    return machine.unknown()
