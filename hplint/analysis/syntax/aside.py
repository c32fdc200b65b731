"""Branches that the call under way doesn't take, and others do: what is built there counts, what is done doesn't."""

from __future__ import annotations

import re
from collections.abc import Callable

import libcst as cst

from hplint.analysis.activations import Activation
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import UNKNOWN, OneOf, Ref

SETS = r"\b{0}\.(?:set_params\(|\w+\s*=[^=])|\bsetattr\(\s*{0}\b"
"""Text that sets hyperparameters of what a name holds."""


def look_aside(
    machine: Machine,
    untaken: cst.BaseSuite | cst.If | cst.Else | None,
    run_else: Callable[[Machine, cst.If | cst.Else], bool],
) -> None:
    """Execute the branch that other callers take, to no effect.

    They pass other arguments than this one: of what its names hold now, nothing is known there.
    """
    if untaken is None:
        return
    mark = machine.store.mark()
    activation = machine.activations[-1] if machine.activations else None
    loop = machine.loops[-1] if machine.loops else None
    ways = (
        *((activation.returns, activation.yields) if activation is not None else ()),
        *((loop.breaks, loop.continues) if loop is not None else ()),
    )
    lengths, yielded = [len(each) for each in ways], None if activation is None else activation.yielded
    outside = len(machine.branches)
    machine.branch()
    machine.aside += 1
    if activation is not None:
        for name in names_of(machine, activation):
            machine.store.set((activation.frame.id, name), UNKNOWN)
    if isinstance(untaken, cst.BaseSuite):
        machine.run(untaken)
    else:
        run_else(machine, untaken)
    machine.aside -= 1
    del machine.branches[outside:]
    for way, length in zip(ways, lengths, strict=True):
        del way[length:]
    if activation is not None:
        activation.yielded = yielded
        note_set_later(machine, activation, mark)
    machine.store.rollback(mark)


def names_of(machine: Machine, activation: Activation) -> set[str]:
    """List the names that have a value in a function under way, its parameters among them."""
    keys = (key for key, _ in machine.store.journal[activation.mark :])
    return {key[1] for key in keys if isinstance(key, tuple) and key[0] == activation.frame.id}


def note_set_later(machine: Machine, activation: Activation, mark: int) -> None:
    """Note which models of the branch are set by hand after it, where nobody follows them.

    What they are given isn't what they are fitted with: `voter.estimators = fitted` after both branches.
    """
    for key, value in machine.store.changes(mark).items():
        if not isinstance(key, tuple) or key[0] != activation.frame.id:
            continue
        held = value.values if isinstance(value, OneOf) else (value,) if isinstance(value, Ref) else ()
        built = [found for found in map(machine.estimator, held) if found is not None]
        if built and sets(activation.node, key[1]):
            for estimator in built:
                for name, _ in estimator.parameters:
                    machine.record.set_later(estimator.place, name)


def sets(function: object, name: str) -> bool:
    """Tell whether a function sets attributes of what a name holds, as its text says."""
    if not isinstance(function, cst.FunctionDef):
        return False
    return re.search(SETS.format(re.escape(name)), cst.Module(()).code_for_node(function)) is not None
