"""Proves that the curated facts cover the installed scikit-learn: each estimator, each hyperparameter, nothing else."""

from __future__ import annotations

import math
from typing import Any

import pytest

pytest.importorskip("sklearn", reason="scikit-learn isn't installed, so that its curated facts can't be checked")

from sklearn.utils._param_validation import InvalidParameterError, validate_parameter_constraints

from hplint.catalogue.conditions import read_condition
from tests.conformance.specimens import CLASSES, curated, hyperparameters

FACTS = curated()
ROLES = {"model", "training", "tolerance", "seed", "runtime"}
SCALES = {"log", "linear", "integer", "log-integer"}
CONDITIONS = {
    "random_when",
    "learns_nothing_when",
    "works_unfitted_when",
    "copies_unless",
    "in_place_when",
    "fitted_as_unless",
}
NAMES = {"copies", "copies_always", "uses_fitted", "in_place", "leaves", "seeds_parts", "fitted_as"}
COMBINED = {"effective_only_when", "ineffective_when"}
PLAIN = {"incompatible", "source", "random_by_data", "scales", "selects", "learns", "works_unfitted"}
PLAIN |= {"last_in_place", "named_parts", "baseline", "partial_labels", "rounds", "template", "answers"}


GONE = {
    "AgglomerativeClustering": ["affinity"],
    "FeatureAgglomeration": ["affinity"],
    "RidgeCV": ["store_cv_values"],
    "RidgeClassifierCV": ["store_cv_values"],
}
"""Hyperparameters of older releases that combinations speak of."""


def test_every_estimator_is_curated() -> None:
    assert set(FACTS) == set(CLASSES)


@pytest.mark.parametrize("name", FACTS)
def test_stands_in_the_file_of_its_public_module(name: str) -> None:
    module = FACTS[name][0]
    assert CLASSES[name].__module__.startswith(f"sklearn.{module}")
    exec(f"from sklearn.{module} import {name}")


@pytest.mark.parametrize("name", FACTS)
def test_every_hyperparameter_has_one_role(name: str) -> None:
    _, facts = FACTS[name]
    judged = {key: value for key, value in facts.items() if key not in CONDITIONS | NAMES | PLAIN}
    assert list(judged) == hyperparameters(name)
    for hyperparameter, fact in judged.items():
        assert fact["role"] in ROLES
        assert (fact["role"] == "seed") is (hyperparameter == "random_state")
        assert fact.keys() <= {"role", "decisive", "search"} | COMBINED
        assert ("search" in fact) is fact.get("decisive", False)
    assert sum(fact.get("decisive", False) for fact in judged.values()) <= 4


@pytest.mark.parametrize("name", FACTS)
def test_source_is_a_page_of_the_documentation(name: str) -> None:
    assert FACTS[name][1]["source"].startswith("https://scikit-learn.org/1.")


def _candidates(search: dict[str, Any]) -> list[Any]:
    if search["scale"] == "choice":
        candidates = list(search["values"])
    else:
        low, high = search["low"], search["high"]
        assert search["scale"] in SCALES and low < high
        if "integer" in search["scale"]:
            assert type(low) is type(high) is int
            candidates = [low, (low + high) // 2, high]
        else:
            assert type(low) is type(high) is float
            candidates = [low, math.sqrt(low * high) if search["scale"] == "log" else (low + high) / 2, high]
        assert "log" not in search["scale"] or low > 0
    return candidates + [None] * search.get("none", False)


def _accepts(name: str, hyperparameter: str, value: Any) -> bool:
    constraints = CLASSES[name]._parameter_constraints
    try:
        validate_parameter_constraints(constraints, {hyperparameter: value}, name)
    except InvalidParameterError:
        return False
    return True


@pytest.mark.parametrize("name", FACTS)
def test_search_space_is_valid(name: str) -> None:
    """TOML has no tuples: a list stands for one where only a tuple is accepted (`ngram_range`)."""
    for hyperparameter, fact in FACTS[name][1].items():
        if isinstance(fact, dict) and "search" in fact:
            for value in _candidates(fact["search"]):
                values = [value, tuple(value)] if isinstance(value, list) else [value]
                assert any(_accepts(name, hyperparameter, v) for v in values), (hyperparameter, value)


@pytest.mark.parametrize("name", FACTS)
def test_conditions_name_hyperparameters_and_values_that_exist(name: str) -> None:
    facts = FACTS[name][1]
    conditions: list[dict[str, list[Any]]] = []
    for key in CONDITIONS & facts.keys():
        if facts[key] != "always":
            conditions += facts[key] if isinstance(facts[key], list) else [facts[key]]
    for condition in conditions:
        for hyperparameter, values in condition.items():
            assert hyperparameter in hyperparameters(name)
            for value in values:
                if isinstance(value, dict):
                    assert len(value) == 1 and value.keys() <= {"given", "below", "above"}
                elif hasattr(CLASSES[name], "_parameter_constraints"):
                    # Older versions had penalty="l1" of LogisticRegression, and newer ones keep it as deprecated.
                    assert _accepts(name, hyperparameter, value), (hyperparameter, value)


def _tables(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", FACTS)
def test_combinations_name_hyperparameters_of_some_release(name: str) -> None:
    """Their values are tried in `test_curated_combinations.py`; some belong to older releases only."""
    facts = FACTS[name][1]
    ever = {*hyperparameters(name), *GONE.get(name, ())}
    judged = [fact for fact in facts.values() if isinstance(fact, dict)]
    conditions = [table for fact in judged for key in COMBINED & fact.keys() for table in _tables(fact[key])]
    conditions += [fact["when"] for fact in facts.get("incompatible", ())]
    for condition in conditions:
        assert condition.keys() - {"since", "until"} <= ever
    for fact in facts.get("incompatible", ()):
        assert fact.keys() <= {"when", "because", "instead", "raises", "at", "since", "until"}
        assert len(read_condition(fact["when"]).names) > 1
        assert not fact["because"].endswith(".") and fact.get("raises", "ValueError").endswith("Error")


@pytest.mark.parametrize("name", FACTS)
def test_parts_are_hyperparameters(name: str) -> None:
    facts = FACTS[name][1]
    for key in NAMES & facts.keys():
        assert set(facts[key]) <= set(hyperparameters(name)), key


def test_what_selects_by_itself_says_so() -> None:
    by_name = {name for name in FACTS if name.endswith("CV")} - {"CalibratedClassifierCV"}
    others = {"LassoLarsIC", "SequentialFeatureSelector"}
    assert {name for name, (_, facts) in FACTS.items() if facts.get("selects")} == by_name | others
