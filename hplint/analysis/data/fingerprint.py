"""A short text for an expression that stands for the same value wherever it is written: `len(train)`, `df["year"]`."""

from __future__ import annotations

import libcst as cst

DEEPEST = 6


def fingerprint(node: cst.CSTNode, depth: int = 0) -> str | None:
    """Return the text, or None for expressions that may differ from one evaluation to the next.

    Names are taken to keep their value between the places compared; the comparison only ever silences.
    """
    if depth > DEEPEST:
        return None
    match node:
        case cst.Name(value=name):
            return name
        case cst.Integer(value=text) | cst.Float(value=text) | cst.SimpleString(value=text):
            return text
        case cst.Attribute(value=value, attr=cst.Name(value=name)):
            return joined("{}." + name, value, depth=depth)
        case cst.Call(func=cst.Name(value="len" | "int" | "round" as name), args=[cst.Arg(value=only)]):
            return joined(name + "({})", only, depth=depth)
        case cst.Subscript(value=value, slice=[cst.SubscriptElement(slice=cst.Index(value=index))]):
            return joined("{}[{}]", value, index, depth=depth)
        case cst.Subscript(value=value, slice=several):
            parts = [bounds(each.slice, depth + 1) for each in several]
            return None if None in parts else joined("{}[" + ", ".join(map(str, parts)) + "]", value, depth=depth)
        case cst.BinaryOperation(left=left, operator=operator, right=right):
            return joined("{} " + type(operator).__name__ + " {}", left, right, depth=depth)
        case cst.UnaryOperation(operator=cst.Minus(), expression=expression):
            return joined("-{}", expression, depth=depth)
        case _:
            return None


def bounds(part: cst.BaseSlice, depth: int) -> str | None:
    """Return the text of one of several indices, with braces that no template fills."""
    match part:
        case cst.Index(value=value):
            found = fingerprint(value, depth)
        case cst.Slice(lower=None, upper=None, step=None):
            found = ":"
        case _:
            found = None
    return None if found is None else found.replace("{", "{{").replace("}", "}}")


def joined(template: str, *nodes: cst.CSTNode, depth: int) -> str | None:
    """Fill a template with fingerprints; None where one is missing."""
    texts = [fingerprint(node, depth + 1) for node in nodes]
    return None if None in texts else template.format(*texts)
