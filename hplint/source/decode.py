"""Bytes of a Python file to text, by PEP 263, the byte order mark removed."""

from __future__ import annotations

import codecs
import re

from hplint.source.unreadable import CannotRead, find_row_and_column

# https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations (Python 3.13)
_COOKIE = re.compile(
    rb"(?:[ \t\f]*#[^\r\n]*?|[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n)[ \t\f]*#[^\r\n]*?)coding[:=][ \t]*([-\w.]+)"
)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes) -> str:
    """Return the text of a Python file, without its byte order mark.

    Raises:
        CannotRead: where the bytes aren't text in the declared encoding (UTF-8 unless declared).
    """
    if data.startswith(_UTF_16):
        raise CannotRead("This file is saved as UTF-16, which Python doesn't read; save it as UTF-8.")
    has_mark = data.startswith(codecs.BOM_UTF8)
    body = data[len(codecs.BOM_UTF8) :] if has_mark else data
    _refuse_null_bytes(body)
    encoding = "utf-8" if has_mark else find_encoding(body)
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        # Exotic codecs can't decode a part; there the row is right, and the column counts bytes.
        before = body[: error.start].decode("utf-8" if encoding == "utf-8" else "latin-1", "replace")
        row, column = find_row_and_column(before, len(before))
        message = (
            f"Byte 0x{body[error.start]:02x} isn't valid in {encoding}; "
            "save the file as UTF-8, or declare its encoding in the first line: # -*- coding: ... -*-"
        )
        raise CannotRead(message, row, column) from error
    except UnicodeError as error:
        raise CannotRead(f"This file can't be decoded as {encoding}: {error}.") from error


def find_encoding(body: bytes) -> str:
    """Return the name of the codec of a file that has no byte order mark.

    Raises:
        CannotRead: where the declared encoding is unknown.
    """
    cookie = _COOKIE.match(body)
    if cookie is None:
        return "utf-8"
    name = cookie[1].decode("ascii", "replace")
    row, column = find_row_and_column(body[: cookie.start(1)].decode("latin-1"), cookie.start(1))
    try:
        info = codecs.lookup(name)
        "".encode(name)
    except (LookupError, ValueError, TypeError, UnicodeError) as error:
        raise CannotRead(f"The declared encoding {name!r} is unknown; declare utf-8.", row, column) from error
    return info.name


def _refuse_null_bytes(body: bytes) -> None:
    offset = body.find(b"\0")
    if offset < 0:
        return
    row, column = find_row_and_column(body[:offset].decode("utf-8", "replace"), offset)
    raise CannotRead("This file contains null bytes: it is binary, or damaged, but not Python code.", row, column)
