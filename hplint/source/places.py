"""Expressions to short text, as their author would say them."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

_SHORT = 20
"""Characters of a literal that are still shown."""
_LINKS = 6
"""Attributes, calls and subscripts that are followed inwards; beyond, the text begins with an ellipsis."""


def make_text(node: object) -> str:
    """Return an expression in short: `X_test`, `model.fit(...)`, `df["x"]`; `...` for what has no short form.

    Costs a bounded number of steps, whatever the size of the expression.
    """
    return _make(node, _LINKS)


def _make(node: object, links: int) -> str:
    if links == 0:
        return "..."
    # By `type` first: libcst's abstract bases make a pattern slow, and most texts are chains of these.
    kind = type(node)
    if kind is cst.Name:
        return node.value  # type: ignore[attr-defined, no-any-return]  # of a Name
    if kind is cst.Attribute:
        return f"{_make(node.value, links - 1)}.{node.attr.value}"  # type: ignore[attr-defined]
    if kind is cst.Call:
        return f"{_make(node.func, links - 1)}({'...' if node.args else ''})"  # type: ignore[attr-defined]
    match node:
        case cst.Subscript(value=owner, slice=elements):
            return f"{_make(owner, links - 1)}[{_make_slice(elements)}]"
        case cst.Arg(value=value) | cst.Expr(value=value) | cst.Await(expression=value):
            return _make(value, links)
        case _:
            return _make_literal(node) or _make_container(node)


def _make_slice(elements: Sequence[cst.SubscriptElement]) -> str:
    match elements:
        case [cst.SubscriptElement(slice=cst.Index(value=cst.Name(value=name), star=None))]:
            return name
        case [cst.SubscriptElement(slice=cst.Index(value=value, star=None))]:
            return _make_literal(value) or "..."
        case _:
            return "..."


def _make_literal(node: object) -> str:
    """Return a short string or number as it is written; else nothing."""
    match node:
        case cst.SimpleString(value=text) | cst.Integer(value=text) | cst.Float(value=text) if len(text) <= _SHORT:
            return "" if "\n" in text else text
        case cst.UnaryOperation(operator=cst.Minus(), expression=cst.Integer(value=text) | cst.Float(value=text)):
            return f"-{text}" if len(text) < _SHORT else ""
        case _:
            return ""


def _make_container(node: object) -> str:
    match node:
        case cst.List(elements=elements):
            return "[...]" if elements else "[]"
        case cst.Dict(elements=elements):
            return "{...}" if elements else "{}"
        case cst.Tuple(elements=elements):
            return "(...)" if elements else "()"
        case cst.Set() | cst.SetComp() | cst.DictComp():
            return "{...}"
        case cst.ListComp():
            return "[...]"
        case cst.GeneratorExp():
            return "(...)"
        case cst.Lambda():
            return "lambda ..."
        case cst.FunctionDef(name=name) | cst.ClassDef(name=name):
            return name.value
        case cst.SimpleString() | cst.ConcatenatedString() | cst.FormattedString():
            return '"..."'
        case _:
            return "..."
