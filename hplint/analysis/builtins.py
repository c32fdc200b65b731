"""Python's own functions, and the methods of lists, dicts and strings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hplint.analysis.attributes import attribute
from hplint.analysis.containers import contents
from hplint.analysis.calls import Argument, Call
from hplint.analysis.constants import Origin
from hplint.analysis.functions import followed, invoke, possibly
from hplint.analysis.join import all_of, elements
from hplint.analysis.machine import Machine
from hplint.analysis.selection import best, scores_in
from hplint.analysis.values import (
    NEVER,
    NONE,
    UNKNOWN,
    Constant,
    Data,
    External,
    Function,
    Instance,
    Items,
    Learning,
    Mapping,
    Method,
    Ref,
    Score,
    Sequence,
    Unknown,
    Value,
    with_origin,
)

COMPUTED = Unknown(None, Origin.COMPUTED)
HARMLESS = frozenset(
    "print len str repr format type id isinstance issubclass callable display hash bool input open any all ord chr "
    "range slice bin hex oct ascii pprint memoryview bytes bytearray complex divmod pow".split()
)
"""Builtins that neither keep nor change what they are given, and give nothing to follow."""
NUMERIC = frozenset({"float", "int", "round", "abs", "sum"})
COLLECTING = frozenset({"list", "tuple", "set", "frozenset", "sorted", "reversed", "iter"})


def call_builtin(machine: Machine, name: str, call: Call) -> Value | None:
    """Call a builtin; None for what isn't one."""
    if name in HARMLESS:
        return COMPUTED
    if name in COLLECTING:
        return collect(machine, name, call)
    if name in NUMERIC:
        return numeric(machine, call)
    handler = BUILTINS.get(name)
    return None if handler is None else handler(machine, call)


def first(call: Call) -> Value:
    """Return the first positional argument, or UNKNOWN."""
    positional = call.positional
    return positional[0].value if positional else UNKNOWN


def known_items(machine: Machine, value: Value) -> tuple[Value, ...] | None:
    """Return the items of a container whose length is known, else None."""
    match value:
        case Items(values=values):
            return values
        case Constant(value=tuple() as values):
            return tuple(Constant(each) for each in values)
    match machine.content(value):
        case Sequence(items=items):
            return items
        case Mapping(items=pairs, rest=None):
            return tuple(Constant(key) for key, _ in pairs)
        case _:
            return None


def one_element(machine: Machine, value: Value) -> Value:
    """Return what stands for every element of a container."""
    content = machine.content(value)
    if isinstance(content, Sequence):
        return all_of(list(elements(content)), machine.join)
    if isinstance(value, Items):
        return all_of(list(value.values), machine.join)
    found = machine.library.iterate(machine, value)
    return machine.unknown() if found is None else found


def collect(machine: Machine, name: str, call: Call) -> Value:
    """Build a list or tuple of another container."""
    if not call.arguments:
        return Items(()) if name == "tuple" else machine.allocate(Sequence(()))
    source = first(call)
    if isinstance(source, Data):
        return source
    items = known_items(machine, source)
    if name == "sorted":
        scores = scores_in(list(items or ())) or tuple(nested_scores(machine, source))
        if scores:
            return machine.allocate(Sequence(None, best(machine, scores)))
        items = None
    if items is None:
        if isinstance(source, Unknown):
            return source
        return machine.allocate(Sequence(None, one_element(machine, source)))
    if name == "reversed":
        items = items[::-1]
    return Items(items) if name == "tuple" else machine.allocate(Sequence(items))


def numeric(machine: Machine, call: Call) -> Value:
    """Convert or reduce numbers: a score stays a score, data stays what it was learned from."""
    value = first(call)
    scores = scores_in([value]) or scores_in(contents(machine, value))
    if scores:
        fits = tuple(dict.fromkeys(fit for score in scores for fit in score.fits))
        return replace(scores[0], fits=fits)
    if isinstance(value, Data):
        return machine.library.combine(machine, (value,)) or COMPUTED
    if isinstance(value, Constant) and isinstance(value.value, (int, float)) and len(call.arguments) == 1:
        return Constant(value.value, Origin.COMPUTED) if call.name in {"round", "abs"} else COMPUTED
    return COMPUTED


