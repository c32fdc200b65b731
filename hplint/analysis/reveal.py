"""What the interpreter knows of a value, in one line: for tests of the interpreter without any rule."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.data.conditions import Comparison, Not, Text
from hplint.analysis.data.rows import (
    Duplicated,
    Either,
    Length,
    Nobody,
    Ordered,
    Part,
    Rows,
    Slice,
    Source,
    Subset,
    Union,
)
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Deferred, Estimator, Heap, Instance, Learning, Mapping, Sequence
from hplint.analysis.memory.values import (
    Bounds,
    Class,
    Constant,
    Data,
    External,
    Function,
    Imported,
    Items,
    Method,
    OneOf,
    Partial,
    Range,
    Ref,
    Score,
    Unknown,
    Value,
    Verdict,
)

DEEPEST = 5


def reveal(machine: Machine, value: Value, depth: int = 0) -> str:
    """Return a stable text of what is known of a value in the present state."""
    if depth > DEEPEST:
        return "..."

    def inner(each: Value) -> str:
        return reveal(machine, each, depth + 1)

    match value:
        case Constant(value=literal, origin=origin):
            return f"{literal!r} ({origin.value})"
        case Imported(path=path):
            return f"module {path}"
        case External(path=path):
            return path
        case Items(values=values):
            return f"({', '.join(map(inner, values))})"
        case Data():
            return of_data(machine.current(value))
        case Score(rows=rows, fits=fits):
            return f"score of {listed(sorted({fit.name for fit in fits}))} on {of_rows(rows)}"
        case Verdict():
            return "comparison of scores"
        case Bounds(low=low, high=high):
            return f"slice {low}:{high}"
        case Function(node=node):
            return f"function {node.name.value}" if isinstance(node, cst.FunctionDef) else "lambda"
        case Class(name=name):
            return f"class {name}"
        case Method(name=name):
            return f"method {name}"
        case Partial(function=function):
            return f"partial of {inner(function)}"
        case OneOf(values=values):
            texts = sorted(set(map(inner, values)))
            return texts[0] if len(texts) == 1 else f"one of {', '.join(texts)}"
        case Ref():
            content = machine.content(value)
            return "unknown" if content is None else of_heap(machine, content, depth)
        case Unknown() | Range():
            return "unknown"


def of_heap(machine: Machine, content: Heap, depth: int) -> str:
    """Return the text of what a reference refers to."""

    def inner(each: Value) -> str:
        return reveal(machine, each, depth + 1)

    match content:
        case Estimator():
            return of_estimator(content)
        case Deferred():
            return "not run yet"
        case Sequence(items=None, element=element):
            return f"list of {inner(element)}"
        case Sequence(items=items):
            return f"[{', '.join(map(inner, items or ()))}]"
        case Mapping(items=items, rest=rest):
            pairs = [f"{key!r}: {inner(each)}" for key, each in items]
            return f"{{{', '.join(pairs + ([] if rest is None else [f'else: {inner(rest)}']))}}}"
        case Instance(of=of):
            return f"{of.name} object"


def of_estimator(estimator: Estimator) -> str:
    """Return the class of an estimator and how far it is."""
    name = estimator.name if estimator.spec is None else estimator.spec.name
    if estimator.state is Learning.UNFITTED:
        return f"{name}, unfitted"
    fits = listed(sorted({fit.data for fit in estimator.fits}))
    state = "fitted" if estimator.state is Learning.FITTED else "maybe fitted"
    return f"{name}, {state}" + (f" on {fits}" if fits else "")


def of_data(data: Data) -> str:
    """Return the kind, rows and history of data."""
    text = f"{data.kind or 'data'}, {of_rows(data.rows)}"
    learned = sorted({f"{each.name} from {of_rows(each.rows)}" for each in data.history})
    chosen = sorted({each.name for each in data.chosen})
    predicted = sorted({fit.name for fit in data.predicted})
    text += f", learned by {listed(learned)}" if learned else ""
    text += f", selected by {listed(chosen)}" if chosen else ""
    return text + (f", predicted by {listed(predicted)}" if predicted else "")


def of_rows(rows: Rows) -> str:
    """Return rows as a path back to their table; tables that no file or data set names are all "a table"."""
    match rows:
        case Source(key=(_, name)):
            return str(name)
        case Source():
            return "a table"
        case Part(parent=parent, index=index):
            return f"part {of_side(index)} of {of_rows(parent)}"
        case Slice(parent=parent, low=low, high=high):
            return f"{of_bound(low)}:{of_bound(high)} of {of_rows(parent)}"
        case Ordered(parent=parent):
            return f"other order of {of_rows(parent)}"
        case Subset(parent=parent):
            return f"some of {of_rows(parent)}"
        case Union(parts=parts):
            return f"({' + '.join(map(of_rows, parts))})"
        case Duplicated(parent=parent):
            return f"duplicates of {of_rows(parent)}"
        case Either(alternatives=alternatives):
            return f"({' or '.join(sorted(map(of_rows, alternatives)))})"
        case Nobody():
            return "no rows"
        case _:
            return "unknown rows"


def of_bound(bound: object) -> str:
    """Return the bound of a slice as it would be written."""
    if isinstance(bound, Length):
        counted = f"len({of_rows(bound.rows)})"
        counted = counted if bound.times == 1 else f"{bound.times:g} * {counted}"
        return f"{counted} {bound.plus:+d}" if bound.plus else counted
    return "" if bound is None else str(bound)


def of_side(index: object) -> str:
    """Return one side of a split in a few words."""
    match index:
        case Comparison(operator=operator, value=value, holds=holds):
            side = operator if value is None else f"{operator} {value.text if isinstance(value, Text) else value}"
            return side if holds else f"not {side}"
        case Not(value=value):
            return f"not {value}"
        case str() | bool():
            return str(index)
        case _:
            return "?"


def listed(names: list[str]) -> str:
    """Join names by `and`."""
    return " and ".join(names)
