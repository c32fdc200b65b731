"""Text to libcst's tree at less cost: nodes aren't checked one by one, white space and punctuation are shared.

libcst's parser, which is native, looks the class of each node up in the module `libcst` and calls it. Two thirds of all
nodes are white space and punctuation, most of which are as others are. Both together spare a sixth of the parse.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from types import ModuleType

import libcst

_SHARED = (
    "AssignEqual Colon Comma Dot EmptyLine LeftCurlyBrace LeftParen LeftSquareBracket Newline RightCurlyBrace "
    "RightParen RightSquareBracket Semicolon SimpleWhitespace TrailingWhitespace"
)
"""Nodes that no finding points at, and that hold no sequence."""
_MOST_SHARED = 4096
"""Nodes of each class that are kept, those with comments among them."""


def parse_module(code: str) -> libcst.Module:
    """Return the tree of a text; equal nodes of white space and punctuation may be the same object.

    Raises:
        libcst.ParserSyntaxError: It isn't Python.
        libcst.CSTValidationError: It isn't either; the parser accepts what its nodes refuse.
    """
    sys.modules["libcst"] = _stand_in()
    try:
        return libcst.parse_module(code)
    finally:
        sys.modules["libcst"] = libcst


@contextmanager
def unchecked() -> Iterator[None]:
    """Build nodes without libcst's checks of each one meanwhile: there is no option for it."""
    _make_checks_optional()
    _CHECKS.wanted = False
    try:
        yield
    finally:
        _CHECKS.wanted = True


class _Checks:
    """Whether nodes are checked when they are built: the parser builds only valid ones."""

    wanted = True


_CHECKS = _Checks()


@cache
def _make_checks_optional() -> None:
    """Have each node ask whether it is to be checked, from now on.

    It isn't taken back after each file: whatever changes the class makes Python forget where the attributes of all
    nodes are, and that costs following their code a fifteenth of its time.
    """
    libcst.CSTNode.__post_init__ = _check_if_wanted  # type: ignore[method-assign, assignment]


def _check_if_wanted(node: libcst.CSTNode) -> None:
    if _CHECKS.wanted:
        _VALIDATE(node)


@cache
def _stand_in() -> ModuleType:
    """Return what the parser takes for `libcst`: the same, but that some classes give a node that they gave before."""
    module = ModuleType("libcst")
    vars(module).update(vars(libcst))
    for name in _SHARED.split():
        setattr(module, name, lru_cache(_MOST_SHARED)(getattr(libcst, name)))
    return module


_VALIDATE = libcst.CSTNode.__post_init__
