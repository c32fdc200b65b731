"""Arrays whose numbers are written in the code: `np.logspace(-3, 3, 7)`, `np.array([1, 2])`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from hplint.analysis.activations import Numbers
from hplint.analysis.calling.calls import Call
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL
from hplint.analysis.memory.values import Data, External, Value
from hplint.analysis.python.containers import MOST_NUMBERS
from hplint.analysis.python.numbers import array, elements
from hplint.analysis.syntax.literals import literal

Literals = Mapping[str, object]


def note_array(machine: Machine, path: str, call: Call, result: Value) -> None:
    """Note the elements of an array that a function of NumPy makes of literals."""
    maker = MAKERS.get(path)
    if maker is None or not isinstance(result, Data) or not call.complete:
        return
    names, make = maker
    given = {name: literal(machine, each.value) for name, each in call.bind(names).items()}
    if path in OF_ELEMENTS:
        first = call.arguments[0].value if call.arguments else None
        found = None if first is None else elements(machine, first)
        given["object"] = NOT_LITERAL if found is None else found
    if "start" in given and "start_or_stop" in names:
        given["start_or_stop"] = given.pop("start")
    if given.keys() - set(names) or any(each is NOT_LITERAL for each in given.values()) or given.get("retstep"):
        return
    try:
        made = make(given)
    except (ArithmeticError, ValueError, TypeError, KeyError):
        return
    if made is not None and len(made) <= MOST_NUMBERS:
        machine.numbers[result.cell] = Numbers(made, call.place)


def converted(machine: Machine, receiver: Data, name: str, call: Call, result: Value | None) -> Value | None:
    """Note the elements of an array that is turned into a list, or into numbers of another type."""
    known = array(machine, receiver)
    if known is None or not isinstance(result, Data) or result.cell == receiver.cell:
        return result
    values = known.values
    wanted = call.arguments[0].value if len(call.arguments) == 1 else None
    if name == "astype" and isinstance(wanted, External) and all(isinstance(each, (int, float)) for each in values):
        if wanted.path == "builtins.int" and all(map(math.isfinite, values)):
            machine.numbers[result.cell] = Numbers(tuple(int(each) for each in values), known.place)
        elif wanted.path == "builtins.float":
            machine.numbers[result.cell] = Numbers(tuple(float(each) for each in values), known.place)
    elif name in {"tolist", "copy"} and not call.arguments:
        machine.numbers[result.cell] = known
    return result


def number(value: object) -> float:
    """Return a number; anything else is refused."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError
    return value


def count(given: Literals) -> int:
    """Return how many elements are asked for."""
    num = given.get("num", 50)
    if type(num) is not int or not 0 <= num <= MOST_NUMBERS:
        raise ValueError
    return num


def linspace(given: Literals) -> tuple[object, ...]:
    """Space evenly between two bounds."""
    low, high, num = number(given["start"]), number(given["stop"]), count(given)
    values = spaced(low, high, num, given.get("endpoint", True) is not False)
    return typed(values, given.get("dtype"))


def spaced(low: float, high: float, num: int, endpoint: bool) -> list[float]:
    """Return numbers at even distances, the last one exactly at the bound."""
    if num <= 1:
        return [float(low)] * num
    parts = num - 1 if endpoint else num
    values = [low + i * ((high - low) / parts) for i in range(num)]
    return [*values[:-1], float(high)] if endpoint else values


def logspace(given: Literals) -> tuple[object, ...]:
    """Space evenly between two exponents."""
    base = number(given.get("base", 10.0))
    endpoint = given.get("endpoint", True) is not False
    exponents = spaced(number(given["start"]), number(given["stop"]), count(given), endpoint)
    return typed([float(base) ** exponent for exponent in exponents], given.get("dtype"))


def geomspace(given: Literals) -> tuple[object, ...]:
    """Space between two bounds at even ratios."""
    low, high, num = number(given["start"]), number(given["stop"]), count(given)
    if low <= 0 or high <= 0:
        raise ValueError
    exponents = spaced(math.log10(low), math.log10(high), num, given.get("endpoint", True) is not False)
    values = [10.0**exponent for exponent in exponents]
    if values:
        values[0] = float(low)
    if num > 1 and given.get("endpoint", True) is not False:
        values[-1] = float(high)
    return typed(values, given.get("dtype"))


def typed(values: list[float], dtype: object) -> tuple[object, ...]:
    """Convert to the type that is asked for."""
    path = getattr(dtype, "path", dtype)
    if path is None or path in {"float", "builtins.float", "numpy.float64"}:
        return tuple(values)
    if path in {"int", "builtins.int", "numpy.int64", "numpy.int32"}:
        return tuple(int(value) for value in values)
    raise ValueError


def arange(given: Literals) -> tuple[object, ...]:
    """Count from a bound to before another one."""
    start, stop, step = given["start_or_stop"], given.get("stop"), given.get("step", 1)
    low, high = (0, number(start)) if stop is None else (number(start), number(stop))
    width = number(step)
    length = math.ceil((high - low) / width)
    if length > MOST_NUMBERS:
        raise ValueError
    values = [low + i * width for i in range(max(length, 0))]
    whole = all(type(each) is int for each in (low, high, width))
    return tuple(values) if whole and given.get("dtype") is None else typed(values, given.get("dtype"))


def of_elements(given: Literals) -> tuple[object, ...] | None:
    """Return elements as an array holds them: of one type."""
    values = given["object"]
    if not isinstance(values, tuple):
        return None
    if given.get("dtype") is not None:
        return typed([number(value) for value in values], given["dtype"])
    kinds = {type(value) for value in values}
    if kinds in ({int}, {float}, {str}):
        return values
    return tuple(float(value) for value in values) if kinds == {int, float} else None


MAKERS: dict[str, tuple[tuple[str, ...], Callable[[Literals], tuple[object, ...] | None]]] = {
    "numpy.linspace": (("start", "stop", "num", "endpoint", "retstep", "dtype"), linspace),
    "numpy.logspace": (("start", "stop", "num", "endpoint", "base", "dtype"), logspace),
    "numpy.geomspace": (("start", "stop", "num", "endpoint", "dtype"), geomspace),
    "numpy.arange": (("start_or_stop", "stop", "step", "dtype"), arange),
    "numpy.array": (("object", "dtype"), of_elements),
    "numpy.asarray": (("object", "dtype"), of_elements),
}
OF_ELEMENTS = frozenset({"numpy.array", "numpy.asarray"})
