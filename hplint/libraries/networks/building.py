"""Neural networks: what layers, optimizers, loaders and training calls are set to, and which layer is the last."""

from __future__ import annotations

from functools import cache
from typing import Final

from hplint.analysis.calling.calls import Call
from hplint.analysis.calling.testing import in_test
from hplint.analysis.calling.unknown_calls import unknown_call
from hplint.analysis.data.rows import Rows, made_up
from hplint.analysis.estimators.layers import Network
from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Mapping
from hplint.analysis.memory.values import Constant, Data, Ref, Unknown, Value
from hplint.analysis.python.containers import contents
from hplint.catalogue.estimators import EstimatorSpec
from hplint.catalogue.published import published
from hplint.catalogue.tuners import tuners
from hplint.findings import Place
from hplint.libraries.estimators.configurations import setting_of
from hplint.libraries.estimators.construction import describe, note_construction

SEQUENCES: Final = frozenset({"keras.Sequential", "keras.models.Sequential", "torch.nn.Sequential"})
MODELS: Final = SEQUENCES | frozenset({"keras.Model", "keras.models.Model", "keras.engine.training.Model"})
_TRAINING: Final = "keras.models.Training"
"""The table of what `fit` of a Keras model takes."""
_JUDGES: Final = frozenset({"evaluate", "evaluate_generator", "test_on_batch"})
_PREDICTS: Final = frozenset({"predict", "predict_classes", "predict_generator"})
"""Methods by which somebody sees how good a network is."""
_STOPPING: Final = frozenset({"EarlyStopping", "ModelCheckpoint"})
_SCHEDULING: Final = frozenset({"LearningRateScheduler", "ReduceLROnPlateau"})
_WITHOUT_GRADIENTS: Final = frozenset({"torch.inference_mode", "torch.no_grad"})


def build_part(machine: Machine, spec: EstimatorSpec, path: str, call: Call) -> Value:
    """Build a layer, an optimizer or a loader; `path` is the one that it was imported by."""
    note(machine, spec, call)
    if spec.facts.width is not None and machine.activations:
        activation = machine.activations[-1]
        if isinstance(activation.receiver, Ref):
            # The layers that a method of a module builds follow each other, as far as anybody can see.
            machine.record.layers.follow((activation.receiver.address, id(activation.node)), call.place)
    return unknown_call(machine, path, call)


def note_function(machine: Machine, path: str) -> None:
    """Note what a call of a function says of the networks, and the models of series, of a program.

    Without gradients a network is used, and not trained; on a data set that everybody has, nobody depends on it.
    """
    layers = machine.record.layers
    for told in told_of_networks(path):
        if told == "wrapped":
            layers.wrapped = True
        else:
            getattr(layers, told).add(machine.scope)


@cache
def told_of_networks(path: str) -> frozenset[str]:
    """List what a call of a function says of the networks of its program: names of sets of `Layers`."""
    said = {
        "published": published().has(path),
        "pretrained": published().brings(path),
        "wrapped": path.startswith(tuners().wrappers),
        "identified": path.startswith(tuners().identifies),
        "grouped": path.startswith(tuners().groups),
        "slowed": path.startswith(tuners().schedules),
        "judged": path in _WITHOUT_GRADIENTS,
        "written": path in tuners().writes,
    }
    return frozenset(name for name, is_said in said.items() if is_said)


def note_tracked(machine: Machine, call: Call) -> None:
    """Note the names under which a tracker of experiments is told values, in a dict of settings or one by one."""
    for argument in call.arguments:
        if isinstance(argument.value, Constant) and isinstance(argument.value.value, str):
            machine.record.tracked.add((machine.scope, argument.value.value))
        held = machine.content(argument.value) if isinstance(argument.value, Ref) else None
        for key, _ in held.items or () if isinstance(held, Mapping) else ():
            if isinstance(key, str):
                machine.record.tracked.add((machine.scope, key))


