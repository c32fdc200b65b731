"""Constructor calls of the catalogue's estimators, splitters, searches and samplers."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.calls import Argument, Call
from hplint.analysis.consequences import note_names, takes_over
from hplint.analysis.constants import Origin
from hplint.analysis.discarding import note_use
from hplint.analysis.events import Given
from hplint.analysis.literals import literal, origin
from hplint.analysis.machine import Machine
from hplint.analysis.outcomes import Outcome
from hplint.analysis.selection import loop_of
from hplint.analysis.values import UNKNOWN, Constant, Estimator, Instance, Items, Ref, Sequence, Value, is_none
from hplint.catalogue.estimators import EstimatorSpec
from hplint.libraries.evaluation import held
from hplint.libraries.holding import note_built, note_parts
from hplint.libraries.spaces import note_search


def construct(machine: Machine, spec: EstimatorSpec, call: Call) -> Value:
    """Build an estimator of the catalogue."""
    arguments = call.bind(spec.positional)
    given = tuple(describe(machine, name, argument) for name, argument in arguments.items())
    complete = call.complete and len(call.positional) <= len(spec.positional)
    note_built(machine, spec, call, given, complete)
    unseen = tuple(("**", value) for value in call.surplus)
    parameters = (*((name, argument.value) for name, argument in arguments.items()), *unseen)
    estimator = Estimator(spec, call.place, call.name, parameters, complete)
    if not machine.guards:
        machine.record.construct(call.place, call.name, spec, given, complete, machine.record.seeded, machine.scope)
    if in_test(machine):
        machine.record.becomes(call.place.key, Outcome.TESTED)
    note_names(machine, estimator, "")
    parts = [part for _, value in parameters for part in held(machine, value, 0)]
    in_comparison = any(each.origin in (Origin.LOOP, Origin.SEARCH) and spec.is_compared(each.name) for each in given)
    for part in parts:
        machine.record.inner(part.place)
        if in_comparison:
            machine.record.searched(part.place)
        if takes_over(spec):
            machine.record.becomes(part.place.key, Outcome.SELECTS)
        if "search" in spec.kinds or spec.facts.selects:
            machine.record.searched(part.place)
        if "search" in spec.kinds:
            machine.record.becomes(part.place.key, Outcome.SEARCHED)
    seed_parts(machine, spec, estimator)
    note_seed(machine, spec, call, given)
    if machine.record.search_fits:
        note_use(machine, call.place, spec, None)
    ref = machine.allocate(estimator)
    if "search" in spec.kinds:
        note_search(machine, ref, estimator, arguments)
    return ref


def note_seed(machine: Machine, spec: EstimatorSpec, call: Call, given: tuple[Given, ...]) -> None:
    """Note the loop that a seed comes from."""
    for each in given:
        parameter = spec.parameters.get(each.name)
        if each.origin is Origin.LOOP and parameter is not None and parameter.role == "seed":
            loop = loop_of(machine, each.place.text)
            others = (other.place.text for other in given if other is not each and other.origin is Origin.LOOP)
            # Where the loop sets more than the seed, it compares more than seeds.
            if loop is not None and not any(loop_of(machine, other) is loop for other in others):
                machine.record.seed_loops[call.place.key] = loop


def in_test(machine: Machine) -> bool:
    """Tell whether a function under way is a test, as pytest and unittest find them: by its name."""
    functions = (each.node for each in machine.activations)
    return any(isinstance(node, cst.FunctionDef) and node.name.value.startswith("test_") for node in functions)


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
    names = step_names(machine, parts)
    named = [
        Items((name, *part.values)) if isinstance(part, Items) else Items((name, part))
        for name, part in zip(names, parts, strict=True)
    ]
    steps = machine.allocate(Sequence(tuple(named)))
    for part in parts:
        for each in held(machine, part, 0):
            machine.record.inner(each.place)
    options = tuple((argument.name, argument.value) for argument in call.arguments if argument.name is not None)
    note_parts(machine, call, parameter, steps)
    whole = Estimator(spec, call.place, call.name, ((parameter, steps), *options), call.complete)
    note_names(machine, whole, "")
    return machine.allocate(whole)


def step_names(machine: Machine, parts: tuple[Value, ...]) -> list[Value]:
    """Return the names that a `make_` function gives: the class's in lower case, numbered where it comes twice.

    Source: `_name_estimators` of sklearn/pipeline.py, 1.9. Next to a part that nobody knows names are known only as
    far as they don't depend on it.
    """
    names = [step_name(machine, part.values[0] if isinstance(part, Items) and part.values else part) for part in parts]
    count: dict[str, int] = {}
    named: list[Value] = []
    for name in names:
        if name is None:
            named.append(UNKNOWN)
            continue
        count[name] = count.get(name, 0) + 1
        named.append(Constant(f"{name}-{count[name]}" if names.count(name) > 1 else name))
    return named


def step_name(machine: Machine, part: Value) -> str | None:
    """Return the name of one step before it is numbered; None where nobody knows."""
    content = machine.content(part)
    match part, content:
        case _, Estimator(spec=EstimatorSpec() as spec):
            return spec.name.lower()
        case _, Instance(of=of):
            return of.name.lower()
        case Constant(value=str() as word), _:
            return word
    return None
