"""Bytes of a Python file or notebook to trees: one a file, or one a code cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

import libcst

from hplint.basis.collecting import no_collection
from hplint.basis.frozen import dataclass
from hplint.source.building import unchecked
from hplint.source.decode import decode
from hplint.source.exactness import parse_exactly
from hplint.source.failures import explain
from hplint.source.growing import Extents, grow
from hplint.source.limits import refuse_cliffs
from hplint.source.literals import elide_large_literals
from hplint.source.magics import blank_magics, dedent, has_magics, is_other_language
from hplint.source.mending import mend
from hplint.source.python2 import translate
from hplint.source.unreadable import NEWLINE, CannotRead, Unreadable

__all__ = ["Chunk", "Source", "Unreadable", "read_source"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """One separately parsed piece: a whole Python file, or one code cell."""

    cell: int | None
    """1-based, over all cells of the notebook, markdown included; None for a plain file."""
    tree: libcst.Module
    text: str
    """What was parsed, magics blanked, data literals of many kilobytes emptied and Python 2 said as Python 3; each row
    and column of the remaining code is that of the user's text."""
    indent: str = ""
    """The indentation that IPython takes off the rows of the cell; the tree is of the text without it."""
    is_indented_anew: bool = False
    """The tree is of the text with other white space before its statements."""
    extents: Extents | None = None
    """Where the statements of the tree stand if it lacks white space and punctuation; `exactly` has it without."""


@dataclass(frozen=True, slots=True)
class Source:
    """What was read of one file; frozen, and total: what can't be read is part of it."""

    path: str
    chunks: tuple[Chunk, ...]
    unreadable: tuple[Unreadable, ...]
    texts: Mapping[int | None, str] = field(default_factory=dict)
    """The user's own text by cell number, of code cells in Python only; under None that of a plain file."""
    prose: Mapping[int, str] = field(default_factory=dict)
    """The text between the code of a notebook, by cell number."""
    python_2: Unreadable | None = None
    """The first place that is Python 2 and no Python 3, of a file that is read as Python 2; it becomes HP900, too."""


def read_source(data: bytes, path: str) -> Source:
    """Return the trees of a Python file, or of a notebook when the path ends in `.ipynb`.

    Never raises on any bytes: what can't be read is in `Source.unreadable`.
    """
    with no_collection(), unchecked():
        if path.endswith(".ipynb"):
            return _read_notebook(data, path)
        return _read_python(data, path)


def _read_python(data: bytes, path: str) -> Source:
    try:
        text = _normalize(decode(data))
    except CannotRead as error:
        rough = data.decode("utf-8", "replace").replace("\0", "\ufffd")
        return Source(path, (), (error.at(rough),), {None: rough})
    chunk, errors, older = _parse_file(text)
    chunks = () if chunk is None else (chunk,)
    python_2 = None if older is None else older.at(text)
    return Source(path, chunks, tuple(error.at(text) for error in errors), {None: text}, python_2=python_2)


def _parse_file(text: str) -> tuple[Chunk | None, tuple[CannotRead, ...], CannotRead | None]:
    """Parse the text of a Python file; None where nothing of it can be read.

    The errors are of what can't be read; the last is where it is Python 2.
    """
    try:
        return _parse(text, None), (), None
    except CannotRead as error:
        # Exports of notebooks (Colab, nbconvert, jupytext) are no valid Python where they hold IPython lines.
        blanked = blank_magics(text, whole_cell=False) if has_magics(text) else None
        if blanked is None:
            return _parse_broken(text, error)
    try:
        return _parse(blanked, None), (), None
    except CannotRead as error:
        return _parse_broken(blanked, error)


def _parse_broken(text: str, error: CannotRead) -> tuple[Chunk | None, tuple[CannotRead, ...], CannotRead | None]:
    """Parse what isn't Python 3 as Python 2, and without the places that aren't that either."""
    older = _parse_older(text, None, error)
    if older.chunk is not None:
        return older.chunk, (), older.first
    chunk, errors = mend(older.text, lambda part: _parse(part, None, is_python_2=older.first is not None), older.error)
    return chunk, errors, None if chunk is None else older.first


