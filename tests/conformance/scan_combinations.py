"""Looks for combinations of two hyperparameters that raise, and for hyperparameters that others make ineffective.

    python -m tests.conformance.scan_combinations [NAME ...]

Fits each estimator (of all, or of those named) with pairs of valid values, and prints what HP106's and HP107's tables
don't say yet: candidates, to be read with the estimator's validation and documentation. Small data make more of them
than there are facts. All of scikit-learn takes half an hour on one core.
"""

from __future__ import annotations

import itertools
import math
import signal
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import numpy as np
from sklearn.utils._param_validation import Interval
from threadpoolctl import threadpool_limits

from hplint.catalogue.constraints import LITERAL_TYPES
from hplint.catalogue.estimators import Catalogue, EstimatorSpec
from hplint.catalogue.options import OBJECT
from tests.conformance.pools import COMPANY, pool
from tests.conformance.specimens import CLASSES, build, curated, data, hyperparameters, outcome, required, same

SECONDS = 3.0
"""What one fit may take."""
BUDGET = 20.0
"""What one estimator may take; the pairs are tried in an order that meets all hyperparameters early."""
MOST = 3
"""Numbers that are tried for one hyperparameter."""
SMALL: dict[str, list[Any]] = {"n_estimators": [3, 5], "max_trials": [5, 20], "min_samples_leaf": [1, 4]}
"""Where defaults take long."""
IDLE = (
    "n_jobs",
    "verbose",
    "copy",
    "copy_X",
    "random_state",
    "memory",
    "cache_size",
    "verbose_interval",
    "error_score",
)
"""What only the run depends on."""

LONG, IN_USE = "takes too long", "raises only in use"

Outcome = dict[str, Any] | str
"""What was learned and predicted, or the exception."""


class Scan:
    """One estimator, and what came of the settings that were tried."""

    def __init__(self, name: str, spec: EstimatorSpec) -> None:
        self.name, self.spec = name, spec
        small = {each: found[0] for each, found in SMALL.items() if each in hyperparameters(name)}
        self.company = {**small, **COMPANY.get(name, {})}
        self.values = {each: values(name, each, spec) for each in hyperparameters(name) if each not in IDLE}
        self.values = {each: found for each, found in self.values.items() if len(found) > 1}
        self._outcomes: dict[str, Outcome] = {}

    def outcome(self, given: dict[str, Any]) -> Outcome:
        """Fit, or remember."""
        key = repr(sorted(given.items(), key=lambda item: item[0]))
        if key not in self._outcomes:
            self._outcomes[key] = tried(self.name, {**self.company, **given})
        return self._outcomes[key]

    def value_of(self, given: dict[str, Any]) -> Any:
        """Return what looks up values as the analysis of code would know them."""
        known = {**required(self.name), **self.company, **given}

        def look_up(name: str) -> object:
            if name not in known:
                return self.spec.value(name, {})
            return known[name] if type(known[name]) in LITERAL_TYPES else OBJECT

        return look_up

    def candidates(self) -> Iterator[str]:
        """Say what is found, pair by pair, in an order that meets all hyperparameters early."""
        pairs = list(itertools.combinations(self.values, 2))
        Random(0).shuffle(pairs)
        start = time.perf_counter()
        for tried, (one, other) in enumerate(pairs):
            yield from self.raising(one, other)
            yield from self.ineffective(one, other)
            yield from self.ineffective(other, one)
            if time.perf_counter() - start > BUDGET:
                yield f"out of time after {tried + 1} of {len(pairs)} pairs"
                return

    def raising(self, one: str, other: str) -> Iterator[str]:
        """Say which values raise at fit although each of the two alone doesn't, and aren't known to."""
        for a, b in itertools.product(self.values[one], self.values[other]):
            given = {one: a, other: b}
            found = self.outcome(given)
            if not isinstance(found, str) or found in (LONG, IN_USE):
                continue
            alone = [self.outcome({one: a}), self.outcome({other: b}), self.outcome({})]
            if not any(isinstance(each, str) for each in alone) and not self.spec.incompatible(self.value_of(given)):
                yield f"raises: {show(given)}: {found}"

    def ineffective(self, deciding: str, decided: str) -> Iterator[str]:
        """Say under which values of one hyperparameter the other changes nothing, if under another it does."""
        effects = {}
        for position, value in enumerate(self.values[deciding]):
            outcomes = [self.outcome({deciding: value, decided: each}) for each in self.values[decided]]
            fitted = [each for each in outcomes if not isinstance(each, str)]
            if len(fitted) > 1:
                effects[position] = any(not alike(fitted[0], each, decided) for each in fitted[1:])
        if len(set(effects.values())) < 2:
            return
        idle = [self.values[deciding][position] for position, effect in effects.items() if not effect]
        if not all(is_choice(value) for value in idle):
            return  # small data, or a number that stops everything: 0.7 of the rows in each leaf
        new = [value for value in idle if not self.spec.ineffective(decided, self.value_of({deciding: value}))]
        if new:
            busy = [self.values[deciding][position] for position, effect in effects.items() if effect]
            yield f"ignores {decided} with {deciding} in {brief(new)}, not in {brief(busy)}"