def extreme(machine: Machine, call: Call) -> Value:
    """Take the largest or smallest: among scores, or by scores as the key, that is a selection."""
    source = first(call)
    values = [argument.value for argument in call.positional]
    key = call.keyword("key")
    if key is not None:
        scores = tuple(nested_scores(machine, source))
        if not scores and isinstance(key.value, Method) and key.value.name in {"get", "__getitem__"}:
            scores = tuple(nested_scores(machine, key.value.receiver))
        if not scores and isinstance(key.value, Function):
            scores = scores_in([keyed(machine, key, source)])
        return best(machine, scores) if scores else COMPUTED
    scores = scores_in(values if len(values) > 1 else contents(machine, source))
    if scores:
        # The best score itself is only looked at; what it was reached with is taken by `argmax` or `index`.
        return scores[0]
    nested = tuple(nested_scores(machine, source))
    if nested and len(values) == 1:
        return best(machine, nested)
    if any(isinstance(value, Data) for value in values):
        return machine.library.combine(machine, tuple(values)) or COMPUTED
    return COMPUTED


def keyed(machine: Machine, key: Argument, source: Value) -> Value:
    """Return what a key function makes of one candidate."""
    candidate = with_origin(one_element(machine, source), Origin.LOOP)
    if isinstance(key.value, Function) and followed(machine, key.value):
        return invoke(machine, key.value, Call(key.place, (replace(key, name=None, value=candidate),)))
    return UNKNOWN


def nested_scores(machine: Machine, value: Value) -> list[Score]:
    """List the scores that stand in pairs of a container, or as the values of a dict."""
    found: list[Score] = []
    for each in contents(machine, value):
        found.extend(scores_in([each]) or scores_in(contents(machine, each)))
    return found


def zip_(machine: Machine, call: Call) -> Value:
    """Pair the elements of several containers."""
    columns = [known_items(machine, argument.value) for argument in call.positional]
    if columns and call.complete and all(column is not None for column in columns):
        rows = zip(*[column for column in columns if column is not None])
        return machine.allocate(Sequence(tuple(Items(tuple(row)) for row in rows)))
    return machine.allocate(
        Sequence(None, Items(tuple(one_element(machine, argument.value) for argument in call.positional)))
    )


def enumerate_(machine: Machine, call: Call) -> Value:
    """Pair positions with elements."""
    items = known_items(machine, first(call))
    if items is None:
        pair = Items((Unknown(None, Origin.LOOP), one_element(machine, first(call))))
        return machine.allocate(Sequence(None, pair))
    return machine.allocate(Sequence(tuple(Items((Constant(i), item)) for i, item in enumerate(items))))


def dict_(machine: Machine, call: Call) -> Value:
    """Build a dict."""
    items: dict[object, Value] = {}
    rest: Value | None = None if call.complete else UNKNOWN
    keys: list[tuple[object, object]] = []
    for argument in call.arguments:
        if argument.name is not None:
            items[argument.name] = argument.value
            keys.append((argument.name, argument.key))
            continue
        content = machine.content(argument.value)
        pairs = known_items(machine, argument.value)
        if isinstance(content, Mapping):
            items.update(content.items)
            rest = content.rest if rest is None else rest
        elif pairs is not None and all(
            isinstance(pair, Items) and len(pair.values) == 2 and isinstance(pair.values[0], Constant) for pair in pairs
        ):
            items.update((pair.values[0].value, pair.values[1]) for pair in pairs)  # type: ignore[union-attr]  # just asked
        else:
            rest = UNKNOWN
    return machine.allocate(Mapping(tuple(items.items()), rest, tuple(keys)))  # type: ignore[arg-type]  # places


