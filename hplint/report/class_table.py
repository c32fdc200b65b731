"""Classes of the catalogue to the page that people read in a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hplint.knobs.description import DescribedKnob, Description
from hplint.report.drawing import open_console

WIDEST = 140
"""Terminal columns: longer rows are no easier to read."""
_ROOMY = 100
"""Terminal columns from which on releases have a column of their own."""


def render_classes_table(descriptions: Sequence[Description], *, width: int, color: bool = False) -> str:
    """Return a page a class, as wide as the terminal, an empty line between them."""
    stream = io.StringIO()
    console = open_console(stream, width=min(width, WIDEST), color=color)
    for number, described in enumerate(descriptions):
        if number:
            console.print()
        console.print(Group(*_page(described, width)), highlight=False)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def _page(described: Description, width: int) -> Iterator[Text | Table | Padding]:
    yield Text(described.path, "bold")
    kinds = ", ".join(described.kinds)
    yield Text(f"{kinds}, as of {described.release}" if described.release else kinds, "dim")
    if described.status:
        yield Text(described.status, "yellow")
    yield Text()
    if described.knobs:
        yield _table(described.knobs, width >= _ROOMY)
    else:
        yield Text("It has no hyperparameters.")
    if any(knob.decisive for knob in described.knobs):
        yield Text("* decisive: its value commonly decides the quality of the model", "dim")
    if described.space:
        yield Text("\nTo search the decisive ones:\n")
        yield Padding(Text(described.space.rstrip("\n"), "green", no_wrap=True, overflow="ignore"), (0, 0, 0, 4))
    facts = _facts(described)
    if facts.row_count:
        yield Text()
        yield facts


def _table(knobs: Sequence[DescribedKnob], roomy: bool) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("  hyperparameter", no_wrap=True)
    table.add_column("default", overflow="fold", min_width=7, max_width=24)
    table.add_column("accepts", overflow="fold", ratio=1)
    table.add_column("role", no_wrap=True, style="dim")
    history = roomy and any(_history(knob) for knob in knobs)
    if history:
        table.add_column("release", style="dim", max_width=20)
    for knob in knobs:
        name = Text(f"{'*' if knob.decisive else ' '} {knob.name}", "bold" if knob.decisive else "")
        default = Text("required" if knob.default is None else knob.default)
        accepts = Text(knob.accepts)
        if not roomy and _history(knob):
            accepts.append(f"; {_history(knob)}" if knob.accepts else _history(knob), "dim")
        cells = (name, default, accepts, Text(knob.role or ""), Text(_history(knob)))
        table.add_row(*cells if history else cells[:-1])
    return table


def _history(knob: DescribedKnob) -> str:
    """Return since when there is it, and until when."""
    words = (
        *(f"since {knob.since}" for _ in (knob.since or "")[:1]),
        *(f"deprecated {knob.deprecated}" for _ in (knob.deprecated or "")[:1]),
        *(f"gone in {knob.removed}" for _ in (knob.removed or "")[:1]),
    )
    return ", ".join(words)


def _facts(described: Description) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    facts = (
        ("takes also", "further keywords" if described.accepts_kwargs else ""),
        ("learns", ", ".join(described.learns)),
        ("random", described.random),
        ("scaling", "needs features on one scale" if described.scales else ""),
        ("gone", ", ".join(map(_gone, described.gone))),
        ("coming", ", ".join(f"{knob.name} (since {knob.since})" for knob in described.coming)),
        ("source", described.source or ""),
    )
    for name, text in facts:
        if text:
            table.add_row(Text(name), Text(text))
    return table


def _gone(knob: DescribedKnob) -> str:
    instead = f", use {knob.replaced_by}" if knob.replaced_by else ""
    return f"{knob.name} (gone in {knob.removed}{instead})"
