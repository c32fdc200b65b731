"""Reads numpydoc docstrings: the entries of a section, and what their directives say of versions."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_DIRECTIVE: Final = re.compile(r"\.\. ?(versionadded|versionchanged|deprecated):: ?v?([\d.]+\d)")
_REMOVED: Final = re.compile(r"removed in (?:version )?v?(\d+\.\d+)")
_RENAMED: Final = re.compile(r"renamed (?:to )?`+(\w+)`+|in favor of `+(\w+)`+(?=\.| and will)")
_CONDITION: Final = re.compile(
    r"[^.]*\b(?:only (?:available|defined|exists?|present|meaningful|when|if)|(?:available|defined) only"
    r"|(?:exists?|available|present) (?:only )?(?:if|when))\b(?:[^.`]|`[^`]*`|\.(?=\S))*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Directive:
    """A version directive and the text under it, on one line."""

    kind: str
    version: str
    text: str

    @property
    def removed(self) -> str | None:
        """Say in which version the library promises to remove it."""
        found = _REMOVED.search(self.text)
        return found[1] if found else None

    @property
    def replaced_by(self) -> str | None:
        """Name what it was renamed to."""
        found = _RENAMED.search(self.text)
        return (found[1] or found[2]) if found else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of a section with the lines below it, dedented."""

    name: str
    kind: str
    """What stands behind the colon: `float, default=1.0`."""
    body: tuple[str, ...]

    @property
    def directives(self) -> tuple[Directive, ...]:
        """List the directives that stand at the entry's own indentation: deeper ones speak of single options."""
        return tuple(_directives(self.body))

    @property
    def condition(self) -> str | None:
        """Return the sentence that says when it exists."""
        found = _CONDITION.search(" ".join(line.strip() for line in self.body if not line.strip().startswith("..")))
        return " ".join(found[0].split()).rstrip(".") if found else None


def entries(docstring: str | None, section: str) -> dict[str, Entry]:
    """Read a section; an entry for `a, b : float` stands under both names."""
    found: dict[str, Entry] = {}
    for heading, body in _entries(_section(docstring, section)):
        names, _, kind = heading.partition(" : ") if " : " in heading else heading.partition(":")
        for name in names.split(","):
            found[name.strip()] = Entry(name.strip(), kind.strip(), body)
    return found


def summary_directives(docstring: str | None) -> tuple[Directive, ...]:
    """Read the directives above the first section, which speak of the whole class."""
    lines = inspect.cleandoc(docstring or "").splitlines()
    end = next((i for i, line in enumerate(lines) if line.startswith("---")), len(lines))
    return tuple(_directives(tuple(lines[:end])))


def _section(docstring: str | None, section: str) -> list[str]:
    lines = inspect.cleandoc(docstring or "").splitlines()
    for i in range(len(lines) - 1):
        if lines[i].strip() == section and lines[i + 1].startswith("---"):
            rest = lines[i + 2 :]
            end = next((j - 1 for j, line in enumerate(rest) if line.startswith("---")), len(rest))
            return rest[:end]
    return []


def _entries(lines: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Pair headings with what stands below; headings that follow each other share it."""
    headings, body = list[str](), list[str]()
    for line in [*lines, "end"]:
        if not line or line[0].isspace():
            body.append(line)
            continue
        if any(body):
            text = tuple(inspect.cleandoc("\n" + "\n".join(body)).splitlines())
            yield from ((heading, text) for heading in headings)
            headings = []
        headings, body = [*headings, line], []
    yield from ((heading, ()) for heading in headings[:-1])


def _directives(lines: tuple[str, ...]) -> Iterator[Directive]:
    for i, line in enumerate(lines):
        found = _DIRECTIVE.match(line)
        if not found:
            continue
        text = [line[found.end() :]]
        for below in lines[i + 1 :]:
            if below and not below[0].isspace():
                break
            text.append(below)
        yield Directive(found[1], found[2], " ".join(" ".join(text).split()))
