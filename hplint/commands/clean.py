"""`hplint clean`: removes what hplint remembers of a project."""

from __future__ import annotations

import os
import re
from contextlib import suppress

import click

from hplint.commands.terminal import CACHE, CLEAN, Failure

_WRITTEN = re.compile(r"results(\.\d+\.tmp)?|\.gitignore")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folders", nargs=-1)
@click.option("--cache-dir", metavar="DIR", help="Remove what is remembered here.")
def clean(folders: tuple[str, ...], cache_dir: str | None) -> int:
    """Remove the results that hplint remembers in FOLDERS and all below them; in the current one by default."""
    found = [cache_dir] if cache_dir else [cache for folder in folders or (".",) for cache in _caches(folder)]
    for folder in found:
        try:
            _remove(folder)
        except OSError as error:
            raise Failure(f"{folder}: can't be removed: {error.strerror}") from error
        click.echo(f"Removed {folder}.")
    if not found:
        click.echo("Nothing is remembered.")
    return CLEAN


def _caches(folder: str) -> list[str]:
    return [os.path.join(here, CACHE) for here, names, _ in os.walk(folder) if CACHE in names]


def _remove(folder: str) -> None:
    """Remove what hplint wrote, and the folder if nothing else is in it."""
    for entry in list(os.scandir(folder)):
        if _WRITTEN.fullmatch(entry.name):
            os.unlink(entry.path)
    with suppress(OSError):
        os.rmdir(folder)
