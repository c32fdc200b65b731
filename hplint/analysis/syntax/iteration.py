"""Loops and comprehensions: known containers of objects element by element, everything else in two passes."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.activations import Changes, Frame, Loop
from hplint.analysis.data.row_by_row import note_grown, rows_passed
from hplint.analysis.data.rows import NO_ROWS, Fold, Nobody, Subset, UnknownRows, bounded, in_folds
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Instance, Mapping, Sequence
from hplint.analysis.memory.join import all_of
from hplint.analysis.memory.values import (
    INERT,
    UNKNOWN,
    Class,
    Constant,
    Data,
    External,
    Function,
    Items,
    Mask,
    OneOf,
    Partial,
    Range,
    Ref,
    Score,
    Unknown,
    Value,
    Verdict,
    with_origin,
)
from hplint.analysis.python.containers import influenced, learned_for, renewed
from hplint.analysis.python.stdlib import tuple_fields
from hplint.analysis.scores.decisions import note_decisions, predictions_of
from hplint.analysis.scores.selection import by_scores
from hplint.analysis.scores.tallies import are_errors
from hplint.analysis.syntax.assignment import assign
from hplint.analysis.syntax.deferral import iterated
from hplint.analysis.syntax.truth import truth
from hplint.analysis.syntax.turns import in_turn
from hplint.basis.frozen import dataclass, replace

MOST_ELEMENTS = 256
"""Longest container that is gone through element by element."""
MOST_BUILT = 16
"""Longest range of numbers for each of which a comprehension makes an object."""
MOST_KNOWN_PASSES = 8
"""Passes of a while loop that are executed one by one."""
FEW_CONSTANTS = 3
"""Longest list of mere constants that is."""
MOST_KEYS = 24
"""Longest dict of objects whose keys are gone through one by one."""
MOST_ITEMS = 64
"""Longest dict that a comprehension over mere constants builds."""
OUT_OF_VIEW = (Origin.PARAMETER, Origin.UNKNOWN)
DEEPEST_TWICE = 3
"""Loops within loops that are passed twice; deeper ones once, which keeps the cost linear."""


@dataclass(frozen=True, slots=True)
class Passes:
    """What a loop binds: each element in turn, or one element that stands for all."""

    each: tuple[Value, ...] | None
    element: Value


def passes(machine: Machine, value: Value, few: int = FEW_CONSTANTS) -> Passes:
    """Return what looping over a value binds."""
    value = iterated(machine, value)
    items: tuple[Value, ...] | None = None
    match value:
        case Range() | Unknown(key=None, origin=Origin.COMPUTED):
            # Numbers: `range(0, len(models), 2)`.
            return Passes(None, Unknown(None, Origin.LOOP))
        case Items(values=values):
            items = values
        case Constant(value=tuple() | str() as literal):
            items = tuple(Constant(each) for each in literal)
        case Ref():
            content = machine.content(value)
            if isinstance(content, Sequence):
                if content.items is None:
                    return Passes(None, another_each_time(renewed(machine, content.element)))
                items = content.items
            elif isinstance(content, Mapping) and content.rest is None:
                items = tuple(Constant(key) for key, _ in content.items)
            elif isinstance(content, Instance):
                items = tuple_fields(machine, value, content)
    if isinstance(value, OneOf):
        return Passes(None, all_of([any_pass(machine, each) for each in value.values], machine.join))
    if items is None:
        found = machine.library.iterate(machine, value)
        if found is None:
            # It may hand out what it holds.
            machine.escape(value)
        return Passes(None, machine.unknown(Origin.LOOP) if found is None else with_origin(found, Origin.LOOP))
    candidates = tuple(as_candidate(item) for item in items)
    worth = any(holds_objects(item) for item in items) or by_key(machine, value)
    if len(items) <= (MOST_ELEMENTS if worth else few) and machine.steps > 0:
        return Passes(candidates, UNKNOWN)
    if worth:
        return Passes(None, all_of(list(candidates), machine.join))
    several = any(isinstance(item, Items) for item in items)
    return Passes(None, machine.unknown(Origin.LOOP) if several else Unknown(None, Origin.LOOP))


def another_each_time(element: Value) -> Value:
    """Return what stands for all pairs that a loop passes: what nobody knows in them is another thing each time."""
    if not isinstance(element, Items):
        return element
    return Items(
        tuple(
            with_origin(part, Origin.LOOP)
            if isinstance(part, Unknown) and part.key is not None and part.origin in OUT_OF_VIEW
            else part
            for part in element.values
        )
    )


def as_candidate(item: Value) -> Value:
    """Return an element as what a loop goes through; of a tuple all parts."""
    if isinstance(item, Items):
        return Items(tuple(as_candidate(part) for part in item.values))
    return with_origin(item, Origin.LOOP)


def any_pass(machine: Machine, value: Value) -> Value:
    """Return what stands for all that looping over a value binds."""
    bound = passes(machine, value)
    return bound.element if bound.each is None else all_of(list(bound.each), machine.join)


def by_key(machine: Machine, value: Value) -> bool:
    """Tell whether it is a dict of some objects, which a loop through its keys takes one by one."""
    content = machine.content(value)
    if not isinstance(content, Mapping) or len(content.items) > MOST_KEYS:
        return False
    return any(holds_objects(held) for _, held in content.items)


def holds_objects(value: Value) -> bool:
    """Tell whether an element is worth a pass of its own: an object, data, or a tuple with one."""
    match value:
        case Ref() | Data() | Function() | External() | Class() | Partial() | OneOf():
            return True
        case Items(values=values):
            return any(holds_objects(each) for each in values)
        case _:
            return False


def goes_through_folds(value: Value) -> bool:
    """Tell whether the positions of a fold are among what a loop binds."""
    match value:
        case Items(values=values):
            return any(map(goes_through_folds, values))
        case Data(mask=Mask(split=Fold())):
            return True
        case _:
            return False


def run_for(machine: Machine, node: cst.For) -> bool:
    """Execute a for loop."""
    iterable = machine.evaluate(node.iter)
    bound = passes(machine, iterable)
    loop = Loop(
        machine.store.mark(),
        target=machine.place(node.target),
        outside=len(machine.branches),
        asked=len(machine.conditions),
        began=machine.fresh(),
    )
    loop.node = node
    loop.rows = rows_passed(machine, node.iter, iterable)
    loop.folds = goes_through_folds(bound.element if bound.each is None else Items(bound.each[:1]))
    machine.loops.append(loop)
    loop.candidates = bound.each is not None and len(bound.each) > 1
    loop.single = bound.each is not None and len(bound.each) == 1
    predictions = None
    if bound.each is not None:
        alive = run_each(machine, node, bound.each, loop)
        if alive and not loop.breaks and node.orelse is None:
            # One path leads through all passes, and this is its end.
            machine.passed.add(machine.loops.pop().began, machine.fresh())
            del machine.branches[loop.outside :]
            del machine.conditions[loop.asked :]
            machine.store.stand(loop.mark)
            return True
        ended: list[Changes] = [machine.store.changes(loop.mark)] if alive else []
    else:
        element = in_turn(machine, iterable, bound.element)
        loop.among = element.among if isinstance(element, Unknown) else ()
        predictions = predictions_of(machine, node.iter, iterable)
        with machine.among_folds(are_folds(element)):
            ended = run_twice(machine, node, element, loop, iterable)
    reached = leave(machine, node, loop, ended)
    note_grown(machine, loop)
    if predictions is not None and reached:
        note_decisions(machine, predictions, ended)
    return reached


def leave(machine: Machine, node: cst.For | cst.While, loop: Loop, ended: list[Changes]) -> bool:
    """Join the paths that leave a loop: those that `ended` it go through its `else`, a `break` doesn't."""
    machine.passed.add(machine.loops.pop().began, machine.fresh())
    del machine.branches[loop.outside :]
    del machine.conditions[loop.asked :]
    machine.store.rollback(loop.mark)
    if node.orelse is None or not ended:
        paths = ended + loop.breaks
    else:
        mark = machine.store.mark()
        machine.merge(ended, some=True)
        reached = machine.run(node.orelse.body)
        after = machine.store.rollback(mark)
        paths = ([after] if reached else []) + loop.breaks
    machine.merge(paths, some=True)
    return bool(paths)


