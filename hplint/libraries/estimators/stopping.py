"""Rows that a fit is given to stop by: what it keeps is selected by scores on them."""

from __future__ import annotations

from enum import Enum

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import NOTHING_CHOSEN, Choices, Chosen
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Constant, Data, Items, Unknown, Value
from hplint.analysis.python.containers import contents
from hplint.analysis.syntax.literals import literal

STOPPING = frozenset({"EarlyStopping", "ReduceLROnPlateau", "early_stopping", "EarlyStop"})
"""Callbacks, by the last part of their path, that decide by the scores on the validation rows how training goes on."""
ROUNDS = ("early_stopping_rounds", "early_stopping_round")
"""The rounds without a better score after which a booster stops; the second is LightGBM's, whatever alias is given."""
TUNERS = ("keras_tuner.", "kerastuner.")
"""Tuners of networks: https://keras.io/keras_tuner/api/tuners/base_tuner/."""
CHECKPOINT = "ModelCheckpoint"
"""The one that saves the epoch that is best: https://keras.io/api/callbacks/model_checkpoint/."""


class Keeping(Enum):
    """What the scores along the way do to the model."""

    NOTHING = "nothing"
    SAVES = "saves"
    """The best epoch is saved, for whoever loads it."""
    STOPS = "stops"


def stopped_on(machine: Machine, estimator: Estimator, call: Call, name: str) -> Choices:
    """Return the selection that a fit makes by rows of its own: early stopping, or keeping the best epoch.

    Rows that are only scored along the way select nothing, so they count where the call or the constructor says that
    it stops by them.
    """
    given = call.keyword("X_val")
    keeping = Keeping.NOTHING if given is not None else kept_by(machine, estimator, call)
    if keeping is not Keeping.NOTHING:
        given = call.keyword("eval_set") or call.keyword("validation_data")
    rows = None if given is None else held_out(machine, given.value)
    if rows is None:
        return NOTHING_CHOSEN
    saved = keeping is Keeping.SAVES
    callbacks = call.keyword("callbacks")
    if not saved and callbacks is not None and Keeping.SAVES in done_by_callbacks(machine, callbacks.value):
        # The best epoch is saved, too, for whoever loads it.
        kept = Chosen(rows.rows, call.place, f"the checkpoint of `{name}`", saved=True)
        machine.record.checkpoints.add(kept)
    if call.name.endswith(".search"):
        return compared_on(machine, rows, call)
    what = f"the checkpoint of `{name}`" if saved else f"the early stopping of `{name}`"
    chosen = Chosen(rows.rows, call.place, what, saved=saved)
    if saved:
        machine.record.checkpoints.add(chosen)
    return frozenset({chosen})


def compared_on(machine: Machine, rows: Data, call: Call) -> Choices:
    """Return the selection of a tuner among the networks that it builds: by scores on rows that it is given."""
    chosen = Chosen(rows.rows, call.place, rows.text, True, machine.scope)
    machine.record.choose(chosen)
    machine.record.compared.add(call.place.key)
    return frozenset({chosen})


def kept_by(machine: Machine, estimator: Estimator, call: Call) -> Keeping:
    """Tell what the call or the constructor says of the best iteration."""
    if estimator.spec is None and estimator.name.startswith(TUNERS):
        return Keeping.STOPS
    given = {argument.name: argument.value for argument in call.arguments}
    for name, value in estimator.parameters:
        given.setdefault(name, value)
    if estimator.spec is not None and estimator.spec.facts.keeps_best is not None:
        kept = given.get(estimator.spec.facts.keeps_best)
        if kept is None or (isinstance(kept, Constant) and kept.value in (None, True)):
            return Keeping.STOPS
    if any(name in given and not is_off(given[name]) for name in ROUNDS):
        return Keeping.STOPS
    return kept_by_callbacks(machine, given.get("callbacks"))


def may_stop(machine: Machine, estimator: Estimator, call: Call) -> bool:
    """Tell whether a fit may keep fewer rounds than the limit that the constructor sets, as far as that is in view."""
    if estimator.spec is None or estimator.spec.facts.rounds is None:
        return False
    given = dict(estimator.parameters)
    if any(name in given and not is_off(given[name]) for name in ("n_iter_no_change", "early_stopping")):
        return True
    if not call.complete:
        return True
    scored = any(call.keyword(name) is not None for name in ("eval_set", "X_val", "eval_X"))
    return scored and (not estimator.complete or kept_by(machine, estimator, call) is Keeping.STOPS)


def is_off(value: Value) -> bool:
    """Tell whether a setting is certainly switched off: None, False or 0."""
    return isinstance(value, Constant) and not value.value


def kept_by_callbacks(machine: Machine, callbacks: Value | None) -> Keeping:
    """Tell what callbacks do by the scores on the validation rows."""
    found = done_by_callbacks(machine, callbacks)
    return next((each for each in (Keeping.STOPS, Keeping.SAVES) if each in found), Keeping.NOTHING)


def done_by_callbacks(machine: Machine, callbacks: Value | None) -> set[Keeping]:
    """Return all that callbacks do by the scores on the validation rows."""
    listed = [] if callbacks is None else contents(machine, callbacks) or [callbacks]
    return {kept_by_callback(machine, each) for each in listed}


def kept_by_callback(machine: Machine, callback: Value) -> Keeping:
    """Tell what a callback of a known library does; one that watches the training rows does nothing by others."""
    path = callback.path if isinstance(callback, Unknown) else None
    name = "" if path is None else path.rpartition(".")[2]
    if not isinstance(callback, Unknown) or (name not in STOPPING and name != CHECKPOINT):
        return Keeping.NOTHING
    if name == CHECKPOINT:
        machine.record.saves = True
        machine.record.layers.written.add(machine.scope)
    call = machine.built.get(callback.key)
    monitor = (
        None
        if call is None
        else call.keyword("monitor") or (call.argument("monitor", 0) if name != CHECKPOINT else None)
    )
    watched = None if monitor is None else literal(machine, monitor.value)
    if isinstance(watched, str) and not watched.startswith("val"):
        return Keeping.NOTHING
    if name in STOPPING:
        return Keeping.STOPS
    best = None if call is None else call.keyword("save_best_only")
    return Keeping.SAVES if best is not None and literal(machine, best.value) is True else Keeping.NOTHING


def held_out(machine: Machine, value: Value, depth: int = 0) -> Data | None:
    """Return the features of the last pair of an evaluation set, which is the one that stops."""
    if isinstance(value, (Data, Unknown)):
        return machine.data(value)
    parts = contents(machine, value)
    if not parts or depth > 2:
        return None
    is_pair = (isinstance(value, Items) and depth > 0) or not any(isinstance(part, Items) for part in parts)
    return held_out(machine, parts[0] if is_pair else parts[-1], depth + 1)
