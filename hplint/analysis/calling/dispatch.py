"""Calls: arguments evaluated and unpacked, then handed to whatever is called."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.activations import Changes
from hplint.analysis.calling.calls import Argument, Call, WrittenArgument, WrittenCall
from hplint.analysis.calling.class_calls import (
    build_own,
    class_call,
    instance_call,
    own_estimator_elsewhere,
    super_call,
)
from hplint.analysis.calling.classes import instantiate
from hplint.analysis.calling.functions import invoke
from hplint.analysis.calling.unknown_calls import unknown_call
from hplint.analysis.estimators.inheritance import (
    estimator_with_constructor,
    inherited_constructor,
    own_attribute,
)
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Deferred, Estimator, Instance, Mapping, Sequence
from hplint.analysis.memory.values import (
    UNKNOWN,
    Class,
    Constant,
    Data,
    External,
    Function,
    Imported,
    Items,
    Method,
    OneOf,
    Partial,
    Ref,
    Unknown,
    Value,
    is_none,
    with_origin,
)
from hplint.analysis.modules.following import handed_back, member, resolved
from hplint.analysis.modules.standing_in import stand_in
from hplint.analysis.python.builtins import call_builtin
from hplint.analysis.python.folding import fold_call
from hplint.analysis.python.iterators import ITERATORS
from hplint.analysis.python.methods import container_method
from hplint.analysis.python.seeding import note_seeding
from hplint.analysis.python.stdlib import (
    FUNCTIONS,
    class_of,
    completed,
    enumeration_member,
)
from hplint.analysis.syntax.attributes import raises
from hplint.analysis.syntax.deferral import forced, iterated
from hplint.findings import Place


def expand(machine: Machine, node: cst.Call) -> Call:
    """Evaluate the arguments of a call, known containers unpacked."""
    arguments: list[Argument] = []
    surplus: list[Value] = []
    written = machine.calls.get(id(node)) or machine.calls.setdefault(id(node), written_call(machine, node))
    for name, place, key, star in written.arguments:
        value = machine.evaluate(place.node)
        if not star:
            arguments.append(Argument(name, value, place, key))
            continue
        unpacked, all_known = unpack(machine, star, value, place, in_place=type(place.node) is cst.Dict)
        if not all_known:
            surplus.append(value)
        arguments.extend(unpacked)
    unseen = tuple(surplus)
    return Call(written.place, tuple(arguments), not surplus, "", written.callee, unseen, written.function)


def written_call(machine: Machine, node: cst.Call) -> WrittenCall:
    """Gather the places of a call, which is often evaluated several times."""
    function = node.func
    # `type` and not `isinstance`: libcst's abstract bases make the latter slow.
    callee = machine.place(function.attr) if type(function) is cst.Attribute else None
    arguments: list[WrittenArgument] = []
    for argument in node.args:
        place, keyword = machine.place(argument.value), argument.keyword
        if keyword is None:
            arguments.append((None, place, place, argument.star))
        else:
            arguments.append((keyword.value, place, machine.place(keyword), ""))
    return WrittenCall(machine.place(node), callee, machine.place(function), tuple(arguments))


def unpack(machine: Machine, star: str, value: Value, where: Place, *, in_place: bool) -> tuple[list[Argument], bool]:
    """List the arguments that `*value` or `**value` stands for, and tell whether these are all.

    A dict of several settings is a configuration, unless it is written `in_place`.
    """
    value = iterated(machine, value) if star == "*" else forced(machine, value)
    content = machine.content(value)
    if star == "*":
        items = value.values if isinstance(value, Items) else None
        if isinstance(content, Sequence):
            items = None if content.escaped else content.items
        return [Argument(None, item, where, where, True, True) for item in items or ()], items is not None
    if not isinstance(content, Mapping) or content.escaped:
        return [], False
    written = dict(content.keys)
    several = len(content.items) > 1 and not in_place
    arguments = [
        Argument(
            str(key),
            with_origin(item, Origin.CONFIGURATION) if several and isinstance(item, Constant) else item,
            written[key].value if key in written else where,
            written[key].key if key in written else where,
            True,
            not in_place,
        )
        for key, item in content.items
        if key not in content.maybe
    ]
    return arguments, content.rest is None and not content.maybe


def call_value(machine: Machine, function: Value, call: Call) -> Value:
    """Call any value."""
    match function:
        case External(path=path) if path.startswith("builtins."):
            if path not in LAZY:
                force_all(machine, call)
            found = call_builtin(machine, path.removeprefix("builtins."), call)
            if found is None and "." in path[len("builtins.") :]:
                # A name that a platform binds: the `spark` of a notebook on Databricks.
                found = machine.library.call(machine, path, call)
            return unknown_call(machine, None, call) if found is None else found
        case External(path=path):
            force_all(machine, call)
            note_seeding(machine, path)
            handler = FUNCTIONS.get(path) or ITERATORS.get(path)
            found = fold_call(machine, path, call) if handler is None else handler(machine, call)
            found = machine.library.call(machine, path, call) if found is None else found
            if found is not None:
                return found
            described = stand_in(machine, path)
            if described is not None:
                return call_value(machine, described, call)
            same = handed_back(machine, (each.value for each in call.arguments)) if path in machine.unread else None
            returned = unknown_call(machine, path, call)
            return returned if same is None else same
        case Function():
            return invoke(machine, function, call)
        case Class():
            spec = inherited_constructor(machine, function)
            if spec is not None:
                return machine.library.construct(machine, spec, call, function)
            estimator = own_estimator_elsewhere(machine, function)
            if estimator:
                return unknown_call(machine, estimator, call)
            member = enumeration_member(machine, function, call)
            if member is not None:
                return member
            spec = estimator_with_constructor(machine, function)
            return instantiate(machine, function, call) if spec is None else build_own(machine, function, spec, call)
        case Method(receiver=receiver, name=name):
            return call_method(machine, receiver, name, call)
        case Imported():
            whole = resolved(machine, function)
            # A module can't be called.
            return UNKNOWN if isinstance(whole, Imported) else call_value(machine, whole, call)
        case Partial():
            return call_value(machine, function.function, completed(function, call))
        case OneOf(values=values):
            return call_each(machine, values, call)
        case Ref():
            content = machine.content(function)
            if isinstance(content, Instance):
                return call_method(machine, function, "__call__", call)
        case Unknown():
            found = machine.library.apply(machine, function, call)
            return unknown_call(machine, None, call, function) if found is None else found
    return unknown_call(machine, None, call, function)


LAZY = frozenset(f"builtins.{name}" for name in ("print", "type", "isinstance", "id", "repr", "str", "callable"))
"""What is given a generator and doesn't ask for what it yields."""


