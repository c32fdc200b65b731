"""Operators: numbers are computed, data combined, comparisons become masks or verdicts."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable
from typing import Any

import libcst as cst

from hplint.analysis.data.chance import column_of, looks_at_others, version
from hplint.analysis.data.conditions import Comparison, Condition, Text, both, other_side, some
from hplint.analysis.data.durations import as_duration, date_from, is_length, note_origin
from hplint.analysis.data.fingerprint import fingerprint
from hplint.analysis.data.history import together
from hplint.analysis.data.rows import Length, Nobody, union
from hplint.analysis.data.targets import note_errors, note_residuals, target_of
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Instance, Mapping, Sequence
from hplint.analysis.memory.join import elements
from hplint.analysis.memory.values import (
    UNKNOWN,
    Constant,
    Data,
    External,
    Items,
    Mask,
    OneOf,
    Ref,
    Score,
    Unknown,
    Value,
    Verdict,
    is_none,
)
from hplint.analysis.python.containers import any_of, influenced, is_plain, learned_for, with_items
from hplint.analysis.python.folding import fold_operator, is_long
from hplint.analysis.scores.selection import report, scores_in
from hplint.analysis.scores.tallies import errors_of_items, note_hits
from hplint.analysis.syntax.literals import FLOATS, literal
from hplint.analysis.syntax.standing import standing
from hplint.basis.frozen import replace
from hplint.source.bindings import is_name, parts

ORDERS: dict[type[cst.BaseCompOp], Callable[[Any, Any], bool]] = {
    cst.Equal: operators.eq,
    cst.NotEqual: operators.ne,
    cst.LessThan: operators.lt,
    cst.LessThanEqual: operators.le,
    cst.GreaterThan: operators.gt,
    cst.GreaterThanEqual: operators.ge,
}


MOST_REPEATS = 16
"""How often a list is repeated at most, for its elements to be told."""
KNOWN = (Origin.LITERAL, Origin.NAMED, Origin.LOOP)
"""Origins of constants that have no other value anywhere."""
GIVEN = (Origin.PARAMETER, Origin.CONFIGURATION, Origin.COMPUTED, Origin.GIVEN)
"""Origins of constants that have this value now, and another one for another caller."""


def number_of(value: Value) -> Value:
    """Return the number that a library's name stands for, `np.inf`; any other value as it is."""
    if isinstance(value, External) and value.path in FLOATS:
        return Constant(FLOATS[value.path])
    return value


def measured(value: Value) -> Value:
    """Return the score that was added up from a constant on, which no pass of the loop may have changed."""
    if not isinstance(value, OneOf):
        return value
    scores = [each for each in value.values if isinstance(each, Score)]
    others = [each for each in value.values if not isinstance(each, Score)]
    if not scores or not all(isinstance(each, Constant) for each in others):
        return value
    fits = tuple(dict.fromkeys(fit for score in scores for fit in score.fits))
    return replace(scores[0], fits=fits)


def operate(machine: Machine, operator: cst.BaseBinaryOp, left: Value, right: Value) -> Value:
    """Apply a binary operator."""
    left, right = measured(number_of(left)), measured(number_of(right))
    if type(left) is not Data or left.kind == "list" or isinstance(right, Score):
        # Arrays are most of what is computed with, and none of the following.
        found = operate_on_known(machine, operator, left, right)
        if found is not None:
            return found
    if isinstance(right, Ref) and isinstance(operator, (cst.Subtract, cst.BitAnd)):
        left_over = without_learned(machine, left, right)
        if left_over is not None:
            return left_over
    if isinstance(left, Ref) or isinstance(right, Ref):
        composed = machine.library.operate(machine, type(operator).__name__, left, right)
        if composed is not None:
            return composed
        if isinstance(operator, cst.Add):
            for side in (left, right):
                machine.escape(side)
    if type(left) is Data and is_length(right):
        left = date_from(left) if isinstance(operator, (cst.Add, cst.Subtract)) else as_duration(machine, left)
    errors = errors_of_items(machine, left, right) if type(operator) is cst.Subtract else None
    combined = machine.library.combine(machine, (left, right)) if errors is None else errors
    if combined is None:
        return Unknown(None, Origin.LOOP if is_in_turn(left, right) else Origin.COMPUTED)
    bound = any(isinstance(side, Unknown) and side.origin is Origin.LOOP for side in (left, right))
    if bound and isinstance(combined, Data):
        machine.record.set_by_loops.add(combined.cell)
    kind = type(operator)
    if kind is cst.Subtract:
        note_errors(machine, left, right, combined)
        note_residuals(machine, left, right, combined)
        note_origin(machine, left, right, combined)
    if kind is cst.BitAnd:
        note_hits(machine, left, right, combined)
    if kind is cst.BitAnd or kind is cst.BitOr:
        return united(left, right, combined, kind is cst.BitAnd)
    return combined


