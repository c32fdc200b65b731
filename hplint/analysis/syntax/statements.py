"""Statements: each is executed once a path, and says whether the next one is reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from hplint.analysis.activations import Changes, Definition, Frame
from hplint.analysis.calling.classes import define_class
from hplint.analysis.calling.decorators import decorated
from hplint.analysis.calling.metaclasses import announce, is_metaclass
from hplint.analysis.calling.offers import left_out, offering
from hplint.analysis.estimators.definitions import examine
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import NEVER, NONE, UNKNOWN, Verdict
from hplint.analysis.modules.imports import import_from, import_names
from hplint.analysis.python.containers import learned_for
from hplint.analysis.python.stdlib import enumerate_members
from hplint.analysis.scores.selection import choices, decided, of_two_models, report
from hplint.analysis.scores.tallies import note_tally
from hplint.analysis.syntax.aside import look_aside
from hplint.analysis.syntax.assignment import assign, assign_augmented, delete
from hplint.analysis.syntax.contexts import run_try, run_with
from hplint.analysis.syntax.iteration import run_for, run_while
from hplint.analysis.syntax.kept import kept_result
from hplint.analysis.syntax.matching import match
from hplint.analysis.syntax.showing import may_repeat, shown_again, sorts_in
from hplint.analysis.syntax.truth import asks_for_missing, asks_release, is_given, truth
from hplint.basis.frozen import replace


def run_block(machine: Machine, block: cst.BaseSuite) -> bool:
    """Execute a suite; False when its end isn't reached."""
    return run_all(machine, block.body)


def run_all(machine: Machine, statements: Sequence[cst.CSTNode]) -> bool:
    """Execute statements in order until one leaves."""
    for statement in statements:
        # What other modules do is counted apart.
        if machine.chunk >= 0:
            machine.steps -= 1
        else:
            machine.step()
        handler = STATEMENTS.get(type(statement))
        if handler is not None and not handler(machine, statement):
            return False
    return True


def run_line(machine: Machine, node: cst.SimpleStatementLine) -> bool:
    """Execute the small statements of a line."""
    return run_all(machine, node.body)


def run_expression(machine: Machine, node: cst.Expr) -> bool:
    """Execute an expression statement; a call that ends the program isn't left."""
    if type(node.value) is cst.SimpleString:
        # A docstring.
        return True
    machine.shown = id(node.value)
    repeats = machine.skips and may_repeat(machine)
    if repeats and shown_again(machine, node):
        return True
    sorts = sorts_in(machine, node) if repeats else None
    written, told = len(machine.store.journal), 0 if sorts is None else machine.record.size()
    value = machine.evaluate(node.value)
    # A notebook shows the value of a cell's last expression.
    report(machine, (value,))
    if sorts and value is not NEVER:
        idle = written == len(machine.store.journal) and told == machine.record.size()
        machine.shows[id(node)] = sorts if idle else ()
    return value is not NEVER


