"""`hplint trace`: the lineage of the data in one file, as text, Mermaid, SVG, HTML or JSON."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from typing import Any

import click

from hplint.api import CatalogueError, ConfigError, Lineage, Selection
from hplint.api import trace_text as trace_bytes
from hplint.commands.configured import configured
from hplint.commands.terminal import CLEAN, FAILED, Failure, colored, confess, warn, write

_NARROWEST = 60
"""Columns of a terminal below which lines are cut at these."""
_WIDEST = 110
"""Columns beyond which places would stand too far from what they belong to."""


@click.command(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Examples: `hplint trace train.py`, `hplint trace explore.ipynb --format html --output lineage.html`. "
    "svg and html need `pip install 'hplint[trace]'`. Leaks are the findings of the rules on evaluation, HP301 and on. "
    "Exit code: 0, or 2 when hplint could not do its work.",
)
@click.argument("file", metavar="FILE")
@click.option(
    "--format",
    "--output-format",
    "form",
    type=click.Choice(["text", "mermaid", "svg", "html", "json"]),
    help="How it is drawn; by default as the name of the output file ends, else as text.",
)
@click.option(
    "--output", "--output-file", "-o", "output", metavar="FILE", help="Write it here, not to standard output."
)
@click.option("--config", metavar="FILE", help="Read this configuration instead of that of the project.")
@click.option("--isolated", is_flag=True, help="Read no configuration.")
@click.option("--stdin-filename", metavar="PATH", help="The name of the file that `-` reads from standard input.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour the text.",
)
def trace(file: str, **options: Any) -> int:
    """Draw where the data of a file comes from, how it is split, and what is learned, fitted and scored on it.

    FILE is a Python file, a notebook, or - for standard input. Nothing in it is run. Solid lines hand on rows, dashed
    ones what was learned from them; what leaks from test rows is red.
    """
    try:
        lineage = _traced(file, options)
    except (CatalogueError, ConfigError) as error:
        raise Failure(str(error)) from error
    status = _complain(lineage)
    if status == CLEAN:
        write(_rendered(lineage, options), options["output"], color=_color(options))
    return status


def _traced(file: str, options: dict[str, Any]) -> Lineage:
    path = (options["stdin_filename"] or "-") if file == "-" else file
    config = configured(options, Selection()).of_folder(os.path.dirname(os.path.abspath(path)))
    return trace_bytes(sys.stdin.buffer.read() if file == "-" else _read(file), path, config)


def _read(file: str) -> bytes:
    try:
        with open(file, "rb") as stream:
            return stream.read()
    except OSError as error:
        if error.errno == errno.ENOENT:
            raise Failure(f"no such file: {file}") from error
        if os.path.isdir(file):
            raise Failure(f"{file} is a folder; `hplint trace` draws one file at a time") from error
        raise Failure(f"{file}: can't be read: {error.strerror or error}") from error


def _complain(lineage: Lineage) -> int:
    """Say what isn't in the picture, and return the exit code that it amounts to."""
    from hplint.report.place import where

    for fault in lineage.faults:
        confess(fault.path, fault.rule, fault.traceback)
    for span, message in lineage.unreadable:
        warn(f"{where(lineage.path, span)}: {message}")
    if lineage.exhausted:
        warn(f"{lineage.path}: takes too long to follow all of it; something may be missing")
    if lineage.forgetful:
        warn(f"{lineage.path}: more was learned to make some data than is kept; only what was learned first is drawn")
    if lineage.unreadable and not lineage.nodes and not lineage.readable:
        raise Failure(f"{lineage.path} can't be read, so there is nothing to draw")
    return FAILED if lineage.faults else CLEAN


def _rendered(lineage: Lineage, options: dict[str, Any]) -> str:
    match options["form"] or _format_of(options["output"]):
        case "json":
            from hplint.report.trace_json import render_trace_json

            return render_trace_json(lineage)
        case "mermaid":
            from hplint.report.trace_mermaid import render_trace_mermaid

            return render_trace_mermaid(lineage)
        case "svg" | "html" as form:
            return _drawn(lineage, form)
        case _ if not lineage.nodes:
            from hplint.report.trace_words import nothing

            return f"{nothing(lineage)}\n"
        case _:
            from hplint.report.trace_text import render_trace_text

            return render_trace_text(lineage, width=_width(options), color=_color(options), boxes=_boxes(options))


def _format_of(output: str | None) -> str:
    """Return the format that the name of a file asks for."""
    ending = os.path.splitext(output or "")[1].lower()
    return {".json": "json", ".svg": "svg", ".html": "html", ".htm": "html", ".mmd": "mermaid", ".md": "mermaid"}.get(
        ending, "text"
    )


def _drawn(lineage: Lineage, form: str) -> str:
    try:
        if form == "svg":
            from hplint.report.trace_svg import render_trace_svg

            return render_trace_svg(lineage)
        from hplint.report.trace_html import render_trace_html

        return render_trace_html(lineage)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "grandalf":
            raise
        raise Failure(f"{form} needs a library that lays pictures out: pip install 'hplint[trace]'") from error


def _width(options: dict[str, Any]) -> int | None:
    """Return the columns of the terminal; None where there is none, and the environment doesn't say either."""
    if options["output"] is None and (sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal()):
        return min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)
    return None


def _boxes(options: dict[str, Any]) -> bool:
    """Say whether the output can show box characters."""
    if options["output"] is not None:
        return True
    try:
        "├✗◇".encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _color(options: dict[str, Any]) -> bool:
    return colored(options["color"], options["output"])
