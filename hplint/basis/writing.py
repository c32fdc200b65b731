"""New bytes into a file, all or nothing: its mode, its owner and the links to it stay as they are."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress


def replace_file(path: str, before: bytes, after: bytes) -> None:
    """Replace what a file holds.

    Args:
        path: of the file, or of a symbolic link to it, which stays one.
        before: what it held when it was read.
        after: what it is to hold.

    Raises:
        OSError: it can't be written, or isn't to be: it is read-only, or holds something else by now.
    """
    target = os.path.realpath(path)
    status = os.stat(target)
    # Who may do everything (root) is told no by the mode alone, and a replacement doesn't ask for it.
    if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
        raise PermissionError(None, "it is read-only")
    with open(target, "rb") as stream:
        if stream.read() != before:
            raise OSError(None, "it was changed in the meantime")
    if status.st_nlink > 1 or not os.access(os.path.dirname(target), os.W_OK):
        # A replacement would cut the other names of the file off, or isn't possible.
        with open(target, "r+b") as stream:
            stream.write(after)
            stream.truncate()
        return
    handle, temporary = tempfile.mkstemp(prefix=".hplint-", dir=os.path.dirname(target))
    try:
        with open(handle, "wb") as stream:
            stream.write(after)
            stream.flush()
            os.fsync(stream.fileno())
        if hasattr(os, "chown"):
            with suppress(OSError):  # only root may give files away
                os.chown(temporary, status.st_uid, status.st_gid)
        os.chmod(temporary, stat.S_IMODE(status.st_mode))
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
