"""Stages of `pyspark.ml`: a fit gives a model, a model's `transform` writes what it makes of each row beside it.

https://spark.apache.org/docs/4.0.1/ml-pipeline.html
"""

from __future__ import annotations

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.data.gathered import rows_of
from hplint.analysis.data.history import NOTHING_LEARNED, together
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator, Learning, Sequence
from hplint.analysis.memory.values import Data, External, Method, OneOf, Ref, Unknown, Value
from hplint.analysis.python.containers import contents
from hplint.basis.frozen import replace
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place
from hplint.libraries.estimators.composition import copy_of, estimators_in, parts_of
from hplint.libraries.estimators.learned import tuning_score
from hplint.libraries.estimators.lessons import lessons
from hplint.libraries.estimators.methods import fit
from hplint.libraries.scores.evaluation import UNLABELLED, note_prediction, noted
from hplint.libraries.spark.labels import label_of, labels_beside

PACKAGE = "pyspark.ml."
PREDICTORS = frozenset({"classifier", "regressor", "predictor", "search"})
FOLD_SCORES = frozenset({"avgMetrics", "validationMetrics"})
"""What a search tells of the folds, for each candidate."""
DEEPEST_STAGE = 6


def is_stage(spec: EstimatorSpec | None) -> bool:
    """Tell whether something is a stage, a search or an evaluator of Spark."""
    return spec is not None and spec.path.startswith(PACKAGE)


def stage_method(machine: Machine, ref: Ref, stage: Estimator, name: str, call: Call) -> Value:
    """Call a method of a stage or of the model that its fit gave."""
    machine.record.read.add(ref.address)
    kinds = frozenset() if stage.spec is None else stage.spec.kinds
    match name:
        case "fit":
            return fitted(machine, stage, call)
        case "transform":
            return transformed(machine, stage, call)
        case "evaluate" if "evaluator" in kinds:
            return evaluated(machine, stage, call)
        case "evaluate":
            return summarised(machine, stage, call)
        case "copy":
            return machine.allocate(stage)
        case _ if name.startswith("set") and name[3:4].isupper():
            return with_setting(machine, ref, stage, name, call)
        case _:
            return Unknown()


def stage_attribute(machine: Machine, ref: Ref, stage: Estimator, name: str, place: Place) -> Value:
    """Read an attribute of a stage or of a model."""
    machine.record.read.add(ref.address)
    searches = stage.spec is not None and "search" in stage.spec.kinds
    if name == "bestModel" and searches and stage.fits:
        return best_model(machine, ref, stage)
    if name == "subModels" and searches and stage.fits:
        # For each fold one of each candidate, or only the latter.
        each = machine.allocate(Sequence(None, best_model(machine, ref, stage)))
        return machine.allocate(Sequence(None, each))
    if name in FOLD_SCORES and searches and len(stage.fits) == 1 and compares(stage):
        return tuning_score(machine, stage.fits[0], place)
    if name == "stages" and stage.fits:
        given = stage.parameter("stages")
        return Unknown() if given is None else given
    if name in METHODS or (name.startswith("set") and name[3:4].isupper()):
        return Method(ref, name)
    # Parameters, which spaces are made of, and what was learned, which is looked at.
    return Unknown()


METHODS = frozenset({"fit", "transform", "evaluate", "copy"})
SEVERAL = "pyspark.ml.tuning.ParamGridBuilder.filled.built"
"""A space of several candidates; one that is built empty only has a model scored on folds."""


def compares(search: Estimator) -> bool:
    """Tell whether a search is given several candidates."""
    space = search.parameter("estimatorParamMaps")
    return isinstance(space, External) and space.path == SEVERAL


def dataset(machine: Machine, call: Call) -> tuple[Data | None, Argument | None]:
    """Return the table that a stage is given."""
    given = call.argument("dataset", 0)
    return (None if given is None else rows_of(machine, given.value)), given


def fitted(machine: Machine, stage: Estimator, call: Call) -> Value:
    """Fit: the stage stays as it is, and the model is another object."""
    _, given = dataset(machine, call)
    unfitted = replace(stage, state=Learning.UNFITTED, fits=(), copied=None, used=False)
    model = machine.allocate(unfitted)
    only = () if given is None else (given._replace(name=None),)
    fit(machine, model, unfitted, call._replace(arguments=only), partial=False)
    found = machine.estimator(model) or stage
    known = [part for part in fitted_parts(machine, found) if part.fits]
    if known:
        # Models among the stages of a pipeline are used as they are.
        before = together(*(lessons(machine, part) for part in known))
        fits = tuple(replace(each, learned=together(each.learned, before)) for each in found.fits)
        machine.store.set(model.address, replace(found, fits=fits))
    machine.record.fitted(stage.place)
    return model


