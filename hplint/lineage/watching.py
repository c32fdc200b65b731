"""The interpreter at work to what was seen: which data stood where, what it was made of, which fit happened where.

Nothing of this costs a run of the linter anything: the handlers of expressions are wrapped here alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from hplint.analysis.data.history import NOTHING_LEARNED, Fit, History
from hplint.analysis.data.rows import (
    Duplicated,
    Nobody,
    Ordered,
    Part,
    Rows,
    Source,
    Subset,
    UnknownRows,
    line,
    sources,
)
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator, Instance, Sequence
from hplint.analysis.memory.values import Data, Items, OneOf, Ref, Score, Unknown, Value
from hplint.analysis.syntax.expressions import EXPRESSIONS
from hplint.findings import Place
from hplint.libraries.scores.evaluation import family

Context = tuple[int, ...]
"""The calls under way, by node: one function called at two places is seen in two contexts."""
Version = tuple[Rows, History]
"""Data as it is after what was learned to make it."""


@dataclass(frozen=True, slots=True)
class Birth:
    """Where something was first seen."""

    place: Place
    context: Context
    element: bool = False
    """In a loop that is followed element by element, so that each pass is one of several things."""

    @property
    def key(self) -> tuple[int, Context]:
        """Identify it; a later pass of a loop has the same."""
        return self.place.key, self.context


@dataclass(slots=True)
class Seen:
    """A version of data, as far as it was seen."""

    birth: Birth
    made_of: tuple[Version, ...]
    beside: bool
    """It is one of several results of one call."""
    certain: bool
    """It is data, and not something that nobody knows, such as the path of a file."""
    joined: dict[Version, None] = field(default_factory=dict)
    """Other named data sets that were joined to it, of which it doesn't hold the rows."""
    names: dict[str, bool] = field(default_factory=dict)
    """What the code calls it; true where that is outside of any function that is followed into."""
    earlier: dict[str, bool] = field(default_factory=dict)
    """What the code calls what it was read from."""


@dataclass(slots=True)
class FitSeen:
    """A fit, and the class of what was fitted as it is written."""

    fit: Fit
    written: str
    kinds: frozenset[str]
    """Of the estimator, and of all that it holds."""


