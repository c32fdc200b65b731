"""Functions of the standard library that make calls, configurations and modules: `partial`, `asdict`, `namedtuple`."""

from __future__ import annotations

from collections.abc import Callable

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.classes import all_fields, class_attribute, instance_attribute
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.analysis.memory.heap import Estimator, Instance, Mapping, Sequence
from hplint.analysis.memory.join import all_of
from hplint.analysis.memory.values import Class, Constant, External, Partial, Ref, Unknown, Value, is_none
from hplint.analysis.python.containers import dict_of, known_items
from hplint.analysis.syntax.deferral import forced
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace


def partial(machine: Machine, call: Call) -> Value | None:
    """Keep arguments for a later call."""
    if not call.positional:
        return None
    return Partial(call.positional[0].value, call.shifted(1).arguments, call.surplus)


def completed(held: Partial, call: Call) -> Call:
    """Return the call that a partial call and its further arguments are: later keywords take the place of earlier."""
    later = {argument.name for argument in call.arguments if argument.name is not None}
    before: tuple[Argument, ...] = tuple(each for each in held.arguments if each.name not in later)
    surplus = (*held.surplus, *call.surplus)
    return call._replace(arguments=(*before, *call.arguments), complete=call.complete and not surplus, surplus=surplus)


def import_module(machine: Machine, call: Call) -> Value | None:
    """Import a module by its name."""
    name = call.arguments[0].value if call.arguments else None
    return External(name.value) if isinstance(name, Constant) and isinstance(name.value, str) else None


def namespace(machine: Machine, call: Call) -> Value | None:
    """Build an object of settings."""
    if not call.complete or call.positional:
        return None
    ref = machine.allocate(Instance(Class(machine.fresh(), "Namespace", ())))
    for argument in call.arguments:
        if argument.name is not None:
            machine.set_member(ref.address, argument.name, argument.value)
    return ref


def named_tuple(machine: Machine, call: Call) -> Value | None:
    """Make a class of settings: `namedtuple("Settings", "C gamma")`."""
    listed = call.argument("field_names", 1)
    names = NOT_LITERAL if listed is None else literal(machine, listed.value)
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    if not isinstance(names, (list, tuple)) or not call.complete:
        return None
    fields = tuple(str(name) for name in names)
    of = Class(machine.fresh(), "namedtuple", (), dataclass=True, fields=fields)
    given = call.keyword("defaults")
    defaults = () if given is None else literal(machine, given.value)
    if not isinstance(defaults, (list, tuple)):
        return None
    for name, default in zip(reversed(fields), reversed(defaults), strict=False):
        machine.set_member(of.address, name, Constant(default))
    return of


def tuple_fields(machine: Machine, ref: Ref, content: Instance) -> tuple[Value, ...] | None:
    """List the fields of a named tuple; None for anything else."""
    of = content.of
    if of.name != "namedtuple" and External("typing.NamedTuple") not in of.bases:
        return None
    found = [instance_attribute(machine, ref, content, name) for name in all_fields(of)]
    return None if None in found else tuple(value for value in found if value is not None)


def typed_dict(machine: Machine, call: Call) -> Value | None:
    """Declare the keys of dicts: what it is called with is a dict like any other."""
    return External("builtins.dict") if call.arguments else None


def field(machine: Machine, call: Call) -> Value | None:
    """Declare a field of a dataclass: its default."""
    default = call.keyword("default")
    return None if default is None else default.value


def as_dict(machine: Machine, call: Call) -> Value | None:
    """Return the settings of an object as a dict."""
    return settings_of(machine, call.arguments[0].value) if len(call.arguments) == 1 else None


def settings_of(machine: Machine, value: Value) -> Value | None:
    """Return the fields and attributes of an object of a class in view as a dict; None for anything else."""
    content = machine.content(value)
    if not isinstance(value, Ref) or not isinstance(content, Instance):
        return None
    names = dict.fromkeys((*all_fields(content.of), *machine.members.get(value.address, ())))
    held = [(name, instance_attribute(machine, value, content, name)) for name in names]
    items = tuple((name, each) for name, each in held if each is not None)
    return machine.allocate(Mapping(items, escaped=content.escaped or len(items) < len(held)))


def forget_settings(machine: Machine, value: Value) -> None:
    """Note that any setting of an object in view may have another value now."""
    content = machine.content(value)
    if not isinstance(value, Ref) or not isinstance(content, Instance):
        return
    own, shared = machine.members.get(value.address, ()), machine.members.get(content.of.address, ())
    for name in dict.fromkeys((*own, *shared)):
        if isinstance(machine.member(value.address, name) or class_attribute(machine, content.of, name), Constant):
            machine.set_member(value.address, name, machine.unknown(Origin.CONFIGURATION))


def note_shared(machine: Machine, value: Value) -> None:
    """Note that somebody holds the attributes of an object as a dict, and may set others in it: learned ones, too."""
    content = machine.content(value)
    if isinstance(content, Estimator):
        # It is the program itself that may, and nobody else fits or scores it.
        machine.pretends, before = True, machine.pretends
        machine.escape(value)
        machine.pretends = before
    if isinstance(value, Ref) and isinstance(content, Instance) and machine.watch is not None:
        machine.store.set(value.address, replace(content, escaped=True))


