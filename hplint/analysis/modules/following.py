"""Imports between the files of a project: a name is followed into its module when somebody reads it, and not before.

A module is executed once a run of the interpreter, in a frame of its own. Its places have negative chunks, so that
whoever reports knows them for those of another file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import libcst as cst

from hplint.analysis.activations import Frame, TooFarError
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.values import Constant, Data, External, Imported, OneOf, Value, with_origin
from hplint.analysis.modules.registries import fillers
from hplint.analysis.modules.unsettled import unsettled

UNDER_WAY = (
    *("frame", "chunk", "loops", "activations", "guards", "shown", "scope", "occasion", "deciding", "watch"),
    *("repeating", "pretends", "only_read", "some", "quota", "aside", "catching"),
)
"""What the machine knows of the code under way."""
MOST_OF_CALL = 40
MOST_OF_MODULE = 600
"""Statements of another module that one call, and its own top level, may execute."""
MOST_OF_CONTRACT = 200
"""Statements of other modules that the constructor of one estimator class may execute besides."""
MOST_OF_INHERITED = 600
"""As many where the `fit` of the class is another module's, which leads to the methods of the class in the end."""
MODULE_STEPS = 8
"""Statements at the top level of a module that cost as much as one within a function."""
DEEPEST_REEXPORT = 8
"""Modules through which a name is handed on."""


def locate(machine: Machine, level: int, name: str) -> Imported | None:
    """Find the module of the project that an import in the code under way names; None for a library's.

    Args:
        machine: Knows the file of the code under way.
        level: The number of leading dots.
        name: Dotted, without them; empty for `from . import x`.
    """
    if machine.modules is None:
        return None
    importer = machine.files.get(machine.chunk, machine.file)
    found = machine.modules.locate(importer, level, name)
    if found is not None:
        machine.imported.add(found)
    return None if found is None else Imported(found, machine.modules.dotted(found) if level else name)


def resolved(machine: Machine, value: Value, depth: int = 0) -> Value:
    """Return what an imported name stands for; a module stays as it is, and so does everything that isn't imported."""
    match value:
        case OneOf(values=values):
            if not any(isinstance(each, Imported) for each in values):
                return value
            found = [resolved(machine, each, depth) for each in values]
            joined = found[0]
            for each in found[1:]:
                joined = machine.join(joined, each)
            return joined
        case Imported(name=name) if name:
            return member(machine, Imported(value.file, value.path), name, depth)
        case _:
            return value


def member(machine: Machine, module: Imported, name: str, depth: int = 0) -> Value:
    """Return what a module of the project holds under a name; as a thing of its own library where that isn't known."""
    unseen = External(f"{module.path}.{name}")
    if depth > DEEPEST_REEXPORT or machine.modules is None or machine.library.knows(unseen.path):
        return unseen
    frame = load(machine, module.file)
    if frame is None:
        machine.unread.add(unseen.path)
    else:
        found = machine.store.get((frame.id, name))
        if found is not None:
            for file in fillers(machine, module.file, frame, name, found):  # type: ignore[arg-type]  # as below
                load(machine, file)
            value = resolved(machine, machine.store.get((frame.id, name)), depth + 1)  # type: ignore[arg-type]  # names hold values
            if machine.uncalled or not machine.imported <= machine.loaded.keys():
                # A module that was imported, and isn't executed here, may have changed it.
                value = unsettled(machine, value)
            # A number that another module keeps for all who import it is a setting.
            return with_origin(value, Origin.CONFIGURATION) if isinstance(value, Constant) else value
    inner = machine.modules.locate(module.file, 1, name) if machine.modules.is_package(module.file) else None
    return unseen if inner is None else Imported(inner, unseen.path)


def bind_member(machine: Machine, module: Imported, name: str, value: Value) -> None:
    """Bind a name of a module of the project from outside: `settings.model = SVC()`."""
    frame = load(machine, module.file)
    if frame is None:
        machine.escape(value)
    else:
        machine.store.set((frame.id, name), value)


def note_constant(machine: Machine, key: int, module: Imported, name: str, value: Value) -> None:
    """Note which module defines a constant that is read from it, through those that hand it on.

    Args:
        machine: Is in the code that reads it.
        key: Of the place where it is read.
        module: What it is read from.
        name: Of the constant in there.
        value: What was read.
    """
    file = module.file
    for _ in range(DEEPEST_REEXPORT if isinstance(value, Constant) else 0):
        frame = machine.loaded.get(file)
        found = None if frame is None else machine.store.get((frame.id, name))
        if not (isinstance(found, Imported) and found.name):
            machine.record.constants[key] = (file, name)
            return
        file, name = found.file, found.name


def names(machine: Machine, module: Imported) -> list[str] | None:
    """List what `from module import *` binds; None where the module can't be read."""
    frame = load(machine, module.file)
    if frame is None:
        return None
    bound = [key[1] for key in machine.store.cells if isinstance(key, tuple) and key[0] == frame.id]
    listed = machine.store.get((frame.id, "__all__"))
    content = None if listed is None else machine.content(listed)  # type: ignore[arg-type]  # names hold values
    if isinstance(content, Sequence) and content.items is not None:
        return [each.value for each in content.items if isinstance(each, Constant) and isinstance(each.value, str)]
    return [name for name in bound if not name.startswith("_")]


