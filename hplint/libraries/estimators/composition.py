"""Estimators with children: what a fit of the whole does to them, in place or on copies."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import Fit
from hplint.analysis.events.evaluation import CrossValidated, Folds
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL
from hplint.analysis.memory.heap import Copied, Estimator, Learning, Mapping, Sequence
from hplint.analysis.memory.join import all_of
from hplint.analysis.memory.values import Bounds, Constant, Data, Items, Ref, Value, is_none
from hplint.analysis.python.containers import contents
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace
from hplint.libraries.estimators.settings import note_copies, note_fit_settings, replaced_by
from hplint.libraries.scores.evaluation import (
    UNLABELLED,
    copied_by,
    held,
)


def parts_of(machine: Machine, estimator: Estimator) -> list[Ref]:
    """List the estimators that a hyperparameter holds, directly or in a list of named steps."""
    found: list[Ref] = []
    if estimator.spec is None:
        return found
    facts = estimator.spec.facts
    for name in (*facts.in_place, *facts.copies, *facts.leaves):
        value = estimator.parameter(name)
        if value is not None:
            found.extend(estimators_in(machine, value, 0))
    return found


def estimators_in(machine: Machine, value: Value, depth: int) -> list[Ref]:
    """List the estimators in a value of a hyperparameter."""
    if isinstance(value, Ref) and machine.estimator(value) is not None:
        return [value]
    if depth > 4 or isinstance(value, (Constant, Data)):
        return []
    return [each for part in contents(machine, value) for each in estimators_in(machine, part, depth + 1)]


def literals_of(machine: Machine, estimator: Estimator) -> dict[str, object]:
    """Return every hyperparameter that is set, `NOT_LITERAL` where its value isn't known."""
    given = {name: literal(machine, value) for name, value in estimator.parameters if name != "**"}
    if not estimator.complete and estimator.spec is not None:
        for name in estimator.spec.parameters:
            given.setdefault(name, NOT_LITERAL)
    return given


def fit_parts(machine: Machine, whole: Estimator, fit: Fit, call: Call) -> None:
    """Do to the parts what the fit of the whole does: fit the given estimators themselves, or copies of them.

    Where nobody knows which, the parts may be fitted.
    """
    spec = whole.spec
    if spec is None:
        return
    given = literals_of(machine, whole)
    replaced = replaced_by(machine, whole)
    for name in (*spec.facts.in_place, *spec.facts.copies):
        value = whole.parameter(name)
        parts = [] if value is None else estimators_in(machine, value, 0)
        for part in parts:
            fate = spec.fate(name, given, last=part is parts[-1])
            if fate == "in place":
                fit_in_place(machine, part, fit, call)
            elif fate == "copied":
                attribute = spec.fitted_as(name, given)
                copied = Copied(call.place, fit.name, f"{fit.name}.{attribute}" if attribute else "")
                note_copies(machine, held(machine, part, 0), replaced)
                copied_by(machine, part, copied)
            elif fate is None:
                machine.escape(part)
    if "search" in spec.kinds:
        note_folds(machine, whole, fit, call)
    elif spec.facts.selects and cuts_folds(whole, call):
        plain = "" if "estimator" in spec.parameters else spec.name.removesuffix("CV")
        machine.record.cross_validate(
            CrossValidated(call.place, call.name, fit.rows, fit.data, fit.learned, plain, Folds.OWN)
        )


def cuts_folds(estimator: Estimator, call: Call) -> bool:
    """Tell whether an estimator that selects by scores measures them on folds, against labels."""
    cv = estimator.parameter("cv")
    labels = call.argument("y", 1)
    if estimator.spec is None or "cv" not in estimator.spec.parameters or labels is None or is_none(labels.value):
        return False
    return not (isinstance(cv, Constant) and cv.value == "prefit")


def note_folds(machine: Machine, search: Estimator, fit: Fit, call: Call) -> None:
    """Note that a search scores its candidates on folds; what it searches without labels isn't judged."""
    searched = machine.record.searches.get((search.place.key, fit.address))
    inner = search.parameter("estimator")
    estimator = None if inner is None else machine.estimator(inner)
    if estimator is not None and estimator.spec is not None and estimator.spec.kinds & UNLABELLED:
        return
    name = "" if searched is None else searched.estimator
    machine.record.cross_validate(
        CrossValidated(call.place, call.name, fit.rows, fit.data, fit.learned, name, Folds.SEARCH, search.spec)
    )


def copy_of(machine: Machine, estimator: Estimator, state: Learning, fits: tuple[Fit, ...], depth: int = 0) -> Ref:
    """Copy an estimator with everything in it; the copies are as far as `state` says."""
    parameters = tuple((name, copied_value(machine, value, state, fits, depth)) for name, value in estimator.parameters)
    complete = estimator.complete and state is Learning.UNFITTED
    return machine.allocate(
        replace(
            estimator,
            parameters=parameters,
            state=state,
            fits=fits,
            copied=None,
            complete=complete,
            stale=(),
            used=False,
            forgot=None,
        )
    )