def replaced(machine: Machine, call: Call) -> Value | None:
    """Copy an object with other settings."""
    if not call.positional:
        return None
    value = call.positional[0].value
    content = machine.content(value)
    if not isinstance(value, Ref) or not isinstance(content, Instance) or not call.complete:
        return None
    ref = machine.allocate(content)
    for name, held in machine.attributes(value.address):
        machine.set_member(ref.address, name, held)
    for argument in call.arguments:
        if argument.name is not None:
            machine.set_member(ref.address, argument.name, argument.value)
    return ref


def class_of(machine: Machine, value: Value) -> Value | None:
    """Return the class of an object in view, or of an estimator of the catalogue."""
    match machine.content(value):
        case Instance(of=of):
            return of
        case Estimator(spec=spec) if spec is not None:
            return External(spec.path)
        case _:
            return None


ENUMERATIONS = frozenset({"enum.Enum", "enum.Flag", "enum.StrEnum", "enum.IntEnum", "enum.IntFlag"})
MIXED = frozenset({"enum.StrEnum", "enum.IntEnum", "enum.IntFlag", "builtins.str", "builtins.int", "builtins.float"})
"""Bases that make a member of an enumeration a value of its own."""


def enumerate_members(machine: Machine, of: Class) -> None:
    """Make members of the constants of an enumeration, each with its `name` and `value`."""
    bases = {base.path for base in of.bases if isinstance(base, External)}
    inherited = {path for base in of.bases if isinstance(base, Class) for path in external_bases(base)}
    if not (bases | inherited) & ENUMERATIONS or (bases | inherited) & MIXED:
        return
    values = {name: class_attribute(machine, of, name) for name in machine.members.get(of.address, ())}
    plain = bases <= ENUMERATIONS and not inherited and all(isinstance(each, Constant) for each in values.values())
    for name, value in values.items():
        if isinstance(value, (Constant, Unknown)) and not name.startswith("_"):
            ref = machine.allocate(Instance(Class(machine.fresh(), of.name, (), of_member=plain)))
            machine.set_member(ref.address, "value", value)
            machine.set_member(ref.address, "name", Constant(name, Origin.COMPUTED))
            machine.set_member(of.address, name, ref)


def enumeration_member(machine: Machine, of: Class, call: Call) -> Value | None:
    """Return the member of an enumeration that has a value: `Kind("svm")`."""
    given = call.arguments[0].value if len(call.arguments) == 1 else None
    if not isinstance(given, Constant) or not external_bases(of) & ENUMERATIONS:
        return None
    for _, member in machine.attributes(of.address):
        content = machine.content(member)
        if isinstance(member, Ref) and isinstance(content, Instance) and content.of.of_member:
            held = machine.member(member.address, "value")
            if isinstance(held, Constant) and held.value == given.value:
                return member
    return None


def external_bases(of: Class, depth: int = 0) -> frozenset[str]:
    """List the bases out of sight, through those in view."""
    found = frozenset(base.path for base in of.bases if isinstance(base, External))
    if depth > 8:
        return found
    inner = [external_bases(base, depth + 1) for base in of.bases if isinstance(base, Class)]
    return found.union(*inner)


def double_ended(machine: Machine, call: Call) -> Value | None:
    """Build a list that grows at both ends; where it has a greatest length, nobody knows how many it holds."""
    given = call.argument("iterable", 0)
    items = () if given is None else known_items(machine, given.value)
    if items is None or call.surplus:
        return None
    if call.argument("maxlen", 1) is None:
        return machine.allocate(Sequence(items))
    return machine.allocate(Sequence(None, all_of(list(items), machine.join)))


def with_default(machine: Machine, call: Call) -> Value | None:
    """Build a dict that makes what it doesn't hold."""
    if not call.positional or len(call.arguments) > 1 or not call.complete:
        return None
    factory = call.positional[0].value
    return machine.allocate(Mapping((), default=None if is_none(factory) else factory))


def run_coroutine(machine: Machine, call: Call) -> Value | None:
    """Run a coroutine to its end, and return what it gives."""
    return forced(machine, call.arguments[0].value) if call.arguments else None


def gather(machine: Machine, call: Call) -> Value | None:
    """Run several coroutines."""
    results = tuple(forced(machine, argument.value) for argument in call.arguments if argument.name is None)
    return machine.allocate(Sequence(results)) if call.complete else None


FUNCTIONS: dict[str, Callable[[Machine, Call], Value | None]] = {
    "asyncio.run": run_coroutine,
    "asyncio.create_task": run_coroutine,
    "asyncio.ensure_future": run_coroutine,
    "asyncio.gather": gather,
    "collections.OrderedDict": dict_of,
    "collections.deque": double_ended,
    "collections.defaultdict": with_default,
    "functools.partial": partial,
    "importlib.import_module": import_module,
    "types.SimpleNamespace": namespace,
    "argparse.Namespace": namespace,
    "collections.namedtuple": named_tuple,
    "typing.TypedDict": typed_dict,
    "typing_extensions.TypedDict": typed_dict,
    "dataclasses.field": field,
    "dataclasses.asdict": as_dict,
    "dataclasses.replace": replaced,
    "copy.replace": replaced,
}
