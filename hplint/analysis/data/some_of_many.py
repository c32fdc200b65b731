"""Some of many tables, groups or folds that a list of unknown length holds: nobody knows which these are."""

from __future__ import annotations

from hplint.analysis.data.rows import UNKNOWN_ROWS, Either, Fold, Part, in_folds, is_of_a_pass
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Data, Items, Ref, Value
from hplint.basis.frozen import replace


def unknown_ones(machine: Machine, value: Value, chosen_from: Value) -> Value:
    """Return what stands for the chosen ones: their rows may be all but those of the one that was left out.

    `pd.concat([part for other, part in enumerate(parts) if other != held_out])`

    Args:
        machine: Of the run.
        value: Each of them.
        chosen_from: What holds them all.
    """
    match value:
        case Items(values=values):
            return Items(tuple(unknown_ones(machine, each, chosen_from) for each in values))
        case Data():
            data = machine.current(value)
            folds = data.mask is not None and isinstance(data.mask.split, Fold)
            if folds:
                return replace(data, cell=machine.fresh(), mask=None, rows=UNKNOWN_ROWS)
            # A list of parts holds several; what goes through the rows of one part holds these.
            part = isinstance(data.rows, Part) and isinstance(chosen_from, Ref)
            if part or isinstance(data.rows, Either) or is_of_a_pass(data.rows) or in_folds(data.rows):
                return replace(data, cell=machine.fresh(), rows=UNKNOWN_ROWS)
    return value
