"""Which attributes and methods an estimator has with the hyperparameters that it has."""

from __future__ import annotations

from hplint.analysis.estimators.inheritance import may_define
from hplint.analysis.events.estimators import NeverLearned
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL
from hplint.analysis.memory.heap import Estimator, Learning
from hplint.analysis.memory.values import Ref, Value, is_none
from hplint.basis.frozen import replace
from hplint.catalogue.alternatives import alternative
from hplint.catalogue.conditions import Condition
from hplint.catalogue.specifications import EstimatorSpec
from hplint.catalogue.states import Absence
from hplint.findings import Place
from hplint.libraries.estimators.composition import estimators_in, last_step, literals_of, parts_of
from hplint.libraries.estimators.learned import changes_parts
from hplint.libraries.estimators.settings import replaced_by, setting_of

DEEPEST = 6
HOLDERS = frozenset({"estimator", "steps", "estimators"})
"""How the conditions of methods begin that exist where a part has them: `estimator.predict_proba`."""
OF_PIPELINES = {
    # Of the last step, one of these; of all steps, this one (scikit-learn 1.9.1, `Pipeline._can_transform`).
    "_can_transform": (("transform",), False),
    "_can_fit_transform": (("transform", "fit_transform"), False),
    "_can_inverse_transform": (("inverse_transform",), True),
    "Only exist if the last step of the pipeline is a classifier": (("classes_",), False),
}
"""The library's own checks of what a pipeline can: the names asked for, and whether of every step."""


def has(machine: Machine, ref: Ref, name: str) -> bool | None:
    """Tell whether an object has a name now; None where nobody knows, or where the data decide."""
    estimator = machine.estimator(ref)
    if estimator is None or not is_judged(machine, ref, estimator, name):
        return None
    spec = estimator.spec
    if spec is None or spec.states is None or lack(machine, estimator, name) is not None:
        return None if spec is None or spec.states is None else False
    if name in spec.methods:
        conditional = name in spec.conditional or name in spec.states.missing
        return True if not conditional and name in spec.states.names else None
    if name in spec.learned and estimator.state is Learning.UNFITTED and not machine.expects_error():
        return False
    return None


def note_lack(machine: Machine, ref: Ref, estimator: Estimator, name: str, place: Place, words: str) -> bool:
    """Note the use of a name that the estimator never has; tell whether it is one."""
    if machine.expects_error() or machine.depends(estimator.born) or not is_judged(machine, ref, estimator, name):
        return False
    found = lack(machine, estimator, name)
    spec = estimator.spec
    if found is None or spec is None:
        return False
    owner, condition, absence = found
    partial = absence is None and condition is None and owner.states is not None and name in owner.states.names
    machine.record.happen(
        NeverLearned(
            place,
            words,
            spec,
            name,
            owner,
            name in owner.methods or not name.endswith("_"),
            setting_of(machine, estimator),
            () if condition is None else condition.names,
            () if absence is None else absence.remedy,
            "" if absence is not None else instead(machine, estimator, name, words),
            partial,
            None if owner.states is None else owner.states.gone_since(name, owner.target),
        )
    )
    return True


def lacks(machine: Machine, ref: Ref, estimator: Estimator, name: str) -> bool:
    """Tell whether an estimator never has a name."""
    return is_judged(machine, ref, estimator, name) and lack(machine, estimator, name) is not None


def is_judged(machine: Machine, ref: Ref, estimator: Estimator, name: str) -> bool:
    """Tell whether all that sets attributes of an object is in view."""
    spec = estimator.spec
    if spec is None or spec.states is None:
        return False
    out_of_view = estimator.state is Learning.MAYBE and not estimator.complete
    patched = machine.record.patched
    return not out_of_view and machine.member(ref.address, name) is None and not patched & {spec.path, ""}


Lack = tuple[EstimatorSpec, Condition | None, Absence | None]
"""Whose class lacks a name, and under which condition; None for under any."""


def lack(machine: Machine, estimator: Estimator, name: str, depth: int = 0, *, searched: bool = False) -> Lack | None:
    """Return why an estimator doesn't have a name; None where it has, or may have.

    Args:
        machine: Of the run.
        estimator: As it is now.
        name: An attribute or a method.
        depth: Holders around it.
        searched: Copies of it get other hyperparameters.
    """
    spec = estimator.spec
    if spec is None or spec.states is None or depth > DEEPEST:
        return None
    own = estimator.own
    if own is not None and (not lacks_by_base(machine, estimator, name) or may_define(machine, own, name)):
        return None
    if not spec.states.has(name, spec.target):
        return spec, None, None
    absence = spec.states.missing.get(name)
    if absence is not None and not searched and known_release(spec):
        condition = absence.holding(lambda parameter: value(machine, estimator, parameter, name))
        if condition is not None:
            return spec, condition, absence
    if name in spec.states.partial_fit_lacks and fitted_in_parts(estimator) and known_release(spec):
        return spec, None, None
    return lack_of_part(machine, estimator, spec, name, depth)


