"""Attributes and subscripts of values."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.classes import class_attribute, hides_attributes, instance_attribute
from hplint.analysis.data.rows import Fold, Length, Subset, bounded, sliced
from hplint.analysis.data.slices import Bound
from hplint.analysis.estimators.inheritance import own_attribute, sets_later
from hplint.analysis.events.learning import UnfittedUse
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Estimator, Instance, Mapping, Sequence
from hplint.analysis.memory.join import all_of
from hplint.analysis.memory.values import (
    UNKNOWN,
    Bounds,
    Class,
    Constant,
    Data,
    External,
    Function,
    Imported,
    Items,
    Method,
    OneOf,
    Ref,
    Unknown,
    Value,
    is_none,
    with_origin,
)
from hplint.analysis.modules.following import member, note_constant, resolved
from hplint.analysis.modules.unsettled import unsettled
from hplint.analysis.python.containers import with_item
from hplint.analysis.python.stdlib import class_of, forget_settings, note_shared, settings_of, tuple_fields
from hplint.analysis.scores.rankings import first_of
from hplint.analysis.syntax.standing import standing
from hplint.basis.frozen import replace
from hplint.findings import Place


def lacks(literal: object, name: str) -> bool:
    """Tell whether a number or a text has no such attribute."""
    return isinstance(literal, (int, float, str)) and not hasattr(literal, name)


def attribute(machine: Machine, receiver: Value, name: str, place: Place) -> Value:
    """Read an attribute of any value."""
    match receiver:
        case External(path=path):
            found = machine.library.attribute(machine, receiver, name, place)
            return External(f"{path}.{name}") if found is None else found
        case Imported():
            whole = resolved(machine, receiver)
            if isinstance(whole, Imported):
                known = member(machine, whole, name)
                note_constant(machine, place.key, whole, name, known)
                return known
            return attribute(machine, whole, name, place)
        case OneOf(values=values):
            # On some path it may be fitted, or of a class that has it.
            guarded = not all(raises(machine, value, name) for value in values)
            machine.guards += guarded
            # What a number or a text doesn't have, it isn't asked for: `["svm", SVC(), "bayes", GaussianNB()][i].fit`.
            having = [value for value in values if not (isinstance(value, Constant) and lacks(value.value, name))]
            found = all_of([attribute(machine, value, name, place) for value in having or values], machine.join)
            machine.guards -= guarded
            return found
        case Class():
            found = class_attribute(machine, receiver, name)
            if found is None and name in {"__name__", "__qualname__"}:
                return Constant(receiver.name, Origin.COMPUTED)
            if found is None and receiver.meta is not None:
                return attribute_of_metaclass(machine, receiver, receiver.meta, name)
            if found is not None and (machine.uncalled or is_elsewhere(machine, receiver)):
                found = unsettled(machine, found)
            return UNKNOWN if found is None else with_origin(found, Origin.CONFIGURATION)
        case Ref():
            content = machine.content(receiver)
            if name in {"__class__", "__dict__"}:
                found = class_of(machine, receiver) if name == "__class__" else settings_of(machine, receiver)
                if name == "__dict__":
                    # Whoever holds it may write into it.
                    forget_settings(machine, receiver)
                    note_shared(machine, receiver)
                return Unknown() if found is None else found
            if isinstance(content, Instance):
                found = instance_attribute(machine, receiver, content, name)
                if found is None:
                    note_unlearned(machine, content, name, place)
                    return missing(machine, receiver, content, name)
                return configured(content, found)
            if isinstance(content, Mapping) and (held := content.get(name)) is not None and not hasattr(dict, name):
                # A dict that has its items as attributes: `pipe.named_steps.svc`.
                return held
            if not isinstance(content, Estimator):
                return Method(receiver, name)
            own = own_attribute(machine, receiver, content, name)
            if own is not None:
                return own
            if content.own is not None:
                held = machine.library.attribute(machine, receiver, name, place)
                given = isinstance(held, Constant) and held.origin is Origin.PARAMETER
                return with_origin(held, Origin.CONFIGURATION) if given and held is not None else held or Unknown()
        case Function(role="singledispatch" | "singledispatchmethod") if name == "register":
            # Whatever is done with it, it isn't the decorator of a function in view.
            machine.registered[id(receiver.node)] = None
        case Constant() if name == "value":
            # A literal has no such attribute: it is a member of an enumeration of strings or numbers.
            return receiver
        case Constant() | Items():
            return Method(receiver, name)
    found = machine.library.attribute(machine, receiver, name, place)
    return Unknown(None, origin_of(receiver)) if found is None else found


def attribute_of_metaclass(machine: Machine, of: Class, meta: Class, name: str) -> Value:
    """Read an attribute that the class of a class has: methods are bound to the class."""
    found = class_attribute(machine, meta, name)
    if not isinstance(found, Function) or found.role == "staticmethod":
        return UNKNOWN if found is None else found
    bound = found.bound_to(meta if found.role == "classmethod" else of)
    if found.role == "property":
        return machine.call(bound, Call(machine.place(found.node), ()))
    return bound


def is_elsewhere(machine: Machine, of: Class) -> bool:
    """Tell whether a class stands in another module, where others may set its attributes."""
    definition = machine.defined.get(of.address)
    return definition is not None and definition.chunk < 0 <= machine.chunk


def raises(machine: Machine, value: Value, name: str) -> bool:
    """Tell whether a value is an estimator that raises when it is asked for a name, or None, which raises as well."""
    return is_none(value) or (isinstance(value, Ref) and machine.library.raises(machine, value, name))


def origin_of(value: Value) -> Origin:
    """Return the origin that a part of something unknown has."""
    match value:
        case Unknown(origin=Origin.CONFIGURATION) | External(path="os.environ" | "sys.argv"):
            return Origin.CONFIGURATION
        case _:
            return Origin.UNKNOWN


def configured(content: Instance, value: Value) -> Value:
    """Return an attribute as a setting where it is a constant of an object."""
    return with_origin(value, Origin.CONFIGURATION) if isinstance(value, Constant) else value


def missing(machine: Machine, ref: Ref, content: Instance, name: str) -> Value:
    """Return what an attribute that isn't in view may be."""
    handed_on = through_getattr(machine, ref, content, name)
    if handed_on is not None:
        return handed_on
    if hides_attributes(content.of):
        return Method(ref, name)
    return machine.unknown()


