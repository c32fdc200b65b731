"""Which errors of estimators a `try` statement catches: those of what isn't there, and those of what isn't fitted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from hplint.basis.frozen import dataclass

EVERYTHING = frozenset({"Exception", "BaseException"})
MISSING = frozenset({"AttributeError"})
"""What catches the error of an attribute or method that isn't there."""
UNFITTED = frozenset({"NotFittedError", "AttributeError", "ValueError"})
"""What catches `NotFittedError`, by itself or as one of its bases."""
OTHERS = frozenset(
    "ArithmeticError AssertionError EOFError FileNotFoundError FloatingPointError IOError ImportError IndexError "
    "JSONDecodeError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError "
    "NotImplementedError OSError OverflowError PermissionError RecursionError RuntimeError StopIteration SystemExit "
    "TimeoutError TypeError UnicodeDecodeError ZeroDivisionError".split()
)
"""Errors of Python that are neither."""

UNRELATED = frozenset(
    "EOFError FileExistsError FileNotFoundError IOError ImportError IsADirectoryError KeyboardInterrupt "
    "ModuleNotFoundError NotADirectoryError OSError PermissionError SystemExit TimeoutError "
    "JSONDecodeError UnicodeDecodeError".split()
)
"""Errors that no estimator raises because of its hyperparameters, nor any model because of its state."""
LEAVING = frozenset({"exit", "quit", "_exit", "abort"})
"""Functions that end the program."""


@dataclass(frozen=True, slots=True)
class Caught:
    """What a statement around catches; None where nobody knows."""

    missing: bool | None
    """The error of an attribute or method that isn't there."""
    unfitted: bool | None
    """`NotFittedError`."""


NOBODY_KNOWS = Caught(None, None)


def caught_by(handlers: Sequence[cst.ExceptHandler | cst.ExceptStarHandler]) -> Caught:
    """Tell what the handlers of a `try` statement catch, and don't raise again."""
    return Caught(_first(handlers, MISSING), _first(handlers, UNFITTED))


def goes_on(handlers: Sequence[cst.ExceptHandler | cst.ExceptStarHandler]) -> bool:
    """Tell whether a handler may take an error of an estimator for something to go on from.

    One for other errors doesn't, and neither does one that always raises or ends the program.
    """
    return any(_may_catch(each) and not _gives_up(each) for each in handlers)


def _may_catch(handler: cst.ExceptHandler | cst.ExceptStarHandler) -> bool:
    return handler.type is None or not all(name in UNRELATED for name in _names(handler.type))


def _gives_up(handler: cst.ExceptHandler | cst.ExceptStarHandler) -> bool:
    body = handler.body.body
    if not all(isinstance(each, (cst.SimpleStatementLine, cst.BaseSmallStatement)) for each in body):
        return False
    small = [one for each in body for one in (each.body if isinstance(each, cst.SimpleStatementLine) else (each,))]
    if any(isinstance(each, (cst.Return, cst.Continue, cst.Break)) for each in small):
        return False
    match small[-1] if small else None:
        case cst.Raise():
            return True
        case cst.Expr(value=cst.Call(func=function)):
            return _name(function) in LEAVING
        case _:
            return False


def suppressed_by(arguments: Sequence[cst.Arg]) -> Caught:
    """Tell what `contextlib.suppress` catches."""
    names = [_name(each.value) for each in arguments]
    return Caught(_among(names, MISSING), _among(names, UNFITTED))


def catches_signature(handler: cst.ExceptHandler | cst.ExceptStarHandler) -> bool:
    """Tell whether a handler is for calls with arguments that aren't taken: it names `TypeError`."""
    return handler.type is not None and "TypeError" in _names(handler.type)


def _first(handlers: Iterable[cst.ExceptHandler | cst.ExceptStarHandler], wanted: frozenset[str]) -> bool | None:
    for handler in handlers:
        names = [""] if handler.type is None else list(_names(handler.type))
        catches = True if handler.type is None else _among(names, wanted)
        if catches is None:
            return None
        if catches:
            again = _raises_again(handler)
            return None if again is None else not again
    return False


def _raises_again(handler: cst.ExceptHandler | cst.ExceptStarHandler) -> bool | None:
    """Tell whether a handler ends by raising what it caught; None where nobody knows."""
    last = handler.body.body[-1] if handler.body.body else None
    small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last
    if not isinstance(small, cst.Raise):
        return False
    plain = all(isinstance(each, (cst.SimpleStatementLine, cst.Raise, cst.Expr)) for each in handler.body.body)
    return True if small.exc is None and plain else None


def _names(node: cst.BaseExpression) -> Iterable[str]:
    if isinstance(node, cst.Tuple):
        for element in node.elements:
            yield _name(element.value)
    else:
        yield _name(node)


def _name(node: cst.BaseExpression) -> str:
    match node:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return name
        case _:
            return ""


def _among(names: Sequence[str], wanted: frozenset[str]) -> bool | None:
    if any(name in EVERYTHING or name in wanted for name in names):
        return True
    return False if all(name in OTHERS | MISSING | UNFITTED for name in names) else None
