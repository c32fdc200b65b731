"""Differences of dates: how long after the first one each is tells of no other row, only which day counts as zero."""

from __future__ import annotations

from typing import Final

from hplint.analysis.data.history import NOTHING_LEARNED
from hplint.analysis.data.rows import Nobody
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Data, External, Unknown, Value
from hplint.basis.frozen import replace

_LENGTHS: Final = frozenset(
    {
        "datetime.timedelta",
        "dateutil.relativedelta.relativedelta",
        "numpy.timedelta64",
        "pandas.DateOffset",
        "pandas.Timedelta",
    }
)
"""How long something takes: what a difference is divided by, to be a number of days, and what is added to a date."""


def note_origin(machine: Machine, one: Value, other: Value, result: Value) -> None:
    """Note what a statistic that is subtracted was learned from: it may be the date that others are counted from."""
    if not (isinstance(one, Data) and isinstance(other, Data) and isinstance(result, Data)):
        return
    statistic, rest = (other, one) if isinstance(other.rows, Nobody) else (one, other)
    learned = statistic.history - rest.history
    if learned and isinstance(statistic.rows, Nobody) and not isinstance(rest.rows, Nobody):
        machine.record.origins[result.cell] = learned


def as_duration(machine: Machine, data: Data) -> Data:
    """Return a difference that turns out to be one of dates without what was learned to say which date is zero."""
    learned = machine.record.origins.get(data.cell)
    return data if learned is None else replace(data, learned=data.learned - learned)


def date_from(date: Data) -> Data:
    """Return a date that a length of time is added to: the first or last one says nothing of what rows hold."""
    return replace(date, learned=NOTHING_LEARNED) if isinstance(date.rows, Nobody) else date


def is_length(value: Value) -> bool:
    """Tell whether a value is a duration of its own: `np.timedelta64(1, "D")`."""
    return isinstance(value, (External, Unknown)) and value.path in _LENGTHS
