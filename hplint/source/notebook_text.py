"""New source of cells into the JSON of a notebook, every other byte of which stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from hplint.basis.frozen import dataclass
from hplint.source.replacements import CannotRewrite, Replacement, replace

_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SCALAR = re.compile(r"[^\s,\[\]{}\"]+")
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL
)
_ESCAPED = re.compile(r"\\u(?!00[0-7])[0-9a-fA-F]{4}")


@dataclass(frozen=True, slots=True)
class Node:
    """A value in the JSON: where it stands, and what it holds as far as that was asked for."""

    start: int
    end: int
    items: tuple[Node, ...] = ()
    """Of a list."""
    is_list: bool = False
    members: Mapping[str, Node] | None = None
    """Of an object; of a repeated key the last, which is the one that counts."""


def rewrite_cells(text: str, replacements: Mapping[int, Sequence[Replacement]]) -> str:
    """Return the JSON with the source of some cells changed.

    Args:
        text: the JSON.
        replacements: by the cell's number, what is replaced in its source; disjoint, and in order.

    Raises:
        CannotRewrite: the source of a cell isn't found.
    """
    ascii_only = text.isascii() and _ESCAPED.search(text) is not None
    sources = _find_sources(_read(text, 0, len(_PATH)))
    changes: list[Replacement] = []
    for number, wanted in replacements.items():
        if number > len(sources) or (node := sources[number - 1]) is None:
            raise CannotRewrite(f"cell {number} has no source that can be told from the rest of the notebook")
        changes.extend(_rewrite_source(text, node, wanted, ascii_only))
    return replace(text, sorted(changes))


_PATH = ("notebook", "worksheets", "worksheet", "cells", "cell", "source")
"""The levels that are looked into; what lies deeper, such as outputs, is skipped."""


def _find_sources(notebook: Node) -> list[Node | None]:
    """Return where the source of each cell stands, in order, as `read_cells` finds them."""
    members = notebook.members or {}
    cells = members["cells"].items if "cells" in members else ()
    if not cells and "worksheets" in members:
        sheets = members["worksheets"].items
        cells = tuple(cell for sheet in sheets for cell in ((sheet.members or {}).get("cells") or Node(0, 0)).items)
    return [_find_source(cell.members or {}) for cell in cells]


def _find_source(cell: Mapping[str, Node]) -> Node | None:
    for name in "source", "input":
        node = cell.get(name)
        if node is not None and (node.items if node.is_list else node.end - node.start > len('""')):
            return node
    return None


def _read(text: str, start: int, depth: int) -> Node:
    """Read the value at an offset, and what it holds down to a depth."""
    start = _skip_space(text, start)
    opening = text[start : start + 1]
    if opening not in ("[", "{"):
        return Node(start, _end_of_scalar(text, start))
    if not depth:
        return Node(start, _end_of_container(text, start))
    at = _skip_space(text, start + 1)
    items: list[Node] = []
    members: dict[str, Node] = {}
    while text[at : at + 1] not in ("]", "}"):
        key: str | None = None
        if opening == "{":
            end = _end_of_scalar(text, at)
            key = json.loads(text[at:end], strict=False)
            at = _skip_space(text, end) + 1
        item = _read(text, at, depth - 1)
        if key is None:
            items.append(item)
        else:
            members[key] = item
        at = _skip_space(text, item.end)
        if text[at : at + 1] == ",":
            at = _skip_space(text, at + 1)
        elif text[at : at + 1] not in ("]", "}"):
            raise CannotRewrite("its JSON is broken")
    return Node(start, at + 1, tuple(items), opening == "[", members if opening == "{" else None)


def _skip_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()


def _end_of_scalar(text: str, start: int) -> int:
    found = (_STRING if text[start : start + 1] == '"' else _SCALAR).match(text, start)
    if found is None:
        raise CannotRewrite("its JSON is broken")
    return found.end()


_BRACKET_OR_STRING = re.compile(r'[\[{]|[\]}]|"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


def _end_of_container(text: str, start: int) -> int:
    depth = 0
    for found in _BRACKET_OR_STRING.finditer(text, start):
        match found[0]:
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
                if not depth:
                    return found.end()
    raise CannotRewrite("its JSON is broken")


def _strings(node: Node) -> tuple[Node, ...]:
    return node.items if node.is_list else (node,)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A character of a source, as the JSON writes it."""

    raw: str
    character: str
    string: int
    """The index of the string that it is in."""


