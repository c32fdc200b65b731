"""HP103: the estimator has no hyperparameter of that name."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace

from hplint.analysis.events.hyperparameters import Constructed, Given, Misrouted, PathSet
from hplint.catalogue.estimators import EstimatorSpec
from hplint.checks import check
from hplint.checks.paths import missing_problem
from hplint.checks.proposals import is_direct, rename
from hplint.findings import Problem


@check("HP103")
def unknown_hyperparameter(event: Constructed) -> Iterator[Problem]:
    """Report each unknown keyword of a constructor call."""
    for given in () if event.guarded else event.given:
        if _is_unknown(event.spec, given):
            taken = _names_taken(event.spec, given, event.ever) if is_direct(event) else None
            # A dict of hyperparameters is read in `fit`.
            late = event.spec.settings is not None
            refusal = "TypeError" if event.spec.target is None else event.spec.target.refusal
            building = f"building it with `{given.name}=` raises {refusal}"
            yield _problem(event.spec, given, f"fitting it with `{given.name}` raises" if late else building, taken)


@check("HP103")
def unknown_path(event: PathSet) -> Iterator[Problem]:
    """Report each key of `set_params` that leads nowhere."""
    problem = missing_problem(event.place, event.path, event.missing, "`set_params`", event.others)
    yield problem if event.sole else replace(problem, fix=None)


@check("HP103")
def misrouted(event: Misrouted) -> Iterator[Problem]:
    """Report each argument for a step that a pipeline doesn't have."""
    step, nested, rest = event.name.partition("__")
    steps = ", ".join(f"`{name}`" for name in event.steps)
    if not nested:
        message = f"`Pipeline` hands `{event.name}` to no step by this name, so `{event.call}` raises ValueError"
        last = event.steps[-1] if event.steps else "step"
        yield Problem(event.place, message, help=f"name the step: `{last}__{event.name}`")
        return
    near = difflib.get_close_matches(step, event.steps, n=1)
    message = f"`Pipeline` has no step `{step}`, so `{event.call}` raises KeyError"
    yield Problem(event.place, message, help=f"write `{near[0]}__{rest}`" if near else f"its steps are {steps}")


def _is_unknown(spec: EstimatorSpec, given: Given) -> bool:
    """Say so, but for what older releases had: that is HP105's."""
    return not spec.accepts_kwargs and spec.parameter(given.name) is None and given.name not in spec.past


def _names_taken(spec: EstimatorSpec, given: Given, names: frozenset[str]) -> frozenset[str]:
    """Return the names that the same call gives, and those that its other unknown ones are to be renamed to."""
    others = names - {given.name}
    return others | {near for name in others if name not in spec.parameters and (near := _nearest(spec, name))}


def _nearest(spec: EstimatorSpec, name: str) -> str | None:
    by_lower = {known.lower(): known for known in spec.parameters}
    near = difflib.get_close_matches(name.lower(), by_lower, n=1)
    return by_lower[near[0]] if near else None


def _problem(spec: EstimatorSpec, given: Given, consequence: str, taken: frozenset[str] | None) -> Problem:
    """Say so, and propose the nearest name; nothing is renamed where nobody knows what is `taken`."""
    message = f"`{spec.name}` has no hyperparameter `{given.name}`, so {consequence}"
    if (coming := spec.future.get(given.name)) and spec.target is not None:
        library, target = spec.target.library, spec.target.version
        message = f"`{spec.name}` has no hyperparameter `{given.name}` in {library} {target}, so {consequence}"
        return Problem(given.key, message, help=f"{library} {coming.since} is the first release that has it")
    if not spec.parameters:
        return Problem(given.key, message, help=f"`{spec.name}` takes none at all")
    name = _nearest(spec, given.name)
    if name is None:
        return Problem(given.key, message, help=f"it has {', '.join(f'`{name}`' for name in spec.parameters)}")
    fix = None if taken is None else rename(given, name, taken)
    return Problem(given.key, message, help=f"write `{name}`", fix=fix)