def without_learned(machine: Machine, names: Value, others: Value) -> Value | None:
    """Return names without others that were learned: `set(df.columns) - weak`; None for anything else."""
    told = learned_for(machine, others)
    if not told:
        return None
    if isinstance(names, Data) and isinstance(names.rows, Nobody):
        return influenced(machine, names, told)
    content = machine.content(names)
    if not isinstance(content, Sequence) or not is_plain(content):
        return None
    left = any_of(machine, list(elements(content)))
    return machine.allocate(Sequence(None, influenced(machine, left, told), content.kind))


def is_in_turn(left: Value, right: Value) -> bool:
    """Tell whether a number is computed from what a loop binds: `10**i`."""
    sides = (left, right)
    plain = all(isinstance(each, (Unknown, Constant)) for each in sides)
    return plain and any(isinstance(each, Unknown) and each.origin is Origin.LOOP for each in sides)


def operate_on_known(machine: Machine, operator: cst.BaseBinaryOp, left: Value, right: Value) -> Value | None:
    """Apply a binary operator to constants, containers, scores, and numbers of rows; None for anything else."""
    match left, right:
        case Constant(value=one), Constant(value=other):
            found = fold_operator(machine, operator, one, other)
            return Unknown(None, Origin.COMPUTED) if found is None else found
        case (Items(values=ones), Items(values=others)) if isinstance(operator, cst.Add):
            return Items(ones + others)
        case (Data(kind="list"), Data(kind="list")) if isinstance(operator, cst.Add):
            return behind(machine, machine.current(left), machine.current(right))
        case (Verdict(), Verdict()):
            return Verdict(left.scores + right.scores)
        case (Data(cell=cell), Score(place=place)) if type(operator) is cst.Divide and cell in machine.record.errors:
            # The variance of the residuals, by which they are put in one scale: Cook's distance, standardised ones.
            machine.record.withdraw(place)
            return Unknown(None, Origin.COMPUTED)
        case (Score(), Data(kind="ndarray" | "DataFrame")) | (Data(kind="ndarray" | "DataFrame"), Score()):
            # A table is scaled by it: the standard errors of a regression's coefficients.
            return Unknown(None, Origin.COMPUTED)
        case (Score(), _):
            return left
        case (_, Score()):
            return right
        case (Unknown(length=Length() as length, shape=False), Constant(value=int() | float() as number)):
            counted = counted_from(length, operator, number)
            if counted is not None:
                return replace(left, length=counted)
        case (Constant(value=int() | float() as number), Unknown(length=Length() as length, shape=False)):
            if isinstance(operator, (cst.Add, cst.Multiply)):
                counted = counted_from(length, operator, number)
                if counted is not None:
                    return replace(right, length=counted)
        case (Ref() | Items(), Constant()) if isinstance(operator, cst.Multiply) and not is_long(machine, left):
            found = fold_operator(machine, operator, literal(machine, left), right.value)
            if found is not None:
                return found
            if type(right.value) is int and 0 < right.value <= MOST_REPEATS:
                return repeated(machine, left, right.value)
        case (Constant(value=str() as text), Items(values=shown)) if isinstance(operator, cst.Modulo):
            report(machine, shown)
            found = fold_operator(machine, operator, text, literal(machine, right))
            return Unknown(None, Origin.COMPUTED) if found is None else found
        case (Ref(), Ref()) if isinstance(operator, cst.BitOr) and isinstance(machine.content(left), Mapping):
            content = machine.content(left)
            if isinstance(content, Mapping):
                return machine.allocate(with_items(machine, with_items(machine, Mapping(()), left), right))
        case (Ref(), Ref()) if isinstance(operator, cst.Add):
            one, other = machine.content(left), machine.content(right)
            if isinstance(one, Sequence) and isinstance(other, Sequence):
                if one.items is not None and other.items is not None:
                    return machine.allocate(Sequence(one.items + other.items))
                joined = machine.allocate(Sequence(None, any_of(machine, [*elements(one), *elements(other)])))
                machine.joined[joined.address] = (left, right)
                return joined
        case (Ref(), _) if isinstance(operator, cst.BitOr) and isinstance(content := machine.content(left), Mapping):
            return machine.allocate(with_items(machine, content, right))
    return None


def counted_from(length: Length, operator: cst.BaseBinaryOp, number: float) -> Length | None:
    """Return what is computed from a number of rows; None where that takes more than a factor and a sum."""
    exact = not length.rounding and not length.plus
    match operator:
        case cst.Multiply() if exact and number > 0:
            return replace(length, times=length.times * number)
        case cst.Divide() if exact and number > 0:
            return replace(length, times=length.times / number)
        case cst.FloorDivide() if not length.plus and length.rounding in ("", "floor") and type(number) is int:
            return replace(length, times=length.times / number, rounding="floor") if number > 0 else None
        case cst.Add() if type(number) is int:
            return replace(length, plus=length.plus + number)
        case cst.Subtract() if type(number) is int:
            return replace(length, plus=length.plus - number)
        case _:
            return None


