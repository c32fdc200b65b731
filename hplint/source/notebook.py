"""Bytes of a notebook (nbformat 3 or 4) to its Python code cells; outputs are skipped without being decoded."""

from __future__ import annotations

import json

import msgspec

from hplint.basis.frozen import dataclass
from hplint.source.unreadable import CannotRead

_UTF_8_MARK = b"\xef\xbb\xbf"
_PROSE = frozenset({"heading", "markdown"})
"""Types of cells that say something to readers; headings are of nbformat 3."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A Python code cell."""

    number: int
    """1-based, over all cells, markdown included, as editors count."""
    text: str


class _Language(msgspec.Struct):
    language: str | None = None
    name: str | None = None


class _Metadata(msgspec.Struct):
    kernelspec: _Language | None = None
    language_info: _Language | None = None


class _Cell(msgspec.Struct):
    cell_type: str = ""
    source: str | list[str] = ""
    input: str | list[str] = ""
    """The code of nbformat 3."""
    language: str | None = None


class _Worksheet(msgspec.Struct):
    cells: list[_Cell] = []


class _Format(msgspec.Struct):
    # nbformat itself always wrote an integer; anything else is another format.
    nbformat: int | None = None


class _Notebook(_Format):
    metadata: _Metadata | None = None
    cells: list[_Cell] = []
    worksheets: list[_Worksheet] = []


def read_cells(data: bytes) -> list[Cell]:
    """Return the Python code cells of a notebook; none when its kernel runs another language.

    Raises:
        CannotRead: where the JSON is broken, or at row 1 when it is no notebook of nbformat 3 or 4.
    """
    return read_code_and_prose(data)[0]


def read_code_and_prose(data: bytes) -> tuple[list[Cell], dict[int, str]]:
    """Return the Python code cells of a notebook, and its other text by the number of each cell.

    Raises:
        CannotRead: as `read_cells`.
    """
    notebook = _decode(data.removeprefix(_UTF_8_MARK))
    if notebook.nbformat not in (3, 4):
        raise CannotRead(_describe_format(notebook.nbformat))
    if not _is_python(_find_language(notebook.metadata)):
        return [], {}
    cells = notebook.cells or [cell for sheet in notebook.worksheets for cell in sheet.cells]
    numbered = list(enumerate(cells, start=1))
    code = [
        Cell(number, _join(cell.source or cell.input))
        for number, cell in numbered
        if cell.cell_type == "code" and _is_python(cell.language)
    ]
    return code, {number: _join(cell.source) for number, cell in numbered if cell.cell_type in _PROSE}


def _decode(data: bytes) -> _Notebook:
    if not data.strip():
        raise CannotRead("This notebook is empty, not even JSON; open and save it in Jupyter, or delete it.")
    try:
        return msgspec.json.decode(data, type=_Notebook)
    except msgspec.ValidationError as error:
        raise _refuse(data, error) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _decode_leniently(data)


def _decode_leniently(data: bytes) -> _Notebook:
    """Decode what msgspec refuses but Jupyter writes (NaN in outputs), or say where the JSON is broken."""
    try:
        return msgspec.convert(json.loads(data.decode("utf-8")), _Notebook)
    except UnicodeDecodeError as error:
        raise CannotRead("This notebook isn't UTF-8 text; save it again in Jupyter.") from error
    except json.JSONDecodeError as error:
        message = f"This notebook's JSON is broken: {error.msg}; repair it, or restore the file."
        raise CannotRead(message, error.lineno, error.colno) from error
    except msgspec.ValidationError as error:
        raise CannotRead(f"This JSON isn't a Jupyter notebook: {error}.") from error
    except (RecursionError, ValueError) as error:
        raise CannotRead("This JSON nests deeper than hplint reads; it is hardly a notebook.") from error


def _refuse(data: bytes, error: msgspec.ValidationError) -> CannotRead:
    """Return what is wrong with JSON of another shape: its nbformat, if it says one, explains most."""
    try:
        nbformat = msgspec.json.decode(data, type=_Format).nbformat
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        nbformat = None
    if nbformat not in (None, 3, 4):
        return CannotRead(_describe_format(nbformat))
    return CannotRead(f"This JSON isn't a Jupyter notebook: {error}.")


def _describe_format(nbformat: int | None) -> str:
    if nbformat is None:
        return "This JSON isn't a Jupyter notebook: it has no nbformat."
    return (
        f"This notebook is of nbformat {nbformat}, and hplint reads 3 and 4; "
        "convert it: jupyter nbconvert --to notebook --inplace."
    )


def _find_language(metadata: _Metadata | None) -> str | None:
    if metadata is None:
        return None
    if metadata.language_info is not None and metadata.language_info.name:
        return metadata.language_info.name
    return metadata.kernelspec.language if metadata.kernelspec is not None else None


def _is_python(language: str | None) -> bool:
    """Answer yes where no language is told: Python is what Jupyter itself assumes."""
    return not language or language.lower().startswith(("python", "ipython"))


def _join(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)
