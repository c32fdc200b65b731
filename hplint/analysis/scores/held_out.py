"""Held-out rows: which part of which split they are, and whether they are there to compare models, or to judge one."""

from __future__ import annotations

from hplint.analysis.data.rows import Derived, Either, Ordered, Part, Rows, Slice, Source, line
from hplint.basis.patterns import lazy_pattern

VALIDATION = lazy_pattern(r"(^|[^a-z])(cv|dev|devel|eval|oof|val|valid|validation)([^a-z]|$)")
"""Names of rows that are there to compare models on."""
VALIDATION_PART = "validation"
"""The index of the part that a split into three makes between the training and the test part."""
TEST = lazy_pattern(r"test|tst|hold_?out|(^|[^a-z])te([^a-z]|$)")
"""Names of rows that are there to judge."""


def is_test_part(rows: Rows) -> bool:
    """Tell whether rows are the second part of a `train_test_split`, or the held-out part of a fold."""
    return isinstance(rows, Part) and rows.index == "test"


def in_test_part(rows: Rows) -> bool:
    """Tell whether rows were taken from the held-out part of a split that was made to evaluate."""
    return any(is_test_part(each) for each in line(rows))


def further_part(rows: Rows, name: str = "", drawn: frozenset[object] = frozenset()) -> bool:
    """Tell whether rows were split off what is left after another split: then a final test part was held out before.

    Of a held-out part that is split again, one half compares models and one is the final one: the name tells which.
    The splits of `drawn` only drew a sample: what they left over was thrown away.
    """
    ancestors = [each for each in line(rows) if not isinstance(each, Part) or each.split not in drawn]
    if any(isinstance(each, Part) and each.index == "train" for each in ancestors[:-1]):
        return True
    if any(isinstance(each, Part) and each.index == VALIDATION_PART for each in ancestors) and not is_for_test(name):
        return True
    splits = [each for each in ancestors if isinstance(each, Part) and each.index in ("train", "test")]
    if len(splits) > 1 and ("test" not in name.lower() or is_for_validation(name)):
        return True
    return any(isinstance(each, Slice) and each.low is not None and each.high is not None for each in ancestors)


def is_for_validation(name: str) -> bool:
    """Tell whether rows are called what is there to compare models on."""
    return VALIDATION.search(name.lower()) is not None


def is_for_test(name: str) -> bool:
    """Tell whether rows are called what is there to judge."""
    return TEST.search(name.lower()) is not None


def named_apart(trained: str, tested: str) -> bool:
    """Tell whether names say that the one is for training and the other for a test."""
    one, other = trained.lower(), tested.lower()
    return "train" in one and "test" not in one and "test" in other and "train" not in other


def left_for_training(rows: Rows) -> bool:
    """Tell whether rows were taken from the training part of a split, by another split perhaps."""
    return any(isinstance(each, Part) and each.index == "train" for each in line(rows))


def held_out(rows: Rows) -> bool:
    """Tell whether rows are one part of a split, not all that there is."""
    ancestors = line(rows)
    if any(isinstance(each, Derived) and not isinstance(each, Ordered) for each in ancestors):
        return True
    root = ancestors[0]
    return isinstance(root, Either) and all(map(held_out, root.alternatives))


def is_test_table(rows: Rows, name: str) -> bool:
    """Tell whether rows are a whole table that is called one for a test."""
    return isinstance(rows, Source) and not rows.made_up and "test" in name.lower()
