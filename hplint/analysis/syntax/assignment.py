"""Assignments to names, attributes, subscripts and patterns of them."""

from __future__ import annotations

from collections.abc import Sequence as SequenceType
from itertools import zip_longest

import libcst as cst

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.classes import class_attribute
from hplint.analysis.data.cells import absorbed, write_cells, write_column
from hplint.analysis.data.history import together
from hplint.analysis.data.row_by_row import note_pieces
from hplint.analysis.data.rows import UNKNOWN_ROWS, Nobody, Part, Rows, Source, made_up
from hplint.analysis.estimators.consequences import note_kept
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Estimator, Instance, Mapping, Sequence, Written
from hplint.analysis.memory.join import all_of, elements
from hplint.analysis.memory.values import (
    UNKNOWN,
    Class,
    Constant,
    Data,
    External,
    Function,
    Imported,
    Items,
    OneOf,
    Ref,
    Score,
    Unknown,
    Value,
)
from hplint.analysis.modules.following import bind_member
from hplint.analysis.python.containers import (
    contents,
    known_items,
    learned_for,
    renewed,
    thinned,
    with_item,
    with_items,
    without,
)
from hplint.analysis.python.stdlib import tuple_fields
from hplint.analysis.scores.tallies import note_added
from hplint.analysis.syntax.attributes import one_element
from hplint.analysis.syntax.deferral import iterated
from hplint.analysis.syntax.operators import operate
from hplint.basis.frozen import replace
from hplint.findings import Place

OPERATORS: dict[type[cst.BaseAugOp], cst.BaseBinaryOp] = {
    cst.AddAssign: cst.Add(),
    cst.SubtractAssign: cst.Subtract(),
    cst.MultiplyAssign: cst.Multiply(),
    cst.DivideAssign: cst.Divide(),
    cst.FloorDivideAssign: cst.FloorDivide(),
    cst.ModuloAssign: cst.Modulo(),
    cst.PowerAssign: cst.Power(),
    cst.BitOrAssign: cst.BitOr(),
}
"""What an augmented assignment computes; of the others only that they compute."""


def assign(
    machine: Machine, target: cst.BaseExpression, value: Value, source: cst.BaseExpression | None = None
) -> None:
    """Bind a target of any form to a value, which is that of the expression `source`, if it has one of its own."""
    if type(target) is cst.Name:
        machine.bind(target.value, named(value))
        return
    match target:
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            sources = source.elements if type(source) is cst.Tuple or type(source) is cst.List else ()
            plain = not any(type(each) is cst.StarredElement for each in (*elements, *sources))
            unpack(machine, elements, value, sources if plain and len(sources) == len(elements) else ())
        case cst.Attribute(value=holder, attr=cst.Name(value=name)):
            place = machine.place(target)
            argument = Argument(name, value, place if source is None else machine.place(source), place)
            assign_attribute(machine, machine.evaluate(holder), name, argument)
        case cst.Subscript():
            assign_subscript(machine, target, value, source)
        case cst.StarredElement(value=inner):
            assign(machine, inner, value)


def named(value: Value) -> Value:
    """Return a literal as what a name resolves to."""
    if isinstance(value, Constant) and value.origin is Origin.LITERAL:
        return Constant(value.value, Origin.NAMED)
    return value


def unpack(
    machine: Machine,
    elements: SequenceType[cst.BaseElement],
    value: Value,
    sources: SequenceType[cst.BaseElement] = (),
) -> None:
    """Bind the targets of a pattern to the items of a value; the rest of a starred one goes into a list."""
    count = len(elements)
    starred = next((i for i, element in enumerate(elements) if type(element) is cst.StarredElement), None)
    items = unpacked(machine, value, count, exact=starred is None)
    if items is None:
        if isinstance(value, (OneOf, Items)):
            # Any of them may be any part of it.
            machine.escape(value)
        for position, element in enumerate(elements):
            part = part_of(machine, value, position)
            several = type(element) is cst.StarredElement
            assign(machine, element.value, machine.allocate(Sequence(None, part)) if several else part)
        return
    if starred is None:
        note_sides(machine, elements, items)
        for element, item, source in zip_longest(elements, items, sources):
            assign(machine, element.value, item, None if source is None else source.value)
        return
    after = count - starred - 1
    middle = items[starred : len(items) - after]
    for element, item in zip(elements[:starred], items, strict=False):
        assign(machine, element.value, item)
    assign(machine, elements[starred].value, machine.allocate(Sequence(tuple(middle))))
    for element, item in zip(elements[starred + 1 :], items[len(items) - after :], strict=False):
        assign(machine, element.value, item)