def fitted_parts(machine: Machine, stage: Estimator, depth: int = 0) -> list[Estimator]:
    """List the stages of a pipeline, and what a search searches, that were fitted before."""
    found = [part for part in map(machine.estimator, parts_of(machine, stage)) if part is not None]
    inner = [each for part in found for each in fitted_parts(machine, part, depth + 1)] if depth < DEEPEST_STAGE else []
    return [part for part in found if part.state is Learning.FITTED] + inner


def predicts(machine: Machine, stage: Estimator, depth: int = 0) -> bool:
    """Tell whether a model predicts: itself, or one of the stages; of stages that nobody sees, one may."""
    spec = stage.spec
    if spec is None:
        return True
    if spec.kinds & {"pipeline", "composition"}:
        given = stage.parameter("stages")
        listed = [] if given is None else all_stages(machine, given)
        parts = [machine.estimator(each) for each in listed]
        if depth >= DEEPEST_STAGE or not parts:
            return True
        return any(part is None or predicts(machine, part, depth + 1) for part in parts)
    return bool(spec.kinds & PREDICTORS)


def all_stages(machine: Machine, given: Value, depth: int = 0) -> list[Value]:
    """List what may be among the stages of a pipeline, one of several on each pass of a loop included."""
    held = given.values if isinstance(given, OneOf) else contents(machine, given)
    if depth > DEEPEST_STAGE or not held:
        return [given]
    return [each for part in held for each in all_stages(machine, part, depth + 1)]


def transformed(machine: Machine, stage: Estimator, call: Call) -> Value:
    """Return the table with what a model, or a stage that learns nothing, makes of each row."""
    data, given = dataset(machine, call)
    if data is None or given is None:
        return machine.unknown()
    predicting = bool(stage.fits) and predicts(machine, stage)
    learned = NOTHING_LEARNED if predicting or not stage.fits else lessons(machine, stage)
    chosen = data.chosen | frozenset().union(*(each.chosen for each in stage.fits))
    made = replace(
        data,
        cell=machine.fresh(),
        kind="SparkDataFrame",
        learned=together(data.history, learned),
        chosen=chosen,
        columns=(),
        names=None,
        mask=None,
    )
    if not predicting or (stage.spec is not None and stage.spec.kinds & UNLABELLED):
        return made
    text = data.text or given.place.text
    note_prediction(machine, stage.fits, data, call, text)
    for each in stage.fits:
        machine.record.predictions[each, data.rows, machine.scope] = text
    # Whatever was predicted before stands in other columns, as features perhaps.
    return replace(made, predicted=stage.fits, predicted_on=text, text=text, chosen=data.chosen)


def evaluated(machine: Machine, evaluator: Estimator, call: Call) -> Value:
    """Score the predictions in a table against the labels beside them."""
    data, given = dataset(machine, call)
    if data is None or given is None or not data.predicted:
        return Unknown()
    text = data.predicted_on or data.text or given.place.text
    target = label_of(machine, evaluator, data)
    return noted(machine, data.predicted, data.rows, data.history, call, text, target=target, chosen=data.chosen)


def summarised(machine: Machine, model: Estimator, call: Call) -> Value:
    """Return what a model tells of labelled rows: nothing is judged until somebody reads how good it is."""
    data, given = dataset(machine, call)
    if data is None or given is None or not model.fits:
        return machine.unknown()
    text = data.text or given.place.text
    note_prediction(machine, model.fits, data, call, text)
    made = replace(
        data,
        cell=machine.fresh(),
        kind="SparkSummary",
        learned=data.history,
        columns=(),
        names=None,
        mask=None,
        predicted=model.fits,
        predicted_on=text,
        text=text,
    )
    whole = {"pipeline", "composition", "search"}
    known = model.spec is not None and not model.spec.kinds & whole
    machine.record.targets[made.cell] = label_of(machine, model, data) if known else labels_beside(data)
    return made


def with_setting(machine: Machine, ref: Ref, stage: Estimator, name: str, call: Call) -> Value:
    """Set a hyperparameter: `StringIndexer().setInputCol("city")`; the stage itself is given back."""
    parameter = name[3:4].lower() + name[4:]
    if len(call.arguments) == 1 and stage.spec is not None and parameter in stage.spec.parameters:
        others = tuple(pair for pair in stage.parameters if pair[0] != parameter)
        changed = replace(stage, parameters=(*others, (parameter, call.arguments[0].value)))
        machine.store.set(ref.address, changed)
    elif name == "setParams":
        machine.store.set(ref.address, replace(stage, complete=False))
    return ref


def best_model(machine: Machine, ref: Ref, search: Estimator) -> Value:
    """Return the model of the best candidate, which a search fits on all its rows in the end."""
    known = machine.member(ref.address, "bestModel")
    if known is not None:
        return known
    given = search.parameter("estimator")
    inner = None if given is None else next(iter(estimators_in(machine, given, 0)), None)
    model = None if inner is None else machine.estimator(inner)
    if model is None:
        # Its predictions are those of the search.
        return ref
    copied = copy_of(machine, model, Learning.FITTED, search.fits)
    machine.set_member(ref.address, "bestModel", copied)
    return copied
