"""Lists of documents that are typed in: rows of a small data set."""

from __future__ import annotations

from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.values import Constant

FEWEST_TEXTS = 4
"""Shortest list of strings that is taken for documents; fewer are names or options."""


def is_of_texts(content: Sequence) -> bool:
    """Tell whether a list was typed in of documents: strings of several words."""
    items = content.items or ()
    texts = [item.value for item in items if isinstance(item, Constant) and isinstance(item.value, str)]
    return len(texts) == len(items) >= FEWEST_TEXTS and sum(" " in text for text in texts) * 2 > len(texts)
