"""Constructor calls of the catalogue's estimators, splitters, searches and samplers."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.class_calls import ancestry
from hplint.analysis.calling.dispatch import unpack
from hplint.analysis.calling.testing import in_test
from hplint.analysis.estimators.consequences import note_names, takes_over
from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.events.hyperparameters import Given
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.analysis.memory.heap import Estimator, Instance, Sequence
from hplint.analysis.memory.values import UNKNOWN, Class, Constant, Items, Ref, Unknown, Value, is_none
from hplint.analysis.scores.discarding import note_use
from hplint.analysis.scores.selection import loop_of
from hplint.analysis.syntax.literals import literal, origin
from hplint.analysis.syntax.turns import taken
from hplint.basis.frozen import replace
from hplint.catalogue.estimators import EstimatorSpec
from hplint.libraries.estimators.holding import note_built, note_parts
from hplint.libraries.estimators.settings import note_replaced, note_setting
from hplint.libraries.scores.evaluation import held
from hplint.libraries.searches.spaces import note_search
from hplint.libraries.searches.suggestions import note_suggested


def construct(machine: Machine, spec: EstimatorSpec, call: Call, own: Class | None = None) -> Value:
    """Build an estimator of the catalogue, or of a class in view that has its constructor."""
    if spec.settings is not None:
        call = expanded(machine, call, spec.settings)
    arguments = call.bind(spec.positional if spec.settings is None else ())
    given = tuple(describe(machine, spec, name, argument) for name, argument in arguments.items())
    complete = call.complete and (spec.settings is not None or len(call.positional) <= len(spec.positional))
    arguments = {spec.canonical(name): argument for name, argument in arguments.items()}
    note_built(machine, spec, call)
    unseen = tuple(("**", value) for value in call.surplus)
    parameters = (*((name, argument.value) for name, argument in arguments.items()), *unseen)
    estimator = Estimator(spec, call.place, call.name, parameters, complete, own=own, born=machine.fresh())
    note_construction(machine, spec, call, given, complete)
    if not machine.guards:
        note_suggested(machine, spec, arguments)
    if own is not None and validates_itself(machine, own):
        for name in arguments:
            machine.record.set_later(call.place, name)
    note_setting(machine, estimator)
    if own is not None:
        # What its own methods do with them, the catalogue doesn't know.
        machine.record.unclear(call.place)
    if in_test(machine):
        machine.record.becomes(call.place.key, Outcome.TESTED)
    note_names(machine, estimator, "")
    parts = [part for _, value in parameters for part in held(machine, value, 0)]
    in_comparison = any(each.origin in (Origin.LOOP, Origin.SEARCH) and spec.is_compared(each.name) for each in given)
    if any(is_candidate(machine, part) for part in parts):
        # One with each candidate for a part is scored: all that stands beside it belongs to the comparison.
        machine.record.searched(call.place)
        in_comparison = True
    for part in parts:
        machine.record.inner(part.place)
        if in_comparison:
            machine.record.searched(part.place)
        if takes_over(spec):
            machine.record.becomes(part.place.key, Outcome.SELECTS)
        if "ensemble" in spec.kinds and "composition" not in spec.kinds:
            machine.record.becomes(part.place.key, Outcome.COPIED)
        if "search" in spec.kinds or spec.facts.selects:
            machine.record.searched(part.place)
        if "search" in spec.kinds:
            machine.record.becomes(part.place.key, Outcome.SEARCHED)
    if "search" in spec.kinds:
        given_to = estimator.parameter("estimator")
        note_replaced(machine, estimator, [] if given_to is None else held(machine, given_to, 0), parts)
    seed_parts(machine, spec, estimator)
    note_seed(machine, spec, call, given)
    if machine.record.search_fits:
        note_use(machine, call.place, spec, None)
    ref = machine.allocate(estimator)
    if "search" in spec.kinds:
        note_search(machine, ref, estimator, arguments)
    return ref


def is_candidate(machine: Machine, part: Estimator) -> bool:
    """Tell whether a loop, or a search, goes through values of a hyperparameter."""
    spec = part.spec
    return spec is not None and any(
        spec.is_compared(name) and origin(machine, value) in (Origin.LOOP, Origin.SEARCH)
        for name, value in part.parameters
    )


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


def validates_itself(machine: Machine, own: Class) -> bool:
    """Tell whether a class may change or check hyperparameters before the estimator's own validation does."""
    names = (name for of in ancestry(own) for name in machine.members.get(of.address, ()))
    return any("fit" in name or "param" in name or name.startswith("_") for name in names)


