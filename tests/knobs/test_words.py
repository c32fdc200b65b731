"""Values as Python code, and as JSON."""

import ast
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hplint.analysis.memory.constants import Symbol
from hplint.catalogue.estimators import Expression
from hplint.knobs.words import json_of, python_code

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(), st.binary()
)
LITERALS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.one_of(st.text(), st.integers()), inner, max_size=3),
    ),
    max_leaves=8,
)


def same(one, other):
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    return one == other


@given(LITERALS)
def test_code_means_the_value(value):
    assert same(ast.literal_eval(python_code(value)), value)


@given(LITERALS)
def test_json_is_the_value_or_null(value):
    told = json_of(python_code(value))
    assert told is None or json.loads(json.dumps(told)) == json.loads(json.dumps(value))


@pytest.mark.parametrize(
    ("value", "code", "in_json"),
    [
        ("rbf", '"rbf"', "rbf"),
        ('a "b"', "'a \"b\"'", 'a "b"'),
        ((64,), "(64,)", [64]),
        (math.inf, 'float("inf")', None),
        ([1, math.nan], '[1, float("nan")]', None),
        (Symbol("numpy.float64"), "numpy.float64", None),
        ([Symbol("numpy.int8"), 1], "[numpy.int8, 1]", None),
        (Expression("<class 'numpy.float64'>"), "<class 'numpy.float64'>", None),
        (b"x", "b'x'", None),
        ({1: 2}, "{1: 2}", None),
    ],
)
def test_values_that_need_care(value, code, in_json):
    assert python_code(value) == code
    assert json_of(code) == in_json
