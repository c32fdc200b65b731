"""Classes in view: defined, instantiated, and their attributes looked up."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.activations import Definition, Frame
from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.decorators import callee, is_seen_through
from hplint.analysis.calling.functions import invoke, unseen
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Instance
from hplint.analysis.memory.values import Class, External, Function, Ref, Unknown, Value, with_origin
from hplint.analysis.modules.standing_in import described
from hplint.analysis.python.containers import dict_of
from hplint.basis.frozen import replace
from hplint.findings import Place

ABSTRACT = External("abc.ABCMeta")
TYPED_DICT = External("typing.TypedDict")


def define_class(machine: Machine, node: cst.ClassDef) -> Class:
    """Execute a class body and return the class."""
    bases = tuple(described(machine, machine.evaluate(base.value)) for base in node.bases)
    decorators = [machine.evaluate(callee(each.decorator)) for each in node.decorators]
    seen_through = [value for value in decorators if is_seen_through(machine, value)]
    paths = [value.path if isinstance(value, External) else "" for value in decorators if value not in seen_through]
    outer = machine.frame
    machine.frame = Frame(machine.fresh(), outer, is_class=True)
    address = machine.frame.id
    loops, machine.loops = machine.loops, []
    machine.run(node.body)
    machine.loops = loops
    machine.frame = outer
    known = {"dataclasses.dataclass", "typing.final", "functools.total_ordering"}
    hook = subclass_hook(machine, bases)
    given = {each.keyword.value: machine.evaluate(each.value) for each in node.keywords if each.keyword is not None}
    # What stands beside the metaclass is given to the hook, and otherwise to who knows what.
    stated = given.pop("metaclass", None)
    if TYPED_DICT in bases:
        # `total=False` says which keys may be missing.
        given.clear()
    meta = stated if isinstance(stated, Class) else next((each.meta for each in bases if isinstance(each, Class)), None)
    plain = stated in (None, ABSTRACT, meta) and (hook is not None or not given)
    # What gives every attribute may give any.
    hidden = machine.member(address, "__getattribute__") is not None
    of = Class(
        address,
        node.name.value,
        bases,
        dataclass="dataclasses.dataclass" in paths or External("typing.NamedTuple") in bases,
        opaque=any(path not in known for path in paths) or not plain or hidden,
        fields=fields(node),
        meta=meta,
    )
    machine.defined[address] = Definition(of, node, machine.chunk)
    if hook is not None and not of.opaque:
        place = machine.place(node)
        arguments = tuple(Argument(name, value, place, place) for name, value in given.items())
        invoke(machine, replace(hook, receiver=of), Call(place, arguments))
    for decorator in reversed(node.decorators) if seen_through and not of.opaque else ():
        place = machine.place(decorator.decorator)
        made = machine.call(machine.evaluate(decorator.decorator), Call(place, (Argument(None, of, place, place),)))
        if made != of:
            of = replace(of, opaque=True)
            machine.defined[address] = Definition(of, node, machine.chunk)
            break
    return of


def subclass_hook(machine: Machine, bases: tuple[Value, ...]) -> Function | None:
    """Return the `__init_subclass__` of the bases in view, which is called with each class that derives from them."""
    found = (class_attribute(machine, base, "__init_subclass__") for base in bases if isinstance(base, Class))
    return next((each for each in found if isinstance(each, Function)), None)


def fields(node: cst.ClassDef) -> tuple[str, ...]:
    """List the names that a class body annotates, in order."""
    lines = [each for each in node.body.body if isinstance(each, cst.SimpleStatementLine)]
    targets = [each.target for line in lines for each in line.body if isinstance(each, cst.AnnAssign)]
    return tuple(target.value for target in targets if isinstance(target, cst.Name))


def all_fields(of: Class, depth: int = 0) -> dict[str, None]:
    """List the fields of a dataclass as its constructor takes them."""
    found: dict[str, None] = {}
    for base in of.bases:
        if isinstance(base, Class) and depth < 8:
            found.update(all_fields(base, depth + 1))
    return {**found, **dict.fromkeys(of.fields)}


def instantiate(machine: Machine, of: Class, call: Call) -> Value:
    """Build an object of a class in view."""
    if of.opaque:
        return unseen(machine, None, call)
    if TYPED_DICT in of.bases:
        return dict_of(machine, call)
    builds = None if of.meta is None else class_attribute(machine, of.meta, "__call__")
    if isinstance(builds, Function):
        return invoke(machine, replace(builds, receiver=of), call)
    return instantiate_plainly(machine, of, call)


def instantiate_plainly(machine: Machine, of: Class, call: Call) -> Value:
    """Build an object of a class in view, as its own constructor does."""
    new = class_attribute(machine, of, "__new__")
    made = None if new is None else made_by(machine, of, new, call)
    if made is not None and not isinstance(machine.content(made), Instance):
        return made
    ref = made if isinstance(made, Ref) else machine.allocate(Instance(of, built=call.place))
    machine.built[ref.address] = call
    init = class_attribute(machine, of, "__init__")
    if isinstance(init, Function):
        invoke(machine, replace(init, receiver=ref), call)
    elif of.dataclass:
        fill_dataclass(machine, of, ref, call)
    elif call.arguments and new is None:
        # The constructor of a base that nobody can see takes them, and may set what the class has defaults for.
        unseen(machine, None, call)
        for name in machine.members.get(of.address, ()) if hides_attributes(of) else ():
            if call.keyword(name) is not None or not call.complete:
                machine.set_member(ref.address, name, machine.unknown(Origin.CONFIGURATION))
    return ref


def made_by(machine: Machine, of: Class, new: Value, call: Call) -> Value:
    """Return what the `__new__` of a class in view makes: one object of it, or what `__init__` isn't given."""
    if not isinstance(new, Function):
        return unseen(machine, None, call)
    made = invoke(machine, replace(new, receiver=of), call)
    content = machine.content(made)
    if isinstance(content, Instance):
        return made if content.of == of else machine.unknown()
    if content is None:
        # It may be an object, which `__init__` is given then.
        machine.escape(made)
        return machine.unknown()
    return made


