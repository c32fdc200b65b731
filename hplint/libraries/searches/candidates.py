"""What a search space tries for a key: values in a list or an array, or a distribution that they are drawn from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import libcst as cst

from hplint.analysis.calling.calls import Call
from hplint.analysis.events.search import Candidate, Distribution
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Sequence as Held
from hplint.analysis.memory.values import Constant, Items, Range, Unknown, Value
from hplint.analysis.python.numbers import array
from hplint.analysis.syntax.literals import literal, origin
from hplint.catalogue.searches import DistributionForm, distribution_forms
from hplint.findings import Place

LOG_PRIORS = {"uniform": False, "log-uniform": True}


class Drawn(NamedTuple):
    """What is tried for one key."""

    values: tuple[Value, ...] | None = None
    candidates: tuple[Candidate, ...] | None = None
    listed: Place | None = None
    distribution: Distribution | None = None


NOBODY_KNOWS = Drawn()


def drawn(machine: Machine, value: Value, key: Place, kind: str) -> Drawn:
    """Read what stands at a key.

    Args:
        machine: The present state.
        value: What the dict holds.
        key: Where the key stands, for what has no place of its own.
        kind: Of search: see `SearchForm`.
    """
    if kind == "bayes" and (dimension := of_dimension(machine, value, key)) is not None:
        return dimension
    match value:
        case Unknown(key=identity):
            call = machine.built.get(identity)
            return NOBODY_KNOWS if call is None or not value.path else made(machine, value.path, call, kind)
        case Range(values=numbers, place=place):
            return of_numbers(numbers, place)
    known = array(machine, value)
    if known is not None:
        return of_numbers(known.values, known.place)
    return listed(machine, value, key)


def of_numbers(numbers: Sequence[object], place: Place) -> Drawn:
    """Return candidates that were computed, all of one place."""
    values = tuple(Constant(each, Origin.COMPUTED) for each in numbers)
    candidates = tuple(Candidate(each, Origin.COMPUTED, place) for each in numbers)
    return Drawn(values, candidates, place)


def listed(machine: Machine, value: Value, key: Place, *, own: bool = False) -> Drawn:
    """Read a list, tuple or set; `own` where only the distribution that it was written for has it."""
    written: Place | None = None
    values: tuple[Value, ...] | None = None
    match value:
        case Items(values=items, written=place):
            values, written = items, place
        case Constant(value=tuple() as literals, origin=how):
            values = tuple(Constant(each, how) for each in literals)
    content = machine.content(value)
    if isinstance(content, Held) and content.items is not None and content.kind and (own or not content.escaped):
        values, written = content.items, content.written
    if values is None:
        return NOBODY_KNOWS
    places = places_of(written, len(values)) or [written or key] * len(values)
    candidates = tuple(
        Candidate(literal(machine, each), origin(machine, each), place)
        for each, place in zip(values, places, strict=True)
    )
    return Drawn(values, candidates, written)


def places_of(written: Place | None, count: int) -> list[Place] | None:
    """Return the places of the elements of a list as written; None where they don't stand there one by one."""
    node = None if written is None else written.node
    if written is None or not isinstance(node, (cst.List, cst.Tuple, cst.Set)) or len(node.elements) != count:
        return None
    if any(isinstance(element, cst.StarredElement) for element in node.elements):
        return None
    return [Place(element.value, written.chunk, written.describe) for element in node.elements]


def made(machine: Machine, path: str, call: Call, kind: str) -> Drawn:
    """Read a distribution by the call that made it."""
    form = form_of(path)
    if form is None or not call.complete:
        return NOBODY_KNOWS
    arguments = call.bind(form.positional)
    if form.choices is not None:
        choices = arguments.get(form.choices)
        if choices is None:
            return NOBODY_KNOWS
        return listed(machine, choices.value, call.place, own=isinstance(choices.place.node, (cst.List, cst.Set)))
    given = {name: argument.value for name, argument in arguments.items()}
    literals = {name: literal(machine, value) for name, value in given.items()}
    low, high = bound(form.low, literals), bound(form.high, literals)
    if low is not None and high is not None and form.below_high:
        high -= 1
    if form.moved:
        low, high = moved(form, literals, low, high)
    log = form.log or any(literals.get(name) == value for name, value in form.log_when.items())
    return Drawn(distribution=Distribution(call.place, low, high, form.discrete, log))


def form_of(path: str) -> DistributionForm | None:
    """Find a distribution by any path it is imported by: `skopt.space.space.Real` is `skopt.space.Real`."""
    forms = distribution_forms()
    if path in forms:
        return forms[path]
    parts = path.split(".")
    return forms.get(".".join((*parts[:2], parts[-1]))) if len(parts) > 2 else None


def bound(form: float | str | None, literals: dict[str, object]) -> float | None:
    """Return a bound of the support."""
    value = literals.get(form) if isinstance(form, str) else form
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def moved(
    form: DistributionForm, literals: dict[str, object], low: float | None, high: float | None
) -> tuple[float | None, float | None]:
    """Move a support by `loc` and `scale`."""
    loc, scale = bound("loc", {"loc": 0, **literals}), bound("scale", {"scale": 1, **literals})
    if loc is None or scale is None or scale <= 0:
        return None, None
    try:
        moved_low, moved_high = (None if each is None else loc + each * scale for each in (low, high))
    except OverflowError:
        return None, None
    return moved_low, moved_high


def of_dimension(machine: Machine, value: Value, key: Place) -> Drawn | None:
    """Read a dimension as scikit-optimize takes it: `(1e-6, 1e6, "log-uniform")`; None for what is none of those.

    Source: `check_dimension` of skopt/space/space.py, 0.10.2.
    """
    parts = listed(machine, value, key)
    if parts.candidates is None:
        return None
    literals = [each.literal for each in parts.candidates]
    if not all(isinstance(each, (int, float, str)) for each in literals):
        return parts
    place = parts.listed or key
    prior = literals[2] if len(literals) > 2 else "uniform"
    ends = literals[:2]
    if not isinstance(prior, str) or prior not in LOG_PRIORS or not all(type(each) in (int, float) for each in ends):
        return parts
    # A base stands behind the prior of a log scale only; whatever else has four parts is a list of candidates.
    based = len(literals) == 4 and LOG_PRIORS[prior] and isinstance(literals[3], int)
    if len(literals) not in (2, 3) and not based:
        return parts
    low, high = (float(each) if isinstance(each, (int, float)) else math.nan for each in ends)
    discrete = all(type(each) is int for each in ends)
    if discrete:
        return Drawn(distribution=Distribution(place, int(low), int(high), True, LOG_PRIORS[prior]))
    return Drawn(distribution=Distribution(place, low, high, False, LOG_PRIORS[prior]))
