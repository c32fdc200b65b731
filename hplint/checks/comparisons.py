"""Events to what a file compares: by searches, in loops over candidates, by trials, or by hand on the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.events.hyperparameters import Constructed
from hplint.analysis.events.search import Searched, SearchedKey
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Comparison

_MOST_SET = 64
"""Settings of one file that are kept."""
_MOST_SHOWN = 6
"""Candidates that a message lists."""


def comparisons(events: Iterable[object]) -> tuple[Comparison, ...]:
    """List what is compared, each once, in an order that doesn't depend on that of the events."""
    several = list(events)
    # What one network is built of says nothing of another's.
    built = [event for event in several if isinstance(event, Constructed) and _is_whole(event.spec)]
    searched = [event for event in several if isinstance(event, Searched)]
    found = set(_of_constructors(built))
    by_place = {event.place.key: event for event in built}
    for search in searched:
        found.update(_of_search(search, by_place.get(search.place.key)))
    spaced = {spec for search in searched for spec in search.specs}
    found.update(_compared(each, "") for each in built if _is_searched(each, spaced))
    return tuple(sorted(found, key=repr))


def program(events: Iterable[object]) -> tuple[str, ...]:
    """List what a file sets of estimators, splitters and searches, each once and in order, as copies of it do, too."""
    built = (event for event in events if isinstance(event, Constructed))
    settings = ((event.spec.path, given) for event in built for given in event.given)
    found = {f"{path}.{given.name}={given.literal!r}" for path, given in settings if given.literal is not NOT_LITERAL}
    return tuple(sorted(found)[:_MOST_SET])


def is_decisive(spec: EstimatorSpec, name: str) -> bool:
    """Say whether a hyperparameter, or the one that takes the place of an old name, is decisive."""
    past = spec.past.get(name)
    return (name if past is None else past.replaced_by or name) in spec.decisive


def _is_whole(spec: EstimatorSpec) -> bool:
    return spec.is_forecaster or not spec.is_part


def _is_searched(event: Constructed, spaced: set[EstimatorSpec]) -> bool:
    """Say whether a search has it whose space nobody sees."""
    return Outcome.SEARCHED in event.outcome and event.spec not in spaced


def _compared(event: Constructed, name: str, path: str = "") -> Comparison:
    """Return the comparison of values that nobody knows."""
    return Comparison(path or event.spec.path, name, scope=event.scope, data=data_of(event))


def _of_search(event: Searched, built: Constructed | None) -> Iterator[Comparison]:
    scope, data = (0, None) if built is None else (built.scope, data_of(built))
    for key in event.keys:
        for each in key.leads_to:
            if is_decisive(each.spec, each.name):
                yield replace(_of_key(each.spec.path, each.name, key), scope=scope, data=data)
    if not event.complete or not all(space.complete for space in event.spaces) or not event.spaces:
        yield from (Comparison(spec.path, "", scope=scope, data=data) for spec in event.specs)


def _of_key(path: str, name: str, key: SearchedKey) -> Comparison:
    if key.candidates is not None:
        text = key.listed.text if key.listed is not None else ""
        return _listed(Comparison(path, name), [candidate.literal for candidate in key.candidates], text)
    drawn = key.distribution
    if drawn is None:
        return Comparison(path, name)
    text = "" if drawn.low is None or drawn.high is None else f"{drawn.low:g} to {drawn.high:g}"
    return Comparison(path, name, None, drawn.low, drawn.high, text)


def _of_constructors(built: Iterable[Constructed]) -> Iterator[Comparison]:
    """Find the hyperparameters that are set to one candidate after the other, and what the `CV` classes select."""
    values: dict[Comparison, list[object]] = {}
    for event in built:
        if event.spec.facts.selects and event.spec.name.endswith("CV"):
            yield _compared(event, "", event.spec.path.removesuffix("CV"))
        for given in event.given:
            one_of_several = given.origin in (Origin.LOOP, Origin.SEARCH) or given.name in event.compared
            if one_of_several and is_decisive(event.spec, given.name):
                values.setdefault(_compared(event, given.name), []).append(given.literal)
    for comparison, literals in values.items():
        yield _listed(comparison, literals)


def _listed(comparison: Comparison, literals: list[object], text: str = "") -> Comparison:
    """Return a comparison of these candidates; unknown ones leave it unknown."""
    if any(literal is NOT_LITERAL for literal in literals):
        return comparison
    values = tuple(dict.fromkeys(map(hashable, literals)))
    if not text.startswith("[") or "..." in text:
        shown = [repr(value) for value in values[:_MOST_SHOWN]]
        text = f"[{', '.join(shown)}{', …' if len(values) > _MOST_SHOWN else ''}]"
    return replace(comparison, candidates=values, text=f"`{text}`")


def data_of(event: Constructed) -> tuple[str, ...] | None:
    """Return the data sets that a model is fitted on, in order."""
    return None if event.data is None else tuple(sorted(event.data))


def hashable(literal: object) -> object:
    """Return a literal as a value that can be kept and compared: a list as a tuple, what has no such form as text."""
    if isinstance(literal, (list, tuple)):
        return tuple(map(hashable, literal))
    return literal if isinstance(literal, (int, float, str, bool, type(None))) else repr(literal)