def bare_object(machine: Machine, of: Value, place: Place) -> Value:
    """Make an object of a class without calling `__init__`, as `object.__new__` does."""
    if not isinstance(of, Class) or of.opaque:
        return machine.unknown()
    return machine.allocate(Instance(of, built=place))


def fill_dataclass(machine: Machine, of: Class, ref: Ref, call: Call) -> None:
    """Set the fields of a dataclass: a configuration."""
    given = call.bind(list(all_fields(of)))
    for name, argument in given.items():
        machine.set_member(ref.address, name, argument.value)
    for name in all_fields(of).keys() - given.keys() if call.complete else ():
        default = class_attribute(machine, of, name)
        declared = machine.built.get(default.key) if isinstance(default, Unknown) else None
        factory = None if declared is None else declared.keyword("default_factory")
        if factory is not None:
            machine.set_member(ref.address, name, machine.call(factory.value, Call(call.place, ())))
    if not call.complete:
        for name in all_fields(of).keys() - given.keys():
            machine.set_member(ref.address, name, machine.unknown(Origin.CONFIGURATION))
    after = class_attribute(machine, of, "__post_init__")
    if isinstance(after, Function):
        invoke(machine, replace(after, receiver=ref), Call(call.place, ()))


def class_attribute(machine: Machine, of: Class, name: str, depth: int = 0) -> Value | None:
    """Find an attribute in a class or its bases in view; None where it isn't there, or a base hides it."""
    found = machine.member(of.address, name)
    if found is not None or depth > 8:
        return found
    for base in of.bases:
        if isinstance(base, Class):
            found = class_attribute(machine, base, name, depth + 1)
            if found is not None:
                return found
    return None


def hides_attributes(of: Class) -> bool:
    """Tell whether a class has a base that nobody can see."""
    return any(not isinstance(base, Class) or hides_attributes(base) for base in of.bases) or of.opaque


def instance_attribute(machine: Machine, ref: Ref, content: Instance, name: str) -> Value | None:
    """Read an attribute of an object: its own, else its class's, methods bound; None where it isn't in view."""
    own = machine.member(ref.address, name)
    if own is not None:
        return own
    found = class_attribute(machine, content.of, name)
    if isinstance(found, Function):
        if found.role == "staticmethod":
            return found
        if found.role == "classmethod":
            return replace(found, receiver=content.of)
        method = replace(found, receiver=ref)
        if found.role in {"property", "cached_property"}:
            read = invoke(machine, method, Call(machine.place(found.node), ()))
            if found.role == "cached_property":
                machine.set_member(ref.address, name, read)
            return read
        return method
    return with_origin(found, Origin.CONFIGURATION) if found is not None else None
