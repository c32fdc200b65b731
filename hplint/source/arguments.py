"""Arguments in the text of a call: where one is added or removed, so that the layout and the comments stay."""

from __future__ import annotations

import re
from functools import lru_cache

from hplint.basis.frozen import dataclass
from hplint.basis.patterns import lazy_pattern
from hplint.source.unreadable import NEWLINE

Change = tuple[int, int, str]
"""Start and end offset of what is replaced, and by what."""

_STRING_OR_COMMENT = lazy_pattern(
    r"\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''|\"(?:[^\"\\\r\n]|\\(?:\r\n|.))*\"|'(?:[^'\\\r\n]|\\(?:\r\n|.))*'"
    r"|#[^\r\n]*",
    re.DOTALL,
)
_BRACKET_OR_COMMA = lazy_pattern(r"[\[\](){},]")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_NAMED = lazy_pattern(r"\w+\s*=(?!=)|\w+\s*:(?!=)")
"""What an argument that can be told by its name begins with: a keyword, or the key of a dict."""
_BLANK = " \t\f\\\r\n"


@dataclass(frozen=True, slots=True)
class Group:
    """A pair of brackets."""

    start: int
    """Offset of the opening bracket."""
    end: int
    """Offset of the closing bracket."""
    commas: tuple[int, ...]
    """Offsets of the commas that separate what is in it."""
    parent: int | None
    """Index of the pair around it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with its brackets."""

    text: str
    code: str
    """The text with comments blanked, and each character of a string an `s`: what is left of brackets is code."""
    groups: tuple[Group, ...]
    """In the order of their ends, inner ones first."""


@lru_cache(maxsize=8)
def read_layout(text: str) -> Layout:
    """Return a text with its brackets; without any where they don't pair."""
    code = _STRING_OR_COMMENT.sub(lambda found: (" " if found[0][0] == "#" else "s") * len(found[0]), text)
    open_: list[tuple[int, list[int]]] = []
    pairs: list[tuple[int, int, tuple[int, ...], int | None]] = []
    for found in _BRACKET_OR_COMMA.finditer(code):
        character = found[0]
        if character == ",":
            if open_:
                open_[-1][1].append(found.start())
        elif character in _PAIRS:
            if not open_ or code[open_[-1][0]] != _PAIRS[character]:
                return Layout(text, code, ())
            start, commas = open_.pop()
            pairs.append((start, found.start(), tuple(commas), open_[-1][0] if open_ else None))
        else:
            open_.append((found.start(), []))
    at = {start: index for index, (start, *_) in enumerate(pairs)}
    groups = (Group(start, end, commas, None if up is None else at.get(up)) for start, end, commas, up in pairs)
    return Layout(text, code, tuple(groups))


def add_argument(text: str, end: int, argument: str) -> tuple[Change, ...] | None:
    """Add an argument after the last one of a call, in a row of its own where the last one has one.

    Args:
        text: the whole text.
        end: the offset after the call's closing bracket.
        argument: such as `random_state=0`.
    """
    layout = read_layout(text)
    group = next((group for group in layout.groups if group.end == end - 1), None)
    if group is None or text[group.start] != "(":
        return None
    inner = layout.code[group.start + 1 : group.end].rstrip(_BLANK)
    if not inner.strip(_BLANK):
        has_comment = text[group.start + 1 : group.end].strip(_BLANK)
        return ((group.start + 1, group.start + 1 if has_comment else group.end, argument),)
    trailing = inner.endswith(",")
    last_end = group.start + 1 + len(inner[:-1].rstrip(_BLANK) if trailing else inner)
    before = group.commas[: len(group.commas) - trailing]
    last_start = _skip_blank(layout, (before[-1] if before else group.start) + 1)
    if not before and re.search(r"\bfor\b", layout.code[last_start:last_end]) and text[last_start] not in "([{":
        return None  # a generator without brackets of its own has to stay alone
    row_end = _row_of(text, group.start + 1 + len(inner))[1]
    if _is_blank(text[_row_of(text, last_start)[0] : last_start]) and row_end < group.end:
        indent = text[_row_of(text, last_start)[0] : last_start]
        newline = NEWLINE.match(text, row_end)
        row = f"{newline[0] if newline else chr(10)}{indent}{argument}"
        if trailing:
            return ((row_end, row_end, f"{row},"),)
        if _is_blank(text[last_end:row_end]):
            return ((last_end, last_end, f",{row}"),)
        return ((last_end, last_end, ","), (row_end, row_end, row))
    return ((last_end, last_end, f", {argument}"),)


