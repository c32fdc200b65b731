"""Spark DataFrames: what their methods do that a row of a table can't say."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import Learned, Lesson, choosing, together
from hplint.analysis.data.rows import NO_ROWS, Derived, Length, Nobody, OneOfMany, Part, Rows, Subset, bounded
from hplint.analysis.data.targets import note_columns, note_target
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.values import Data, External, Function, Unknown, Value
from hplint.analysis.python.containers import contents, known_items
from hplint.analysis.scores.held_out import VALIDATION_PART
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace
from hplint.basis.patterns import lazy_pattern
from hplint.catalogue.flows import Flows
from hplint.findings import Place
from hplint.libraries.data.derivation import inputs, merged
from hplint.libraries.data.indexing import by_mask
from hplint.libraries.data.parts import queried
from hplint.libraries.data.splits import drawn
from hplint.libraries.scores.evaluation import noted
from hplint.libraries.spark.columns import AGGREGATE, COLUMN, EXPRESSIONS, PREDICTED, WINDOWED
from hplint.libraries.spark.joins import joined
from hplint.libraries.spark.labels import labels_beside

WHOLE_PARTS = "pyspark.sql.Window.parts"
"""A window of all rows that have the same values in some columns."""
DEEPEST_EXPRESSION = 3
COLUMNS = lazy_pattern(r"""\[["'](\w+)["']\]|col(?:umn)?\(["'](\w+)["']\)|\w\.(\w+)\s*(?:[=!<>)&|]|$)""")
"""How columns are named in conditions."""
WORDS = lazy_pattern(r"[A-Za-z_]\w*")


def frame_method(machine: Machine, data: Data, name: str, call: Call) -> Value | None:
    """Call a method of a Spark DataFrame or of a column; None for what the tables of flows say."""
    match data.kind:
        case "SparkDataFrame" | "RDD" if name == "randomSplit":
            return randomly_split(machine, data, call)
        case "SparkDataFrame" | "RDD" if name == "count" and not isinstance(data.rows, Nobody):
            truth = machine.record.errors.get(data.cell)
            if truth is not None and data.predicted:
                text = data.predicted_on or data.text
                return noted(machine, data.predicted, judged_rows(data), data.history, call, text, target=truth)
            return Unknown(None, Origin.COMPUTED, length=Length(data.rows))
        case "SparkDataFrame" if name in {"groupBy", "groupby", "crosstab"} and data.predicted:
            return confused(machine, data, name, call)
        case "SparkDataFrame" if name in {"filter", "where"}:
            return filtered(machine, data, call)
        case "RDD" if name == "filter" and data.predicted:
            return sorted_out(machine, data, call)
        case "SparkDataFrame" if name == "join":
            return joined(machine, data, call)
        case "SparkDataFrame" if name == "distinct":
            return part_of(machine, data, Subset(data.rows, ("distinct",)))
        case "SparkDataFrame" if name in {"select", "withColumn", "withColumns"}:
            return computed(machine, data, call)
        case "Aggregate" if name == "over":
            return over(machine, data, call)
    return None


def means_frame(machine: Machine, flows: Flows, name: str, call: Call) -> bool:
    """Tell whether a call says that its receiver is a Spark DataFrame: `df.withColumn(...)`, `df.select(mean("age"))`.

    Methods of other libraries have no upper case in their names, and are given no expressions of Spark.
    """
    if flows.method("SparkDataFrame", name) is None:
        return False
    return not name.islower() or bool(expressions(machine, call) & {COLUMN, *EXPRESSIONS})


def as_frame(machine: Machine, data: Data) -> Data:
    """Return data that nobody knew the type of as a Spark DataFrame, which it is from now on."""
    frame = replace(data, kind="SparkDataFrame")
    machine.change(data, frame)
    return frame


def is_frame(machine: Machine, value: Unknown) -> bool:
    """Tell whether something unknown turned out to be a Spark DataFrame."""
    known = machine.unknowns.get(value.key)
    return known is not None and machine.current(known).kind == "SparkDataFrame"


def randomly_split(machine: Machine, data: Data, call: Call) -> Value:
    """Cut rows into parts at random: the last of them is there to evaluate."""
    weights, seed = call.argument("weights", 0), call.argument("seed", 1)
    given = None if seed is None else literal(machine, seed.value)
    shares = None if weights is None else literal(machine, weights.value)
    items = None if weights is None else known_items(machine, weights.value)
    known = isinstance(shares, (list, tuple)) and all(isinstance(each, (int, float)) for each in shares)
    total = sum(shares) if known and isinstance(shares, (list, tuple)) else 0
    share = shares[0] / total if isinstance(shares, (list, tuple)) and total else None
    options = (repr(shares),) if shares is not NOT_LITERAL else (machine.fresh(),)
    split = drawn(machine, "randomSplit", None if given is NOT_LITERAL else given, options, share)
    machine.record.splits[split] = call.place
    machine.record.single_splits[split] = 1

    def part(index: object) -> Data:
        return part_of(machine, data, Part(data.rows, split, index))

    if items is None:
        return machine.allocate(Sequence(None, part(OneOfMany(machine.fresh()))))
    # In the order in which everybody names them: training, validation, test.
    between = tuple(VALIDATION_PART if at == 1 else at for at in range(1, len(items) - 1))
    names = ("train", *between, "test") if len(items) > 1 else (0,)
    return machine.allocate(Sequence(tuple(map(part, names))))


def part_of(machine: Machine, data: Data, rows: Rows) -> Data:
    """Return some rows of a table, with the columns that it has."""
    made = replace(data, cell=machine.fresh(), rows=bounded(rows), text="")
    note_target(machine, made, data)
    return made


def filtered(machine: Machine, data: Data, call: Call) -> Value | None:
    """Take the rows that meet a condition, an expression or a text."""
    given = call.argument("condition", 0)
    if given is None or isinstance(data.rows, Nobody):
        return None
    text = literal(machine, given.value)
    condition = machine.current(given.value) if isinstance(given.value, Data) else None
    rows: Rows
    if isinstance(text, str):
        rows = queried(machine, data, text)
    elif condition is not None and condition.mask is not None:
        rows = by_mask(data, condition, condition.mask)
    else:
        rows = Subset(data.rows, ("content", machine.fresh()))
    held = inputs(machine, data, call)
    made = merged(machine, [data], bounded(rows), "SparkDataFrame")
    # What the condition was learned from only says which rows to take.
    told = together(*(each.history for each in held[1:]))
    made = replace(made, learned=together(data.history, choosing(told - data.history, made.rows)))
    if data.predicted and compares_labels(given.place):
        machine.record.errors[made.cell] = labels_beside(data)
    return made


def confused(machine: Machine, data: Data, name: str, call: Call) -> Value | None:
    """Count how often which label is predicted as which: that is an evaluation; None for any other groups."""
    names = [literal(machine, each.value) for each in call.positional]
    if len(names) != 2 or sum(isinstance(each, str) and bool(PREDICTED.search(each)) for each in names) != 1:
        return None
    text = data.predicted_on or data.text
    noted(machine, data.predicted, data.rows, data.history, call, text, target=labels_beside(data))
    return None


def sorted_out(machine: Machine, data: Data, call: Call) -> Value | None:
    """Take the pairs of a prediction and a label that a function compares; None where it does something else."""
    given = call.argument("f", 0)
    node = given.value.node if given is not None and isinstance(given.value, Function) else None
    if not isinstance(node, cst.Lambda) or not isinstance(node.body, cst.Comparison):
        return None
    if not isinstance(node.body.comparisons[0].comparator, (cst.Name, cst.Subscript, cst.Attribute)):
        # Predictions, or labels, of one class.
        return None
    made = replace(data, cell=machine.fresh(), rows=bounded(Subset(data.rows, ("content", machine.fresh()))))
    machine.record.errors[made.cell] = labels_beside(data)
    return made


def compares_labels(condition: Place) -> bool:
    """Tell whether a condition, as written, asks for predictions and for another column, which must be the labels."""
    node = condition.node
    text = cst.Module(()).code_for_node(node) if isinstance(node, cst.CSTNode) else condition.text
    names = {name for names in COLUMNS.findall(text) for name in names if name}
    if text[:1] in "'\"":
        names = set(WORDS.findall(text)) - {"and", "or", "not", "AND", "OR", "NOT"}
    predicted = {name for name in names if PREDICTED.search(name)}
    return bool(predicted) and bool(names - predicted)


def judged_rows(data: Data) -> Rows:
    """Return all the rows that were predicted, of which those were taken that are predicted right or wrong."""
    fitted = {each.rows for each in data.predicted}
    return data.rows.parent if isinstance(data.rows, Derived) and data.rows not in fitted else data.rows


def chosen_names(machine: Machine, call: Call) -> frozenset[object]:
    """Return the names of the columns that are selected; empty where some of them are computed, or unknown."""
    given = [literal(machine, each.value) for each in call.positional]
    listed = given[0] if len(given) == 1 and isinstance(given[0], list) else given
    plain = call.complete and all(isinstance(each, str) and each != "*" for each in listed)
    return frozenset(listed) if plain else frozenset()


def expressions(machine: Machine, call: Call) -> frozenset[str | None]:
    """Return the kinds of the column expressions that a call is given, in lists and dicts too."""
    return frozenset(each for argument in call.arguments for each in kinds_in(machine, argument.value, 0))


def kinds_in(machine: Machine, value: Value, depth: int) -> Iterator[str | None]:
    """List the kinds of the data in a value."""
    if isinstance(value, Data):
        yield machine.current(value).kind
    elif depth < DEEPEST_EXPRESSION:
        for each in contents(machine, value):
            yield from kinds_in(machine, each, depth + 1)


def computed(machine: Machine, data: Data, call: Call) -> Value | None:
    """Compute columns: with a statistic of all rows, or one of a part of them for each row; None for any others."""
    kinds = expressions(machine, call)
    names = chosen_names(machine, call) if call.name.endswith("select") else frozenset()
    if names and not isinstance(data.rows, Nobody):
        made = replace(data, cell=machine.fresh(), learned=data.history, text="")
        note_columns(machine, made, names)
        return made
    if not kinds & EXPRESSIONS or isinstance(data.rows, Nobody):
        return None
    held = inputs(machine, data, call)
    entry = Learned(data.rows, Lesson.STATISTIC, call.place, call.place.text)
    learned = frozenset() if data.predicted else frozenset({entry})
    whole = AGGREGATE in kinds
    made = merged(machine, held, NO_ROWS if whole else data.rows, "Statistics" if whole else "SparkDataFrame")
    return replace(made, learned=together(made.learned, learned))


def over(machine: Machine, data: Data, call: Call) -> Value:
    """Evaluate a statistic for each row: of all rows of its part, or of those before it where the window is ordered."""
    window = call.arguments[0].value if call.arguments else None
    whole = isinstance(window, External) and window.path == WHOLE_PARTS
    return replace(data, cell=machine.fresh(), kind=WINDOWED if whole else "Column")