def note(machine: Machine, spec: EstimatorSpec, call: Call, without: frozenset[str] = frozenset()) -> None:
    """Note what a call sets, some hyperparameters left aside."""
    arguments = call.bind(spec.positional)
    given = tuple(
        describe(machine, spec, name, argument) for name, argument in arguments.items() if name not in without
    )
    machine.record.layers.settings[call.place.key] = tuple(
        (name, setting_of(machine, argument.value, 0)) for name, argument in arguments.items()
    )
    if spec.is_forecaster and machine.guards:
        # Orders that can't be fitted are caught where orders are compared; nothing else is said about a guarded call.
        given = tuple(each for each in given if each.origin is Origin.LOOP and each.name in spec.decisive)
    if given or not spec.is_forecaster or not machine.guards:
        note_construction(machine, spec, call, given, call.complete)
        if in_test(machine):
            machine.record.becomes(call.place.key, Outcome.TESTED)
        if any(loop.candidates for loop in machine.loops) or any(each.candidates for each in machine.activations):
            machine.record.searched(call.place)


def build_network(machine: Machine, kind: str, path: str, call: Call) -> Value:
    """Build a network of layers in view: of a list in its order, or of a graph's outputs."""
    layers = machine.record.layers
    network = unknown_call(machine, path, call)
    if not isinstance(network, Unknown):
        return network
    whole = layers.networks[network.key] = Network(machine.scope)
    if kind in SEQUENCES:
        for argument in call.arguments:
            for value in (argument.value, *contents(machine, argument.value)):
                _add(machine, network, value)
        return network
    outputs = call.keyword("outputs") or call.keyword("output") or call.argument("outputs", 1)
    for value in () if outputs is None else (outputs.value, *contents(machine, outputs.value)):
        _hold(machine, whole, value)
        for place in layers.passed.get(value.key, ()) if isinstance(value, Unknown) else ():
            layers.end(place)
    return network


def _hold(machine: Machine, network: Network, value: Value) -> None:
    """Note that a network holds a layer, an optimizer, another network, or all that an output went through."""
    if not isinstance(value, Unknown):
        return
    layers = machine.record.layers
    for each in layers.made_of.get(value.key, ()):
        if isinstance(each, int):
            network.parts.add(each)
        else:
            network.holds.add(each)
    if value.key in layers.networks:
        network.holds.add(value.key)
    elif value.key in machine.built:
        network.parts.add(machine.built[value.key].place.key)


def _add(machine: Machine, network: Value, layer: Value) -> None:
    if isinstance(network, Unknown) and network.key in machine.record.layers.networks:
        _hold(machine, machine.record.layers.networks[network.key], layer)
        if isinstance(layer, Unknown) and layer.key in machine.opaque:
            machine.record.adapted.setdefault(network.key, []).append(layer)
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
    _pass_on(machine, layer, call, result)
    passed = machine.record.layers.passed
    given = [value for argument in call.arguments for value in (argument.value, *contents(machine, argument.value))]
    before = [place for value in given if isinstance(value, Unknown) for place in passed.get(value.key, ())]
    own = _sized(machine, layer)
    if own is not None:
        for place in before:
            machine.record.layers.lead(place)
    last = before if own is None else [own]
    if last and isinstance(result, Unknown):
        passed[result.key] = tuple(dict.fromkeys(last))
    return result


def apply_network(machine: Machine, network: Unknown, call: Call) -> Value:
    """Call a network: what comes out went through it."""
    result = unknown_call(machine, None, call)
    _pass_on(machine, network, call, result)
    return result


def _pass_on(machine: Machine, function: Unknown, call: Call, result: Value) -> None:
    layers = machine.record.layers
    given = [value for argument in call.arguments for value in (argument.value, *contents(machine, argument.value))]
    before = [layers.made_of.get(value.key, frozenset()) for value in given if isinstance(value, Unknown)]
    if function.key in layers.networks:
        own: object = (function.key,)
        layers.networks.setdefault(own, layers.networks[function.key])
    else:
        own = machine.built[function.key].place.key if function.key in machine.built else function.key
    if isinstance(result, Unknown):
        layers.made_of[result.key] = frozenset({own}).union(*before)