def lacks_by_base(machine: Machine, estimator: Estimator, name: str) -> bool:
    """Tell whether the estimator that a class in view derives from lacks a name: that is asked before its text is."""
    return lack(machine, replace(estimator, own=None), name) is not None


def lack_of_part(machine: Machine, estimator: Estimator, spec: EstimatorSpec, name: str, depth: int) -> Lack | None:
    """Return why the part that a method is handed on to doesn't have it."""
    checked = OF_PIPELINES.get(spec.conditional.get(name, "")) if "pipeline" in spec.kinds else None
    if checked is not None:
        return lack_of_steps(machine, estimator, *checked, depth)
    holder, _, asked = spec.conditional.get(name, "").partition(".")
    if holder not in HOLDERS or not asked.isidentifier():
        return None
    replaced = replaced_by(machine, estimator) if "search" in spec.kinds else frozenset()
    if holder == "steps":
        part = last_step(machine, estimator)
    elif holder == "estimator":
        given = estimator.parameter("estimator")
        part = None if given is None else machine.estimator(given)
    else:
        # A stack predicts by its last estimator.
        given = estimator.parameter("final_estimator")
        part = None if given is None else machine.estimator(given)
    if part is None or part.spec is None or changes_parts(machine, part, replaced):
        return None
    if part.state is Learning.MAYBE and not part.complete:
        return None
    return lack(machine, part, asked, depth + 1, searched="search" in spec.kinds)


def lack_of_steps(
    machine: Machine, pipeline: Estimator, names: tuple[str, ...], of_all: bool, depth: int
) -> Lack | None:
    """Return why the last step of a pipeline has none of some names, or one of all steps hasn't."""
    last = last_step(machine, pipeline)
    for part in parts_of_steps(machine, pipeline) if of_all else () if last is None else (last,):
        if part.state is Learning.MAYBE and not part.complete:
            continue
        found = [lack(machine, part, name, depth + 1) for name in names]
        if None not in found:
            return found[0]
    return None


def parts_of_steps(machine: Machine, pipeline: Estimator) -> list[Estimator]:
    """List the steps that are estimators."""
    parts = (machine.estimator(part) for part in parts_of(machine, pipeline))
    return [part for part in parts if part is not None]


def known_release(spec: EstimatorSpec) -> bool:
    """Tell whether the target release is one in which it was tried what exists when."""
    return spec.target is None or spec.target.reached(TRIED_SINCE)


TRIED_SINCE = "1.5"
"""The oldest release in which the conditions were tried: `tests/conformance/test_states.py`."""


def value(machine: Machine, estimator: Estimator, parameter: str, name: str) -> object:
    """Return the hyperparameter that decides whether a name exists: for what was learned, the one at the fit."""
    spec = estimator.spec
    if spec is None or (name.endswith("_") and any(parameter == changed for changed, *_ in estimator.stale)):
        return NOT_LITERAL
    return spec.value(parameter, literals_of(machine, estimator))


def fitted_in_parts(estimator: Estimator) -> bool:
    """Tell whether only `partial_fit` fitted it."""
    methods = [fit.callee.text if fit.callee is not None else "" for fit in estimator.fits]
    return estimator.state is Learning.FITTED and bool(methods) and set(methods) == {"partial_fit"}


def instead(machine: Machine, estimator: Estimator, name: str, words: str) -> str:
    """Return what to write instead, in the user's words; empty where nothing is known."""
    inner = inside(machine, estimator, name, words, 0)
    if inner or estimator.spec is None or estimator.spec.states is None:
        return inner
    states = estimator.spec.states
    having = {each for each in states.names if lack(machine, estimator, each) is None}
    found = alternative(name, having | ({"warm_start"} & set(estimator.spec.parameters)))
    return f"{words}.{found}" if found and found != "warm_start" else found


def inside(machine: Machine, estimator: Estimator, name: str, words: str, depth: int) -> str:
    """Return the way to the part that has a name."""
    spec = estimator.spec
    if spec is None or depth > DEEPEST:
        return ""
    ways: list[tuple[str, Value]] = []
    last = last_step(machine, estimator)
    if "pipeline" in spec.kinds and last is not None:
        return reached(machine, last, name, f"{words}[-1]", depth)
    given = literals_of(machine, estimator)
    for parameter in spec.facts.copies:
        attribute, held = spec.fitted_as(parameter, given), estimator.parameter(parameter)
        if attribute is not None and held is not None and not is_none(held):
            ways.append((f"{words}.{attribute}", held))
    for way, held in ways:
        for part in estimators_in(machine, held, 0):
            inner = machine.estimator(part)
            several = way.endswith("s_")
            found = "" if inner is None else reached(machine, inner, name, f"{way}[0]" if several else way, depth)
            if found:
                return found
    return ""


def reached(machine: Machine, part: Estimator, name: str, way: str, depth: int) -> str:
    """Return the way to a name of a part, or of a part of it."""
    if part.spec is not None and part.spec.states is not None and lack(machine, part, name) is None:
        return f"{way}.{name}"
    return inside(machine, part, name, way, depth + 1)
