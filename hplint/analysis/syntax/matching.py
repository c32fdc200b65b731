"""Patterns of `match` statements: whether a value matches one, and what its names are bound to then."""

from __future__ import annotations

from typing import Any

import libcst as cst

from hplint.analysis.estimators.inheritance import hides_members, lineage
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Estimator, Instance, Mapping, Sequence
from hplint.analysis.memory.values import UNKNOWN, Class, Constant, External, Items, Ref, Value
from hplint.analysis.syntax.attributes import attribute
from hplint.analysis.syntax.operators import compare
from hplint.analysis.syntax.truth import truth
from hplint.basis.frozen import dataclass

BUILTINS = {f"builtins.{each.__name__}": each for each in (str, int, float, bool, bytes)}
EQUALS = cst.Comparison(cst.Name("left"), [cst.ComparisonTarget(cst.Equal(), cst.Name("right"))])


@dataclass(frozen=True, slots=True)
class Match:
    """What is known of a value and a pattern."""

    matches: bool | None
    """None where nobody knows."""
    bound: tuple[tuple[str, Value], ...] = ()
    """What names are bound to, if it matches."""


def match(machine: Machine, pattern: cst.MatchPattern, value: Value) -> Match:
    """Compare a value with a pattern."""
    handler = PATTERNS.get(type(pattern))
    return Match(None, unbound(pattern)) if handler is None else handler(machine, pattern, value)


def unbound(pattern: Any) -> tuple[tuple[str, Value], ...]:
    """Bind every name of a pattern to something unknown."""
    names: list[str] = []
    pending: list[Any] = [pattern]
    while pending:
        node = pending.pop()
        if isinstance(node, (cst.MatchAs, cst.MatchStar)) and node.name is not None:
            names.append(node.name.value)
        if isinstance(node, cst.MatchMapping) and node.rest is not None:
            names.append(node.rest.value)
        if not isinstance(node, cst.BaseExpression):
            pending.extend(node.children)
    return tuple((name, UNKNOWN) for name in names)


def _as(machine: Machine, pattern: cst.MatchAs, value: Value) -> Match:
    inner = Match(True) if pattern.pattern is None else match(machine, pattern.pattern, value)
    if pattern.name is None:
        return inner
    return Match(inner.matches, (*inner.bound, (pattern.name.value, value)))


def _or(machine: Machine, pattern: cst.MatchOr, value: Value) -> Match:
    found = [match(machine, each.pattern, value) for each in pattern.patterns]
    first = next((each for each in found if each.matches is not False), Match(False))
    return first if first.matches is not None else Match(None, unbound(pattern))


def _value(machine: Machine, pattern: cst.MatchValue, value: Value) -> Match:
    other = machine.evaluate(pattern.value)
    if isinstance(value, Constant) or isinstance(value, Ref):
        return Match(truth(machine, compare(machine, EQUALS, value, cst.Equal(), other)))
    return Match(None)


def _singleton(machine: Machine, pattern: cst.MatchSingleton, value: Value) -> Match:
    wanted = {"None": None, "True": True, "False": False}[pattern.value.value]
    if isinstance(value, Constant) and value.origin is not Origin.UNKNOWN:
        return Match(value.value is wanted)
    return Match(False if isinstance(value, (Ref, Items)) else None)


def _sequence(machine: Machine, pattern: cst.MatchList | cst.MatchTuple, value: Value) -> Match:
    content = machine.content(value)
    items = value.values if isinstance(value, Items) else content.items if isinstance(content, Sequence) else None
    if isinstance(value, Constant) or isinstance(content, (Estimator, Mapping)):
        return Match(False, unbound(pattern))
    star = next((i for i, each in enumerate(pattern.patterns) if isinstance(each, cst.MatchStar)), None)
    if items is None:
        return Match(None, unbound(pattern))
    wanted = len(pattern.patterns) - (star is not None)
    if len(items) < wanted or (star is None and len(items) > wanted):
        return Match(False, unbound(pattern))
    elements = [each for each in pattern.patterns if isinstance(each, cst.MatchSequenceElement)]
    if star is None:
        return _all([match(machine, each.value, item) for each, item in zip(elements, items, strict=True)])
    after = wanted - star
    outer = (*items[:star], *items[len(items) - after :])
    found = _all([match(machine, each.value, item) for each, item in zip(elements, outer, strict=True)])
    starred = pattern.patterns[star]
    name = starred.name if isinstance(starred, cst.MatchStar) else None
    if name is None:
        return found
    rest = machine.allocate(Sequence(items[star : len(items) - after]))
    return Match(found.matches, (*found.bound, (name.value, rest)))


def _mapping(machine: Machine, pattern: cst.MatchMapping, value: Value) -> Match:
    content = machine.content(value)
    if isinstance(value, (Constant, Items)) or isinstance(content, (Estimator, Sequence)):
        return Match(False, unbound(pattern))
    if not isinstance(content, Mapping) or content.escaped or content.rest is not None or pattern.rest is not None:
        return Match(None, unbound(pattern))
    parts = []
    for each in pattern.elements:
        key = machine.evaluate(each.key)
        if not isinstance(key, Constant) or key.value in content.maybe:
            return Match(None, unbound(pattern))
        held = content.get(key.value)
        if held is None:
            return Match(False, unbound(pattern))
        parts.append(match(machine, each.pattern, held))
    return _all(parts)


def _class(machine: Machine, pattern: cst.MatchClass, value: Value) -> Match:
    cls, content = machine.evaluate(pattern.cls), machine.content(value)
    found = is_instance(machine, value, cls)
    if found is False:
        return Match(False, unbound(pattern))
    if pattern.patterns or not isinstance(content, (Instance, Estimator)):
        plain = not pattern.patterns and not pattern.kwds
        return Match(found if plain else None, unbound(pattern))
    place = machine.place(pattern)
    inner = [match(machine, each.pattern, attribute(machine, value, each.key.value, place)) for each in pattern.kwds]
    return _all([Match(found), *inner])


def is_instance(machine: Machine, value: Value, cls: Value) -> bool | None:
    """Tell whether a value is an object of a class; None where nobody knows."""
    content = machine.content(value)
    path = cls.path if isinstance(cls, External) else ""
    if isinstance(value, Constant) and value.origin is not Origin.UNKNOWN and path in BUILTINS:
        return isinstance(value.value, BUILTINS[path])
    of = content.of if isinstance(content, Instance) else content.own if isinstance(content, Estimator) else None
    if of is not None and cls in lineage(of):
        return True
    if isinstance(content, Instance) and isinstance(cls, Class):
        return None if hides_members(machine, content.of) else False
    if isinstance(content, Estimator) and content.spec is not None and content.own is None:
        if path in BUILTINS or isinstance(cls, Class):
            return False
        other = machine.library.estimator(path) if path else None
        if other is content.spec:
            return True
    return None


def _all(parts: list[Match]) -> Match:
    verdicts = [each.matches for each in parts]
    matches = False if False in verdicts else None if None in verdicts else True
    return Match(matches, tuple(pair for each in parts for pair in each.bound))


PATTERNS: dict[type, Any] = {  # of handlers, each for one type of pattern
    cst.MatchAs: _as,
    cst.MatchOr: _or,
    cst.MatchValue: _value,
    cst.MatchSingleton: _singleton,
    cst.MatchList: _sequence,
    cst.MatchTuple: _sequence,
    cst.MatchClass: _class,
    cst.MatchMapping: _mapping,
}
