"""What scikit-learn asks of a class in view: whether it is an estimator at all, and which of its parts are in view.

A base that nobody can see may define anything, `get_params` and the attributes that it reads included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from hplint.analysis.calling.classes import all_fields
from hplint.analysis.calling.functions import parameter_names
from hplint.analysis.estimators.inheritance import DEEPEST_LINEAGE, lineage
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Class, External, Function, Value
from hplint.basis.frozen import dataclass
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place
from hplint.source.places import make_text

BASE = "sklearn.base.BaseEstimator"
LIBRARIES = ("sklearn.", "imblearn.")
"""Whose estimators store what their constructors are given, each under its own name."""
BARE = frozenset({"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol"})
OWN_WAY = ("__new__", "__init_subclass__", "__setattr__", "__getattribute__", "_get_param_names")
"""Methods with which a class decides itself what its hyperparameters are."""


@dataclass(frozen=True, slots=True)
class Contract:
    """An estimator class and what in view fulfils its contract."""

    of: Class
    init: Function | None
    """None for a dataclass, for a constructor out of sight, and where there is none."""
    after_init: Function | None
    """The `__post_init__` of a dataclass."""
    parameters: tuple[tuple[str, Place], ...]
    """Those of `init` that `get_params` reads; empty where it isn't known how that works."""
    names: frozenset[str]
    """All parameters of all constructors in view, and in the catalogue."""
    star: Place | None
    get_params: Function | None
    """The class's own."""
    methods: dict[str, Function]
    """By name, wherever in view they are defined."""
    hides_attributes: bool
    """What isn't in view may set some: a base, or a class of another file that derives from it."""
    hides_parameters: bool
    says_fitted: bool


def contract_of(machine: Machine, of: Class) -> Contract | None:
    """Return what is asked of a class; None for what is no estimator, or may not be."""
    order = lineage(of)
    if of.opaque or not is_estimator(machine, order):
        return None
    methods = dict(reversed(list(found_methods(machine, order))))
    init, after_init = constructor(machine, order, methods)
    hidden = any(hides(machine, each) for each in order)
    own_way = any(name in methods for name in OWN_WAY) or is_unfinished(machine, of, methods)
    shared = is_shared(of.name)
    judged = not hidden and not own_way and (init is None or not init.opaque)
    asked = "get_params" in methods
    signature = () if init is None else tuple(signature_of(init))
    return Contract(
        of,
        init,
        after_init,
        signature or tuple(dataclass_parameters(machine, order, after_init)) if judged else (),
        frozenset(names_of(machine, order)),
        star_of(init) if judged and init is not None and not asked and not shared else None,
        methods.get("get_params"),
        methods,
        hidden or shared or "__getattr__" in methods,
        hidden,
        "__sklearn_is_fitted__" in methods,
    )


def is_estimator(machine: Machine, order: Iterable[Value]) -> bool:
    """Tell whether a class with these bases is an estimator for sure."""
    defined: set[str] = set()
    for each in order:
        if is_base(each) or catalogued(machine, each) is not None:
            return True
        if isinstance(each, Class):
            defined.update(machine.members.get(each.address, ()))
            # scikit-learn calls `get_params(deep=False)`; without it, it is a method of the project's own.
            asked = machine.member(each.address, "get_params")
            if isinstance(asked, Function) and not {"deep", "**"} & set(taken(asked)):
                return False
    return {"fit", "get_params"} <= defined


def taken(function: Function) -> Iterator[str]:
    """List the parameters of a function; `**` for any."""
    yield from parameter_names(function.node.params)
    if function.node.params.star_kwarg is not None:
        yield "**"


def is_base(value: Value) -> bool:
    """Tell whether it is scikit-learn's `BaseEstimator`."""
    return isinstance(value, External) and value.path == BASE


def catalogued(machine: Machine, value: Value) -> EstimatorSpec | None:
    """Return the estimator of scikit-learn's kind that a base is."""
    if not isinstance(value, External) or not value.path.startswith(LIBRARIES):
        return None
    spec = machine.library.estimator(value.path)
    return None if spec is None or spec.kinds & {"splitter", "kernel"} else spec


def hides(machine: Machine, value: Value) -> bool:
    """Tell whether a base may do what nobody can see."""
    match value:
        case Class(opaque=opaque):
            return opaque
        case External(path=path):
            mixin = path.startswith(LIBRARIES) and path.endswith("Mixin")
            return not (mixin or path in BARE or is_base(value) or catalogued(machine, value) is not None)
        case _:
            return True


