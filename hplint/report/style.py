"""Text with styles to plain text or terminal colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Style = Literal["error", "warning", "info", "place", "gutter", "help", "code", "added", "removed"]
Paint = Callable[[str, Style], str]
"""Returns the text as it is to be written in a style."""

_CODES: dict[Style, str] = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "place": "1",
    "gutter": "34",
    "help": "32",
    "code": "1;35",
    "added": "32",
    "removed": "31",
}


def plain(text: str, style: Style) -> str:
    """Return the text alone."""
    return text


def colored(text: str, style: Style) -> str:
    """Return the text between the terminal's codes for its style."""
    return f"\033[{_CODES[style]}m{text}\033[0m" if text else text
