"""A search space as code: what a user pastes, and what it needs from `scipy.stats`."""

import pytest

from hplint.catalogue.search_space import SearchSpace


@pytest.mark.parametrize(
    ("space", "code", "distribution"),
    [
        (SearchSpace("log", 1e-3, 1000.0), "loguniform(0.001, 1000)", "loguniform"),
        # scipy's uniform takes where it begins and how wide it is.
        (SearchSpace("linear", 0.5, 1.0), "uniform(0.5, 0.5)", "uniform"),
        # scipy's randint leaves its upper bound out.
        (SearchSpace("integer", 2, 10), "randint(2, 11)", "randint"),
        (SearchSpace("integer", 2, 10, none=True), "[None, *range(2, 11)]", None),
        (SearchSpace("log-integer", 1, 20), "[1, 2, 4, 8, 16, 20]", None),
        (SearchSpace("log-integer", 1, 16, none=True), "[None, 1, 2, 4, 8, 16]", None),
        (SearchSpace("log-integer", 0, 3), "[0, 1, 2, 3]", None),
        (SearchSpace("choice", values=("l1", 2, (1, 2))), '["l1", 2, (1, 2)]', None),
        (SearchSpace("choice", values=("sqrt",), none=True), '[None, "sqrt"]', None),
        (SearchSpace("choice", values=(None, "sqrt"), none=True), '[None, "sqrt"]', None),
        # A distribution can't give None.
        (SearchSpace("log", 1e-3, 10.0, none=True), "loguniform(0.001, 10)", "loguniform"),
    ],
)
def test_code(space, code, distribution):
    assert space.code == code
    assert space.distribution == distribution
