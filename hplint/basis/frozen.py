"""Dataclasses that mypy keeps frozen, at the cost of plain ones, and classes that cost nothing until they are used.

Values are made millions of times. A frozen dataclass writes each field through `object.__setattr__`, which makes its
constructor three times as slow; and `dataclasses.replace` looks at all fields one by one. What isn't assigned to by any
line that mypy lets pass needs no second guard. The names are those of `dataclasses`, so that every type checker knows
what they mean, and its `fields`, `asdict` and `replace` take these classes, too.

`dataclasses` compiles five functions for each class, which for a few hundred of them takes as long as importing libcst.
Here a class gets its functions, in one piece, once it is used, which most of them never are in a run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING


class HashedOnce:
    """Base of classes whose objects nest deeply, and hold each other in several ways.

    Each keeps its hash, and holds the same objects as the one that it was found to be equal to: otherwise, hashing and
    comparing would take as long as there are ways to what is held.
    """

    __slots__ = ("_hash",)


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import replace as replace
else:
    import dataclasses
    import inspect
    from functools import cache
    from operator import ge, gt, le, lt
    from types import CodeType, FunctionType
    from typing import ClassVar, get_origin

    _NOT_GIVEN = object()
    _COMPARED = """
def __eq__(self, other):
    return ({0}) == ({1}) if other.__class__ is self.__class__ else NotImplemented
def __hash__(self):
    return hash(({0}))
"""
    _COMPARED_BY_HASH = """
def __eq__(self, other):
    if self is other:
        return True
    if other.__class__ is not self.__class__:
        return NotImplemented
    if hash(self) != hash(other) or ({0}) != ({1}):
        return False
    for name in self.__dataclass_fields__:
        value = getattr(self, name)
        if isinstance(value, HashedOnce):
            # Equal, and from now on the same: the next comparison ends here.
            setattr(other, name, value)
    return True
def __hash__(self):
    try:
        return self._hash
    except AttributeError:
        self._hash = found = hash(({0}))
        return found
