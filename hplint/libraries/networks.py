"""Neural networks: what layers, optimizers, loaders and training calls are set to, and which layer is the last."""

from __future__ import annotations

from typing import Final

from hplint.analysis.calls import Call
from hplint.analysis.constants import Origin
from hplint.analysis.containers import contents
from hplint.analysis.dispatch import unknown_call
from hplint.analysis.machine import Machine
from hplint.analysis.values import Ref, Unknown, Value
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place
from hplint.libraries.construction import describe, note_construction

SEQUENCES: Final = frozenset({"keras.Sequential", "keras.models.Sequential", "torch.nn.Sequential"})
MODELS: Final = SEQUENCES | frozenset({"keras.Model", "keras.models.Model", "keras.engine.training.Model"})
_TRAINING: Final = "keras.models.Training"
"""The table of what `fit` of a Keras model takes."""
_STOPPING: Final = ("EarlyStopping", "ModelCheckpoint")
_SUGGESTIONS: Final = frozenset(
    "suggest_categorical suggest_discrete_uniform suggest_float suggest_int suggest_loguniform suggest_uniform "
    "Int Float Choice Boolean Fixed".split()
)
"""Methods by which Optuna's trial and Keras Tuner's `hp` hand out a candidate."""


def build_part(machine: Machine, spec: EstimatorSpec, path: str, call: Call) -> Value:
    """Build a layer, an optimizer or a loader; `path` is the one that it was imported by."""
    note(machine, spec, call)
    if spec.facts.width is not None and machine.activations:
        activation = machine.activations[-1]
        if isinstance(activation.receiver, Ref):
            # The layers that a method of a module builds follow each other, as far as anybody can see.
            machine.record.layers.follow((activation.receiver.address, id(activation.node)), call.place)
    return unknown_call(machine, path, call)


def note(machine: Machine, spec: EstimatorSpec, call: Call, without: frozenset[str] = frozenset()) -> None:
    """Note what a call sets, some hyperparameters left aside."""
    arguments = call.bind(spec.positional)
    given = tuple(
        describe(machine, spec, name, argument) for name, argument in arguments.items() if name not in without
    )
    if machine.guards and spec.is_forecaster:
        # Orders that can't be fitted are caught where orders are compared; nothing else is said about a guarded call.
        given = tuple(each for each in given if each.origin is Origin.LOOP and each.name in spec.decisive)
    if not machine.guards or (spec.is_forecaster and given):
        note_construction(machine, spec, call, given, call.complete)
        if any(loop.candidates for loop in machine.loops) or any(each.candidates for each in machine.activations):
            machine.record.searched(call.place)


def build_network(machine: Machine, kind: str, path: str, call: Call) -> Value:
    """Build a network of layers in view: of a list in its order, or of a graph's outputs."""
    network = unknown_call(machine, path, call)
    if kind in SEQUENCES:
        for argument in call.arguments:
            for each in (argument.value, *contents(machine, argument.value)):
                _add(machine, network, each)
        return network
    outputs = call.keyword("outputs") or call.keyword("output") or call.argument("outputs", 1)
    for each in () if outputs is None else (outputs.value, *contents(machine, outputs.value)):
        place = machine.record.layers.passed.get(each.key) if isinstance(each, Unknown) else None
        if place is not None:
            machine.record.layers.end(place)
    return network


def _add(machine: Machine, network: Value, layer: Value) -> None:
    place = _sized(machine, layer)
    if place is not None and isinstance(network, Unknown):
        machine.record.layers.follow(network.key, place)


def _sized(machine: Machine, layer: Value) -> Place | None:
    """Return where a layer was built that has a width; None for everything else."""
    if not isinstance(layer, Unknown) or layer.key not in machine.built or layer.path is None:
        return None
    spec = machine.library.estimator(layer.path)
    return None if spec is None or spec.facts.width is None else machine.built[layer.key].place


def apply_layer(machine: Machine, layer: Unknown, call: Call) -> Value:
    """Call a layer on the output of others; one without a width hands on whose output it was."""
    result = unknown_call(machine, None, call)
    passed = machine.record.layers.passed
    given = [value for argument in call.arguments for value in (argument.value, *contents(machine, argument.value))]
    before = [passed[value.key] for value in given if isinstance(value, Unknown) and value.key in passed]
    own = _sized(machine, layer)
    if own is not None:
        for place in before:
            machine.record.layers.lead(place)
    last = own or (before[-1] if before else None)
    if last is not None and isinstance(result, Unknown):
        passed[result.key] = last
    return result


def note_method(machine: Machine, receiver: Unknown, kind: str | None, name: str, call: Call) -> None:
    """Note what a call of an unknown thing's method says of networks: a layer more, a training, a tuner's candidate."""
    if name in _SUGGESTIONS and receiver.origin is Origin.PARAMETER:
        machine.record.suggest(activation.frame.id for activation in machine.activations)
    elif kind in SEQUENCES and name == "add" and call.arguments:
        _add(machine, receiver, call.arguments[0].value)
    elif kind in MODELS and name in ("fit", "fit_generator"):
        _note_training(machine, call)


def _note_training(machine: Machine, call: Call) -> None:
    """Note the hyperparameters of a training; early stopping chooses the epochs."""
    spec = machine.library.estimator(_TRAINING)
    callbacks = call.keyword("callbacks")
    stops = callbacks is not None and any(map(_stops, contents(machine, callbacks.value) or [callbacks.value]))
    if spec is not None:
        note(machine, spec, call, frozenset({"epochs"}) if stops else frozenset())


def _stops(callback: Value) -> bool:
    """Tell whether a callback may choose the epoch: one of which nobody knows what it does may."""
    path = callback.path if isinstance(callback, Unknown) else None
    return path is None or path.rpartition(".")[2] in _STOPPING
