"""HP202: the estimator's own validation rejects a candidate of a search space."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from hplint.analysis.events.search import Candidate, Distribution, Hyperparameter, Searched, SearchedKey, Suggested
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.catalogue.constraints import Constraint
from hplint.catalogue.supports import rejected
from hplint.checks import check
from hplint.findings import Edit, Problem, ProposedFix

_LONGEST = 40


class _Setting(NamedTuple):
    """A hyperparameter and what it accepts."""

    target: Hyperparameter
    constraint: Constraint


@check("HP202")
def invalid_search_value(event: Searched) -> Iterator[Problem]:
    """Report each candidate that every estimator it is tried on rejects, and each such part of a distribution."""
    for key in event.keys:
        yield from _of_key(key)


@check("HP202")
def invalid_suggestion(event: Suggested) -> Iterator[Problem]:
    """Report the same of what a trial hands out."""
    yield from _of_key(event.key)


def _of_key(key: SearchedKey) -> Iterator[Problem]:
    settings = list(_settings(key))
    if len(settings) != len(key.leads_to) or key.overwritten:
        return
    for setting in settings[:1]:
        yield from (
            _problem(setting, key, each)
            for each in key.candidates or ()
            if _is_constant(each) and all(_rejects(other, each.literal) for other in settings)
        )
        if key.distribution is not None:
            yield from _outside(settings, key, key.distribution)


def _settings(key: SearchedKey) -> Iterator[_Setting]:
    for target in key.leads_to:
        parameter = target.spec.parameter(target.name)
        if parameter is None or parameter.constraint is None:
            return
        yield _Setting(target, parameter.constraint)


def _is_constant(candidate: Candidate) -> bool:
    # A default of a parameter is no constant: callers that nobody sees may give another value.
    return candidate.literal is not NOT_LITERAL and candidate.origin not in (Origin.PARAMETER, Origin.UNKNOWN)


def _rejects(setting: _Setting, literal: object) -> bool:
    parameter = setting.target.spec.parameter(setting.target.name)
    # What older releases accepted is HP105's.
    removed = parameter is not None and parameter.removed_with(literal) is not None
    return setting.constraint.accepts(literal) is False and not removed


def _problem(setting: _Setting, key: SearchedKey, candidate: Candidate) -> Problem:
    target, constraint = setting
    value = repr(candidate.literal)
    value = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 3]}..."
    message = (
        f"`{target.spec.name}` rejects `{target.name}={value}`, so this candidate only fails its fits: "
        f"it has to be {constraint.describe()}"
    )
    nearest = constraint.nearest(candidate.literal)
    if nearest is None:
        return Problem(candidate.place, message, help="leave it out")
    quote = candidate.place.text[:1]
    own = candidate.place.key not in (key.place.key, key.listed.key if key.listed else None)
    written = candidate.origin is Origin.LITERAL and quote in ("'", '"') and own
    edit = Edit(candidate.place, f"{quote}{nearest}{quote}")
    fix = ProposedFix(f'Write "{nearest}"', (edit,), safe=True) if written else None
    return Problem(candidate.place, message, help=f'write "{nearest}"', fix=fix)


def _outside(settings: list[_Setting], key: SearchedKey, drawn: Distribution) -> Iterator[Problem]:
    """Report a distribution of whose support some part is rejected."""
    if drawn.low is None or drawn.high is None:
        return
    found = [rejected(each.constraint, drawn.low, drawn.high, discrete=drawn.discrete) for each in settings]
    if any(each is None for each in found):
        return
    target, constraint = settings[0]
    words = f"`{drawn.place.text}`" if drawn.place.text.split("(")[0] else "this range"
    noun = "ints" if drawn.discrete else "floats"
    yield Problem(
        drawn.place,
        f"{words} draws {noun} {_between(drawn.low, drawn.high)} for `{target.name}` of "
        f"`{target.spec.name}`, which rejects {_example(found[0])}: it has to be {constraint.describe()}",
        help="draw only what is accepted",
    )


def _between(low: float, high: float) -> str:
    match math.isinf(low), math.isinf(high):
        case False, False:
            return f"from {low:g} to {high:g}"
        case False, True:
            return f"from {low:g} on"
        case True, False:
            return f"up to {high:g}"
    return "of any size"


def _example(value: float | None) -> str:
    return f"{value:g}" if value is not None else "some"
