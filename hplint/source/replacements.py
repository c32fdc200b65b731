"""Replacements in a text, by offset: the currency between edits of the user's text and what a file holds."""

from __future__ import annotations

from collections.abc import Sequence

Replacement = tuple[int, int, str]
"""Start and end offset of what is replaced, and by what."""


class CannotRewrite(Exception):
    """Raised where a change can't be written back into the bytes that it was read from; the message says why."""


def replace(text: str, replacements: Sequence[Replacement]) -> str:
    """Return a text with disjoint replacements, in order, made."""
    parts: list[str] = []
    done = 0
    for start, end, new in replacements:
        parts += [text[done:start], new]
        done = end
    return "".join([*parts, text[done:]])
