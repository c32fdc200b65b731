"""Models of `pyspark.mllib`, which functions train on an RDD of labelled points, and which predict for RDDs of vectors.

https://spark.apache.org/docs/4.0.1/mllib-guide.html
"""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.gathered import rows_of
from hplint.analysis.data.history import Fit
from hplint.analysis.data.rows import Nobody
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator, Learning
from hplint.analysis.memory.values import Data, Unknown, Value
from hplint.basis.frozen import replace
from hplint.libraries.estimators.methods import estimator_method

PACKAGE = "pyspark.mllib."
TRAINING = frozenset({"train", "trainClassifier", "trainImplicit", "trainRegressor"})
"""Functions of the classes of `pyspark.mllib` that give a model."""
UNLABELLED = frozenset({"clustering", "feature", "fpm"})
"""Modules whose models are no predictors."""


def train_on_points(machine: Machine, path: str, call: Call) -> Value | None:
    """Train a model: `DecisionTree.trainClassifier(train, numClasses=2)`; None for any other call."""
    owner, _, function = path.rpartition(".")
    module = path[len(PACKAGE) :].partition(".")[0]
    if not path.startswith(PACKAGE) or function not in TRAINING or module in UNLABELLED:
        return None
    given = call.argument("data", 0) or call.keyword("ratings")
    data = None if given is None else rows_of(machine, given.value)
    model = machine.unknown(path=owner)
    if data is None or given is None or isinstance(data.rows, Nobody):
        return model
    name = call.name.rpartition(".")[0] or call.name
    parameters = tuple((each.name or str(at), each.value) for at, each in enumerate(call.arguments[1:]))
    estimator = Estimator(None, call.place, name, parameters, False, Learning.FITTED)
    known = machine.opaque[model.key] = machine.allocate(estimator)
    text = data.text or given.place.text
    fit = Fit(
        call.place,
        name,
        None,
        known.address,
        data.rows,
        text,
        data.history,
        data.chosen,
        number=machine.fresh(),
    )
    machine.store.set(known.address, replace(estimator, fits=(fit,)))
    return model


def predicted(machine: Machine, model: Unknown, name: str, call: Call) -> Value | None:
    """Predict with such a model for every row of an RDD; None for any other call."""
    known = machine.opaque.get(model.key) if (model.path or "").startswith(PACKAGE) else None
    estimator = None if known is None else machine.estimator(known)
    if known is None or estimator is None or name not in {"predict", "predictAll"}:
        return None
    found = estimator_method(machine, known, estimator, "predict", call)
    if not isinstance(found, Data):
        return found
    # The rows, not what is made of each of them to predict: `test.map(lambda point: point.features)`.
    return replace(found, kind="RDD", predicted_on=found.predicted_on.partition(".map(")[0])
