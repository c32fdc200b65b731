"""Which rows a value holds, as an expression, and whether two of them share rows."""

from __future__ import annotations

from dataclasses import field
from enum import Enum

from hplint.frozen import dataclass, replace


class Answer(Enum):
    """Three-valued truth: rules speak only on YES."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Source:
    """All rows of one table, file or call; distinct keys are distinct tables."""

    key: object
    """Hashable identity: the path that is read, or the place of the call."""
    apart: bool = True
    """It certainly shares no row with other tables; False for what unknown code made of other data."""
    made_up: bool = field(default=False, compare=False)
    """No data set: numbers that the program draws, spaces evenly or writes out."""
    varied: bool = field(default=False, compare=False)
    """Made in a loop, so that there are many tables of which each is one case of an experiment."""
    label: str = field(default="", compare=False)
    """The data set, as other files would name it too: `churn.csv`, `load_iris`; empty where nobody knows."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a split of the parent's rows; parts of one split with different indices are disjoint."""

    parent: Rows
    split: object
    """Hashable identity of the split, without the parent: the same split of two aligned tables pairs their rows."""
    index: object


@dataclass(frozen=True, slots=True)
class Fold:
    """The identity of a split that is one of several folds of the same rows."""

    number: int


@dataclass(frozen=True, slots=True)
class Slice:
    """Consecutive rows of the parent, from `low` (inclusive) to `high` (exclusive); None is the end of the table.

    A bound is an int or the text of an expression that stands for the same number wherever it is used.
    """

    parent: Rows
    low: int | str | None
    high: int | str | None


@dataclass(frozen=True, slots=True)
class Subset:
    """Some rows of the parent, nobody knows which."""

    parent: Rows
    key: object
    """Equal keys took the same rows."""


@dataclass(frozen=True, slots=True)
class Union:
    """The rows of several tables, one below the other."""

    parts: tuple[Rows, ...]


@dataclass(frozen=True, slots=True)
class Duplicated:
    """The parent's rows, some of them more than once, or made of several of them (resampling)."""

    parent: Rows
    place: object
    """The `Place` of the call that duplicated them."""


@dataclass(frozen=True, slots=True)
class Either:
    """The rows of one of several, depending on the path taken; equal alternatives are the outcome of one decision."""

    alternatives: tuple[Rows, ...]


@dataclass(frozen=True, slots=True)
class Nobody:
    """No rows: a constant, a configuration."""


@dataclass(frozen=True, slots=True)
class UnknownRows:
    """Rows that nobody knows; overlap with them is never decided."""


Rows = Source | Part | Slice | Subset | Union | Duplicated | Either | Nobody | UnknownRows
Derived = Part | Slice | Subset | Duplicated

NO_ROWS = Nobody()
UNKNOWN_ROWS = UnknownRows()
DEEPEST = 40
"""Longest chain of subsets that is followed; beyond it the rows are unknown, which keeps every question cheap."""
WIDEST = 8
"""Most tables in a union, most paths in an alternative."""


def depth(rows: Rows) -> int:
    """Count the derivations that lie between rows and their source, at most `DEEPEST + 1`."""
    count = 0
    while isinstance(rows, Derived) and count <= DEEPEST:
        rows, count = rows.parent, count + 1
    return count


def bounded(rows: Rows) -> Rows:
    """Return the rows, or unknown ones where their derivation is too long to follow."""
    return UNKNOWN_ROWS if depth(rows) > DEEPEST else rows


def union(parts: tuple[Rows, ...]) -> Rows:
    """Join tables below each other."""
    flat: list[Rows] = []
    for part in parts:
        for rows in part.parts if isinstance(part, Union) else (part,):
            if not isinstance(rows, Nobody) and rows not in flat:
                flat.append(rows)
    if not flat:
        return NO_ROWS
    if len(flat) > WIDEST:
        return UNKNOWN_ROWS
    return flat[0] if len(flat) == 1 else Union(tuple(flat))


def either(first: Rows, second: Rows) -> Rows:
    """Join the rows of two paths."""
    if first == second:
        return first
    flat: list[Rows] = []
    for rows in (first, second):
        for alternative in rows.alternatives if isinstance(rows, Either) else (rows,):
            if alternative not in flat:
                flat.append(alternative)
    if UNKNOWN_ROWS in flat or len(flat) > WIDEST:
        return UNKNOWN_ROWS
    return Either(tuple(flat))


