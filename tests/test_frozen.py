"""Classes of `hplint.basis.frozen` behave as dataclasses do, and cost nothing until they are used."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hplint.basis import frozen


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Expected:
    """Made by the standard library."""

    a: int
    b: str = "b"
    c: tuple[int, ...] = field(default=(), compare=False)
    d: list[int] = field(default_factory=list, hash=False, repr=False)


@frozen.dataclass(frozen=True, slots=True)
class Made:
    """Made by hplint."""

    a: int
    b: str = "b"
    c: tuple[int, ...] = field(default=(), compare=False)
    d: list[int] = field(default_factory=list, compare=False, repr=False)


@frozen.dataclass(frozen=True, slots=True)
class Derived(Made):
    """Has one field more."""

    e: float = 1.5


@frozen.dataclass(frozen=True, slots=True, order=True)
class Ordered:
    """Can be sorted."""

    a: int
    b: int = 0


@frozen.dataclass
class Open:
    """Has no slots, and changes."""

    a: int
    b: list[int] = field(default_factory=list)

    def __repr__(self) -> str:
        return "mine"


numbers, words = st.integers(0, 2), st.sampled_from("xyz")
pairs = st.tuples(numbers, words, st.tuples(numbers))


@given(pairs, pairs)
def test_values_are_equal_where_those_of_a_dataclass_are(one: tuple, other: tuple) -> None:
    assert (Made(*one) == Made(*other)) is (Expected(*one) == Expected(*other))
    assert Made(*one) != Expected(*one)
    if Made(*one) == Made(*other):
        assert hash(Made(*one)) == hash(Made(*other))


@given(pairs)
def test_values_are_shown_as_those_of_a_dataclass_are(values: tuple) -> None:
    assert repr(Made(*values)) == repr(Expected(*values)).replace("Expected", "Made")


@given(pairs, words)
def test_some_fields_are_replaced(values: tuple, word: str) -> None:
    changed = frozen.replace(Made(*values), b=word)
    assert dataclasses.asdict(changed) == dataclasses.asdict(dataclasses.replace(Expected(*values), b=word))
    assert changed == dataclasses.replace(Made(*values), b=word)
    assert type(frozen.replace(Derived(*values), b=word)) is Derived
    with pytest.raises(TypeError):
        frozen.replace(Made(*values), z=1)


@given(numbers, numbers, numbers, numbers)
def test_order_is_field_by_field(a: int, b: int, c: int, d: int) -> None:
    one, other = Ordered(a, b), Ordered(c, d)
    assert (one < other, one <= other, one > other, one >= other) == (
        (a, b) < (c, d),
        (a, b) <= (c, d),
        (a, b) > (c, d),
        (a, b) >= (c, d),
    )


def test_classes_are_as_those_of_a_dataclass() -> None:
    assert Made.__slots__ == Expected.__slots__
    assert Derived.__slots__ == ("e",)
    assert Made.__match_args__ == Expected.__match_args__
    assert [each.name for each in dataclasses.fields(Derived)] == ["a", "b", "c", "d", "e"]
    assert Made.__doc__ == "Made by hplint."
    with pytest.raises(TypeError):
        Made()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        hash(Open(1))
    assert Open(1) == Open(1)
    assert repr(Open(1)) == "mine"
    assert Open(1).b is not Open(1).b
    assert Derived(1) != Made(1)


def test_values_survive_copies_and_pickles() -> None:
    value = Derived(1, "x", (1,), [2], 2.5)
    for each in copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value)):
        assert each == value
        assert each.d == [2]


def test_methods_are_written_once_when_they_are_used_first(monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    compiles = frozen._compile

    def count(cls, method):
        written.append(method == "__init__")
        return compiles(cls, method)

    monkeypatch.setattr(frozen, "_compile", count)

    @frozen.dataclass(frozen=True, slots=True)
    class Late:
        a: int

    assert not written
    objects = [Late(1), Late(1), Late(2)]
    assert written == [True]
    assert len({*objects[:2], frozen.replace(objects[2], a=1)}) == 1
    assert written == [True, False]


def test_classes_of_one_shape_keep_their_own_names_and_defaults() -> None:
    @frozen.dataclass(frozen=True, slots=True)
    class Point:
        x: int
        y: int = 2
        seen: list[str] = field(default_factory=list)

    @frozen.dataclass(frozen=True, slots=True)
    class Word:
        name: str
        value: str = "b"
        other: set[int] = field(default_factory=set)

    point, word = Point(1), Word("a")
    assert (point.x, point.y, point.seen) == (1, 2, [])
    assert (word.name, word.value, word.other) == ("a", "b", set())
    assert frozen.replace(word, value="c") == Word(name="a", value="c")
    assert frozen.replace(point, x=3) == Point(y=2, x=3)
    with pytest.raises(TypeError, match="'name'"):
        Word()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="'value'"):
        frozen.replace(point, value=1)


@frozen.dataclass(frozen=True, slots=True)
class Nested(frozen.HashedOnce):
    """Holds another one in two ways."""

    one: Nested | None
    other: tuple[Nested | None, str]


def nested(depth: int, word: str) -> Nested | None:
    made = Nested(None, (None, word))
    for _ in range(depth):
        made = Nested(made, (made, ""))
    return made


def test_what_is_held_in_many_ways_is_compared_once() -> None:
    """There are more ways than anybody could go."""
    assert nested(150, "a") == nested(150, "a")
    assert hash(nested(150, "a")) == hash(nested(150, "a"))
    assert nested(150, "a") != nested(150, "b")
