"""What statements and loops bind, as it is written."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst


def targets(statement: cst.CSTNode) -> Iterator[object]:
    """List what a statement assigns to."""
    match statement:
        case cst.Assign(targets=several):
            for each in several:
                yield from parts(each.target)
        case cst.AnnAssign(target=target) | cst.AugAssign(target=target):
            yield target


def parts(target: object) -> Iterator[object]:
    """List what a target of any form consists of."""
    yield target
    if isinstance(target, (cst.Tuple, cst.List)):
        for element in target.elements:
            yield from parts(element.value)


def binds(statement: cst.CSTNode, name: str) -> bool:
    """Tell whether a statement binds a name."""
    return any(is_name(each, name) for each in targets(statement))


def is_name(part: object, name: str) -> bool:
    """Tell whether a part of a target is a certain name."""
    return isinstance(part, cst.Name) and part.value == name
