"""Lines and tables of rich to text, in colour or without, whatever the terminal."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.text import Text

_UNBOUNDED = 100_000
"""Columns: wider than any line."""


def draw_lines(lines: Iterable[Text], *, color: bool) -> str:
    """Return lines as a terminal shows them; their widths are right already."""
    stream = io.StringIO()
    console = open_console(stream, width=_UNBOUNDED, color=color)
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False)
    return stream.getvalue()


def open_console(stream: TextIO, *, width: int, color: bool) -> Console:
    """Return a console that writes to a stream, and asks neither the terminal nor the environment."""
    return Console(
        file=stream,
        force_terminal=color,
        color_system="standard" if color else None,
        width=width,
        legacy_windows=False,
        no_color=not color,
    )
