"""What fixes change in a file to a unified diff; in a notebook one for each cell, of its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import unified_diff

from hplint.report.place import one_line
from hplint.report.style import Paint, Style, colored, plain
from hplint.results import Fixed
from hplint.source.decode import decode
from hplint.source.notebook import read_cells
from hplint.source.unreadable import NEWLINE


def render_diff(fixed: Fixed, *, color: bool = False) -> str:
    """Return what changes in a file, with three rows around it."""
    before, after = _texts(fixed.before, fixed.path), _texts(fixed.after, fixed.path)
    paint = colored if color else plain
    return "".join(
        "".join(_diff(one_line(fixed.path), cell, text, after.get(cell, ""), paint))
        for cell, text in before.items()
        if text != after.get(cell)
    )


def _texts(data: bytes, path: str) -> dict[int | None, str]:
    if path.endswith(".ipynb"):
        return {cell.number: cell.text for cell in read_cells(data)}
    return {None: decode(data)}


def _diff(path: str, cell: int | None, before: str, after: str, paint: Paint) -> Iterator[str]:
    name = path if cell is None else f"{path}:cell {cell}"
    for row in unified_diff(list(_rows(before)), list(_rows(after)), name, name):
        text = row.rstrip("\r\n")
        # A lone carriage return would write the row over itself.
        end = row[len(text) :] if row.endswith("\n") else "\n"
        yield paint(text, style) + end if (style := _style(text)) is not None else text + end
        if not row.endswith(("\n", "\r")):
            yield "\\ No newline at end of file\n"


def _rows(text: str) -> Iterable[str]:
    start = 0
    for newline in NEWLINE.finditer(text):
        yield text[start : newline.end()]
        start = newline.end()
    if start < len(text):
        yield text[start:]


def _style(row: str) -> Style | None:
    if row.startswith(("---", "+++")):
        return "place"
    return {"-": "removed", "+": "added", "@": "gutter"}.get(row[:1])  # type: ignore[return-value]  # they are styles