def _rewrite_source(
    text: str, node: Node, replacements: Sequence[Replacement], ascii_only: bool
) -> Iterator[Replacement]:
    """Yield what changes in the JSON: the strings that differ, and the commas of those that come or go."""
    strings = _strings(node)
    pieces = [piece for index, item in enumerate(strings) for piece in _read_pieces(text, item, index)]
    new = _replace(pieces, replacements, ascii_only)
    if not node.is_list:
        yield node.start + 1, node.end - 1, "".join(piece.raw for piece in new)
        return
    raws = [text[item.start : item.end] for item in strings]
    wanted = [f'"{"".join(piece.raw for piece in line)}"' for line in _divide(pieces, new, len(strings))]
    if not wanted:
        yield node.start, node.end, "[]"
        return
    first = 0
    while first < min(len(raws), len(wanted)) and raws[first] == wanted[first]:
        first += 1
    last = 0
    while last < min(len(raws), len(wanted)) - first and raws[-1 - last] == wanted[-1 - last]:
        last += 1
    if len(raws) == len(wanted):
        for item, raw in zip(strings, wanted, strict=True):
            yield item.start, item.end, raw
        return
    # At least one string on both sides, which the commas around it belong to.
    if first + last in (len(raws), len(wanted)):
        first, last = (first - 1, last) if first else (first, last - 1)
    # A single string stands in a row of its own where several would.
    alone = "," + (text[node.start + 1 : strings[0].start] or " ")
    comma = text[strings[0].end : strings[1].start] if len(strings) > 1 else alone
    until = len(strings) - 1 - last
    yield strings[first].start, strings[until].end, comma.join(wanted[first : len(wanted) - last])


def _read_pieces(text: str, item: Node, index: int) -> Iterator[_Piece]:
    for found in _CHARACTER.finditer(text, item.start + 1, item.end - 1):
        raw = found[0]
        yield _Piece(raw, raw if len(raw) == 1 else json.loads(f'"{raw}"'), index)


def _replace(pieces: Sequence[_Piece], replacements: Sequence[Replacement], ascii_only: bool) -> list[_Piece]:
    new: list[_Piece] = []
    done = 0
    for start, end, text in replacements:
        new.extend(pieces[done:start])
        # What is inserted belongs to what it follows, but at the beginning of a row to that row.
        inserted = start == end and start > 0
        beside = start - 1 if inserted and (start == len(pieces) or pieces[start - 1].character != "\n") else start
        index = pieces[beside].string if beside < len(pieces) else 0
        new.extend(_Piece(json.dumps(each, ensure_ascii=ascii_only)[1:-1], each, index) for each in text)
        done = end
    return [*new, *pieces[done:]]


def _divide(old: Sequence[_Piece], new: Sequence[_Piece], count: int) -> Iterator[Sequence[_Piece]]:
    """Divide the characters into strings: into rows where the old ones are, else as they were."""
    text = "".join(piece.character for piece in old)
    written = ["".join(piece.character for piece in old if piece.string == index) for index in range(count)]
    changed = "".join(piece.character for piece in new)
    # nbformat splits rows as `str.splitlines` does, others at newlines only.
    for split in (lambda whole: whole.splitlines(keepends=True)), (lambda whole: re.findall(r"[^\n]*\n|[^\n]+", whole)):
        if split(text) == written:
            at = 0
            for row in split(changed):
                yield new[at : at + len(row)]
                at += len(row)
            return
    for index in range(count):
        line = [piece for piece in new if piece.string == index]
        if line or not written[index]:
            yield line
