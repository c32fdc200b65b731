"""PyTorch's modules and data sets: a module learns what it was called on last when gradients flow back."""

from __future__ import annotations

from typing import Final

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.class_calls import instance_call
from hplint.analysis.calling.classes import class_attribute
from hplint.analysis.data.history import Fit, together
from hplint.analysis.data.overlap import Answer, overlaps
from hplint.analysis.data.rows import Nobody, Rows, UnknownRows, line
from hplint.analysis.data.targets import target_of
from hplint.analysis.estimators.configurations import Configuration
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Instance
from hplint.analysis.memory.values import Bounds, Class, Data, Function, Ref, Unknown, Value
from hplint.analysis.python.containers import contents
from hplint.analysis.python.stdlib import external_bases
from hplint.analysis.scores.held_out import in_test_part
from hplint.basis.frozen import replace
from hplint.catalogue.published import published
from hplint.libraries.data.data_sets import published_part
from hplint.libraries.estimators.configurations import setting_of
from hplint.libraries.estimators.opaque import opaque_method
from hplint.libraries.scores.evaluation import note_prediction, noted

MODULES: Final = ("torch.nn.", "pytorch_lightning.", "lightning.")
KERAS_MODELS: Final = frozenset(
    f"{package}{name}" for package in ("keras.", "tensorflow.keras.", "tf_keras.") for name in ("Model", "models.Model")
)
ITSELF: Final = frozenset("bfloat16 cpu cuda double eval float half requires_grad_ to train".split())
"""Methods that return the module: https://docs.pytorch.org/docs/2.9/generated/torch.nn.Module.html."""
TAKES_DATA_SETS: Final = frozenset({"DataLoader", "random_split", "Subset"})
SLICED: Final = frozenset({"tensorflow.data.Dataset.from_tensor_slices", "tensorflow.data.Dataset.from_tensors"})
EVERYTHING: Final = Bounds(None, None)
BATCH: Final = "Batch"
"""The type of what a loader hands out: each of its parts has its rows."""


def is_module(of: Class) -> bool:
    """Tell whether a class in view is a network of PyTorch."""
    return any(base.startswith(MODULES) for base in external_bases(of))


def module_method(machine: Machine, ref: Ref, of: Class, name: str, call: Call) -> Value | None:
    """Call what a network in view has from PyTorch; None where that isn't known."""
    if any(base in KERAS_MODELS for base in external_bases(of)):
        return keras_method(machine, ref, name, call)
    if not is_module(of):
        return None
    if name in ITSELF:
        return itself(machine, ref, ref.address, name)
    if name == "__call__" and class_attribute(machine, of, "forward") is not None:
        return forward(machine, ref.address, call)
    return None


def keras_method(machine: Machine, ref: Ref, name: str, call: Call) -> Value | None:
    """Call what a model of Keras in view has from its base: it is fitted and judged as one that is built of layers."""
    stands_for = Unknown(("model", ref.address), path="keras.Model")
    found = opaque_method(machine, stands_for, name, call)
    return ref if found is stands_for else found


def itself(machine: Machine, network: Value, address: object, name: str) -> Value:
    """Return a network, which may be told that it is to be judged, or to learn again."""
    if name == "eval":
        machine.record.judging.add(address)
    elif name == "train":
        machine.record.judging.discard(address)
    return network


def forward(machine: Machine, address: object, call: Call) -> Value | None:
    """Put data through a network: predictions, where it learned from other rows before."""
    given = next((each for each in call.arguments if isinstance(each.value, Data)), None)
    if given is None or not isinstance(given.value, Data):
        return None
    data = machine.current(given.value)
    if isinstance(data.rows, (Nobody, UnknownRows)):
        return None
    if address not in machine.record.judging:
        machine.record.forwarded.setdefault(address, {})[data.rows] = (data, call)
    fit = machine.record.module_fits.get(address)
    text = data.text or given.place.text
    fits: tuple[Fit, ...] = ()
    if fit is not None and (overlaps(fit.rows, data.rows) is Answer.NO or is_other_part(fit.rows, data.rows)):
        # What it is shown of the rows that it learns from tells how far it is, and is no result.
        fits = (fit,)
        note_prediction(machine, fits, data, call, text, judges=address in machine.record.judging)
    return Data(
        machine.fresh(), data.rows, "Tensor", data.history, data.chosen, fits, text if fits else "", text=data.text
    )


def is_network(path: str | None) -> bool:
    """Tell whether a call of this path gives a network that somebody else has built, and that is called on data."""
    return path is not None and not path.startswith(("keras.", "tensorflow")) and published().brings(path)


def is_loss(path: str | None) -> bool:
    """Tell whether this is a loss of PyTorch: https://docs.pytorch.org/docs/2.9/nn.html#loss-functions."""
    return path is not None and path.startswith("torch.nn.") and path.endswith("Loss")


