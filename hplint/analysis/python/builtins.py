"""Python's own functions, and the methods of lists, dicts and strings."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from hplint.analysis.calling.calls import Call
from hplint.analysis.calling.classes import bare_object, class_attribute, hides_attributes, instance_attribute
from hplint.analysis.calling.functions import possibly
from hplint.analysis.data.history import Learned, Lesson, together
from hplint.analysis.data.row_by_row import note_row_by_row, rows_of_items
from hplint.analysis.data.rows import NO_ROWS, Fold, Grouped, Length, Nobody
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Deferred, Estimator, Instance, Learning, Sequence
from hplint.analysis.memory.join import all_of
from hplint.analysis.memory.values import (
    NEVER,
    NONE,
    UNKNOWN,
    Class,
    Constant,
    Data,
    External,
    Function,
    Items,
    Method,
    OneOf,
    Partial,
    Range,
    Ref,
    Score,
    Unknown,
    Value,
    is_none,
    with_origin,
)
from hplint.analysis.python.containers import COMPUTED, MOST_NUMBERS, contents, dict_of, first, known_items, one_element
from hplint.analysis.python.folding import fold_call
from hplint.analysis.python.sorting import in_order, sort, sort_keys
from hplint.analysis.python.stdlib import class_of, forget_settings, note_shared, settings_of
from hplint.analysis.scores.decisions import decided_by_each
from hplint.analysis.scores.rankings import scores_within
from hplint.analysis.scores.selection import best_of, best_score, report, scores_in
from hplint.analysis.scores.tallies import listed_errors
from hplint.analysis.syntax.assignment import assign_attribute
from hplint.analysis.syntax.attributes import attribute
from hplint.analysis.syntax.deferral import forced
from hplint.analysis.syntax.truth import truth
from hplint.basis.frozen import replace

HARMLESS = frozenset(
    "print len str repr format id isinstance issubclass display dir help hash bool input any all ord chr "
    "slice bin hex oct ascii pprint memoryview bytes bytearray complex divmod pow".split()
)
"""Builtins that neither keep nor change what they are given, and give nothing to follow."""
SHOWING = frozenset({"print", "display", "str", "format", "repr", "pprint"})
NUMERIC = frozenset({"float", "int", "round", "abs", "sum"})
ROUNDING = {"int": "floor", "round": "round"}
"""What makes whole numbers, and how."""
CONVERTING = frozenset({"int", "float", "str", "bool"})
KINDS = {
    "list": "list",
    "tuple": "tuple",
    "set": "set",
    "frozenset": "frozenset",
    "sorted": "list",
    "reversed": "",
    "iter": "",
}
"""What collects elements, and the kind of container that it gives."""


def call_builtin(machine: Machine, name: str, call: Call) -> Value | None:
    """Call a builtin; None for what isn't one."""
    folded = fold_call(machine, f"builtins.{name}", call)
    if folded is not None:
        return folded
    if name == "len" and isinstance(source := first(call), Data) and not isinstance(source.rows, Nobody):
        return Unknown(None, Origin.COMPUTED, length=Length(machine.current(source).rows))
    if name == "len" and (rows := rows_of_items(machine, first(call))) is not None:
        return Unknown(None, Origin.COMPUTED, length=Length(rows))
    if name in CONVERTING and machine.watch is not None and not machine.watch.building:
        # What is of that type already stays equal, and `fit` may see to it.
        if len(call.arguments) == 1 and machine.watch.minds(first(call)):
            return first(call)
    if name in HARMLESS:
        if name in SHOWING:
            report(machine, (argument.value for argument in call.arguments))
        return COMPUTED
    if name in KINDS:
        return collect(machine, name, call)
    if name in NUMERIC:
        judged = machine.library.judge(machine, listed_errors(machine, first(call)), call, name)
        return numeric(machine, call) if judged is None else judged
    if name == "open":
        # Its lines may be the rows of a data set.
        file = machine.unknown()
        machine.opened[file.key] = first(call)
        note_writing(machine, call)
        return file
    handler = BUILTINS.get(name)
    return None if handler is None else handler(machine, call)


def note_writing(machine: Machine, call: Call) -> None:
    """Note that a file is opened to be written."""
    mode = call.argument("mode", 1)
    match first(call), None if mode is None else mode.value:
        case Constant(value=str() as path), Constant(value=str() as known) if set(known) & set("wax+"):
            machine.write_anew(path)


