"""Whether two values share rows: for sure, surely not, or nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import get_args

from hplint.analysis.data.conditions import Comparison, Condition, exclude, facts, implies
from hplint.analysis.data.rows import (
    Balanced,
    Draw,
    Duplicated,
    Either,
    Fold,
    Grouped,
    Nobody,
    Ordered,
    Part,
    Rows,
    Slice,
    Source,
    Subset,
    Union,
    UnknownRows,
    Without,
    by_condition,
    by_content,
    duplications,
    line,
    root_of,
    rooted,
)
from hplint.analysis.data.slices import meet
from hplint.basis.frozen import dataclass, replace


class Answer(Enum):
    """Three-valued truth: rules speak only on YES."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


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
    lines = line(first), line(second)
    if not isinstance(lines[0][0], Source) or not isinstance(lines[1][0], Source):
        found = of_several(first, second)
        if found is not None:
            return found
    return of_lines(*lines)


def of_several(first: Rows, second: Rows) -> Answer | None:
    """Compare rows that come from alternatives, or from stacked tables; None where these are the same for both."""
    for one, other in ((first, second), (second, first)):
        root = root_of(one)
        if isinstance(root, Either):
            if root_of(other) == root:
                # One decision, that both come from.
                return agreed(overlaps(rooted(one, each), rooted(other, each)) for each in root.alternatives)
            return agreed(overlaps(rooted(one, alternative), other) for alternative in root.alternatives)
    for one, other in ((first, second), (second, first)):
        if isinstance(one, Union):
            return of_union(one, other)
    answers: list[Answer] = []
    for one, other in ((first, second), (second, first)):
        root = root_of(one)
        if isinstance(root, Union) and root not in line(other):
            answers.append(of_stacked(one, root, other))
    # Where one of the tables was stacked of what was taken from the other, only the first way leads there.
    return next((each for each in answers if each is not Answer.UNKNOWN), Answer.UNKNOWN) if answers else None


def share_originals(first: Rows, second: Rows) -> Answer:
    """Tell whether two values share rows, copies that resampling made of a row apart."""
    return overlaps(originals(first), originals(second))


def informs(learned: Rows, evaluated: Rows) -> bool:
    """Tell whether what was learned from rows tells something of evaluated ones: it was learned from some of them.

    A random part of rows shares some with those that were taken for what they hold, but by a miracle.
    """
    answer = share_originals(learned, evaluated)
    if answer is not Answer.UNKNOWN:
        return answer is Answer.YES
    first, second = line(originals(learned)), line(originals(evaluated))
    shared = 0
    while shared < min(len(first), len(second)) and first[shared] == second[shared]:
        shared += 1
    if not 0 < shared < min(len(first), len(second)):
        return False
    told = at_random(second[shared]) or is_held_out_in_turn(second[shared])
    return told and all(by_content(each) or isinstance(each, Ordered) for each in first[shared:])


def is_held_out_in_turn(rows: Rows) -> bool:
    """Tell whether rows are what each fold holds out: in one of the folds, these are any rows of the whole."""
    return isinstance(rows, Part) and isinstance(rows.split, Fold) and rows.split.covers and rows.index == "test"


def taken_from_each_other(first: Rows, second: Rows) -> bool:
    """Tell whether rows, or some of stacked ones, are the others or were taken from them; not what met by chance."""
    for one, other in ((first, second), (second, first)):
        if isinstance(one, Union):
            return any(taken_from_each_other(part, other) for part in one.parts)
    return first in line(second) or second in line(first)


def originals(rows: Rows) -> Rows:
    """Return the rows with every duplication taken as a mere choice of rows."""
    match rows:
        case Duplicated(parent=parent, place=place):
            return Subset(originals(parent), ("duplicated", place))
        case Part() | Slice() | Ordered() | Subset():
            parent = originals(rows.parent)
            # The same object where nothing is duplicated, which is the rule: it knows its hash.
            return rows if parent is rows.parent else replace(rows, parent=parent)
        case Union(parts=parts):
            return Union(tuple(map(originals, parts)))
        case Either(alternatives=alternatives):
            return Either(tuple(map(originals, alternatives)))
        case _:
            return rows