def load(machine: Machine, file: str) -> Frame | None:
    """Execute a module, once; None where it can't be read, or is a folder, or the budget is used up.

    A module that is being executed already, in a cycle of imports, is returned as far as it is.
    """
    if file in machine.loaded:
        return machine.loaded[file]
    machine.loaded[file] = None
    trees = () if machine.modules is None or machine.is_spent() else machine.modules.parse(file)
    if not trees:
        return None
    frame = machine.loaded[file] = Frame(machine.fresh(), None)
    if not execute(machine, frame, file, trees):
        # What it has bound so far may not be what it binds in the end.
        machine.loaded[file] = None
    return machine.loaded[file]


def execute(machine: Machine, frame: Frame, file: str, trees: tuple[cst.Module, ...]) -> bool:
    """Execute the statements of another module, and tell whether its end is reached.

    What it sets stays, whatever becomes of the path that reads it.
    """
    with elsewhere(machine), machine.store.lasting():
        machine.frame = frame
        machine.chunk = -1 - len(machine.files)
        machine.files[machine.chunk] = file
        machine.bind("__name__", Constant(file, Origin.COMPUTED))
        # What a module is like depends as little as can be on how much the file that reads it has executed.
        machine.quota = min(MOST_OF_MODULE, MODULE_STEPS * max(machine.left_abroad(), 0))
        abroad, machine.abroad = machine.abroad, -MOST_OF_MODULE
        branches, machine.branches = machine.branches, []
        # Places are known by their nodes, which must live as long as they.
        machine.foreign.extend(trees)
        try:
            for tree in trees:
                machine.run(tree)
        except TooFarError:
            machine.record.left_off.add(machine.chunk)
            return False
        finally:
            machine.branches = branches
            machine.abroad = abroad + (machine.abroad + MOST_OF_MODULE + MODULE_STEPS - 1) // MODULE_STEPS
    return True


class Standing:
    """Where the machine stands, so that it can come back when what it executes is left in the middle."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.lengths = [len(each) for each in self.lists()]
        self.marks, self.mark = machine.store.marks, machine.store.mark()
        self.before = {name: getattr(machine, name) for name in UNDER_WAY}

    def lists(self) -> tuple[list[Any], ...]:
        """List what grows on the way in, and shrinks on the way out."""
        machine = self.machine
        return machine.activations, machine.asked, machine.branches, machine.conditions

    def keep(self) -> None:
        """Let stand what happened meanwhile."""
        self.machine.store.keep(self.mark, lambda key: False)

    def restore(self) -> None:
        """Take back what happened meanwhile."""
        self.machine.store.abandon(self.mark, self.marks)
        for name, value in self.before.items():
            setattr(self.machine, name, value)
        for each, length in zip(self.lists(), self.lengths, strict=True):
            del each[length:]


def visit(
    machine: Machine, node: object, arguments: Mapping[str, Value], body: Callable[[], Value], beside: bool = False
) -> Value:
    """Execute a function of another module as far as it is worth it; one that takes more may do anything.

    Args:
        machine: Is in the code that calls it.
        node: The function.
        arguments: What it is given.
        body: Executes it.
        beside: Whether it has nothing to do with the object for whose sake alone code is executed; see `beside`.
    """
    afresh_now = machine.abroad < 0 and not beside
    quota, tried = -machine.abroad if afresh_now else MOST_OF_CALL, machine.too_far.get(id(node))
    within = machine.chunk < 0
    if within:
        quota = min(quota, machine.quota)
    if machine.is_spent() or (tried is not None and (tried >= quota or not afresh_now)):
        return unreached(machine, arguments)
    depth, standing, abroad = len(machine.activations), Standing(machine), machine.abroad
    machine.quota = quota
    try:
        result = body()
    except TooFarError:
        machine.record.left_off.update(each.chunk for each in machine.activations[depth:])
        standing.restore()
        machine.quota -= within * (machine.abroad - abroad)
        machine.too_far[id(node)] = max(quota, tried or 0)
        return unreached(machine, arguments)
    machine.quota = standing.before["quota"] - within * (machine.abroad - abroad)
    standing.keep()
    return result


@contextmanager
def afresh(machine: Machine, most: int = MOST_OF_CONTRACT) -> Iterator[None]:
    """Execute code of other modules whatever was executed of them before: of a base class, for what derives from it."""
    before, machine.abroad = machine.abroad, -most
    yield
    machine.abroad += before + most


def unreached(machine: Machine, arguments: Mapping[str, Value]) -> Value:
    """Return the result of a call that isn't followed: its arguments may be changed, and kept."""
    for value in arguments.values():
        machine.escape(value)
    same = handed_back(machine, arguments.values())
    if same is not None:
        return same
    data = any(isinstance(each, Data) or machine.content(each) is not None for each in arguments.values())
    return machine.unknown(of_data=data)


def handed_back(machine: Machine, given: Iterable[Value]) -> Value | None:
    """Return the one hyperparameter that a function of the project is given which isn't read: it may only check it."""
    watch = machine.watch
    minded = [value for value in given if watch is not None and watch.minds(value)]
    return minded[0] if len(minded) == 1 else None


@contextmanager
def elsewhere(machine: Machine) -> Iterator[None]:
    """Leave the code under way, and come back to it as it was."""
    before = {name: getattr(machine, name) for name in UNDER_WAY}
    tests = machine.record.tests
    machine.loops, machine.activations, machine.watch, machine.catching = [], [], None, []
    machine.guards = machine.shown = machine.scope = machine.occasion = machine.deciding = machine.aside = 0
    machine.repeating = machine.pretends = machine.only_read = machine.some = False
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(machine, name, value)
        machine.record.tests = tests
