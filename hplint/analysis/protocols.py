"""What the interpreter asks others: what libraries' calls do, and where the project's modules are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Class, Ref, Unknown, Value
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place

if TYPE_CHECKING:
    from hplint.analysis.machine import Machine


class Library(Protocol):
    """What calls of libraries do; None where the library isn't known."""

    def call(self, machine: Machine, path: str, call: Call) -> Value | None:
        """Call a function or class by its dotted path."""

    def apply(self, machine: Machine, function: Unknown, call: Call) -> Value | None:
        """Call an unknown thing that a library built: a layer of a network."""

    def inherited(self, machine: Machine, ref: Ref, of: Class, name: str, call: Call) -> Value | None:
        """Call a method that a class in view has from a library's class; None where nobody knows what it does."""

    def method(self, machine: Machine, receiver: Value, name: str, call: Call) -> Value | None:
        """Call a method of an estimator, of data, or of something unknown."""

    def attribute(self, machine: Machine, receiver: Value, name: str, place: Place) -> Value | None:
        """Read an attribute of an estimator, of data, or of something unknown."""

    def subscript(self, machine: Machine, receiver: Value, index: Value, place: Place) -> Value | None:
        """Index data."""

    def combine(self, machine: Machine, values: tuple[Value, ...]) -> Value | None:
        """Compute something from several values, element by element."""

    def judge(self, machine: Machine, value: Value, call: Call, statistic: str) -> Value | None:
        """Score predictions by a statistic of their errors; None for any other value."""

    def operate(self, machine: Machine, operator: str, left: Value, right: Value) -> Value | None:
        """Apply an operator, named as libcst names it (`Power`), that a library gives a meaning of its own."""

    def overlook(self, machine: Machine, call: Call) -> None:
        """Note what the arguments say of a call of something that nobody knows."""

    def shows(self, path: str) -> bool:
        """Tell whether a module or its objects only show what they are given."""

    def iterate(self, machine: Machine, value: Value) -> Value | None:
        """Return what a loop over it binds."""

    def estimator(self, path: str) -> EstimatorSpec | None:
        """Find an estimator of the catalogue."""

    def construct(self, machine: Machine, spec: EstimatorSpec, call: Call, own: Class) -> Value:
        """Build an estimator of a class in view that keeps the constructor of one of the catalogue."""

    def set_hyperparameter(self, machine: Machine, ref: Ref, name: str, argument: Argument) -> None:
        """Set a hyperparameter of an estimator by an attribute."""

    def assigned(self, machine: Machine, ref: Ref, estimator: Estimator, name: str, place: Place) -> None:
        """Note that an attribute of an estimator is set by hand that is no hyperparameter."""

    def has(self, machine: Machine, ref: Ref, name: str) -> bool | None:
        """Tell whether an estimator has an attribute or method now; None where nobody knows."""

    def raises(self, machine: Machine, ref: Ref, name: str) -> bool:
        """Tell whether asking an estimator for a name raises now."""

    def knows(self, path: str) -> bool:
        """Tell whether this is a public class or function of a known library."""

    def exports(self, module: str) -> frozenset[str] | None:
        """Return the names that `from module import *` binds; None where unknown."""


class Modules(Protocol):
    """The modules of a project, by their files."""

    def locate(self, importer: str, level: int, name: str) -> str | None:
        """Return the file, or the folder of a namespace package, that a file's import names; None for a library's."""

    def dotted(self, file: str) -> str:
        """Return the absolute name of a module, as far as the packages around it go."""

    def is_package(self, file: str) -> bool:
        """Tell whether it has modules of its own."""

    def mentions(self, file: str, word: str) -> bool:
        """Tell whether a module may use another one that is called so: it names it, or imports from its own package."""

    def parse(self, file: str) -> tuple[Any, ...]:  # of libcst.Module
        """Return the trees of a module; empty where it can't be read."""