def run_each(machine: Machine, node: cst.For, each: tuple[Value, ...], loop: Loop) -> bool:
    """Pass once for every element, and tell whether a path goes through all of them."""
    alive = True
    for element in each:
        assign(machine, node.target, element)
        reached = machine.run(node.body)
        del machine.branches[loop.outside :]
        del machine.conditions[loop.asked :]
        if loop.continues or not reached:
            alive = next_pass(machine, loop, reached)
            if not alive:
                break
    return alive


def next_pass(machine: Machine, loop: Loop, reached: bool) -> bool:
    """Join the paths on which a pass ended, and start the next one from there; False when there are none."""
    if reached and not loop.continues:
        # One path goes on, from where it is.
        del machine.branches[loop.outside :]
        del machine.conditions[loop.asked :]
        return True
    paths = [*loop.continues, *([machine.store.changes(loop.mark)] if reached else [])]
    loop.continues = []
    del machine.branches[loop.outside :]
    del machine.conditions[loop.asked :]
    machine.store.rollback(loop.mark)
    loop.mark = machine.store.mark()
    machine.merge(paths)
    return bool(paths)


def run_twice(machine: Machine, node: cst.For, element: Value, loop: Loop, iterable: Value) -> list[Changes]:
    """Pass twice with an element that stands for all: the second pass starts from any state between passes."""
    # There is at least one fold, and one number of a range that isn't empty.
    surely = are_folds(element) or (isinstance(iterable, Range) and bool(iterable.values))
    ended: list[Changes] = [] if surely else [{}]
    for count in range(2 if len(machine.loops) <= DEEPEST_TWICE and machine.steps > 0 else 1):
        loop.turn = machine.fresh()
        assign(machine, node.target, element if count == 0 else passes(machine, iterable).element)
        settled, reached = first_pass(machine, node) if count == 0 else (True, machine.run(node.body))
        if not next_pass(machine, loop, reached):
            break
        ended.append(machine.store.changes(loop.mark))
        if count == 0:
            changes = machine.store.rollback(loop.mark)
            loop.mark = machine.store.mark()
            if settled and not carried(machine, changes):
                break
            machine.merge(list(ended))
            if machine.tentative:
                machine.settled = False
                break
    return ended


