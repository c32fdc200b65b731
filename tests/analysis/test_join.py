"""Where paths meet: `join` is total, idempotent, and the same from both sides."""

from __future__ import annotations

from functools import reduce
from itertools import count

import libcst as cst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hplint.analysis.data.history import Fit, Learned, Lesson
from hplint.analysis.data.rows import UNKNOWN_ROWS, Part, Source
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Estimator, Heap, Instance, Learning, Mapping, Sequence
from hplint.analysis.memory.join import all_of, join, join_heap
from hplint.analysis.memory.values import (
    NONE,
    UNKNOWN,
    Bounds,
    Class,
    Constant,
    Data,
    External,
    Function,
    Items,
    Mask,
    Method,
    OneOf,
    Ref,
    Score,
    Unknown,
    Value,
    Verdict,
)
from hplint.findings import Place

PLACE = Place(cst.Pass(), 0, "model.fit(X)")
TABLE = Source("train.csv")
TRAIN, TEST = Part(TABLE, 1, "train"), Part(TABLE, 1, "test")
LEARNED = frozenset({Learned(TABLE, Lesson.STATISTIC, PLACE, "df.mean()")})
FIT = Fit(PLACE, "model", None, 1, TRAIN, "X_train", frozenset(), frozenset())
SCORE = Score((FIT,), PLACE, TEST, "X_test")
CLASS = Class(7, "Trainer", ())
LAMBDA = cst.ensure_type(cst.parse_expression("lambda: 1"), cst.Lambda)

VALUES: list[Value] = [
    UNKNOWN,
    Unknown(3),
    Unknown(4, Origin.LOOP),
    NONE,
    Constant(1),
    Constant(1.0),
    Constant(True),
    Constant(2),
    Constant(1, Origin.NAMED),
    Constant("one"),
    External("numpy"),
    External("pandas"),
    Items(()),
    Items((Constant(1), Ref(1))),
    Items((Constant(2), Ref(2))),
    Ref(1),
    Ref(2),
    Data(1, TRAIN, "DataFrame", text="X"),
    Data(2, TEST, "DataFrame", LEARNED, text="X"),
    Data(3, TEST, "ndarray", predicted=(FIT,)),
    Data(4, UNKNOWN_ROWS, mask=Mask(1, True)),
    SCORE,
    Verdict((SCORE,)),
    Bounds(None, 5),
    Function(LAMBDA, 0, None),
    CLASS,
    Method(Ref(1), "fit"),
    OneOf((Constant(1), Constant(2))),
    OneOf((Ref(1), UNKNOWN)),
    OneOf((Ref(1), Ref(2), NONE)),
]
HEAP: list[Heap] = [
    Estimator(None, PLACE, "SVC"),
    Estimator(None, PLACE, "SVC", (("C", Constant(1)),), state=Learning.FITTED, fits=(FIT,)),
    Estimator(None, PLACE, "SVC", (("estimator", Ref(1)),), complete=False, state=Learning.MAYBE),
    Sequence(()),
    Sequence((Constant(1), Ref(1))),
    Sequence((Constant(2), Ref(2))),
    Sequence(None),
    Sequence(None, Ref(1)),
    Mapping(()),
    Mapping((("a", Ref(1)),)),
    Mapping((("a", Ref(2)), ("b", NONE)), UNKNOWN),
    Instance(CLASS),
    Instance(CLASS, escaped=True),
]


def met(one: Value, other: Value, *, some: bool = True) -> Value:
    numbers = count(100)
    return join(one, other, lambda: next(numbers), lambda data: data, lambda data: data, some=some)


def likeness(value: object) -> object:
    """What is compared: alternatives in any order, and the identity of new cells left out."""
    match value:
        case OneOf(values=values):
            return "one of", frozenset(map(likeness, values))
        case Items(values=values):
            return "items", tuple(map(likeness, values))
        case Data():
            alternatives = frozenset(getattr(value.rows, "alternatives", (value.rows,)))
            cell = value.cell if value.cell < 100 else "new"
            return cell, alternatives, value.kind, value.learned, value.chosen, frozenset(value.predicted), value.mask
        case _:
            return value


def refs(value: Value) -> set[int]:
    match value:
        case Ref(address=address):
            return {address}
        case Items(values=values) | OneOf(values=values):
            return set().union(*map(refs, values))
        case _:
            return set()


@pytest.mark.parametrize("some", [True, False])
@pytest.mark.parametrize("one", VALUES)
def test_it_is_the_same_from_both_sides(one: Value, some: bool) -> None:
    for other in VALUES:
        assert likeness(met(one, other, some=some)) == likeness(met(other, one, some=some))


@pytest.mark.parametrize("value", VALUES)
def test_a_value_meets_itself(value: Value) -> None:
    assert met(value, value) == value


@pytest.mark.parametrize("one", VALUES)
def test_it_settles(one: Value) -> None:
    for other in VALUES:
        both = met(one, other)
        assert likeness(met(both, one)) == likeness(both) or isinstance(both, Data)


@pytest.mark.parametrize("one", VALUES)
def test_no_object_is_lost(one: Value) -> None:
    for other in VALUES:
        assert refs(met(one, other)) >= refs(one) | refs(other)


@pytest.mark.parametrize("one", HEAP)
def test_cells_meet(one: Heap) -> None:
    assert join_heap(one, one, met) == one
    for other in HEAP:
        both = join_heap(one, other, met)
        assert type(both) is type(one) if type(one) is type(other) else both == UNKNOWN


def test_an_estimator_fitted_on_one_path_may_be_fitted() -> None:
    both = join_heap(HEAP[0], HEAP[1], met)
    assert isinstance(both, Estimator)
    assert (both.state, both.fits) == (Learning.MAYBE, (FIT,))


def test_what_only_one_path_learned_counts_where_some_pass_takes_each() -> None:
    plain, learned = Data(1, TABLE), Data(1, TABLE, learned=LEARNED)
    always, sometimes = met(plain, learned, some=False), met(plain, learned, some=True)
    assert isinstance(always, Data) and isinstance(sometimes, Data)
    assert (always.learned, sometimes.learned) == (frozenset(), LEARNED)


@given(st.lists(st.sampled_from([*VALUES, *(Constant(number) for number in range(90))]), min_size=1, max_size=80))
@settings(deadline=None)
def test_many_values_are_joined_as_one_after_the_other(values: list[Value]) -> None:
    """Constants among them are collected in one go."""

    def joined(one: Value, other: Value) -> Value:
        # Numbers of new data are no part of the question.
        return join(one, other, lambda: 0, lambda data: data, lambda data: data, some=True)

    assert all_of(values, joined) == reduce(joined, values)
