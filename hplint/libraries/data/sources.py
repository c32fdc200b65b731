"""Calls that make a table or an array: which rows it has, where they come from, and what is known of them."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.data.conditions import Blank
from hplint.analysis.data.features import Columns
from hplint.analysis.data.history import NOTHING_CHOSEN, NOTHING_LEARNED
from hplint.analysis.data.rows import (
    Nobody,
    Rows,
    Source,
)
from hplint.analysis.data.targets import note_target
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Mapping
from hplint.analysis.memory.values import Constant, Data, External, Items, Mask, Value
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace
from hplint.catalogue.flows import Flow
from hplint.libraries.data.columns import after_call
from hplint.libraries.data.data_sets import dataset_rows
from hplint.libraries.data.derivation import (
    inputs,
    merged,
)
from hplint.libraries.data.files import read_flow
from hplint.libraries.data.lines import note_lines

FILLERS = frozenset({"numpy.empty", "numpy.full", "numpy.ndarray", "numpy.ones", "numpy.zeros"})
"""What makes arrays of which nothing is known but their shape."""
INTEGERS = frozenset({"integers", "randint", "random_integers"})
"""Sources of whole numbers, each drawn by itself."""
SPACED = frozenset({"linspace", "logspace", "geomspace", "arange", "meshgrid", "mgrid", "ogrid"})
"""Sources of numbers at even distances."""


def source(machine: Machine, flow: Flow, data: Data | None, call: Call, arguments: dict[str, Argument]) -> Value:
    """Make a new table, or wrap what is given as one."""
    written = read_flow(machine, flow, arguments)
    if written is not None:
        return written
    kind = None if flow.result in {"unknown", "same", "tuple", "list"} else flow.result
    held = inputs(machine, data, call)
    whole = next((each for each in held if not isinstance(each.rows, Nobody)), None)
    if flow.data and flow.data != flow.file and flow.name not in FILLERS and whole is not None:
        names = after_call(machine, flow, whole, call, arguments)
        if names is None and flow.name == "pandas.DataFrame":
            names = Columns(machine.fresh())
        made = replace(merged(machine, held, whole.rows, kind), names=names, text=whole.text)
        made = beside_labels(machine, made, arguments.get(flow.data)) if made.predicted else made
        if all(each.cell == whole.cell for each in held):
            note_target(machine, made, whole)
        note_lines(machine, made, arguments.get(flow.data), call)
        return made
    # An array made by hand may be filled with what was computed from any rows, fold by fold.
    key = source_key(machine, flow, arguments, call)
    label = data_set(flow, arguments)
    rows: Rows = Source(
        key,
        not flow.name.startswith("numpy."),
        makes_up(machine, flow, arguments),
        bool(machine.loops) or machine.frame.is_comprehension,
        label,
        file_of(flow, arguments),
        counts(flow, arguments),
        flow.name.rpartition(".")[2] in INTEGERS,
        empty=flow.name in FILLERS or (flow.name == "pandas.DataFrame" and not arguments.keys() - {"columns", "dtype"}),
    )
    if flow.name == "datasets.load_dataset":
        rows = dataset_rows(rows, arguments)
    if draws(flow, arguments):
        machine.record.drawing.add(machine.scope)
    # New rows, which may be made by what was learned from others: `np.random.normal(df.mean(), df.std(), n)`.
    made_by = merged(machine, fillings(machine, arguments) if flow.name in FILLERS else held, rows, kind)
    if flow.returns:
        parts = (replace(made_by, cell=machine.fresh(), kind=None, text=part) for part in flow.returns)
        return Items(tuple(parts))
    names = Columns(machine.fresh()) if kind != "ndarray" or flow.file else None
    mask = Mask(Blank(), flow.name == "numpy.ones") if is_blank(machine, flow, arguments) else None
    made = replace(made_by, predicted=(), predicted_on="", text=call.place.text, names=names, mask=mask)
    if label.endswith(".npz") or (flow.name == "numpy.load" and not label):
        machine.record.archives.add(made.cell)
    return made


def beside_labels(machine: Machine, made: Data, given: Argument | None) -> Data:
    """Return a table of predictions and other columns, `pd.DataFrame({"true": y_test, "predicted": y_pred})`.

    Each of its columns is what it was. A table of anything else, as it is.
    """
    content = None if given is None else machine.content(given.value)
    if made.kind != "DataFrame" or not isinstance(content, Mapping) or content.rest is not None:
        return made
    columns = [(name, machine.current(value)) for name, value in content.items if isinstance(value, Data)]
    names = [name for name, _ in columns if isinstance(name, str)]
    if len(names) < len(content.items):
        return made
    table = replace(made, learned=NOTHING_LEARNED, chosen=NOTHING_CHOSEN, predicted=(), predicted_on="")
    for name, column in columns:
        table = table.with_column(name, column)
    return table


def fillings(machine: Machine, arguments: dict[str, Argument]) -> list[Data]:
    """List what a new array is filled with; its shape tells nothing of the values."""
    given = arguments.get("fill_value")
    data = None if given is None else machine.data(given.value)
    return [] if data is None else [data]


def is_blank(machine: Machine, flow: Flow, arguments: dict[str, Argument]) -> bool:
    """Tell whether a source makes a mask that is still the same for all rows: `np.zeros(len(X), dtype=bool)`."""
    given = arguments.get("dtype") if flow.name in {"numpy.zeros", "numpy.ones"} else None
    return given is not None and is_bool(given.value)


def is_bool(value: Value) -> bool:
    """Tell whether a value is the type of truth values."""
    match value:
        case External(path=path):
            return path in {"builtins.bool", "numpy.bool", "numpy.bool_"}
        case _:
            return isinstance(value, Constant) and value.value in ("bool", "?")


def data_set(flow: Flow, arguments: dict[str, Argument]) -> str:
    """Name the data set that a source reads: its file, the function that loads it, or what a repository calls it."""
    function = flow.name.rpartition(".")[2]
    named = arguments.get(flow.file or "name")
    if named is not None and isinstance(named.value, Constant) and isinstance(named.value.value, str):
        return named.value.value.replace("\\", "/").rpartition("/")[2]
    return function if function.startswith(("load_", "fetch_", "make_")) and not flow.file and named is None else ""


def file_of(flow: Flow, arguments: dict[str, Argument]) -> str:
    """Name what a source reads: its file, or its text."""
    argument = arguments.get(flow.file) if flow.file else None
    if argument is not None and isinstance(argument.value, Constant):
        # The text of a long path is cut short, and so are those of its neighbours.
        return repr(argument.value.value)
    if argument is None:
        return ""
    text, node = argument.place.text, argument.place.node
    # A short form that leaves something out may stand for several files.
    return cst.Module(()).code_for_node(node) if "..." in text and isinstance(node, cst.CSTNode) else text


def counts(flow: Flow, arguments: dict[str, Argument]) -> bool:
    """Tell whether a source gives the numbers from 0 on."""
    return (
        flow.name == "numpy.arange"
        and set(arguments) <= {"start_or_stop", "stop", "dtype"}
        and not ("stop" in arguments and "start_or_stop" in arguments)
    )


def makes_up(machine: Machine, flow: Flow, arguments: dict[str, Argument]) -> bool:
    """Tell whether a source draws its numbers, spaces them evenly, or has them written out."""
    if flow.file:
        return False
    if flow.seed or flow.name.rpartition(".")[2] in SPACED:
        return True
    given = arguments.get(flow.data) if flow.data else None
    return given is not None and isinstance(literal(machine, given.value), (list, tuple, dict))


def draws(flow: Flow, arguments: dict[str, Argument]) -> bool:
    """Tell whether a source draws several random numbers, of which nobody has made a problem to learn."""
    several = "size" in arguments or (bool(arguments) and flow.name.rpartition(".")[2] in {"rand", "randn"})
    return bool(flow.seed) and several and not flow.name.startswith("sklearn.")


def source_key(machine: Machine, flow: Flow, arguments: dict[str, Argument], call: Call) -> object:
    """Return the identity of a table: the same file, or the same fixed data set, holds the same rows."""
    argument = arguments.get(flow.file) if flow.file else None
    if argument is not None and isinstance(argument.value, Constant) and len(call.arguments) == 1:
        path = argument.value.value
        rewritten = machine.rewritten.get(path) if isinstance(path, str) else None
        return ("file", path) if rewritten is None else ("file", path, rewritten)
    if argument is not None and isinstance(argument.value, Data) and len(call.arguments) == 1:
        # A path that was put together once: `root / "train.csv"`, kept in a variable.
        return ("path", argument.value.cell)
    if flow.name.rpartition(".")[2].startswith("load_") and not flow.file:
        return ("data set", flow.name)
    return machine.fresh()