def overlaps(first: Rows, second: Rows) -> Answer:
    """Tell whether two values share rows, for sure, surely not, or undecided.

    Parts and subsets are taken as non-empty.
    """
    if isinstance(first, UnknownRows) or isinstance(second, UnknownRows):
        return Answer.UNKNOWN
    if isinstance(first, Nobody) or isinstance(second, Nobody):
        return Answer.NO
    if first == second:
        return Answer.YES
    for one, other in ((first, second), (second, first)):
        root = line(one)[0]
        if isinstance(root, Either):
            return agreed([overlaps(rooted(one, alternative), other) for alternative in root.alternatives])
    for one, other in ((first, second), (second, first)):
        if isinstance(one, Union):
            return of_union(one, other)
    return of_lines(line(first), line(second))


def share_originals(first: Rows, second: Rows) -> Answer:
    """Tell whether two values share rows, copies that resampling made of a row apart."""
    return overlaps(originals(first), originals(second))


def originals(rows: Rows) -> Rows:
    """Return the rows with every duplication taken as a mere choice of rows."""
    match rows:
        case Duplicated(parent=parent, place=place):
            return Subset(originals(parent), ("duplicated", place))
        case Part() | Slice() | Subset():
            return replace(rows, parent=originals(rows.parent))
        case Union(parts=parts):
            return Union(tuple(map(originals, parts)))
        case Either(alternatives=alternatives):
            return Either(tuple(map(originals, alternatives)))
        case _:
            return rows


def rooted(rows: Rows, root: Rows) -> Rows:
    """Return the rows as taken from another root."""
    if isinstance(rows, Derived):
        return replace(rows, parent=rooted(rows.parent, root))
    return root


def agreed(answers: list[Answer]) -> Answer:
    """Return the answer that all paths give, else UNKNOWN."""
    return answers[0] if len(set(answers)) == 1 else Answer.UNKNOWN


def of_union(whole: Union, other: Rows) -> Answer:
    """Compare stacked tables with rows that may have been taken from the stack."""
    if whole in line(other):
        return Answer.YES
    answers = [overlaps(part, other) for part in whole.parts]
    if Answer.YES in answers:
        return Answer.YES
    return Answer.NO if all(answer is Answer.NO for answer in answers) else Answer.UNKNOWN


def line(rows: Rows) -> list[Rows]:
    """List the rows and everything that they were taken from, the source first."""
    ancestors: list[Rows] = [rows]
    while isinstance(rows, Derived):
        rows = rows.parent
        ancestors.append(rows)
    return ancestors[::-1]


def of_lines(first: list[Rows], second: list[Rows]) -> Answer:
    """Compare two derivations from where they part."""
    if first[0] != second[0]:
        return of_roots(first, second)
    shared = 0
    while shared < min(len(first), len(second)) and first[shared] == second[shared]:
        shared += 1
    if shared == len(first) or shared == len(second):
        return Answer.YES
    whole = shared == len(first) - 1 and shared == len(second) - 1
    return of_siblings(first[shared], second[shared], whole=whole, doubled=doubled(first[shared - 1]))


def doubled(rows: Rows) -> Answer:
    """Tell whether some rows stand there more than once."""
    if duplications(rows):
        return Answer.YES
    stacks = [each for each in line(rows) if isinstance(each, Union)]
    apart = all(
        overlaps(one, other) is Answer.NO
        for stack in stacks
        for position, one in enumerate(stack.parts)
        for other in stack.parts[:position]
    )
    return Answer.NO if apart else Answer.UNKNOWN


def sources(rows: Rows) -> frozenset[Rows]:
    """List the tables that rows come from."""
    root = line(rows)[0]
    if isinstance(root, Union):
        return frozenset().union(*map(sources, root.parts))
    if isinstance(root, Either):
        return frozenset().union(*map(sources, root.alternatives))
    return frozenset({root})


def made_up(rows: Rows) -> bool:
    """Tell whether all rows are numbers that the program made up itself."""
    return all(isinstance(each, Source) and each.made_up for each in sources(rows))


def varied(rows: Rows) -> bool:
    """Tell whether rows are made up anew in each pass of a loop: an experiment about data, not about a model."""
    return all(isinstance(each, Source) and each.made_up and each.varied for each in sources(rows))


