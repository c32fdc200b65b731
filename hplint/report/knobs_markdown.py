"""Inventories and classes to Markdown that can be pasted into a report or a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from hplint.knobs.description import DescribedKnob, Description
from hplint.knobs.inventory import FileInventory, Knob
from hplint.report.knobs_words import label, origin, shown_value, summary
from hplint.report.place import one_line


def render_inventory_markdown(files: Sequence[FileInventory], *, every: bool = False) -> str:
    """Return the summary, and a table a file: what is set or decisive, with `every` all hyperparameters."""
    estimators = tuple(estimator for file in files for estimator in file.estimators)
    parts = [f"{summary(estimators, len(files))}.\n"]
    parts.extend(
        f"### {_text(file.path)}\n\n{_table(_HEADER, _rows(file, every))}" for file in files if file.estimators
    )
    if any(knob.decisive for estimator in estimators for knob in estimator.knobs):
        parts.append("**Bold**: decisive, its value commonly decides the quality of the model.\n")
    return "\n".join(parts)


_HEADER = ("Line", "Estimator", "Hyperparameter", "Value", "From", "Role")


def _rows(file: FileInventory, every: bool) -> Iterator[tuple[str, ...]]:
    for estimator in file.estimators:
        cell = "" if estimator.span.cell is None else f"cell {estimator.span.cell}, "
        head = (f"{cell}{estimator.span.row}", _code(label(estimator)))
        knobs = [knob for knob in estimator.knobs if every or knob.matters]
        if not knobs:
            yield (*head, "", "", "all at their defaults" if estimator.knobs else "", "")
        for knob in knobs:
            yield (*head, *_knob(knob))
            head = ("", "")


def _knob(knob: Knob) -> tuple[str, str, str, str]:
    return _name(knob), _code(shown_value(knob)), _text(origin(knob)), knob.role or ""


def _name(knob: Knob | DescribedKnob) -> str:
    return f"**{_code(knob.name)}**" if knob.decisive else _code(knob.name)


def render_classes_markdown(descriptions: Sequence[Description]) -> str:
    """Return a section a class."""
    return "\n".join("\n".join(_class(each)) for each in descriptions)


def _class(described: Description) -> Iterator[str]:
    yield f"### {described.path}\n"
    kinds = " ".join((", ".join(described.kinds), *(f"of {described.release}" for _ in described.release[:1])))
    yield f"{kinds}{f'; {described.status}' if described.status else ''}\n"
    header = ("Hyperparameter", "Default", "Accepts", "Role", "Search space")
    yield _table(
        header,
        (
            (
                _name(knob),
                "required" if knob.default is None else _code(knob.default),
                _text(knob.accepts),
                knob.role or "",
                _code(knob.space or ""),
            )
            for knob in described.knobs
        ),
    )
    if described.space:
        yield f"```python\n{described.space}```\n"
    if described.learns:
        yield f"Learns {', '.join(map(_code, described.learns))}.\n"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _text(text: str) -> str:
    """Return text that means itself in a cell."""
    return re.sub(r"([\\|`*<>\[\]]|\b_|_\b)", r"\\\1", one_line(text))


def _code(text: str) -> str:
    """Return text as code in a cell, where even in code a pipe would end the cell."""
    if not text:
        return ""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{one_line(text)}{space}{fence}".replace("|", "\\|")