def agreed(answers: Iterable[Answer]) -> Answer:
    """Return the answer that all paths give, else UNKNOWN; no more of them are asked than needed."""
    found: Answer | None = None
    for answer in answers:
        if answer is Answer.UNKNOWN or (found is not None and answer is not found):
            return Answer.UNKNOWN
        found = answer
    return found or Answer.UNKNOWN


def of_union(whole: Union, other: Rows) -> Answer:
    """Compare stacked tables with rows that may have been taken from the stack."""
    if whole in line(other):
        return Answer.YES
    answer = Answer.NO
    for part in whole.parts:
        found = overlaps(part, other)
        if found is Answer.YES:
            return Answer.YES
        answer = answer if found is Answer.NO else Answer.UNKNOWN
    return answer


def of_stacked(taken: Rows, whole: Union, other: Rows) -> Answer:
    """Compare what was taken from stacked tables with other rows: a random part holds as much of each table."""
    # Resampling draws from each table, too.
    tail: list[Rows] = [each for each in line(taken)[1:] if not isinstance(each, Duplicated)]
    draws = draws_of(tail)
    # Folds may be cut between the tables.
    if draws is None or any(isinstance(each.split, Fold) for each in draws):
        return Answer.NO if overlaps(whole, other) is Answer.NO else Answer.UNKNOWN
    answers = [overlaps(drawn_from(each, tail), other) for each in whole.parts]
    if Answer.YES in answers:
        return Answer.YES
    return Answer.NO if all(answer is Answer.NO for answer in answers) else Answer.UNKNOWN


def drawn_from(rows: Rows, tail: list[Rows]) -> Rows:
    """Return what random draws from stacked tables took from one of them, drawn like nothing else."""
    for each in tail:
        if isinstance(each, Part) and isinstance(each.split, Draw):
            seed = None if each.split.seed is None else ("within", each.split.seed, each.split.key)
            rows = Part(rows, Draw(("within", each.split.key), seed, each.split.share), each.index)
    return rows


def of_lines(first: list[Rows], second: list[Rows]) -> Answer:
    """Compare two derivations from where they part."""
    if first[0] != second[0]:
        return of_roots(first, second)
    shared = 0
    while shared < min(len(first), len(second)) and first[shared] == second[shared]:
        shared += 1
    one, other = unordered(first[shared:]), unordered(second[shared:])
    if not one or not other:
        return Answer.YES
    if contradictory(one, other):
        return Answer.NO
    if follows(one, other) or follows(other, one):
        return Answer.YES
    return of_tails(one, other, doubled(first[shared - 1]))


def unordered(tail: list[Rows]) -> list[Rows]:
    """Leave out what only puts rows in another order at the end."""
    while tail and isinstance(tail[-1], Ordered):
        tail = tail[:-1]
    return tail


def contradictory(one: list[Rows], other: list[Rows]) -> bool:
    """Tell whether rows were taken by conditions that no row meets together; copies of a row meet the same ones."""
    taken = [each for each in one if by_condition(each) and is_of_all_copies(each)]
    return any(exclusive(each, another) for another in other if by_condition(another) for each in taken)


def is_of_all_copies(rows: Rows) -> bool:
    """Tell whether a condition was asked before rows were duplicated: what is written later tells the copies apart."""
    asked = [split.column for split, _ in sides(rows) if isinstance(split, Condition)]
    tables = [column[1] for column in asked if isinstance(column, tuple) and len(column) > 1]
    return not any(isinstance(table, get_args(Rows)) and duplications(table) for table in tables)


def follows(one: list[Rows], other: list[Rows]) -> bool:
    """Tell whether rows were taken by conditions alone, which all the other rows meet: then these are among them."""
    if not all(map(by_condition, one)):
        return False
    met = [fact for each in other if by_condition(each) for fact in sides(each)]
    return all(
        any(split == again and (index == another or entails(another, index)) for again, another in met)
        for each in one
        for split, index in sides(each)
    )


def entails(one: object, other: object) -> bool:
    """Tell whether every row on one side of a split is on the other side, too."""
    return (
        isinstance(one, Comparison)
        and isinstance(other, Comparison)
        and one.holds
        and other.holds
        and implies(one, other)
    )


