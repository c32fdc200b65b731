"""Which rows a value holds, as an expression; whether two of them share rows is asked of `overlap`."""

from __future__ import annotations

from dataclasses import field

from hplint.analysis.data.conditions import All, Condition
from hplint.analysis.data.slices import Bound, within
from hplint.basis.frozen import HashedOnce, dataclass, replace


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
    file: str = field(default="", compare=False)
    """What was read; two tables of one file, or of parts of it, may share rows."""
    positions: bool = field(default=False, compare=False)
    """The numbers from 0 on, in order: as an index, all rows."""
    repeats: bool = field(default=False, compare=False)
    """Whole numbers drawn one by one: as an index, rows of which some stand there twice."""
    empty: bool = field(default=False, compare=False)
    """A table that has no rows yet, which gets those of the first column that is set, or an array of zeros or ones."""


@dataclass(frozen=True, slots=True)
class Part(HashedOnce):
    """One part of a split of the parent's rows; parts of one split with different indices are disjoint."""

    parent: Rows
    split: object
    """Hashable identity of the split, without the parent: the same split of two aligned tables pairs their rows."""
    index: object


@dataclass(frozen=True, slots=True)
class OneOfMany:
    """The index of one part of a split into nobody knows how many."""

    number: object


@dataclass(frozen=True, slots=True)
class Fold:
    """The identity of a split that is one of several folds of the same rows."""

    number: object
    grouped: bool = False
    """Rows of one group stay together, so that copies of a row do, too."""
    seed: object = "none"
    """What fixes the order that the rows are put in first; `none` where they are left in theirs, None if unknown."""
    covers: bool = False
    """Each row is held out by one of them."""
    of: Rows | None = None
    """The rows that are cut into folds, where they are known."""

    def taken_from(self, rows: Rows) -> Fold:
        """Return what the positions take from a table: of more rows than the folds', the same seed takes others."""
        known = self.of is not None and self.of != rows and isinstance(self.of, Part) and rows in line(self.of)
        return replace(self, of=None, seed=("fewer", self.seed)) if known and isinstance(self.seed, int) else self


@dataclass(frozen=True, slots=True)
class Grouped:
    """The identity of a split that keeps the rows of a group together, and so the copies of a row."""

    number: int


@dataclass(frozen=True, slots=True)
class Draw:
    """The identity of a split, or of an order, that is drawn at random."""

    key: object
    """Equal keys draw the same rows of the same table."""
    seed: object = None
    """What fixes it: equal seeds may draw the same rows; None where nobody knows."""
    share: float | None = None
    """How much of the rows is in the part `train` or True; None where nobody knows."""
    count: int | None = None
    """How many rows are, where that is known instead."""

    def is_apart(self, other: Draw | Fold) -> bool:
        """Tell whether two draws, or a draw and folds, certainly don't depend on each other."""
        if None in (self.seed, other.seed) or (isinstance(other, Draw) and self.key == other.key):
            return False
        match self.seed, other.seed:
            case ("global", one, first), ("global", another, second):
                # Setting the global seed again may repeat a draw.
                return one == another and first != second
        return self.seed != other.seed


@dataclass(frozen=True, slots=True)
class Balanced:
    """The key of the rows that under-sampling kept: of each class some, whatever chance draws besides."""

    number: int


@dataclass(frozen=True, slots=True)
class Without(HashedOnce):
    """The identity of a split into some rows (True), and all others (False)."""

    rows: Rows


@dataclass(frozen=True, slots=True)
class Length:
    """The number of some rows, or what is computed from it: `int(0.8 * len(train)) - 1`."""

    rows: Rows
    times: float = 1
    rounding: str = ""
    """`ceil`, `floor`, `round`, or empty where it isn't rounded."""
    plus: int = 0
    """What is added in the end."""

    def precedes(self, other: object) -> bool:
        """Tell whether it is certainly no greater than another one."""
        if not isinstance(other, Length) or self.rows != other.rows or self.plus > other.plus:
            return False
        # A whole number below a number is below it still, however that is rounded.
        whole = self.rounding == "floor" or (self.times == 1 and not self.rounding)
        return self.times <= other.times and (whole or self.rounding == other.rounding)

    def __str__(self) -> str:
        """Return it as people write it, with n for the number of rows."""
        counted = "n" if self.times == 1 else f"{self.times:g}n"
        return f"{counted}{self.plus:+d}" if self.plus else counted


@dataclass(frozen=True, slots=True)
class Slice(HashedOnce):
    """Consecutive rows of the parent, from `low` (inclusive) to `high` (exclusive); None is the end of the table.

    A bound is an int, a `Length`, or the text of an expression that stands for the same number wherever it is used.
    """

    parent: Rows
    low: Bound
    high: Bound


@dataclass(frozen=True, slots=True)
class Ordered(HashedOnce):
    """All the parent's rows in another order."""

    parent: Rows
    key: object
    """Equal keys put them in the same order."""


@dataclass(frozen=True, slots=True)
class Subset(HashedOnce):
    """Some rows of the parent, nobody knows which."""

    parent: Rows
    key: object
    """Equal keys took the same rows."""


