"""Classes in view that are estimators, to what their `__init__` and `fit` do: each is executed once, on its own.

`sklearn.base.clone` and `get_params` want that every parameter of `__init__` stands unchanged under its own name, so
each is given as one definite unknown thing, and the attributes say what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from hplint.analysis.activations import Definition, Watch, Write
from hplint.analysis.calls import Argument, Call
from hplint.analysis.classes import instance_attribute
from hplint.analysis.contracts import Contract, contract_of, is_abstract, is_overridden, is_shared
from hplint.analysis.dispatch import call_value
from hplint.analysis.events.estimators import Assigned, ClassDefined, Fate, Parameter, Returned
from hplint.analysis.functions import run_body, unknown_arguments
from hplint.analysis.machine import Machine
from hplint.analysis.record import Record
from hplint.analysis.validation import culprit, validations
from hplint.analysis.values import (
    NONE,
    Class,
    Constant,
    Data,
    Estimator,
    External,
    Function,
    Instance,
    Items,
    Mapping,
    OneOf,
    Range,
    Ref,
    Score,
    Sequence,
    Unknown,
    Value,
    is_same,
)

MOST_STEPS = 500
"""Statements that are executed for one class."""
FITTING = ("fit", "partial_fit", "fit_transform", "fit_predict", "fit_resample")
USING = frozenset({"transform", "predict", "predict_proba", "decision_function", "score_samples", "fit_transform"})


def examine_all(machine: Machine) -> None:
    """Examine the classes of the module that were not examined yet."""
    for definition in list(machine.defined.values()):
        if definition.chunk >= 0:
            examine(machine, definition)


def examine(machine: Machine, definition: Definition) -> None:
    """Note what a class does with its hyperparameters, where it is an estimator; nothing else happens."""
    of, node = definition.of, definition.node
    if id(node) in machine.record.classes or machine.watch is not None:
        return
    if not node.bases and not maybe(machine, of):
        return
    contract = contract_of(machine, of)
    if contract is None:
        return
    record, pending, steps, scope = machine.record, dict(machine.pending), machine.steps, machine.scope
    activations, loops, chunk = machine.activations, machine.loops, machine.chunk
    machine.chunk = definition.chunk
    machine.record, machine.activations, machine.loops = Record(), [], []
    machine.steps = min(steps, MOST_STEPS)
    machine.scope = machine.fresh()
    mark = machine.store.mark()
    ref = machine.allocate(Instance(of))
    machine.watch = Watch(ref.address)
    record.classes[id(node)] = defined(machine, contract, ref, machine.watch, node)
    machine.watch = None
    machine.store.rollback(mark)
    machine.record, machine.pending, machine.steps, machine.scope = record, pending, steps, scope
    machine.activations, machine.loops, machine.chunk = activations, loops, chunk


def maybe(machine: Machine, of: Class) -> bool:
    """Tell whether a class without bases defines what makes an estimator."""
    return {"fit", "get_params"} <= machine.members.get(of.address, {}).keys()


def defined(machine: Machine, contract: Contract, ref: Ref, watch: Watch, node: cst.ClassDef) -> ClassDefined:
    """Execute `__init__` and `fit` on an object, and tell what they did."""
    given = initialize(machine, contract, ref)
    early, watch.building = list(watch.writes), False
    parameters = tuple(fates(machine, contract, ref, given, early))
    names = contract.names
    return ClassDefined(
        machine.place(node),
        contract.of.name,
        parameters,
        contract.star,
        tuple(validations(machine, contract, ref)),
        tuple(each for each in assigned(early) if is_learned(each.name) and each.name not in names),
        contract.says_fitted,
        *fitted(machine, contract, ref, watch),
    )


def initialize(machine: Machine, contract: Contract, ref: Ref) -> dict[str, Value]:
    """Execute the constructor, each parameter one definite unknown thing, and return these."""
    init = contract.init
    if init is None:
        given: dict[str, Value] = {name: machine.unknown() for name in contract.names}
        for name, value in given.items():
            machine.set_member(ref.address, name, value)
        after = contract.after_init
        if after is not None:
            run_body(machine, after.bound_to(ref), unknown_arguments(machine, after.bound_to(ref)))
        return given
    bound = init.bound_to(ref)
    arguments = unknown_arguments(machine, bound)
    run_body(machine, bound, arguments)
    return arguments


def fates(
    machine: Machine, contract: Contract, ref: Ref, given: dict[str, Value], writes: list[Write]
) -> Iterator[Parameter]:
    """Tell what became of each parameter that `get_params` looks for."""
    init = contract.init
    if init is None and contract.after_init is None:
        return
    asked = own_parameters(machine, contract, ref)
    for name, place in contract.parameters:
        found = held(machine, ref, name) if asked is None else asked.get(name)
        if found is None and asked is not None:
            continue
        if is_same(found, given.get(name)):
            yield Parameter(name, place, Fate.STORED)
        elif found is None or (not written(writes, name) and isinstance(found, Constant)):
            now = machine.content(ref)
            lost = isinstance(now, Instance) and not now.escaped and not contract.hides_attributes
            fate = Fate.MISSING if lost else Fate.STORED
            yield Parameter(name, place, fate, stored_as=other_name(machine, ref, name, given))
        elif written(writes, name):
            yield Parameter(name, place, Fate.CHANGED, culprit(machine, contract, name, given.get(name), writes))


def own_parameters(machine: Machine, contract: Contract, ref: Ref) -> Mapping | None:
    """Return what the class's own `get_params` gives; None where it has none."""
    own = contract.get_params
    if own is None:
        return None
    place = machine.place(own.node)
    call = Call(place, (Argument(None, Constant(False), place, place),))
    found = machine.content(call_value(machine, own.bound_to(ref), call))
    if not isinstance(found, Mapping) or found.rest is not None or found.escaped or found.maybe:
        return Mapping(())
    return found


