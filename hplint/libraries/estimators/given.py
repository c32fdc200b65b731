"""Estimators that are used as they were given: what asks them, or never fits them, raises where they aren't fitted."""

from __future__ import annotations

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.events.learning import UnfittedUse
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Ref
from hplint.findings import Place
from hplint.libraries.estimators.composition import estimators_in, literals_of
from hplint.libraries.estimators.unfitted import needs_fit, place_name

DEEPEST = 6


def kept(machine: Machine, estimator: Estimator) -> Ref | None:
    """Return the estimator that answers for a wrapper; None for what answers itself."""
    name = None if estimator.spec is None else estimator.spec.facts.answers
    value = None if name is None else estimator.parameter(name)
    return value if isinstance(value, Ref) and machine.estimator(value) is not None else None


def through(place: Place, estimator: Estimator, member: str) -> Place:
    """Return the place of what a wrapper is asked, which speaks of the estimator in it: `frozen.estimator.predict`."""
    facts = None if estimator.spec is None else estimator.spec.facts
    name, text = place_name(place, member, estimator), place.text
    if facts is None or not text.startswith(f"{name}."):
        return place
    words = text.replace(name, f"{name}.{facts.answers}", 1)
    return Place(place.node, place.chunk, lambda node: words)


def note_parts(machine: Machine, whole: Estimator, place: Place, depth: int = 0) -> None:
    """Note that a fit asks estimators that it doesn't fit: those that a wrapper keeps, or that are said to be fitted.

    A search may put others in their place, and tells what goes wrong in its folds by a score.
    """
    spec = whole.spec
    if spec is None or depth > DEEPEST or "search" in spec.kinds:
        return
    given = literals_of(machine, whole)
    for name in (*spec.facts.in_place, *spec.facts.copies, *spec.facts.leaves):
        value = whole.parameter(name)
        for part in () if value is None else estimators_in(machine, value, 0):
            fate, inner = spec.fate(name, given), machine.estimator(part)
            if fate == "left" and (name in spec.facts.copies or name == spec.facts.answers):
                note_unfitted(machine, part, place)
            elif fate in {"in place", "copied"} and inner is not None:
                note_parts(machine, inner, place, depth + 1)


def note_unfitted(machine: Machine, part: Ref, place: Place, member: str = "fit", words: str = "") -> None:
    """Note that something that needs an estimator fitted is given one that isn't; `words` are the user's for it."""
    estimator = machine.estimator(part)
    if estimator is None or estimator.spec is None or machine.expects_error(unfitted=True):
        return
    if needs_fit(machine, estimator, "fit", called=True):
        name, built, copied = words or estimator.name, estimator.place, estimator.copied
        machine.record.happen(UnfittedUse(place, name, estimator.spec, member, True, built, copied, given=True))


def note_judged(machine: Machine, model: Argument | None, call: Call) -> None:
    """Note that a function that looks at a fitted estimator is given one that isn't."""
    if model is not None and isinstance(model.value, Ref):
        text = model.place.text
        words = text if text.replace(".", "").isidentifier() else ""
        note_unfitted(machine, model.value, call.place, call.name.rpartition(".")[2], words)
