"""HP105: the hyperparameter, or its value, is deprecated or gone in the target release."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.constants import NOT_LITERAL, Origin
from hplint.analysis.events import Candidate, Constructed, Given, HyperparameterSet, Searched
from hplint.catalogue.estimators import EstimatorSpec, HyperparameterSpec, Target
from hplint.checks import check
from hplint.findings import Edit, Problem, ProposedFix, Severity


@check("HP105")
def outdated_hyperparameter(event: Constructed) -> Iterator[Problem]:
    """Report each outdated hyperparameter, or value, of a constructor call."""
    for given in event.given:
        yield from _problems(event.spec, given, event.given, f"building it with `{given.name}=` raises TypeError")


@check("HP105")
def outdated_hyperparameter_set(event: HyperparameterSet) -> Iterator[Problem]:
    """Report an outdated hyperparameter, or value, of `set_params`."""
    yield from _problems(event.spec, event.given, (), "`set_params` raises ValueError")


@check("HP105")
def outdated_search_parameter(event: Searched) -> Iterator[Problem]:
    """Report each outdated key, or candidate, of a search space."""
    for key in event.keys:
        for target in key.leads_to if len(key.leads_to) == 1 else ():
            tried = key.candidates or (Candidate(NOT_LITERAL, Origin.UNKNOWN, event.place),)
            for each in tried:
                given = Given(target.name, each.literal, each.origin, each.place, key.place)
                yield from _problems(target.spec, given, (), "the search raises ValueError")


def _problems(spec: EstimatorSpec, given: Given, others: tuple[Given, ...], consequence: str) -> Iterator[Problem]:
    target, parameter = spec.target, spec.parameter(given.name)
    if target is None:
        return
    if parameter is not None and target.reached(parameter.deprecated):
        message = f"{target.library} {parameter.deprecated} deprecates `{given.name}` of `{spec.name}`"
        promise = f", and {parameter.removed} removes it" if parameter.removed else ""
        if _is_rejected(given, parameter):
            message = f"{message}{promise}; besides, `fit` rejects the value {given.literal!r}"
            yield _renamed(spec, given, others, parameter, message, Severity.ERROR)
        else:
            yield _renamed(spec, given, others, parameter, f"{message}{promise}", Severity.WARNING)
    elif parameter is not None:
        yield from _outdated_value(spec, given, parameter, target)
    elif (past := spec.past.get(given.name)) is not None and not spec.accepts_kwargs:
        message = f"`{spec.name}` has no hyperparameter `{given.name}` since {target.library} {past.removed}"
        yield _renamed(spec, given, others, past, f"{message}, so {consequence}", Severity.ERROR)


def _renamed(
    spec: EstimatorSpec,
    given: Given,
    others: tuple[Given, ...],
    old: HyperparameterSpec,
    message: str,
    severity: Severity,
) -> Problem:
    """Propose the hyperparameter that took its place, where it took the same values and isn't given already."""
    name = old.replaced_by
    if name is None or name not in spec.parameters:
        return Problem(given.key, message, help=old.deprecation or "leave it out", severity=severity)
    if any(other.name == name for other in others):
        return Problem(given.key, message, help=f"leave it out: `{name}` took its place", severity=severity)
    before, found, after = given.key.text.rpartition(given.name)
    edit = Edit(given.key, f"{before}{name}{after}")
    fix = ProposedFix(f"Rename to `{name}`", (edit,), safe=True) if found and given.key is not given.place else None
    return Problem(given.key, message, help=f"write `{name}`", fix=fix, severity=severity)


def _is_constant(given: Given) -> bool:
    # A default of a parameter is no constant: callers that nobody sees may give another value.
    return given.origin not in (Origin.PARAMETER, Origin.UNKNOWN) and given.literal is not NOT_LITERAL


def _is_rejected(given: Given, parameter: HyperparameterSpec) -> bool:
    constraint = parameter.constraint
    return constraint is not None and _is_constant(given) and constraint.accepts(given.literal) is False


def _outdated_value(
    spec: EstimatorSpec, given: Given, parameter: HyperparameterSpec, target: Target
) -> Iterator[Problem]:
    """Report a value that is deprecated, or that the target release rejects and an older one accepted."""
    if not _is_constant(given):
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
    fix = (
        ProposedFix(f"Write {text}", (Edit(given.place, text),), safe=True) if given.origin is Origin.LITERAL else None
    )
    yield Problem(given.place, message, help=f"write `{given.name}={text}`", fix=fix, severity=severity)
