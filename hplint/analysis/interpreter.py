"""The walk: enters a module as a libcst visitor, executes its statements, then what nobody in view called."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

import libcst as cst

from hplint.analysis.calling.calls import Call
from hplint.analysis.calling.classes import class_attribute, instantiate
from hplint.analysis.calling.dispatch import call_value
from hplint.analysis.calling.functions import run_body, unknown_arguments
from hplint.analysis.estimators.consequences import becomes, note_handed_on
from hplint.analysis.estimators.definitions import examine_all
from hplint.analysis.estimators.fitting import Fitting, finish, initialize, watched
from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Class, Data, Function, Ref, Unknown, Value, is_none
from hplint.analysis.modules.imports import imported_somewhere
from hplint.analysis.modules.reactive import run_cells
from hplint.analysis.modules.unsettled import unsettle_all, unsettled
from hplint.analysis.protocols import Library, Modules
from hplint.analysis.python.containers import contents
from hplint.analysis.record import Record
from hplint.analysis.scores.discarding import discarded
from hplint.analysis.scores.selection import shown_in
from hplint.analysis.syntax.expressions import EXPRESSIONS
from hplint.analysis.syntax.statements import run_all, run_block
from hplint.basis.frozen import replace

LEAST_STEPS = 20_000
STEPS_PER_STATEMENT = 60
"""The budget: statements executed for each statement written, before calls and repeated loops are cut short."""


class Interpreter(cst.CSTVisitor):
    """Takes over at each module and dispatches by node type itself, over semantic children only."""

    def __init__(
        self,
        library: Library,
        expressions: Mapping[type, Callable[[Machine, Any], Value]],
        modules: Modules | None,
        file: str,
    ) -> None:
        self.machine = Machine(library, expressions, run_block, call_value, LEAST_STEPS, modules, file)
        self.machine.skips = expressions is EXPRESSIONS
        self.chunk = 0

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Execute the module; its nodes aren't visited one by one."""
        machine = self.machine
        machine.chunk = self.chunk
        if isinstance(node, cst.Module):
            machine.granted += STEPS_PER_STATEMENT * len(node.body)
            machine.steps += STEPS_PER_STATEMENT * len(node.body)
            machine.chunks.append(node)
            run_all(machine, node.body)
        return False


def interpret(
    chunks: Iterable[cst.Module],
    library: Library,
    after_unread: Container[int] = frozenset(),
    expressions: Mapping[type, Callable[[Machine, Any], Value]] = EXPRESSIONS,
    modules: Modules | None = None,
    file: str = "",
) -> Record:
    """Execute the chunks of one source in order, in one namespace, and return what happened.

    Args:
        chunks: The trees: one of a file, or one a cell.
        library: What is known of libraries.
        after_unread: Indices of chunks before which something stands that couldn't be read: it may have done anything.
        expressions: What evaluates expressions, by type of node: wrapped ones see every value.
        modules: The other files of the project; None where its imports aren't followed.
        file: Absolute path of this one, if they are.
    """
    interpreter = Interpreter(library, expressions, modules, file)
    trees = list(chunks)
    if len(trees) > 1:
        interpreter.machine.later = imported_somewhere(trees)
    for chunk, module in enumerate(trees):
        interpreter.chunk = chunk
        if chunk in after_unread:
            interpreter.machine.pretends = True
            interpreter.machine.escape_all()
            interpreter.machine.pretends = False
        module.visit(interpreter)
        interpreter.machine.loops.clear()
    run_cells(interpreter.machine)
    interpreter.machine.record.files = interpreter.machine.files
    examine_all(interpreter.machine)
    run_uncalled(interpreter.machine)
    interpreter.machine.record.discarded.extend(discarded(interpreter.machine))
    return interpreter.machine.record


def run_uncalled(machine: Machine) -> None:
    """Execute functions and methods that nobody in view called, each on its own, with unknown arguments."""
    machine.uncalled = True
    unsettle_all(machine)
    for of in list(classes(machine)):
        run_methods(machine, of)
    for fitting in machine.fittings.values():
        finish(machine, fitting)
    while machine.pending:
        key, function = next(iter(machine.pending.items()))
        del machine.pending[key]
        if machine.steps <= 0:
            machine.record.exhausted = True
            return
        alone(machine, function)


