"""Bytes to a file that others may read meanwhile, or that a killed process leaves: the whole of them, or none."""

from __future__ import annotations

import os
from contextlib import suppress


def write_whole(path: str, data: bytes) -> None:
    """Write a file beside its place, and put it there when it is whole.

    Raises:
        OSError: It can't be written; nothing of it is left.
    """
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as stream:
            stream.write(data)
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)
        raise
