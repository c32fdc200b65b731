"""Python's own syntax tree to libcst's: the same nodes as libcst's parser gives, without white space and punctuation.

Python's parser takes a twelfth of the time of libcst's, two thirds of whose nodes are white space and punctuation. What
follows code asks for neither; what says where a node stands, or edits it, does (`positions`). Fields for white space
have their defaults here, and parentheses stand where they have to.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import libcst as cst

from hplint.source.growing_expressions import Expressions, Unfamiliar, Ways
from hplint.source.grown_nodes import ASYNCHRONOUS, AUGMENTING, DOT, NODES

_CONTINUED = re.compile(r"[;:][ \t]*\\\r?\n")
"""Where rows don't tell which statements stand in one line."""
_WARNED_OF = re.compile(r"\\[^\s'\"abfnrtvxNuU0-3\\]|[0-9](?:and|else|for|if|in|is|not|or)\b")
"""An escape that is none, or may be too large, and a number that runs into a keyword."""
Extents = Mapping[int, tuple[int, int, int]]
"""Where statements stand, by the `id` of their nodes: the first row of each, 1-based, the row after its last, or after
the line with its colon, and for the latter the row that its block begins in, else 0."""


def grow(text: str) -> tuple[cst.Module, Extents] | None:
    """Return the tree of some code, and where its statements stand.

    None where libcst's own parser has to be asked, which says what is wrong with the code.
    """
    continued = ("\\\n" in text or "\\\r" in text) and _CONTINUED.search(text) is not None
    if continued or text.startswith("\ufeff"):
        return None
    try:
        parsed = _parsed_silently(text) if _WARNED_OF.search(text) is not None else ast.parse(text)
        grower = _Grower(text)
        return NODES.Module(grower.lines(parsed.body)), grower.extents
    except (SyntaxError, ValueError, RecursionError, MemoryError, Unfamiliar, cst.ParserSyntaxError):
        return None