def found_methods(machine: Machine, order: Iterable[Value]) -> Iterator[tuple[str, Function]]:
    """List the methods in view, those that Python finds first first."""
    for each in order:
        if isinstance(each, Class):
            for name, found in machine.attributes(each.address):
                if isinstance(found, Function):
                    yield name, found


def constructor(
    machine: Machine, order: tuple[Value, ...], methods: dict[str, Function]
) -> tuple[Function | None, Function | None]:
    """Return the `__init__` that builds the object, or the `__post_init__` of a dataclass."""
    for each in order:
        if not isinstance(each, Class):
            if hides(machine, each) or catalogued(machine, each) is not None:
                break
            continue
        found = machine.member(each.address, "__init__")
        if isinstance(found, Function):
            return found, None
        if each.dataclass:
            return None, methods.get("__post_init__")
    return None, None


def signature_of(init: Function) -> Iterator[tuple[str, Place]]:
    """List the parameters that `get_params` looks for: all but the object and those with stars."""
    parameters: cst.Parameters = init.node.params
    positional = (*parameters.posonly_params, *parameters.params)
    for each in (*positional[1:], *parameters.kwonly_params):
        yield each.name.value, Place(each.name, init.chunk, make_text)


def star_of(init: Function) -> Place | None:
    """Return the `*args` of a constructor."""
    star = init.node.params.star_arg
    return Place(star, init.chunk, make_text) if isinstance(star, cst.Param) else None


def dataclass_parameters(
    machine: Machine, order: Iterable[Value], after_init: Function | None
) -> Iterator[tuple[str, Place]]:
    """List the fields of a dataclass that works on them after they are set."""
    if after_init is not None:
        for each in order:
            if isinstance(each, Class) and each.dataclass:
                for name in plain_fields(machine, each):
                    yield name, Place(after_init.node, after_init.chunk, make_text)


def plain_fields(machine: Machine, of: Class) -> Iterator[str]:
    """List the fields that a dataclass's own body gives to its constructor."""
    node = machine.defined[of.address].node if of.address in machine.defined else None
    for line in () if node is None else node.body.body:
        for each in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(each, cst.AnnAssign) and isinstance(each.target, cst.Name):
                told = make_text(each.annotation.annotation)
                if not told.startswith(("ClassVar", "InitVar", "typing.", "dataclasses.")) and "field" not in make_text(
                    each.value
                ):
                    yield each.target.value


def names_of(machine: Machine, order: Iterable[Value]) -> Iterator[str]:
    """List what any constructor in view or in the catalogue takes."""
    for each in order:
        spec = catalogued(machine, each)
        if spec is not None:
            yield from spec.parameters
        if isinstance(each, Class):
            init = machine.member(each.address, "__init__")
            if isinstance(init, Function):
                yield from parameter_names(init.node.params)[1:]
            if each.dataclass:
                yield from all_fields(each)


def is_unfinished(machine: Machine, of: Class, methods: dict[str, Function]) -> bool:
    """Tell whether a class is there to be derived from: something is abstract, or each subclass has a constructor."""
    if any(is_abstract(method) for method in methods.values()):
        return True
    return is_overridden(machine, of, "__init__")


def is_shared(name: str) -> bool:
    """Tell whether a class is, by its name, there to be derived from, perhaps in other files."""
    return name.lstrip("_").startswith(("Base", "Abstract")) or name.endswith(("Base", "Mixin")) or name[0] == "_"


def is_overridden(machine: Machine, of: Class, name: str) -> bool:
    """Tell whether every class in view that derives from one, and there are some, has its own method of a name."""
    derived = [each.of for each in machine.defined.values() if each.of.address != of.address and derives(each.of, of)]
    return bool(derived) and all(overrides(machine, each, of, name) for each in derived)


def derives(of: Class, base: Class, depth: int = 0) -> bool:
    """Tell whether a class is another one, or has it among its bases and theirs."""
    if of.address == base.address:
        return True
    return depth < DEEPEST_LINEAGE and any(
        isinstance(each, Class) and derives(each, base, depth + 1) for each in of.bases
    )


def is_abstract(method: Function) -> bool:
    """Tell whether a method must be overridden."""
    if not isinstance(method.node, cst.FunctionDef):
        return False
    names = [make_text(each.decorator).rpartition(".")[2] for each in method.node.decorators]
    return any(name.startswith("abstract") for name in names)


def overrides(machine: Machine, derived: Class, of: Class, name: str) -> bool:
    """Tell whether a class has a method of its own, before the one that it would inherit."""
    for each in lineage(derived):
        if each == of:
            return False
        if isinstance(each, Class) and machine.member(each.address, name) is not None:
            return True
    return False
