"""A path of hyperparameters that leads nowhere, to those that were probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

MOST_MEANT = 3


def probably_meant(path: str, known: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Return the likeliest paths first, and whether there is no doubt.

    In this order: the same letters (one `_` for two, upper and lower case), a missing prefix, another prefix, the
    nearest spelling.
    """
    flat = _flat(path)
    tail = path.rpartition("__")[2]
    same = [each for each in known if _flat(each) == flat]
    behind = [each for each in known if each.endswith(f"__{path}")]
    under = [each for each in known if tail != path and each.rpartition("__")[2] == tail]
    for found in (same, behind):
        if found:
            return tuple(found[:MOST_MEANT]), len(found) == 1
    close = _nearest(path, known)
    if under:
        under.sort(key=lambda each: -difflib.SequenceMatcher(None, path, each).ratio())
        return tuple(under[:MOST_MEANT]), len(under) == 1 and (not close or close[0] == under[0])
    return close, len(close) == 1


def _flat(path: str) -> str:
    return path.replace("_", "").lower()


def _nearest(path: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the nearest spellings; a missing prefix is no difference in spelling."""
    whole = {each.lower(): each for each in reversed(known)}
    found = [whole[each] for each in difflib.get_close_matches(path.lower(), whole, n=MOST_MEANT, cutoff=0.75)]
    if not found and "__" not in path:
        tails = {each.rpartition("__")[2].lower(): each for each in reversed(known)}
        found = [tails[each] for each in difflib.get_close_matches(path.lower(), tails, n=1, cutoff=0.75)]
    if len(found) > 1:
        best, second = (difflib.SequenceMatcher(None, path.lower(), each.lower()).ratio() for each in found[:2])
        if best > second:
            found = found[:1]
    return tuple(found)
