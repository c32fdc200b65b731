"""Rows that a fit is given to stop by: what it keeps is selected by scores on them."""

from __future__ import annotations

from hplint.analysis.calls import Call
from hplint.analysis.containers import contents
from hplint.analysis.history import NOTHING_CHOSEN, Choices, Chosen
from hplint.analysis.machine import Machine
from hplint.analysis.values import Constant, Data, Estimator, Items, Unknown, Value

KEEPS_BEST = ("EarlyStopping", "ModelCheckpoint", "early_stopping", "EarlyStop")
"""Callbacks, by the last part of their path, that keep the iteration that scores best on the validation rows."""


def stopped_on(machine: Machine, estimator: Estimator, call: Call, name: str) -> Choices:
    """Return the selection that a fit makes by rows of its own: early stopping, or keeping the best epoch.

    Rows that are only scored along the way select nothing, so they count where the call or the constructor says that
    it stops by them.
    """
    given = call.keyword("X_val")
    if given is None and stops(machine, estimator, call):
        given = call.keyword("eval_set") or call.keyword("validation_data")
    rows = None if given is None else held_out(machine, given.value)
    if rows is None:
        return NOTHING_CHOSEN
    return frozenset({Chosen(rows.rows, call.place, f"the early stopping of `{name}`")})


def stops(machine: Machine, estimator: Estimator, call: Call) -> bool:
    """Tell whether the call or the constructor says that the best iteration is kept."""
    given = {argument.name: argument.value for argument in call.arguments}
    for name, value in estimator.parameters:
        given.setdefault(name, value)
    if estimator.spec is not None and estimator.spec.facts.keeps_best is not None:
        kept = given.get(estimator.spec.facts.keeps_best)
        if kept is None or (isinstance(kept, Constant) and kept.value in (None, True)):
            return True
    rounds = given.get("early_stopping_rounds")
    if rounds is not None and not (isinstance(rounds, Constant) and not rounds.value):
        return True
    return "callbacks" in given and any(keeps_best(each) for each in contents(machine, given["callbacks"]))


def may_stop(machine: Machine, estimator: Estimator, call: Call) -> bool:
    """Tell whether a fit may keep fewer rounds than the limit that the constructor sets, as far as that is in view."""
    if estimator.spec is None or estimator.spec.facts.rounds is None:
        return False
    given = dict(estimator.parameters)
    if any(name in given and not _is_off(given[name]) for name in ("n_iter_no_change", "early_stopping")):
        return True
    if not call.complete:
        return True
    scored = any(call.keyword(name) is not None for name in ("eval_set", "X_val", "eval_X"))
    return scored and (not estimator.complete or stops(machine, estimator, call))


def _is_off(value: Value) -> bool:
    return isinstance(value, Constant) and not value.value


def keeps_best(callback: Value) -> bool:
    """Tell whether a callback of a known library keeps the best iteration."""
    path = callback.path if isinstance(callback, Unknown) else None
    return path is not None and path.rpartition(".")[2] in KEEPS_BEST


def held_out(machine: Machine, value: Value, depth: int = 0) -> Data | None:
    """Return the features of the last pair of an evaluation set, which is the one that stops."""
    if isinstance(value, (Data, Unknown)):
        return machine.data(value)
    parts = contents(machine, value)
    if not parts or depth > 2:
        return None
    is_pair = (isinstance(value, Items) and depth > 0) or not any(isinstance(part, Items) for part in parts)
    return held_out(machine, parts[0] if is_pair else parts[-1], depth + 1)
