"""What a library gives, where code of ours does the same: it is executed in its place, like a module of the project."""

from __future__ import annotations

from functools import cache

import libcst as cst

from hplint.analysis.activations import Frame
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Class, External, Function, Value
from hplint.analysis.modules.following import execute
from hplint.catalogue import stand_ins


def stand_in(machine: Machine, path: str) -> Class | Function | None:
    """Return the class or function that stands for one of a library; None where there is none."""
    module, _, name = path.rpartition(".")
    if name not in stand_ins.names(module):
        return None
    frame = loaded(machine, module)
    found = None if frame is None else machine.store.get((frame.id, name))
    if isinstance(found, External) and found.path != path:
        # Another module hands it on.
        return stand_in(machine, found.path)
    return found if isinstance(found, (Class, Function)) else None


def described(machine: Machine, value: Value) -> Value:
    """Return what stands for a class that others derive from; any other value as it is."""
    found = stand_in(machine, value.path) if isinstance(value, External) else None
    return value if found is None else found


def loaded(machine: Machine, module: str) -> Frame | None:
    """Execute the code that stands for a module, once; None where its budget is used up."""
    file = f"<{module}>"
    if file not in machine.loaded:
        machine.loaded[file] = frame = Frame(machine.fresh(), None)
        if machine.is_spent() or not execute(machine, frame, file, (tree(module),)):
            machine.loaded[file] = None
    return machine.loaded[file]


@cache
def tree(module: str) -> cst.Module:
    """Parse the code that stands for a module, once a process."""
    return cst.parse_module(stand_ins.code(module))