def repeated(machine: Machine, listed: Value, count: int) -> Value:
    """Return the elements of a list or tuple several times."""
    if isinstance(listed, Items):
        return Items(listed.values * count)
    content = machine.content(listed)
    if not isinstance(content, Sequence):
        return Unknown(None, Origin.COMPUTED)
    items = None if content.items is None else content.items * count
    return machine.allocate(Sequence(items, content.element))


def behind(machine: Machine, one: Data, other: Data) -> Data:
    """Return two lists of rows as one."""
    learned, chosen = together(one.history, other.history), one.chosen | other.chosen
    return Data(machine.fresh(), union((one.rows, other.rows)), "list", learned, chosen)


def compare(machine: Machine, node: cst.Comparison, left: Value, operator: cst.BaseCompOp, right: Value) -> Value:
    """Compare two values."""
    scores = scores_in([left, right])
    if scores:
        return UNKNOWN if guards_division(node) else Verdict(scores)
    kind = type(operator)
    if kind is cst.Is or kind is cst.IsNot:
        return identity(left, right, kind is cst.Is)
    if kind is cst.Equal or kind is cst.NotEqual:
        errors = errors_of_items(machine, left, right)
        if errors is not None:
            return errors
    data = left if isinstance(left, Data) else right if isinstance(right, Data) else None
    if data is not None or (isinstance(left, Unknown) and left.key is not None):
        combined = machine.library.combine(machine, (left, right))
        if isinstance(combined, Data):
            if kind is cst.Equal or kind is cst.NotEqual:
                note_errors(machine, left, right, combined)
                if machine.record.fitted_targets and data is not None and isinstance(right, Constant):
                    target = target_of(machine, machine.current(data))
                    if target.identity in machine.record.fitted_targets:
                        machine.record.targets[combined.cell] = target
            return replace(combined, mask=mask(machine, node, left, operator, right), predicted=combined.predicted)
    if (kind is cst.Equal or kind is cst.NotEqual) and is_member(machine, left) and is_member(machine, right):
        return Constant((left == right) is (kind is cst.Equal), Origin.GIVEN)
    if kind is cst.In or kind is cst.NotIn:
        return membership(machine, left, right, kind is cst.In)
    order = ORDERS.get(kind)
    if order is not None and isinstance(left, Constant) and isinstance(right, Constant):
        origin = decided_by(left, right)
        if origin is not Origin.UNKNOWN:
            try:
                return Constant(bool(order(left.value, right.value)), origin)
            except TypeError:
                return UNKNOWN
    return UNKNOWN


def guards_division(node: cst.Comparison) -> bool:
    """Tell whether a condition asks for zero, before something is divided by it: `hits != 0`, `hits + misses > 0`.

    `gain > 0` may compare two models.
    """
    match node:
        case cst.Comparison(
            left=left,
            comparisons=[
                cst.ComparisonTarget(
                    operator=operator, comparator=cst.Integer(value="0") | cst.Float(value="0.0" | "0.")
                )
            ],
        ):
            is_sum = isinstance(left, cst.BinaryOperation) and isinstance(left.operator, cst.Add)
            return is_sum or isinstance(operator, (cst.Equal, cst.NotEqual))
        case _:
            return False


def is_member(machine: Machine, value: Value) -> bool:
    """Tell whether a value is a member of an enumeration."""
    content = machine.content(value)
    return isinstance(content, Instance) and content.of.of_member


def decided_by(*values: Constant) -> Origin:
    """Return the origin of what is computed from constants: whether the code is the same for every caller."""
    origins = {value.origin for value in values}
    if origins <= {*KNOWN}:
        return Origin.COMPUTED
    return Origin.GIVEN if origins <= {*KNOWN, *GIVEN} else Origin.UNKNOWN


def membership(machine: Machine, left: Value, right: Value, inside: bool) -> Value:
    """Evaluate `in` and `not in` where a container holds nothing but constants."""
    items: tuple[Value, ...] | None = None
    if isinstance(right, Items):
        items = right.values
    elif isinstance(content := machine.content(right), Sequence) and not content.escaped:
        items = content.items
    elif isinstance(content, Mapping) and content.rest is None and not content.escaped and not content.maybe:
        items = tuple(Constant(key) for key, _ in content.items)
    if not isinstance(left, Constant) or items is None:
        return UNKNOWN
    constants = [each for each in items if isinstance(each, Constant)]
    origin = decided_by(left, *constants)
    if len(constants) < len(items) or origin is Origin.UNKNOWN:
        return UNKNOWN
    return Constant((left.value in [each.value for each in constants]) is inside, origin)