"""

    @dataclasses.dataclass(frozen=True)
    class _Usual:
        """Has what `dataclasses` notes of each class: Dask reads `__dataclass_params__`, for one."""

    def dataclass(cls=None, /, *, frozen=False, eq=True, order=False, slots=False):
        """Make a dataclass; a frozen one can be hashed as if it were, and nothing hinders writing to it."""

        def decorate(of):
            fields = _fields_of(of)
            made = _with_slots(of, fields) if slots else _without_defaults(of, fields)
            made.__dataclass_fields__ = fields
            made.__dataclass_params__ = _Usual.__dataclass_params__
            made.__match_args__ = tuple(fields)
            _equip(made, frozen=frozen, eq=eq, order=order)
            return made

        return decorate if cls is None else decorate(cls)

    def replace(value, /, **changes):
        """Return a copy with other values of some fields."""
        return value._replaced(**changes)

    def _fields_of(cls):
        """List the fields by name, those of the bases first; a class variable in quotes would be taken for one."""
        fields = {}
        for base in reversed(cls.__mro__[1:]):
            fields.update(base.__dict__.get("__dataclass_fields__", {}))
        for name, annotation in inspect.get_annotations(cls).items():
            if get_origin(annotation) is ClassVar:
                continue
            default = cls.__dict__.get(name, dataclasses.MISSING)
            field = default if isinstance(default, dataclasses.Field) else dataclasses.field(default=default)
            # What `dataclasses` itself would note, for `dataclasses.fields` and `dataclasses.asdict`.
            field.name, field.type, field._field_type = name, annotation, dataclasses._FIELD
            fields[name] = field
        return fields

    def _with_slots(cls, fields):
        """Build the class again with slots, which can't be added to one that there is."""
        inherited = {name for base in cls.__mro__[1:] for name in base.__dict__.get("__slots__", ())}
        left_out = {*fields, "__dict__", "__weakref__"}
        namespace = {name: value for name, value in cls.__dict__.items() if name not in left_out}
        namespace["__slots__"] = tuple(name for name in fields if name not in inherited)
        namespace["__qualname__"] = cls.__qualname__
        return type(cls)(cls.__name__, cls.__bases__, namespace)

    def _without_defaults(cls, fields):
        """Take what `field` returned off the class, where it would be found as the value of an attribute."""
        for name in fields:
            if isinstance(cls.__dict__.get(name), dataclasses.Field):
                delattr(cls, name)
        return cls

    def _equip(cls, *, frozen, eq, order):
        """Give a class its methods; what it defines itself stays."""
        methods = {name: _first_use(cls, name) for name in ("__init__", "_replaced")}
        methods["__repr__"] = _represent
        if eq:
            methods["__eq__"] = _first_use(cls, "__eq__")
            methods["__hash__"] = _first_use(cls, "__hash__") if frozen else None
        if order:
            methods.update({f"__{each.__name__}__": _comparison(each) for each in (lt, le, gt, ge)})
        for name, method in methods.items():
            # A class that is compared in its own way has None for `__hash__`.
            if cls.__dict__.get(name) is None:
                setattr(cls, name, method)

    def _first_use(cls, name):
        """Return what a class has for a method until it is called for the first time."""

        def method(self, /, *arguments, **options):
            # A decorator may have built the class again, with slots for one.
            holder = next((each for each in type(self).__mro__ if each.__dict__.get(name) is method), cls)
            _compile(holder, name)
            return getattr(holder, name)(self, *arguments, **options)

        method._awaits_use = True
        return method

    def _compile(cls, method):
        """Put the real methods in the place of those that wait for their first use: the constructor, or the others.

        Of many classes there are objects, and nobody compares them.
        """
        fields = tuple(cls.__dataclass_fields__.values())
        made = (_constructor(cls, fields),) if method == "__init__" else _others(cls, fields)
        for each in made:
            if getattr(cls.__dict__.get(each.__name__), "_awaits_use", False):
                setattr(cls, each.__name__, each)

    def _constructor(cls, fields):
        """Return the constructor of a class."""
        namespace, body = {"_NOT_GIVEN": _NOT_GIVEN}, []
        for number, field in enumerate(fields):
            value = f"_{number}"
            if field.default_factory is not dataclasses.MISSING:
                namespace[f"_default_{number}"] = field.default_factory
                value = f"_default_{number}() if _{number} is _NOT_GIVEN else _{number}"
            body.append(f"    self._{number} = {value}\n")
        if hasattr(cls, "__post_init__"):
            body.append("    self.__post_init__()\n")
        parameters = "".join(f", _{number}" for number in range(len(fields)))
        [function] = _functions(f"def __init__(self{parameters}):\n{''.join(body) or '    pass'}\n", fields, namespace)
        given = (each.default if each.default_factory is dataclasses.MISSING else _NOT_GIVEN for each in fields)
        function.__defaults__ = tuple(each for each in given if each is not dataclasses.MISSING)
        return function

    def _others(cls, fields):
        """Return what copies, compares and hashes."""
        every = range(len(fields))
        mine, others = ("".join(f"{of}._{n}, " for n in every if fields[n].compare) for of in ("self", "other"))
        text = (
            f"def _replaced(self, {'*, ' if fields else ''}{', '.join(f'_{n}=None' for n in every)}):\n"
            f"    return self.__class__({', '.join(f'self._{n} if _{n} is _NOT_GIVEN else _{n}' for n in every)})\n"
            + (_COMPARED_BY_HASH if issubclass(cls, HashedOnce) else _COMPARED).format(mine, others)
        )
        made = _functions(text, fields, {"_NOT_GIVEN": _NOT_GIVEN, "HashedOnce": HashedOnce})
        made[0].__kwdefaults__ = {field.name: _NOT_GIVEN for field in fields}
        return made

    def _functions(text, fields, namespace):
        """Return the functions of a text in which fields are called by their numbers: `_0`, `_1`.

        Many classes differ in nothing else, and compiling a text takes fifty times as long as renaming what it names.
        """
        names = {f"_{number}": field.name for number, field in enumerate(fields)}
        found = []
        for code in _codes(text):
            own = code.replace(
                co_varnames=tuple([names.get(name, name) for name in code.co_varnames]),
                co_names=tuple([names.get(name, name) for name in code.co_names]),
            )
            found.append(FunctionType(own, namespace))
        return found

    @cache
    def _codes(text):
        """Compile the functions of a text."""
        return [each for each in compile(text, __file__, "exec").co_consts if isinstance(each, CodeType)]

    def _represent(self):
        """Return the call that builds it."""
        shown = (field.name for field in self.__dataclass_fields__.values() if field.repr)
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    def _comparison(compares):
        """Return the method that compares field by field."""

        def method(self, other):
            if other.__class__ is not self.__class__:
                return NotImplemented
            names = self.__match_args__
            return compares([getattr(self, name) for name in names], [getattr(other, name) for name in names])

        return method
