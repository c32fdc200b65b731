"""Whether what an estimator learned is what its users expect: not set by hand, not outdated, not forgotten."""

from __future__ import annotations

from hplint.analysis.activations import Loop
from hplint.analysis.calling.calls import Argument
from hplint.analysis.data.history import Fit
from hplint.analysis.data.overlap import Answer, overlaps
from hplint.analysis.data.rows import Fold, Part, Rows, Slice, line
from hplint.analysis.events.estimators import AssignedLearned
from hplint.analysis.events.learning import Refitted, StaleUse
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL
from hplint.analysis.memory.heap import Estimator, Learning
from hplint.analysis.memory.values import Ref
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import dataclass, replace
from hplint.catalogue.specifications import EstimatorSpec
from hplint.findings import Place
from hplint.libraries.estimators.composition import estimators_in, literals_of

DEEPEST = 6
HARMLESS = frozenset({"seed", "runtime"})
"""Roles of hyperparameters that nobody fits again for."""


def note_assigned(machine: Machine, ref: Ref, estimator: Estimator, name: str, place: Place) -> None:
    """Note that a learned attribute is set by hand."""
    spec = estimator.spec
    if spec is None or spec.states is None or machine.expects_error() or not name.endswith("_") or name.startswith("_"):
        return
    if name not in spec.states.names or name in spec.states.settable:
        return
    if any(each.receiver == ref for each in machine.activations):
        return
    words = place.text.removesuffix(f".{name}")
    machine.record.happen(AssignedLearned(place, words if words != place.text else estimator.name, spec, name))


Stale = tuple[tuple[str, Place, object], ...]


def changed(machine: Machine, estimator: Estimator, name: str, argument: Argument) -> Stale:
    """Return the hyperparameters that differ from those of the last fit, once one is set."""
    spec = estimator.spec
    others = tuple(each for each in estimator.stale if each[0] != name)
    if spec is None or spec.states is None or estimator.state is not Learning.FITTED or machine.expects_error():
        return others
    parameter = spec.parameter(name)
    if parameter is None or parameter.role in HARMLESS or name in spec.states.read_in_use:
        return others
    before, after = estimator.parameter(name), argument.value
    old, new = literals_of(machine, estimator).get(name, NOT_LITERAL), literal(machine, after)
    if before is None and estimator.complete:
        old = parameter.default
    old = next((fitted for each, _, fitted in estimator.stale if each == name), old)
    known = old is not NOT_LITERAL and new is not NOT_LITERAL
    unchanged = before == after and len(others) == len(estimator.stale)
    if unchanged or (known and type(old) is type(new) and old == new):
        return others
    return (*others, (name, argument.key, old))


def note_stale(machine: Machine, estimator: Estimator, member: str, place: Place, words: str) -> None:
    """Note the use of an estimator whose hyperparameters were changed since its fit."""
    if machine.expects_error() or estimator.spec is None or estimator.state is not Learning.FITTED:
        return
    stale = all_stale(machine, estimator, 0)
    if stale:
        changes = tuple((name, where) for name, where, _ in stale)
        machine.record.happen(StaleUse(place, words, estimator.spec, member, changes))


def all_stale(machine: Machine, estimator: Estimator, depth: int) -> Stale:
    """Return the changed hyperparameters of an estimator and of the parts that it fitted in place."""
    found = estimator.stale
    if estimator.spec is None or depth > DEEPEST:
        return found
    for name in estimator.spec.facts.in_place:
        held = estimator.parameter(name)
        for part in estimators_in(machine, held, 0) if held is not None else ():
            inner = machine.estimator(part)
            if inner is not None and inner.state is Learning.FITTED:
                found = (*found, *all_stale(machine, inner, depth + 1))
    return found


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A fit in a loop that forgot what the pass before had learned."""

    place: Place
    data: str
    loop: int


def loops(machine: Machine) -> list[Loop]:
    """List the loops under way, those around the functions under way included."""
    return [*(loop for each in machine.activations for loop in each.around), *machine.loops]


def forgotten(machine: Machine, ref: Ref, estimator: Estimator, fit: Fit) -> Forgotten | None:
    """Return the fit, if it forgets the rows of the last pass, which nobody used; None where that isn't certain."""
    spec = estimator.spec
    before = estimator.fits[-1] if len(estimator.fits) == 1 else None
    if spec is None or before is None or estimator.used or machine.expects_error() or fit.searches:
        return None
    around = [loop.began for loop in loops(machine) if loop.began > ref.address]
    if not around or before.place.key != fit.place.key:
        return None
    if warm(machine, estimator, spec) or not are_chunks(before.rows, fit.rows):
        return None
    return Forgotten(fit.place, fit.data, around[-1])


def same_loop(estimator: Estimator, fit: Fit) -> object:
    """Return what was forgotten before, where the same call fits on."""
    before = estimator.forgot
    return before if isinstance(before, Forgotten) and before.place.key == fit.place.key else None


def warm(machine: Machine, estimator: Estimator, spec: EstimatorSpec) -> bool:
    """Tell whether a fit may start from the one before."""
    start = spec.parameter("warm_start")
    return start is not None and spec.value("warm_start", literals_of(machine, estimator)) is not False


def are_chunks(before: Rows, after: Rows) -> bool:
    """Tell whether these are different batches of rows; the training parts of folds share rows."""
    if any(isinstance(each, Part) and isinstance(each.split, Fold) for each in (*line(before), *line(after))):
        return False
    if overlaps(before, after) is Answer.NO:
        return True
    match before, after:
        case Slice(parent=one, low=str() as low, high=str()), Slice(parent=other, low=str() as next_low, high=str()):
            return one == other and low != next_low
        case _:
            return False


def note_used(machine: Machine, ref: Ref, estimator: Estimator, place: Place) -> None:
    """Note that what an estimator learned is used."""
    forgot = estimator.forgot
    if isinstance(forgot, Forgotten) and estimator.spec is not None and not machine.expects_error():
        if all(loop.began != forgot.loop for loop in loops(machine)):
            name = estimator.fits[-1].name if estimator.fits else estimator.name
            machine.record.happen(Refitted(forgot.place, name, estimator.spec, forgot.data, place))
    if not estimator.used or forgot is not None:
        machine.store.set(ref.address, replace(estimator, used=True, forgot=None))