def run_if(machine: Machine, node: cst.If) -> bool:
    """Execute both branches of a condition, or the one that is certainly taken."""
    with machine.asking() as asked:
        test = machine.evaluate(node.test)
        machine.ask(learned_for(machine, test))
    known = truth(machine, test)
    if known is not None:
        if is_given(test):
            look_aside(machine, node.orelse if known else node.body, run_else)
        return run_block(machine, node.body) if known else run_else(machine, node.orelse)
    if (kept := kept_result(machine, node)) is not None:
        look_aside(machine, kept.loads, run_else)
        return (
            run_block(machine, kept.makes) if isinstance(kept.makes, cst.BaseSuite) else run_else(machine, kept.makes)
        )
    guarded = asks_release(node.test)
    machine.guards += guarded
    mark = machine.store.mark()
    outside = len(machine.branches)
    machine.branch()
    machine.deciding += isinstance(test, Verdict)
    depth = len(machine.conditions)
    machine.conditions.append(asked.history)
    missing = left_out(machine, node.test)
    with offering(machine, so=missing is True):
        reached = run_block(machine, node.body)
    if reached:
        note_tally(machine, node, test)
    machine.deciding -= isinstance(test, Verdict)
    if isinstance(test, Verdict):
        decided(machine, test, machine.store.changes(mark))
        if of_two_models(test) and returns(node.body):
            choices(machine, test.scores)
    paths: list[Changes] = []
    taken = machine.store.rollback(mark)
    if reached:
        paths.append(taken)
    mark = machine.store.mark()
    with offering(machine, so=missing is False):
        reached = run_else(machine, node.orelse)
    del machine.conditions[depth:]
    machine.guards -= guarded
    taken = machine.store.rollback(mark)
    if reached:
        paths.append(taken)
    if reached and len(paths) == 1 and asked.history and skips(node.body):
        # What the loop does with this element from here on, it does by the condition.
        machine.conditions.append(asked.history)
    # Where only one of them goes on, what follows belongs to it.
    del machine.branches[outside + (len(paths) == 1) :]
    # What is done where something is missing is done wherever it matters, and what was learned may decide itself.
    machine.merge(paths, some=True if asked.history or asks_for_missing(node.test) else None)
    return bool(paths)


def returns(block: cst.BaseSuite) -> bool:
    """Tell whether a block ends with the return of a value."""
    last = last_of(block)
    return isinstance(last, cst.Return) and last.value is not None


def skips(block: cst.BaseSuite) -> bool:
    """Tell whether a block ends with the next pass of a loop."""
    return isinstance(last_of(block), cst.Continue)


def last_of(block: cst.BaseSuite) -> cst.CSTNode:
    """Return the last statement of a block."""
    last: cst.CSTNode = block.body[-1]
    return last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last


def run_else(machine: Machine, node: cst.If | cst.Else | None) -> bool:
    """Execute what follows a condition that doesn't hold."""
    if node is None:
        return True
    return run_if(machine, node) if isinstance(node, cst.If) else run_block(machine, node.body)


def run_match(machine: Machine, node: cst.Match) -> bool:
    """Execute the case of a match statement that is taken, or all that may be, each as one path."""
    subject = machine.evaluate(node.subject)
    paths: list[Changes] = []
    for case in node.cases:
        found = match(machine, case.pattern, subject)
        guard = None if case.guard is None else cst.If(case.guard, case.body)
        if found.matches is False:
            look_aside(machine, case.body, run_else)
            continue
        mark = machine.store.mark()
        if found.matches is None and any(value is UNKNOWN for _, value in found.bound):
            # A part of the subject, which the case may change.
            machine.escape(subject)
        for name, value in found.bound:
            machine.bind(name, value)
        outside = len(machine.branches)
        if found.matches is None or guard is not None:
            machine.branch()
        taken = found.matches if guard is None else holds(machine, guard.test, found.matches)
        reached = taken is not False and run_block(machine, case.body)
        del machine.branches[outside:]
        changes = machine.store.rollback(mark)
        if reached:
            paths.append(changes)
        if taken is True:
            break
    else:
        paths.append({})
    machine.merge(paths)
    return bool(paths)


def holds(machine: Machine, guard: cst.BaseExpression, matches: bool | None) -> bool | None:
    """Tell whether a case is taken whose pattern matches, by its guard."""
    known = truth(machine, machine.evaluate(guard))
    return False if known is False else known and matches


def run_return(machine: Machine, node: cst.Return) -> bool:
    """Leave the function under way with a value."""
    value = NONE if node.value is None else machine.evaluate(node.value)
    if value is NEVER:
        return False
    if machine.activations:
        activation = machine.activations[-1]
        if machine.watch is not None and activation.node is machine.watch.function:
            machine.watch.returns.append((machine.place(node), value))
        if machine.store.marks == activation.depth and not activation.returns:
            activation.left = value
        else:
            activation.returns.append((value, machine.store.changes(activation.mark)))
    return False


