"""Functions that are given hyperparameters as a dict, and train with them: `xgboost.train`, `lightgbm.cv`."""

from __future__ import annotations

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.testing import in_test
from hplint.analysis.data.history import NOTHING_CHOSEN, Choices, Chosen, Fit
from hplint.analysis.data.rows import UNKNOWN_ROWS
from hplint.analysis.estimators.consequences import note_lesson
from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.events.evaluation import CrossValidated
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Estimator, Learning
from hplint.analysis.memory.values import Data, Items, Value, is_none, with_origin
from hplint.analysis.python.containers import contents
from hplint.basis.frozen import replace
from hplint.catalogue.estimators import EstimatorSpec, FunctionSpec, Training
from hplint.libraries.estimators.configurations import configuration
from hplint.libraries.estimators.construction import describe, unpack_settings
from hplint.libraries.estimators.settings import note_fit_settings
from hplint.libraries.estimators.stopping import ROUNDS, Keeping, is_off, kept_by_callbacks
from hplint.libraries.outdated import note_outdated
from hplint.libraries.scores.evaluation import note_prediction


def train(machine: Machine, function: FunctionSpec, training: Training, spec: EstimatorSpec, call: Call) -> Value:
    """Train a model with the hyperparameters of a dict; cross-validation only scores copies of it."""
    note_outdated(machine, function, call)
    # Releases that took more by position had the same order.
    arguments = call.bind(tuple(name for name in function.parameters if not name.startswith("*")))
    settings, complete = settings_of(machine, training, spec, arguments)
    complete = complete and call.complete
    stopped = stops(machine, arguments, settings)
    given = tuple(
        describe(machine, spec, name, unguessed(argument) if stopped and is_rounds(training, spec, name) else argument)
        for name, argument in settings.items()
    )
    record, guarded = machine.record, machine.guards > 0
    record.construct(call.place, call.name, spec, given, complete, record.seeded, machine.scope, guarded=guarded)
    record.fitted(call.place)
    parameters = tuple((spec.canonical(name), argument.value) for name, argument in settings.items())
    model = Estimator(spec, call.place, call.name, parameters, complete, Learning.FITTED)
    note_fit_settings(machine, model)
    for construction in record.constructions[call.place.key]:
        construction.trial = training.folds
    if in_test(machine):
        record.becomes(call.place.key, Outcome.TESTED)
    holder = arguments.get(training.data)
    data = None if holder is None else machine.data(holder.value)
    if training.folds:
        if data is not None and holder is not None:
            text = data.text or holder.place.text
            machine.record.cross_validate(CrossValidated(call.place, call.name, data.rows, text, data.history, ""))
        return machine.unknown()
    ref = machine.allocate(model)
    scored = scored_on(machine, arguments)
    if scored is not None:
        machine.record.becomes(call.place.key, Outcome.SCORED, scored.rows)
    note_lesson(machine, model, call.place, UNKNOWN_ROWS if data is None else data.rows, "")
    if data is not None:
        # Without them nobody knows what it learned from.
        chosen = data.chosen | (stopped_on(machine, arguments, call) if stopped else NOTHING_CHOSEN)
        settings_now = configuration(machine, model)
        fit = Fit(
            call.place,
            call.name,
            spec,
            ref.address,
            data.rows,
            data.text,
            data.history,
            chosen,
            configuration=settings_now,
            number=machine.fresh(),
        )
        machine.store.set(ref.address, replace(model, fits=(fit,)))
        if scored is not None:
            note_prediction(machine, (fit,), scored, call, scored.text)
    return ref


def settings_of(
    machine: Machine, training: Training, spec: EstimatorSpec, arguments: dict[str, Argument]
) -> tuple[dict[str, Argument], bool]:
    """Return the hyperparameters of a call by the names that the code gives them, and whether these are all."""
    holder = arguments.get(training.settings)
    nothing: tuple[list[Argument], bool] = ([], True)
    found, all_known = nothing if holder is None or is_none(holder.value) else unpack_settings(machine, holder)
    settings = {argument.name: argument for argument in found if argument.name is not None}
    own = {name: arguments[name] for name in training.hyperparameters if name in arguments}
    return {**settings, **own}, all_known


def is_rounds(training: Training, spec: EstimatorSpec, name: str) -> bool:
    """Tell whether this is the number of rounds, which early stopping decides."""
    return spec.canonical(name) in {spec.canonical(each) for each in training.hyperparameters}


def unguessed(argument: Argument) -> Argument:
    """Return a number of rounds as what it is where the scores decide when to stop: a limit."""
    return argument._replace(value=with_origin(argument.value, Origin.COMPUTED))


def stops(machine: Machine, arguments: dict[str, Argument], settings: dict[str, Argument]) -> bool:
    """Tell whether the call keeps the iteration that scores best on its evaluation rows."""
    for name in (*ROUNDS, "early_stopping", "n_iter_no_change"):
        rounds = arguments.get(name) or settings.get(name)
        if rounds is not None and not is_off(rounds.value):
            return True
    callbacks = arguments.get("callbacks")
    return callbacks is not None and kept_by_callbacks(machine, callbacks.value) is Keeping.STOPS


def stopped_on(machine: Machine, arguments: dict[str, Argument], call: Call) -> Choices:
    """Return the selection by the last of the evaluation sets."""
    for name in ("evals", "valid_sets", "eval_set"):
        given = arguments.get(name)
        if given is not None:
            data = last_data(machine, given.value)
            if data is not None:
                return frozenset({Chosen(data.rows, call.place, f"the early stopping of `{call.name}`")})
    return NOTHING_CHOSEN


def scored_on(machine: Machine, arguments: dict[str, Argument]) -> Data | None:
    """Return the last of the evaluation sets: by the score on it a training is judged."""
    sets = (arguments.get(name) for name in ("evals", "valid_sets", "eval_set"))
    return next((last_data(machine, given.value) for given in sets if given is not None), None)


def last_data(machine: Machine, value: Value) -> Data | None:
    """Return the last data set in a list of data sets, or of pairs of one with its name."""
    if isinstance(value, Data):
        return machine.data(value)
    parts = contents(machine, value)
    if not parts:
        return None
    return last_data(machine, parts[0] if isinstance(value, Items) else parts[-1])
