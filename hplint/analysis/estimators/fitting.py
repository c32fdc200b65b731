"""What `fit` of an estimator class in view does: what it sets, which hyperparameters it changes, what it returns.

A method that nobody in view calls is executed anyway, on an object of which `__init__` alone has run, and watched
meanwhile. Any other is executed for the sake of the class, and nothing else comes of that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field

import libcst as cst

from hplint.analysis.activations import Definition, Watch, Write
from hplint.analysis.calling.classes import instance_attribute
from hplint.analysis.calling.functions import parameter_names, run_body, unknown_arguments
from hplint.analysis.estimators.contracts import Contract, is_abstract, is_overridden, is_shared
from hplint.analysis.events.estimators import Assigned, Returned
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator, Instance, Mapping, Sequence
from hplint.analysis.memory.values import (
    NONE,
    Class,
    Constant,
    Data,
    External,
    Function,
    Items,
    OneOf,
    Range,
    Ref,
    Score,
    Unknown,
    Value,
    is_same,
    original,
)
from hplint.analysis.modules.following import MOST_OF_CONTRACT, MOST_OF_INHERITED, afresh
from hplint.analysis.record import Record
from hplint.basis.frozen import dataclass, replace
from hplint.findings import Place
from hplint.source.places import make_text

MOST_STEPS = 500
"""Statements that are executed for the sake of one class."""
FITTING = ("fit", "partial_fit", "fit_transform", "fit_predict", "fit_resample")
RETURNING = frozenset({"fit", "partial_fit"})
"""Those that return the object."""
USING = frozenset({"transform", "predict", "predict_proba", "decision_function", "score_samples", "fit_transform"})


@dataclass(slots=True)
class Fitting:
    """An estimator class, and what is known so far of its methods that fit."""

    contract: Contract
    definition: Definition
    done: set[str] = field(default_factory=set)
    """The methods that were executed."""
    unmarked: dict[str, Assigned] = field(default_factory=dict)
    overwritten: dict[int, Assigned] = field(default_factory=dict)
    returned: list[Returned] = field(default_factory=list)

    def watches(self, method: Function) -> str:
        """Return the name of a method of the class's own that fits and wasn't executed yet; empty for any other."""
        for name in FITTING:
            own = self.contract.methods.get(name)
            if own is not None and own.node is method.node and not own.role and name not in self.done:
                return name
        return ""


@contextmanager
def apart(machine: Machine, chunk: int) -> Iterator[None]:
    """Execute something of a class for its sake alone: nothing that happens meanwhile is known afterwards."""
    record, pending, steps, scope = machine.record, dict(machine.pending), machine.steps, machine.scope
    activations, loops, outer, watch = machine.activations, machine.loops, machine.chunk, machine.watch
    machine.record, machine.activations, machine.loops, machine.chunk = Record(), [], [], chunk
    machine.steps = min(steps, MOST_STEPS)
    machine.scope = machine.fresh()
    mark = machine.store.mark()
    yield
    machine.store.rollback(mark)
    machine.record, machine.pending, machine.steps, machine.scope = record, pending, steps, scope
    machine.activations, machine.loops, machine.chunk, machine.watch = activations, loops, outer, watch


def finish(machine: Machine, fitting: Fitting) -> None:
    """Execute what wasn't executed yet of what fits, each on the object as `__init__` left it, and tell the whole."""
    contract, definition = fitting.contract, fitting.definition
    left = {name: contract.methods[name] for name in FITTING if is_left(fitting, name)}
    if left:
        inherited = any(method.chunk < 0 <= definition.chunk for method in left.values())
        with apart(machine, definition.chunk):
            ref = machine.allocate(Instance(contract.of))
            machine.watch = Watch(ref.address)
            with afresh(machine):
                initialize(machine, contract, ref)
            with afresh(machine, MOST_OF_INHERITED if inherited else MOST_OF_CONTRACT):
                for name, method in left.items():
                    mark = machine.store.mark()
                    watched(machine, fitting, name, method, ref, isolated=True)
                    machine.store.rollback(mark)
    found = machine.record.classes[id(definition.node)]
    machine.record.classes[id(definition.node)] = replace(
        found,
        unmarked=() if contract.hides_parameters else tuple(fitting.unmarked.values()),
        overwritten=tuple(fitting.overwritten.values()),
        returned=tuple(fitting.returned),
    )