def remove_argument(text: str, offset: int) -> tuple[Change, ...] | None:
    """Remove the keyword argument, or the entry of a dict, that begins or has its value at an offset.

    None where no such argument is there. Comments stay.
    """
    layout = read_layout(text)
    group = next((group for group in layout.groups if group.start < offset <= group.end), None)
    while group is not None:
        bounds = (group.start, *group.commas, group.end)
        index = next(index for index, bound in enumerate(bounds) if bound >= offset) - 1
        start = _skip_blank(layout, bounds[index] + 1)
        end = bounds[index] + 1 + len(layout.code[bounds[index] + 1 : bounds[index + 1]].rstrip(_BLANK))
        if text[group.start] != "[" and _NAMED.match(layout.code, start):
            neat = _remove(layout, group, index, start, end)
            return tuple(neat if _keeps_comments(layout, neat, start, end) else _remove_alone(group, index, start, end))
        if text[group.start] != "(" or not layout.code[: group.start].rstrip(_BLANK).endswith(("=", ":", "(")):
            return None
        # The value's own parentheses.
        offset = group.start
        group = None if group.parent is None else layout.groups[group.parent]
    return None


def _remove(layout: Layout, group: Group, index: int, start: int, end: int) -> list[Change]:
    """Return what removes the argument between the commas `index - 1` and `index` of a group."""
    text, code = layout.text, layout.code
    before = group.commas[index - 1] if index else None
    after = group.commas[index] if index < len(group.commas) else None
    rest_start = (end if after is None else after) + (after is not None)
    is_last = _is_blank(code[rest_start : group.end])
    if before is None and is_last:
        around = text[group.start + 1 : start] + text[end:rest_start].replace(",", "") + text[rest_start : group.end]
        return [(group.start + 1, group.end, "")] if _is_blank(around) else [(start, rest_start, "")]
    row_start, row_end = _row_of(text, start)[0], _row_of(text, rest_start)[1]
    if _is_blank(text[row_start:start]) and _is_blank(code[rest_start:row_end]) and row_end < group.end:
        if after is None or NEWLINE.search(text, end, after) is None:
            comment = rest_start + len(text[rest_start:row_end]) - len(text[rest_start:row_end].lstrip(_BLANK))
            if comment < row_end:
                return [(start, comment, "")]
            newline = NEWLINE.match(text, row_end)
            return [(row_start, newline.end() if newline else row_end, "")]
    if before is not None and (_is_blank(text[before + 1 : start]) and (is_last or _in_row(text, before, start))):
        return [(before, end, "")]
    if before is not None and is_last:
        return [(before, before + 1, ""), (start, end, "")] if after is None else [(start, rest_start, "")]
    following = _skip_blank(layout, rest_start)
    return [(start, following if _is_blank(text[rest_start:following]) else rest_start, "")]


def _keeps_comments(layout: Layout, changes: list[Change], start: int, end: int) -> bool:
    """Answer whether changes remove no comment but those within the argument."""
    pieces = [(max(first, end), last) for first, last, _ in changes] + [
        (first, min(last, start)) for first, last, _ in changes
    ]
    return not any("#" in layout.text[first:last] and _has_comment(layout, first, last) for first, last in pieces)


def _has_comment(layout: Layout, start: int, end: int) -> bool:
    return any(layout.text[at] == "#" and layout.code[at] == " " for at in range(start, end))


def _remove_alone(group: Group, index: int, start: int, end: int) -> list[Change]:
    """Return what removes an argument and its comma, and nothing around it."""
    commas = group.commas[index : index + 1] or group.commas[index - 1 : index]
    return [(start, end, ""), *((comma, comma + 1, "") for comma in commas)]


def _skip_blank(layout: Layout, offset: int) -> int:
    """Return where the code goes on, after white space and comments."""
    return offset + len(layout.code[offset:]) - len(layout.code[offset:].lstrip(_BLANK))


def _row_of(text: str, offset: int) -> tuple[int, int]:
    """Return where the row of an offset begins and ends, without its line end."""
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    found = NEWLINE.search(text, offset)
    return start, found.start() if found else len(text)


def _in_row(text: str, start: int, end: int) -> bool:
    return NEWLINE.search(text, start, end) is None


def _is_blank(text: str) -> bool:
    return not text.strip(_BLANK)
