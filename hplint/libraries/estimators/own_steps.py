"""Steps of a pipeline that are objects of the project's own classes: data goes through their methods in view."""

from __future__ import annotations

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.class_calls import instance_call
from hplint.analysis.calling.classes import class_attribute
from hplint.analysis.data.history import together
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator, Instance
from hplint.analysis.memory.values import Data, Items, Ref
from hplint.analysis.python.containers import known_items
from hplint.basis.frozen import replace


def through_own_steps(
    machine: Machine, estimator: Estimator, data: Data | None, call: Call, *, fitting: bool
) -> Data | None:
    """Return data with what the own steps of a pipeline learn of it, or had learned when they were fitted."""
    steps = None if estimator.spec is None or "pipeline" not in estimator.spec.kinds else estimator.parameter("steps")
    for pair in () if steps is None or data is None else known_items(machine, steps) or ():
        step = pair.values[-1] if isinstance(pair, Items) and pair.values else pair
        content = machine.content(step)
        if not isinstance(content, Instance) or not isinstance(step, Ref) or data is None:
            continue
        given = (Argument(None, data, call.place, call.place), *call.positional[1:])
        if fitting and class_attribute(machine, content.of, "fit") is not None:
            instance_call(machine, step, content, "fit", Call(call.place, given))
        if class_attribute(machine, content.of, "transform") is None:
            continue
        made = machine.data(instance_call(machine, step, content, "transform", Call(call.place, given[:1])))
        if made is not None and made.history - data.history:
            data = replace(data, cell=machine.fresh(), learned=together(data.history, made.history), columns=())
    return data