def note_sides(machine: Machine, elements: SequenceType[cst.BaseElement], items: tuple[Value, ...]) -> None:
    """Note which parts of a split get a name, and which are thrown away: `sample, _ = train_test_split(table)`."""
    sides = machine.record.sides
    for element, item in zip(elements, items, strict=False):
        if isinstance(item, Data) and isinstance(item.rows, Part):
            name = element.value.value if isinstance(element.value, cst.Name) else ""
            side = (item.rows.split, item.rows.index)
            sides[side] = sides.get(side, False) or name.strip("_") != "" or name == ""


def unpacked(machine: Machine, value: Value, count: int, *, exact: bool) -> tuple[Value, ...] | None:
    """Return the items of a value where their number fits, else None."""
    value = iterated(machine, value)
    items: tuple[Value, ...] | None = None
    match value:
        case Items(values=values):
            items = values
        case Constant(value=tuple() as values, origin=origin):
            items = tuple(Constant(each, origin) for each in values)
        case Unknown(length=rows, shape=True) if rows is not None and exact:
            items = (Unknown(None, Origin.COMPUTED, length=rows), *(UNKNOWN for _ in range(count - 1)))
        case OneOf(values=alternatives):
            each = [unpacked(machine, alternative, count, exact=exact) for alternative in alternatives]
            whole = [one for one in each if one is not None and len(one) == count]
            if len(whole) == len(each) and whole:
                items = whole[0]
                for other in whole[1:]:
                    items = tuple(machine.join(a, b) for a, b in zip(items, other, strict=False))
        case Ref():
            content = machine.content(value)
            if isinstance(content, Sequence) and content.items is not None:
                items = content.items
            elif isinstance(content, Instance):
                items = tuple_fields(machine, value, content)
    if items is None or (len(items) != count if exact else len(items) < count - 1):
        return None
    return items


def part_of(machine: Machine, value: Value, position: int) -> Value:
    """Return one item of something whose items nobody knows: a thing of its own where the whole is one."""
    match value:
        case Unknown(key=key) if key is not None:
            return replace(value, key=machine.fresh())
        case Unknown(origin=Origin.LOOP):
            # A tuple of constants that a loop passes without a look at each: so is what it holds.
            return Unknown(None, Origin.LOOP)
        case Ref():
            content = machine.content(value)
            if isinstance(content, Sequence) and content.items is None:
                return one_element(machine, value, renewed(machine, content.element), Constant(position))
        case Score():
            # One of those that a call gives: `loss, accuracy = model.evaluate(...)`.
            return value
        case Data():
            data = machine.current(value)
            if data.kind == "Batch":
                return replace(data, cell=machine.fresh(), kind="Tensor")
            # Rows unpacked one by one: which ones isn't known, what they were made from is.
            rows: Rows = Source(machine.fresh(), made_up=True) if made_up(data.rows) else UNKNOWN_ROWS
            if isinstance(data.rows, Nobody):
                rows = data.rows
            part = replace(data, cell=machine.fresh(), rows=rows, learned=data.history, predicted=(), columns=())
            return replace(part, names=None)
    return UNKNOWN


def assign_attribute(machine: Machine, holder: Value, name: str, given: Argument) -> None:
    """Set an attribute of an instance, of a class, of an estimator, or a column of a table."""
    value = named(given.value)
    match holder:
        case Ref(address=address):
            content = machine.content(holder)
            if isinstance(content, Instance):
                note_kept(machine, value)
                if name == "__dict__" or address in machine.shared:
                    share_attributes(machine, holder, name, value)
                    return
                if machine.watch is not None:
                    machine.note_write(address, name, given)
                known = class_attribute(machine, content.of, name)
                if isinstance(known, Function) and isinstance(known.setter, Function):
                    argument = given._replace(name=None)
                    machine.call(replace(known.setter, receiver=holder), Call(given.key, (argument,)))
                elif not through_own_access(machine, holder, content, known, name, given):
                    machine.set_member(address, name, value)
            elif isinstance(content, Estimator):
                assign_hyperparameter(machine, holder, content, name, given)
        case Data():
            write_column(machine, machine.current(holder), name, value)
        case OneOf(values=values):
            machine.escape(value)
            for each in values:
                if isinstance(each, Ref) and isinstance(machine.content(each), Instance):
                    known = machine.member(each.address, name)
                    machine.set_member(each.address, name, value if known is None else machine.join(known, value))
                estimator = machine.estimator(each)
                if estimator is not None:
                    # It is one of several that is set, perhaps to what it learned: nobody knows how it stands then.
                    release(machine, each, estimator)
        case Class(address=address):
            machine.set_member(address, name, value)
        case Imported(name=""):
            bind_member(machine, holder, name, value)
        case External(path=path):
            # A library's class that the source adds something to.
            machine.record.patched.add(path)
            machine.escape(value)
        case _:
            machine.escape(value)