def collect(machine: Machine, name: str, call: Call) -> Value:
    """Build a list or tuple of another container."""
    if not call.arguments:
        return Items(()) if name == "tuple" else machine.allocate(Sequence((), kind=KINDS[name]))
    source = first(call)
    if isinstance(source, Data):
        return listed(machine, machine.current(source))
    if isinstance(source, Range):
        return source
    if name == "sorted":
        in_order = sort(machine, call, source, KINDS[name])
        if in_order is not None:
            return in_order
    items = None if name == "sorted" else known_items(machine, source)
    if items is None:
        if isinstance(source, Unknown):
            return machine.copied(source)
        made = machine.allocate(Sequence(None, one_element(machine, source)))
        if name in {"list", "tuple"}:
            note_row_by_row(machine, made.address, rows_of_items(machine, source))
        return made
    if name == "reversed":
        items = items[::-1]
    return Items(items) if name == "tuple" else machine.allocate(Sequence(items, kind=KINDS[name]))


def listed(machine: Machine, data: Data) -> Value:
    """Return the rows of a column or an array as a list; that of a table has the names of its columns."""
    if data.kind == "DataFrame":
        return Data(machine.fresh(), kind="Index", names=data.names)
    if isinstance(data.rows, Nobody) or data.predicted or data.mask is not None or data.cell in machine.numbers:
        return data
    return replace(data, cell=machine.fresh(), kind="list", owner=None)


def numeric(machine: Machine, call: Call) -> Value:
    """Convert or reduce numbers: a score stays a score, data stays what it was learned from."""
    value = first(call)
    scores = scores_in([value]) or scores_in(contents(machine, value))
    if scores:
        fits = tuple(dict.fromkeys(fit for score in scores for fit in score.fits))
        return replace(scores[0], fits=fits)
    if isinstance(value, Unknown) and value.length is not None and len(call.arguments) == 1:
        counted = rounded(value.length, call.name)
        if counted is not None:
            return replace(value, length=counted)
    if isinstance(value, Unknown) and value.origin in (Origin.CONFIGURATION, Origin.LOOP, Origin.SEARCH):
        # `int(os.environ["DEPTH"])` is as configured as the text was.
        return Unknown(None, value.origin)
    if isinstance(value, Data):
        return reduced(machine, value, call) if call.name == "sum" else combined(machine, (value,))
    return COMPUTED


def rounded(length: Length, function: str) -> Length | None:
    """Return a number of rows as a whole number; None for other functions."""
    if length.rounding or length.times == 1:
        return length if function in ROUNDING else None
    return replace(length, rounding=ROUNDING[function]) if function in ROUNDING else None


def combined(machine: Machine, values: tuple[Value, ...]) -> Value:
    """Compute something from values of which some are data."""
    return machine.library.combine(machine, values) or COMPUTED


def reduced(machine: Machine, value: Data, call: Call) -> Value:
    """Compute a statistic of a column, as its method of the same name does."""
    data = machine.current(value)
    if isinstance(data.rows, Nobody) or data.predicted or data.mask is not None:
        return combined(machine, (value,))
    entry = Learned(data.rows, Lesson.STATISTIC, call.place, call.place.text)
    return Data(machine.fresh(), NO_ROWS, "scalar", together(data.history, frozenset({entry})), data.chosen)


def range_(machine: Machine, call: Call) -> Value:
    """Count."""
    bounds = [argument.value.value for argument in call.positional if isinstance(argument.value, Constant)]
    if not call.complete or len(bounds) != len(call.arguments) or not all(type(bound) is int for bound in bounds):
        return COMPUTED
    if not 1 <= len(bounds) <= 3 or bounds[2:] == [0]:
        return COMPUTED
    numbers = range(*bounds)
    # `len` fails on what is longer than a list can be.
    return COMPUTED if numbers[MOST_NUMBERS:] else Range(tuple(numbers), call.place)


def extreme(machine: Machine, call: Call) -> Value:
    """Take the largest or smallest: among scores, or by scores as the key, that is a selection."""
    source = first(call)
    values = [argument.value for argument in call.positional]
    if call.keyword("key") is not None:
        scores = sort_keys(machine, call, source)
        if scores:
            return best_of(machine, scores, one_element(machine, source))
        return picked_object(machine, call, source)
    scores = scores_in(values if len(values) > 1 else contents(machine, source))
    if scores:
        return best_score(machine, scores)
    if isinstance(source, Score):
        return best_score(machine, (source,))
    nested = tuple(scores_within(machine, source, deepest=2))
    if nested and len(values) == 1:
        return best_of(machine, nested, one_element(machine, source))
    if len(values) == 1 and isinstance(source, Data):
        return machine.library.judge(machine, source, call, call.name) or reduced(machine, source, call)
    if any(isinstance(value, Data) for value in values):
        return combined(machine, tuple(values))
    return picked_object(machine, call, source) if len(values) == 1 else COMPUTED


def picked_object(machine: Machine, call: Call, source: Value) -> Value:
    """Return the largest or smallest element as far as it is, or holds, an object: which number it is nobody asks."""
    ordered = in_order(machine, call, known_items(machine, source))
    if ordered:
        return objects_in(ordered[-1 if call.name == "max" else 0])
    return objects_in(one_element(machine, source))


