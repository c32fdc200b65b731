"""Evaluations that are written by hand, and those that functions out of view make."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import Fit, together
from hplint.analysis.data.overlap import Answer, overlaps, share_originals
from hplint.analysis.data.rows import Nobody, UnknownRows, paired
from hplint.analysis.data.targets import target_of
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Data, Value
from hplint.analysis.scores.held_out import in_test_part
from hplint.analysis.scores.rankings import TELLING, picked
from hplint.analysis.scores.tallies import errors_of, is_label
from hplint.basis.patterns import lazy_pattern
from hplint.libraries.estimators.learned import best_of_results
from hplint.libraries.scores.evaluation import noted, of_target

MEASURES = lazy_pattern(
    r"(^|[^a-z])(accuracy|auc|error|errors|eval|evaluate|evaluation|f1|loss|mae|mape|metric|metrics|mse|performance|r2|"
    r"report|rmse|rmsle|score|scores|scorer|smape)([^a-z]|$)"
)
"""Names of functions that compare predictions with true labels."""
TRAINS = lazy_pattern(r"(^|[^a-z])(benchmark|classifier|fit|model|models|predict|regressor|train)([^a-z]|$)")
"""Names of functions that train models, and are given the true labels of other rows to judge them by."""
ASIDE = lazy_pattern(
    r"check|describe|dump|encode|log|normali|plot|prepare|preprocess|print|sav|scal|shape|show|split|writ"
)
"""Names of functions that do something else with both parts of a split."""
SUMMARIES = frozenset(
    {"average", "count_nonzero", "mean", "median", "nanmean", "nansum", "norm", "sum", "value_counts"}
)
"""Statistics that make one number of how good all predictions are."""


def judge(machine: Machine, value: Value, call: Call, statistic: str) -> Value | None:
    """Score predictions by a statistic of their errors, `(y_pred == y_test).mean()`, or pick the best of many scores.

    None for any other data.
    """
    if not isinstance(value, Data) or statistic not in SUMMARIES | TELLING:
        return None
    data = machine.current(value)
    found = picked(machine, data, statistic)
    if found is not None:
        return found
    if statistic == "max":
        return best_of_results(machine, data, call)
    truth = machine.record.errors.get(data.cell)
    if truth is None or not data.predicted or statistic not in SUMMARIES:
        return None
    if data.cell in machine.record.residuals and statistic != "norm":
        # What predictions are corrected by, or plotted around.
        return None
    explained = machine.record.regressions.values()
    if any(fit in explained and overlaps(fit.rows, data.rows) is Answer.YES for fit in data.predicted):
        # The residuals of a regression are looked at to see whether it suits the data, and are no result.
        return None
    text = data.predicted_on or data.text
    return noted(machine, data.predicted, data.rows, data.history, call, text, target=truth, chosen=data.chosen)


def agreement(machine: Machine, call: Call) -> None:
    """Note that predictions are tabulated against their labels, or correlated with them."""
    given = [data for argument in call.arguments[:2] if (data := machine.data(argument.value)) is not None]
    if len(given) < 2 or not any(is_label(machine, each) for each in given if not each.predicted):
        return
    errors = errors_of(machine, *given)
    if errors is not None:
        judge(machine, errors, call, "sum")


def judge_out_of_view(machine: Machine, call: Call, *, by_name: bool = False) -> None:
    """Note that a function out of view is given predictions on rows that were held out, and their true labels.

    `by_name`: nobody knows what is called, so that its name has to say that it measures.
    """
    given = [data for argument in call.arguments if (data := machine.data(argument.value)) is not None]
    if len(given) > 1:
        machine.record.perhaps_judged.update((machine.scope, each.rows) for each in given if each.predicted)
    named = MEASURES.search(call.name.rpartition(".")[2].lower()) is not None
    if by_name and not named:
        return
    if len(given) > 3:
        train_out_of_view(machine, given, call)
        return
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


def train_out_of_view(machine: Machine, given: list[Data], call: Call, *, several: bool = False) -> bool:
    """Tell and note that a function out of view is given both parts of a split with their labels: to train and judge.

    Unless its name says something else. `several`: it is known to do so with many models.
    """
    name = call.name.lower()
    if ASIDE.search(name) is not None or (MEASURES.search(name) or TRAINS.search(name)) is None:
        return False
    pairs = [each for each in pairs_of(given) if not each[0].predicted]
    held_out = [each for each in pairs if in_test_part(each[0].rows)]
    others = [each for each in pairs if each not in held_out]
    if len(held_out) != 1 or len(others) != 1 or overlaps(others[0][0].rows, held_out[0][0].rows) is not Answer.NO:
        return False
    (features, labels), (evaluated, true) = others[0], held_out[0]
    learned = together(features.history, of_target(labels))
    name = f"{call.name}(...)"
    fit = Fit(
        call.place, name, None, machine.fresh(), features.rows, features.text, learned, features.chosen, varies=several
    )
    noted(machine, (fit,), evaluated.rows, evaluated.history, call, evaluated.text, target=target_of(machine, true))
    return True


def pairs_of(given: list[Data]) -> list[tuple[Data, Data]]:
    """Pair features with the labels of the same rows, which are given behind them."""
    groups: list[list[Data]] = []
    for each in given:
        if isinstance(each.rows, (Nobody, UnknownRows)):
            continue
        known = next((held for held in groups if held[0].rows == each.rows or paired(held[0].rows, each.rows)), None)
        if known is None:
            groups.append([each])
        else:
            known.append(each)
    return [(held[0], held[1]) for held in groups if len(held) == 2]