def note_method(machine: Machine, receiver: Unknown, kind: str | None, name: str, call: Call) -> None:
    """Note what a call of an unknown thing's method says of networks: a layer more, a training, a tuner's candidate."""
    if name in tuners().suggests:
        machine.record.suggest(activation.frame.id for activation in machine.activations)
        return
    machine.record.layers.note_method(name, machine.scope)
    machine.record.loads |= name == "load_weights"
    network = machine.record.layers.networks.get(receiver.key)
    if network is not None and (name in _JUDGES or (name in _PREDICTS and _knows(machine, network, call))):
        network.judged |= _judges(machine, network, call)
    if network is not None and name == "compile":
        network.compiled = tuple((each.name, setting_of(machine, each.value, 0)) for each in call.arguments)
        for argument in call.arguments:
            _hold(machine, network, argument.value)
    if kind in SEQUENCES and name == "add" and call.arguments:
        _add(machine, receiver, call.arguments[0].value)
    elif kind in MODELS and name in ("fit", "fit_generator"):
        _note_training(machine, call, network)


def _knows(machine: Machine, network: Network, call: Call) -> bool:
    """Tell whether a network predicts rows in view: examples that are typed in, or drawn, are only looked at."""
    return bool(call.arguments) and bool(network.learned) and bool(_rows(machine, call.arguments[0].value))


def _judges(machine: Machine, network: Network, call: Call) -> bool:
    """Tell whether an evaluation shows how good a network is: not on made-up rows, nor on those it learned from."""
    given = call.arguments[0].value if call.arguments else None
    rows = [] if given is None else _rows(machine, given)
    if isinstance(given, Unknown) and given.key in network.learned:
        return False
    return not rows or not all(made_up(each) or each in network.learned for each in rows)


def _note_training(machine: Machine, call: Call, network: Network | None) -> None:
    """Note the hyperparameters of a training; early stopping chooses the epochs."""
    spec = machine.library.estimator(_TRAINING)
    callbacks = call.keyword("callbacks")
    each = [] if callbacks is None else contents(machine, callbacks.value) or [callbacks.value]
    if spec is not None:
        note(machine, spec, call, frozenset({"epochs"}) if any(_does(one, _STOPPING) for one in each) else frozenset())
    if network is None:
        return
    network.parts.add(call.place.key)
    if any(_does(one, _SCHEDULING) for one in each):
        machine.record.layers.scheduled.add(call.place.key)
    given = [argument.value for argument in call.arguments[:2] if argument.name in (None, "x", "y", "generator")]
    learned = _rows(machine, given[0]) if given else []
    network.learned.update(learned or (each.key for each in given[:1] if isinstance(each, Unknown)))
    network.repeats |= len(given) > 1 and given[0] == given[1]
    validates = call.keyword("validation_data") is not None or call.keyword("validation_split") is not None
    network.validated |= validates
    # Nobody depends on how well a network learns numbers that the program makes up, however it is judged.
    network.trained |= not learned or not all(map(made_up, learned))


def _rows(machine: Machine, value: Value) -> list[Rows]:
    """Return the rows of features, or of the features in a pair of these and labels."""
    if isinstance(value, (Data, Unknown)):
        data = machine.data(value)
        return [] if data is None else [data.rows]
    return [rows for part in contents(machine, value)[:1] for rows in _rows(machine, part)]


def _does(callback: Value, what: frozenset[str]) -> bool:
    """Tell whether a callback is one of these: one of which nobody knows what it does may be."""
    path = callback.path if isinstance(callback, Unknown) else None
    return path is None or path.rpartition(".")[2] in what
