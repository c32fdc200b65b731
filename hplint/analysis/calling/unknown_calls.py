"""Calls of what nobody in view knows: it may fit, keep or change what it is given."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.calling.functions import given_data, let_go
from hplint.analysis.data.features import Columns
from hplint.analysis.estimators.consequences import note_handed_on
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.values import (
    INERT,
    UNKNOWN,
    Data,
    Score,
    Unknown,
    Value,
)
from hplint.analysis.modules.imports import READERS
from hplint.analysis.python.containers import contents
from hplint.analysis.python.seeding import note_named_seeding
from hplint.analysis.scores.selection import report
from hplint.analysis.syntax.attributes import origin_of
from hplint.analysis.syntax.made_in_turn import is_set_in_turn
from hplint.basis.frozen import replace


def unknown_call(machine: Machine, path: str | None, call: Call, holder: Value = UNKNOWN) -> Value:
    """Call something that nobody knows, perhaps a method of a holder: it may fit or keep what it is given."""
    made_by = path or (holder.path if isinstance(holder, Unknown) else None) or ""
    before, machine.only_read = machine.only_read, made_by.partition(".")[0] in READERS
    note_named_seeding(machine, call)
    if made_by and machine.library.shows(made_by):
        report(machine, (argument.value for argument in call.arguments), drawn=True)
    if path is None and any(isinstance(each.value, Data) and each.value.predicted for each in call.arguments):
        machine.library.overlook(machine, call)
    for argument in call.arguments:
        if isinstance(argument.value, Data):
            machine.record.hand_out(argument.value)
            if not machine.only_read:
                note_handed_on(machine, argument.value)
            held = machine.current(argument.value)
            if isinstance(held.names, Columns) and not machine.only_read:
                # Columns may be other ones since.
                machine.change(held, replace(held, names=Columns(machine.fresh())))
        if isinstance(argument.value, (Data, *INERT)):
            continue
        for each in contents(machine, argument.value):
            if isinstance(each, Score):
                machine.record.shown.add(each.place.key)
        let_go(machine, argument.value)
    for value in call.surplus:
        machine.escape(value)
        if isinstance(value, Data):
            machine.record.hand_out(value)
    machine.only_read = before
    origin = Origin.CONFIGURATION if path is not None and configures(path) else origin_of(holder)
    if path is None and is_set_in_turn(call):
        origin = Origin.LOOP
    result = machine.unknown(origin, path, of_data=given_data(machine, call))
    if path is not None and result.key is not None:
        machine.built[result.key] = call
    return result


def configures(path: str) -> bool:
    """Tell whether a call reads settings: a file, the command line, the environment."""
    root, _, rest = path.partition(".")
    return root in {
        "json",
        "yaml",
        "toml",
        "tomllib",
        "argparse",
        "configparser",
        "hydra",
        "omegaconf",
        "os",
        "environ",
        "click",
        "typer",
        "fire",
        "dotenv",
        "pydantic_settings",
    } or rest.endswith("parse_args")