def is_left(fitting: Fitting, name: str) -> bool:
    """Tell whether a method wasn't executed yet, and what it does may be told of this class.

    What leads from another file's `fit_predict` to the class's own methods leads there from its `fit`, too.
    """
    method = fitting.contract.methods.get(name)
    if method is None or name in fitting.done:
        return False
    return method.chunk >= 0 or name in RETURNING or "fit" not in fitting.contract.methods


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


def watched(
    machine: Machine, fitting: Fitting, name: str, method: Function, ref: Ref, *, isolated: bool = False
) -> Value:
    """Execute a method that fits on an object as `__init__` left it, and note what it sets, changes and returns.

    Args:
        machine: Executes it.
        fitting: Is told.
        name: Of the method.
        method: Not bound yet.
        ref: The object.
        isolated: Whether nothing else comes of it, so that what was executed before needn't be executed in it again.

    Returns:
        What the method returns.
    """
    init = fitting.contract.init
    # What the constructors of bases take, too, is no hyperparameter of the class: `get_params` reads its own.
    names = fitting.contract.names if init is None else frozenset(parameter_names(init.node.params)[1:])
    before = values_of(machine, names, ref)
    given = frozenset(original(each.key) for each in before.values() if isinstance(each, Unknown))
    known = fitting.done if isolated else set()
    watch = machine.watch = Watch(ref.address, method.node, isolated, building=False, given=given, known=known)
    bound = method.bound_to(ref)
    arguments = unknown_arguments(machine, bound)
    result = run_body(machine, bound, arguments)
    after = values_of(machine, names, ref) if watch.writes else before
    machine.watch = None
    changed = {each for each, value in before.items() if not is_same(after[each], value)}
    for each in watch.writes:
        if each.name in changed and before[each.name] is not None and not is_same(each.value, before[each.name]):
            fitting.overwritten.setdefault(each.target.key, Assigned(each.target, each.name))
    for place, key in watch.changed:
        for parameter in sorted(names):
            if is_unknown(before[parameter], key):
                fitting.overwritten.setdefault(place.key, Assigned(place, parameter, in_place=True))
    for one in assigned(watch.writes):
        if not one.name.startswith("_") and not one.name.endswith("_") and one.name not in fitting.contract.names:
            fitting.unmarked.setdefault(one.name, one)
    if name in RETURNING:
        fitting.returned.extend(returns(machine, fitting.contract, method, ref, result, watch, arguments))
    fitting.done.add(name)
    return result


def values_of(machine: Machine, names: frozenset[str], ref: Ref) -> dict[str, Value | None]:
    """Return what attributes of an object give; that somebody asked leaves no trace, though they may be properties."""
    with apart(machine, machine.chunk):
        return {name: held(machine, ref, name) for name in names}


def assigned(writes: list[Write]) -> Iterator[Assigned]:
    """List each attribute that is set, once, in order."""
    seen: set[str] = set()
    for write in writes:
        if write.name not in seen:
            seen.add(write.name)
            yield Assigned(write.target, write.name)


def is_unknown(value: Value | None, key: object) -> bool:
    """Tell whether a value is the unknown thing with a key, and no copy of it."""
    return isinstance(value, Unknown) and value.key == key


def held(machine: Machine, ref: Ref, name: str) -> Value | None:
    """Return what an attribute of an object gives."""
    content = machine.content(ref)
    return instance_attribute(machine, ref, content, name) if isinstance(content, Instance) else None


def returns(
    machine: Machine,
    contract: Contract,
    method: Function,
    ref: Ref,
    result: Value,
    watch: Watch,
    arguments: dict[str, Value],
) -> Iterator[Returned]:
    """Tell where `fit` certainly returns something else than the object."""
    node = method.node
    if method.opaque or method.role or not isinstance(node, cst.FunctionDef) or node.asynchronous is not None:
        return
    if is_abstract(method) or is_shared(contract.of.name) or is_overridden(machine, contract.of, node.name.value):
        return
    noted = watch.returns
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
                text = make_text(statement.value)
            yield Returned(places[key], text, node.name.value)
    if not noted and result == NONE and not is_stub(machine, contract, node):
        yield Returned(Place(node, method.chunk, make_text), "None", node.name.value)


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
