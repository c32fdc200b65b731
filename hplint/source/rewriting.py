"""Text edits to the new bytes of a Python file or notebook: encoding, marks and line ends stay as they are."""

from __future__ import annotations

import codecs
from collections.abc import Iterable

from hplint.findings import TextEdit
from hplint.source.decode import decode, find_encoding
from hplint.source.edits import find_offset
from hplint.source.notebook import read_cells
from hplint.source.notebook_text import rewrite_cells
from hplint.source.replacements import CannotRewrite, Replacement, replace
from hplint.source.unreadable import CannotRead


def rewrite(data: bytes, path: str, edits: Iterable[TextEdit]) -> bytes:
    """Return the bytes of a Python file, or of a notebook when the path ends in `.ipynb`, with edits applied.

    Args:
        data: what the edits are of.
        path: of the file.
        edits: disjoint.

    Raises:
        CannotRewrite: the bytes can't be told apart finely enough.
    """
    by_cell: dict[int | None, list[TextEdit]] = {}
    for edit in edits:
        by_cell.setdefault(edit.span.cell, []).append(edit)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        if path.endswith(".ipynb"):
            return mark + _rewrite_notebook(data, data[len(mark) :], by_cell)
        text, encoding = decode(data), "utf-8" if mark else find_encoding(data)
    except (CannotRead, UnicodeDecodeError) as error:
        raise CannotRewrite("it can't be read") from error
    if text.encode(encoding) != data[len(mark) :]:
        raise CannotRewrite(f"its encoding, {encoding}, writes the same text in several ways")
    try:
        return mark + replace(text, locate_edits(text, by_cell.get(None, ()))).encode(encoding)
    except UnicodeEncodeError as error:
        raise CannotRewrite(
            f"its encoding, {encoding}, can't write {error.object[error.start : error.end]!r}"
        ) from error


def locate_edits(text: str, edits: Iterable[TextEdit]) -> list[Replacement]:
    """Return the edits of a text by offset, in order."""
    return sorted(
        (
            find_offset(text, edit.span.row, edit.span.column),
            find_offset(text, edit.span.end_row, edit.span.end_column),
            edit.text,
        )
        for edit in edits
    )


def _rewrite_notebook(data: bytes, body: bytes, by_cell: dict[int | None, list[TextEdit]]) -> bytes:
    sources = {cell.number: cell.text for cell in read_cells(data)}
    replacements: dict[int, list[Replacement]] = {}
    wanted = dict(sources)
    for number, edits in by_cell.items():
        if number is None or number not in sources:
            raise CannotRewrite("a cell isn't found")
        replacements[number] = locate_edits(sources[number], edits)
        wanted[number] = replace(sources[number], replacements[number])
    new = rewrite_cells(body.decode("utf-8"), replacements).encode("utf-8")
    if {cell.number: cell.text for cell in read_cells(new)} != wanted:
        raise CannotRewrite("the source of a cell can't be told from the rest of the notebook")
    return new
