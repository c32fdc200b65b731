"""Fits on features among which the target still is."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.features import Column, Columns, Kept, is_among
from hplint.analysis.data.rows import Nobody, UnknownRows
from hplint.analysis.events.evaluation import KeptTarget
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Constant, Data, Value
from hplint.libraries.estimators.composition import parts_of
from hplint.libraries.searches.paths import named_parts

PREDICTS = frozenset({"classifier", "regressor"})
CHOOSES = frozenset({"composition"})
"""Kinds that may pass only some columns on."""
NETWORKS = frozenset({"keras", "tensorflow"})
"""Libraries of networks that aren't catalogued as estimators: their `fit` learns from all that it is given."""
DEEPEST = 6


def note_kept_target(
    machine: Machine, estimator: Estimator, call: Call, name: str, data: Data | None, target: Data | None
) -> None:
    """Note that the target is certainly one of the columns that a supervised fit is given."""
    if data is None or target is None or machine.guards or not isinstance(data.names, Columns):
        return
    column = target.names
    if isinstance(column, Columns):
        column = only_column(column)
    if column is None or only_column(data.names) is not None or not same_rows(data, target):
        return
    if not learns_from_all(machine, estimator):
        return
    if is_among(column, data.names, numbers=predicts_numbers(machine, estimator)):
        machine.record.happen(KeptTarget(call.place, name, data.text, target.text, column.key))


def only_column(columns: Columns) -> Column | None:
    """Return the one column that a table of one column has; None for other tables."""
    match columns.operations:
        case (*before, Kept(names=names)) if len(names) == 1:
            (key,) = names
            whole = Columns(columns.table, tuple(before))
            return Column(whole, key) if isinstance(key, (str, int)) else None
    return None


def same_rows(data: Data, target: Data) -> bool:
    """Tell whether features and target certainly stand side by side: a column of other rows may be a past value."""
    return data.rows == target.rows and not isinstance(data.rows, (Nobody, UnknownRows))


def learns_from_all(machine: Machine, estimator: Estimator, depth: int = 0) -> bool:
    """Tell whether a fit predicts the target from every column that it is given, as far as anybody can see."""
    spec = estimator.spec
    if spec is None:
        return estimator.name.partition(".")[0] in NETWORKS
    if depth > DEEPEST or estimator.own is not None:
        return False
    if "pipeline" in spec.kinds:
        steps = named_parts(machine, estimator.parameter(spec.facts.named_parts or "") or Constant(None))
        if not steps:
            return False
        held = list(steps.values())
        inner = all(passes_all(machine, each, depth) for each in held[:-1])
        return inner and all_learn(machine, held[-1:], depth)
    if spec.kinds & CHOOSES:
        # Of several models some may be pipelines that take columns.
        return bool(spec.kinds & PREDICTS) and all_learn(machine, list(parts_of(machine, estimator)), depth)
    if spec.kinds & {"search", "meta"} and not spec.kinds & {"ensemble"}:
        parts = parts_of(machine, estimator)
        return bool(parts) and all_learn(machine, list(parts), depth)
    return bool(spec.kinds & PREDICTS)


def all_learn(machine: Machine, values: list[Value], depth: int) -> bool:
    """Tell whether estimators learn from every column."""
    found = [machine.estimator(each) for each in values]
    return all(each is not None and learns_from_all(machine, each, depth + 1) for each in found)


def passes_all(machine: Machine, value: Value, depth: int) -> bool:
    """Tell whether a step of a pipeline hands on every column in some form."""
    if isinstance(value, Constant):
        return value.value in (None, "passthrough")
    step = machine.estimator(value)
    if step is None or step.spec is None or depth > DEEPEST:
        return False
    return not step.spec.kinds & (CHOOSES | {"pipeline"}) and step.spec.name != "FunctionTransformer"


def predicts_numbers(machine: Machine, estimator: Estimator, depth: int = 0) -> bool:
    """Tell whether it is a regressor, or a search or pipeline for one: then the target holds numbers."""
    if estimator.spec is None or depth > DEEPEST:
        return False
    if "regressor" in estimator.spec.kinds and "classifier" not in estimator.spec.kinds:
        return True
    parts = [machine.estimator(part) for part in parts_of(machine, estimator)]
    return any(each is not None and predicts_numbers(machine, each, depth + 1) for each in parts[-1:])
