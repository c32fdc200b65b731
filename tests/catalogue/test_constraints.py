"""What a hyperparameter accepts, in words and by value; agreement with scikit-learn is a conformance test."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hplint.analysis.memory.constants import NOT_LITERAL, Symbol
from hplint.catalogue.constraints import Constraint
from hplint.catalogue.notation import read_constraint, read_literal

GAMMA = read_constraint(["str: 'auto', 'scale'", "real [0.0, inf)"])
SEED = read_constraint(["random_state"])
MAX_DEPTH = read_constraint(["int [1, inf)", "None"])
LITERALS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.complex_numbers(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("value", "accepted"),
    [
        ("scale", True),
        (0.1, True),
        (0, True),
        (True, True),
        ("Scale", False),
        (-1, False),
        (math.inf, False),
        (None, False),
    ],
)
def test_options_or_interval(value: object, accepted: bool) -> None:
    assert GAMMA.accepts(value) is accepted


@pytest.mark.parametrize(("value", "accepted"), [(0, True), (True, True), (2**32, False), (1.0, False), ("0", False)])
def test_seed(value: object, accepted: bool) -> None:
    assert SEED.accepts(value) is accepted


def test_a_list_is_an_array_and_a_string_is_none() -> None:
    array = read_constraint(["array-like"])
    assert [array.accepts(value) for value in ([], (), {}, set(), "ab", b"ab", 1)] == [True] * 4 + [False] * 3


def test_closed_infinity() -> None:
    assert read_constraint(["real (0.0, inf]"]).accepts(math.inf)
    assert not read_constraint(["real (0.0, inf)"]).accepts(math.inf)


def test_float_takes_no_int() -> None:
    share = read_constraint(["float (0.0, 1.0]"])
    assert share.accepts(1.0) and not share.accepts(1)


@pytest.mark.parametrize("constraint", [GAMMA, SEED, MAX_DEPTH])
def test_what_is_no_literal_is_not_decided(constraint: Constraint) -> None:
    assert constraint.accepts(NOT_LITERAL) is None
    assert constraint.accepts(Symbol("numpy.random")) is None


def test_symbols_are_options_by_path() -> None:
    dtype = read_constraint(["type: numpy.float32, numpy.float64", "None"])
    assert dtype.accepts(Symbol("numpy.float64")) is True
    assert dtype.accepts(Symbol("numpy.int8")) is None
    assert dtype.accepts("float64") is False


@given(LITERALS)
def test_every_literal_is_decided(value: object) -> None:
    for text in ("int [1, inf)", "str: 'a'", "cv_object", "verbose", "missing_values", "callable", "methods fit"):
        assert read_constraint([text]).accepts(value) is not None


@given(LITERALS)
def test_alternatives_are_a_union(value: object) -> None:
    parts = ["str: 'auto', 'scale'", "real [0.0, inf)"]
    assert GAMMA.accepts(value) is any(read_constraint([part]).accepts(value) for part in parts)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["str: 'l1', 'l2'"], 'one of "l1", "l2"'),
        (["str: 'balanced'", "instance dict", "None"], '"balanced", a dict or None'),
        (["int [1, inf)", "None"], "an int >= 1 or None"),
        (["real (0.0, inf)"], "a number > 0"),
        (["real (0.0, 1.0]"], "a number in (0, 1]"),
        (["boolean", "hidden str: 'deprecated'"], "True or False"),
        (["methods fit, predict"], "an object with fit and predict"),
    ],
)
def test_describe(texts: list[str], words: str) -> None:
    assert read_constraint(texts).describe() == words


def test_nearest() -> None:
    kernel = read_constraint(["str: 'linear', 'poly', 'rbf'", "callable", "hidden str: 'precomputed'"])
    assert kernel.nearest("RBF") == "rbf"
    assert kernel.nearest("liner") == "linear"
    assert kernel.nearest("precomputd") is None
    assert kernel.nearest(3) is None


@pytest.mark.parametrize("text", ["reall (0, 1)", "one of 'a'", "int 0, 1", ""])
def test_notation_mistakes_are_named(text: str) -> None:
    with pytest.raises(ValueError, match="is no constraint"):
        read_constraint([text])


def test_literals() -> None:
    assert read_literal("(1, 'a', None)") == (1, "a", None)
    assert read_literal("-inf") == -math.inf
    with pytest.raises(ValueError, match="is no Python literal"):
        read_literal("numpy.float64")
