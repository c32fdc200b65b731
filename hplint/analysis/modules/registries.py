"""Registries: what a module holds empty, and others fill while they are imported, as `@register("svm")` does.

Nobody reads a name of those that fill it, so that they are executed when somebody reads one of the module's own.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from hplint.analysis.activations import Frame
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Instance, Mapping, Sequence
from hplint.analysis.memory.values import Class, Function, Ref, Value


def fillers(machine: Machine, file: str, frame: Frame, name: str, value: Value) -> Iterator[str]:
    """Yield the modules to be executed that may fill what a module holds; what one of them imports follows.

    Args:
        machine: Is in the file itself, which reads a name of the module.
        file: The module's.
        frame: Its names.
        name: The one that is read.
        value: What it holds.
    """
    modules = machine.modules
    known = len(machine.imported) + len(machine.from_packages)
    if modules is None or machine.chunk < 0 or machine.filled.get((file, name)) == known:
        return
    machine.filled[file, name] = known
    if not leads_to_empty(machine, frame, value):
        return
    word = modules.dotted(file).rpartition(".")[2]
    while waiting := [each for each in sorted(imported(machine)) if each not in machine.loaded]:
        using = [each for each in waiting if modules.mentions(each, word)]
        if not using:
            return
        yield from using


def imported(machine: Machine) -> set[str]:
    """Return the files of the modules that imports name, `from package import module` among them."""
    found = set(machine.imported)
    for package, name in machine.from_packages:
        inner = None if machine.modules is None else machine.modules.locate(package, 1, name)
        if inner is not None:
            found.add(inner)
    return found


def leads_to_empty(machine: Machine, frame: Frame, value: Value) -> bool:
    """Tell whether a value is a list or dict with nothing in it, or an object, class or function that uses one."""
    if is_empty(machine, value):
        return True
    match value:
        case Ref(address=address) if isinstance(machine.content(value), Instance):
            return holds_empty(machine, address)
        case Class(address=address, bases=bases):
            definition = machine.defined.get(address)
            mentioned = not bases and definition is not None and names_empty(machine, frame, definition.node)
            return holds_empty(machine, address) or mentioned
        case Function(node=node):
            return names_empty(machine, frame, node)
        case _:
            return False


def holds_empty(machine: Machine, address: int) -> bool:
    """Tell whether an attribute of an object or class is an empty list or dict."""
    return any(is_empty(machine, each) for _, each in machine.attributes(address))


def names_empty(machine: Machine, frame: Frame, node: cst.CSTNode) -> bool:
    """Tell whether some code of a module names a list or dict of the module with nothing in it."""
    names = [
        key[1]
        for key, value in machine.store.cells.items()
        if isinstance(key, tuple) and key[0] == frame.id and isinstance(value, Ref) and is_empty(machine, value)
    ]
    code = cst.Module(()).code_for_node(node) if names else ""
    return any(name in code for name in names)


def is_empty(machine: Machine, value: Value) -> bool:
    """Tell whether a value is a list or dict without anything in it."""
    match machine.content(value):
        case Mapping(items=(), rest=None) | Sequence(items=()):
            return True
        case _:
            return False