def are_folds(element: Value) -> bool:
    """Tell whether an element is the parts of a fold, or holds rows of it."""
    match element:
        case Items(values=values):
            return any(map(are_folds, values))
        case Data(mask=Mask(split=Fold())):
            return True
        case Data(rows=rows):
            return in_folds(rows)
        case _:
            return False


def first_pass(machine: Machine, node: cst.For | cst.While) -> tuple[bool, bool]:
    """Pass through a body that may be passed again; tell whether no loop in it waits for that, and its end is reached.

    In code that nobody calls, where all is unknown, the loops in the body are passed once meanwhile, as far as the
    second pass passes them again: else each loop around another would double what the inner one costs.
    """
    waits = machine.uncalled and not leaves(node.body)
    machine.tentative += waits
    outer, machine.settled = machine.settled, True
    reached = machine.run(node.body)
    settled, machine.settled = machine.settled, outer
    machine.tentative -= waits
    return settled, reached


def leaves(body: cst.BaseSuite) -> bool:
    """Tell whether a suite ends with a statement that leaves the loop, so that there is no second pass."""
    last = body.body[-1] if body.body else None
    small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last
    return isinstance(small, (cst.Break, cst.Return, cst.Raise))


def carried(machine: Machine, changes: Changes) -> bool:
    """Tell whether a pass changes something that the next one finds: else all passes are like the first.

    Names and objects that the pass itself makes are made again by the next; the state is the one before the pass.
    """
    for key, after in changes.items():
        before = machine.store.get(key)
        if before is not None and before is not after and not (isinstance(before, INERT) and isinstance(after, INERT)):
            return True
    return False


def run_while(machine: Machine, node: cst.While) -> bool:
    """Execute a while loop: pass by pass as long as its condition is known, then twice."""
    loop = Loop(
        machine.store.mark(), outside=len(machine.branches), asked=len(machine.conditions), began=machine.fresh()
    )
    machine.loops.append(loop)
    known = truth(machine, machine.evaluate(node.test))
    endless = known is True and isinstance(node.test, cst.Name)
    for _ in range(0 if endless else MOST_KNOWN_PASSES):
        if known is not True or machine.steps <= 0:
            break
        if not next_pass(machine, loop, machine.run(node.body)):
            return leave(machine, node, loop, [])
        known = truth(machine, machine.evaluate(node.test))
    ended: list[Changes] = [] if endless else [machine.store.changes(loop.mark)]
    if known is not False:
        ended.extend(uncertain_passes(machine, node, loop, endless=endless))
    return leave(machine, node, loop, ended)


