"""Trees to what their authors call the things that calls build: the variable, and the function it stands in."""

from __future__ import annotations

from collections.abc import Collection

import libcst as cst

from hplint.basis.frozen import dataclass

_SAME = frozenset({"fit", "partial_fit", "set_params", "set_output"})
"""Methods that return the estimator itself: `model = SVC().fit(X, y)` names it."""

_EMPTY = cst.Module([])


@dataclass(frozen=True, slots=True)
class Label:
    """What a call's result is bound to, and in which function; both may be empty."""

    variable: str = ""
    function: str = ""


def label(tree: cst.Module, wanted: Collection[int]) -> dict[int, Label]:
    """Return the labels of the nodes with these identities, in one walk through the tree."""
    walk = _Walk(wanted)
    if wanted:
        tree.visit(walk)
    return walk.labels


class _Walk(cst.CSTVisitor):
    """Keeps the nodes that enclose the one under way."""

    def __init__(self, wanted: Collection[int]) -> None:
        self.wanted = wanted
        self.path: list[cst.CSTNode] = []
        self.labels: dict[int, Label] = {}

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, (cst.BaseParenthesizableWhitespace, cst.Comment, cst.TrailingWhitespace, cst.EmptyLine)):
            return False
        if id(node) in self.wanted:
            self.labels[id(node)] = Label(_variable(node, self.path), _function(self.path))
        self.path.append(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if self.path and self.path[-1] is original_node:
            self.path.pop()


def _function(path: list[cst.CSTNode]) -> str:
    return ".".join(node.name.value for node in path if isinstance(node, (cst.FunctionDef, cst.ClassDef)))


def _variable(node: cst.CSTNode, path: list[cst.CSTNode]) -> str:
    """Go outwards to what binds the value; a name on the way, or a place in a container, goes with it."""
    suffix = ""
    positions: list[int] = []
    for outer in reversed(path):
        match outer:
            case cst.Attribute(attr=cst.Name(value=name)) if name in _SAME:
                pass
            case cst.Call(func=cst.Attribute() as function) if function is node:
                pass
            case cst.IfExp() | cst.BooleanOperation():
                pass
            case cst.Element(value=value) if value is node:
                pass
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                position = next(i for i, element in enumerate(elements) if element is node)
                if isinstance(outer, cst.Tuple) and position and isinstance(elements[0].value, cst.SimpleString):
                    return _unquoted(elements[0].value)
                positions.append(position)
                suffix = f"[{position}]{suffix}"
            case cst.DictElement(key=key, value=value) if value is node:
                positions.clear()
                suffix = f"[{_code(key)}]{suffix}"
            case cst.Dict():
                pass
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Tuple() as names), *_]) if len(positions) == 1:
                position = positions[0]
                return _code(names.elements[position].value) if position < len(names.elements) else ""
            case cst.Assign(targets=[cst.AssignTarget(target=target), *_]) | cst.AnnAssign(target=target):
                return _code(target) + suffix
            case cst.NamedExpr(target=target) | cst.Param(name=target):
                return _code(target) + suffix
            case cst.Arg(keyword=cst.Name(value=name)) if _is_dict(path, outer):
                return name
            case _:
                return ""
        node = outer
    return ""


def _is_dict(path: list[cst.CSTNode], argument: cst.CSTNode) -> bool:
    """Say whether the argument is one of `dict(svm=SVC())`."""
    call = path[next(i for i, node in enumerate(path) if node is argument) - 1]
    return isinstance(call, cst.Call) and isinstance(call.func, cst.Name) and call.func.value == "dict"


def _unquoted(string: cst.SimpleString) -> str:
    value = string.evaluated_value
    return value if isinstance(value, str) else ""


def _code(node: cst.CSTNode) -> str:
    return " ".join(_EMPTY.code_for_node(node).split())
