"""Random functions and methods that aren't constructors: whether a seed controls them."""

from __future__ import annotations

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.events.hyperparameters import Given, RandomCall
from hplint.analysis.machine import Machine
from hplint.analysis.syntax.literals import literal, origin
from hplint.catalogue.flows import Flow

GENERATORS = ("Generator", "RandomState")
"""What hands out random numbers, as flows call it."""


def note_randomness(
    machine: Machine,
    flow: Flow,
    call: Call,
    arguments: dict[str, Argument],
    known: dict[str, object],
    unknown: frozenset[str],
) -> None:
    """Note a call that draws at random; silent where an unknown argument decides whether it does."""
    if not flow.seed or flow.seed in {"global", "receiver"} or flow.is_random(known, unknown) is not True:
        return
    if call.place.key == machine.shown and flow.name.endswith(".sample"):
        # A look at some rows.
        return
    if machine.offering and flow.result in GENERATORS:
        # Whoever wants the same numbers again gives a generator: `if rng is None: rng = default_rng()`.
        return
    seed = arguments.get(flow.seed)
    given = None
    if seed is not None:
        value = literal(machine, seed.value)
        given = Given(flow.seed, value, origin(machine, seed.value), seed.place, seed.key, seed.way)
    machine.record.happen(
        RandomCall(call.place, call.name, given, call.complete, machine.record.seeded, flow.seed, machine.scope)
    )
