"""Reads requirement files as pip does: includes, continuations, comments, hashes, markers."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from typing import Final

from hplint.pins.entry import Reading, distributions

_INCLUDE: Final = re.compile(r"(?:-r|-c|--requirements?|--constraints?)(?:\s*=\s*|\s*)(\S.*)")
_COMMENT: Final = re.compile(r"(?:^|\s)#.*")
_OPTION: Final = re.compile(r"\s--?[a-z].*", re.DOTALL)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),  # what PowerShell writes of `pip freeze`
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DEPTH: Final = 8
"""Files that include each other."""


def decoded(data: bytes) -> str:
    """Decode the text of a file by its byte order mark; undecodable bytes become marks of replacement."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return data.decode("utf-8", "replace")


def read_requirement_file(file: str, data: bytes, depth: int = 0) -> Reading:
    """Read a requirement or constraint file, and what it includes; an included file that isn't there says nothing."""
    text = decoded(data)
    known = distributions()
    if not known.mentioned(text.encode()) and not ("-r" in text or "-c" in text):
        return Reading()
    found = Reading()
    for number, line in logical_lines(text):
        if include := _INCLUDE.fullmatch(line):
            found += _included(file, include[1].strip(), depth)
        elif known.mentioned(line.encode()) and not line.startswith("-"):
            entry = known.requirement(_OPTION.sub("", line), f"{file}:{number}")
            found += Reading((entry,)) if entry else Reading()
    return found


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Join lines at their backslashes and take comments off; each with the number of its first row, from 1."""
    start, pending = 0, ""
    for number, row in enumerate(text.splitlines(), 1):
        start = start if pending else number
        if row.endswith("\\") and not row.lstrip().startswith("#"):
            pending += row[:-1] + " "
            continue
        line = _COMMENT.sub("", pending + row).strip()
        pending = ""
        if line:
            yield start, line
    if line := _COMMENT.sub("", pending).strip():
        yield start, line


def _included(file: str, name: str, depth: int) -> Reading:
    if depth >= _DEPTH or "://" in name:
        return Reading()
    other = os.path.join(os.path.dirname(file), name.strip("\"'"))
    try:
        with open(other, "rb") as stream:
            data = stream.read()
    except (OSError, ValueError):  # ValueError: a null character in the name
        return Reading()
    return read_requirement_file(os.path.normpath(other), data, depth + 1)
