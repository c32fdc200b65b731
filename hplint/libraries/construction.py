"""Constructor calls of the catalogue's estimators, splitters, searches and samplers."""

from __future__ import annotations

from hplint.analysis.calls import Argument, Call
from hplint.analysis.events import Given
from hplint.analysis.literals import literal, origin
from hplint.analysis.machine import Machine
from hplint.analysis.values import Constant, Estimator, Items, Ref, Sequence, Value, is_none
from hplint.catalogue.estimators import EstimatorSpec
from hplint.libraries.evaluation import held


def construct(machine: Machine, spec: EstimatorSpec, call: Call) -> Value:
    """Build an estimator of the catalogue."""
    arguments = call.bind(spec.positional)
    given = tuple(describe(machine, name, argument) for name, argument in arguments.items())
    complete = call.complete and len(call.positional) <= len(spec.positional)
    unseen = tuple(("**", value) for value in call.surplus)
    parameters = (*((name, argument.value) for name, argument in arguments.items()), *unseen)
    estimator = Estimator(spec, call.place, call.name, parameters, complete)
    if not machine.guards:
        note_construction(machine, spec, call, given, complete)
    parts = [part for _, value in parameters for part in held(machine, value, 0)]
    for part in parts:
        machine.record.inner(part.place)
        if "search" in spec.kinds or spec.facts.selects:
            machine.record.searched(part.place)
    seed_parts(machine, spec, estimator)
    return machine.allocate(estimator)


def note_construction(
    machine: Machine, spec: EstimatorSpec, call: Call, given: tuple[Given, ...], complete: bool
) -> None:
    """Note what a constructor call sets, in which program and functions."""
    within = frozenset(activation.frame.id for activation in machine.activations)
    record = machine.record
    record.construct(call.place, call.name, spec, given, complete, record.seeded, machine.scope, within)


def seed_parts(machine: Machine, spec: EstimatorSpec, estimator: Estimator) -> None:
    """Note which parts are seeded by the `random_state` of what holds them."""
    seed = estimator.parameter("random_state")
    if seed is None or is_none(seed):
        return
    for name in spec.facts.seeds_parts:
        value = estimator.parameter(name)
        for part in held(machine, value, 0) if value is not None else ():
            machine.record.seeded_by_holder(part.place)


def describe(machine: Machine, name: str, argument: Argument) -> Given:
    """Return an argument as a hyperparameter that the code sets."""
    return Given(name, literal(machine, argument.value), origin(machine, argument.value), argument.place, argument.key)


def make_composition(
    machine: Machine, spec: EstimatorSpec, parameter: str, parts: tuple[Value, ...], call: Call
) -> Ref:
    """Build a pipeline, union or column transformer by its `make_` function, steps unnamed."""
    steps = machine.allocate(Sequence(tuple(Items((Constant(step_name(machine, part)), part)) for part in parts)))
    for part in parts:
        for each in held(machine, part, 0):
            machine.record.inner(each.place)
    options = tuple((argument.name, argument.value) for argument in call.arguments if argument.name is not None)
    return machine.allocate(Estimator(spec, call.place, call.name, ((parameter, steps), *options), call.complete))


def step_name(machine: Machine, part: Value) -> str:
    """Return the name that a `make_` function gives a step: the class's in lower case."""
    estimator = machine.estimator(part)
    return "" if estimator is None or estimator.spec is None else estimator.spec.name.lower()