def written(writes: list[Write], name: str) -> bool:
    """Tell whether an attribute was set."""
    return any(write.name == name for write in writes)


def other_name(machine: Machine, ref: Ref, name: str, given: dict[str, Value]) -> str:
    """Return the attribute under which a parameter is stored instead, if there is one."""
    wanted = given.get(name)
    for other in machine.members.get(ref.address, ()):
        if other != name and is_same(machine.member(ref.address, other), wanted):
            return other
    return ""


def is_learned(name: str) -> bool:
    """Tell whether a name is that of a learned attribute, as `check_is_fitted` looks for."""
    return name.endswith("_") and not name.startswith("_")


def assigned(writes: list[Write]) -> Iterator[Assigned]:
    """List each attribute that is set, once, in order."""
    seen: set[str] = set()
    for write in writes:
        if write.name not in seen:
            seen.add(write.name)
            yield Assigned(write.target, write.name)


def fitted(
    machine: Machine, contract: Contract, ref: Ref, watch: Watch
) -> tuple[tuple[Assigned, ...], tuple[Assigned, ...], tuple[Returned, ...]]:
    """Execute what fits, each on the object as `__init__` left it, and tell what it sets, changes and returns."""
    unmarked: dict[str, Assigned] = {}
    overwritten: dict[int, Assigned] = {}
    returned: tuple[Returned, ...] = ()
    changeable = sorted(contract.names)
    for name in FITTING:
        method = contract.methods.get(name)
        if method is None:
            continue
        before = {each: held(machine, ref, each) for each in contract.names}
        watch.writes, watch.returns, watch.changed, watch.function = [], [], [], method.node
        mark = machine.store.mark()
        bound = method.bound_to(ref)
        arguments = unknown_arguments(machine, bound)
        result = run_body(machine, bound, arguments)
        changed = {each for each, value in before.items() if not is_same(held(machine, ref, each), value)}
        for each in watch.writes:
            if each.name in changed and before[each.name] is not None and not is_same(each.value, before[each.name]):
                overwritten.setdefault(each.target.key, Assigned(each.target, each.name))
        for place, key in watch.changed:
            for parameter in changeable:
                if is_unknown(before[parameter], key):
                    overwritten.setdefault(place.key, Assigned(place, parameter, in_place=True))
        for one in assigned(watch.writes):
            if not one.name.startswith("_") and not one.name.endswith("_") and one.name not in contract.names:
                unmarked.setdefault(one.name, one)
        if name in {"fit", "partial_fit"}:
            returned = (*returned, *returns(machine, contract, method, ref, result, arguments))
        machine.store.rollback(mark)
        watch.known.add(name)
    known = () if contract.hides_parameters else tuple(unmarked.values())
    return known, tuple(overwritten.values()), returned


def is_unknown(value: Value | None, key: object) -> bool:
    """Tell whether a value is the unknown thing with a key, and no copy of it."""
    return isinstance(value, Unknown) and value.key == key


def held(machine: Machine, ref: Ref, name: str) -> Value | None:
    """Return what an attribute of an object gives."""
    content = machine.content(ref)
    return instance_attribute(machine, ref, content, name) if isinstance(content, Instance) else None


def returns(
    machine: Machine, contract: Contract, method: Function, ref: Ref, result: Value, arguments: dict[str, Value]
) -> Iterator[Returned]:
    """Tell where `fit` certainly returns something else than the object."""
    node = method.node
    if method.opaque or method.role or not isinstance(node, cst.FunctionDef) or node.asynchronous is not None:
        return
    if is_abstract(method) or is_shared(contract.of.name) or is_overridden(machine, contract.of, node.name.value):
        return
    watch = machine.watch
    noted = [] if watch is None else list(watch.returns)
    seen: dict[int, list[tuple[Value, bool]]] = {}
    places = {}
    for place, value in noted:
        places[place.key] = place
        seen.setdefault(place.key, []).append((value, is_other(machine, ref, value, arguments)))
    for key, values in seen.items():
        if all(other for _, other in values):
            statement = places[key].node
            text = "None"
            if isinstance(statement, cst.Return) and statement.value is not None:
                text = machine.place(statement.value).text
            yield Returned(places[key], text, node.name.value)
    if not noted and result == NONE and not is_stub(machine, contract, node):
        yield Returned(machine.place(node), "None", node.name.value)


def is_stub(machine: Machine, contract: Contract, node: cst.FunctionDef) -> bool:
    """Tell whether a function does nothing because it is meant to be overridden, or the class does nothing at all."""
    body = node.body.body
    lines = [small for line in body for small in (line.body if isinstance(line, cst.SimpleStatementLine) else (line,))]
    idle = all(isinstance(each, cst.Pass) or is_bare(each) for each in lines)
    return idle and not any(name in contract.methods for name in USING)


def is_bare(statement: cst.CSTNode) -> bool:
    """Tell whether a statement is a docstring or an ellipsis."""
    return isinstance(statement, cst.Expr) and isinstance(statement.value, (cst.BaseString, cst.Ellipsis))


def is_other(machine: Machine, ref: Ref, value: Value, arguments: dict[str, Value]) -> bool:
    """Tell whether a value is certainly not the object itself."""
    match value:
        case Ref():
            return value != ref and isinstance(machine.content(value), (Estimator, Sequence, Mapping, Instance))
        case OneOf(values=values):
            return all(is_other(machine, ref, each, arguments) for each in values)
        case Unknown(key=key):
            return key is not None and any(is_same(value, each) for each in arguments.values())
        case Constant() | Items() | Data() | Score() | Range() | External() | Function() | Class():
            return True
        case _:
            return False