@dataclass(slots=True)
class CallSeen:
    """A call, over all the times that it was made."""

    place: Place
    function: str
    contexts: set[Context] = field(default_factory=set)
    looped: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name that holds something of the lineage."""

    place: Place
    name: str
    held: Version | int
    """Data, or the place of the fit or score by its key."""


class Watch:
    """Sees every name, attribute, call and index that the interpreter evaluates."""

    def __init__(self, trees: Iterable[cst.Module]) -> None:
        self._targets = {value: targets for tree in trees for value, targets in _assignments(tree)}
        self._context: Context = ()
        self._loop = False
        self._values: dict[int, Value] = {}
        self._held: dict[int, tuple[Version, ...]] = {}
        self._cells: dict[int, Version] = {}
        self.versions: dict[Version, Seen] = {}
        """In the order in which they were first seen."""
        self.rows: dict[Rows, Birth] = {}
        self.splits: dict[object, Birth] = {}
        """By the identity of the split, or of what chose some rows."""
        self.fits: dict[Fit, FitSeen] = {}
        self.named: dict[int, str] = {}
        """What fitted models are called first, by the keys of the places of their fits."""
        self.calls: dict[int, CallSeen] = {}
        self.occurrences: dict[tuple[int, Version | int], Occurrence] = {}

    def handlers(self) -> dict[type, Callable[[Machine, Any], Value]]:
        """Return what evaluates expressions, and is seen to do so."""
        watched: tuple[type, ...] = (cst.Name, cst.Attribute, cst.Subscript, cst.BinaryOperation)
        wrapped: dict[type, Callable[[Machine, Any], Value]] = {
            kind: self._watched(EXPRESSIONS[kind]) for kind in watched
        }
        return {**EXPRESSIONS, **wrapped, cst.Call: self._watched_call(EXPRESSIONS[cst.Call])}

    def _watched(self, handler: Callable[[Machine, Any], Value]) -> Callable[[Machine, Any], Value]:
        def evaluate(machine: Machine, node: Any) -> Value:
            value = handler(machine, node)
            self._see(machine, node, value)
            return value

        return evaluate

    def _watched_call(self, handler: Callable[[Machine, Any], Value]) -> Callable[[Machine, Any], Value]:
        def evaluate(machine: Machine, node: cst.Call) -> Value:
            context, looped = self._context, self._loop
            place = machine.place(node)
            known = self.calls.get(id(node))
            if known is None:
                known = self.calls[id(node)] = CallSeen(place, _function(machine))
            self._loop = known.looped = known.looped or looped or bool(machine.loops)
            known.contexts.add(context)
            self._context = (*context, id(node))
            value = handler(machine, node)
            self._context, self._loop = context, looped
            self._note_fits(machine, node, value)
            self._see(machine, node, value)
            return value

        return evaluate

    def _see(self, machine: Machine, node: cst.BaseExpression, value: Value) -> None:
        self._values[id(node)] = value
        place = machine.place(node)
        held = self._versions(machine, place, value, node)
        # What nobody knows, and nobody has taken for data so far, may as well be a path.
        self._held[id(node)] = () if isinstance(value, Unknown) and value.key not in machine.unknowns else held
        if isinstance(node, cst.Name) or (isinstance(node, cst.Attribute) and self._is_own(machine, node)):
            self._name(machine, place, value, held)
        for target in self._targets.get(id(node), ()):
            self._bind(machine, target, value)

    def _is_own(self, machine: Machine, node: cst.Attribute) -> bool:
        """Say whether this is an attribute of an object of a class in view: `self.X_train`."""
        holder = self._values.get(id(node.value))
        return holder is not None and isinstance(machine.content(holder), Instance)

    def _bind(self, machine: Machine, target: cst.BaseExpression, value: Value) -> None:
        """Note what a target is about to be bound to."""
        if isinstance(target, (cst.Tuple, cst.List)):
            items = _items(machine, value)
            if items is not None and len(items) == len(target.elements):
                for element, item in zip(target.elements, items, strict=True):
                    self._bind(machine, element.value, item)
        elif isinstance(target, (cst.Name, cst.Attribute)):
            place = machine.place(target)
            self._name(machine, place, value, self._versions(machine, place, value, None))

    def _name(self, machine: Machine, place: Place, value: Value, held: tuple[Version, ...]) -> None:
        things: list[Version | int] = []
        if isinstance(value, Data) and value.predicted:
            data = machine.current(value)
            things.append((data.rows, data.history))
        elif isinstance(value, Data) and isinstance(value.rows, Nobody):
            things.extend(entry.place.key for entry in machine.current(value).learned)
        elif isinstance(value, Score):
            things.append(value.place.key)
        elif not isinstance(value, (Items, Sequence)) and len(held) == 1:
            things.append(held[0])
            self.versions[held[0]].names.setdefault(place.text, not machine.activations)
        estimator = machine.estimator(value)
        if estimator is not None:
            things.extend(fit.place.key for fit in estimator.fits)
            for fit in estimator.fits:
                self.named.setdefault(fit.place.key, place.text)
        for thing in things:
            self.occurrences.setdefault((place.key, thing), Occurrence(place, place.text, thing))

    def _versions(
        self, machine: Machine, place: Place, value: Value, node: cst.BaseExpression | None
    ) -> tuple[Version, ...]:
        """Return the data in a value; what wasn't seen before is born here."""
        items = _items(machine, value)
        found: list[Version] = []
        for each in (value,) if items is None else items:
            for data in each.values if isinstance(each, OneOf) else (each,):
                version = _version(machine, data)
                if version is not None:
                    found.append(version)
                    self._born(machine, version, place, node, data, beside=items is not None)
        return tuple(dict.fromkeys(found))

    def _born(
        self,
        machine: Machine,
        version: Version,
        place: Place,
        node: cst.BaseExpression | None,
        value: Value,
        *,
        beside: bool,
    ) -> None:
        birth = Birth(place, self._context, _goes_through(machine))
        if version not in self.versions:
            made_of = tuple(dict.fromkeys(self._operands(node)))
            before = self._cells.get(value.cell) if isinstance(value, Data) else None
            if not made_of and before is not None:
                # It was changed in place.
                made_of = (before,)
            made_of = tuple(each for each in made_of if each != version)
            self.versions[version] = Seen(birth, made_of, beside, isinstance(value, Data))
            for rows in line(version[0]):
                self.rows.setdefault(rows, birth)
                if isinstance(rows, Part):
                    self.splits.setdefault(rows.split, birth)
                elif isinstance(rows, (Subset, Ordered)):
                    self.splits.setdefault(rows.key, birth)
                elif isinstance(rows, Duplicated):
                    self.splits.setdefault(rows.place, birth)
        known = self.versions[version]
        if not known.certain and isinstance(value, Data) and self._is_given(node, version):
            # The table that is read from an unknown path is known by it: `pd.read_csv(path)`.
            known.birth = self.rows[version[0]] = birth
            known.certain, known.earlier, known.names = True, known.names, {}
        for other in self._operands(node):
            if other != version and _is_named(other[0]) and not sources(other[0]) & sources(version[0]):
                known.joined[other] = None
        if isinstance(value, Data):
            self._cells[value.cell] = version

    def _is_given(self, node: cst.CSTNode | None, version: Version) -> bool:
        """Say whether a call is given data, and isn't a method of it."""
        if not isinstance(node, cst.Call):
            return False
        receiver = node.func.value if isinstance(node.func, cst.Attribute) else None
        return receiver is None or version not in self._held.get(id(receiver), ())

    def _operands(self, node: cst.CSTNode | None) -> Iterator[Version]:
        """List the data that an expression works on, what it is a method of first."""
        for child in _parts(node):
            if id(child) in self._held:
                yield from self._held[id(child)]
            elif isinstance(child, (cst.List, cst.Tuple)):
                for element in child.elements:
                    yield from self._held.get(id(element.value), ())

    def _note_fits(self, machine: Machine, node: cst.Call, value: Value) -> None:
        receiver = self._values.get(id(node.func.value)) if isinstance(node.func, cst.Attribute) else None
        for holder in (receiver, value):
            for each in holder.values if isinstance(holder, OneOf) else (holder,):
                estimator = None if each is None else machine.estimator(each)
                for fit in () if estimator is None else estimator.fits:
                    if fit.place.key == id(node) and estimator is not None:
                        self.fits.setdefault(fit, FitSeen(fit, estimator.name, _kinds(machine, estimator)))


