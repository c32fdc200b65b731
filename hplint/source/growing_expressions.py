"""Expressions of Python's own syntax tree to those of libcst's."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from hplint.source.grown_nodes import (
    AND,
    ASYNCHRONOUS,
    BINARY_OPERATORS,
    CLOSE,
    COMMA,
    COMPARING,
    DEFAULT,
    NODES,
    OPEN,
    OR,
    PARAMETER_SLASH,
    PARAMETER_STAR,
    UNARY_OPERATORS,
)

_CLOSED = frozenset({ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.List, ast.Dict})
"""What needs no parentheses anywhere."""


_NEAR = 80
"""Characters before an operand in which its parenthesis is looked for."""


class Unfamiliar(Exception):
    """Raised for what only libcst's parser is asked about."""


class Ways(dict[Any, Callable[[Any, Any], Any]]):
    """How nodes are turned, by their class or its name; what newer releases of Python have isn't there."""

    def __missing__(self, key: Any) -> Any:
        raise Unfamiliar


class Expressions:
    """Turns the expressions of one text."""

    def __init__(self, text: str) -> None:
        # Python counts columns in bytes of UTF-8.
        self.code: str | bytes = text if text.isascii() else text.encode()
        newline: Any = "\n" if text.isascii() else b"\n"
        self.rows = [0]
        at = 0
        for row in self.code.split(newline):
            at += len(row) + 1
            self.rows.append(at)

    def text(self, node: Any) -> str:
        """Return the code of a node."""
        rows = self.rows
        cut = self.code[rows[node.lineno - 1] + node.col_offset : rows[node.end_lineno - 1] + node.end_col_offset]
        return cut if isinstance(cut, str) else cut.decode()

    def turn(self, node: Any) -> Any:
        """Turn an expression."""
        return _EXPRESSIONS[type(node)](self, node)

    def maybe(self, node: ast.expr | None) -> Any:
        """Turn an expression that may be left out."""
        return None if node is None else _EXPRESSIONS[type(node)](self, node)

    def first(self, node: Any, parent: Any) -> Any:
        """Turn what another expression begins with, in its parentheses if it has some."""
        made = _EXPRESSIONS[type(node)](self, node)
        if type(node) not in _CLOSED and _place(node) != _place(parent):
            _enclose(made)
        return made

    def operand(self, node: Any) -> Any:
        """Turn what stands behind an operator, in its parentheses if it has some."""
        made = _EXPRESSIONS[type(node)](self, node)
        if type(node) not in _CLOSED:
            at = self.rows[node.lineno - 1] + node.col_offset
            before = self.code[max(at - _NEAR, 0) : at].rstrip()
            if before[-1:] in ("(", b"("):
                _enclose(made)
        return made

    def parsed(self, node: Any) -> Any:
        """Have libcst's parser read an expression, whose text says more than Python's tree."""
        return cst.parse_expression(f"({self.text(node)})")

    def attribute(self, node: ast.Attribute) -> Any:
        """Turn `a.b`."""
        return NODES.Attribute(self.first(node.value, node), NODES.Name(node.attr))

    def call(self, node: ast.Call) -> Any:
        """Turn `f(a)`."""
        return NODES.Call(self.first(node.func, node), self.arguments(node.args, node.keywords))

    def arguments(self, values: Sequence[ast.expr], keywords: Sequence[ast.keyword]) -> tuple[Any, ...]:
        """Turn what a call, or a class, is given, in the order of the text."""
        if keywords and values and _place(values[-1]) > _place(keywords[0]):
            # `f(a=1, *b)`
            return tuple([self.argument(each) for each in sorted([*values, *keywords], key=_place)])
        return (*map(self.argument, values), *map(self.argument, keywords))

    def argument(self, node: Any) -> Any:
        """Turn one argument."""
        kind = type(node)
        if kind is ast.keyword:
            if node.arg is None:
                return NODES.Arg(self.turn(node.value), None, "**")
            return NODES.Arg(self.turn(node.value), NODES.Name(node.arg), "")
        if kind is ast.Starred:
            return NODES.Arg(self.turn(node.value), None, "*")
        return NODES.Arg(_EXPRESSIONS[kind](self, node), None, "")

    def constant(self, node: ast.Constant) -> Any:
        """Turn a literal, which is written in the tree as it is in the text."""
        value = node.value
        kind = type(value)
        if kind is str or kind is bytes:
            text = self.text(node)
            return NODES.SimpleString(text) if _is_one_string(text) else self.parsed(node)
        if value is None or kind is bool:
            return NODES.Name(str(value))
        if value is ...:
            return NODES.Ellipsis()
        make = NODES.Integer if kind is int else NODES.Float if kind is float else NODES.Imaginary
        return make(self.text(node))

    def subscript(self, node: ast.Subscript) -> Any:
        """Turn `a[b]`."""
        index: Any = node.slice
        if type(index) is not ast.Tuple or not index.elts:
            return NODES.Subscript(self.first(node.value, node), (self.part(index, DEFAULT),))
        if _place(index.elts[0]) != _place(index) and self.text(index).endswith(")"):
            # `x[(a, b)]` or `x[(a), (b)]`
            return self.parsed(node)
        last = len(index.elts) - 1
        commas = (DEFAULT if last and number == last else COMMA for number in range(last + 1))
        return NODES.Subscript(self.first(node.value, node), tuple(map(self.part, index.elts, commas)))

    def part(self, node: Any, comma: Any) -> Any:
        """Turn one of the parts between the commas of a subscript."""
        if type(node) is ast.Slice:
            cut = NODES.Slice(self.maybe(node.lower), self.maybe(node.upper), self.maybe(node.step))
            return NODES.SubscriptElement(cut, comma)
        return NODES.SubscriptElement(NODES.Index(self.turn(node)), comma)

    def binary(self, node: ast.BinOp) -> Any:
        """Turn `a + b`."""
        return NODES.BinaryOperation(
            self.first(node.left, node), BINARY_OPERATORS[type(node.op)], self.operand(node.right)
        )

    def unary(self, node: ast.UnaryOp) -> Any:
        """Turn `-a`."""
        return NODES.UnaryOperation(UNARY_OPERATORS[type(node.op)], self.operand(node.operand))

    def boolean(self, node: ast.BoolOp) -> Any:
        """Turn `a and b and c`, of which libcst makes pairs."""
        operator = AND if type(node.op) is ast.And else OR
        left = self.first(node.values[0], node)
        for other in node.values[1:]:
            left = NODES.BooleanOperation(left, operator, self.operand(other))
        return left

    def comparison(self, node: ast.Compare) -> Any:
        """Turn `a < b < c`."""
        pairs = zip(node.ops, node.comparators, strict=True)
        return NODES.Comparison(
            self.first(node.left, node),
            tuple([NODES.ComparisonTarget(COMPARING[type(op)], self.operand(other)) for op, other in pairs]),
        )

    def elements(self, nodes: Sequence[ast.expr]) -> tuple[Any, ...]:
        """Turn what a list, tuple or set holds."""
        return tuple(
            [
                NODES.StarredElement(self.turn(each.value))
                if type(each) is ast.Starred
                else NODES.Element(self.turn(each))
                for each in nodes
            ]
        )

    def dictionary(self, node: ast.Dict) -> Any:
        """Turn a dict."""
        pairs = zip(node.keys, node.values, strict=True)
        return NODES.Dict(
            tuple(
                [
                    NODES.StarredDictElement(self.turn(value))
                    if key is None
                    else NODES.DictElement(self.turn(key), self.turn(value))
                    for key, value in pairs
                ]
            )
        )

    def going_through(self, generators: Sequence[ast.comprehension]) -> Any:
        """Turn the `for` parts of a comprehension, each of which holds the next."""
        inner = None
        for each in reversed(generators):
            inner = NODES.CompFor(
                self.turn(each.target),
                self.turn(each.iter),
                tuple([NODES.CompIf(self.turn(test)) for test in each.ifs]),
                inner,
                ASYNCHRONOUS if each.is_async else None,
            )
        return inner

    def parameters(self, node: ast.arguments) -> Any:
        """Turn the parameters of a function."""
        defaults = [None] * (len(node.posonlyargs) + len(node.args) - len(node.defaults)) + list(node.defaults)
        first = len(node.posonlyargs)
        star = DEFAULT if not node.kwonlyargs else PARAMETER_STAR
        return NODES.Parameters(
            tuple([self.parameter(*pair) for pair in zip(node.args, defaults[first:], strict=True)]),
            star if node.vararg is None else self.parameter(node.vararg, None, "*"),
            tuple([self.parameter(*pair) for pair in zip(node.kwonlyargs, node.kw_defaults, strict=True)]),
            None if node.kwarg is None else self.parameter(node.kwarg, None, "**"),
            tuple([self.parameter(*pair) for pair in zip(node.posonlyargs, defaults[:first], strict=True)]),
            PARAMETER_SLASH if node.posonlyargs else DEFAULT,
        )

    def parameter(self, node: ast.arg, default: ast.expr | None, star: str = "") -> Any:
        """Turn one parameter."""
        annotation = None if node.annotation is None else NODES.Annotation(self.turn(node.annotation))
        return NODES.Param(NODES.Name(node.arg), annotation, self.maybe(default), star)