def copied_value(machine: Machine, value: Value, state: Learning, fits: tuple[Fit, ...], depth: int) -> Value:
    """Copy the estimators in the value of a hyperparameter."""
    if depth > 6:
        return value
    if isinstance(value, Items):
        return Items(tuple(copied_value(machine, each, state, fits, depth + 1) for each in value.values))
    match machine.content(value):
        case Estimator() as inner:
            return copy_of(machine, inner, state, fits, depth + 1)
        case Sequence(items=items) if items is not None:
            return machine.allocate(
                Sequence(tuple(copied_value(machine, each, state, fits, depth + 1) for each in items))
            )
        case _:
            return value


def fit_in_place(machine: Machine, part: Ref, fit: Fit, call: Call) -> None:
    """Fit a step as a part of the whole."""
    estimator = machine.estimator(part)
    if estimator is None:
        return
    own = replace(fit, spec=estimator.spec, address=part.address, name=estimator.name)
    machine.store.set(part.address, replace(estimator, state=Learning.FITTED, fits=(own,), copied=None, stale=()))
    machine.record.fitted(estimator.place)
    note_fit_settings(machine, estimator)
    fit_parts(machine, estimator, own, call)


def fitted_part(machine: Machine, estimator: Estimator, name: str) -> Value:
    """Return the steps of a pipeline, or the estimators of an ensemble, by name or in order."""
    given = (estimator.parameter(each) for each in ("steps", "estimators", "transformer_list"))
    steps = next((value for value in given if value is not None), None)
    if steps is None:
        return machine.unknown()
    if not name.startswith("named"):
        return steps
    pairs = [pair for pair in contents(machine, steps) if isinstance(pair, Items) and len(pair.values) >= 2]
    named = tuple((pair.values[0].value, pair.values[1]) for pair in pairs if isinstance(pair.values[0], Constant))
    return machine.allocate(Mapping(named))


def named_part(machine: Machine, estimator: Estimator, name: str) -> Ref | None:
    """Return a part by the name that `set_params` knows it by: a hyperparameter's, or a step's."""
    direct = estimator.parameter(name)
    if isinstance(direct, Ref) and machine.estimator(direct) is not None:
        return direct
    for _, value in estimator.parameters:
        for pair in contents(machine, value) if isinstance(value, Ref) else ():
            if isinstance(pair, Items) and len(pair.values) >= 2:
                key, part = pair.values[0], pair.values[1]
                if isinstance(key, Constant) and key.value == name and isinstance(part, Ref):
                    return part if machine.estimator(part) is not None else None
    return None


def with_part(machine: Machine, estimator: Estimator, name: str, value: Value) -> Estimator:
    """Return a composition with another part under some name, in a list of its own, as `set_params` makes it."""
    spec = estimator.spec
    home = None if spec is None or name in spec.parameters else spec.facts.named_parts
    held = None if home is None else estimator.parameter(home)
    if home is None or held is None:
        return estimator
    content = machine.content(held)
    pairs = content.items if isinstance(content, Sequence) else held.values if isinstance(held, Items) else None
    changed: Value = machine.unknown()
    if pairs is not None and all(isinstance(pair, Items) and len(pair.values) >= 2 for pair in pairs):
        tuples = [pair.values for pair in pairs if isinstance(pair, Items)]
        new = (
            Items((key, value if isinstance(key, Constant) and key.value == name else part, *rest))
            for key, part, *rest in tuples
        )
        changed = machine.allocate(Sequence(tuple(new)))
    others = tuple(pair for pair in estimator.parameters if pair[0] != home)
    return replace(estimator, parameters=(*others, (home, changed)))


def step(machine: Machine, estimator: Estimator, index: Value) -> Value | None:
    """Return a step of a pipeline: `pipeline[0]`, `pipeline["scaler"]`, `pipeline[-1]`."""
    steps = estimator.parameter("steps")
    content = None if steps is None else machine.content(steps)
    if steps is None or not isinstance(content, Sequence) or content.items is None:
        return None
    if isinstance(index, Bounds):
        return some_steps(machine, estimator, content.items, index)
    if not isinstance(index, Constant):
        parts: list[Value] = [*estimators_in(machine, steps, 0)]
        return all_of(parts, machine.join) if parts else None
    for position, pair in enumerate(content.items):
        if isinstance(pair, Items) and len(pair.values) == 2:
            name = pair.values[0]
            if index.value in (position, position - len(content.items)) or (
                isinstance(name, Constant) and name.value == index.value
            ):
                return pair.values[1]
    return None


def some_steps(machine: Machine, estimator: Estimator, pairs: tuple[Value, ...], index: Bounds) -> Value:
    """Return the pipeline of some steps of a pipeline, which both hold: `pipeline[:-1]`."""
    low, high = index.low, index.high
    if not isinstance(low, int | None) or not isinstance(high, int | None) or (index.strided and index.step != 1):
        for part in parts_of(machine, estimator):
            machine.escape(part)
        return machine.unknown()
    taken = machine.allocate(Sequence(pairs[low:high]))
    others = tuple(pair for pair in estimator.parameters if pair[0] != "steps")
    return machine.allocate(replace(estimator, parameters=(*others, ("steps", taken))))


def last_step(machine: Machine, estimator: Estimator) -> Estimator | None:
    """Return the last step of a pipeline, if it is an estimator."""
    found = step(machine, estimator, Constant(-1))
    return None if found is None or is_none(found) else machine.estimator(found)


def is_composed(estimator: Estimator) -> bool:
    """Tell whether it hands rows through to others."""
    return estimator.spec is not None and bool(estimator.spec.kinds & {"pipeline", "composition"})
