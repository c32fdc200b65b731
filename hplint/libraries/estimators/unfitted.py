"""Uses of estimators that need what only fit learns."""

from __future__ import annotations

from collections.abc import Mapping

from hplint.analysis.calling.calls import Call
from hplint.analysis.estimators.inheritance import hides_members, sets_later
from hplint.analysis.events.learning import UnfittedUse
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator, Learning
from hplint.analysis.memory.values import UNKNOWN, Constant, Ref, Value
from hplint.catalogue.specifications import EstimatorSpec
from hplint.findings import Place
from hplint.libraries.estimators.composition import (
    estimators_in,
    is_composed,
    literals_of,
    parts_of,
)
from hplint.libraries.estimators.lessons import DEEPEST_PART
from hplint.libraries.estimators.members import lacks
from hplint.libraries.estimators.verbs import FITTED_METHODS, FITTING
from hplint.libraries.searches.paths import named_parts


def use(machine: Machine, estimator: Estimator, member: str, place: Place, *, called: bool) -> None:
    """Note the use of an estimator that is definitely not fitted."""
    spec = estimator.spec
    if spec is None or machine.expects_error(unfitted=called):
        return
    if needs_fit(machine, estimator, member, called=called):
        name = place_name(place, member, estimator)
        machine.record.happen(UnfittedUse(place, name, spec, member, called, estimator.place, estimator.copied))


def note_check(machine: Machine, estimator: Estimator, call: Call) -> None:
    """Note that `check_is_fitted` raises."""
    if estimator.spec is not None and not machine.expects_error(unfitted=True):
        text = call.arguments[0].place.text
        machine.record.happen(
            UnfittedUse(
                call.place,
                text if text.replace(".", "").isidentifier() else estimator.name,
                estimator.spec,
                "check_is_fitted",
                True,
                estimator.place,
                estimator.copied,
            )
        )


def needs_fit(machine: Machine, estimator: Estimator, member: str, *, called: bool) -> bool:
    """Tell whether the use of an estimator raises, because it isn't fitted now."""
    spec = estimator.spec
    if spec is None or estimator.state is not Learning.UNFITTED:
        return False
    if spec.kinds & {"splitter", "sampler", "kernel"} or (called and member not in spec.methods):
        return False
    if estimator.own is not None and hides_members(machine, estimator.own):
        return False
    if not called and estimator.used:
        # What runs unfitted may store something.
        return False
    if not called and not parts_of(machine, estimator):
        alone = spec.works_unfitted(literals_of(machine, estimator))
        # What works unfitted stores something at the earliest when it is used; but for one that is given what others
        # learn: `SparseCoder(dictionary)`.
        return alone is False or (alone is True and not any(each.required for each in spec.parameters.values()))
    return not (works_unfitted(machine, estimator) or has_fitted_part(machine, estimator))


def is_caught(machine: Machine, ref: Ref, estimator: Estimator, member: str, *, called: bool) -> bool:
    """Tell whether asking an estimator for a name raises an error that the code around catches."""
    if machine.fate(unfitted=False) and lacks(machine, ref, estimator, member):
        return True
    if called and member not in FITTED_METHODS:
        return False
    return bool(machine.fate(unfitted=called)) and needs_fit(machine, estimator, member, called=called)


def raises(machine: Machine, ref: Ref, member: str) -> bool:
    """Tell whether asking an estimator for a name raises now: it never has it, or isn't fitted."""
    estimator = machine.estimator(ref)
    if estimator is None or estimator.spec is None:
        return False
    called = member in FITTED_METHODS
    if (called or member in FITTING or is_learned(member)) and lacks(machine, ref, estimator, member):
        return True
    return (called or member in estimator.spec.learned) and needs_fit(machine, estimator, member, called=called)


def learns_itself(machine: Machine, estimator: Estimator, name: str) -> bool:
    """Tell whether an attribute is one that the `fit` of the estimator's own class sets."""
    return estimator.own is not None and not machine.branches and sets_later(machine, estimator.own, name)


def is_told(spec: EstimatorSpec | None, name: str) -> bool:
    """Tell whether a method that an estimator lacks is reported: one of those that are known, or that it once had."""
    if name in FITTED_METHODS or name in FITTING:
        return True
    return spec is not None and spec.states is not None and spec.states.gone_since(name, spec.target) is not None


def is_learned(name: str) -> bool:
    """Tell whether a name is that of a learned attribute."""
    return name.endswith("_") and not name.startswith("_")


def works_unfitted(machine: Machine, estimator: Estimator, depth: int = 0) -> bool:
    """Tell whether an estimator may be used without a fit: by itself, or because all its parts may.

    Those that fit copies of their parts look for these first.
    """
    spec = estimator.spec
    if spec is None or depth > DEEPEST_PART or spec.works_unfitted(literals_of(machine, estimator)) is not False:
        return True
    if not is_composed(estimator) or not spec.facts.in_place:
        return False
    if spec.facts.named_parts is not None:
        named = named_parts(machine, estimator.parameter(spec.facts.named_parts) or UNKNOWN)
        held = None if named is None else [each for each in named.values() if unknown_part(each)]
        if held == [] or ("pipeline" not in spec.kinds and (held is None or None in map(machine.estimator, held))):
            return True
    parts = [machine.estimator(part) for part in parts_of(machine, estimator)]
    return bool(parts) and all(part is None or works_unfitted(machine, part, depth + 1) for part in parts)


def unknown_part(value: Value) -> bool:
    """Tell whether a part is more than a word such as "drop": what isn't catalogued may work unfitted."""
    return not isinstance(value, Constant)


def has_fitted_part(machine: Machine, estimator: Estimator, depth: int = 0) -> bool:
    """Tell whether a part at any depth may be fitted already, so that the whole may be usable without its own fit."""
    for ref in used_parts(machine, estimator):
        part = machine.estimator(ref)
        if part is None or part.state is not Learning.UNFITTED or depth > DEEPEST_PART:
            return True
        if has_fitted_part(machine, part, depth + 1):
            return True
    return False


def used_parts(machine: Machine, estimator: Estimator) -> list[Ref]:
    """List the parts that are used as they are, and not only their fitted copies."""
    spec = estimator.spec
    if spec is None:
        return []
    given = literals_of(machine, estimator)
    found: list[Ref] = []
    for name in (*spec.facts.in_place, *spec.facts.copies, *spec.facts.leaves):
        value = estimator.parameter(name)
        if value is not None and is_used(spec, name, given):
            found.extend(estimators_in(machine, value, 0))
    return found


def is_used(spec: EstimatorSpec, name: str, given: Mapping[str, object]) -> bool:
    """Tell whether the estimators in a hyperparameter may be used without a fit of the whole."""
    copied = name in spec.facts.copies and spec.fate(name, given) == "copied"
    return not copied or name in spec.facts.uses_fitted


def place_name(place: Place, member: str, estimator: Estimator) -> str:
    """Return the estimator in the user's words."""
    text, called = place.text, place.text.endswith(")")
    name = text.split("(")[0].rpartition(".")[0] if called else text.rpartition(".")[0]
    # What is called may be what another call gives, which has no name: `factory.build().predict(X)`.
    return name if name and (not called or text.startswith(f"{name}.{member}(")) else estimator.name
