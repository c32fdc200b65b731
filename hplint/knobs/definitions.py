"""Values that other modules define to the places where they stand."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

import libcst as cst

from hplint.analysis.record import Record
from hplint.findings import Place
from hplint.knobs.inventory import Definition
from hplint.project import Project
from hplint.source.positions import locate
from hplint.source.read import Source


def definitions(record: Record, given: Iterable[Place], project: Project, path: str) -> dict[int, Definition]:
    """Return where values stand that other modules define, by the keys of the places where they are read.

    Args:
        record: Knows which constants are read from which file.
        given: Values of hyperparameters; some may stand in other files themselves, as entries of a dict.
        project: Knows these files.
        path: The file that reads them, as the user calls it.
    """
    wanted: dict[str, dict[int, Place]] = {}
    for key, (file, name) in record.constants.items():
        source = project.source(file)
        place = None if source is None else _value(source, name)
        if place is not None:
            wanted.setdefault(file, {})[key] = place
    for each in given:
        if each.chunk in record.files:
            wanted.setdefault(record.files[each.chunk], {})[each.key] = Place(each.node, 0, each.describe)
    found: dict[int, Definition] = {}
    for file, places in wanted.items():
        source = project.source(file)
        spans = {} if source is None else locate(source, places.values())
        shown = file if os.path.isabs(path) else os.path.relpath(file)
        found |= {key: Definition(shown, spans[each.key]) for key, each in places.items() if each.key in spans}
    return found


def _value(source: Source, name: str) -> Place | None:
    """Find the value that the top level of a module gives to a name; of several the last."""
    found = [
        Place(value, index, lambda node: "")
        for index, chunk in enumerate(source.chunks)
        for assigned, value in _assigned(chunk.tree.body)
        if assigned == name
    ]
    return found[-1] if found else None


def _assigned(statements: Iterable[cst.CSTNode]) -> Iterator[tuple[str, cst.BaseExpression]]:
    for statement in statements:
        for each in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            match each:
                case cst.Assign(targets=targets, value=value):
                    yield from ((t.target.value, value) for t in targets if isinstance(t.target, cst.Name))
                case cst.AnnAssign(target=cst.Name(value=name), value=cst.BaseExpression() as value):
                    yield name, value
