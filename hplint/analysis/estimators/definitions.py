"""Classes in view that are estimators, to what their `__init__` and `fit` do: each is executed once, on its own.

`sklearn.base.clone` and `get_params` want that every parameter of `__init__` stands unchanged under its own name, so
each is given as one definite unknown thing, and the attributes say what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from hplint.analysis.activations import Definition, Watch, Write
from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.dispatch import call_value
from hplint.analysis.estimators.contracts import Contract, contract_of
from hplint.analysis.estimators.fitting import Fitting, apart, assigned, finish, held, initialize
from hplint.analysis.estimators.validation import culprit, validations
from hplint.analysis.events.estimators import ClassDefined, Fate, Parameter
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Instance, Mapping
from hplint.analysis.memory.values import Class, Constant, Ref, Value, is_same
from hplint.analysis.modules.following import afresh


def examine_all(machine: Machine) -> None:
    """Examine the classes of the module that were not examined yet; what their methods do is told when these run."""
    for definition in list(machine.defined.values()):
        if definition.chunk >= 0:
            examine(machine, definition, later=True)


def examine(machine: Machine, definition: Definition, *, later: bool = False) -> None:
    """Note what a class does with its hyperparameters, where it is an estimator; nothing else happens.

    Args:
        machine: Has the class in view.
        definition: The class.
        later: Whether its methods are executed later, so that what they do needn't be told now.
    """
    of, node = definition.of, definition.node
    if id(node) in machine.record.classes or (machine.watch is not None and machine.watch.apart):
        return
    if not node.bases and not maybe(machine, of):
        return
    contract = contract_of(machine, of)
    if contract is None:
        return
    with apart(machine, definition.chunk), afresh(machine):
        ref = machine.allocate(Instance(of))
        watch = machine.watch = Watch(ref.address)
        found = defined(machine, contract, ref, watch, node)
    machine.record.classes[id(node)] = found
    fitting = Fitting(contract, definition)
    if later:
        machine.fittings[of.address] = fitting
    else:
        finish(machine, fitting)


def maybe(machine: Machine, of: Class) -> bool:
    """Tell whether a class without bases defines what makes an estimator."""
    return {"fit", "get_params"} <= machine.members.get(of.address, {}).keys()


def defined(machine: Machine, contract: Contract, ref: Ref, watch: Watch, node: cst.ClassDef) -> ClassDefined:
    """Execute `__init__` on an object, and tell what it did."""
    given = initialize(machine, contract, ref)
    early = list(watch.writes)
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
        (),
        (),
        (),
    )


def fates(
    machine: Machine, contract: Contract, ref: Ref, given: dict[str, Value], writes: list[Write]
) -> Iterator[Parameter]:
    """Tell what became of each parameter that `get_params` looks for."""
    init = contract.init
    if init is None and contract.after_init is None:
        return
    asked = own_parameters(machine, contract, ref) if must_ask(machine, contract, ref, given) else None
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


def must_ask(machine: Machine, contract: Contract, ref: Ref, given: dict[str, Value]) -> bool:
    """Tell whether what the class's own `get_params` gives may decide: that of another file is judged in its own."""
    own = contract.get_params
    if own is None or own.chunk >= 0:
        return own is not None
    return any(not is_same(held(machine, ref, name), given.get(name)) for name, _ in contract.parameters)


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