def sides(rows: Rows) -> list[tuple[object, object]]:
    """List the splits and sides that rows were taken by last."""
    return list(facts(rows.split, rows.index)) if isinstance(rows, Part) else []


def exclusive(one: Rows, other: Rows) -> bool:
    """Tell whether two parts of the same rows are sides of one split that share none."""
    others = sides(other)
    return any(split == again and exclude(index, another) for split, index in sides(one) for again, another in others)


def doubled(rows: Rows) -> Answer:
    """Tell whether some rows stand there more than once."""
    if duplications(rows):
        # What was taken by where it stands, once rows were there twice, may hold one copy of each.
        ancestors = line(rows)
        last = max((at for at, each in enumerate(ancestors) if isinstance(each, Duplicated)), default=0)
        cut = any(
            isinstance(each, Slice) or (isinstance(each, Part) and not (at_random(each) or by_condition(each)))
            for each in ancestors[last:]
        )
        return Answer.UNKNOWN if cut else Answer.YES
    stacks = [each for each in line(rows) if isinstance(each, Union)]
    apart = all(
        overlaps(one, other) is Answer.NO
        for stack in stacks
        for position, one in enumerate(stack.parts)
        for other in stack.parts[:position]
    )
    return Answer.NO if apart else Answer.UNKNOWN


def of_roots(first: list[Rows], second: list[Rows]) -> Answer:
    """Compare derivations from different roots: unions may hold a common table."""
    one, other = first[0], second[0]
    if isinstance(one, Union) or isinstance(other, Union):
        return Answer.NO if overlaps(one, other) is Answer.NO else Answer.UNKNOWN
    if isinstance(one, Source) and isinstance(other, Source) and one.apart and other.apart:
        return Answer.UNKNOWN if one.file and one.file == other.file else Answer.NO
    return Answer.UNKNOWN


def of_tails(first: list[Rows], second: list[Rows], doubled: Answer) -> Answer:
    """Compare what was taken from the same rows, in which copies of one row stand if they are `doubled`."""
    one, other = first[0], second[0]
    whole = len(first) == len(second) == 1
    disjoint = exclusive(one, other) or left_out(first, second) or left_out(second, first)
    if isinstance(one, Slice) and isinstance(other, Slice):
        shared = meet((one.low, one.high), (other.low, other.high))
        if shared and whole:
            return Answer.YES
        disjoint = shared is False
    if whole and not disjoint and (meets_resampling(one, other) or meets_resampling(other, one)):
        return Answer.YES
    if not disjoint:
        return Answer.YES if drawn_apart(first, second) else Answer.UNKNOWN
    if doubled is Answer.NO:
        return Answer.NO
    # A random split puts copies on both sides; a condition may put all of them on one.
    return Answer.YES if doubled is Answer.YES and whole and at_random(one) and at_random(other) else Answer.UNKNOWN


def meets_resampling(drawn: Rows, other: Rows) -> bool:
    """Tell whether rows share some with those that were drawn again and again from the same ones.

    Any others may be those that were never drawn, out of the bag.
    """
    if not isinstance(drawn, Duplicated):
        return False
    if isinstance(other, (Slice, Duplicated)) or draws_of([other]):
        return True
    return by_condition(other) and not by_chance(other)


def left_out(first: list[Rows], second: list[Rows]) -> bool:
    """Tell whether one side leaves out the rows that the other one was taken from."""
    return any(
        isinstance(split, Without) and index is False and any(each in second for each in pieces(split.rows))
        for split, index in sides(first[0])
    )


def pieces(rows: Rows) -> tuple[Rows, ...]:
    """List some rows, and what they were put together from."""
    return (rows, *rows.parts) if isinstance(rows, Union) else (rows,)


