"""Conditions decide like the sentences that they stand for, and say nothing of what isn't known."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hplint.analysis.memory.constants import NOT_LITERAL
from hplint.catalogue.conditions import any_holds, read_condition
from hplint.catalogue.estimators import Catalogue
from hplint.catalogue.options import OBJECT

LITERALS = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.floats(-9, 9), st.sampled_from(["a", "b"]))
VALUES = st.one_of(LITERALS, st.just(OBJECT), st.just(NOT_LITERAL))
OPTIONS = st.one_of(
    st.sampled_from(["a", "b", True, 1, 1.0]),
    st.fixed_dictionaries({"given": st.booleans()}),
    st.fixed_dictionaries({"above": st.integers(-9, 9)}),
    st.fixed_dictionaries({"at_most": st.sampled_from(["y", 0])}),
)


def holds(table, **values):
    return read_condition(table).holds(values.get)


@pytest.mark.parametrize(
    ("option", "yes", "no"),
    [
        ("l1", ["l1"], ["l2", None, OBJECT]),
        (1, [1], [True, 1.0, None]),
        ({"given": True}, [0, "a", OBJECT], [None]),
        ({"given": False}, [None], [0, OBJECT]),
        ({"below": 1.0}, [0.5], [1.0, 0, None, OBJECT]),
        ({"above": 3}, [4, 3.5], [3, True, None, "4", OBJECT]),
        ({"at_least": 3}, [3, 4.0], [2.9, None]),
        ({"at_most": 0}, [0, -1.5], [0.1, False]),
        ({"under": 0}, [-1], [0, None]),
        ({"above": "other"}, [6, math.inf], [5, 1]),
        ({"above": 6, "plus": "other"}, [2], [1, -3, None]),
        ({"not": ["l1", None]}, ["l2", OBJECT], ["l1", None]),
        ({"not": [{"above": 1}, {"under": 0}]}, [0, 0.5, 1], [2, -1]),
        ({"some": [{"above": 0}]}, [[0, 1], (1,), {1: "a"}], [[0], [], 1, None]),
    ],
)
def test_options(option, yes, no):
    assert [holds({"x": [option]}, x=value, other=5) for value in yes] == [True] * len(yes)
    assert [holds({"x": [option]}, x=value, other=5) for value in no] == [False] * len(no)


@pytest.mark.parametrize("option", ["l1", {"given": True}, {"above": 3}, {"not": ["l1"]}, {"some": [1]}])
def test_what_is_not_known_decides_nothing(option):
    assert holds({"x": [option]}, x=NOT_LITERAL) is None


def test_an_unknown_bound_decides_nothing():
    assert holds({"x": [{"above": "other"}]}, x=1, other=NOT_LITERAL) is None
    assert holds({"x": [{"above": "other"}]}, x=1, other=None) is False


@given(OPTIONS, VALUES, VALUES)
def test_not_is_the_negation(option, x, y):
    plain, negated = (holds({"x": [each]}, x=x, y=y) for each in (option, {"not": [option]}))
    assert negated is (None if plain is None else not plain)


@given(st.lists(OPTIONS, min_size=1, max_size=3), VALUES, VALUES)
def test_several_options_are_alternatives(options, x, y):
    together = holds({"x": options}, x=x, y=y)
    assert together is any_holds(tuple(read_condition({"x": [each]}) for each in options), {"x": x, "y": y}.get)


@given(OPTIONS, OPTIONS, VALUES, VALUES)
def test_several_hyperparameters_must_all_fulfil_it(first, second, x, y):
    both = holds({"x": [first], "y": [second]}, x=x, y=y)
    each = [holds({"x": [first]}, x=x, y=y), holds({"y": [second]}, x=x, y=y)]
    assert both is (False if False in each else None if None in each else True)


@given(OPTIONS, LITERALS, st.lists(LITERALS, max_size=3))
def test_what_is_unknown_could_be_either(option, known, others):
    """A decision stands, whatever the unknown hyperparameter turns out to be."""
    decided = holds({"x": [option], "z": ["a"]}, x=known, y=0, z=NOT_LITERAL)
    if decided is not None:
        assert {holds({"x": [option], "z": ["a"]}, x=known, y=0, z=other) for other in others} <= {decided}


@pytest.mark.parametrize(
    "option", [{"given": 1}, {"above": None}, {"plus": "x"}, {"above": 1, "under": 2}, {"like": "a"}, {"not": "a"}]
)
def test_another_shape_is_refused(option):
    with pytest.raises(ValueError, match="is no option"):
        read_condition({"x": [option]})


def test_it_says_what_it_asks_for():
    condition = read_condition({"solver": ["sgd", "adam"], "momentum": [{"above": 0}], "tol": [{"given": True}]})
    assert condition.say() == '`solver="sgd"` or `solver="adam"` and `momentum` above 0 and `tol` set'


def at(release: str):
    return Catalogue.load(target={"sklearn": release})


@pytest.mark.parametrize(
    ("name", "given", "first"),
    [
        ("model_selection.KFold", {"random_state": 0}, "0.24"),
        ("ensemble.ExtraTreesClassifier", {"max_samples": 0.5}, "1.0"),
        ("linear_model.LogisticRegression", {"l1_ratio": 1}, "1.8"),
        ("linear_model.LogisticRegression", {"penalty": "l1"}, "0.22"),
        ("cluster.AgglomerativeClustering", {"metric": "cosine"}, "1.2"),
        ("manifold.TSNE", {"metric": "precomputed"}, "1.2"),
    ],
)
def test_combinations_raise_from_the_release_on_that_rejects_them(name, given, first):
    releases = ["0.19", "0.20", "0.21", "0.22", "0.23", "0.24", *(f"1.{minor}" for minor in range(10))]
    raising = []
    for release in releases:
        spec = at(release).estimator(f"sklearn.{name}")
        if spec is not None and given.keys() <= spec.parameters.keys():
            raising += [release] if spec.incompatible(lambda key, spec=spec: spec.value(key, given)) else []
    assert raising == list(itertools.dropwhile(lambda release: release != first, releases))