def _place(node: Any) -> tuple[int, int]:
    return node.lineno, node.col_offset


_ESCAPED = re.compile(
    r"[a-zA-Z]{0,2}(?:\"\"\"(?:[^\\\"]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^\\']|\\.|'(?!''))*'''"
    r"|\"(?:[^\\\"]|\\.)*\"|'(?:[^\\']|\\.)*')",
    re.DOTALL,
)


def _is_one_string(text: str) -> bool:
    """Tell whether a text is one string, not several beside each other."""
    quote = text[-1]
    start = text.index(quote)
    width = 3 if text.startswith(quote * 3, start) and len(text) >= start + 6 else 1
    if start <= 2 and "\\" not in text:
        return text.find(quote * width, start + width) == len(text) - width
    found = _ESCAPED.match(text)
    return found is not None and found.end() == len(text)


def _enclose(made: Any) -> None:
    """Put a node that nobody has seen yet into parentheses."""
    object.__setattr__(made, "lpar", OPEN)
    object.__setattr__(made, "rpar", CLOSE)


_EXPRESSIONS = Ways(
    {
        ast.Name: lambda grower, node: NODES.Name(node.id),
        ast.Attribute: Expressions.attribute,
        ast.Call: Expressions.call,
        ast.Constant: Expressions.constant,
        ast.JoinedStr: Expressions.parsed,
        ast.Subscript: Expressions.subscript,
        ast.BinOp: Expressions.binary,
        ast.UnaryOp: Expressions.unary,
        ast.BoolOp: Expressions.boolean,
        ast.Compare: Expressions.comparison,
        ast.List: lambda grower, node: NODES.List(grower.elements(node.elts)),
        ast.Tuple: lambda grower, node: NODES.Tuple(grower.elements(node.elts)),
        ast.Set: lambda grower, node: NODES.Set(grower.elements(node.elts)),
        ast.Dict: Expressions.dictionary,
        ast.ListComp: lambda grower, node: NODES.ListComp(grower.turn(node.elt), grower.going_through(node.generators)),
        ast.SetComp: lambda grower, node: NODES.SetComp(grower.turn(node.elt), grower.going_through(node.generators)),
        ast.DictComp: lambda grower, node: NODES.DictComp(
            grower.turn(node.key), grower.turn(node.value), grower.going_through(node.generators)
        ),
        ast.GeneratorExp: lambda grower, node: NODES.GeneratorExp(
            grower.turn(node.elt), grower.going_through(node.generators)
        ),
        ast.Lambda: lambda grower, node: NODES.Lambda(grower.parameters(node.args), grower.turn(node.body)),
        ast.IfExp: lambda grower, node: NODES.IfExp(
            grower.turn(node.test), grower.turn(node.body), grower.turn(node.orelse)
        ),
        ast.NamedExpr: lambda grower, node: NODES.NamedExpr(grower.turn(node.target), grower.turn(node.value)),
        ast.Await: lambda grower, node: NODES.Await(grower.turn(node.value)),
        ast.Yield: lambda grower, node: NODES.Yield(grower.maybe(node.value)),
        ast.YieldFrom: lambda grower, node: NODES.Yield(NODES.From(grower.turn(node.value))),
    }
)
