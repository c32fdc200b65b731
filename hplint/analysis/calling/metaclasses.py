"""Classes of classes: they are told of each class that is made, may change it, and build its objects."""

from __future__ import annotations

from hplint.analysis.activations import Activation
from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.classes import class_attribute, instantiate_plainly
from hplint.analysis.calling.functions import invoke
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Mapping
from hplint.analysis.memory.values import NONE, Class, Constant, External, Function, Items, Value
from hplint.basis.frozen import replace
from hplint.findings import Place

PLAIN = (External("builtins.type"), External("abc.ABCMeta"))


def is_metaclass(value: Value) -> bool:
    """Tell whether objects of a class in view are classes, and nobody out of sight has a part in making them."""
    if not isinstance(value, Class) or value.opaque:
        return False
    return bool(value.bases) and all(base in PLAIN or is_metaclass(base) for base in value.bases)


def announce(machine: Machine, of: Class, place: Place) -> bool:
    """Tell the metaclass of a class that was made of it; False where it may have become something else."""
    meta = of.meta
    if meta is None:
        return True
    if class_attribute(machine, meta, "__prepare__") is not None:
        return False
    new, init = (class_attribute(machine, meta, name) for name in ("__new__", "__init__"))
    space = machine.allocate(Mapping(tuple(machine.attributes(of.address))))
    given = (Constant(of.name, Origin.COMPUTED), Items(of.bases), space)
    arguments = tuple(Argument(None, each, place, place) for each in given)
    outer, machine.making = machine.making, of
    made: Value = of
    if isinstance(new, Function):
        made = invoke(machine, new, Call(place, (Argument(None, meta, place, place), *arguments)))
    machine.making = outer
    if made == of and isinstance(init, Function):
        invoke(machine, replace(init, receiver=of), Call(place, arguments))
    return made == of


def is_within(machine: Machine, of: Class, activation: Activation) -> bool:
    """Tell whether the function under way is one of a metaclass."""
    names = (class_attribute(machine, of, name) for name in ("__new__", "__init__", "__call__"))
    return any(isinstance(each, Function) and each.node is activation.node for each in names)


def usual(machine: Machine, of: Class, name: str, call: Call) -> Value:
    """Do what `type` does, for a metaclass that hands on to it.

    Args:
        machine: Is in a method of the metaclass.
        of: The class that is made, or whose object is built.
        name: Of the method of `type`.
        call: What it is given; for `__new__` the metaclass first.
    """
    if name == "__call__":
        return instantiate_plainly(machine, of, call)
    if name != "__new__":
        return NONE
    space = machine.content(call.positional[-1].value) if call.positional else None
    for key, value in space.items if isinstance(space, Mapping) else ():
        if isinstance(key, str) and machine.member(of.address, key) != value:
            machine.set_member(of.address, key, value)
    return of
