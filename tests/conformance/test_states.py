"""Proves by fitting which names estimators have: those of `rules/libraries/sklearn/states`, and when one is missing.

It holds for every release since `TRIED_SINCE`: run it with an older one on `PYTHONPATH`.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

sklearn = pytest.importorskip("sklearn", minversion="1.5", reason="the states are those of these releases")

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "rules" / "libraries" / "sklearn"))

from harvesting.fitting import fitted, inner_parts, names_of, variants  # noqa: E402
from harvesting.prediction import reads, settable  # noqa: E402

from hplint.catalogue.estimators import Catalogue, EstimatorSpec  # noqa: E402
from hplint.catalogue.module_file import Tables  # noqa: E402
from tests.conformance.specimens import CLASSES, curated, hyperparameters  # noqa: E402

CATALOGUE = Catalogue.load()
NEWEST = sklearn.__version__.startswith("1.9")


@cache
def specs() -> dict[str, EstimatorSpec]:
    """Every class of which the states are known, and that the installed release has."""
    found = {name: CATALOGUE.estimator(f"sklearn.{module}.{name}") for name, (module, _) in curated().items()}
    return {
        name: spec for name, spec in found.items() if spec is not None and spec.states is not None and name in CLASSES
    }


EVERY = 1 if "HPLINT_STATES" in os.environ else 3
"""Of how many classes and rows one is proven; fitting for all of them takes minutes."""
each_class = pytest.mark.parametrize("name", list(specs())[::EVERY])


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def fits(name: str, setting: dict[str, Any], method: str = "fit") -> Iterator[Any]:
    """Fit with a setting on every kind of data that takes it, around every kind of part."""
    for part in inner_parts(name):
        for features, target in variants(name, setting):
            instance = fitted(name, {**part, **setting}, features, target, method)
            if instance is not None:
                yield instance


def existing(name: str) -> frozenset[str]:
    """Return the names that the tables let the installed release have: in the newest none that they call gone."""
    states = specs()[name].states
    assert states is not None
    return states.names | {each for each, release in states.earlier.items() if not (NEWEST and release)}


@each_class
def test_no_other_names_exist(name: str) -> None:
    for instance in fits(name, {}):
        assert {n for n in names_of(instance) if not n.endswith("_request")} <= existing(name)


@each_class
def test_no_other_names_exist_after_a_fit_on_a_table(name: str) -> None:
    numpy, pandas = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    for part in inner_parts(name)[:1]:
        for features, target in variants(name, {}):
            if isinstance(features, numpy.ndarray) and features.ndim == 2:
                table = pandas.DataFrame(features, columns=[f"c{i}" for i in range(features.shape[1])])
                instance = fitted(name, part, table, target)
                if instance is not None:
                    assert {n for n in names_of(instance) if not n.endswith("_request")} <= existing(name)


def _missing() -> Iterator[Any]:
    number = count()
    folder = ROOT / "rules" / "libraries" / "sklearn" / "states"
    for name in specs():
        module, _ = curated()[name]
        for member, row in Tables.read(folder / f"{module}.toml").table(name).get("missing", {}).items():
            if next(number) % EVERY == 0:
                yield pytest.param(name, member, row, id=f"{name}-{member}")


def plain(value: Any) -> Any:
    """Return a value as the catalogue writes it; None is what isn't given."""
    return None if value == {"given": False} else value


@pytest.mark.parametrize(("name", "member", "row"), list(_missing()))
def test_names_are_missing_when_the_table_says(name: str, member: str, row: dict[str, Any]) -> None:
    for condition in row["when"]:
        firsts = {parameter: plain(values[0]) for parameter, values in condition.items()}
        for parameter, values in condition.items():
            for value in values:
                setting = firsts | {parameter: plain(value)}
                for instance in fits(name, setting):
                    assert member not in names_of(instance), setting
    if NEWEST and "with" in row:
        setting = {parameter: plain(value) for parameter, value in row["with"].items()}
        assert any(member in names_of(instance) for instance in fits(name, setting))


@pytest.mark.parametrize("name", [n for n, spec in specs().items() if spec.states and spec.states.partial_fit_lacks])
def test_what_partial_fit_does_not_store(name: str) -> None:
    states = specs()[name].states
    assert states is not None
    for instance in fits(name, {}, "partial_fit"):
        assert states.partial_fit_lacks.isdisjoint(names_of(instance))


@each_class
def test_what_is_read_in_use(name: str) -> None:
    """What the table doesn't list may be changed after a fit in vain: nothing looks at it."""
    states = specs()[name].states
    assert states is not None
    assert set(settable(name)) <= states.settable | states.earlier.keys()
    parameters = frozenset(hyperparameters(name))
    for part in inner_parts(name)[:2]:
        for features, target in variants(name, {}):
            instance = fitted(name, part, features, target)
            if instance is not None:
                assert reads(instance, parameters, features, target) <= states.read_in_use | {"n_jobs", "verbose"}
                break


def test_every_class_is_there() -> None:
    """All that can be fitted is known, but what hands every name on."""
    if NEWEST:
        assert len(specs()) > 180
