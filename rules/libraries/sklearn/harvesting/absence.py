"""Finds under which hyperparameters an estimator lacks a name, by changing one or two of what it has it with."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from harvesting.fitting import IRRELEVANT, SMALL, Outcome, Setting, tried
from tests.conformance.specimens import CLASSES, required

MOST_TRIALS = 10
"""Settings that have a name, of which each must lose it by a condition."""
FEWEST_TRIALS = 2

Values = tuple[Any, ...]


class Absence:
    """What is known of one estimator's names."""

    def __init__(self, name: str, outcomes: list[Outcome]) -> None:
        self.name = name
        self.outcomes = outcomes
        self.names = frozenset().union(*(each.names for each in outcomes)) if outcomes else frozenset()
        parameters = inspect.signature(CLASSES[name].__init__).parameters
        self.defaults = {p: parameter.default for p, parameter in parameters.items() if p != "self"}
        self.known: dict[tuple[tuple[str, str], ...], Outcome | None] = {}

    def value(self, setting: Mapping[str, Any], parameter: str) -> Any:
        """Return what a hyperparameter is set to."""
        return setting[parameter] if parameter in setting else self.defaults[parameter]

    def usable(self) -> list[str]:
        """List the hyperparameters that a condition may speak of."""
        apart = IRRELEVANT | set(SMALL) | set(required(self.name))
        return [p for p in self.defaults if p not in apart and is_said(self.defaults[p])]

    def conditions(self, member: str) -> Iterator[dict[str, list[Any]]]:
        """Yield conditions, on one hyperparameter or two, under which the name doesn't exist on any data."""
        having = [each.setting for each in self.outcomes if member in each.names]
        lacking = [each.setting for each in self.outcomes if member not in each.names]
        covered: list[Setting] = []
        single: dict[str, list[Any]] = {}
        for parameter in self.usable():
            values = distinct(self.value(setting, parameter) for setting in lacking)
            values = [v for v in values if is_said(v) and self.decides(member, {parameter: v}, having)]
            if values:
                single[parameter] = values
                yield {parameter: values}
                covered += [s for s in lacking if any(same(self.value(s, parameter), v) for v in values)]
        rest = [setting for setting in lacking if not any(setting is each for each in covered)]
        if rest and {} in rest:
            yield from self.pairs(member, having, single)

    def pairs(self, member: str, having: list[Setting], single: Mapping[str, Any]) -> Iterator[dict[str, list[Any]]]:
        """Yield conditions on two hyperparameters that hold by default."""
        for one, other in itertools.combinations([p for p in self.usable() if p not in single], 2):
            both = {one: self.defaults[one], other: self.defaults[other]}
            if self.decides(member, both, having):
                yield {one: [self.defaults[one]], other: [self.defaults[other]]}
                return

    def decides(self, member: str, condition: Setting, having: list[Setting]) -> bool:
        """Tell whether every setting that has a name loses it by a condition, and nothing has it despite."""
        for each in self.outcomes:
            if member in each.names and all(same(self.value(each.setting, p), v) for p, v in condition.items()):
                return False
        trials = 0
        for setting in having[:MOST_TRIALS]:
            outcome = self.outcome({**setting, **condition})
            if outcome is not None and member in outcome.names:
                return False
            trials += outcome is not None
        return trials >= min(FEWEST_TRIALS, len(having))

    def outcome(self, setting: Setting) -> Outcome | None:
        """Fit with a setting, once."""
        key = tuple(sorted((p, repr(v)) for p, v in setting.items()))
        if key not in self.known:
            self.known[key] = tried(self.name, setting, self.names)
        return self.known[key]

    def remedy(self, member: str, conditions: list[dict[str, list[Any]]]) -> Setting | None:
        """Return the one hyperparameter, of those in the conditions, that brings a name about; None where none does."""
        names = {parameter for condition in conditions for parameter in condition}
        for each in self.outcomes:
            if member in each.names and len(each.setting) == 1 and each.setting.keys() <= names:
                if is_said(next(iter(each.setting.values()))):
                    return each.setting
        for condition in conditions:
            for parameter, values in condition.items():
                default = self.defaults[parameter]
                if is_said(default) and not any(same(default, value) for value in values):
                    return {parameter: default}
        return None


def is_said(value: Any) -> bool:
    """Tell whether a condition can say a value."""
    return value is None or isinstance(value, (bool, int, float, str))


def same(one: Any, other: Any) -> bool:
    """Compare values as conditions do: `True` is not `1`."""
    return type(one) is type(other) and bool(one == other)


def distinct(values: Iterator[Any]) -> list[Any]:
    """Drop what occurs twice."""
    found: list[Any] = []
    for value in values:
        if not any(same(value, each) for each in found):
            found.append(value)
    return found