def run_break(machine: Machine, node: cst.Break) -> bool:
    """Leave the loop under way."""
    if machine.loops:
        machine.loops[-1].breaks.append(machine.store.changes(machine.loops[-1].mark))
    return False


def run_continue(machine: Machine, node: cst.Continue) -> bool:
    """Go on with the next pass of the loop under way."""
    if machine.loops:
        machine.loops[-1].continues.append(machine.store.changes(machine.loops[-1].mark))
    return False


def run_raise(machine: Machine, node: cst.Raise) -> bool:
    """Leave this path."""
    if node.exc is not None:
        machine.evaluate(node.exc)
    return False


def run_assert(machine: Machine, node: cst.Assert) -> bool:
    """Evaluate what is asserted."""
    return machine.evaluate(node.test) is not NEVER


def run_scope(machine: Machine, node: cst.Global | cst.Nonlocal) -> bool:
    """Redirect names to the frame that they are declared to live in."""
    for item in node.names:
        frame = module_of(machine)
        if isinstance(node, cst.Nonlocal):
            outer = machine.frame.parent
            while outer is not None and machine.store.get((outer.id, item.name.value)) is None:
                outer = outer.parent
            frame = outer or frame
        machine.frame.redirected[item.name.value] = frame
    return True


def module_of(machine: Machine) -> Frame:
    """Return the frame of the module that the code under way stands in."""
    frame = machine.frame
    while frame.parent is not None:
        frame = frame.parent
    return frame


def run_assign(machine: Machine, node: cst.Assign) -> bool:
    """Assign one value to every target."""
    value = machine.evaluate(node.value)
    if value is NEVER:
        return False
    for target in node.targets:
        assign(machine, target.target, value, node.value)
    return True


def run_annotated(machine: Machine, node: cst.AnnAssign) -> bool:
    """Assign where an annotated name has a value."""
    if node.value is not None:
        assign(machine, node.target, machine.evaluate(node.value), node.value)
    return True


def run_augmented(machine: Machine, node: cst.AugAssign) -> bool:
    """Change a target by an operation."""
    assign_augmented(machine, node)
    return True


def run_delete(machine: Machine, node: cst.Del) -> bool:
    """Unbind targets."""
    delete(machine, node.target)
    return True


def run_function(machine: Machine, node: cst.FunctionDef) -> bool:
    """Bind a function."""
    machine.bind(node.name.value, decorated(machine, node))
    return True


def run_class(machine: Machine, node: cst.ClassDef) -> bool:
    """Bind a class, its body executed."""
    of = define_class(machine, node)
    if of.meta is not None and not (is_metaclass(of.meta) and announce(machine, of, machine.place(node))):
        of = replace(of, opaque=True)
        machine.defined[of.address] = Definition(of, node, machine.chunk)
    enumerate_members(machine, of)
    machine.bind(node.name.value, of)
    if machine.activations and machine.chunk >= 0:
        # What a function defines is gone when it is left.
        examine(machine, machine.defined[of.address])
    return True


STATEMENTS: dict[type, Callable[[Machine, Any], bool]] = {
    cst.SimpleStatementLine: run_line,
    cst.Expr: run_expression,
    cst.Assign: run_assign,
    cst.AnnAssign: run_annotated,
    cst.AugAssign: run_augmented,
    cst.Del: run_delete,
    cst.Import: import_names,
    cst.ImportFrom: import_from,
    cst.If: run_if,
    cst.For: run_for,
    cst.While: run_while,
    cst.With: run_with,
    cst.Try: run_try,
    cst.TryStar: run_try,
    cst.Match: run_match,
    cst.FunctionDef: run_function,
    cst.ClassDef: run_class,
    cst.Return: run_return,
    cst.Break: run_break,
    cst.Continue: run_continue,
    cst.Raise: run_raise,
    cst.Assert: run_assert,
    cst.Global: run_scope,
    cst.Nonlocal: run_scope,
}