def force_all(machine: Machine, call: Call) -> None:
    """Run the generators and coroutines that a library is given."""
    for argument in call.arguments if machine.defers else ():
        if type(argument.value) is Ref:
            forced(machine, argument.value)


def call_each(machine: Machine, values: tuple[Value, ...], call: Call) -> Value:
    """Call one of several functions, each on a path of its own."""
    callable_values = preferred([value for value in values if not is_none(value)])
    paths: list[Changes] = []
    result: Value | None = None
    # Which of several functions is called goes with which arguments it gets: what is wrong for one pair may never be.
    guarded = len(callable_values) > 1 and not all_raise(machine, callable_values)
    outer = machine.occasion
    if all(isinstance(value, Method) for value in callable_values):
        machine.occasion = outer or machine.fresh()
    for value in callable_values:
        mark = machine.store.mark()
        machine.guards += guarded
        returned = call_value(machine, value, call)
        machine.guards -= guarded
        changes = machine.store.rollback(mark)
        if result is not None:
            joined = machine.join_cells(result, paths[-1], returned, changes)
            result = UNKNOWN if joined is None else joined  # type: ignore[assignment]  # of values: a value
        else:
            result = returned
        paths.append(changes)
    machine.occasion = outer
    machine.merge(paths)
    return UNKNOWN if result is None else result


def preferred(values: list[Value]) -> list[Value]:
    """Return the library's function where the code falls back on its own: `except ImportError: def f…`."""
    externals: list[Value] = [value for value in values if isinstance(value, External)]
    return externals if externals and any(isinstance(value, Function) for value in values) else values


def all_raise(machine: Machine, methods: list[Value]) -> bool:
    """Tell whether these are methods of estimators that raise on every path."""
    return all(isinstance(method, Method) and raises(machine, method.receiver, method.name) for method in methods)


CHANGING = frozenset("append extend insert remove pop popitem setdefault update clear sort reverse add discard".split())
"""Methods that change a list, dict or set in place."""
GIVING = frozenset({"pop", "popitem", "setdefault"})
"""Those of them that somebody calls for their result."""


def call_method(machine: Machine, receiver: Value, name: str, call: Call) -> Value:
    """Call a method of any value."""
    if machine.watch is not None and name in CHANGING and (name in GIVING or machine.shown == id(call.place.node)):
        machine.note_change(receiver, call.place)
    if type(receiver) is Data or type(receiver) is Unknown:
        # Most are of these.
        force_all(machine, call)
        found = machine.library.method(machine, receiver, name, call)
        return unknown_call(machine, None, call, receiver) if found is None else found
    match receiver:
        case External(path=path):
            return call_value(machine, External(f"{path}.{name}"), call)
        case Imported():
            whole = resolved(machine, receiver)
            if isinstance(whole, Imported):
                return call_value(machine, member(machine, whole, name), call)
            return call_method(machine, whole, name, call)
        case OneOf(values=values):
            methods = tuple(Method(value, name) for value in values if not is_none(value))
            return call_each(machine, methods, call)
        case Class():
            return class_call(machine, receiver, name, call)
        case Ref():
            content = machine.content(receiver)
            if isinstance(content, Instance) and name != "__class__":
                return instance_call(machine, receiver, content, name, call)
            if name == "__class__":
                return call_value(machine, class_of(machine, receiver) or UNKNOWN, call)
            own = own_attribute(machine, receiver, content, name) if isinstance(content, Estimator) else None
            if own is not None:
                return call_value(machine, own, call)
            force_all(machine, call)
            if isinstance(content, Deferred):
                if name != "close":
                    forced(machine, receiver)
                return machine.unknown()
            if not isinstance(content, Estimator):
                found = container_method(machine, receiver, name, call)
                if found is None:
                    # It may hand out what the container holds.
                    machine.escape(receiver)
                    return unknown_call(machine, None, call)
                return found
        case Constant() | Items():
            force_all(machine, call)
            found = container_method(machine, receiver, name, call)
            return Unknown(None, Origin.COMPUTED) if found is None else found
        case Method(receiver=inner, name="super"):
            return super_call(machine, inner, name, call)
    force_all(machine, call)
    found = machine.library.method(machine, receiver, name, call)
    if found is None:
        # `parser.parse_args()`, `settings.get("C")`: what reads settings gives settings.
        return unknown_call(machine, None, call, receiver)
    return found
