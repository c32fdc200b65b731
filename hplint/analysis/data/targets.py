"""Which labels some data are, followed through splits and conversions, and which data are errors of predictions."""

from __future__ import annotations

from hplint.analysis.data.history import Fit
from hplint.analysis.data.overlap import Answer, overlaps, share_originals
from hplint.analysis.data.rows import Nobody, Rows, UnknownRows, in_folds, sources
from hplint.analysis.estimators.consequences import note_handed_on
from hplint.analysis.events.evaluation import Target
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Data, Value
from hplint.analysis.scores.held_out import named_apart
from hplint.basis.frozen import replace


def target_of(machine: Machine, data: Data) -> Target:
    """Return the labels that some data are."""
    known = machine.record.targets.get(data.cell)
    if known is not None:
        return known
    if data.mask is not None:
        # The same question of the same column has the same answers, whenever it is asked.
        return Target(data.mask, None)
    return Target(data.cell, None if data.owner is None else data.owner[1])


def target_beside(machine: Machine, labels: Data, predicted: Rows) -> Target:
    """Return the labels that predictions of some rows are compared with."""
    known = not isinstance(labels.rows, (Nobody, UnknownRows))
    of_all = known and in_folds(predicted) and not in_folds(labels.rows)
    target = target_of(machine, labels)
    return replace(target, of_all=True) if of_all else target


def note_target(machine: Machine, made: Data, whole: Data) -> None:
    """Note that data are a part of others, or the same in another form."""
    machine.record.targets[made.cell] = target_of(machine, whole)
    carry_difference(machine, made, whole)


def carry_difference(machine: Machine, made: Data, whole: Data) -> None:
    """Note that data are the errors of predictions that others are, or the same difference of dates."""
    if whole.cell in machine.record.origins:
        machine.record.origins[made.cell] = machine.record.origins[whole.cell]
    errors = machine.record.errors.get(whole.cell)
    if errors is not None:
        machine.record.errors[made.cell] = errors
        if whole.cell in machine.record.residuals:
            machine.record.residuals.add(made.cell)


def note_columns(machine: Machine, taken: Data, names: frozenset[object]) -> None:
    """Note which columns of a table were taken."""
    columns = tuple(sorted(map(str, names)))
    machine.record.targets[taken.cell] = Target(taken.cell, columns[0] if len(columns) == 1 else columns)


def note_errors(machine: Machine, one: Value, other: Value, result: Value) -> None:
    """Note that predictions were compared with the true labels of the same rows, or subtracted from them."""
    sides = [machine.data(one), machine.data(other)]
    predictions = [side for side in sides if side is not None and side.predicted]
    labels = [side for side in sides if side is not None and not side.predicted]
    if len(predictions) != 1 or len(labels) != 1:
        return
    note_handed_on(machine, predictions[0])
    if not isinstance(result, Data):
        return
    rows = labels[0].rows
    if isinstance(predictions[0].rows, UnknownRows) and all(
        follows(fit, labels[0]) for fit in predictions[0].predicted
    ):
        # Predictions that go on where rows end, compared with what came after these.
        machine.record.errors[result.cell] = target_of(machine, labels[0])
        machine.change(result, replace(result, rows=rows, predicted_on=labels[0].text))
        return
    if not isinstance(rows, (Nobody, UnknownRows)) and (
        may_be_of(rows, predictions[0].rows) or were_fitted_to(machine, labels[0], predictions[0])
    ):
        machine.record.errors[result.cell] = target_beside(machine, labels[0], predictions[0].rows)
        if result.rows != predictions[0].rows:
            # Of all labels, only those of the predicted rows are compared: predictions of folds fill an array in turn.
            machine.change(result, replace(result, rows=predictions[0].rows))


def were_fitted_to(machine: Machine, labels: Data, predictions: Data) -> bool:
    """Tell whether labels that stand in an array of their own are those that a model was fitted to, or of these rows.

    It was given them beside the features, as they are compared with what it predicts of these.
    """
    apart = not sources(labels.rows) & sources(predictions.rows)
    return apart and target_of(machine, labels).identity in machine.record.fitted_targets


def follows(fit: Fit, truth: Data) -> bool:
    """Tell whether true values are of other rows of the data that a model was fitted on: names may say so, too."""
    if isinstance(truth.rows, (Nobody, UnknownRows)) or not sources(fit.rows) & sources(truth.rows):
        return False
    answer = overlaps(fit.rows, truth.rows)
    return answer is Answer.NO or (answer is Answer.UNKNOWN and named_apart(fit.data, truth.text))


def note_residuals(machine: Machine, one: Value, other: Value, result: Value) -> None:
    """Note of errors that they have a sign: differences of predictions and labels do, `1 - relative_errors` doesn't."""
    if not isinstance(result, Data) or result.cell not in machine.record.errors:
        return
    sides = [side for side in (one, other) if isinstance(side, Data)]
    known = [side.cell for side in sides if side.cell in machine.record.errors]
    if not known or any(cell in machine.record.residuals for cell in known):
        machine.record.residuals.add(result.cell)


def may_be_of(labels: Rows, predicted: Rows) -> bool:
    """Tell whether labels that stand beside predictions are those of the predicted rows.

    Of one table, they are unless they certainly are of other rows: what is predicted from windows of the rows before
    has no rows of its own.
    """
    answer = share_originals(labels, predicted)
    return answer is Answer.YES or (answer is Answer.UNKNOWN and bool(sources(labels) & sources(predicted)))