def lose(machine: Machine, call: Call) -> Value | None:
    """Measure predictions by a loss: a score on rows that the network hasn't learned from; None for all other data."""
    given = [machine.current(each.value) for each in call.arguments if isinstance(each.value, Data)]
    if len(given) != 2 or sum(bool(each.predicted) for each in given) != 1:
        return None
    guess, truth = sorted(given, key=lambda each: not each.predicted)
    if isinstance(guess.rows, (Nobody, UnknownRows)):
        return None
    target = target_of(machine, truth)
    return noted(machine, guess.predicted, guess.rows, guess.history, call, guess.predicted_on, target=target)


def is_other_part(trained: Rows, rows: Rows) -> bool:
    """Tell whether rows were held out, though copies of rows may stand in both parts."""
    return in_test_part(rows) and trained not in line(rows) and rows not in line(trained)


def learn(machine: Machine) -> None:
    """Note that gradients flow back: networks learn from what they were called on since the last time."""
    record = machine.record
    for address, inputs in record.forwarded.items():
        several = len(inputs) > 1
        given = [each for each in inputs.values() if not several or not in_test_part(each[0].rows)]
        if len(given) != 1:
            # Nobody knows which of them the loss is of.
            record.module_fits.pop(address, None)
            continue
        data, call = given[0]
        known = record.module_fits.get(address)
        if known is None or known.place.key != call.place.key or known.rows != data.rows:
            key = address if isinstance(address, int) else machine.fresh()
            fit = Fit(call.place, call.name, None, key, data.rows, data.text, data.history, data.chosen)
            record.module_fits[address] = replace(fit, network=described(machine, address))
    record.forwarded.clear()


def described(machine: Machine, address: object) -> Configuration | None:
    """Describe a network by the call that built it; None for one that nobody saw being built."""
    built = machine.built.get(address)
    if built is None:
        return None
    given = enumerate(built.arguments)
    settings = [(each.name or str(at), setting_of(machine, each.value, 1)) for at, each in given]
    layers = machine.record.layers.described(address) or ()
    return Configuration("network", (("built", built.place.key), *settings, *layers))


def as_data_set(machine: Machine, call: Call) -> Call:
    """Return the call with a data set of a class in view as the data that its `__getitem__` hands out."""
    if not call.arguments:
        return call
    first = call.arguments[0]
    content = machine.content(first.value)
    if not isinstance(content, Instance) or not isinstance(first.value, Ref):
        return call
    if not isinstance(class_attribute(machine, content.of, "__getitem__"), Function):
        return call
    whole = Call(call.place, (Argument(None, EVERYTHING, call.place, call.place),))
    returned = instance_call(machine, first.value, content, "__getitem__", whole)
    found = data_set(machine, [returned, *contents(machine, returned)])
    return call if found is None else call._replace(arguments=(first._replace(value=found), *call.arguments[1:]))


def data_set(machine: Machine, parts: list[Value]) -> Data | None:
    """Return the data set whose items have these parts; None where none of them has rows."""
    held = [machine.current(each) for each in parts if isinstance(each, Data)]
    rows = next((each.rows for each in held if not isinstance(each.rows, (Nobody, UnknownRows))), None)
    if rows is None:
        return None
    learned = together(*(each.history for each in held))
    chosen = frozenset().union(*(each.chosen for each in held))
    return Data(machine.fresh(), rows, "Dataset", learned, chosen)


def tensor_data_set(machine: Machine, path: str, call: Call) -> Value | None:
    """Build a data set of tensors, of PyTorch or TensorFlow; None for anything else."""
    given = [each.value for each in call.arguments]
    if path == "torch.utils.data.TensorDataset":
        return data_set(machine, given)
    if path in SLICED:
        # https://www.tensorflow.org/api_docs/python/tf/data/Dataset#from_tensor_slices.
        found = data_set(machine, [*given, *(part for each in given for part in contents(machine, each))])
        return None if found is None else replace(found, kind="TFDataset")
    return published_part(machine, path, call) if path.startswith("torchvision.datasets.") else None


def load(machine: Machine, loader: Value, call: Call) -> None:
    """Note what a loader loads."""
    given = call.argument("dataset", 0)
    data = None if given is None else machine.current(given.value) if isinstance(given.value, Data) else None
    if data is not None and isinstance(loader, Unknown):
        machine.record.loaded[loader.key] = data


def batch(machine: Machine, loader: Unknown) -> Data | None:
    """Return what a loop over a loader binds: all its rows, batch by batch; None where nobody knows."""
    data = machine.record.loaded.get(loader.key)
    if data is None:
        return None
    return Data(machine.fresh(), data.rows, BATCH, data.history, data.chosen, text=data.text)
