"""Loops that have ended."""

from hypothesis import given
from hypothesis import strategies as st

from hplint.analysis.passed import Passed


@given(st.recursive(st.just([]), lambda inside: st.lists(inside, max_size=4), max_leaves=20), st.integers(0, 60))
def test_what_happened_in_a_loop_that_ended(loops, number):
    """Loops lie in each other or apart, as a tree says."""
    passed, all_of_them, clock = Passed(), [], iter(range(1000))

    def run(inner):
        began = next(clock)
        for each in inner:
            run(each)
        ended = next(clock)
        passed.add(began, ended)
        all_of_them.append((began, ended))

    run(loops)
    run(loops)
    assert (number in passed) == any(began <= number < ended for began, ended in all_of_them)