def _assignments(block: cst.CSTNode) -> Iterator[tuple[int, list[cst.BaseExpression]]]:
    """Find what assignments bind the values of expressions to; statements alone are walked, which costs little."""
    pending: list[Any] = [block]
    while pending:
        node = pending.pop()
        match node:
            case cst.Assign(value=value, targets=targets):
                yield id(value), [target.target for target in targets]
            case cst.AnnAssign(value=value, target=target) if value is not None:
                yield id(value), [target]
            case cst.Module() | cst.IndentedBlock() | cst.SimpleStatementLine() | cst.SimpleStatementSuite():
                pending.extend(node.body)
            case cst.Match(cases=cases):
                pending.extend(case.body for case in cases)
            case cst.BaseCompoundStatement():
                pending.append(node.body)
                pending.extend(handler.body for handler in getattr(node, "handlers", ()))
                further = (getattr(node, "orelse", None), getattr(node, "finalbody", None))
                pending.extend(each for each in further if each is not None)
            case cst.Else() | cst.Finally():
                pending.append(node.body)


def _parts(node: cst.CSTNode | None) -> Iterator[cst.BaseExpression]:
    match node:
        case cst.Call(func=function, args=arguments):
            if isinstance(function, cst.Attribute):
                yield function.value
            yield from (argument.value for argument in arguments)
        case cst.Subscript(value=value) | cst.Attribute(value=value):
            yield value
        case cst.BinaryOperation(left=left, right=right):
            yield left
            yield right


def _items(machine: Machine, value: Value) -> tuple[Value, ...] | None:
    if isinstance(value, Items):
        return value.values
    content = machine.content(value) if isinstance(value, Ref) else None
    return content.items if isinstance(content, Sequence) else None


def _version(machine: Machine, value: Value) -> Version | None:
    """Return data with rows of its own; one unknown thing may turn out to be some."""
    if isinstance(value, Unknown) and value.key is not None:
        known = machine.unknowns.get(value.key)
        if known is None:
            return Source(value.key, apart=not value.of_data), NOTHING_LEARNED
        value = known
    if not isinstance(value, Data):
        return None
    data = machine.current(value)
    if data.mask is not None or data.predicted or isinstance(data.rows, (Nobody, UnknownRows)):
        return None
    return data.rows, data.history


def _goes_through(machine: Machine) -> bool:
    """Say whether a loop under way is followed element by element."""
    if any(loop.candidates for loop in machine.loops):
        return True
    return bool(machine.activations) and machine.activations[-1].candidates


def _is_named(rows: Rows) -> bool:
    return any(isinstance(each, Source) and each.label for each in sources(rows))


def _kinds(machine: Machine, estimator: Estimator) -> frozenset[str]:
    specs = [part.spec for part in family(machine, estimator)]
    return frozenset().union(*(spec.kinds for spec in specs if spec is not None))


def _function(machine: Machine) -> str:
    """Return the name of the function under way."""
    for activation in reversed(machine.activations):
        if isinstance(activation.node, cst.FunctionDef):
            return activation.node.name.value
    return ""
