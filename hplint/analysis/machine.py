"""What is done with the state of one run of the interpreter: evaluate, call, look up, bind, join, let go."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from hplint.analysis.activations import (
    Asked,
    Changes,
    Frame,
    Key,
    TooFarError,
    Write,
)
from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.data.column_history import with_written
from hplint.analysis.data.features import Columns
from hplint.analysis.data.history import History, together
from hplint.analysis.data.rows import Nobody, Source
from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Content, Deferred, Estimator, Heap, Instance, Learning, Sequence
from hplint.analysis.memory.heap import Mapping as Dict
from hplint.analysis.memory.join import is_same_everywhere, join, join_heap
from hplint.analysis.memory.values import (
    COPY,
    DECISION,
    UNKNOWN,
    Data,
    Function,
    Items,
    Method,
    OneOf,
    Partial,
    Ref,
    Unknown,
    Value,
)
from hplint.analysis.protocols import Library, Modules
from hplint.analysis.state import State
from hplint.basis.frozen import replace
from hplint.findings import Place
from hplint.source.places import make_text

HEAP = (Estimator, Sequence, Dict, Instance, Deferred)
"""What cells of the heap hold: the classes of `Heap`."""
LEAST_ABROAD = 80
ABROAD_PER_STEP = 1
"""Statements of other modules that are executed for one file: so many, and so many for each of its own."""


class Machine(State):
    """Names, heap, budget and record of one interpreted module, and what is done with them."""

    def __init__(
        self,
        library: Library,
        expressions: Mapping[type, Callable[[Machine, Any], Value]],
        execute: Callable[[Machine, Any], bool],
        call: Callable[[Machine, Value, Call], Value],
        budget: int,
        modules: Modules | None = None,
        file: str = "",
    ) -> None:
        super().__init__(library, budget, modules, file)
        self.expressions = expressions
        self.execute = execute
        self.call_value = call

    def evaluate(self, node: Any) -> Value:
        """Evaluate an expression node."""
        handler = self.expressions.get(type(node))
        return UNKNOWN if handler is None else handler(self, node)

    def run(self, block: Any) -> bool:
        """Execute a suite; False when its end isn't reached."""
        return self.execute(self, block)

    def call(self, function: Value, call: Call) -> Value:
        """Call any value."""
        return self.call_value(self, function, call)

    @contextmanager
    def among_folds(self, folds: bool) -> Iterator[None]:
        """Execute what a loop does with each fold, if it goes through folds."""
        self.folding += folds
        try:
            yield
        finally:
            self.folding -= folds

    def looping_since(self) -> int | None:
        """Return when the outermost loop under way began, callers' loops included; None outside of loops."""
        called = self.activations[-1].began if self.activations else None
        if called is not None:
            return called
        return self.loops[0].began if self.loops else None

    def passing_since(self) -> int | None:
        """Return when the innermost loop or comprehension under way began, callers' loops included; None outside."""
        if self.frame.is_comprehension:
            return self.frame.id
        if self.loops:
            return self.loops[-1].began
        return next((each.around[-1].began for each in reversed(self.activations) if each.around), None)

    def place(self, node: Any) -> Place:
        """Return the place of a node of the chunk under way."""
        key = id(node)
        place = self.places.get(key)
        if place is None:
            place = self.places[key] = Place(node, self.chunk, make_text)
        return place

    def branch(self) -> None:
        """Enter a branch that nobody knows whether it is taken; `branches` is cut back where the paths meet again."""
        self.branches.append(self.fresh())

    def expects_error(self, *, unfitted: bool = False) -> bool:
        """Tell whether what is used here may raise, or is never reached now.

        Args:
            unfitted: The error is that of what isn't fitted; else that of an attribute or method that isn't there.
        """
        return bool(self.aside) or self.fate(unfitted=unfitted) is not False

    def fate(self, *, unfitted: bool) -> bool | None:
        """Tell whether an error that is raised here is caught; None where nobody knows."""
        if not self.guards:
            return False
        if self.guards > len(self.catching):
            return None
        for each in reversed(self.catching):
            caught = each.unfitted if unfitted else each.missing
            if caught is not False:
                return caught
        return False

    def depends(self, born: int) -> bool:
        """Tell whether the place is reached on some paths only, all of which began after an object was built.

        What decides may be what kind of object it is: `if kind == "linear": model.coef_`.
        """
        return bool(self.branches) and self.branches[-1] > born

    def step(self) -> None:
        """Count a statement.

        Raises:
            TooFarError: It is one too many of another module.
        """
        if self.chunk >= 0:
            self.steps -= 1
            return
        self.abroad += 1
        self.quota -= 1
        # As `is_spent` tells, asked for every statement there.
        if self.quota < 0 or self.abroad - LEAST_ABROAD > ABROAD_PER_STEP * (self.granted - self.steps):
            raise TooFarError

    def is_spent(self) -> bool:
        """Tell whether enough statements of other modules were executed for what this file has of its own."""
        return self.left_abroad() < 0

    def left_abroad(self) -> int:
        """Return how many statements of other modules may still be executed."""
        return LEAST_ABROAD + ABROAD_PER_STEP * (self.granted - self.steps) - self.abroad

    @contextmanager
    def asking(self) -> Iterator[Asked]:
        """Collect what was learned to decide the comparisons that are evaluated meanwhile."""
        asked = Asked()
        self.asked.append(asked)
        yield asked
        self.asked.pop()
        self.ask(asked.history)

    def ask(self, history: History) -> None:
        """Note what was learned to decide something."""
        if history and self.asked:
            self.asked[-1].history = together(self.asked[-1].history, history)

    # Names

    def lookup(self, name: str) -> Value | None:
        """Return what a name is bound to, or None."""
        frame: Frame | None = self.frame
        if self.frame.redirected:
            frame = self.frame.redirected.get(name, frame)
        cells = self.store.cells
        while frame is not None:
            found = cells.get((frame.id, name))
            if found is not None:
                return found  # type: ignore[return-value]  # names hold values, never heap contents
            frame = frame.parent
            while frame is not None and frame.is_class:
                frame = frame.parent
        return None

    def bind(self, name: str, value: Value) -> None:
        """Bind a name in the frame that it belongs to."""
        frame = self.frame.redirected.get(name, self.frame)
        if isinstance(value, Data):
            if value.text != name:
                value = value.called(name)
            if value.names is None and value.kind == "DataFrame" and not isinstance(value.rows, Nobody):
                # Whatever made it, from here on it is one table.
                value = replace(value, names=Columns(self.fresh()))
        if frame.is_class:
            self.members.setdefault(frame.id, {})[name] = None
        self.store.set((frame.id, name), value)

    # Heap

    def member(self, address: int, name: str) -> Value | None:
        """Return an attribute of an instance or class, or None."""
        return self.store.cells.get((address, name))  # type: ignore[return-value]  # attributes hold values

    def attributes(self, address: int) -> Iterator[tuple[str, Value]]:
        """Yield the names and values of an instance's or class's own attributes."""
        for name in self.members.get(address, ()):
            value = self.member(address, name)
            if value is not None:
                yield name, value

    def set_member(self, address: int, name: str, value: Value) -> None:
        """Set an attribute of an instance or class."""
        self.members.setdefault(address, {})[name] = None
        self.store.set((address, name), value)

    def copied(self, value: Value) -> Value:
        """Return a copy of an unknown thing: it holds the same, but whoever watches must tell them apart."""
        if self.watch is None or not isinstance(value, Unknown) or not self.watch.minds(value):
            return value
        return self.unknown() if self.watch.building else replace(value, key=(COPY, value.key))

    def note_change(self, value: Value, place: Place) -> None:
        """Note that something is changed in place, where somebody watches."""
        if self.watch is not None and isinstance(value, Unknown) and value.key is not None:
            self.watch.changed.append((place, value.key))

    def note_write(self, address: int, name: str, given: Argument) -> None:
        """Note that an attribute is set, where somebody watches the object."""
        if self.watch is not None and self.watch.address == address:
            node = self.activations[-1].node if self.activations else None
            self.watch.writes.append(Write(name, given.value, given.key, given.place, node))

    def allocate(self, content: Heap) -> Ref:
        """Put something on the heap."""
        address = self.fresh()
        self.store.set(address, content)
        if type(content) is Deferred:
            self.defers = True
        return Ref(address)

    def content(self, value: Value) -> Heap | None:
        """Return what a reference refers to; None for everything else."""
        # Asked of every value there is: a reference is a `Ref` and nothing derived from it.
        if type(value) is not Ref:
            return None
        found = self.store.cells.get(value.address)
        return found if isinstance(found, HEAP) else None

    def estimator(self, value: Value) -> Estimator | None:
        """Return the estimator that a value is, or None."""
        if type(value) is not Ref:
            return None
        content = self.store.cells.get(value.address)
        return content if isinstance(content, Estimator) else None

    def current(self, data: Data) -> Data:
        """Return data as it is after the changes in place so far."""
        changed = self.store.cells.get(data.cell)
        if isinstance(changed, Data):
            return changed if changed.text == data.text else changed.called(data.text)
        return data

    def change(self, data: Data, changed: Data) -> None:
        """Change data in place, for everybody who holds it."""
        self.store.set(data.cell, replace(changed, cell=data.cell))
        if data.owner is not None:
            owner, name = self.current(data.owner[0]), data.owner[1]
            if isinstance(name, tuple) and not changed.predicted:
                self.change(owner, with_written(owner, name, changed, self.fresh, whole=True))
            elif isinstance(name, str):
                self.change(owner, owner.with_column(name, changed))
            elif not changed.predicted:
                self.change(owner, replace(owner, learned=together(owner.learned, changed.history)))

    def data(self, value: Value) -> Data | None:
        """Return the data that a value is; one definite unknown thing counts as data of its own rows."""
        match value:
            case Data():
                return self.current(value)
            case Unknown(key=key, of_data=of_data) if key is not None:
                known = self.unknowns.get(key)
                if known is None:
                    known = self.unknowns[key] = Data(self.fresh(), Source(key, apart=not of_data))
                return self.current(known)
            case OneOf(values=values):
                found = [data for data in map(self.data, values) if data is not None]
                if not found:
                    return None
                joined: Value = found[0]
                for data in found[1:]:
                    joined = self.join(joined, data)
                return joined if isinstance(joined, Data) else None
            case Ref():
                # Predictions one by one, such as the classes of probabilities.
                content = self.content(value)
                element = content.element if isinstance(content, Sequence) and content.items is None else None
                return element if isinstance(element, Data) and element.kind == DECISION else None
            case _:
                return None

    # Paths

    def join(self, first: Value, second: Value) -> Value:
        """Join two values of the present state."""
        return join(first, second, self.fresh, self.current, self.current, some=True)

    def merge(
        self, paths: list[Changes], skip: Callable[[Key], bool] | None = None, *, some: bool | None = None
    ) -> None:
        """Continue after several paths from the present state.

        In a loop some pass takes each path, so that data remembers what was learned on any of them (`some`); elsewhere
        only what was learned on all.
        """
        before = self.some
        self.some = bool(self.loops) if some is None else some
        self.store.merge(paths, self.join_cells, skip, is_same_everywhere)
        self.some = before

    def join_cells(self, one: Content | None, left: Changes, other: Content | None, right: Changes) -> Content | None:
        """Join one cell of two paths; a cell that one path never wrote holds what the other wrote."""
        if one is None or other is None:
            return one if other is None else other
        for mine, theirs, changes in ((one, other, right), (other, one, left)):
            if isinstance(theirs, Ref):
                self.note_offered(mine, changes.get(theirs.address, self.store.cells.get(theirs.address)))
        resolve_left, resolve_right = self.resolver(left), self.resolver(right)

        def values(first: Value, second: Value) -> Value:
            return join(first, second, self.fresh, resolve_left, resolve_right, some=self.some)

        if isinstance(one, HEAP) or isinstance(other, HEAP):
            return join_heap(one, other, values)
        return values(one, other)

    def note_offered(self, one: Content, other: Content | None) -> None:
        """Note that a path builds an estimator where another keeps what the function's caller gave.

        `if model is None: model = SVC(C=10)` is a default, written in the body.
        """
        if isinstance(one, Unknown) and one.origin is Origin.PARAMETER and isinstance(other, Estimator):
            self.record.becomes(other.place.key, Outcome.OFFERED)

    def resolver(self, changes: Changes) -> Callable[[Data], Data]:
        """Return the function that reads data as it is at the end of a path."""

        def resolve(data: Data) -> Data:
            changed = changes.get(data.cell)
            return changed.called(data.text) if isinstance(changed, Data) else self.current(data)

        return resolve

    def write_anew(self, file: Hashable) -> None:
        """Note that a file holds something else from now on: who reads it again gets other rows."""
        self.written_files.pop(file, None)
        self.rewritten[file] = self.fresh()

    # What nobody can see

    def escape(self, value: Value, seen: set[int] | None = None) -> None:
        """Note that code out of sight got hold of a value: estimators in it may be fitted afterwards."""
        seen = set() if seen is None else seen
        match value:
            case Ref(address=address) if address not in seen:
                seen.add(address)
                self.escape_content(address, seen)
            case Items(values=values) | OneOf(values=values):
                for each in values:
                    self.escape(each, seen)
            case Function(receiver=receiver) if receiver is not None:
                self.escape(receiver, seen)
            case Method(receiver=receiver):
                # Whoever has `model.fit` may call it.
                self.escape(receiver, seen)
            case Partial(function=function, arguments=arguments):
                for each in (function, *(argument.value for argument in arguments)):
                    self.escape(each, seen)

    def escape_content(self, address: int, seen: set[int]) -> None:
        """Let go of what a heap cell holds."""
        content = self.store.cells.get(address)
        match content:
            case Estimator():
                if content.state is not Learning.MAYBE or content.complete or not content.used:
                    self.store.set(address, replace(content, state=Learning.MAYBE, complete=False, used=True))
                self.record.read.add(address)
                if not self.pretends:
                    self.record.escaped(content.place)
                    self.record.hand_out(content)
                for _, value in content.parameters:
                    self.escape(value, seen)
            case Sequence(items=items, element=element):
                if not (content.escaped or self.pretends or self.only_read):
                    self.store.set(address, replace(content, escaped=True))
                for each in items if items is not None else (element,):
                    self.escape(each, seen)
            case Dict(items=pairs, rest=rest):
                if not (content.escaped or self.pretends or self.only_read):
                    self.store.set(address, replace(content, escaped=True))
                for _, each in pairs:
                    self.escape(each, seen)
                if rest is not None:
                    self.escape(rest, seen)
            case Deferred(result=None):
                # Somebody may run it.
                mark = self.store.mark()
                content.run()
                self.merge([{}, self.store.rollback(mark)])
                self.store.delete(address)
            case Instance():
                if not content.escaped:
                    self.store.set(address, replace(content, escaped=True))
                for _, held in self.attributes(address):
                    if isinstance(held, (Ref, Items, OneOf)):
                        self.escape(held, seen)

    def escape_all(self) -> None:
        """Note that code ran of which nobody knows what it did: `exec`, a magic given as a string."""
        for address, content in list(self.store.cells.items()):
            if isinstance(content, Estimator) and isinstance(address, int):
                self.escape(Ref(address))

    def unknown(self, origin: Origin = Origin.UNKNOWN, path: str | None = None, *, of_data: bool = False) -> Unknown:
        """Return one definite thing that nobody knows."""
        return Unknown(self.fresh(), origin, path, of_data)
