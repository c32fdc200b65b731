"""What all commands share of the terminal: exit codes, failures, colours, and where output goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TextIO

import click

CACHE = ".hplint_cache"
"""The folder of a project in which results are remembered."""
CLEAN, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130


class Failure(click.ClickException):
    """hplint could not do its work; the message says why, and what to do."""

    exit_code = FAILED


def colored(color: str, output_file: str | None) -> bool:
    """Return whether to colour: as `--color` says, else as the environment does, else on a terminal."""
    if color != "auto":
        return color == "always"
    if output_file is not None or os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def write(text: str, output_file: str | None, *, color: bool) -> None:
    """Write text to standard output, or to a file.

    Raises:
        Failure: The file can't be written.
    """
    if output_file is not None:
        try:
            with open(output_file, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
                stream.write(text)
        except OSError as error:
            raise Failure(f"{output_file}: can't be written: {error.strerror}") from error
        return
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding), nl=False, color=color)


@contextmanager
def writer(output_file: str | None) -> Iterator[Callable[[str], None]]:
    """Yield what writes text as it comes, to standard output or to a file.

    Raises:
        Failure: The file can't be written.
    """
    if output_file is None:
        yield partial(_put, sys.stdout)
        return
    try:
        stream = open(output_file, "w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise Failure(f"{output_file}: can't be written: {error.strerror}") from error
    with stream:
        yield partial(_put, stream)


def _put(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()


def complain(errors: Iterable[str]) -> int:
    """Write errors, and return the exit code that they amount to."""
    status = CLEAN
    for error in errors:
        click.echo(f"error: {error}", err=True)
        status = FAILED
    return status


def warn(message: str) -> None:
    """Write a warning."""
    click.echo(f"warning: {message}", err=True)


def confess(path: str, rule: str | None, traceback: str) -> None:
    """Write of a fault of hplint itself, with what its authors need to know."""
    what = "" if rule is None else f", in rule {rule}"
    warn(f"{path}: hplint failed{what}. This is a fault of hplint: please report it with this traceback.")
    click.echo(traceback, err=True)
