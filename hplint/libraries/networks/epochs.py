"""What a network is scored on after each epoch: rows that it is given, or the last of its own."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import Fit, History, Lesson
from hplint.analysis.data.overlap import overlaps
from hplint.analysis.data.rows import Nobody, Rows, UnknownRows, sliced
from hplint.analysis.data.targets import target_of
from hplint.analysis.events.evaluation import Evaluation
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Data, Score
from hplint.analysis.python.containers import contents
from hplint.analysis.scores.held_out import held_out as of_a_split
from hplint.analysis.syntax.literals import literal
from hplint.libraries.estimators.stopping import held_out
from hplint.libraries.scores.evaluation import noted


def trained_on(machine: Machine, call: Call, rows: Rows, learned: History) -> tuple[Rows, Rows | None]:
    """Return the rows that a network learns from, and the last ones, which `validation_split` holds out.

    Of a part of a split nothing is told, unless something was learned from more than a part: whoever split it off has
    other rows that judge.
    """
    given = call.keyword("validation_split")
    share = None if given is None else literal(machine, given.value)
    if given is None or share in (0, None) or isinstance(rows, (Nobody, UnknownRows)):
        return rows, None
    if of_a_split(rows) and all(
        of_a_split(entry.rows) or entry.lesson in (Lesson.CATEGORIES, Lesson.RESAMPLING) for entry in learned
    ):
        return rows, None
    cut = f"validation_split={given.place.text}"
    return sliced(rows, None, cut), sliced(rows, cut, None)


def of_epochs(machine: Machine, key: object, name: object) -> Score | None:
    """Return the scores on validation rows, epoch by epoch: `history.history["val_loss"]`; None for anything else.

    `key` is that of something unknown, of which an item is read.
    """
    if not (isinstance(key, tuple) and key[1:] == ("history",) and isinstance(name, str) and name.startswith("val_")):
        return None
    known = machine.opaque.get(key[0])
    estimator = None if known is None else machine.estimator(known)
    last = estimator.fits[-1] if estimator is not None and estimator.fits else None
    return None if last is None else machine.record.epochs.get(last.place.key)


def watch(machine: Machine, fit: Fit, call: Call, data: Data | None, last: Rows | None) -> None:
    """Note that a network is scored on validation rows after each epoch, which is shown."""
    given = call.keyword("validation_data")
    validation = None if given is None else held_out(machine, given.value)
    if given is not None and validation is not None:
        pair = contents(machine, given.value)
        truth = machine.data(pair[1]) if len(pair) > 1 else None
        target = None if truth is None else target_of(machine, truth)
        text = validation.text or given.place.text
        score = noted(machine, (fit,), validation.rows, validation.history, call, text, target=target)
        machine.record.epochs[fit.place.key] = score
    elif data is not None and last is not None:
        answer = overlaps(fit.rows, last)
        machine.record.evaluate(
            Evaluation(call.place, fit, last, "", data.history, answer, False, True, scope=machine.scope)
        )
