"""Which columns a table has, as what was done to the table that they come from, and whether a column is among them."""

from __future__ import annotations

from hplint.analysis.data.slices import Bound
from hplint.basis.frozen import dataclass, replace

MOST_OPERATIONS = 80
"""Longest chain of operations that is followed."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Some columns were taken away, by name."""

    names: frozenset[object]


@dataclass(frozen=True, slots=True)
class Kept:
    """Only some columns were kept, by name, or by position."""

    names: frozenset[object]


@dataclass(frozen=True, slots=True)
class Cut:
    """Only consecutive columns were kept; the bounds are those of a slice."""

    low: Bound
    high: Bound


@dataclass(frozen=True, slots=True)
class Assigned:
    """A column was set, any one where the name is None."""

    name: str | None
    version: object


@dataclass(frozen=True, slots=True)
class Renamed:
    """Columns were given other names."""

    pairs: tuple[tuple[object, object], ...]


@dataclass(frozen=True, slots=True)
class Widened:
    """Further columns were added."""

    version: object


@dataclass(frozen=True, slots=True)
class Encoded:
    """Columns were replaced by some that stand for their values: these, or any where nobody knows."""

    names: frozenset[object] | None


@dataclass(frozen=True, slots=True)
class Numeric:
    """Only columns of numbers were kept."""


Operation = Dropped | Kept | Cut | Assigned | Renamed | Widened | Encoded | Numeric


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, after some operations."""

    table: object
    """Hashable identity of the table."""
    operations: tuple[Operation, ...] = ()

    def after(self, operation: Operation) -> Columns | None:
        """Return the columns after one more operation; None where there are too many to follow."""
        if len(self.operations) >= MOST_OPERATIONS:
            return None
        return replace(self, operations=(*self.operations, operation))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, its values perhaps recoded one by one."""

    of: Columns
    key: str | int
    """Its name, or its position."""


def operated(names: Columns | Column | None, operation: Operation) -> Columns | None:
    """Return the columns after an operation; None where they weren't known."""
    return names.after(operation) if isinstance(names, Columns) else None


def has_more(columns: object, others: object) -> bool:
    """Tell whether a table of which the same columns are used never had some that were taken away from another one.

    Of the two, where both just lose some: `train.drop(columns=["id", "sold"])`, `test.drop(columns="id")`.
    """
    if not isinstance(columns, Columns) or not isinstance(others, Columns) or columns.table == others.table:
        return False
    if not all(isinstance(each, (Dropped, Assigned)) for each in (*columns.operations, *others.operations)):
        return False
    return taken_away(columns) > taken_away(others)


def taken_away(columns: Columns) -> frozenset[object]:
    """Return the names of the columns that were taken away."""
    return frozenset().union(*(each.names for each in columns.operations if isinstance(each, Dropped)))


def is_among(column: Column, columns: Columns, *, numbers: bool) -> bool:
    """Tell whether a column is certainly one of several, as it is or recoded; `numbers` says that it holds numbers."""
    if column.of.table != columns.table:
        return False
    first, second = column.of.operations, columns.operations
    shared = 0
    while shared < min(len(first), len(second)) and first[shared] == second[shared]:
        shared += 1
    key: object = column.key
    if isinstance(key, int):
        rest = second[shared:]
        return shared == len(first) and len(rest) <= 1 and all(keeps_position(each, key) for each in rest)
    if any(changes(each, key) for each in first[shared:]):
        return False
    encoded = False
    for operation in second[shared:]:
        if not keeps_name(operation, key, encoded=encoded, numbers=numbers):
            return False
        if isinstance(operation, Renamed):
            key = dict(operation.pairs).get(key, key)
        encoded = encoded or (isinstance(operation, Encoded) and (operation.names is None or key in operation.names))
    return True


def are_others(one: object, other: object) -> bool:
    """Tell whether the columns of two tables certainly aren't the same ones: other names were kept, or dropped."""
    if not isinstance(one, Columns) or not isinstance(other, Columns) or one.table != other.table:
        return False
    first, second = one.operations, other.operations
    shared = 0
    while shared < min(len(first), len(second)) and first[shared] == second[shared]:
        shared += 1
    mine, theirs = chosen_by(first[shared:]), chosen_by(second[shared:])
    return mine is not None and theirs is not None and mine[0] == theirs[0] and mine[1] != theirs[1]


def chosen_by(operations: tuple[Operation, ...]) -> tuple[bool, frozenset[object]] | None:
    """Return whether names were kept or only dropped, and which; None for anything else."""
    kept: frozenset[object] | None = None
    dropped: frozenset[object] = frozenset()
    for operation in operations:
        match operation:
            case Dropped(names=names):
                dropped = dropped | names
            case Kept(names=names):
                kept, dropped = names, frozenset()
            case _:
                return None
    return (False, dropped) if kept is None else (True, kept - dropped)


def keeps_position(operation: Operation, key: int) -> bool:
    """Tell whether the column at a position is certainly kept."""
    match operation:
        case Cut(low=None | int() as low, high=None | int() as high):
            start = 0 if low is None else low
            if key < 0:
                inside = start >= 0 or start <= key
                return inside and (high is None or key < high < 0)
            return 0 <= start <= key and (high is None or high > key)
        case Kept(names=names):
            return key in names
        case Widened():
            return key >= 0
        case _:
            return False


def keeps_name(operation: Operation, key: object, *, encoded: bool, numbers: bool) -> bool:
    """Tell whether the column of a name is certainly kept as it is, or, once `encoded`, all that stands for it."""
    match operation:
        case Dropped(names=names):
            return key not in names and not (encoded and any(stands_for(name, key) for name in names))
        case Kept(names=names):
            return key in names and not encoded
        case Assigned(name=name):
            return name is not None and name != key
        case Renamed(pairs=pairs):
            return all(new != key for _, new in pairs) and not encoded
        case Numeric():
            return numbers or encoded
        case Cut():
            return False
        case _:
            return True


def changes(operation: Operation, key: object) -> bool:
    """Tell whether the column of a name may be another one since."""
    match operation:
        case Assigned(name=name):
            return name is None or name == key
        case Renamed(pairs=pairs):
            return any(new == key for _, new in pairs)
        case Encoded() | Widened():
            return True
        case _:
            return False


def stands_for(name: object, key: object) -> bool:
    """Tell whether a column is one of those that stand for the values of another: `sex_male` for `sex`."""
    return isinstance(name, str) and name.startswith(f"{key}_")