def note_unlearned(machine: Machine, content: Instance, name: str, place: Place) -> None:
    """Note that an attribute is read that only a method of the object's own class sets, and none of them has."""
    if not name.endswith("_") or name.startswith("_") or content.escaped or content.built is None:
        return
    if machine.expects_error() or machine.branches or not sets_later(machine, content.of, name):
        return
    words = place.text.removesuffix(f".{name}")
    estimator = words if words != place.text else content.of.name
    machine.record.happen(UnfittedUse(place, estimator, None, name, False, content.built, None))


def through_getattr(machine: Machine, ref: Ref, content: Instance, name: str) -> Value | None:
    """Return what a class's own `__getattr__` gives for a name; None where it has none."""
    own = class_attribute(machine, content.of, "__getattr__")
    if not isinstance(own, Function):
        return None
    place = machine.place(own.node)
    return machine.call(own.bound_to(ref), Call(place, (Argument(None, Constant(name), place, place),)))


def subscript(machine: Machine, receiver: Value, node: cst.Subscript) -> Value:
    """Index a container or data."""
    index = evaluated_index(machine, node)
    return indexed(machine, receiver, index, node)


def indexed(machine: Machine, receiver: Value, index: Value, node: cst.Subscript) -> Value:
    """Index one value."""
    match receiver:
        case OneOf(values=values):
            # Nothing can be taken out of None: there the code isn't reached.
            holding = [value for value in values if not is_none(value)]
            return all_of([indexed(machine, value, index, node) for value in holding], machine.join)
        case Items(values=items):
            return item(machine, items, index, is_tuple=True)
        case Ref():
            match machine.content(receiver):
                case Sequence(items=None, element=element):
                    best = first_of(machine, receiver.address, index, element)
                    return one_element(machine, receiver, element, index) if best is None else best
                case Sequence(items=known) if known is not None:
                    return item(machine, known, index)
                case Mapping() as mapping:
                    if mapping.default is not None and isinstance(index, Constant) and index.value not in mapping.maybe:
                        if mapping.get(index.value) is None and mapping.rest is None:
                            return made(machine, receiver, mapping.default, index, machine.place(node))
                    return mapped(machine, receiver, mapping, index)
                case Instance() as content:
                    fields = tuple_fields(machine, receiver, content)
                    if fields is not None:
                        return item(machine, fields, index, is_tuple=True)
                    method = instance_attribute(machine, receiver, content, "__getitem__")
                    place = machine.place(node)
                    if method is None:
                        machine.escape(receiver)
                        return machine.unknown()
                    return machine.call(method, Call(place, (Argument(None, index, place, place),)))
    found = machine.library.subscript(machine, receiver, index, machine.place(node))
    if found is not None:
        return found
    in_turn = isinstance(index, Unknown) and index.origin is Origin.LOOP and is_opaque(receiver)
    return machine.unknown(Origin.LOOP) if in_turn else Unknown(None, origin_of(receiver))


