"""Global seeds: which calls set one."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.machine import Machine
from hplint.catalogue.seeds import seeds


def note_seeding(machine: Machine, path: str) -> None:
    """Note that a call of a library sets a global seed."""
    if path in seeds().functions:
        seeded(machine)


def note_named_seeding(machine: Machine, call: Call) -> None:
    """Note that a call out of view sets a global seed, as its name says and as nothing comes of it."""
    alone = call.place.key == machine.shown
    if alone and seeds().is_named(call.name):
        seeded(machine)


def seeded(machine: Machine) -> None:
    """Note that a global seed is set."""
    machine.record.seeded = True
    machine.record.seeds = machine.record.seeds or machine.scope == 0
    machine.record.seedings += 1