def is_choice(value: object) -> bool:
    """Say whether it isn't merely some number."""
    return isinstance(value, bool) or not isinstance(value, (int, float)) or value in (0, math.inf)


def values(name: str, hyperparameter: str, spec: EstimatorSpec) -> list[Any]:
    """List valid values: those of the pools, and numbers on both sides of the default."""
    found = list(SMALL.get(hyperparameter) or pool(name, hyperparameter))
    constraints = getattr(CLASSES[name], "_parameter_constraints", {}).get(hyperparameter, ())
    for interval in constraints if isinstance(constraints, list) and len(found) < 3 else ():
        if isinstance(interval, Interval):
            found += numbers(interval, [each for each in found if isinstance(each, (int, float))])
    constraint = spec.parameters[hyperparameter].constraint if hyperparameter in spec.parameters else None
    kept: list[Any] = []
    for value in found:
        valid = constraint is None or constraint.accepts(value) is not False
        if valid and not any(type(value) is type(each) and repr(value) == repr(each) for each in kept):
            kept.append(value)
    figures = [each for each in kept if isinstance(each, (int, float)) and not isinstance(each, bool)]
    return [each for each in kept if each not in figures[MOST:]][: 2 * MOST]


def numbers(interval: Interval, known: list[Any]) -> Iterator[Any]:
    """Yield a small and a large number that it contains."""
    low = interval.left if interval.left is not None and math.isfinite(interval.left) else -3
    high = interval.right if interval.right is not None and math.isfinite(interval.right) else None
    whole = interval.type.__name__ == "Integral"
    if whole:
        guesses: list[Any] = [low + 1, low + 4] if high is None else [low + 1, high - 1]
    elif high is not None:
        guesses = [low + 0.1 * (high - low), low + 0.7 * (high - low)]
    else:
        guesses = [low + 0.01, low + 2.5]
    yield from (each for each in guesses if each in interval and each not in known)


def tried(name: str, given: dict[str, Any]) -> Outcome:
    """Fit; return the exception as text."""
    features, target = data(name, given)
    try:
        with limited(SECONDS):
            return outcome(name, given, 0)
    except TimeoutError:
        return LONG
    except Exception as error:  # whatever it raises is what is asked for
        text = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
    try:  # Is it the fit, or what is made of it?
        with limited(SECONDS):
            instance = build(name, given, 0)
            if hasattr(instance, "fit"):
                instance.fit(features) if target is None else instance.fit(features, target)
    except Exception:
        return text[:200]
    return IN_USE


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise when it takes longer."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def alike(one: dict[str, Any], other: dict[str, Any], hyperparameter: str) -> bool:
    """Compare, but for the learned attribute that is only the hyperparameter itself."""
    names = sorted((one.keys() | other.keys()) - {f"{hyperparameter}_"})
    return same({k: one.get(k) for k in names}, {k: other.get(k) for k in names})


def show(given: dict[str, Any]) -> str:
    return ", ".join(f"{name}={str(value)[:60]}" for name, value in given.items())


def brief(found: list[Any]) -> str:
    return "[" + ", ".join(str(value)[:40] for value in found) + "]"


def main(names: list[str]) -> None:
    """Print the candidates of each estimator."""
    catalogue = Catalogue.load()
    for name, (module, _) in curated().items():
        spec = catalogue.estimator(f"sklearn.{module}.{name}")
        if spec is None or name not in CLASSES or (names and name not in names):
            continue
        scan = Scan(name, spec)
        print(f"{name}: {', '.join(scan.values)}", flush=True)
        for line in scan.candidates():
            print(f"  {line}", flush=True)


if __name__ == "__main__":
    with threadpool_limits(1), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        main(sys.argv[1:])