def _parsed_silently(text: str) -> ast.Module:
    """Parse what Python warns of; only there, as other threads get no warnings meanwhile either."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


class _Grower(Expressions):
    """Turns the statements of one text, and what is in them."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.extents: dict[int, tuple[int, int, int]] = {}

    def lines(self, statements: Sequence[ast.stmt]) -> tuple[Any, ...]:
        """Turn the statements of a block; those of one row make one line."""
        found: list[Any] = []
        line: list[Any] = []
        start = end = 0
        for statement in statements:
            name = type(statement).__name__
            simple = _SIMPLE.get(name)
            if line and (simple is None or statement.lineno != end):
                found.append(self.line(line, start, end))
                line = []
            if simple is None:
                found.append(self.noted(_COMPOUND[name](self, statement), statement))
                continue
            if not line:
                start = statement.lineno
            line.append(simple(self, statement))
            end = statement.end_lineno or 0
        if line:
            found.append(self.line(line, start, end))
        return tuple(found)

    def line(self, statements: list[Any], start: int, end: int) -> Any:
        """Return the line of simple statements."""
        made = NODES.SimpleStatementLine(tuple(statements))
        self.extents[id(made)] = start, end + 1, 0
        return made

    def noted(self, made: Any, node: Any) -> Any:
        """Note where a compound statement begins, and its block."""
        start = min([each.lineno for each in getattr(node, "decorator_list", ())] or [node.lineno])
        first = node.body[0]
        inner = min([each.lineno for each in getattr(first, "decorator_list", ())] or [first.lineno])
        if type(made.body) is cst.IndentedBlock:
            self.extents[id(made)] = start, inner, inner
        else:
            self.extents[id(made)] = start, node.body[-1].end_lineno + 1, 0
        return made

    def block(self, statements: Sequence[ast.stmt]) -> Any:
        """Turn the body of a statement, which may stand behind its colon."""
        first = statements[0]
        start = self.rows[first.lineno - 1]
        if not self.code[start : start + first.col_offset].strip():
            return NODES.IndentedBlock(self.lines(statements))
        return NODES.SimpleStatementSuite(tuple([_SIMPLE[type(each).__name__](self, each) for each in statements]))

    def otherwise(self, statements: Sequence[ast.stmt]) -> Any:
        """Turn what follows `else`, if anything does."""
        return NODES.Else(self.block(statements)) if statements else None

    def branch(self, node: ast.If) -> Any:
        following: Any = None
        if node.orelse:
            first = node.orelse[0]
            at = self.rows[first.lineno - 1] + first.col_offset
            is_elif = type(first) is ast.If and self.code[at : at + 4] in ("elif", b"elif")
            following = self.noted(self.branch(first), first) if is_elif else self.otherwise(node.orelse)  # type: ignore[arg-type]
        return NODES.If(self.turn(node.test), self.block(node.body), following)

    def loop(self, node: ast.For | ast.AsyncFor) -> Any:
        return NODES.For(
            self.turn(node.target),
            self.turn(node.iter),
            self.block(node.body),
            self.otherwise(node.orelse),
            ASYNCHRONOUS if type(node) is ast.AsyncFor else None,
        )

    def repeat(self, node: ast.While) -> Any:
        return NODES.While(self.turn(node.test), self.block(node.body), self.otherwise(node.orelse))

    def manage(self, node: ast.With | ast.AsyncWith) -> Any:
        items = [
            NODES.WithItem(
                self.turn(item.context_expr),
                None if item.optional_vars is None else NODES.AsName(self.turn(item.optional_vars)),
            )
            for item in node.items
        ]
        asynchronous = ASYNCHRONOUS if type(node) is ast.AsyncWith else None
        return NODES.With(tuple(items), self.block(node.body), asynchronous)

    def attempt(self, node: Any) -> Any:
        starred = type(node).__name__ == "TryStar"
        handlers = tuple(
            [self.handler(each, NODES.ExceptStarHandler if starred else NODES.ExceptHandler) for each in node.handlers]
        )
        last = NODES.Finally(self.block(node.finalbody)) if node.finalbody else None
        make = NODES.TryStar if starred else NODES.Try
        return make(self.block(node.body), handlers, self.otherwise(node.orelse), last)

    def handler(self, node: ast.ExceptHandler, make: Callable[..., Any]) -> Any:
        name = None if node.name is None else NODES.AsName(NODES.Name(node.name))
        return make(self.block(node.body), self.maybe(node.type), name)

    def function(self, node: Any) -> Any:
        if getattr(node, "type_params", None):
            raise Unfamiliar
        return NODES.FunctionDef(
            NODES.Name(node.name),
            self.parameters(node.args),
            self.block(node.body),
            tuple([NODES.Decorator(self.turn(each)) for each in node.decorator_list]),
            None if node.returns is None else NODES.Annotation(self.turn(node.returns)),
            ASYNCHRONOUS if type(node) is ast.AsyncFunctionDef else None,
        )

    def definition(self, node: Any) -> Any:
        if getattr(node, "type_params", None):
            raise Unfamiliar
        arguments = self.arguments(node.bases, node.keywords)
        return NODES.ClassDef(
            NODES.Name(node.name),
            self.block(node.body),
            tuple([each for each in arguments if each.keyword is None and each.star != "**"]),
            tuple([each for each in arguments if each.keyword is not None or each.star == "**"]),
            tuple([NODES.Decorator(self.turn(each)) for each in node.decorator_list]),
        )

    def assign(self, node: ast.Assign) -> Any:
        return NODES.Assign(
            tuple([NODES.AssignTarget(self.turn(each)) for each in node.targets]), self.turn(node.value)
        )

    def assign_anew(self, node: ast.AugAssign) -> Any:
        return NODES.AugAssign(self.turn(node.target), AUGMENTING[type(node.op)], self.turn(node.value))

    def annotate(self, node: ast.AnnAssign) -> Any:
        return NODES.AnnAssign(
            self.turn(node.target), NODES.Annotation(self.turn(node.annotation)), self.maybe(node.value)
        )

    def delete(self, node: ast.Delete) -> Any:
        targets = node.targets
        return NODES.Del(self.turn(targets[0]) if len(targets) == 1 else NODES.Tuple(self.elements(targets)))

    def fail(self, node: ast.Raise) -> Any:
        return NODES.Raise(self.maybe(node.exc), None if node.cause is None else NODES.From(self.turn(node.cause)))

    def import_from(self, node: ast.ImportFrom) -> Any:
        starred = node.names[0].name == "*"
        names = NODES.ImportStar() if starred else tuple([self.alias(each) for each in node.names])
        module = None if node.module is None else _dotted(node.module)
        return NODES.ImportFrom(module, names, (DOT,) * node.level)

    def alias(self, node: ast.alias) -> Any:
        return NODES.ImportAlias(
            _dotted(node.name), None if node.asname is None else NODES.AsName(NODES.Name(node.asname))
        )


def _dotted(path: str) -> Any:
    first, *others = path.split(".")
    node = NODES.Name(first)
    for name in others:
        node = NODES.Attribute(node, NODES.Name(name))
    return node


_SIMPLE: dict[str, Callable[[_Grower, Any], Any]] = {
    "Expr": lambda grower, node: NODES.Expr(grower.turn(node.value)),
    "Assign": _Grower.assign,
    "AugAssign": _Grower.assign_anew,
    "AnnAssign": _Grower.annotate,
    "Return": lambda grower, node: NODES.Return(grower.maybe(node.value)),
    "Raise": _Grower.fail,
    "Assert": lambda grower, node: NODES.Assert(grower.turn(node.test), grower.maybe(node.msg)),
    "Delete": _Grower.delete,
    "Pass": lambda grower, node: NODES.Pass(),
    "Break": lambda grower, node: NODES.Break(),
    "Continue": lambda grower, node: NODES.Continue(),
    "Global": lambda grower, node: NODES.Global(tuple([NODES.NameItem(NODES.Name(name)) for name in node.names])),
    "Nonlocal": lambda grower, node: NODES.Nonlocal(tuple([NODES.NameItem(NODES.Name(name)) for name in node.names])),
    "Import": lambda grower, node: NODES.Import(tuple([grower.alias(each) for each in node.names])),
    "ImportFrom": _Grower.import_from,
}
_COMPOUND = Ways(
    {
        "If": _Grower.branch,
        "For": _Grower.loop,
        "AsyncFor": _Grower.loop,
        "While": _Grower.repeat,
        "With": _Grower.manage,
        "AsyncWith": _Grower.manage,
        "Try": _Grower.attempt,
        "TryStar": _Grower.attempt,
        "FunctionDef": _Grower.function,
        "AsyncFunctionDef": _Grower.function,
        "ClassDef": _Grower.definition,
    }
)
