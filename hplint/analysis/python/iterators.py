"""Functions of `itertools`, `functools` and `operator` that hand on what containers hold, or call something on it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Deferred, Mapping, Sequence
from hplint.analysis.memory.values import Constant, External, Items, Method, Partial, Ref, Value
from hplint.analysis.python.containers import known_items
from hplint.analysis.syntax.attributes import attribute, item, mapped

MOST_CHAINED = 16
"""Most containers that are gone through one after the other."""
MOST_ITEMS = 32
"""Most elements that are looked at one by one."""


def chained(machine: Machine, call: Call) -> Value | None:
    """Go through several containers one after the other."""
    parts = [known_items(machine, argument.value) for argument in call.positional]
    if not call.complete or len(parts) < len(call.arguments):
        return None
    return joined(machine, parts)


def chained_within(machine: Machine, call: Call) -> Value | None:
    """Go through the containers in a container."""
    outer = known_items(machine, call.positional[0].value) if len(call.arguments) == len(call.positional) == 1 else None
    return None if outer is None else joined(machine, [known_items(machine, each) for each in outer])


def joined(machine: Machine, parts: list[tuple[Value, ...] | None]) -> Value | None:
    """Put known containers together; None where one isn't known."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or len(parts) > MOST_CHAINED:
        return None
    return machine.allocate(Sequence(tuple(each for part in known for each in part), kind=""))


def combined(machine: Machine, call: Call) -> Value | None:
    """Go through all combinations of elements."""
    parts = [known_items(machine, argument.value) for argument in call.positional]
    known = [part for part in parts if part is not None]
    if not call.complete or not len(known) == len(parts) == len(call.arguments):
        return None
    count = 1
    for part in known:
        count *= len(part)
    items = tuple(Items(each) for each in product(*known)) if count <= MOST_ITEMS else None
    return None if items is None else machine.allocate(Sequence(items, kind=""))


def sliced(machine: Machine, call: Call) -> Value | None:
    """Take some elements of a container by their numbers."""
    items = known_items(machine, call.positional[0].value) if len(call.positional) > 1 else None
    given_bounds = [each.value for each in call.positional[1:]]
    bounds = [
        each.value for each in given_bounds if isinstance(each, Constant) and type(each.value) in (int, type(None))
    ]
    if items is None or not call.complete or len(bounds) < len(given_bounds) or len(bounds) > 3:
        return None
    taken: slice = slice(*bounds)
    return machine.allocate(Sequence(items[taken], kind=""))


def mapped_apart(machine: Machine, call: Call) -> Value | None:
    """Call a function with the elements of each element."""
    if len(call.positional) != 2:
        return None
    function, source = call.positional

    def run() -> Value:
        items = known_items(machine, source.value)
        rows = None if items is None else [known_items(machine, each) for each in items[: MOST_ITEMS + 1]]
        if rows is None or len(rows) > MOST_ITEMS or None in rows:
            machine.escape(function.value)
            machine.escape(source.value)
            return machine.unknown()
        made = [machine.call(function.value, given(call, source, row or ())) for row in rows]
        return machine.allocate(Sequence(tuple(made), kind=""))

    return machine.allocate(Deferred(run, machine.fresh()))


def given(call: Call, like: Argument, values: tuple[Value, ...]) -> Call:
    """Return a call with other arguments."""
    return Call(call.place, tuple(like._replace(value=each) for each in values), True, call.name)


def reduced(machine: Machine, call: Call) -> Value | None:
    """Call a function with what it gave before and each element."""
    if not 2 <= len(call.positional) <= 3 or len(call.positional) < len(call.arguments):
        return None
    function, source, *initial = call.positional
    items = known_items(machine, source.value)
    if items is None or len(items) > MOST_ITEMS or not (items or initial):
        return None
    held, rest = (initial[0].value, items) if initial else (items[0], items[1:])
    for each in rest:
        held = machine.call(function.value, given(call, source, (held, each)))
    return held


def getter(path: str) -> Callable[[Machine, Call], Value | None]:
    """Return what keeps the arguments of `operator.itemgetter` and its like until it is called with an object."""

    def kept(machine: Machine, call: Call) -> Value | None:
        single = len(call.arguments) == len(call.positional) == 1
        return Partial(External(path), call.arguments, ()) if single or path.endswith("methodcaller.of") else None

    return kept


def item_of(machine: Machine, call: Call) -> Value | None:
    """Take an item of an object."""
    index, holder = call.positional[0].value, call.positional[-1].value
    if len(call.positional) != 2:
        return None
    content = machine.content(holder)
    if isinstance(content, Mapping) and isinstance(holder, Ref):
        return mapped(machine, holder, content, index)
    items = holder.values if isinstance(holder, Items) else content.items if isinstance(content, Sequence) else None
    return None if items is None else item(machine, items, index, is_tuple=isinstance(holder, Items))


def attribute_of(machine: Machine, call: Call) -> Value | None:
    """Read an attribute of an object."""
    name = call.positional[0].value
    if len(call.positional) != 2 or not isinstance(name, Constant) or not isinstance(name.value, str):
        return None
    found = call.positional[1].value
    for part in name.value.split("."):
        found = attribute(machine, found, part, call.place)
    return found


def method_of(machine: Machine, call: Call) -> Value | None:
    """Call a method of an object, the last argument."""
    name = call.positional[0].value
    if len(call.positional) < 2 or not isinstance(name, Constant) or not isinstance(name.value, str):
        return None
    holder = call.positional[-1]
    rest = tuple(each for each in call.arguments if each is not call.positional[0] and each is not holder)
    return machine.call(Method(holder.value, name.value), call._replace(arguments=rest))


def entered(machine: Machine, call: Call) -> Value | None:
    """Return a context manager that does nothing but hand on what it is given."""
    value = call.arguments[0].value if call.arguments else Constant(None, Origin.COMPUTED)
    return machine.allocate(Sequence((value,), kind=""))


ITERATORS: dict[str, Callable[[Machine, Call], Value | None]] = {
    "contextlib.nullcontext": entered,
    "functools.reduce": reduced,
    "itertools.chain": chained,
    "itertools.chain.from_iterable": chained_within,
    "itertools.islice": sliced,
    "itertools.product": combined,
    "itertools.starmap": mapped_apart,
    "operator.attrgetter": getter("operator.attrgetter.of"),
    "operator.attrgetter.of": attribute_of,
    "operator.itemgetter": getter("operator.itemgetter.of"),
    "operator.itemgetter.of": item_of,
    "operator.methodcaller": getter("operator.methodcaller.of"),
    "operator.methodcaller.of": method_of,
}
