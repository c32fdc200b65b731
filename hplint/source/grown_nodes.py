"""Functions that build the nodes that grow from Python's own syntax tree, and the nodes that all trees share."""

from __future__ import annotations

import ast

import libcst as cst

from hplint.source.drafts import Drafts

DEFAULT = cst.MaybeSentinel.DEFAULT
COMMA = cst.Comma()
OPEN, CLOSE = (cst.LeftParen(),), (cst.RightParen(),)
NODES = Drafts(
    {
        "Module": "body",
        "SimpleStatementLine": "body",
        "IndentedBlock": "body",
        "SimpleStatementSuite": "body",
        "If": "test body orelse",
        "Else": "body",
        "For": "target iter body orelse asynchronous",
        "While": "test body orelse",
        "With": "items body asynchronous",
        "WithItem": "item asname",
        "AsName": "name",
        "Try": "body handlers orelse finalbody",
        "TryStar": "body handlers orelse finalbody",
        "ExceptHandler": "body type name",
        "ExceptStarHandler": "body type name",
        "Finally": "body",
        "FunctionDef": "name params body decorators returns asynchronous",
        "Parameters": "params star_arg kwonly_params star_kwarg posonly_params posonly_ind",
        "Param": "name annotation default star",
        "ClassDef": "name body bases keywords decorators",
        "Decorator": "decorator",
        "Annotation": "annotation",
        "Assign": "targets value",
        "AssignTarget": "target",
        "AugAssign": "target operator value",
        "AnnAssign": "target annotation value",
        "Del": "target",
        "Raise": "exc cause",
        "From": "item",
        "Return": "value",
        "Assert": "test msg",
        "Expr": "value",
        "Pass": "",
        "Break": "",
        "Continue": "",
        "Global": "names",
        "Nonlocal": "names",
        "NameItem": "name",
        "Import": "names",
        "ImportFrom": "module names relative",
        "ImportStar": "",
        "ImportAlias": "name asname",
        "Name": "value",
        "Attribute": "value attr",
        "Call": "func args",
        "Arg": "value keyword star",
        "SimpleString": "value",
        "Ellipsis": "",
        "Subscript": "value slice",
        "SubscriptElement": "slice comma",
        "Slice": "lower upper step",
        "Index": "value",
        "BinaryOperation": "left operator right",
        "UnaryOperation": "operator expression",
        "BooleanOperation": "left operator right",
        "Comparison": "left comparisons",
        "ComparisonTarget": "operator comparator",
        "Element": "value",
        "StarredElement": "value",
        "List": "elements",
        "Tuple": "elements",
        "Set": "elements",
        "Dict": "elements",
        "DictElement": "key value",
        "StarredDictElement": "value",
        "ListComp": "elt for_in",
        "SetComp": "elt for_in",
        "DictComp": "key value for_in",
        "GeneratorExp": "elt for_in",
        "CompFor": "target iter ifs inner_for_in asynchronous",
        "CompIf": "test",
        "Lambda": "params body",
        "IfExp": "test body orelse",
        "NamedExpr": "target value",
        "Await": "expression",
        "Yield": "value",
        "Integer": "value",
        "Float": "value",
        "Imaginary": "value",
    }
)
"""The fields of each class that are given, in order."""

ASYNCHRONOUS = cst.Asynchronous()
DOT = cst.Dot()
PARAMETER_STAR, PARAMETER_SLASH = cst.ParamStar(), cst.ParamSlash()
AND, OR = cst.And(), cst.Or()
BINARY_OPERATORS = {
    ast.Add: cst.Add(),
    ast.Sub: cst.Subtract(),
    ast.Mult: cst.Multiply(),
    ast.MatMult: cst.MatrixMultiply(),
    ast.Div: cst.Divide(),
    ast.Mod: cst.Modulo(),
    ast.Pow: cst.Power(),
    ast.LShift: cst.LeftShift(),
    ast.RShift: cst.RightShift(),
    ast.BitOr: cst.BitOr(),
    ast.BitXor: cst.BitXor(),
    ast.BitAnd: cst.BitAnd(),
    ast.FloorDiv: cst.FloorDivide(),
}
AUGMENTING = {of: getattr(cst, f"{type(operator).__name__}Assign")() for of, operator in BINARY_OPERATORS.items()}
UNARY_OPERATORS = {ast.USub: cst.Minus(), ast.UAdd: cst.Plus(), ast.Not: cst.Not(), ast.Invert: cst.BitInvert()}
COMPARING = {
    ast.Eq: cst.Equal(),
    ast.NotEq: cst.NotEqual(),
    ast.Lt: cst.LessThan(),
    ast.LtE: cst.LessThanEqual(),
    ast.Gt: cst.GreaterThan(),
    ast.GtE: cst.GreaterThanEqual(),
    ast.Is: cst.Is(),
    ast.IsNot: cst.IsNot(),
    ast.In: cst.In(),
    ast.NotIn: cst.NotIn(),
}
