"""Predictions that are compared with the true labels one by one and counted: an accuracy that a loop works out."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.data.rows import Subset
from hplint.analysis.data.targets import note_errors, target_of
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.values import Constant, Data, Ref, Unknown, Value
from hplint.basis.frozen import replace

PLAIN = (cst.Name, cst.Attribute, cst.Subscript)
"""What is evaluated a second time without another effect."""
PARTS_OF_TABLE = 2
"""What a cell of a table of counts is found by: the true label and the predicted one."""


def whole(machine: Machine, value: Value) -> Data | None:
    """Return data, or that of which a value is one item."""
    if isinstance(value, Unknown):
        return machine.current(value.item_of) if isinstance(value.item_of, Data) else None
    return machine.current(value) if isinstance(value, Data) else None


def errors_of_items(machine: Machine, one: Value, other: Value) -> Data | None:
    """Compare, or subtract, one prediction and one true label, that a loop binds; None for anything else."""
    if not isinstance(one, Unknown) and not isinstance(other, Unknown):
        return None
    first = whole(machine, one)
    second = None if first is None else whole(machine, other)
    return None if first is None or second is None else errors_of(machine, first, second)


def errors_of(machine: Machine, one: Data, other: Data) -> Data | None:
    """Return what stands for the errors of predictions; None where these aren't predictions and their labels."""
    if bool(one.predicted) is bool(other.predicted):
        return None
    combined = machine.library.combine(machine, (one, other))
    if not isinstance(combined, Data):
        return None
    note_errors(machine, one, other, combined)
    return machine.current(combined) if combined.cell in machine.record.errors else None


def are_errors(machine: Machine, value: Value) -> bool:
    """Tell whether a value is errors of predictions without a sign: which are right, or how far each is off."""
    record = machine.record
    return isinstance(value, Data) and value.cell in record.errors and value.cell not in record.residuals


def listed_errors(machine: Machine, value: Value) -> Value:
    """Return the errors that a list holds one by one; any other value as it is."""
    if not machine.record.errors or not isinstance(value, Ref):
        return value
    content = machine.content(value)
    if isinstance(content, Sequence) and content.items is None and are_errors(machine, content.element):
        return content.element
    return value


def note_hits(machine: Machine, left: Value, right: Value, combined: Value) -> None:
    """Note what is true of predictions and of labels at once as errors: `(pred == 1) & (y_test == 1)`."""
    if not isinstance(left, Data) or not isinstance(right, Data) or left.mask is None or right.mask is None:
        return
    if bool(left.predicted) is bool(right.predicted):
        return
    labels = right if left.predicted else left
    if is_label(machine, labels):
        note_errors(machine, left, right, combined)


def is_label(machine: Machine, data: Data) -> bool:
    """Tell whether data are labels that a model was fitted to, or those of other rows."""
    return target_of(machine, data).identity in machine.record.fitted_targets


def note_tally(machine: Machine, node: cst.If, test: Value) -> None:
    """Note that a branch counts the predictions that are right, or wrong: what it counts in is a score."""
    if not machine.record.fitted_targets and not machine.record.errors:
        return
    name = counter_of(node.body)
    if name is None:
        return
    errors = test if are_errors(machine, test) else errors_of_both(machine, node.test)
    if not isinstance(errors, Data):
        return
    widen(machine, errors)
    score = judged(machine, errors, node.test)
    if score is not None and isinstance(name, cst.Name):
        machine.bind(name.value, score)


def widen(machine: Machine, errors: Data) -> None:
    """Make of the error that a condition sees those of all rows that the loop goes through: `y[i] == y_pred[i]`."""
    known = machine.current(errors)
    if isinstance(known.rows, Subset):
        machine.change(known, replace(known, rows=known.rows.parent))


def judged(machine: Machine, errors: Value, node: cst.CSTNode) -> Value | None:
    """Return the score that the sum of errors is."""
    place = machine.place(node)
    return machine.library.judge(machine, errors, Call(place, (Argument(None, errors, place, place),)), "sum")


def errors_of_both(machine: Machine, test: cst.BaseExpression) -> Data | None:
    """Return the errors that a condition on a prediction and its label takes: `pred[i] == 1 and y[i] == 1`."""
    if not isinstance(test, cst.BooleanOperation) or not isinstance(test.operator, cst.And):
        return None
    sides = [compared(machine, side) for side in (test.left, test.right)]
    known = [side for side in sides if side is not None]
    if len(known) < len(sides) or not any(is_label(machine, side) for side in known if not side.predicted):
        return None
    return errors_of(machine, *known)


def compared(machine: Machine, node: cst.BaseExpression) -> Data | None:
    """Return the data of which one item is compared with a constant; None for anything else."""
    match node:
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=cst.Equal() | cst.NotEqual())]):
            return whole(machine, machine.evaluate(left)) if isinstance(left, PLAIN) else None
        case _:
            return None


def counter_of(block: cst.BaseSuite) -> cst.BaseExpression | None:
    """Return what a block adds one to: `hits += 1`, `hits = hits + 1`; None where it doesn't."""
    for line in block.body:
        small = line.body if isinstance(line, cst.SimpleStatementLine) else (line,)
        for statement in small:
            match statement:
                case cst.AugAssign(target=target, operator=cst.AddAssign(), value=cst.Integer() | cst.Float()):
                    return target
                case cst.Assign(
                    targets=[cst.AssignTarget(target=cst.Name(value=name) as target)],
                    value=cst.BinaryOperation(
                        left=cst.Name(value=added), operator=cst.Add(), right=cst.Integer() | cst.Float()
                    ),
                ) if name == added:
                    return target
    return None


def note_added(machine: Machine, node: cst.AugAssign, before: Value, value: Value) -> Value | None:
    """Return the score that adding up errors one by one gives; None where something else is added."""
    if not isinstance(node.operator, cst.AddAssign):
        return None
    if are_errors(machine, value) and not isinstance(before, Data):
        return judged(machine, value, node.value)
    if isinstance(value, Constant) and isinstance(node.target, cst.Subscript) and machine.record.fitted_targets:
        errors = errors_in_cell(machine, node.target)
        if errors is not None:
            judged(machine, errors, node.target)
    return None


def errors_in_cell(machine: Machine, target: cst.Subscript) -> Data | None:
    """Return the errors that a confusion matrix counts: `counts[label][prediction] += 1`."""
    parts = [each.slice for each in target.slice]
    if isinstance(target.value, cst.Subscript):
        parts = [*(each.slice for each in target.value.slice), *parts]
    if len(parts) != PARTS_OF_TABLE:
        return None
    found: list[Data] = []
    for part in parts:
        node = part.value if isinstance(part, cst.Index) else None
        while isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and len(node.args) == 1:
            # `int(label)`.
            node = node.args[0].value
        data = whole(machine, machine.evaluate(node)) if isinstance(node, PLAIN) else None
        if data is None:
            return None
        found.append(data)
    if not any(is_label(machine, each) for each in found if not each.predicted):
        return None
    return errors_of(machine, *found)
