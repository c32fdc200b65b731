"""Files that the program writes itself: who reads one of them gets what was written."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.data.rows import NewLabels
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Constant, Data, Items, Unknown, Value
from hplint.basis.frozen import replace
from hplint.catalogue.flows import Flow

PARTLY = frozenset(
    {"chunksize", "columns", "header", "iterator", "names", "nrows", "skipfooter", "skiprows", "usecols"}
)
"""Parameters by which a file is written or read in part, or under other names."""


def write_flow(machine: Machine, flow: Flow, data: Data | None, arguments: Mapping[str, Argument]) -> None:
    """Note that data are written to a file: `df.to_csv("clean.csv")`, `np.save("X.npy", X)`."""
    path = arguments.get(flow.file) if flow.file else None
    if path is not None and data is not None:
        write(machine, path.value, None if PARTLY & arguments.keys() else machine.current(data))


def write_object(machine: Machine, call: Call) -> None:
    """Note that an object is written to a file: `joblib.dump(X, "X.pkl")`, `pickle.dump((X, y), file)`."""
    if len(call.positional) > 1:
        value = call.positional[0].value
        write(machine, call.positional[1].value, value if is_of_data(value) else None)


def write(machine: Machine, path: Value, value: Value | None) -> None:
    """Note what a file holds from now on; None for what isn't followed into files."""
    file = file_of(machine, path)
    if file is None or machine.aside:
        return
    machine.write_anew(file)
    if value is not None:
        machine.written_files[file] = (machine.scope, value)


def read_flow(machine: Machine, flow: Flow, arguments: Mapping[str, Argument]) -> Data | None:
    """Return the data that a source reads, if the program wrote them; None for any other source."""
    path = arguments.get(flow.file) if flow.file and machine.written_files else None
    if path is None or PARTLY & arguments.keys():
        return None
    found = read(machine, path.value)
    if not isinstance(found, Data):
        return None
    return replace(found, kind=flow.result if flow.result in {"DataFrame", "ndarray"} else found.kind)


def read(machine: Machine, path: Value) -> Value | None:
    """Return a copy of what the program wrote to a file; None where nobody knows."""
    file = file_of(machine, path) if machine.written_files else None
    scope, value = machine.written_files.get(file, (0, None)) if file is not None else (0, None)
    return None if value is None or scope not in {0, machine.scope} else copy_of(machine, value)


def copy_of(machine: Machine, value: Value) -> Value:
    """Return what was written as another object that holds the same."""
    match value:
        case Data():
            return replace(value, cell=machine.fresh(), owner=None, labels=NewLabels(machine.fresh()))
        case Items(values=values):
            return Items(tuple(copy_of(machine, each) for each in values))
        case _:
            return value


def is_of_data(value: Value) -> bool:
    """Tell whether it is data, or a tuple with some and no object that may change later."""
    match value:
        case Data():
            return True
        case Items(values=values):
            plain = (each for each in values if not isinstance(each, Constant))
            return any(isinstance(each, Data) for each in values) and all(map(is_of_data, plain))
        case _:
            return False


def file_of(machine: Machine, path: Value) -> Hashable | None:
    """Return what identifies a file: its path, where that is in view, or the one thing that is its path."""
    match path:
        case Constant(value=str() as name):
            return name
        case Data(cell=cell):
            return ("put together", cell)
        case Unknown(key=key) if key is not None:
            opened = machine.opened.get(key)
            return ("unknown", key) if opened is None else file_of(machine, opened)
        case _:
            return None
