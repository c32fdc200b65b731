"""Models of classes in view: what their `fit` was given they learned from, what `predict` gives are predictions."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.calling.classes import class_attribute
from hplint.analysis.data.history import Fit, together
from hplint.analysis.data.rows import Nobody, whole_part
from hplint.analysis.data.targets import target_of
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Instance
from hplint.analysis.memory.values import Data, Function, Ref, Value

PREDICTING = frozenset({"predict", "predict_proba"})


def forget(machine: Machine, ref: Ref, name: str) -> None:
    """Forget what an object learned before: while it learns, nothing that it predicts is judged."""
    if name == "fit":
        machine.record.own_fits.pop(ref.address, None)


def own_method(machine: Machine, ref: Ref, content: Instance, name: str, call: Call, returned: Value) -> Value:
    """Return what a method gave, predictions as such; note what a `fit` was given."""
    given = [machine.current(each.value) for each in call.arguments if isinstance(each.value, Data)]
    if name == "fit" and len(given) > 1 and isinstance(class_attribute(machine, content.of, "predict"), Function):
        note_fit(machine, ref, call, given[0], given[1])
    fit = machine.record.own_fits.get(ref.address)
    if fit is None or name not in PREDICTING or not given or isinstance(given[0].rows, Nobody):
        return returned
    if isinstance(returned, Data) and returned.predicted:
        # A model of a library that it holds.
        return returned
    data = given[0]
    learned = machine.current(returned).history if isinstance(returned, Data) else frozenset()
    text = data.text or call.arguments[0].place.text
    machine.record.written.setdefault(machine.scope, set()).add(whole_part(data.rows))
    machine.record.predictions[fit, data.rows, machine.scope] = text
    history = together(data.history, learned)
    return Data(machine.fresh(), data.rows, "ndarray", history, data.chosen, (fit,), text, text=text)


def note_fit(machine: Machine, ref: Ref, call: Call, features: Data, labels: Data) -> None:
    """Note that an object learned from features and labels."""
    machine.record.fitted_targets.add(target_of(machine, labels).identity)
    name = call.name.rpartition(".")[0] or call.name
    machine.record.own_fits[ref.address] = Fit(
        call.place,
        name,
        None,
        ref.address,
        features.rows,
        features.text,
        together(features.history, labels.history),
        features.chosen | labels.chosen,
    )
