"""Evaluations that are written by hand, and those that functions out of view make."""

from __future__ import annotations

import re

from hplint.analysis.calls import Call
from hplint.analysis.machine import Machine
from hplint.analysis.overlap import Answer, overlaps, share_originals
from hplint.analysis.rankings import PICKING, picked
from hplint.analysis.rows import Nobody, UnknownRows
from hplint.analysis.targets import target_of
from hplint.analysis.values import Data, Value
from hplint.libraries.evaluation import noted
from hplint.libraries.learned import best_of_results

MEASURES = re.compile(
    r"(^|[^a-z])(accuracy|auc|error|errors|eval|evaluate|evaluation|f1|loss|mae|mape|metric|metrics|mse|performance|r2|"
    r"report|rmse|rmsle|score|scores|scorer|smape)([^a-z]|$)"
)
"""Names of functions that compare predictions with true labels."""
SUMMARIES = frozenset({"average", "count_nonzero", "mean", "median", "nanmean", "nansum", "sum"})
"""Statistics that make one number of how good all predictions are."""


def judge(machine: Machine, value: Value, call: Call, statistic: str) -> Value | None:
    """Score predictions by a statistic of their errors, `(y_pred == y_test).mean()`, or pick the best of many scores.

    None for any other data.
    """
    if not isinstance(value, Data) or statistic not in SUMMARIES | PICKING | {"max"}:
        return None
    data = machine.current(value)
    if statistic == "max":
        return best_of_results(machine, data, call)
    best = picked(machine, data, statistic)
    if best is not None:
        return best
    truth = machine.record.errors.get(data.cell)
    if truth is None or not data.predicted or statistic not in SUMMARIES:
        return None
    text = data.predicted_on or data.text
    return noted(machine, data.predicted, data.rows, data.history, call, text, target=truth)


def judge_out_of_view(machine: Machine, call: Call, *, by_name: bool = False) -> None:
    """Note that a function out of view is given predictions on rows that were held out, and their true labels.

    `by_name`: nobody knows what is called, so that its name has to say that it measures.
    """
    named = MEASURES.search(call.name.rpartition(".")[2].lower()) is not None
    if by_name and not named:
        return
    given = [data for argument in call.arguments if (data := machine.data(argument.value)) is not None]
    predictions = [data for data in given if data.predicted]
    labels = [data for data in given if not data.predicted and not isinstance(data.rows, (Nobody, UnknownRows))]
    if len(predictions) != 1 or len(labels) != 1:
        return
    guess, truth = predictions[0], labels[0]
    target = target_of(machine, truth)
    held_out = all(overlaps(fit.rows, guess.rows) is Answer.NO for fit in guess.predicted)
    same = share_originals(guess.rows, truth.rows) is Answer.YES
    if held_out and same and (named or target.identity in machine.record.fitted_targets):
        noted(machine, guess.predicted, guess.rows, guess.history, call, guess.predicted_on, target=target)
