"""Which labels some data are, followed through splits and conversions, so that evaluations can be compared."""

from __future__ import annotations

from hplint.analysis.events import Target
from hplint.analysis.machine import Machine
from hplint.analysis.values import Data


def target_of(machine: Machine, data: Data) -> Target:
    """Return the labels that some data are."""
    known = machine.record.targets.get(data.cell)
    if known is not None:
        return known
    return Target(data.cell, None if data.owner is None else data.owner[1])


def note_target(machine: Machine, made: Data, whole: Data) -> None:
    """Note that data are a part of others, or the same in another form."""
    machine.record.targets[made.cell] = target_of(machine, whole)