@dataclass(frozen=True, slots=True)
class Union(HashedOnce):
    """The rows of several tables, one below the other."""

    parts: tuple[Rows, ...]


@dataclass(frozen=True, slots=True)
class Duplicated(HashedOnce):
    """The parent's rows, some of them more than once, or made of several of them (resampling)."""

    parent: Rows
    place: object
    """The `Place` of the call that duplicated them."""


@dataclass(frozen=True, slots=True)
class Either(HashedOnce):
    """The rows of one of several, depending on the path taken; equal alternatives are the outcome of one decision."""

    alternatives: tuple[Rows, ...]


@dataclass(frozen=True, slots=True)
class Nobody:
    """No rows: a constant, a configuration."""


@dataclass(frozen=True, slots=True)
class UnknownRows:
    """Rows that nobody knows; overlap with them is never decided."""


Rows = Source | Part | Slice | Ordered | Subset | Union | Duplicated | Either | Nobody | UnknownRows
Derived = Part | Slice | Ordered | Subset | Duplicated


@dataclass(frozen=True, slots=True)
class Counted(HashedOnce):
    """Labels that count some rows from 0 on, in their order: `reset_index`."""

    rows: Rows


@dataclass(frozen=True, slots=True)
class NewLabels(HashedOnce):
    """Labels that have nothing to do with others: `set_index`."""

    key: object


@dataclass(frozen=True, slots=True)
class Keyed(HashedOnce):
    """Labels that say from which of stacked tables a row is: `pd.concat([train, test], keys=["train", "test"])`."""

    rows: Rows
    """All of them."""
    parts: tuple[tuple[object, Rows, Labels], ...]
    """Each table's key, rows, and the labels that it had."""


Labels = Counted | NewLabels | Keyed | None
"""None for those that the rows came with; of a table that was read, they count its rows, too."""

LIST = "list"
"""What the key of a list begins with that was put together item by item."""
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


def sliced(rows: Rows, low: Bound, high: Bound) -> Rows:
    """Return consecutive rows: of stacked tables the tables themselves where the bounds stand between them."""
    low, high = from_end(rows, low), from_end(rows, high)
    if low in (0, None) and high in (None, Length(rows)):
        return rows
    if isinstance(rows, Union):
        below = [Length(union(rows.parts[:count])) for count in range(1, len(rows.parts))]
        if low in (0, None) and high in below:
            return union(rows.parts[: below.index(high) + 1])
        if low in below and (high is None or high in below):
            return union(rows.parts[below.index(low) + 1 : None if high is None else below.index(high) + 1])
    if isinstance(rows, Slice):
        bounds = within((rows.low, rows.high), (low, high))
        if bounds is not None:
            return Slice(rows.parent, *bounds)
    return bounded(Slice(rows, None if low == 0 else low, high))


def from_end(rows: Rows, bound: Bound) -> Bound:
    """Return a bound as counted from the end of the rows, where it is."""
    if isinstance(bound, Length) and bound.rows == rows and bound.times == 1 and bound.plus < 0:
        return bound.plus
    return bound


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


def pooled(rows: Rows) -> Rows:
    """Return the rows of all items of a list that a loop filled with one table, or one group, in each pass.

    Which pass an item is from isn't known, but together they are all of them.
    """
    if isinstance(rows, Either) and all(map(is_of_a_pass, rows.alternatives)):
        return union(rows.alternatives)
    return rows


def is_of_a_pass(rows: Rows) -> bool:
    """Tell whether rows are those of one pass of a loop: of one of many tables, or of one group of many."""
    first, *others = line(rows)
    many = any(isinstance(each, Part) and isinstance(each.index, OneOfMany) for each in others)
    return many or (isinstance(first, Source) and first.varied)


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


def counted(rows: Rows) -> Labels:
    """Return the labels of rows that are counted anew."""
    return None if isinstance(rows, Source) else Counted(rows)


def are_counted(rows: Rows, labels: Labels) -> bool:
    """Tell whether the labels of rows are their positions, too."""
    return isinstance(rows, Source) if labels is None else labels == Counted(rows)


def is_within(rows: Rows, whole: Rows) -> bool:
    """Tell whether rows were taken from others, piece by piece perhaps."""
    if isinstance(rows, Union):
        return all(is_within(each, whole) for each in rows.parts)
    return whole in line(rows)


def rooted(rows: Rows, root: Rows) -> Rows:
    """Return the rows as taken from another root."""
    if isinstance(rows, Part) and isinstance(rows.split, Without):
        left_out = rows.split.rows
        if root_of(left_out) == root_of(rows):
            rows = replace(rows, split=Without(rooted(left_out, root)))
    if isinstance(rows, Derived):
        return replace(rows, parent=rooted(rows.parent, root))
    return root


def placed(positions: Rows, rows: Rows) -> Rows | None:
    """Return the rows that stand at positions; None for what isn't taken from the numbers of all positions."""
    root = root_of(positions)
    return rooted(positions, rows) if isinstance(root, Source) and root.positions else None