def map_(machine: Machine, call: Call) -> Value:
    """Apply a function to every element."""
    from hplint.analysis.dispatch import call_value

    positional = call.positional
    if len(positional) < 2:
        return UNKNOWN
    items = known_items(machine, positional[1].value)
    source = positional[1]

    def applied(item: Value) -> Value:
        return call_value(
            machine, positional[0].value, Call(call.place, (replace(source, value=item),), True, call.name)
        )

    if items is not None and len(items) <= 32:
        return machine.allocate(Sequence(tuple(applied(item) for item in items)))
    return machine.allocate(Sequence(None, applied(one_element(machine, source.value))))


def filter_(machine: Machine, call: Call) -> Value:
    """Keep some elements of a container."""
    for argument in call.positional[:1]:
        if isinstance(argument.value, Function):
            possibly(machine, argument.value)
    source = call.positional[1].value if len(call.positional) > 1 else UNKNOWN
    return machine.allocate(Sequence(None, one_element(machine, source)))


def next_(machine: Machine, call: Call) -> Value:
    """Take one element."""
    return one_element(machine, first(call))


def getattr_(machine: Machine, call: Call) -> Value:
    """Read an attribute by name."""
    if len(call.positional) == 2 and isinstance(call.positional[1].value, Constant):
        return attribute(machine, first(call), str(call.positional[1].value.value), call.place)
    return machine.unknown()


def setattr_(machine: Machine, call: Call) -> Value:
    """Set an attribute by name: whatever it is, the object may be another one afterwards."""
    for argument in call.arguments:
        machine.escape(argument.value)
    return NONE


def hasattr_(machine: Machine, call: Call) -> Value:
    """Ask for an attribute: code that asks whether an estimator is fitted handles both answers."""
    value = first(call)
    estimator = machine.estimator(value)
    if estimator is not None and isinstance(value, Ref) and estimator.state is Learning.UNFITTED:
        machine.store.set(value.address, replace(estimator, state=Learning.MAYBE))
    return UNKNOWN


def super_(machine: Machine, call: Call) -> Value:
    """Return what stands for the bases of the object under way."""
    if machine.activations:
        frame = machine.activations[-1].frame
        for key in list(machine.store.cells):
            if isinstance(key, tuple) and key[0] == frame.id:
                value = machine.store.cells[key]
                if isinstance(value, Ref) and isinstance(machine.content(value), Instance):
                    return Method(value, "super")
                break
    return machine.unknown()


def end(machine: Machine, call: Call) -> Value:
    """End the program."""
    return NEVER


def execute(machine: Machine, call: Call) -> Value:
    """Execute code that nobody reads."""
    machine.escape_all()
    return machine.unknown()


def shell(machine: Machine, call: Call) -> Value:
    """Return the notebook's shell, whose methods execute code."""
    return External("IPython.shell")


def vars_(machine: Machine, call: Call) -> Value:
    """Hand out all names at once: unknown from here on."""
    return machine.unknown()


BUILTINS: dict[str, Callable[[Machine, Call], Value]] = {
    "min": extreme,
    "max": extreme,
    "zip": zip_,
    "enumerate": enumerate_,
    "dict": dict_,
    "map": map_,
    "filter": filter_,
    "next": next_,
    "getattr": getattr_,
    "setattr": setattr_,
    "delattr": setattr_,
    "hasattr": hasattr_,
    "super": super_,
    "exit": end,
    "quit": end,
    "exec": execute,
    "eval": execute,
    "get_ipython": shell,
    "globals": vars_,
    "locals": vars_,
    "vars": vars_,
}


def container_method(machine: Machine, receiver: Value, name: str, call: Call) -> Value | None:
    """Call a method of a list, dict, tuple or constant; None where it isn't known."""
    content = machine.content(receiver)
    if isinstance(receiver, Ref) and isinstance(content, Sequence):
        return list_method(machine, receiver, content, name, call)
    if isinstance(receiver, Ref) and isinstance(content, Mapping):
        return dict_method(machine, receiver, content, name, call)
    if isinstance(receiver, Items) and name == "index":
        return picked(machine, list(receiver.values), call)
    if isinstance(receiver, Constant):
        return constant_method(receiver, name, call)
    return COMPUTED