def uncertain_passes(machine: Machine, node: cst.While, loop: Loop, *, endless: bool) -> list[Changes]:
    """Pass twice through a loop of which nobody knows when it ends, and return the paths that end it."""
    ended: list[Changes] = []
    before = machine.store.changes(loop.mark)
    for count in range(2 if len(machine.loops) <= DEEPEST_TWICE and machine.steps > 0 else 1):
        reached = first_pass(machine, node)[1] if count == 0 else machine.run(node.body)
        if not next_pass(machine, loop, reached):
            break
        machine.evaluate(node.test)
        if not endless:
            ended.append(machine.store.changes(loop.mark))
        if count == 0:
            after = machine.store.rollback(loop.mark)
            loop.mark = machine.store.mark()
            machine.merge([before, after])
            if machine.tentative:
                machine.settled = False
                break
    return ended


def comprehend(
    machine: Machine,
    clause: cst.CompFor,
    iterable: Value,
    result: cst.BaseExpression | tuple[cst.BaseExpression, ...],
) -> list[Value] | None:
    """Evaluate a comprehension; None where the number of its elements isn't known (then see `comprehended`)."""
    bound = passes(machine, iterable, MOST_ITEMS if isinstance(result, tuple) else FEW_CONSTANTS)
    if isinstance(iterable, Range) and isinstance(result, cst.Call) and len(iterable.values) <= MOST_BUILT:
        # Each pass builds an object of its own.
        bound = Passes(tuple(Unknown(None, Origin.LOOP) for _ in iterable.values), UNKNOWN)
    if bound.each is None or clause.inner_for_in is not None:
        return None
    outer, machine.frame = machine.frame, Frame(machine.fresh(), machine.frame, is_comprehension=True)
    several = len(bound.each) > 1
    machine.candidates += several
    found: list[Value] = []
    known = True
    for element in bound.each:
        assign(machine, clause.target, element)
        taken = [truth(machine, machine.evaluate(condition.test)) for condition in clause.ifs]
        if None in taken:
            known = False
            break
        if all(taken):
            found.append(evaluate_all(machine, result))
    machine.candidates -= several
    machine.frame = outer
    return found if known else None


def evaluate_all(machine: Machine, result: cst.BaseExpression | tuple[cst.BaseExpression, ...]) -> Value:
    """Evaluate the element of a comprehension; the key and value of a dict as a tuple."""
    if isinstance(result, tuple):
        return Items(tuple(machine.evaluate(each) for each in result))
    return machine.evaluate(result)


def comprehended(
    machine: Machine,
    clause: cst.CompFor,
    iterable: Value,
    result: cst.BaseExpression | tuple[cst.BaseExpression, ...],
) -> Value:
    """Evaluate a comprehension once, with an element that stands for all, in a loop of its own."""
    element = any_pass(machine, iterable)
    outer, machine.frame = machine.frame, Frame(machine.fresh(), machine.frame, is_comprehension=True)
    assign(machine, clause.target, element)
    outside = len(machine.branches)
    with machine.asking() as asked, machine.among_folds(are_folds(element)):
        scores: list[Score] = []
        errors: Value | None = None
        for condition in clause.ifs:
            held = machine.evaluate(condition.test)
            scores.extend(held.scores if isinstance(held, Verdict) else ())
            errors = held if are_errors(machine, held) else errors
            machine.ask(learned_for(machine, held))
            if truth(machine, held) is not True:
                machine.branch()
        inner = clause.inner_for_in
        if inner is None:
            found = evaluate_all(machine, result)
        else:
            found = comprehended(machine, inner, machine.evaluate(inner.iter), result)
    del machine.branches[outside:]
    machine.frame = outer
    if scores and isinstance(found, INERT):
        # Positions, or names, that a score takes: `i for i, recall in enumerate(recalls) if recall < 0.75`.
        return by_scores(machine, tuple(scores))
    if errors is not None and isinstance(found, Constant):
        # `1 for predicted, label in zip(predictions, labels) if predicted == label`.
        return errors
    return influenced(machine, for_each_row(machine, iterable, found), asked.history)


def for_each_row(machine: Machine, iterable: Value, found: Value) -> Value:
    """Return what is made for each row of a table of numbers that were learned: a row of it, too."""
    if not isinstance(found, Data) or not isinstance(found.rows, Nobody) or found.predicted or not found.learned:
        return found
    rows = machine.current(iterable).rows if isinstance(iterable, Data) else NO_ROWS
    if isinstance(rows, (Nobody, UnknownRows)):
        return found
    return replace(found, cell=machine.fresh(), rows=bounded(Subset(rows, machine.fresh())))
