"""Calls on classes in view and their objects: constructors, methods, what bases and `super()` define."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.classes import bare_object, class_attribute, hides_attributes, instance_attribute
from hplint.analysis.calling.functions import invoke
from hplint.analysis.calling.metaclasses import is_within, usual
from hplint.analysis.calling.unknown_calls import unknown_call
from hplint.analysis.estimators.inheritance import (
    estimator_base,
    is_harmless,
    lineage,
    store_hyperparameters,
)
from hplint.analysis.estimators.own_models import forget, own_method
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator, Instance
from hplint.analysis.memory.values import Class, Function, Ref, Unknown, Value
from hplint.analysis.python.stdlib import (
    FUNCTIONS,
    external_bases,
    settings_of,
)
from hplint.analysis.syntax.attributes import attribute, through_getattr
from hplint.basis.frozen import replace
from hplint.catalogue.estimators import EstimatorSpec

USES = ("predict", "transform", "score", "decision_function")
"""What an estimator is fitted for."""


def build_own(machine: Machine, of: Class, spec: EstimatorSpec, call: Call) -> Value:
    """Build an estimator of a class in view by the constructor of its own, which sets what nobody else does."""
    ref = machine.allocate(Estimator(spec, call.place, call.name, (), False, own=of, born=machine.fresh()))
    init = class_attribute(machine, of, "__init__")
    if isinstance(init, Function):
        invoke(machine, replace(init, receiver=ref), call)
    else:
        unknown_call(machine, None, call)
        machine.escape(ref)
    return ref


def own_estimator_elsewhere(machine: Machine, of: Class) -> str:
    """Return the path of a class of another module that works like an estimator; empty for any other class.

    What `fit` and `predict` mean tells more than what they do statement by statement.
    """
    definition = machine.defined.get(of.address)
    if definition is None or definition.chunk >= 0 or machine.modules is None:
        return ""
    if class_attribute(machine, of, "fit") is None:
        return ""
    if not hides_attributes(of) and not any(class_attribute(machine, of, name) for name in USES):
        return ""
    return f"{machine.modules.dotted(machine.files[definition.chunk])}.{of.name}"


def class_call(machine: Machine, of: Class, name: str, call: Call) -> Value:
    """Call a function through its class."""
    found = class_attribute(machine, of, name)
    if isinstance(found, Function):
        return invoke(machine, replace(found, receiver=of if found.role == "classmethod" else None), call)
    if found is None and of.meta is not None:
        return machine.call(attribute(machine, of, name, call.place), call)
    return unknown_call(machine, None, call) if found is None else machine.call(found, call)


def instance_call(machine: Machine, ref: Ref, content: Instance, name: str, call: Call) -> Value:
    """Call a method of an object of a class in view; what one under examination does in `fit` is told once."""
    if machine.watch is not None and name in machine.watch.known and ref.address == machine.watch.address:
        return ref if name == "fit" else machine.unknown()
    found = instance_attribute(machine, ref, content, name)
    if found is not None:
        forget(machine, ref, name)
        return own_method(machine, ref, content, name, call, machine.call(found, call))
    if name == "_asdict" or (name in {"dict", "model_dump"} and "pydantic.BaseModel" in external_bases(content.of)):
        return settings_of(machine, ref) or machine.unknown()
    if name == "_replace":
        return (
            FUNCTIONS["dataclasses.replace"](
                machine, call._replace(arguments=(Argument(None, ref, call.place, call.place), *call.arguments))
            )
            or machine.unknown()
        )
    handed_on = through_getattr(machine, ref, content, name)
    if handed_on is not None:
        return machine.call(handed_on, call)
    if hides_attributes(content.of):
        return inherited_call(machine, ref, content, name, call)
    return unknown_call(machine, None, call)


def inherited_call(machine: Machine, ref: Ref, content: Instance, name: str, call: Call) -> Value:
    """Call a method that a base out of sight defines: `fit_transform` calls the class's own `fit` and `transform`."""
    if name == "fit_transform" and class_attribute(machine, content.of, "transform") is not None:
        if class_attribute(machine, content.of, "fit") is not None:
            instance_call(machine, ref, content, "fit", call)
        first = call._replace(arguments=call.positional[:1])
        return instance_call(machine, ref, content, "transform", first)
    machine.record.layers.note_method(name, machine.scope)
    known = machine.library.inherited(machine, ref, content.of, name, call)
    if known is None or name == "__call__":
        machine.escape(ref)
    returned = known if known == ref else unknown_call(machine, None, call)
    return returned if known is None else known


def super_call(machine: Machine, instance: Value, name: str, call: Call) -> Value:
    """Call a method of the bases, through `super()`."""
    content = machine.content(instance)
    of = content.of if isinstance(content, Instance) else content.own if isinstance(content, Estimator) else None
    if isinstance(instance, Class):
        # In a class method, or where the class itself is made or asked to make.
        of = instance
    if machine.activations and isinstance(instance, Class):
        made = machine.making if name == "__new__" else instance
        if made is not None and made.meta is not None and is_within(machine, made.meta, machine.activations[-1]):
            own = next_method(machine, made.meta, name)
            return usual(machine, made, name, call) if own is None else invoke(machine, own.bound_to(instance), call)
    if name == "__new__" and call.positional:
        # It is no method: the class is what it is given first.
        instance, call = call.positional[0].value, call.shifted(1)
    if of is not None and machine.activations:
        own = next_method(machine, of, name)
        if own is not None:
            return invoke(machine, replace(own, receiver=instance), call)
    if name == "__new__" and of is not None and not any(isinstance(each, Unknown) for each in lineage(of)):
        return bare_object(machine, instance, call.place)
    if isinstance(content, Estimator) and name != "__init__":
        found = machine.library.method(machine, instance, name, call)
        return unknown_call(machine, None, call) if found is None else found
    if of is not None and name == "__init__" and (spec := estimator_base(machine, of)) is not None:
        # What the rest of the class does to it isn't followed.
        machine.escape(machine.library.construct(machine, spec, call._replace(complete=False), of))
        if isinstance(content, Estimator) and isinstance(instance, Ref):
            given = call.bind(spec.positional)
            others = tuple(pair for pair in content.parameters if pair[0] not in given)
            held = (*others, *((key, argument.value) for key, argument in given.items()))
            machine.store.set(instance.address, replace(content, parameters=held, complete=call.complete))
        elif isinstance(instance, Ref):
            store_hyperparameters(machine, instance, spec, call)
    if name != "__init__":
        machine.escape(instance)
    return unknown_call(machine, None, call)


def next_method(machine: Machine, of: Class, name: str) -> Function | None:
    """Find what `super()` finds in the function under way: a method of the classes in view behind its own."""
    node = machine.activations[-1].node
    order = lineage(of)
    own = next((at for at, each in enumerate(order) if isinstance(each, Class) and defines(machine, each, node)), 0)
    for base in order[own + 1 :]:
        if not isinstance(base, Class):
            if is_harmless(base):
                continue
            return None
        found = machine.member(base.address, name)
        if isinstance(found, Function):
            return found
    return None


def defines(machine: Machine, of: Class, node: object) -> bool:
    """Tell whether a class's own body defines a function."""
    if not isinstance(node, cst.FunctionDef):
        return False
    found = machine.member(of.address, node.name.value)
    return isinstance(found, Function) and found.node is node


def ancestry(of: Class) -> list[Class]:
    """List a class and its bases in view, nearest first."""
    found = [of]
    for base in of.bases:
        if isinstance(base, Class) and len(found) < 16:
            found.extend(ancestry(base))
    return found