def constant_method(receiver: Constant, name: str, call: Call) -> Value:
    """Call a method of a string or number; those without arguments that only change case are computed."""
    if isinstance(receiver.value, str) and name in {"lower", "upper", "strip"} and not call.arguments:
        return Constant(getattr(receiver.value, name)(), Origin.COMPUTED)
    return COMPUTED


def list_method(machine: Machine, receiver: Ref, content: Sequence, name: str, call: Call) -> Value | None:
    """Call a method of a list or set."""
    value = first(call)
    match name:
        case "append" | "add" | "appendleft":
            if content.items is not None:
                grown = Sequence((*content.items, value))
            else:
                grown = Sequence(None, all_of([*elements(content), value], machine.join))
            machine.store.set(receiver.address, grown)
            return NONE
        case "extend" | "update":
            added = known_items(machine, value)
            if content.items is not None and added is not None:
                machine.store.set(receiver.address, Sequence(content.items + added))
            else:
                rest = one_element(machine, value)
                machine.store.set(receiver.address, Sequence(None, all_of([*elements(content), rest], machine.join)))
            return NONE
        case "insert":
            inserted = call.positional[1].value if len(call.positional) > 1 else UNKNOWN
            machine.store.set(receiver.address, Sequence(None, all_of([*elements(content), inserted], machine.join)))
            return NONE
        case "copy":
            return machine.allocate(content)
        case "pop":
            popped = all_of(list(elements(content)), machine.join)
            machine.store.set(receiver.address, Sequence(None, popped))
            return popped
        case "index":
            return picked(machine, list(elements(content)), call)
        case "sort" | "reverse" | "remove" | "clear" | "discard":
            machine.store.set(receiver.address, Sequence(None, all_of(list(elements(content)), machine.join)))
            return NONE
        case "count":
            return COMPUTED
        case _:
            return None


def picked(machine: Machine, held: list[Value], call: Call) -> Value:
    """Find a position: the position of the best score is a selection."""
    scores = scores_in(held)
    return best(machine, scores) if scores and isinstance(first(call), Score) else COMPUTED


def dict_method(machine: Machine, receiver: Ref, content: Mapping, name: str, call: Call) -> Value | None:
    """Call a method of a dict."""
    held = [value for _, value in content.items] + ([] if content.rest is None else [content.rest])
    match name:
        case "items":
            if content.rest is None:
                return machine.allocate(Sequence(tuple(Items((Constant(key), value)) for key, value in content.items)))
            return machine.allocate(Sequence(None, Items((COMPUTED, all_of(held, machine.join)))))
        case "values":
            items = tuple(value for _, value in content.items) if content.rest is None else None
            return machine.allocate(Sequence(items, all_of(held, machine.join)))
        case "keys":
            if content.rest is None:
                return machine.allocate(Sequence(tuple(Constant(key) for key, _ in content.items)))
            return machine.allocate(Sequence(None, COMPUTED))
        case "get" | "pop" | "setdefault":
            return got(machine, content, held, call)
        case "copy":
            return machine.allocate(content)
        case "update":
            return updated(machine, receiver, content, call)
        case _:
            return None


def got(machine: Machine, content: Mapping, held: list[Value], call: Call) -> Value:
    """Return an item of a dict, or the default."""
    key = first(call)
    default = call.positional[1].value if len(call.positional) > 1 else NONE
    if isinstance(key, Constant):
        found = content.get(key.value)
        if found is not None:
            return found
        return default if content.rest is None else machine.join(content.rest, default)
    return machine.join(all_of(held, machine.join), default)


def updated(machine: Machine, receiver: Ref, content: Mapping, call: Call) -> Value:
    """Set several items of a dict."""
    added = machine.content(dict_(machine, call))
    if isinstance(added, Mapping):
        items = dict(content.items)
        items.update(added.items)
        rest = content.rest if added.rest is None else added.rest
        machine.store.set(receiver.address, Mapping(tuple(items.items()), rest, content.keys + added.keys))
    return NONE