def share_attributes(machine: Machine, holder: Ref, name: str, value: Value) -> None:
    """Note that an object's attributes stand in a dict that others have, too: nobody knows what it holds from here."""
    machine.shared.add(holder.address)
    for each in (holder, value):
        machine.escape(each)
    for known in (*machine.members.get(holder.address, ()), name):
        machine.set_member(holder.address, known, machine.unknown())


def through_own_access(
    machine: Machine, holder: Ref, content: Instance, known: Value | None, name: str, given: Argument
) -> bool:
    """Set an attribute by the `__setattr__` of an object's class, or by a descriptor's `__set__`; False without one.

    What is stored under the name in the end is known if the method says so itself. `known` is what the class has there.
    """
    own = class_attribute(machine, content.of, "__setattr__")
    behind = None if known is None else machine.content(known)
    if isinstance(own, Function):
        key = Argument(None, Constant(name), given.key, given.place)
        method, arguments = own.bound_to(holder), (key, given._replace(name=None))
    elif known is not None and isinstance(behind, Instance):
        found = class_attribute(machine, behind.of, "__set__")
        if not isinstance(found, Function):
            return False
        owner = Argument(None, holder, given.key, given.place)
        method, arguments = found.bound_to(known), (owner, given._replace(name=None))
    else:
        return False
    machine.set_member(holder.address, name, machine.unknown())
    machine.call(method, Call(given.key, arguments))
    machine.escape(given.value)
    return True


def assign_hyperparameter(machine: Machine, ref: Ref, estimator: Estimator, name: str, given: Argument) -> None:
    """Set an attribute of an estimator; a learned attribute set by hand makes it as good as fitted."""
    if estimator.spec is not None and estimator.spec.parameter(name) is not None:
        machine.library.set_hyperparameter(machine, ref, name, given)
    else:
        machine.library.assigned(machine, ref, estimator, name, given.key)
        machine.set_member(ref.address, name, named(given.value))
        if name.endswith("_"):
            release(machine, ref, estimator)


def release(machine: Machine, holder: Value, estimator: Estimator) -> None:
    """Know no more of an estimator whose attributes are set by hand."""
    machine.escape(holder)
    for given_name, _ in estimator.parameters:
        # It may work without a fit, which would have validated what it is set to.
        machine.record.set_later(estimator.place, given_name)


def assign_subscript(machine: Machine, target: cst.Subscript, value: Value, source: cst.BaseExpression | None) -> None:
    """Write an item of a list or dict, or cells of a table."""
    holder = machine.evaluate(target.value)
    part = target.slice[0].slice
    content = machine.content(holder)
    if machine.watch is not None:
        machine.note_change(holder, machine.place(target))
    # A slice, or an index of several parts, writes cells that nobody needs to tell apart.
    index = machine.evaluate(part.value) if len(target.slice) == 1 and isinstance(part, cst.Index) else UNKNOWN
    if isinstance(content, Mapping) and isinstance(holder, Ref):
        written = None
        if source is not None and isinstance(part, cst.Index):
            written = Written(machine.place(part.value), machine.place(source))
        machine.store.set(holder.address, with_item(machine, content, index, value, written))
    elif isinstance(content, Sequence) and isinstance(holder, Ref):
        machine.store.set(holder.address, with_element(machine, content, index, value))
    elif isinstance(content, Instance) and isinstance(holder, Ref):
        give_item(machine, holder, content, index, value, machine.place(target))
    else:
        if not isinstance(holder, Data):
            # Whoever keeps it may fit it, and gives it back as something that nobody knows.
            machine.escape(value)
        told = learned_for(machine, index)
        if len(target.slice) > 1:
            parts = (each.slice for each in target.slice)
            told = together(
                *(learned_for(machine, machine.evaluate(each.value)) for each in parts if isinstance(each, cst.Index))
            )
        write_cells(machine, target, index, value, told)


def give_item(machine: Machine, holder: Ref, content: Instance, index: Value, value: Value, place: Place) -> None:
    """Write an item of an object of a class in view."""
    method = class_attribute(machine, content.of, "__setitem__")
    if isinstance(method, Function):
        arguments = (Argument(None, index, place, place), Argument(None, value, place, place))
        machine.call(method.bound_to(holder), Call(place, arguments))
    else:
        machine.escape(holder)
        machine.escape(value)


