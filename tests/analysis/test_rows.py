"""What `overlaps` says of rows is true of real arrays of row numbers, for random programs of splits."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hplint.analysis.data.conditions import Comparison, Condition, Not
from hplint.analysis.data.overlap import Answer, originals, overlaps
from hplint.analysis.data.rows import (
    NO_ROWS,
    UNKNOWN_ROWS,
    Draw,
    Duplicated,
    Fold,
    Length,
    Ordered,
    Part,
    Rows,
    Slice,
    Source,
    Subset,
    either,
    sliced,
    union,
)

np = pytest.importorskip("numpy", reason="splits real arrays of row numbers")

LONG = 600
"""Rows of each table: so many that a random draw with replacement certainly meets every part."""
FEW = 30
"""Shortest array that is asked about: `overlaps` takes parts as non-empty, and draws as large."""
Program = tuple[Any, ...]

CUTS = (None, 150, 300, -150, "n")


def step(random: Random, programs: list[Program]) -> Program:
    """One more step after any of some programs; the few keys make equal splits of different rows likely."""
    inner, key = random.choice(programs), random.randrange(2)
    return random.choice(
        [
            ("split", inner, key, random.choice(["train", "test"])),
            ("mask", inner, key, random.choice([True, False])),
            ("group", inner, key, random.choice([0, 1, Not(0), Not(1)])),
            ("slice", inner, random.choice(CUTS), random.choice(CUTS)),
            ("subset", inner, key),
            ("resample", inner, key),
            ("concat", inner, random.choice(programs)),
            ("if", key, inner, random.choice(programs)),
        ]
    )


def programs_of(seed: int) -> tuple[Program, Program]:
    """Two programs that are likely to have a beginning in common."""
    random = Random(seed)
    programs: list[Program] = [("table", 0), ("table", 1)]
    for _ in range(random.randint(1, 3)):
        programs.append(step(random, programs))
    programs = programs[-random.randint(1, 3) :]
    grown = [step(random, programs) for _ in range(2)]
    for position in range(2):
        if random.random() < 0.5:
            grown[position] = step(random, [grown[position]])
    return grown[0], grown[1]


PAIRS = st.integers(0, 2**32).map(programs_of)


def rows_of(program: Program) -> Rows:
    """What the analysis makes of a program."""
    match program:
        case ("table", number):
            return Source(("file", number))
        case ("split", inner, key, index):
            return Part(rows_of(inner), ("split", key), index)
        case ("mask" | "group" as kind, inner, key, index):
            return Part(rows_of(inner), (kind, key), index)
        case ("slice", inner, low, high):
            return rows_of(inner) if low is high is None else Slice(rows_of(inner), low, high)
        case ("subset", inner, key):
            return Subset(rows_of(inner), key)
        case ("resample", inner, key):
            return Duplicated(rows_of(inner), ("resample", key))
        case ("concat", one, other):
            parts = rows_of(one), rows_of(other)
            whole = union(parts)
            return Duplicated(whole, ("concat", parts)) if overlaps(*parts) is Answer.YES else whole
        case ("if", _, one, other):
            return either(rows_of(one), rows_of(other))
    raise ValueError(program)


def array_of(program: Program, world: int) -> Any:
    """The row numbers that a program really gives; `world` says which way each condition goes."""

    def drawn(*seed: Hashable) -> Random:
        return Random(repr(seed))

    match program:
        case ("table", number):
            return np.arange(LONG) + number * LONG
        case ("split", inner, key, index):
            array = array_of(inner, world)
            positions = list(range(len(array)))
            drawn("split", key, len(array)).shuffle(positions)
            half = len(array) // 2
            return array[positions[:half] if index == "train" else positions[half:]]
        case ("mask", inner, key, index):
            array = array_of(inner, world)
            return array[(array // 7 % (key + 2) == 0) == index]
        case ("group", inner, key, index):
            array = array_of(inner, world)
            group = array // (key + 1) % 3
            return array[group != index.value if isinstance(index, Not) else group == index]
        case ("slice", inner, low, high):
            array = array_of(inner, world)
            n = 250
            return array[slice(n if low == "n" else low, n if high == "n" else high)]
        case ("subset", inner, key):
            array = array_of(inner, world)
            chosen = drawn("subset", key, len(array))
            return array[[position for position in range(len(array)) if chosen.random() < 0.5]]
        case ("resample", inner, key):
            array = array_of(inner, world)
            chosen = drawn("resample", key, len(array))
            return array[[chosen.randrange(len(array)) for _ in range(len(array) * 2)]] if len(array) else array
        case ("concat", one, other):
            return np.concatenate([array_of(one, world), array_of(other, world)])
        case ("if", _, one, other):
            outcomes = {rows_of(each): each for each in [*alternatives(one), *alternatives(other)]}
            return array_of(list(outcomes.values())[world % len(outcomes)], world)
    raise ValueError(program)


def alternatives(program: Program) -> list[Program]:
    """What a program may come to by the conditions at its end."""
    if program[0] != "if":
        return [program]
    return [*alternatives(program[2]), *alternatives(program[3])]


def every_step(program: Program) -> list[Program]:
    """The program and everything that it was made from."""
    inner = [each for each in program[1:] if isinstance(each, tuple)]
    return [program, *(step for each in inner for step in every_step(each))]


STACKED = ("concat", ("split", ("table", 1), 0, "train"), ("split", ("table", 1), 0, "train"))


@settings(max_examples=400, deadline=None)
@given(PAIRS, st.integers(0, 7))
@example((("slice", STACKED, -150, None), ("slice", STACKED, 300, -150)), 0)
def test_answers_are_true_of_real_rows(programs: tuple[Program, Program], world: int) -> None:
    first, second = programs
    one, other = array_of(first, world), array_of(second, world)
    if any(len(array_of(step, world)) < FEW for each in (first, second) for step in every_step(each)):
        return
    shared = len(np.intersect1d(one, other)) > 0
    match overlaps(rows_of(first), rows_of(second)):
        case Answer.YES:
            assert shared
        case Answer.NO:
            assert not shared


@given(PAIRS)
def test_the_question_is_symmetric(programs: tuple[Program, Program]) -> None:
    first, second = programs
    assert overlaps(rows_of(first), rows_of(second)) is overlaps(rows_of(second), rows_of(first))


@given(PAIRS)
def test_rows_share_rows_with_themselves(programs: tuple[Program, Program]) -> None:
    rows = rows_of(programs[0])
    assert overlaps(rows, rows) is (Answer.UNKNOWN if rows == UNKNOWN_ROWS else Answer.YES)


@given(PAIRS)
def test_nothing_is_said_of_unknown_rows_and_no_rows_share_nothing(programs: tuple[Program, Program]) -> None:
    rows = rows_of(programs[0])
    assert overlaps(rows, UNKNOWN_ROWS) is Answer.UNKNOWN
    assert overlaps(rows, NO_ROWS) is (Answer.UNKNOWN if rows == UNKNOWN_ROWS else Answer.NO)


TABLE = Source("train.csv")
BOTH = union((TABLE, Source("test.csv")))
COPIES = Duplicated(Slice(TABLE, None, 300), "resample")
split = partial(Part, TABLE, "split")


def side(operator: str, value: object) -> tuple[Condition, Comparison]:
    return Condition("a"), Comparison(operator, value)


def where(operator: str, value: object) -> Rows:
    return Part(TABLE, *side(operator, value))


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [
        (TABLE, split("train"), Answer.YES),
        (split("train"), split("test"), Answer.NO),
        (Part(split("train"), "again", "test"), split("test"), Answer.NO),
        (Part(split("train"), "again", "test"), Part(split("train"), "again", "train"), Answer.NO),
        (split("train"), Part(TABLE, "other", "test"), Answer.UNKNOWN),
        (Slice(TABLE, None, 100), Slice(TABLE, 100, None), Answer.NO),
        (Slice(TABLE, None, "n"), Slice(TABLE, "n", None), Answer.NO),
        (Slice(TABLE, None, 100), Slice(TABLE, 50, None), Answer.YES),
        (Slice(TABLE, None, 100), Slice(TABLE, -50, None), Answer.UNKNOWN),
        (Slice(TABLE, None, -50), Slice(TABLE, -50, None), Answer.NO),
        (Slice(TABLE, 10, 20), Slice(TABLE, 20, 30), Answer.NO),
        (Slice(Ordered(TABLE, 1), None, 100), Slice(TABLE, 100, None), Answer.UNKNOWN),
        (Slice(Ordered(TABLE, 1), None, 100), Slice(Ordered(TABLE, 1), 100, None), Answer.NO),
        (Ordered(TABLE, 1), Slice(TABLE, 100, None), Answer.YES),
        (sliced(BOTH, None, Length(TABLE)), TABLE, Answer.YES),
        (sliced(BOTH, None, Length(TABLE)), sliced(BOTH, Length(TABLE), None), Answer.NO),
        (sliced(BOTH, Length(TABLE), None), TABLE, Answer.NO),
        (Part(TABLE, Draw(1, 1, 0.8), "train"), Part(TABLE, Draw(2, 2, 0.8), "test"), Answer.YES),
        (Part(TABLE, Draw(1, 1, 0.8), "train"), Part(TABLE, Draw(2, None, 0.8), "test"), Answer.UNKNOWN),
        (Part(TABLE, Draw(1, 1, 0.8), "train"), Part(TABLE, Draw(2, 1, 0.7), "test"), Answer.UNKNOWN),
        (Part(TABLE, Draw(1, 1), "train"), Part(TABLE, Draw(2, 2), "test"), Answer.UNKNOWN),
        (Part(COPIES, "split", "train"), Part(COPIES, "split", "test"), Answer.YES),
        (Part(Slice(COPIES, None, 9), "split", "train"), Part(Slice(COPIES, None, 9), "split", "test"), Answer.UNKNOWN),
        (Part(TABLE, Fold(1), "train"), Part(TABLE, Draw(1, 1, 0.8), "test"), Answer.YES),
        (Part(TABLE, Fold(1, seed=1), "train"), Part(TABLE, Draw(1, 1, 0.8), "test"), Answer.UNKNOWN),
        (Part(BOTH, Draw(1, 1, 0.8), "train"), Part(TABLE, Draw(2, 1, 0.7), "test"), Answer.YES),
        (Part(BOTH, Fold(1), "test"), TABLE, Answer.UNKNOWN),
        (Part(where("<", 3), Draw(1, 1, 0.8), "train"), Part(TABLE, Draw(2, 1, 0.7), "test"), Answer.YES),
        (Part(where("<", 3), Draw(1, 1, 0.8), "train"), where(">", 3), Answer.NO),
        (where("<", 3), where(">=", 3), Answer.NO),
        (where("<", 3), where(">", 5), Answer.NO),
        (where("<", 3), where("<", 5), Answer.YES),
        (where("<", 5), where(">", 3), Answer.UNKNOWN),
        (where("==", "a"), where("in", frozenset({"b", "c"})), Answer.NO),
        (Slice(where("<", 3), None, 9), Part(TABLE, Draw(1), "train"), Answer.UNKNOWN),
        (Slice(where("<", 3), None, 9), Part(Ordered(TABLE, 1), *side(">", 3)), Answer.NO),
        (Source(1, file="a.csv"), Source(2, file="a.csv"), Answer.UNKNOWN),
        (TABLE, Source("test.csv"), Answer.NO),
        (union((TABLE, Source("test.csv"))), TABLE, Answer.YES),
        (union((split("train"), Source("test.csv"))), split("test"), Answer.NO),
        (either(split("train"), split("test")), split("test"), Answer.UNKNOWN),
        (either(split("train"), TABLE), split("train"), Answer.YES),
        (Part(Duplicated(TABLE, 1), "split", "train"), Part(Duplicated(TABLE, 1), "split", "test"), Answer.YES),
    ],
)
def test_common_cases(first: Rows, second: Rows, answer: Answer) -> None:
    assert overlaps(first, second) is answer


def test_parts_of_one_split_are_told_apart_in_every_order() -> None:
    parts = [Part(TABLE, "fold", index) for index in range(4)]
    assert {overlaps(one, other) for one, other in combinations(parts, 2)} == {Answer.NO}


def test_rows_without_copies_are_their_own_originals() -> None:
    table = Source("table")
    half = Part(Ordered(table, "sorted"), Draw("split"), 0)
    assert originals(half) is half
    copies = Duplicated(half, 1)
    assert originals(Part(copies, Draw("again"), 0)) == Part(Subset(half, ("duplicated", 1)), Draw("again"), 0)