def classes(machine: Machine) -> Iterator[Class]:
    """List the classes of the module, in order."""
    seen: set[int] = set()
    for cell in list(machine.store.cells.values()) if machine.defined else ():
        if not isinstance(cell, Class) or cell.address in seen:
            continue
        definition = machine.defined.get(cell.address)
        if definition is None or definition.chunk >= 0:
            seen.add(cell.address)
            yield cell


def alone(machine: Machine, function: Function, fitting: Fitting | None = None) -> None:
    """Execute a function with unknown arguments and take its effects back.

    Args:
        machine: Executes it.
        function: Bound to an object, if it is a method.
        fitting: Is told what it does, where it fits an estimator of that class.
    """
    mark = machine.store.mark()
    machine.scope = machine.fresh()
    name = "" if fitting is None else fitting.watches(function)
    arguments = unknown_arguments(machine, function)
    if fitting is not None and name and isinstance(function.receiver, Ref):
        returned = watched(machine, fitting, name, function, function.receiver)
    else:
        returned = run_body(machine, function, arguments)
    for each in (returned, *contents(machine, returned)):
        held = each if isinstance(each, Data) else machine.estimator(each)
        if held is not None:
            machine.record.hand_out(held)
        if isinstance(held, Data):
            note_handed_on(machine, held)
    machine.record.given_back.update(score.place.key for score in shown_in(machine, returned))
    for model in models_of_caller(machine, arguments):
        machine.record.hand_out(model)
    if isinstance(function.node, cst.FunctionDef) and not is_private(function.node.name.value):
        becomes(machine, returned, Outcome.LEFT)
        for each in (returned, *contents(machine, returned)):
            machine.record.layers.keep(each.key if isinstance(each, Unknown) else None)
    machine.store.rollback(mark)


def models_of_caller(machine: Machine, arguments: Mapping[str, Value]) -> Iterator[Estimator]:
    """List the models that the caller of a function has: those given to it, and those in attributes of the object."""
    for given in arguments.values():
        held: list[Value] = []
        if isinstance(given, Unknown) and given.key in machine.opaque:
            held = [machine.opaque[given.key]]
        elif isinstance(given, Ref):
            held = [each for _, each in machine.attributes(given.address)]
        yield from (model for model in map(machine.estimator, held) if model is not None)


def is_private(name: str) -> bool:
    """Tell whether a function is called in its own file only."""
    return name.startswith("_") and not name.endswith("__")


def run_methods(machine: Machine, of: Class) -> None:
    """Execute the methods of a class that nobody in view called, on an object of which `__init__` alone has run.

    Any public method may have run before, so the object counts as known to code out of sight.
    """
    methods = [(name, class_attribute(machine, of, name)) for name in machine.members.get(of.address, ())]
    uncalled = [method for _, method in methods if isinstance(method, Function) and id(method.node) in machine.pending]
    if not uncalled:
        return
    mark = machine.store.mark()
    ref = built(machine, of)
    fitting = machine.fittings.get(of.address)
    if fitting is not None and fitting.contract.init is None and not of.dataclass and isinstance(ref, Ref):
        initialize(machine, fitting.contract, ref)
    if isinstance(ref, Ref):
        machine.pretends = True
        machine.escape(ref)
        machine.pretends = False
        for name, held in machine.attributes(ref.address):
            if is_none(held):
                # What is still to come may be there by now.
                machine.set_member(ref.address, name, unsettled(machine, held))
    for method in uncalled:
        if machine.pending.pop(id(method.node), None) is not None and machine.steps > 0:
            alone(machine, replace(method, receiver=None if method.role == "staticmethod" else ref), fitting)
    machine.store.rollback(mark)


def built(machine: Machine, of: Class) -> Value:
    """Build an object of a class with unknown arguments."""
    init = class_attribute(machine, of, "__init__")
    place = machine.place(init.node if isinstance(init, Function) else cst.Pass())
    return instantiate(machine, replace(of, opaque=False), Call(place, (), complete=False))