def is_opaque(value: Value) -> bool:
    """Tell whether a value is one thing that was handed in, of which nobody knows what it holds."""
    return isinstance(value, Unknown) and value.key is not None and value.path is None


def part_of_element(machine: Machine, element: Value, bounds: Bounds) -> Value:
    """Return what stands for the elements in a slice of a list of unknown length: other slices hold other rows."""
    match element:
        case Data():
            data = machine.current(element)
            taken = Subset(data.rows, machine.fresh()) if bounds.strided else sliced(data.rows, bounds.low, bounds.high)
            return replace(data, cell=machine.fresh(), rows=taken)
        case Unknown(key=key) if key is not None:
            return replace(element, key=(key, bounds), of_data=True)
        case Items(values=values):
            return Items(tuple(part_of_element(machine, each, bounds) for each in values))
        case OneOf(values=values):
            return OneOf(tuple(part_of_element(machine, each, bounds) for each in values))
        case Ref():
            content = machine.content(element)
            if isinstance(content, Sequence) and content.items is not None:
                parts = tuple(part_of_element(machine, each, bounds) for each in content.items)
                return machine.allocate(replace(content, items=parts))
    return element


def one_element(machine: Machine, holder: Ref, element: Value, index: Value) -> Value:
    """Return one element of a list of unknown length: its rows are its own, of those that an element may have."""
    if isinstance(index, Bounds):
        return machine.allocate(Sequence(None, part_of_element(machine, element, index)))
    if not isinstance(index, Constant):
        index = Constant(("unknown", machine.fresh()))
    position = index.value
    if isinstance(element, Items):
        return Items(tuple(one_element(machine, holder, each, index) for each in element.values))
    if not isinstance(element, Data):
        return element
    data = machine.current(element)
    if data.mask is not None and isinstance(data.mask.split, Fold):
        return fold_at(machine, data, position)
    return replace(data, cell=machine.fresh(), rows=bounded(Subset(data.rows, ("element", holder.address, position))))


def fold_at(machine: Machine, element: Value, position: object) -> Value:
    """Return the positions of one of several folds: those at another place in the list are of another fold."""
    if not isinstance(element, Data) or element.mask is None or not isinstance(element.mask.split, Fold):
        return element
    split = replace(element.mask.split, number=(element.mask.split.number, position))
    if element.mask.split in machine.record.splits:
        machine.record.splits[split] = machine.record.splits[element.mask.split]
    return replace(element, cell=machine.fresh(), mask=replace(element.mask, split=split))


def item(machine: Machine, items: tuple[Value, ...], index: Value, *, is_tuple: bool = False) -> Value:
    """Return one item of a tuple or list."""
    match index:
        case Constant(value=int() as position) if -len(items) <= position < len(items):
            return items[position]
        case Bounds(low=None | int() as low, high=None | int() as high, strided=False):
            return Items(items[low:high]) if is_tuple else machine.allocate(Sequence(items[low:high]))
        case Bounds():
            return machine.allocate(Sequence(None, all_of(list(items), machine.join)))
        case _ if len(items) > 1 and all(isinstance(each, Constant) for each in items):
            # One of several candidates, by a position that a loop or a choice gives.
            in_turn = isinstance(index, Unknown) and index.origin is Origin.LOOP
            return Unknown(None, Origin.LOOP if in_turn or machine.looping_since() is not None else Origin.SEARCH)
        case _:
            found = all_of(list(items), machine.join)
            if isinstance(index, Unknown) and index.origin is Origin.LOOP and isinstance(found, OneOf):
                machine.record.in_turn.add(found)
            return found


