"""Which column holds the labels that predictions of Spark are compared with."""

from __future__ import annotations

from hplint.analysis.data.rows import root_of
from hplint.analysis.events.evaluation import Target
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Constant, Data
from hplint.basis.frozen import replace


def labels_beside(data: Data) -> Target:
    """Return the labels in the table that predictions stand in, whichever column they are."""
    return Target(("labels", root_of(data.rows)))


def label_of(machine: Machine, named_by: Estimator, data: Data) -> Target:
    """Return the labels of a table, by the column that an evaluator or a model names, `label` where it names none."""
    given = named_by.parameter("labelCol")
    named = given.value if isinstance(given, Constant) else "label" if given is None else None
    column = named if isinstance(named, str) else None
    return replace(labels_beside(data), column=column)