def note_construction(
    machine: Machine, spec: EstimatorSpec, call: Call, given: tuple[Given, ...], complete: bool
) -> None:
    """Note what a constructor call sets, in which program and functions."""
    within = frozenset(activation.frame.id for activation in machine.activations)
    record, guarded = machine.record, machine.guards > 0
    for variant in (given, *(() if guarded else rejected(machine, spec, call, given))):
        record.construct(
            call.place, call.name, spec, variant, complete, record.seeded, machine.scope, within, guarded=guarded
        )


def rejected(
    machine: Machine, spec: EstimatorSpec, call: Call, given: tuple[Given, ...]
) -> Iterator[tuple[Given, ...]]:
    """Yield what is given in the passes of a loop through constants that the estimator doesn't accept."""
    for argument in call.arguments:
        position = next((at for at, each in enumerate(given) if each.place is argument.place), None)
        if not isinstance(argument.value, Unknown) or not argument.value.among or position is None:
            continue
        parameter = spec.parameter(given[position].name)
        constraint = None if parameter is None else parameter.constraint
        if constraint is None or all(constraint.accepts(each) is not False for each in argument.value.among):
            # Whether each pass is reached takes a look at the whole loop, and hardly any list holds such a value.
            continue
        for value in taken(machine, argument.value):
            if constraint.accepts(value) is False:
                variant = replace(given[position], literal=value, origin=Origin.LOOP)
                yield (*given[:position], variant, *given[position + 1 :])
                break


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


def expanded(machine: Machine, call: Call, settings: str) -> Call:
    """Return a call with the dict that holds its hyperparameters unpacked: `CatBoost({"depth": 6})`."""
    holder = call.argument(settings, 0)
    if holder is None or is_none(holder.value):
        return call
    found, all_known = unpack_settings(machine, holder)
    others = tuple(argument for argument in call.arguments if argument is not holder)
    surplus = call.surplus if all_known else (*call.surplus, holder.value)
    return call._replace(arguments=(*found, *others), complete=call.complete and all_known, surplus=surplus)


def unpack_settings(machine: Machine, holder: Argument) -> tuple[list[Argument], bool]:
    """List the hyperparameters in a dict, and tell whether these are all.

    A dict of its own is the way to set them; one that stands in something else is a part of a configuration.
    """
    text = holder.place.text
    own = text.isidentifier() or text.startswith(("{", "dict("))
    return unpack(machine, "**", holder.value, holder.place, in_place=own)


def describe(machine: Machine, spec: EstimatorSpec | None, name: str, argument: Argument) -> Given:
    """Return an argument as a hyperparameter that the code sets."""
    value, place = argument.value, argument.place
    canonical = name if spec is None else spec.canonical(name)
    alias = "" if canonical == name else name
    given = Given(canonical, literal(machine, value), origin(machine, value), place, argument.key, argument.way, alias)
    content = machine.content(value)
    if isinstance(content, Instance) and content.of.of_member and isinstance(value, Ref):
        within = machine.member(value.address, "value")
        return replace(given, member_of=NOT_LITERAL if within is None else literal(machine, within))
    return given


def make_composition(
    machine: Machine, spec: EstimatorSpec, parameter: str, parts: tuple[Value, ...], call: Call
) -> Ref:
    """Build a pipeline, union or column transformer by its `make_` function, steps unnamed."""
    tuples = [part.values if isinstance(part, Items) else (part,) for part in parts]
    names = step_names([step_name(machine, each[0]) if each else None for each in tuples])
    named = tuple(Items((name, *each)) for name, each in zip(names, tuples, strict=True))
    steps = machine.allocate(Sequence(named))
    for part in parts:
        for each in held(machine, part, 0):
            machine.record.inner(each.place)
    given = tuple(describe(machine, spec, each.name, each) for each in call.arguments if each.name is not None)
    note_construction(machine, spec, call, given, call.complete)
    options = tuple((argument.name, argument.value) for argument in call.arguments if argument.name is not None)
    note_parts(machine, call, parameter, steps)
    whole = Estimator(spec, call.place, call.name, ((parameter, steps), *options), call.complete, born=machine.fresh())
    note_names(machine, whole, "")
    return machine.allocate(whole)


def step_names(names: list[str | None]) -> list[Value]:
    """Number the names that several steps have: `svc-1`, `svc-2`.

    Source: `_name_estimators` of sklearn/pipeline.py, 1.9. Next to a part that nobody knows names are known only as
    far as they don't depend on it.
    """
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
    """Return the name that a `make_` function gives a step before it is numbered; None where nobody knows."""
    match part, machine.content(part):
        case _, Estimator(own=Class(name=name)):
            return name.lower()
        case _, Estimator(spec=EstimatorSpec() as spec):
            return spec.name.lower()
        case _, Instance(of=of):
            return of.name.lower()
        case Constant(value=str() as word), _:
            return word
    return None