def split_since(rows: Rows, began: int) -> bool:
    """Tell whether rows that were there before are split in a new way since a number was given out."""
    numbers = [each.split if isinstance(each, Part) else None for each in line(rows)]
    since = [isinstance(number, int) and number > began for number in numbers]
    return any(since) and not made_since(line(rows)[0], began)


def made_since(root: Rows, began: int) -> bool:
    """Tell whether a table is made since a number was given out."""
    match root:
        case Source(key=int() as key):
            return key > began
        case Union(parts=parts) | Either(alternatives=parts):
            return any(made_since(line(each)[0], began) for each in parts)
        case _:
            return False


def data_sets(rows: Rows) -> frozenset[str] | None:
    """Name the data sets that rows come from; None where one of them has no name."""
    labels = [each.label if isinstance(each, Source) else "" for each in sources(rows)]
    return frozenset(labels) if all(labels) else None


def duplications(rows: Rows) -> list[object]:
    """List the places where rows were duplicated to make these."""
    found: list[object] = []
    for each in line(rows):
        if isinstance(each, Duplicated):
            found.append(each.place)
        elif isinstance(each, Union):
            found.extend(place for part in each.parts for place in duplications(part))
    return found


def of_roots(first: list[Rows], second: list[Rows]) -> Answer:
    """Compare derivations from different roots: unions may hold a common table."""
    one, other = first[0], second[0]
    if isinstance(one, Union) or isinstance(other, Union):
        return Answer.NO if overlaps(one, other) is Answer.NO else Answer.UNKNOWN
    if isinstance(one, Source) and isinstance(other, Source) and one.apart and other.apart:
        return Answer.NO
    return Answer.UNKNOWN


def of_siblings(one: Rows, other: Rows, *, whole: bool, doubled: Answer) -> Answer:
    """Compare two different derivations of the same rows, in which copies of one row stand if they are `doubled`.

    `whole` says that both questions are about the siblings themselves, not about something taken from them.
    """
    disjoint = False
    match one, other:
        case Part(split=split, index=index), Part(split=again, index=another):
            disjoint = split == again and exclude(index, another)
        case Slice(low=low, high=high), Slice(low=low_again, high=high_again):
            disjoint = before(high, low_again) or before(high_again, low)
            if not disjoint and whole and certainly_meet((low, high), (low_again, high_again)):
                return Answer.YES
        case Duplicated(), _ if whole:
            # Resampling draws from all the rows that the other part was taken from.
            return Answer.YES
        case _, Duplicated() if whole:
            return Answer.YES
    if not disjoint:
        return Answer.UNKNOWN
    if doubled is Answer.NO:
        return Answer.NO
    # A random split puts copies on both sides; a condition may put all of them on one.
    return Answer.YES if doubled is Answer.YES and whole and at_random(one) and at_random(other) else Answer.UNKNOWN


def at_random(rows: Rows) -> bool:
    """Tell whether rows are a part that depends neither on what the rows hold nor on where they stand.

    A slice does: of a table stacked on itself it may be one of the copies.
    """
    return isinstance(rows, Part) and rows.index in ("train", "test")


@dataclass(frozen=True, slots=True)
class Not:
    """The index of all rows whose value isn't this one."""

    value: object


def exclude(one: object, other: object) -> bool:
    """Tell whether two indices of one split can't hold the same row."""
    match one, other:
        case Not(), Not():
            return False
        case (Not(value=value), index) | (index, Not(value=value)):
            return bool(index == value)
        case _:
            return one != other


def in_training_part(rows: Rows) -> bool:
    """Tell whether rows are in the training part of the last split, whichever data was split."""
    parts = [each for each in line(rows) if isinstance(each, Part)]
    return bool(parts) and parts[-1].index == "train"


def in_folds(rows: Rows) -> bool:
    """Tell whether rows are one part of one of several folds."""
    return any(isinstance(each, Part) and isinstance(each.split, Fold) for each in line(rows))


def before(high: int | str | None, low: int | str | None) -> bool:
    """Tell whether a slice that ends at `high` ends before one that starts at `low`."""
    if high is None or low is None:
        return False
    if isinstance(high, int) and isinstance(low, int):
        return high <= low and (high >= 0) == (low >= 0)
    return high == low


def certainly_meet(
    one: tuple[int | str | None, int | str | None], other: tuple[int | str | None, int | str | None]
) -> bool:
    """Tell whether two slices share rows of any table that is long enough for both: same start, or same end."""
    return one[0] == other[0] or one[1] == other[1]
