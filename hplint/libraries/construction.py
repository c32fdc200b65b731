"""Constructor calls of the catalogue's estimators, splitters, searches and samplers."""

from __future__ import annotations

from hplint.analysis.calls import Argument, Call
from hplint.analysis.containers import contents
from hplint.analysis.dispatch import ancestry
from hplint.analysis.events import Given
from hplint.analysis.literals import literal, origin
from hplint.analysis.machine import Machine
from hplint.analysis.values import Class, Constant, Estimator, Items, Mapping, Ref, Sequence, Value, is_none
from hplint.catalogue.estimators import EstimatorSpec
from hplint.libraries.composition import named_part
from hplint.libraries.evaluation import held
from hplint.libraries.holding import note_built, note_parts
from hplint.libraries.settings import note_search, note_setting


def construct(machine: Machine, spec: EstimatorSpec, call: Call, own: Class | None = None) -> Value:
    """Build an estimator of the catalogue, or of a class in view that has its constructor."""
    arguments = call.bind(spec.positional)
    given = tuple(describe(machine, name, argument) for name, argument in arguments.items())
    complete = call.complete and len(call.positional) <= len(spec.positional)
    note_built(machine, spec, call, given, complete)
    unseen = tuple(("**", value) for value in call.surplus)
    parameters = (*((name, argument.value) for name, argument in arguments.items()), *unseen)
    estimator = Estimator(spec, call.place, call.name, parameters, complete, own=own)
    if not machine.guards:
        machine.record.construct(call.place, call.name, spec, given, complete, machine.record.seeded, machine.scope)
    if own is not None and validates_itself(machine, own):
        for name in arguments:
            machine.record.set_later(call.place, name)
    note_setting(machine, estimator)
    if own is not None:
        # What its own methods do with them, the catalogue doesn't know.
        machine.record.unclear(call.place)
    parts = [part for _, value in parameters for part in held(machine, value, 0)]
    for part in parts:
        machine.record.inner(part.place)
        if "search" in spec.kinds or spec.facts.selects:
            machine.record.searched(part.place)
    if "search" in spec.kinds:
        given_to = estimator.parameter("estimator")
        note_search(machine, estimator, [] if given_to is None else held(machine, given_to, 0), parts)
    seed_parts(machine, spec, estimator)
    if "search" in spec.kinds:
        note_searched(machine, estimator)
    return machine.allocate(estimator)


def note_searched(machine: Machine, search: Estimator) -> None:
    """Note which hyperparameters a search sets before any fit."""
    names = ("param_grid", "param_distributions", "search_spaces")
    space = next((value for name in names if (value := search.parameter(name)) is not None), None)
    searched = search.parameter("estimator")
    if space is None or searched is None:
        return
    for table in (space, *contents(machine, space)):
        content = machine.content(table)
        for key, _ in content.items if isinstance(content, Mapping) else ():
            holder: Value | None = searched
            *path, name = str(key).split("__")
            for step in path:
                whole = None if holder is None else machine.estimator(holder)
                holder = None if whole is None else named_part(machine, whole, step)
            part = None if holder is None else machine.estimator(holder)
            if part is not None:
                machine.record.set_later(part.place, name)


def validates_itself(machine: Machine, own: Class) -> bool:
    """Tell whether a class may change or check hyperparameters before the estimator's own validation does."""
    names = (name for of in ancestry(own) for name in machine.members.get(of.address, ()))
    return any("fit" in name or "param" in name or name.startswith("_") for name in names)


def seed_parts(machine: Machine, spec: EstimatorSpec, estimator: Estimator) -> None:
    """Note which parts are seeded by the `random_state` of what holds them."""
    seed = estimator.parameter("random_state")
    for name in spec.facts.seeds_parts:
        value = estimator.parameter(name)
        for part in held(machine, value, 0) if value is not None else ():
            own = part.parameter("random_state")
            # Without a seed of its own the whole still takes the place of a part's.
            if not (seed is None or is_none(seed)) or not (own is None or is_none(own)):
                machine.record.seeded_by_holder(part.place)


def describe(machine: Machine, name: str, argument: Argument) -> Given:
    """Return an argument as a hyperparameter that the code sets."""
    value = argument.value
    return Given(name, literal(machine, value), origin(machine, value), argument.place, argument.key, argument.way)


def make_composition(
    machine: Machine, spec: EstimatorSpec, parameter: str, parts: tuple[Value, ...], call: Call
) -> Ref:
    """Build a pipeline, union or column transformer by its `make_` function, steps unnamed."""
    tuples = [part.values if isinstance(part, Items) else (part,) for part in parts]
    names = step_names([step_name(machine, each[0]) if each else "" for each in tuples])
    named = tuple(Items((Constant(name), *each)) for name, each in zip(names, tuples, strict=True))
    steps = machine.allocate(Sequence(named))
    for part in parts:
        for each in held(machine, part, 0):
            machine.record.inner(each.place)
    given = tuple(describe(machine, each.name, each) for each in call.arguments if each.name is not None)
    if not machine.guards:
        machine.record.construct(call.place, call.name, spec, given, False, machine.record.seeded, machine.scope)
    options = tuple((argument.name, argument.value) for argument in call.arguments if argument.name is not None)
    note_parts(machine, call, parameter, steps)
    return machine.allocate(Estimator(spec, call.place, call.name, ((parameter, steps), *options), call.complete))


def step_names(names: list[str]) -> list[str]:
    """Number the names that several steps have: `svc-1`, `svc-2`."""
    seen: dict[str, int] = {}
    found: list[str] = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(f"{name}-{seen[name]}" if names.count(name) > 1 else name)
    return found


def step_name(machine: Machine, part: Value) -> str:
    """Return the name that a `make_` function gives a step: the class's in lower case."""
    estimator = machine.estimator(part)
    if estimator is None or estimator.spec is None:
        return part.value if isinstance(part, Constant) and isinstance(part.value, str) else ""
    return estimator.spec.name.lower() if estimator.own is None else estimator.own.name.lower()