def objects_in(value: Value) -> Value:
    """Return a value with what is no object in it computed."""
    match value:
        case Ref():
            return value
        case OneOf(values=values) if all(isinstance(each, (Ref, Items)) for each in values):
            return OneOf(tuple(map(objects_in, values)))
        case Items(values=values):
            return Items(tuple(map(objects_in, values)))
        case Data(rows=Nobody(), predicted=()):
            # A statistic.
            return value
        case _:
            return COMPUTED


def zip_(machine: Machine, call: Call) -> Value:
    """Pair the elements of several containers."""
    columns = [known_items(machine, argument.value) for argument in call.positional]
    if columns and call.complete and all(column is not None for column in columns):
        rows = zip(*[column for column in columns if column is not None], strict=False)
        return machine.allocate(Sequence(tuple(Items(tuple(row)) for row in rows), kind=""))
    return machine.allocate(
        Sequence(None, Items(tuple(one_passed(machine, argument.value) for argument in call.positional)))
    )


def one_passed(machine: Machine, value: Value) -> Value:
    """Return what stands for every element that a loop binds: another one each time."""
    element = one_element(machine, value)
    return with_origin(element, Origin.LOOP) if isinstance(element, Unknown) else element


def enumerate_(machine: Machine, call: Call) -> Value:
    """Pair positions with elements."""
    items = known_items(machine, first(call))
    if items is None:
        pair = Items((Unknown(None, Origin.LOOP), one_passed(machine, first(call))))
        return machine.allocate(Sequence(None, pair))
    return machine.allocate(Sequence(tuple(Items((Constant(i), item)) for i, item in enumerate(items)), kind=""))


def map_(machine: Machine, call: Call) -> Value:
    """Apply a function to every element."""
    positional = call.positional
    if len(positional) < 2:
        return UNKNOWN
    source = positional[1]

    def applied(item: Value) -> Value:
        return machine.call(positional[0].value, Call(call.place, (source._replace(value=item),), True, call.name))

    def run() -> Value:
        items = known_items(machine, source.value)
        if items is not None and len(items) <= 32:
            return machine.allocate(Sequence(tuple(applied(item) for item in items), kind=""))
        element = decided_by_each(machine, source.value, applied(one_element(machine, source.value)))
        return machine.allocate(Sequence(None, element, kind=""))

    return machine.allocate(Deferred(run, machine.fresh()))


def filter_(machine: Machine, call: Call) -> Value:
    """Keep some elements of a container; the function is asked when somebody consumes them."""
    if len(call.positional) < 2:
        return UNKNOWN
    function, source = call.positional[0].value, call.positional[1]

    def kept(item: Value) -> bool | None:
        if is_none(function):
            return truth(machine, item)
        asked = Call(call.place, (source._replace(value=item),), True, call.name)
        return truth(machine, machine.call(function, asked))

    def run() -> Value:
        items = known_items(machine, source.value)
        if items is None or len(items) > 32:
            element = one_passed(machine, source.value)
            if isinstance(function, Function):
                possibly(machine, function)
            return machine.allocate(Sequence(None, element, kind=""))
        told = [(item, kept(item)) for item in items]
        left = tuple(item for item, stays in told if stays is not False)
        if all(stays is not None for _, stays in told):
            return machine.allocate(Sequence(left, kind=""))
        return machine.allocate(Sequence(None, all_of(list(left), machine.join), kind=""))

    return machine.allocate(Deferred(run, machine.fresh()))


def next_(machine: Machine, call: Call) -> Value:
    """Take one element; of the folds of a splitter, a split like any other."""
    source = forced(machine, first(call))
    content = machine.content(source)
    if isinstance(source, Ref) and isinstance(content, Sequence) and content.items and not content.kind:
        if all(loop.candidates or loop.single for loop in machine.loops):
            machine.store.set(source.address, replace(content, items=content.items[1:], written=None))
            return single(machine, content.items[0])
    return single(machine, one_element(machine, source))


def single(machine: Machine, element: Value) -> Value:
    """Return the positions of one fold, of which no others are looked at, as those of a split of its own."""
    if not isinstance(element, Items):
        return element
    number = machine.fresh()

    def apart(part: Value) -> Value:
        if isinstance(part, Data) and part.mask is not None and isinstance(part.mask.split, Fold):
            split = Grouped(number) if part.mask.split.grouped else number
            machine.record.splits[split] = machine.record.splits[part.mask.split]
            return replace(part, cell=machine.fresh(), mask=replace(part.mask, split=split))
        return part

    return Items(tuple(map(apart, element.values)), element.written)


