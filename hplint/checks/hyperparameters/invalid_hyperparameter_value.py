"""HP104: the estimator's own validation rejects the value."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.hyperparameters import Constructed, Given, HyperparameterSet
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.catalogue.constraints import Constraint
from hplint.catalogue.estimators import EstimatorSpec
from hplint.catalogue.written import Names
from hplint.checks import check
from hplint.checks.proposals import is_direct, revalue
from hplint.findings import Problem

_LONGEST = 40
"""Characters of a value that a message shows."""


@check("HP104")
def invalid_hyperparameter_value(event: Constructed) -> Iterator[Problem]:
    """Report each invalid value of a constructor call."""
    for given in () if event.guarded else event.given:
        # What is set again before the fit is never validated.
        if given.name not in event.later:
            yield from _problems(event.spec, given, event, direct=is_direct(event))


@check("HP104")
def invalid_hyperparameter_value_set(event: HyperparameterSet) -> Iterator[Problem]:
    """Report an invalid value of `set_params`."""
    yield from _problems(event.spec, event.given, direct=event.sole)


def _problems(
    spec: EstimatorSpec, given: Given, event: Constructed | None = None, *, direct: bool
) -> Iterator[Problem]:
    parameter = spec.parameter(given.name)
    constraint = parameter.constraint if parameter is not None else None
    if parameter is None or constraint is None or _verdict(constraint, given) is not False:
        return
    if given.alias in spec.facts.ignored_names:
        return  # nobody looks at it
    if given.literal is not NOT_LITERAL and parameter.removed_with(given.literal) is not None:
        return  # what older releases accepted is HP105's
    if spec.target is not None and spec.target.reached(parameter.deprecated):
        return  # so is what goes as a whole
    if _may_be_newer(spec, given, constraint):
        return  # what the next release takes by name, nobody knows yet
    if parameter.unread and (event is None or not _is_read(event, given)):
        return
    moment = "built" if spec.is_forecaster else "fitted"
    message = f"`{spec.name}` rejects {_setting(given)} when it is {moment}: it has to be {constraint.describe()}"
    if given.literal is NOT_LITERAL:
        yield Problem(given.place, message, help=_help_with_member(given, constraint))
        return
    nearest = constraint.nearest(given.literal)
    if nearest is None:
        yield Problem(given.place, message, help=_help(spec, given, constraint))
    else:
        fix = revalue(given, nearest, f'"{nearest}"') if direct else None
        yield Problem(given.place, message, help=f'write `{given.written}="{nearest}"`', fix=fix)


def _verdict(constraint: Constraint, given: Given) -> bool | None:
    """Say whether the value is accepted; a member of an enumeration is none of Python's own values."""
    if given.literal is NOT_LITERAL:
        return False if given.member_of is not NOT_LITERAL and constraint.takes_values else None
    return constraint.accepts(given.literal)


def _may_be_newer(spec: EstimatorSpec, given: Given, constraint: Constraint) -> bool:
    """Say whether a name that is no misspelling may be one that a release after the newest known one takes."""
    grows = any(isinstance(each, Names) for each in constraint.alternatives)
    newest = spec.target is not None and spec.target.newest
    return grows and newest and isinstance(given.literal, str) and constraint.nearest(given.literal) is None


def _help_with_member(given: Given, constraint: Constraint) -> str:
    accepted = constraint.accepts(given.member_of) is True
    return f"write `{given.written}={given.place.text}.value`" if accepted else "pass a value, not the member"


def _is_read(event: Constructed, given: Given) -> bool:
    """Say whether the library looks at the value for sure, with the other hyperparameters that it has."""
    values = {other.name: other.literal for other in event.given}
    values |= dict.fromkeys(event.later, NOT_LITERAL)
    return event.complete and event.spec.reads(given.name, values) is True


def _setting(given: Given) -> str:
    """Say it as it is written; the value of a name, or of what has no short form, as Python shows it."""
    value, text = repr(given.literal), given.place.text
    value = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 3]}..."
    if given.literal is NOT_LITERAL:
        return f"the member `{given.written}={text}` of an enumeration"
    if given.origin in (Origin.NAMED, Origin.LOOP) and text.isidentifier():
        return f"`{given.written}={text}` ({value})"
    # An unpacked dict has one place for both.
    unpacked = given.place.key == given.key.key and text.strip("'\"") == given.written
    return f"`{given.written}={value if '...' in text or unpacked else text}`"


def _help(spec: EstimatorSpec, given: Given, constraint: Constraint) -> str:
    """Say which value was probably meant: the same one as another type, or the default."""
    match given.literal:
        case float(number) if number.is_integer() and constraint.accepts(int(number)):
            return f"write `{given.written}={int(number)}`"
        case int(number) if constraint.accepts(float(number)):
            return f"write `{given.written}={float(number)}`"
        case str(digits) if digits.isdecimal() and constraint.accepts(int(digits)):
            return f"write `{given.written}={digits}`, without the quotes"
        case "True" | "False" | "None" as word:
            return f"write `{given.written}={word}`, without the quotes"
    parameter = spec.parameter(given.name)
    return (
        "" if parameter is None or parameter.required else f"leave it out for the default, {_quote(parameter.default)}"
    )


def _quote(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(getattr(value, "text", value))
