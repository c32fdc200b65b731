"""HP109: something random has no seed, so that nobody gets the same result twice."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.events.hyperparameters import Constructed, Given, HyperparameterSet, RandomCall
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.checks import check
from hplint.checks.proposals import is_direct
from hplint.findings import SEEDING, Edit, Place, Problem, ProposedFix, Setting

_SEED = "random_state"


@check("HP109")
def uncontrolled_randomness(event: Constructed) -> Iterator[Problem]:
    """Report an estimator, splitter or sampler that is random as it is set, without a seed."""
    # An incomplete call may set the seed, or what makes it random, where nobody sees it.
    if event.seeded or not event.complete or _SEED in event.later or event.spec.parameter(_SEED) is None:
        return
    used = event.fitted or event.outcome & ~Outcome.SIMULATED or event.inner or event.searched
    if "fit" in event.spec.methods and not used:
        # Built and left: nothing random ever happens.
        return
    seed = next((given for given in event.given if given.name == _SEED), None)
    given = {given.name: NOT_LITERAL if _may_change(given) else given.literal for given in event.given}
    if _is_seeded(seed) or event.spec.is_random(given) is not True:
        return
    fix = _fix(event.place, seed, _SEED) if is_direct(event) and (seed or _SEED not in event.ever) else None
    yield _problem(event.place, event.name, _SEED, fix, event.scope)


@check("HP109")
def uncontrolled_random_call(event: RandomCall) -> Iterator[Problem]:
    """Report a random function or method without a seed."""
    if not event.seeded and event.complete and not _is_seeded(event.given):
        fix = _fix(event.place, event.given, event.seed)
        yield _problem(event.place, event.name, event.seed, fix, event.scope)


@check("HP109")
def uncontrolled_randomness_set(event: HyperparameterSet) -> Iterator[Problem]:
    """Report a seed that `set_params` takes away from what is always random."""
    given = event.given
    if given.name == _SEED and not _is_seeded(given) and event.spec.facts.random_when == "always":
        yield _problem(event.place, event.spec.name, _SEED, None)


def _is_seeded(seed: Given | None) -> bool:
    """Say whether it has a seed, or may have one: only None that no caller can change is none."""
    return seed is not None and (seed.literal is not None or _may_change(seed))


def _may_change(given: Given) -> bool:
    """Say whether callers that nobody sees may give another value."""
    return given.origin in (Origin.PARAMETER, Origin.UNKNOWN)


def _problem(place: Place, name: str, seed: str, fix: ProposedFix | None, scope: int = 0) -> Problem:
    return Problem(
        place,
        f"`{name}` is random and has no `{seed}`, so every run gives another result",
        help=f"write `{seed}=0`, and report the spread over several seeds",
        fix=fix,
        # Whoever calls a function from another file may set a global seed before.
        settings=(Setting(SEEDING, seed, None, scope),) if scope else (),
    )


def _fix(place: Place, seed: Given | None, name: str) -> ProposedFix:
    """Give it a seed: in place of its None, or as a further argument."""
    edit = Edit(place, f"{name}=0", at="call") if seed is None else Edit(seed.place, "0", old="None")
    return ProposedFix(f"Set `{name}=0`", (edit,), safe=False)
