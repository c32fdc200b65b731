"""Nodes of libcst at a third of the cost: built by a class that may be written to, and then given their own.

libcst's classes are frozen dataclasses, which write each field through `object.__setattr__` and check themselves. A
node built here is in no way another: it has the same class, and every field that isn't given has its default.
"""

from __future__ import annotations

from abc import ABCMeta
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from types import CodeType, FunctionType
from typing import Any

import libcst

_MAKE = "def make({given}):\n    node = new(draft)\n{body}    node.__class__ = kind\n    return node\n"

_CODES: dict[tuple[int, int], CodeType] = {}
"""The code of functions that write so many fields that are given, and so many that aren't."""


class Drafts:
    """Functions that build nodes, by the name of their class; each is made when it is asked for the first time."""

    def __init__(self, given: Mapping[str, str]) -> None:
        """Take the fields of each class that its function is given, in order."""
        self.given = given

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return the function of a class of libcst."""
        made = drafting(getattr(libcst, name), *self.given[name].split())
        setattr(self, name, made)
        return made


def drafting(kind: type[libcst.CSTNode], *given: str) -> Callable[..., Any]:
    """Return a function that builds nodes of a class from the values of some fields, in that order.

    What other fields have by default, one node of white space for instance, is shared by all that it builds.
    """
    names = {f"_{number}": name for number, name in enumerate(given)}
    space: dict[str, Any] = {"new": object.__new__, "kind": kind, "draft": _draft(kind)}
    for field in fields(kind):
        if field.name not in given:
            number = f"_{len(names)}"
            names[number] = field.name
            space[number] = field.default if field.default_factory is MISSING else field.default_factory()
    code = _code(len(given), len(names) - len(given))
    # Compiling a text takes fifty times as long as renaming what it names.
    own = tuple([names.get(name.removeprefix("of"), name) if name[:2] == "of" else name for name in code.co_names])
    return FunctionType(code.replace(co_names=own), space)


def _draft(kind: type[libcst.CSTNode]) -> Any:
    """Return a class with the same layout that isn't frozen."""
    plain = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return ABCMeta(kind.__name__, (kind,), plain)


def _code(given: int, left: int) -> CodeType:
    """Compile a function, in which fields are called by their numbers."""
    found = _CODES.get((given, left))
    if found is None:
        body = "".join(f"    node.of_{number} = _{number}\n" for number in range(given + left))
        text = _MAKE.format(given=", ".join(f"_{number}" for number in range(given)), body=body)
        [found] = [each for each in compile(text, __file__, "exec").co_consts if isinstance(each, CodeType)]
        _CODES[given, left] = found
    return found