@dataclass(frozen=True, slots=True)
class _Older:
    """A text that isn't Python 3, taken for Python 2."""

    text: str
    chunk: Chunk | None
    """None where it isn't Python 2 either."""
    error: CannotRead
    """Where it isn't Python, if it isn't."""
    first: CannotRead | None = None
    """Where it is Python 2."""


def _parse_older(text: str, cell: int | None, error: CannotRead) -> _Older:
    """Parse a text that isn't Python 3 as Python 2.

    Args:
        text: of a file or cell, IPython's syntax blanked.
        cell: its number.
        error: why it isn't Python 3.
    """
    try:
        refuse_cliffs(text)
    except CannotRead:
        return _Older(text, None, error)
    found = translate(text)
    if found is None and "\t" not in text:
        return _Older(text, None, error)
    kind = "file" if cell is None else "notebook"
    if found is None:
        message = f"{error.message[:-1]}; this {kind} is checked as Python 2 indents it."
        first = CannotRead(message, error.row, error.column)
    else:
        text = found.text
        message = f"This {kind} is Python 2, and is checked as such; in Python 3, {found.remedy}."
        first = CannotRead(message, found.row, found.column)
    try:
        return _Older(text, _parse(text, cell, is_python_2=True), error, first)
    except CannotRead as another:
        return _Older(text, None, error, None) if found is None else _Older(text, None, another, first)


def _read_notebook(data: bytes, path: str) -> Source:
    from hplint.source.notebook import read_code_and_prose  # loads msgspec, which no Python file needs

    try:
        cells, prose = read_code_and_prose(data)
    except CannotRead as error:
        rough = data.decode("utf-8", "replace")
        return Source(path, (), (error.at(rough),), {None: rough})
    chunks: list[Chunk] = []
    unreadable: list[Unreadable] = []
    texts: dict[int | None, str] = {}
    python_2: Unreadable | None = None
    for cell in cells:
        text = _normalize(cell.text)
        texts[cell.number] = text
        try:
            chunk, older = _read_cell(cell.number, text)
        except CannotRead as error:
            unreadable.append(error.at(text, cell.number))
            continue
        chunks.extend(() if chunk is None else (chunk,))
        if older is not None and python_2 is None:
            python_2 = older.at(text, cell.number)
    return Source(path, tuple(chunks), tuple(unreadable), texts, prose, python_2)


def read_cell(text: str) -> Chunk | None:
    """Read a cell that stands in a string of a program; None where it can't be read."""
    try:
        return _read_cell(0, text)[0] or Chunk(0, libcst.Module(()), "")
    except CannotRead:
        return None


def _read_cell(number: int, written: str) -> tuple[Chunk | None, CannotRead | None]:
    """Return what was read of a cell, None where it is empty or in another language, and where it is Python 2."""
    text = blank_magics(written, whole_cell=True) if has_magics(written) else written
    if text is None or not text.strip():
        return None, None
    try:
        return _parse(text, number), None
    except CannotRead as error:
        if is_other_language(written):
            return None, None
        older = _parse_older(text, number, error)
    if older.chunk is None:
        raise older.error
    return older.chunk, older.first


def _parse(text: str, cell: int | None, *, is_python_2: bool = False) -> Chunk:
    text = elide_large_literals(text)
    refuse_cliffs(text)
    indent, code = dedent(text) if cell is not None else ("", text)
    grown = None if is_python_2 else grow(code)
    if grown is not None:
        return Chunk(cell, grown[0], text, indent, extents=grown[1])
    try:
        tree, anew = parse_exactly(code, is_python_2)
    except libcst.ParserSyntaxError as error:
        raise explain(code, error, indent) from error
    except RecursionError as error:
        raise CannotRead("This code nests deeper than hplint reads.", everywhere=True) from error
    except libcst.CSTValidationError as error:  # its parser accepts what its nodes refuse
        raise CannotRead("This isn't valid Python: invalid syntax.", everywhere=True) from error
    return Chunk(cell, tree, text, indent, anew)


def _normalize(text: str) -> str:
    """Return the text with what libcst can't take replaced, character by character.

    A lone carriage return ends a row for Python but not for libcst; lone surrogates (a notebook's JSON may hold them)
    have no UTF-8.
    """
    if "\r" in text:
        text = NEWLINE.sub(lambda end: "\r\n" if end[0] == "\r\n" else "\n", text)
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8") if _has_surrogates(text) else text


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in set(text))
