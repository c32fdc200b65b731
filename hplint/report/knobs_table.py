"""Inventories to the table that people read in a terminal: what is searched, what is fixed, what is left as it was."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from hplint.knobs.inventory import Estimator, FileInventory, Knob, Status
from hplint.report.drawing import draw_lines
from hplint.report.knobs_words import label, origin, remarks, shown_value, summary
from hplint.report.place import one_line, where

_STYLES = {
    Status.SEARCHED: "green",
    Status.CONFIGURED: "cyan",
    Status.ELSEWHERE: "blue",
    Status.BUILT: "",
    Status.TYPED_IN: "yellow",
    Status.DEFAULT: "dim",
}
_GAP = 2
_LONGEST = 60
"""Terminal columns of a cell where nothing limits the width."""
_COMFORTABLE = 42
"""Terminal columns of a cell in a wide terminal: wider ones tear the row apart."""
_ROLE = len("tolerance")
_INDENT = 4


@dataclass(frozen=True, slots=True)
class _Widths:
    """Terminal columns of each column of the table; 0 for one that isn't shown."""

    name: int
    value: int
    origin: int
    role: int
    space: int

    @classmethod
    def fit(cls, knobs: Sequence[Knob], width: int | None) -> _Widths:
        """Give each column what it needs; in a terminal the value, the origin and the space share what is left."""
        name = _widest((knob.name for knob in knobs), "hyperparameter", 28)
        longest = _LONGEST if width is None else _COMFORTABLE
        value = _widest(map(shown_value, knobs), "value", longest)
        source = _widest(map(origin, knobs), "from", longest)
        space = _widest(map(_advice, knobs), "search over", _LONGEST)
        if width is None:
            return cls(name, value, source, _ROLE, space)
        role = _ROLE if width >= 70 else 0
        left = width - _INDENT - name - (_GAP + role if role else 0)
        room = left - 2 * _GAP
        if width < 110 or space + _GAP + 24 > room:
            value, source = _share(value, source, room)
            return cls(name, value, source, role, 0)
        value, source = _share(value, source, max(room - _GAP - min(space, 44), 24))
        return cls(name, value, source, role, min(space, room - value - source - _GAP))


def _share(first: int, second: int, room: int) -> tuple[int, int]:
    """Divide the room between two columns: what one doesn't need the other has."""
    half = max(room // 2, 6)
    if first + second <= room:
        return first, second
    if first <= half:
        return first, max(room - first, 6)
    return (max(room - second, 6), second) if second <= half else (max(room - half, 6), half)


def _widest(texts: Iterable[str], heading: str, longest: int) -> int:
    return min(max((cell_len(one_line(text)) for text in (heading, *texts)), default=0), longest)


def render_inventory_table(
    files: Sequence[FileInventory], *, every: bool = False, width: int | None = None, color: bool = False
) -> str:
    """Return the table, and a summary below it.

    Args:
        files: What to show.
        every: Show all hyperparameters, not only those that are set or decisive.
        width: Of the terminal, in columns; None where there is none: nothing is cut but very long values.
        color: Colour it.
    """
    estimators = tuple(estimator for file in files for estimator in file.estimators)
    shown = [knob for each in estimators for knob in each.knobs if every or knob.matters]
    widths = _Widths.fit(shown, width)
    lines: list[Text] = []
    if shown:
        lines.append(Text(_header(widths), "dim"))
    for file in files:
        for estimator in file.estimators:
            lines.extend((Text(), *_estimator(file.path, estimator, widths, every, width)))
    lines.extend((Text(), *_footer(estimators, len(files), width)))
    return draw_lines(lines, color=color)


def _header(widths: _Widths) -> str:
    titles = zip(_columns(widths), ("hyperparameter", "value", "from", "role", "search over"), strict=True)
    cells = "  ".join(title[:width].ljust(width) for width, title in titles if width)
    return f"{' ' * _INDENT}{cells}".rstrip()


def _columns(widths: _Widths) -> tuple[int, ...]:
    return widths.name, widths.value, widths.origin, widths.role, widths.space


def _estimator(path: str, estimator: Estimator, widths: _Widths, every: bool, width: int | None) -> Iterator[Text]:
    place = Text(one_line(where(path, estimator.span).rpartition(":")[0]), "cyan")
    head = Text.assemble(place, "  ", (one_line(label(estimator)), "bold"))
    notes = one_line(remarks(estimator))
    yield _cut(Text.assemble(head, "  ", (notes, "dim")) if notes else head, width)
    shown = [knob for knob in estimator.knobs if every or knob.matters]
    for knob in shown:
        yield _knob(knob, widths)
    rest = len(estimator.knobs) - len(shown)
    remaining = f"{'all' if not shown else 'the other'} {rest} at their defaults" if rest > 1 else ""
    if rest == 1:
        remaining = "the other one at its default" if shown else "its only hyperparameter at its default"
    if not estimator.complete and rest:
        remaining = f"{rest} more, not set in view"
    learned = f"learns {', '.join(estimator.learns)}" if estimator.learns else ""
    closing = "; ".join(part for part in (remaining, learned) if part)
    if closing:
        yield _cut(Text(f"{' ' * _INDENT}{closing}", "dim"), width)


def _knob(knob: Knob, widths: _Widths) -> Text:
    style = _STYLES[knob.status]
    if knob.unknown:
        style = "red"
    strong = f"bold {style}" if knob.decisive and knob.status is Status.TYPED_IN else style
    cells = (
        (knob.name, "bold" if knob.decisive else style),
        (shown_value(knob), strong),
        (origin(knob), strong),
        (knob.role or "", "dim"),
        (_advice(knob), "dim"),
    )
    line = Text(f"{'  * ' if knob.decisive else ' ' * _INDENT}")
    for (content, each), room in zip(cells, _columns(widths), strict=True):
        if room:
            cell = Text(one_line(content), each)
            cell.truncate(room, overflow="ellipsis", pad=True)
            line.append_text(cell).append(" " * _GAP)
    line.rstrip()
    return line


def _advice(knob: Knob) -> str:
    """Return what to search a decisive hyperparameter over that nothing searches yet."""
    undecided = knob.decisive and knob.status in (Status.TYPED_IN, Status.DEFAULT)
    return knob.space or "" if undecided else ""


def _footer(estimators: tuple[Estimator, ...], files: int, width: int | None) -> Iterator[Text]:
    text = f"{summary(estimators, files)}."
    yield from map(Text, [text] if width is None else textwrap.wrap(text, width))
    if any(knob.decisive for estimator in estimators for knob in estimator.knobs):
        yield _cut(Text("* decisive: its value commonly decides the quality of the model", "dim"), width)


def _cut(line: Text, width: int | None) -> Text:
    if width is not None:
        line.truncate(width, overflow="ellipsis")
    return line
