"""HP107: a hyperparameter is set, and ignored: because of another one's value, or as the library doesn't know it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from hplint.analysis.events.hyperparameters import Configured, Constructed, Given, Setting
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.catalogue.estimators import EstimatorSpec
from hplint.catalogue.options import OBJECT, show
from hplint.checks import check
from hplint.checks.proposals import is_direct, leave_out, rename
from hplint.checks.wording import enumerate_all, is_chosen, say_given, say_setting
from hplint.findings import Problem


@check("HP107")
def ineffective_hyperparameter(event: Configured) -> Iterator[Problem]:
    """Report each hyperparameter that is ignored in every setting that it is used in."""
    yield from _by_several_names(event)
    if not event.all_known:
        return
    spec = event.spec
    by_key: dict[int, tuple[Given, list[Setting]]] = {}
    for setting in event.used:
        for given in setting.given:
            by_key.setdefault(given.key.key, (given, []))[1].append(setting)
    for given, settings in by_key.values():
        # Another estimator may use what the same entry of a dict gives it.
        if given.key.node is None or given.key.key in event.shared or not _is_chosen(spec, given):
            continue
        yield from _by_ignored_name(event, given)
        deciding = [_deciding(spec, given.name, setting) for setting in settings]
        if all(deciding):
            yield _problem(spec, given, settings[0], deciding[0])


@check("HP107")
def unknown_and_ignored(event: Constructed) -> Iterator[Problem]:
    """Report what a library that warns of names that it doesn't know takes for one: a slip, or another library's name.

    Others may be known to it, though to no documentation.
    """
    spec = event.spec
    if not spec.facts.ignores_unknown:
        return
    for given in event.given:
        name = given.name
        if given.key.node is None or spec.parameter(name) or name in spec.past or name in spec.future:
            continue
        near = None if name in spec.facts.meant else _nearest(spec, name)
        remedy = spec.facts.meant.get(name) or (f"write `{near}`" if near else None)
        if remedy is not None:
            fix = rename(given, near, event.ever) if near and is_direct(event) else None
            fix = None if fix is None else replace(fix, safe=False)  # what is learned changes
            message = f"`{spec.name}` has no hyperparameter `{name}`, and ignores it"
            yield Problem(given.key, message, help=remedy, fix=fix)


_ALIKE: Final = 0.85
"""How alike names are of which one is a slip of the pen: `num_leafs` and `num_leaves`."""


def _nearest(spec: EstimatorSpec, name: str) -> str | None:
    known = (*spec.parameters, *spec.keywords, *spec.aliases)
    near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=_ALIKE)
    return near[0] if near else None


def _by_ignored_name(event: Configured, given: Given) -> Iterator[Problem]:
    """Report a name that never counts, whatever else is set."""
    if given.alias and given.alias in event.spec.facts.ignored_names and _is_chosen(event.spec, given):
        given_as = f"`{given.written}={show(given.literal)}`"
        message = f"`{event.spec.name}` ignores {given_as}: its own `{given.name}`, which has a default, counts"
        yield Problem(given.key, message, help=f"write `{given.name}={show(given.literal)}`")


def _by_several_names(event: Configured) -> Iterator[Problem]:
    """Report the names of a hyperparameter that lose against another one of it."""
    wins = _WINS.get(event.spec.facts.several_names or "")
    for group in event.several if wins is not None else ():
        values = {repr(given.literal) for given in group}
        if wins is None or len(values) < 2 or not all(map(is_chosen, group)):
            continue
        winner = wins(group)
        for given in group:
            if given is not winner and given.key.node is not None and given.key.key not in event.shared:
                one, other = (f"`{each.written}={show(each.literal)}`" for each in (given, winner))
                message = f"`{event.spec.name}` ignores {one} with {other}: these are names of one hyperparameter"
                yield Problem(given.key, message, help="leave it out", fix=leave_out(given, safe=True))


_WINS: Final[Mapping[str, Callable[[tuple[Given, ...]], Given]]] = {
    "last": lambda group: max(group, key=lambda given: given.written),
    "shortest": lambda group: min(group, key=lambda given: (bool(given.alias), len(given.written), given.written)),
}
"""Whose value counts: see `Facts.several_names`."""


def _is_chosen(spec: EstimatorSpec, given: Given) -> bool:
    """Say whether somebody set it to something: the default spelled out, or None, isn't meant to have an effect."""
    parameter = spec.parameter(given.name)
    if parameter is None or given.literal is NOT_LITERAL or given.literal is None:
        return False
    if parameter.constraint is not None and parameter.constraint.accepts(given.literal) is False:
        return False
    if given.literal in parameter.unset:
        return False
    return type(given.literal) is not type(parameter.default) or given.literal != parameter.default


def _deciding(spec: EstimatorSpec, name: str, setting: Setting) -> tuple[str, ...]:
    """Name the hyperparameters that make it ineffective; none where it isn't, or where the whole raises anyway."""
    values = setting.values(spec)
    deciding = () if spec.incompatible(values) else spec.ineffective(name, values)
    return () if any(_is_meant(spec, given.name, deciding) for given in setting.given) else deciding


def _is_meant(spec: EstimatorSpec, name: str, deciding: tuple[str, ...]) -> bool:
    """Say whether an old hyperparameter sets one that decides: `alpha` of `NMF` became `alpha_W` and `alpha_H`."""
    old = spec.past.get(name)
    return old is not None and any(
        each == old.replaced_by or f"`{each}`" in (old.deprecation or "") for each in deciding
    )


def _problem(spec: EstimatorSpec, given: Given, setting: Setting, deciding: tuple[str, ...]) -> Problem:
    reason = enumerate_all([say_setting(setting, spec, name) for name in deciding])
    parameter = spec.parameter(given.name)
    effective = [each.say() for each in parameter.effective_only_when] if parameter is not None else []
    message = f"`{spec.name}` ignores {say_given(given)} with {reason}"
    help_text = f"leave it out; it takes effect only with {', or '.join(effective)}" if effective else "leave it out"
    constant = given.origin in (Origin.LITERAL, Origin.NAMED) and given.literal is not OBJECT
    fix = leave_out(given, safe=constant)
    return Problem(given.key, message, help=help_text, fix=fix)
