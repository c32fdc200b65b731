"""Estimators of libraries that the catalogue doesn't hold, known by being fitted on data."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.gathered import rows_of
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Estimator, Learning, Sequence
from hplint.analysis.memory.values import Constant, Data, Items, Ref, Unknown, Value
from hplint.catalogue.forecasters import forecasters
from hplint.catalogue.tuners import tuners
from hplint.findings import Place
from hplint.libraries.estimators.forecasting import with_series
from hplint.libraries.estimators.lessons import lessons_of
from hplint.libraries.estimators.methods import estimator_method
from hplint.libraries.estimators.saved import is_loaded_model, loaded
from hplint.libraries.estimators.stopping import TUNERS
from hplint.libraries.estimators.verbs import FITTING, PREDICTING, SCORING, TRANSFORMING
from hplint.libraries.scores.judging import train_out_of_view
from hplint.libraries.searches.spaces import guard_search


def opaque_method(machine: Machine, receiver: Unknown, name: str, call: Call) -> Value | None:
    """Call `fit`, or what follows a fit, of an unknown thing; None where nothing says that it is an estimator."""
    if name == "search" and (receiver.path or "").startswith(TUNERS):
        # https://keras.io/keras_tuner/api/tuners/base_tuner/: it is given what `fit` of a network is.
        name = "fit"
    if name in FITTING and machine.guards:
        guard_search(machine, receiver)
    known = machine.opaque.get(receiver.key)
    if name == "fit" and len(call.arguments) > 3 and call.keyword("validation_data") is None:
        parts = [data for argument in call.arguments if (data := machine.data(argument.value)) is not None]
        if train_out_of_view(machine, parts, call, several=(receiver.path or "").startswith(tuners().compares)):
            # As LazyPredict's: https://lazypredict.readthedocs.io/en/latest/usage.html.
            return machine.unknown()
    if name == "fit":
        call = with_series(machine, receiver, call)
    if known is None and is_loaded_model(receiver, name) and given_rows(machine, call):
        known = loaded(machine, receiver, call)
    if known is None:
        if name not in FITTING or not given_rows(machine, call):
            return None
        built = machine.built.get(receiver.key)
        given = () if built is None else built.arguments
        parameters = tuple((argument.name or str(i), argument.value) for i, argument in enumerate(given))
        parameters += tuple(("layer", layer) for layer in machine.record.adapted.get(receiver.key, ()))
        model = Estimator(None, call.place, receiver.path or "", parameters, False, Learning.MAYBE)
        known = machine.opaque[receiver.key] = machine.allocate(model)
        if receiver.origin is Origin.LOOP or set_by_candidates(parameters):
            machine.record.models_in_turn.add(known.address)
    if name == "get_best_models" and (receiver.path or "").startswith(TUNERS):
        found = machine.unknown(path="keras.Model")
        machine.opaque[found.key] = known
        return machine.allocate(Sequence((found,)))
    estimator = machine.estimator(known)
    if estimator is None or name not in FITTING | PREDICTING | TRANSFORMING | SCORING | forecasters().predicting:
        return None
    result = estimator_method(machine, known, estimator, name, call)
    return receiver if isinstance(result, Ref) and result == known else result


def fitted_forecaster(machine: Machine, path: str, call: Call) -> Unknown | None:
    """Return the model that a function fits to a series; None for any other function."""
    if path not in forecasters().fitted:
        return None
    model = machine.unknown(path=path)
    opaque_method(machine, model, "fit", call)
    return model


def told_by_opaque(machine: Machine, receiver: Unknown, name: str, place: Place) -> Data | None:
    """Return what a fitted transformer that isn't catalogued tells of the columns: `boruta.support_`."""
    known = machine.opaque.get(receiver.key) if name.endswith("_") else None
    estimator = None if known is None else machine.estimator(known)
    told = None if estimator is None else lessons_of(machine, estimator, place)
    return told if told is not None and told.learned else None


def given_rows(machine: Machine, call: Call) -> bool:
    """Tell whether the first argument is data with rows."""
    for argument in call.arguments[:1]:
        if isinstance(argument.value, (Data, Unknown)):
            return machine.data(argument.value) is not None
        return isinstance(argument.value, Items) or rows_of(machine, argument.value) is not None
    return False


def set_by_candidates(parameters: tuple[tuple[str, Value], ...]) -> bool:
    """Tell whether a loop goes through settings of a model, each pass of which builds another one."""
    return any(
        isinstance(value, (Constant, Unknown))
        and value.origin is Origin.LOOP
        and "seed" not in name
        and "state" not in name
        for name, value in parameters
    )
