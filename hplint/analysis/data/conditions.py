"""Conditions on the values of a row, and which of them no row can meet together."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.basis.frozen import HashedOnce, dataclass, replace


@dataclass(frozen=True, slots=True)
class Condition(HashedOnce):
    """The identity of a split by the values of a column: a row is on the same side wherever it stands."""

    column: object
    """Hashable identity of the values that are compared."""
    by_chance: bool = False
    """What they are compared with are the values of other rows, which may have been drawn."""


@dataclass(frozen=True, slots=True)
class Blank:
    """The identity of a mask that takes all rows (True) or none, until some of it is set."""


@dataclass(frozen=True, slots=True)
class Text:
    """A value that nobody knows, by the expression that stands for it."""

    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A side of a split by a condition: the rows for which it holds, or all the others, missing values included."""

    operator: str
    """`==`, `<`, `<=`, `>`, `>=`, `in`, or `null`."""
    value: object
    """A hashable constant, a `Text`; for `in` a frozenset of constants, or any of them; for `null` None."""
    holds: bool = True

    def negated(self) -> Comparison:
        """Return the other side."""
        return replace(self, holds=not self.holds)


@dataclass(frozen=True, slots=True)
class All(HashedOnce):
    """The identity of a split by several conditions at once: each the identity of a split, and its side."""

    conditions: frozenset[tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Not:
    """The index of all rows whose value isn't this one."""

    value: object


def other_side(split: object, index: object) -> tuple[object, object]:
    """Return the split and the side that takes the rows that this one leaves."""
    match index:
        case bool():
            return split, not index
        case Comparison():
            return split, index.negated()
        case Not(value=value):
            return split, value
        case _:
            return split, Not(index)


def both(one: tuple[object, object], other: tuple[object, object]) -> tuple[object, object]:
    """Return the split and the side of the rows that are on both sides."""
    return All(frozenset({*facts(*one), *facts(*other)})), True


def some(one: tuple[object, object], other: tuple[object, object]) -> tuple[object, object]:
    """Return the split and the side of the rows that are on either side."""
    return other_side(*both(other_side(*one), other_side(*other)))


def facts(split: object, index: object) -> Iterator[tuple[object, object]]:
    """List what is true of every row on one side of a split."""
    if isinstance(split, All) and index is True:
        for each in split.conditions:
            yield from facts(*each)
    else:
        yield split, index


def exclude(one: object, other: object) -> bool:
    """Tell whether two sides of one split can't hold the same row."""
    match one, other:
        case Comparison(), Comparison():
            return contradict(one, other)
        case Not(), Not():
            return False
        case (Not(value=value), index) | (index, Not(value=value)):
            return bool(index == value)
        case _:
            return one != other


def contradict(one: Comparison, other: Comparison) -> bool:
    """Tell whether no value is on both sides."""
    if one.holds and other.holds:
        return apart(one, other)
    if one.holds:
        return implies(one, other)
    return other.holds and implies(other, one)


OPEN = {"<": "<=", ">": ">="}
UP, DOWN = frozenset({">", ">="}), frozenset({"<", "<="})


def apart(one: Comparison, other: Comparison) -> bool:
    """Tell whether no value meets both comparisons."""
    if "null" in (one.operator, other.operator):
        # A missing value compares with nothing.
        return one.operator != other.operator
    listed, other_listed = values(one), values(other)
    if listed is not None and other_listed is not None:
        return Text not in map(type, listed | other_listed) and not listed & other_listed
    for few, range_ in ((listed, other), (other_listed, one)):
        if few is not None:
            return all(compared(range_.operator, each, range_.value) is False for each in few)
    low, high = (one, other) if one.operator in UP else (other, one)
    if low.operator not in UP or high.operator not in DOWN:
        return False
    if low.value == high.value and same_kind(low.value, high.value):
        return "<" == high.operator or ">" == low.operator
    return compared(">", low.value, high.value) is True


def implies(one: Comparison, other: Comparison) -> bool:
    """Tell whether every value that meets one comparison meets the other."""
    if one.operator == other.operator and one.value == other.value and same_kind(one.value, other.value):
        return True
    if "null" in (one.operator, other.operator):
        return False
    listed, other_listed = values(one), values(other)
    if listed is not None and Text not in map(type, listed):
        if other_listed is not None:
            return listed <= other_listed
        return all(compared(other.operator, each, other.value) is True for each in listed)
    if (one.operator in UP and other.operator in UP) or (one.operator in DOWN and other.operator in DOWN):
        if one.value == other.value and same_kind(one.value, other.value):
            return other.operator == OPEN.get(one.operator)
        return compared(one.operator[0], one.value, other.value) is True
    return False


def values(comparison: Comparison) -> frozenset[object] | None:
    """Return the only values that meet a comparison; None where it is a range."""
    if comparison.operator == "==":
        return frozenset({comparison.value})
    if comparison.operator == "in" and isinstance(comparison.value, frozenset):
        return comparison.value
    return None


def same_kind(one: object, other: object) -> bool:
    """Tell whether two values can be ordered among each other."""
    numeric = (int, float)
    return type(one) is type(other) or (isinstance(one, numeric) and isinstance(other, numeric))


def compared(operator: str, one: object, other: object) -> bool | None:
    """Compare two constants; None where nobody knows."""
    if not same_kind(one, other) or not isinstance(one, (int, float, str)):
        return None
    match operator:
        case "<":
            return one < other  # type: ignore[operator]  # of the same kind
        case "<=":
            return one <= other  # type: ignore[operator]
        case ">":
            return one > other  # type: ignore[operator]
        case ">=":
            return one >= other  # type: ignore[operator]
    return None
