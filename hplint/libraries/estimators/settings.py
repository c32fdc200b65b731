"""With which hyperparameters an estimator is fitted: those that it has at that moment, less what a search replaces."""

from __future__ import annotations

from hplint.analysis.events.hyperparameters import NOWHERE, Given, Setting
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.analysis.memory.heap import Estimator, Instance, Mapping, Sequence
from hplint.analysis.memory.values import Class, Constant, External, Function, Method, Value
from hplint.analysis.syntax.literals import literal, origin
from hplint.basis.frozen import replace
from hplint.catalogue.options import OBJECT

EVERYTHING = frozenset({"*"})
"""Nobody knows which hyperparameters are replaced."""
_SPACES = ("param_grid", "param_distributions")
_COMPUTING = ("numpy.", "scipy.", "math.", "sklearn.")
"""Libraries whose functions and classes are known to be something: `np.log1p` is not None."""


def note_fit_settings(machine: Machine, estimator: Estimator, replaced: frozenset[str] = frozenset()) -> None:
    """Note that an estimator, or a copy with some hyperparameters replaced, is fitted as it is now."""
    if estimator.spec is None:
        return
    note_splitter(machine, estimator.parameter("cv"))
    if replaced >= EVERYTHING:
        machine.record.unclear(estimator.place)
        return
    setting = setting_of(machine, estimator).without(replaced)
    machine.record.fit_with(estimator.place, estimator.spec, setting, guarded=machine.guards > 0)


def note_setting(machine: Machine, estimator: Estimator) -> None:
    """Note the hyperparameters that an estimator is constructed with."""
    if estimator.spec is not None and not machine.guards:
        machine.record.build_with(estimator.place, estimator.spec, setting_of(machine, estimator))


def setting_of(machine: Machine, estimator: Estimator) -> Setting:
    """Return the hyperparameters that an estimator has now."""
    given = tuple(_given(machine, estimator, name, value) for name, value in estimator.parameters if name != "**")
    return Setting(given, estimator.complete)


def _given(machine: Machine, estimator: Estimator, name: str, value: Value) -> Given:
    """Find where a hyperparameter got the value that it has; where that isn't known, only the value."""
    known = known_value(machine, value)
    came_from = origin(machine, value)
    # What nobody knows is nowhere found: a model that is reset at every line isn't searched for it each time.
    for given in () if known is NOT_LITERAL else machine.record.givens(estimator.place, name):
        if known is OBJECT:
            return replace(given, literal=known, origin=Origin.LITERAL)
        if type(given.literal) is type(known) and given.literal == known:
            return given if given.literal is known else replace(given, literal=known)
    return Given(name, known, Origin.LITERAL if known is OBJECT else came_from, NOWHERE, NOWHERE)


def known_value(machine: Machine, value: Value) -> object:
    """Return the exact Python value, `OBJECT` for what is certainly something else than None, else `NOT_LITERAL`."""
    found = literal(machine, value)
    if isinstance(value, External) and type(found) is not float:
        return OBJECT if value.path.startswith(_COMPUTING) else NOT_LITERAL
    if found is not NOT_LITERAL:
        return found
    if isinstance(value, (Function, Class, Method)):
        return OBJECT
    return OBJECT if isinstance(machine.content(value), (Estimator, Sequence, Mapping, Instance)) else NOT_LITERAL


def note_splitter(machine: Machine, value: Value | None) -> None:
    """Note that a value, if it is a splitter, splits as it is now."""
    splitter = None if value is None else machine.estimator(value)
    if splitter is not None and splitter.spec is not None and "splitter" in splitter.spec.kinds:
        note_fit_settings(machine, splitter)


def note_copies(machine: Machine, family: list[Estimator], replaced: frozenset[str] = frozenset()) -> None:
    """Note that copies of an estimator, and of those in it, are fitted with some hyperparameters replaced."""
    everything = replaced.union(*(replaced_by(machine, each) for each in family))
    for each in family:
        note_fit_settings(machine, each, everything)


def note_replaced(machine: Machine, search: Estimator, searched: list[Estimator], family: list[Estimator]) -> None:
    """Note which hyperparameters a search replaces.

    Args:
        machine: Of the run.
        search: The search.
        searched: Its estimator, and those in it.
        family: These, and the candidates in its space.
    """
    replaced = replaced_by(machine, search)
    for part in family:
        for name in replaced:
            machine.record.set_later(part.place, name)
    known = {name for part in searched if part.spec is not None for name in part.spec.parameters}
    for part in searched if replaced - known else ():
        # Whole steps are candidates, or nobody knows what is replaced.
        machine.record.unclear(part.place)


def replaced_by(machine: Machine, search: Estimator) -> frozenset[str]:
    """Name the hyperparameters that a search gives values to, of whichever part; `EVERYTHING` where nobody knows."""
    if search.spec is None or "search" not in search.spec.kinds:
        return frozenset()
    names: set[str] = set()
    for parameter in _SPACES:
        space = search.parameter(parameter)
        if space is not None:
            keys = keys_of(machine, space)
            if keys is None:
                return EVERYTHING
            names |= keys
    resource = search.parameter("resource")
    if isinstance(resource, Constant) and isinstance(resource.value, str):
        names.add(resource.value)
    elif resource is not None:
        return EVERYTHING
    return frozenset(name.rpartition("__")[2] for name in names) if search.complete and names else EVERYTHING


def keys_of(machine: Machine, space: Value) -> set[str] | None:
    """Return the keys of a search space, or of a list of several; None where some aren't known."""
    content = machine.content(space)
    if isinstance(content, Mapping) and content.rest is None and all(isinstance(key, str) for key, _ in content.items):
        return {str(key) for key, _ in content.items}
    if isinstance(content, Sequence) and content.items is not None:
        several = [keys_of(machine, each) for each in content.items]
        return None if None in several else {key for keys in several if keys is not None for key in keys}
    return None