def getattr_(machine: Machine, call: Call) -> Value:
    """Read an attribute by name; without a known one it may be any, which whoever gets it may change."""
    name = call.positional[1].value if len(call.positional) > 1 else UNKNOWN
    holder = first(call)
    if isinstance(name, Constant) and isinstance(name.value, str):
        if len(call.positional) == 2:
            return attribute(machine, holder, name.value, call.place)
        known = machine.member(holder.address, name.value) if isinstance(holder, Ref) else None
        if known is not None:
            return known
        estimator = machine.estimator(holder)
        if estimator is not None and estimator.own is None and isinstance(holder, Ref) and len(call.positional) == 3:
            has = machine.library.has(machine, holder, name.value)
            if has is not None:
                return attribute(machine, holder, name.value, call.place) if has else call.positional[2].value
        content = machine.content(holder)
        if isinstance(content, Instance) and isinstance(holder, Ref) and not content.escaped:
            found = instance_attribute(machine, holder, content, name.value)
            if found is not None:
                return found
            if not hides_attributes(content.of) and class_attribute(machine, content.of, "__getattr__") is None:
                return call.positional[2].value if len(call.positional) == 3 else UNKNOWN
    machine.escape(holder)
    return machine.unknown()


def callable_(machine: Machine, call: Call) -> Value:
    """Tell whether something can be called."""
    known = isinstance(first(call), (Function, Class, Method, Partial))
    return Constant(True, Origin.COMPUTED) if known and call.arguments else COMPUTED


def setattr_(machine: Machine, call: Call) -> Value:
    """Set an attribute by name; without a known one the object may be another one afterwards."""
    if len(call.positional) == 3:
        holder, name = (argument.value for argument in call.positional[:2])
        if isinstance(name, Constant) and isinstance(name.value, str):
            assign_attribute(machine, holder, name.value, call.positional[2]._replace(name=name.value))
            return NONE
    forget_settings(machine, first(call))
    for argument in call.arguments:
        machine.escape(argument.value)
    return NONE


def hasattr_(machine: Machine, call: Call) -> Value:
    """Ask for an attribute: code that asks whether an estimator is fitted handles both answers."""
    value = first(call)
    estimator = machine.estimator(value)
    name = call.positional[1].value if len(call.positional) == 2 else UNKNOWN
    if estimator is not None and isinstance(value, Ref) and isinstance(name, Constant) and isinstance(name.value, str):
        known = machine.library.has(machine, value, name.value)
        if known is not None:
            return Constant(known, Origin.COMPUTED)
    for each in value.values if isinstance(value, OneOf) else (value,):
        asked = machine.estimator(each)
        if asked is not None and isinstance(each, Ref) and asked.state is Learning.UNFITTED:
            machine.store.set(each.address, replace(asked, state=Learning.MAYBE))
    return UNKNOWN


def super_(machine: Machine, call: Call) -> Value:
    """Return what stands for the bases of the object under way."""
    receiver = machine.activations[-1].receiver if machine.activations else None
    node = machine.activations[-1].node if machine.activations else None
    if receiver is None and isinstance(node, cst.FunctionDef) and node.params.params:
        # A decorator hands the object on.
        receiver = machine.lookup(node.params.params[0].name.value)
    held = None if receiver is None else machine.content(receiver)
    if receiver is not None and (isinstance(receiver, Class) or isinstance(held, (Estimator, Instance))):
        return Method(receiver, "super")
    return machine.unknown()


def new_object(machine: Machine, call: Call) -> Value:
    """Make an object without calling its constructor."""
    return bare_object(machine, first(call), call.place)


def static(machine: Machine, call: Call) -> Value:
    """Return a function that isn't bound to the object whose class it is an attribute of."""
    function = first(call)
    return replace(function, role="staticmethod") if isinstance(function, Function) else function


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


def type_(machine: Machine, call: Call) -> Value:
    """Return the class of an object."""
    return (class_of(machine, first(call)) if len(call.arguments) == 1 else None) or COMPUTED


def vars_(machine: Machine, call: Call) -> Value:
    """Hand out all names at once, which code in a string may use, or the settings of one object."""
    if call.arguments:
        note_shared(machine, first(call))
        return settings_of(machine, first(call)) or machine.unknown()
    machine.escape_all()
    return machine.unknown()


BUILTINS: dict[str, Callable[[Machine, Call], Value]] = {
    "range": range_,
    "min": extreme,
    "max": extreme,
    "zip": zip_,
    "enumerate": enumerate_,
    "dict": dict_of,
    "map": map_,
    "filter": filter_,
    "next": next_,
    "callable": callable_,
    "getattr": getattr_,
    "setattr": setattr_,
    "delattr": setattr_,
    "hasattr": hasattr_,
    "staticmethod": static,
    "super": super_,
    "object.__new__": new_object,
    "exit": end,
    "quit": end,
    "exec": execute,
    "eval": execute,
    "get_ipython": shell,
    "globals": vars_,
    "locals": vars_,
    "vars": vars_,
    "type": type_,
}
