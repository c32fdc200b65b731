"""HP105: the hyperparameter, or its value, is deprecated or gone in the target release."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.hyperparameters import Constructed, Given, HyperparameterSet, OutdatedArgument
from hplint.analysis.events.search import Searched
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.catalogue.estimators import EstimatorSpec, HyperparameterSpec
from hplint.checks import check
from hplint.checks.proposals import is_direct, leave_out, rename, revalue
from hplint.findings import Problem, Severity


@check("HP105")
def outdated_hyperparameter(event: Constructed) -> Iterator[Problem]:
    """Report each outdated hyperparameter, or value, of a constructor call that isn't ready for an error."""
    for given in () if event.guarded else event.given:
        taken = event.ever if is_direct(event) else None
        refusal = "TypeError" if event.spec.target is None else event.spec.target.refusal
        yield from _problems(event.spec, given, taken, f"building it with `{given.name}=` raises {refusal}")


@check("HP105")
def outdated_hyperparameter_set(event: HyperparameterSet) -> Iterator[Problem]:
    """Report an outdated hyperparameter, or value, of `set_params`."""
    taken = event.others if event.sole else None
    yield from _problems(event.spec, event.given, taken, "`set_params` raises ValueError")


@check("HP105")
def outdated_search_parameter(event: Searched) -> Iterator[Problem]:
    """Report each outdated key, or candidate, of a search space."""
    for key in () if event.guarded else event.keys:
        for target in key.leads_to if len(key.leads_to) == 1 else ():
            anything = Given(target.name, NOT_LITERAL, Origin.UNKNOWN, event.place, key.place)
            yield from _problems(target.spec, anything, None, "the search raises ValueError")
            for each in key.candidates or ():
                given = Given(target.name, each.literal, each.origin, each.place, key.place)
                yield from _outdated_value(target.spec, given, direct=False)


@check("HP105")
def outdated_argument(event: OutdatedArgument) -> Iterator[Problem]:
    """Report an argument that a function or method of the target release deprecates, or doesn't take."""
    function, target = event.function, event.function.target
    old = function.past.get(event.given.name)
    if target is None or old is None or not target.reached(old.deprecated or old.removed):
        return
    name = f"`{function.name}`"
    if target.reached(old.removed):
        message = (
            f"{name} has no argument `{old.name}` since {target.library} {old.removed}, so the call raises TypeError"
        )
        severity = Severity.ERROR
    else:
        promise = f", and {old.removed} removes it" if old.removed else ""
        message = f"{target.library} {old.deprecated} deprecates `{old.name}` of {name}{promise}"
        severity = Severity.WARNING
    help = old.deprecation or (f"write `{old.replaced_by}`" if old.replaced_by else "leave it out")
    yield Problem(event.given.key, message, help=help, severity=severity)


def _problems(spec: EstimatorSpec, given: Given, taken: frozenset[str] | None, consequence: str) -> Iterator[Problem]:
    target, parameter = spec.target, spec.parameter(given.name)
    if target is None:
        return
    if parameter is not None and target.reached(parameter.deprecated):
        message = f"{target.library} {parameter.deprecated} deprecates `{given.name}` of `{spec.name}`"
        promise = f", and {parameter.removed} removes it" if parameter.removed else ""
        if _is_rejected(given, parameter):
            message = f"{message}{promise}; besides, `fit` rejects the value {given.literal!r}"
            yield _renamed(spec, given, taken, parameter, message, Severity.ERROR)
        else:
            yield _renamed(spec, given, taken, parameter, f"{message}{promise}", Severity.WARNING)
    elif parameter is not None:
        yield from _outdated_value(spec, given, direct=taken is not None)
    elif (past := spec.past.get(given.name)) is not None and spec.accepts_kwargs:
        message = f"`{given.name}` of `{spec.name}` has no effect since {target.library} {past.removed}"
        yield _renamed(spec, given, taken, past, message, Severity.WARNING)
    elif past is not None:
        message = f"`{spec.name}` has no hyperparameter `{given.name}` since {target.library} {past.removed}"
        yield _renamed(spec, given, taken, past, f"{message}, so {consequence}", Severity.ERROR)


def _renamed(
    spec: EstimatorSpec,
    given: Given,
    taken: frozenset[str] | None,
    old: HyperparameterSpec,
    message: str,
    severity: Severity,
) -> Problem:
    """Propose the hyperparameter that took its place, where it took the same values and isn't given already."""
    name = old.replaced_by
    # Left out of `set_params`, it keeps the value that it has.
    removable = taken is not None and given.name in taken
    if name is None or name not in spec.parameters:
        fix = leave_out(given, safe=True) if removable and _means_the_default(given, old) else None
        return Problem(given.key, message, help=old.deprecation or "leave it out", fix=fix, severity=severity)
    if taken is not None and name in taken:
        fix = leave_out(given, safe=False) if removable else None
        return Problem(given.key, message, help=f"leave it out: `{name}` took its place", fix=fix, severity=severity)
    fix = None if taken is None else rename(given, name, taken)
    return Problem(given.key, message, help=f"write `{name}`", fix=fix, severity=severity)


def _means_the_default(given: Given, old: HyperparameterSpec) -> bool:
    """Answer whether it is set to what it was by default in the last release that it meant something in."""
    return _is_constant(given) and type(given.literal) is type(old.usual) and given.literal == old.usual


def _is_constant(given: Given) -> bool:
    # A default of a parameter is no constant: callers that nobody sees may give another value.
    return given.origin not in (Origin.PARAMETER, Origin.UNKNOWN) and given.literal is not NOT_LITERAL


def _is_rejected(given: Given, parameter: HyperparameterSpec) -> bool:
    constraint = parameter.constraint
    return constraint is not None and _is_constant(given) and constraint.accepts(given.literal) is False


def _outdated_value(spec: EstimatorSpec, given: Given, *, direct: bool) -> Iterator[Problem]:
    """Report a value that is deprecated, or that the target release rejects and an older one accepted."""
    target, parameter = spec.target, spec.parameter(given.name)
    if target is None or parameter is None or not _is_constant(given):
        return
    option, setting = parameter.option(given.literal), f"`{given.name}={given.literal!r}`"
    if parameter.constraint is not None and _is_rejected(given, parameter):
        last = parameter.removed_with(given.literal)
        if last is None:
            return
        since = (
            f"since {target.library} {option.removed}"
            if option and option.removed
            else f"after {target.library} {last}"
        )
        message = f"`{spec.name}` rejects {setting} {since}: it has to be {parameter.constraint.describe()}"
        severity = Severity.ERROR
    elif option is not None and target.reached(option.deprecated):
        promise = f", and {option.removed} removes it" if option.removed else ""
        message = f"{target.library} {option.deprecated} deprecates {setting} of `{spec.name}`{promise}"
        severity = Severity.WARNING
    else:
        return
    if option is None or option.replaced_by is None:
        yield Problem(given.place, message, severity=severity)
        return
    text = option.replaced_by
    if text[0] == "'" and given.place.text[:1] in ("'", '"'):
        text = text.replace("'", given.place.text[:1])
    fix = revalue(given, text[1:-1] if text[0] in "'\"" else None, text) if direct else None
    yield Problem(given.place, message, help=f"write `{given.name}={text}`", fix=fix, severity=severity)