def with_element(machine: Machine, content: Sequence, index: Value, value: Value) -> Sequence:
    """Return a list with an item set."""
    if content.items is not None and isinstance(index, Constant) and type(index.value) is int:
        if -len(content.items) <= index.value < len(content.items):
            items = list(content.items)
            items[index.value] = value
            return replace(content, items=tuple(items), written=None)
    return replace(content, items=None, element=all_of([*elements(content), value], machine.join))


def assign_augmented(machine: Machine, node: cst.AugAssign) -> None:
    """Execute `x += y` and the like: numbers are computed, lists grow, tables absorb."""
    before = machine.evaluate(node.target)
    value = machine.evaluate(node.value)
    content = machine.content(before)
    if isinstance(content, Sequence) and isinstance(before, Ref):
        note_pieces(machine, before.address, machine.loops)
        machine.store.set(before.address, extended(machine, content, value))
        return
    if isinstance(content, Mapping) and isinstance(before, Ref) and isinstance(node.operator, cst.BitOrAssign):
        machine.store.set(before.address, with_items(machine, content, value))
        return
    score = note_added(machine, node, before, value)
    if score is not None:
        assign(machine, node.target, score)
        return
    result = operate(machine, OPERATORS.get(type(node.operator), cst.MatrixMultiply()), before, value)
    if isinstance(node.target, cst.Subscript) and is_first_prediction(before, value):
        assign(machine, node.target, value)
    elif isinstance(before, Data) and isinstance(result, Data) and not isinstance(before.rows, Nobody):
        # An array or table changes for everybody who holds it.
        held = machine.current(before)
        machine.record.write_predictions(held, [fit.place.key for fit in result.predicted])
        machine.change(held, replace(absorbed(held, result), predicted=result.predicted))
    else:
        assign(machine, node.target, result)


def is_first_prediction(before: Value, value: Value) -> bool:
    """Tell whether predictions are added to what predicts nothing yet: `oof[test] += model.predict(X[test])`."""
    return isinstance(before, Data) and not before.predicted and isinstance(value, Data) and bool(value.predicted)


def extended(machine: Machine, content: Sequence, added: Value) -> Sequence:
    """Return a list with the elements of another container behind its own; nothing of either is lost."""
    items = known_items(machine, added)
    if content.items is not None and items is not None:
        return replace(content, items=content.items + items, written=None)
    others = contents(machine, added) or ([] if items is not None else [machine.unknown()])
    return replace(content, items=None, element=all_of([*elements(content), *others], machine.join))


def delete(machine: Machine, target: cst.BaseExpression) -> None:
    """Unbind a target; a deleted column or item is as good as unknown."""
    match target:
        case cst.Name(value=name):
            machine.bind(name, UNKNOWN)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                delete(machine, element.value)
        case cst.Attribute(value=holder, attr=attr):
            owner = machine.evaluate(holder)
            held = machine.content(owner)
            known = class_attribute(machine, held.of, attr.value) if isinstance(held, Instance) else None
            if isinstance(owner, Ref) and isinstance(known, Function) and known.role == "cached_property":
                machine.store.delete((owner.address, attr.value))
        case cst.Subscript(value=holder):
            value = machine.evaluate(holder)
            content = machine.content(value)
            part = target.slice[0].slice
            index = machine.evaluate(part.value) if isinstance(part, cst.Index) else UNKNOWN
            if isinstance(content, Mapping) and isinstance(value, Ref) and isinstance(index, Constant):
                machine.store.set(value.address, without(content, index.value))
            elif isinstance(content, Sequence) and isinstance(value, Ref):
                machine.store.set(value.address, thinned(machine, content, learned_for(machine, index)))
            elif isinstance(content, Mapping) and isinstance(value, Ref):
                machine.store.set(value.address, Mapping((), all_of(contents(machine, value), machine.join)))
            elif isinstance(value, Unknown) and isinstance(holder, cst.Name):
                told = together(*machine.conditions, learned_for(machine, index))
                if told:
                    # What nobody knows lacks an element that was learned: `del positions[factors.index(max(factors))]`.
                    machine.bind(holder.value, Data(machine.fresh(), learned=told))
            elif isinstance(value, Data):
                data = machine.current(value)
                told = together(*machine.conditions, learned_for(machine, index))
                if told and isinstance(data.rows, Nobody):
                    data = replace(data, learned=together(data.learned, told))
                    machine.change(value, data)
                if told and not isinstance(data.rows, Nobody):
                    # One column less, by what was learned: `if correlation < 0.1: del table[name]`.
                    data = replace(data, learned=together(data.learned, told))
                    machine.change(value, data)
                if isinstance(index, Constant) and isinstance(index.value, str):
                    machine.change(data, data.without_columns(frozenset({index.value})))
                elif data.names is not None:
                    machine.change(data, replace(data, names=None))