def made(machine: Machine, holder: Ref, factory: Value, index: Value, place: Place) -> Value:
    """Make the value of a key that a `defaultdict` doesn't hold."""
    value = machine.call(factory, Call(place, ()))
    content = machine.content(holder)
    if isinstance(content, Mapping):
        machine.store.set(holder.address, with_item(machine, content, index, value, None))
    return value


def mapped(machine: Machine, holder: Ref, mapping: Mapping, index: Value) -> Value:
    """Return one item of a dict; a dict of several settings is a configuration, and one of tables has several."""
    if isinstance(index, Constant):
        found = mapping.get(index.value)
        if found is not None and mapping.escaped and isinstance(found, Constant):
            return Unknown(None, Origin.CONFIGURATION)
        if found is not None:
            return with_origin(found, Origin.CONFIGURATION) if len(mapping.items) > 1 else found
        return UNKNOWN if mapping.rest is None else one_element(machine, holder, mapping.rest, index)
    held = [value for _, value in mapping.items] + ([] if mapping.rest is None else [mapping.rest])
    return all_of(held, machine.join)


def evaluated_index(machine: Machine, node: cst.Subscript) -> Value:
    """Evaluate what stands in the brackets."""
    parts = tuple(evaluated_part(machine, element.slice) for element in node.slice)
    return parts[0] if len(parts) == 1 and not trailing_comma(node) else Items(parts)


def trailing_comma(node: cst.Subscript) -> bool:
    """Tell whether a single index is a tuple: `x[0,]`."""
    return len(node.slice) == 1 and type(node.slice[0].comma) is cst.Comma


def evaluated_part(machine: Machine, part: cst.BaseSlice) -> Value:
    """Evaluate one index or slice."""
    if type(part) is cst.Index:
        return machine.evaluate(part.value)
    if type(part) is cst.Slice:
        ends = [(node, None if node is None else machine.evaluate(node)) for node in (part.lower, part.upper)]
        low, high = (bound(machine, node, value) for node, value in ends)
        step = None if part.step is None else bound(machine, part.step, machine.evaluate(part.step))
        number = step if isinstance(step, int) else None
        turns = any(isinstance(value, (Constant, Unknown)) and value.origin is Origin.LOOP for _, value in ends)
        return Bounds(low, high, part.step is not None, number, behind(machine, part.upper), turns)
    return UNKNOWN


def behind(machine: Machine, node: cst.BaseExpression | None) -> Bound:
    """Return the number of some rows, of which the last has the label that a slice ends with: `len(train) - 1`."""
    match node:
        case cst.BinaryOperation(left=counted, operator=cst.Subtract(), right=cst.Integer(value="1")):
            found = bound(machine, counted, machine.evaluate(counted))
            return found if isinstance(found, Length) else None
        case _:
            return None


def bound(machine: Machine, node: cst.BaseExpression | None, value: Value | None) -> Bound:
    """Return the value of a bound of a slice: a number where it is known, else a text that stands for it."""
    if node is None:
        return None
    if isinstance(value, Constant) and type(value.value) is int:
        return value.value
    if isinstance(value, Unknown) and value.length is not None and not value.shape:
        return value.length
    if isinstance(value, Unknown) and value.origin is Origin.LOOP:
        return f"?{machine.fresh()}"
    text = standing(machine, node)
    if text is not None and type(node) is not cst.Name and is_unkeyed(value) and machine.activations:
        # What a call computes from what an object holds may be another number in the next.
        return f"{text} in {machine.frame.id}"
    return text or f"?{machine.fresh()}"


def is_unkeyed(value: Value | None) -> bool:
    """Tell whether a value is one of which nobody knows whether it is that of another place."""
    return isinstance(value, Unknown) and value.key is None