def identity(left: Value, right: Value, same: bool) -> Value:
    """Evaluate `is` and `is not`, which ask for None nearly always."""
    if is_none(left) and is_none(right):
        return Constant(same)
    if isinstance(left, Ref) and isinstance(right, Ref):
        return Constant((left == right) is same)
    for one, other in ((left, right), (right, left)):
        if is_none(one) and isinstance(other, (Constant, Ref, Data, External, Score, Items)):
            return Constant(not same)
    return UNKNOWN


def mask(machine: Machine, node: cst.Comparison, left: Value, operator: cst.BaseCompOp, right: Value) -> Mask:
    """Say which rows a comparison takes: the other rows are what its negation takes."""
    compared = machine.data(left)
    if (
        compared is not None
        and compared.mask is not None
        and isinstance(right, Constant)
        and right.value in (True, False)
    ):
        taken = isinstance(operator, cst.Equal) is bool(right.value)
        if isinstance(operator, (cst.Equal, cst.NotEqual)):
            return compared.mask if taken else Mask(*other_side(compared.mask.split, compared.mask.index))
    of_loop = isinstance(right, Unknown) and right.origin is Origin.LOOP
    if of_loop or (not isinstance(right, Constant) and is_set_by_loop(machine, node)):
        # Another value on each pass.
        found = mask_of_turn(machine, node, compared, operator) or Mask(machine.fresh(), True)
        machine.record.cut_by_loops.add(found.split)
        return found
    one = standing(machine, node.left, of_tables=False)
    value: object = None
    if isinstance(right, Constant):
        value = right.value
    else:
        text = standing(machine, node.comparisons[0].comparator)
        value = None if text is None else Text(text)
    side = None if value is None else side_of(operator, value)
    if one is None or side is None or compared is None:
        return Mask(machine.fresh(), True)
    return Mask(
        Condition((one, compared.rows, version(machine, compared)), looks_at_others(machine, compared, right)), side
    )


def mask_of_turn(
    machine: Machine, node: cst.Comparison, compared: Data | None, operator: cst.BaseCompOp
) -> Mask | None:
    """Say which rows a comparison with what a loop binds takes in this pass; None where no name says that."""
    turn = machine.loops[-1].turn if machine.loops else 0
    column, bound = fingerprint(node.left), node.comparisons[0].comparator
    if not turn or compared is None or column is None or not isinstance(bound, cst.Name):
        return None
    side = side_of(operator, Text(bound.value))
    return None if side is None else Mask(Condition((column, compared.rows, turn)), side)


def is_set_by_loop(machine: Machine, node: cst.Comparison) -> bool:
    """Tell whether the name that something is compared with is bound anew on each pass of a loop under way."""
    compared = node.comparisons[0].comparator
    if not isinstance(compared, cst.Name):
        return False
    targets = (loop.target.node for loop in machine.loops if loop.target is not None)
    return any(is_name(part, compared.value) for target in targets for part in parts(target))


def side_of(operator: cst.BaseCompOp, value: object) -> Comparison | None:
    """Return the side of a condition that a comparison with a value takes; None for other operators."""
    name = OPERATORS.get(type(operator))
    if name is None:
        return None
    side = Comparison(name, value)
    return side.negated() if isinstance(operator, cst.NotEqual) else side


OPERATORS: dict[type[cst.BaseCompOp], str] = {
    cst.Equal: "==",
    cst.NotEqual: "==",
    cst.LessThan: "<",
    cst.LessThanEqual: "<=",
    cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=",
}


def negated(machine: Machine, data: Data) -> Data:
    """Return the mask that takes the rows that this one leaves."""
    if data.mask is None:
        # Whatever it says of each row, this says the opposite.
        opposite = None if isinstance(data.rows, Nobody) else truth_mask(machine, data, taken=False)
        return replace(data, cell=machine.fresh(), mask=opposite)
    return replace(data, cell=machine.fresh(), mask=Mask(*other_side(data.mask.split, data.mask.index)))


def truth_mask(machine: Machine, data: Data, *, taken: bool) -> Mask:
    """Say which rows a column takes whose values are taken for true or false."""
    return Mask(Condition(column_of(machine, data), looks_at_others(machine, data)), Comparison("==", True, taken))


def united(left: Value, right: Value, combined: Value, conjunction: bool) -> Value:
    """Return the mask that takes the rows that both of two masks take, or either of them."""
    if not isinstance(left, Data) or not isinstance(right, Data) or not isinstance(combined, Data):
        return combined
    if left.mask is None or right.mask is None or left.rows != right.rows:
        return combined
    join = both if conjunction else some
    one, other = (left.mask.split, left.mask.index), (right.mask.split, right.mask.index)
    return replace(combined, mask=Mask(*join(one, other)))