def line(rows: Rows) -> list[Rows]:
    """List the rows and everything that they were taken from, the source first."""
    ancestors: list[Rows] = [rows]
    while isinstance(rows, Derived):
        rows = rows.parent
        ancestors.append(rows)
    return ancestors[::-1]


def whole_part(rows: Rows) -> Rows:
    """Return the part of a split that rows are taken from: a list of columns that nobody knows may look like rows."""
    return next((each for each in reversed(line(rows)) if isinstance(each, Part)), rows)


def root_of(rows: Rows) -> Rows:
    """Return what rows were taken from in the first place."""
    while isinstance(rows, Derived):
        rows = rows.parent
    return rows


def by_condition(rows: Rows) -> bool:
    """Tell whether rows were taken by what they hold, not by where they stand."""
    return isinstance(rows, Part) and isinstance(rows.split, (Condition, All))


def sources(rows: Rows) -> frozenset[Rows]:
    """List the tables that rows come from."""
    root = root_of(rows)
    if isinstance(root, Union):
        return frozenset().union(*map(sources, root.parts))
    if isinstance(root, Either):
        return frozenset().union(*map(sources, root.alternatives))
    return frozenset({root})


def paired(one: Rows, other: Rows) -> bool:
    """Tell whether rows are the same part of one split of several arrays, whose rows belong together."""
    return (
        isinstance(one, Part)
        and isinstance(other, Part)
        and one.index in ("train", "test")
        and (one.split, one.index) == (other.split, other.index)
    )


def of_one_part(rows: Rows) -> Rows:
    """Return the first of several alternatives that are the same part of one split; all other rows as they are."""
    if isinstance(rows, Either) and all(paired(rows.alternatives[0], each) for each in rows.alternatives):
        return rows.alternatives[0]
    return rows


def is_list(rows: Rows) -> bool:
    """Tell whether rows are a list that was put together item by item, of what nobody knows."""
    return isinstance(rows, Source) and isinstance(rows.key, tuple) and rows.key[0] == LIST


def made_up(rows: Rows) -> bool:
    """Tell whether all rows are numbers that the program made up itself."""
    return all(isinstance(each, Source) and each.made_up for each in sources(rows))


def varied(rows: Rows) -> bool:
    """Tell whether rows are made up anew in each pass of a loop: an experiment about data, not about a model."""
    return all(isinstance(each, Source) and each.made_up and each.varied for each in sources(rows))


def split_since(rows: Rows, began: int) -> bool:
    """Tell whether rows that were there before are split in a new way since a number was given out.

    A group of them that a loop takes is another data set: how that is split is decided once.
    """
    parts = [each for each in line(rows) if isinstance(each, Part)]
    numbers = [part.split.key if isinstance(part.split, Draw) else part.split for part in parts]
    since = [part for part, number in zip(parts, numbers, strict=True) if isinstance(number, int) and number > began]
    if not since or made_since(root_of(rows), began):
        return False
    group = since[0] is not parts[-1] and (since[0].index is True or isinstance(since[0].index, OneOfMany))
    return not group


def made_since(root: Rows, began: int) -> bool:
    """Tell whether a table is made since a number was given out."""
    match root:
        case Source(key=int() as key):
            return key > began
        case Union(parts=parts) | Either(alternatives=parts):
            return any(made_since(root_of(each), began) for each in parts)
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
        elif isinstance(each, Either):
            # On whatever path.
            first, *others = map(duplications, each.alternatives)
            found.extend(place for place in first if all(place in other for other in others))
    return found


def in_training_part(rows: Rows) -> bool:
    """Tell whether rows are in the training part of the last split, whichever data was split."""
    parts = [each for each in line(rows) if isinstance(each, Part) and not by_condition(each)]
    return bool(parts) and parts[-1].index == "train"


def came_through(rows: Rows, choice: Rows) -> bool:
    """Tell whether rows are among those that a choice took, on some path."""
    ancestors = line(rows)
    if choice in ancestors:
        return True
    match ancestors[0]:
        case Union(parts=several) | Either(alternatives=several):
            return any(came_through(each, choice) for each in several)
        case _:
            return False


def taken_back(rows: Rows, choice: Rows) -> Rows:
    """Return the rows as they are without one choice on the way to them."""
    if not isinstance(rows, Derived):
        return rows
    if rows == choice:
        return rows.parent
    return replace(rows, parent=taken_back(rows.parent, choice))


def by_content(rows: Rows) -> bool:
    """Tell whether rows were taken for what they hold, not for where they stand or by a choice of other rows."""
    match rows:
        case Subset(key=("dropna" | "drop_duplicates" | "duplicated" | "content" | "present", *_)):
            return True
        case Part(split=("query", _)) | Part(split=int(), index=bool()):
            # The latter is a comparison with nobody knows what.
            return True
        case _:
            return by_condition(rows)


def in_folds(rows: Rows) -> bool:
    """Tell whether rows are one part of one of several folds."""
    return any(isinstance(each, Part) and isinstance(each.split, Fold) for each in line(rows))