def drawn_apart(first: list[Rows], second: list[Rows]) -> bool:
    """Tell whether both sides were drawn from the same rows, each by chances of its own: large ones surely meet.

    More than half of the rows, drawn at random, also meets what was taken in any way that chance has no part in.
    """
    balanced = is_balanced(first[0]) or is_balanced(second[0])
    first, narrow = without_conditions(first)
    second, also_narrow = without_conditions(second)
    if narrow and also_narrow:
        return False
    draws, others = draws_of(first), draws_of(second)
    if draws and others:
        # The same seed draws other rows from fewer ones.
        apart = narrow or also_narrow or all(are_apart(one, other) for one in draws for other in others)
        return apart and all(map(is_large, (*draws, *others)))
    if balanced and (draws or others):
        return all(map(is_large, draws or others or ()))
    if narrow or also_narrow:
        chance, fixed = (draws, second) if also_narrow else (others, first)
        return not fixed and large_part(chance)
    for chance, rest in ((draws, second), (others, first)):
        if large_part(chance) and len(rest) == 1:
            return isinstance(rest[0], Slice)
    return False


def without_conditions(tail: list[Rows]) -> tuple[list[Rows], bool]:
    """Leave out the conditions by which rows were taken first, and tell whether there were any."""
    count = 0
    while count < len(tail) and is_asked(tail[count]):
        count += 1
    return tail[count:], count > 0


def is_asked(rows: Rows) -> bool:
    """Tell whether rows were taken for what they hold, whatever was drawn besides."""
    return is_balanced(rows) or (by_condition(rows) and not by_chance(rows))


def is_balanced(rows: Rows) -> bool:
    """Tell whether rows are what under-sampling kept, of each class many."""
    return isinstance(rows, Subset) and isinstance(rows.key, Balanced)


def by_chance(rows: Rows) -> bool:
    """Tell whether rows were taken by what other rows hold, which may have been drawn."""
    return any(isinstance(split, Condition) and split.by_chance for split, _ in sides(rows))


def large_part(draws: list[Drawn] | None) -> bool:
    """Tell whether more than half of the rows was drawn, at once."""
    return draws is not None and len(draws) == 1 and isinstance(draws[0].split, Draw) and share_of(draws[0]) > HALF


HALF, LEAST_SHARE, LEAST_COUNT = 0.5, 0.05, 200


def is_large(part: Drawn) -> bool:
    """Tell whether a part is large enough to meet another large one for certain."""
    if isinstance(part.split, Draw) and part.split.count is not None:
        return part.index is True and part.split.count >= LEAST_COUNT
    return share_of(part) >= LEAST_SHARE


def are_apart(one: Drawn, other: Drawn) -> bool:
    """Tell whether two parts were drawn by chances of their own; the same seed draws other rows from other ones."""
    if apart_by_chance(one.split, other.split):
        return True
    seeds = [each.split.seed for each in (one, other)]
    return one.parent != other.parent and None not in seeds and not isinstance(one.split, Fold)


def apart_by_chance(one: Draw | Fold, other: Draw | Fold) -> bool:
    """Tell whether two parts were drawn independently, one of them at random."""
    if isinstance(one, Draw):
        return one.is_apart(other)
    return isinstance(other, Draw) and other.is_apart(one)


@dataclass(frozen=True, slots=True)
class Drawn(Part):
    """A part that was drawn at random, or one of folds."""

    split: Draw | Fold


def share_of(part: Drawn) -> float:
    """Return how much of its parent a part is, at least; 0 where nobody knows."""
    if isinstance(part.split, Fold):
        # Two folds at least; of a series, or of samples, perhaps less.
        return LEAST_SHARE if part.index == "train" else 0
    if part.split.share is None:
        return 0
    return part.split.share if part.index in ("train", True) else 1 - part.split.share


def draws_of(tail: list[Rows]) -> list[Drawn] | None:
    """List the draws by which rows were taken; None where something else took them, too."""
    found: list[Drawn] = []
    for each in tail:
        if isinstance(each, Part) and isinstance(each.split, (Draw, Fold)):
            found.append(Drawn(each.parent, each.split, each.index))
        elif not isinstance(each, Ordered):
            return None
    return found


def at_random(rows: Rows) -> bool:
    """Tell whether rows are a part that depends neither on what the rows hold nor on where they stand.

    A slice does: of a table stacked on itself it may be one of the copies.
    """
    if not isinstance(rows, Part) or isinstance(rows.split, Grouped):
        return False
    if isinstance(rows.split, Fold) and rows.split.grouped:
        return False
    return rows.index in ("train", "test")
