"""Tables of a formula: patsy's `dmatrices("churn ~ age + C(plan)", df)` has the columns that the formula names."""

from __future__ import annotations

import re

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import together
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Data, Items, Value
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace

NAMES = re.compile(r"[^\W\d]\w*")
"""Names in a formula: https://patsy.readthedocs.io/en/latest/formulas.html."""


def design_matrices(machine: Machine, call: Call) -> Value | None:
    """Return labels and features, a row for each row of the table; None for what isn't known to be one."""
    formula = formula_of(machine, call)
    table = table_of(machine, call)
    if table is None:
        return None
    left, _, right = formula.partition("~")
    return Items((named_in(machine, table, left), named_in(machine, table, right)))


def design_matrix(machine: Machine, call: Call) -> Value | None:
    """Return features, a row for each row of the table; None for what isn't known to be one."""
    table = table_of(machine, call)
    return None if table is None else named_in(machine, table, formula_of(machine, call))


def formula_of(machine: Machine, call: Call) -> str:
    """Return the formula; an empty one where it isn't known, which silences what was learned for columns."""
    given = call.argument("formula_like", 0)
    text = None if given is None else literal(machine, given.value)
    return text if isinstance(text, str) else ""


def table_of(machine: Machine, call: Call) -> Data | None:
    """Return the table that a formula speaks of."""
    given = call.argument("data", 1)
    return None if given is None else machine.data(given.value)


def named_in(machine: Machine, table: Data, side: str) -> Data:
    """Return the columns of one side of a formula, which know what was learned for them."""
    names = set(NAMES.findall(side))
    learned = together(table.learned, *(each.history for name, each in table.columns if name in names))
    return replace(table, cell=machine.fresh(), kind=None, mask=None, learned=learned, columns=(), names=None)
