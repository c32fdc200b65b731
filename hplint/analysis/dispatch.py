"""Calls: arguments evaluated and unpacked, then handed to whatever is called."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.activations import Changes
from hplint.analysis.attributes import origin_of, raises, through_getattr
from hplint.analysis.builtins import call_builtin
from hplint.analysis.calls import Argument, Call, WrittenArgument, WrittenCall
from hplint.analysis.classes import bare_object, class_attribute, hides_attributes, instance_attribute, instantiate
from hplint.analysis.constants import Origin
from hplint.analysis.containers import contents
from hplint.analysis.data.features import Columns
from hplint.analysis.deferral import forced, iterated
from hplint.analysis.estimators.consequences import note_handed_on
from hplint.analysis.estimators.inheritance import (
    estimator_base,
    estimator_with_constructor,
    inherited_constructor,
    is_harmless,
    lineage,
    own_attribute,
    store_hyperparameters,
)
from hplint.analysis.estimators.own_models import forget, own_method
from hplint.analysis.folding import fold_call
from hplint.analysis.following import handed_back, member, resolved
from hplint.analysis.functions import given_data, invoke, let_go
from hplint.analysis.imports import READERS
from hplint.analysis.iterators import ITERATORS
from hplint.analysis.machine import Machine
from hplint.analysis.methods import container_method
from hplint.analysis.scores.selection import report
from hplint.analysis.stdlib import (
    FUNCTIONS,
    class_of,
    completed,
    enumeration_member,
    external_bases,
    settings_of,
)
from hplint.analysis.made_in_turn import is_set_in_turn
from hplint.analysis.values import (
    INERT,
    UNKNOWN,
    Class,
    Constant,
    Data,
    Deferred,
    Estimator,
    External,
    Function,
    Imported,
    Instance,
    Items,
    Mapping,
    Method,
    OneOf,
    Partial,
    Ref,
    Score,
    Sequence,
    Unknown,
    Value,
    is_none,
    with_origin,
)
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place
from hplint.frozen import replace

USES = ("predict", "transform", "score", "decision_function")
"""What an estimator is fitted for."""


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
            return unknown_call(machine, None, call) if found is None else found
        case External(path=path):
            force_all(machine, call)
            handler = FUNCTIONS.get(path) or ITERATORS.get(path)
            found = fold_call(machine, path, call) if handler is None else handler(machine, call)
            found = machine.library.call(machine, path, call) if found is None else found
            if found is not None:
                return found
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


def class_call(machine: Machine, of: Class, name: str, call: Call) -> Value:
    """Call a function through its class."""
    found = class_attribute(machine, of, name)
    if isinstance(found, Function):
        return invoke(machine, replace(found, receiver=of if found.role == "classmethod" else None), call)
    return unknown_call(machine, None, call) if found is None else call_value(machine, found, call)


def instance_call(machine: Machine, ref: Ref, content: Instance, name: str, call: Call) -> Value:
    """Call a method of an object of a class in view; what one under examination does in `fit` is told once."""
    if machine.watch is not None and name in machine.watch.known and ref.address == machine.watch.address:
        return ref if name == "fit" else machine.unknown()
    found = instance_attribute(machine, ref, content, name)
    if found is not None:
        forget(machine, ref, name)
        return own_method(machine, ref, content, name, call, call_value(machine, found, call))
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
        return call_value(machine, handed_on, call)
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


def unknown_call(machine: Machine, path: str | None, call: Call, holder: Value = UNKNOWN) -> Value:
    """Call something that nobody knows, perhaps a method of a holder: it may fit or keep what it is given."""
    made_by = path or (holder.path if isinstance(holder, Unknown) else None) or ""
    before, machine.only_read = machine.only_read, made_by.partition(".")[0] in READERS
    if made_by and machine.library.shows(made_by):
        report(machine, (argument.value for argument in call.arguments))
    if path is None and any(isinstance(each.value, Data) and each.value.predicted for each in call.arguments):
        machine.library.overlook(machine, call)
    for argument in call.arguments:
        if isinstance(argument.value, Data):
            machine.record.hand_out(argument.value)
            if not machine.only_read:
                note_handed_on(machine, argument.value)
            held = machine.current(argument.value)
            if isinstance(held.names, Columns) and not machine.only_read:
                # Columns may be other ones since.
                machine.change(held, replace(held, names=Columns(machine.fresh())))
        if isinstance(argument.value, (Data, *INERT)):
            continue
        for each in contents(machine, argument.value):
            if isinstance(each, Score):
                machine.record.shown.add(each.place.key)
        let_go(machine, argument.value)
    for value in call.surplus:
        machine.escape(value)
        if isinstance(value, Data):
            machine.record.hand_out(value)
    machine.only_read = before
    origin = Origin.CONFIGURATION if path is not None and configures(path) else origin_of(holder)
    if path is None and is_set_in_turn(call):
        origin = Origin.LOOP
    result = machine.unknown(origin, path, of_data=given_data(machine, call))
    if path is not None and result.key is not None:
        machine.built[result.key] = call
    return result


def configures(path: str) -> bool:
    """Tell whether a call reads settings: a file, the command line, the environment."""
    root, _, rest = path.partition(".")
    return root in {
        "json",
        "yaml",
        "toml",
        "tomllib",
        "argparse",
        "configparser",
        "hydra",
        "omegaconf",
        "os",
        "environ",
        "click",
        "typer",
        "fire",
        "dotenv",
        "pydantic_settings",
    } or rest.endswith("parse_args")
