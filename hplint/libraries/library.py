"""Everything that libraries do, in one place that the interpreter asks."""

from __future__ import annotations

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.data.rows import Nobody, OneOfMany, Part, Subset, bounded
from hplint.analysis.estimators.inheritance import HARMLESS
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Class, Data, External, Items, Method, Ref, Score, Unknown, Value
from hplint.basis.frozen import replace
from hplint.catalogue.bystanders import Bystanders
from hplint.catalogue.estimators import Catalogue, EstimatorSpec
from hplint.catalogue.flows import Flows
from hplint.catalogue.loaders import loaders
from hplint.catalogue.published import published
from hplint.catalogue.tuners import tuners
from hplint.findings import Place
from hplint.libraries.data.arrays import converted, note_array
from hplint.libraries.data.data_sets import pictures, published_parts
from hplint.libraries.data.files import read
from hplint.libraries.data.flows import apply, augmented, of_data
from hplint.libraries.data.indexing import select
from hplint.libraries.data.splits import loop_over
from hplint.libraries.data.tables import combine, data_attribute, data_method, score_method
from hplint.libraries.data.unknown_tables import is_table, means_column, note_table, tell_owner
from hplint.libraries.estimators.construction import construct
from hplint.libraries.estimators.freshness import note_assigned
from hplint.libraries.estimators.given import note_judged
from hplint.libraries.estimators.kernels import composed_kernel
from hplint.libraries.estimators.learned import FITTED_COPIES
from hplint.libraries.estimators.members import has
from hplint.libraries.estimators.methods import estimator_attribute, estimator_method
from hplint.libraries.estimators.opaque import fitted_forecaster, opaque_method, told_by_opaque
from hplint.libraries.estimators.regressions import build, regress, told_by
from hplint.libraries.estimators.setters import set_attribute
from hplint.libraries.estimators.training import train
from hplint.libraries.estimators.unfitted import raises
from hplint.libraries.functions import FUNCTIONS
from hplint.libraries.networks.building import (
    MODELS,
    apply_layer,
    apply_network,
    build_network,
    build_part,
    note_function,
    note_method,
    note_tracked,
    told_of_networks,
)
from hplint.libraries.networks.modules import (
    ITSELF,
    TAKES_DATA_SETS,
    as_data_set,
    batch,
    forward,
    is_loss,
    is_network,
    itself,
    learn,
    load,
    lose,
    module_method,
    tensor_data_set,
)
from hplint.libraries.scores.evaluation import draw
from hplint.libraries.scores.judging import judge, judge_out_of_view
from hplint.libraries.scores.looks import look
from hplint.libraries.searches.objectives import optimize, study
from hplint.libraries.searches.spaces import form_of, note_call, one_configuration
from hplint.libraries.searches.suggestions import suggested
from hplint.libraries.spark.frames import is_frame, means_frame
from hplint.libraries.spark.sessions import of_session
from hplint.libraries.spark.stages import is_stage, stage_attribute, stage_method
from hplint.libraries.spark.trained import predicted, train_on_points

AUGMENTING = frozenset({"flow", "flow_from_dataframe"})
"""Methods that hand out the given rows in batches, changed at random:
https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator."""
GROUPED = {"GroupBy": None, "DataFrameGroupBy": "DataFrame", "SeriesGroupBy": "Series"}
"""What a loop through groups binds, by what holds them."""
SAVING = frozenset({"save", "save_model", "save_weights"})
"""Methods that write a model to where it can be loaded from."""
ANYBODYS = frozenset({"get", "update"})
"""Methods of tables that say nothing of what has them: loaders, clients and settings have them, too."""
NOBODY = Bystanders({})


class Libraries:
    """The known libraries; implements `hplint.analysis.machine.Library`."""

    def __init__(self, catalogue: Catalogue, flows: Flows, bystanders: Bystanders = NOBODY) -> None:
        self.catalogue = catalogue
        self.flows = flows
        self.bystanders = bystanders
        self._bystanders: dict[str, bool] = {}
        self._shows: dict[str, bool] = {}

    def call(self, machine: Machine, path: str, call: Call) -> Value | None:
        """Call a function or class by its dotted path; None where it isn't known."""
        if path.startswith("builtins."):
            # What nobody binds may be what a platform does.
            named, path = path, self.catalogue.canonical(path)
            if path == named:
                return None
        if self.is_bystander(path):
            return look(machine, self.bystanders, path, call)
        note_function(machine, path)
        handler = FUNCTIONS.get(path)
        found = None if handler is None else handler(machine, call)
        if found is not None:
            return found
        if published().is_split(path):
            return published_parts(machine, path)
        if path.startswith(tuners().spaces):
            machine.record.tuned = True
        if path in tuners().tracks:
            note_tracked(machine, call)
        if path.startswith(("torch.utils.data.", "tensorflow.data.", "torchvision.datasets.")):
            call = as_data_set(machine, call) if path.rpartition(".")[2] in TAKES_DATA_SETS else call
            found = tensor_data_set(machine, path, call)
            if found is not None:
                return found
        if path.endswith("image_dataset_from_directory") and (found := pictures(machine, call)) is not None:
            return found
        spec = self.catalogue.estimator(path)
        if spec is not None and spec.is_part:
            part = build_part(machine, spec, path, call)
            if path.startswith("torch.utils.data."):
                load(machine, part, call)
            return part
        if spec is not None:
            return construct(machine, spec, call)
        function = self.catalogue.function(path)
        if function is not None and function.training is not None:
            trained = self.catalogue.estimator(function.training.model)
            if trained is not None:
                return train(machine, function, function.training, trained, call)
        search = note_call(machine, path, call)
        kind = self.catalogue.canonical(path)
        if kind in MODELS:
            return build_network(machine, kind, path, call)
        if kind.startswith("sklearn.metrics.") and kind.endswith("Display.from_estimator"):
            note_judged(machine, call.argument("estimator", 0), call)
            return draw(machine, call, *(call.argument(each, at) for at, each in enumerate(("estimator", "X", "y"))))
        flow = self.flows.function(kind)
        if (model := train_on_points(machine, path, call)) is not None:
            return model
        regression = build(machine, path, call) or fitted_forecaster(machine, path, call)
        if regression is not None:
            return regression
        if flow is None:
            found = look(machine, self.bystanders, path, call) if search is None else search
            if found is None and machine.written_files and path in loaders() and call.positional:
                found = read(machine, call.positional[0].value)
            found = optimize(machine, path, call) if found is None else found
            machine.record.loads |= path.rpartition(".")[2] == "load_model"
            if found is None:
                judge_out_of_view(machine, call)
            return found
        result = apply(machine, flow, None, call)
        note_array(machine, path, call, result)
        return result

    def is_bystander(self, path: str) -> bool:
        """Tell whether only the table of bystanders speaks of a call, so that none of the others is asked each time."""
        known = self._bystanders.get(path)
        if known is None:
            known = self._bystanders[path] = self._is_bystander(path)
        return known

    def _is_bystander(self, path: str) -> bool:
        kind = self.catalogue.canonical(path)
        tables = self.catalogue.estimator, self.catalogue.function, self.flows.function, form_of
        return (
            self.bystanders.of(path) is not None
            and all(table(path) is None for table in tables)
            and path not in FUNCTIONS
            and path not in tuners().tracks
            and not told_of_networks(path)
            and not published().is_split(path)
            and not path.startswith((*tuners().spaces, "torch.", "tensorflow.", "keras.", "sklearn.", "statsmodels."))
            and kind == path
            and path.rpartition(".")[2] != "load_model"
        )

    def shows(self, path: str) -> bool:
        """Tell whether a module or its objects only show what they are given."""
        known = self._shows.get(path)
        if known is None:
            known = self._shows[path] = self.bystanders.of(path) == "shows"
        return known

    def inherited(self, machine: Machine, ref: Ref, of: Class, name: str, call: Call) -> Value | None:
        """Call a method that a class in view has from a library's class; None where nobody knows what it does."""
        return module_method(machine, ref, of, name, call)

    def method(self, machine: Machine, receiver: Value, name: str, call: Call) -> Value | None:
        """Call a method; None where it isn't known."""
        if name == "backward":
            learn(machine)
        machine.record.saves |= name in SAVING
        if name in SAVING or name in tuners().writing:
            machine.record.layers.written.add(machine.scope)
        match receiver:
            case Ref():
                estimator = machine.estimator(receiver)
                if estimator is not None and is_stage(estimator.spec):
                    return stage_method(machine, receiver, estimator, name, call)
                return None if estimator is None else estimator_method(machine, receiver, estimator, name, call)
            case Data():
                result = data_method(machine, self.flows, machine.current(receiver), name, call)
                return converted(machine, receiver, name, call, result) if machine.numbers else result
            case Score():
                return score_method(machine, receiver, name)
            case Unknown(key=key) if key is not None:
                return self.unknown_method(machine, receiver, name, call)
            case _:
                return None

    def unknown_method(self, machine: Machine, receiver: Unknown, name: str, call: Call) -> Value | None:
        """Call a method of one unknown thing: `fit` says that it is an estimator, a table's method that it is data."""
        kind = None if receiver.path is None else self.catalogue.canonical(receiver.path)
        note_method(machine, receiver, kind, name, call)
        built = receiver.key in machine.record.layers.networks and str(kind).startswith("torch.")
        if name in ITSELF and (built or is_network(receiver.path)):
            return itself(machine, receiver, receiver.key, name)
        if name in tuners().suggests:
            return suggested(machine, call)
        drawing = receiver.path is not None and receiver.path.startswith("numpy.random.")
        if drawing and (flow := self.flows.method(str(receiver.path).rpartition(".")[2], name)) is not None:
            return apply(machine, flow, None, call)
        if name in AUGMENTING and kind is not None and kind.endswith("ImageDataGenerator"):
            return augmented(machine, call)
        if name == "flow_from_directory" and (folder := pictures(machine, call)) is not None:
            return folder
        regression = regress(machine, receiver, name, call) or predicted(machine, receiver, name, call)
        if regression is not None:
            return regression
        found = opaque_method(machine, receiver, name, call) or study(machine, receiver, name, call)
        if found is not None:
            return found
        if (read := of_session(self.flows, receiver, name)) is not None:
            return apply(machine, read, None, call)
        note_table(machine, receiver, name, call)
        if is_table(machine, receiver) or is_frame(machine, receiver) or means_frame(machine, self.flows, name, call):
            frame = machine.data(receiver)
            return None if frame is None else data_method(machine, self.flows, frame, name, call)
        flow = None if name in ANYBODYS else of_data(self.flows, None, name)
        data = None if flow is None else machine.data(receiver)
        guessed = flow is not None and (
            flow.flow != "learns" or means_column(machine, self.catalogue, receiver, name, call)
        )
        if flow is None or not guessed or flow.attribute or data is None or flow.flow in {"metadata", "unknown"}:
            # Many things have a `sum` or an `update`; only what hands on rows, or goes along them, is worth a guess.
            return None
        if flow.function:
            # A pool of workers has a `map`, too, and calls the function with what it is given besides.
            for argument in call.arguments[1:]:
                machine.escape(argument.value)
        result = apply(machine, flow, data, call)
        if call.keyword("inplace") is not None:
            tell_owner(machine, receiver)
        return result

    def apply(self, machine: Machine, function: Unknown, call: Call) -> Value | None:
        """Call an unknown thing; None where it is no layer."""
        if function.key in machine.record.layers.networks:
            result = apply_network(machine, function, call)
            through = forward(machine, function.key, call) if str(function.path).startswith("torch.") else None
            return result if through is None else through
        if is_network(function.path):
            return forward(machine, function.key, call)
        if is_loss(function.path) and (score := lose(machine, call)) is not None:
            return score
        if function.key in machine.opaque and call.arguments and isinstance(call.arguments[0].value, Data):
            # A layer that was adapted to data: https://keras.io/api/layers/preprocessing_layers/.
            return opaque_method(machine, function, "transform", call)
        spec = None if function.path is None else self.catalogue.estimator(function.path)
        return apply_layer(machine, function, call) if spec is not None and "layer" in spec.kinds else None

    def attribute(self, machine: Machine, receiver: Value, name: str, place: Place) -> Value | None:
        """Read an attribute; None where it isn't known."""
        match receiver:
            case Ref():
                estimator = machine.estimator(receiver)
                if estimator is not None and is_stage(estimator.spec):
                    return stage_attribute(machine, receiver, estimator, name, place)
                return None if estimator is None else estimator_attribute(machine, receiver, estimator, name, place)
            case Data():
                return data_attribute(machine, self.flows, machine.current(receiver), name, place)
            case Unknown(key=key) if key is not None:
                if name in {"iloc", "loc", "values"} or is_table(machine, receiver):
                    data = machine.data(receiver)
                    return None if data is None else data_attribute(machine, self.flows, data, name)
                if name in FITTED_COPIES and key in machine.opaque:
                    # What a search of another library found, which it hands on to.
                    return machine.opaque[key]
                statistic = told_by(machine, receiver, name, place) or told_by_opaque(machine, receiver, name, place)
                if statistic is not None:
                    return statistic
                told = machine.record.best_values.get((key, name))
                return replace(receiver, key=(key, name)) if told is None else told
            case External() | Unknown():
                return None
            case _:
                return Method(receiver, name)

    def subscript(self, machine: Machine, receiver: Value, index: Value, place: Place) -> Value | None:
        """Index data, or put arrays together by what is indexed (`np.c_[a, b]`); None for everything else."""
        flow = self.flows.function(receiver.path) if isinstance(receiver, External) else None
        if flow is not None and flow.attribute and flow.flow in {"aligns", "joins"}:
            parts = index.values if isinstance(index, Items) else (index,)
            call = Call(place, tuple(Argument(None, part, place, place) for part in parts))
            return apply(machine, replace(flow, data=""), None, call)
        return select(machine, receiver, index, place)

    def combine(self, machine: Machine, values: tuple[Value, ...]) -> Value | None:
        """Compute something from several values, element by element; None where none of them is data."""
        return combine(machine, values)

    def overlook(self, machine: Machine, call: Call) -> None:
        """Note that a call of something that nobody knows compares predictions with labels."""
        judge_out_of_view(machine, call, by_name=True)

    def judge(self, machine: Machine, value: Value, call: Call, statistic: str) -> Value | None:
        """Score predictions by a statistic of their errors; None for any other value."""
        return judge(machine, value, call, statistic)

    def operate(self, machine: Machine, operator: str, left: Value, right: Value) -> Value | None:
        """Compose kernels; None for anything else."""
        return composed_kernel(machine, operator, left, right)

    def iterate(self, machine: Machine, value: Value) -> Value | None:
        """Return what a loop over it binds; None where nobody knows."""
        if isinstance(value, Score):
            # Each of several: those of folds, or those along a curve.
            return value
        if isinstance(value, Ref):
            return loop_over(machine, value) or one_configuration(machine, value)
        if isinstance(value, Unknown):
            return batch(machine, value)
        if isinstance(value, Data):
            data = machine.current(value)
            if data.kind == "Embedding":
                # A word, or its vector.
                return replace(data, cell=machine.fresh())
            if data.kind == "tuple" and isinstance(data.rows, Nobody):
                # One of the arrays that a function gives: `_, pvalues = chi2(X, y)`.
                data = replace(data, kind=None)
            if data.kind == "positions" and isinstance(data.rows, Nobody):
                # Of numbers that were learned: which of them are large.
                data = replace(data, kind="Index")
            if data.kind in {"ndarray", "Series", "Index", "list", "Counter", None} and data.mask is None:
                chosen = isinstance(data.rows, Nobody) or data.kind == "Index"
                if chosen and data.history and not data.predicted:
                    # Names, or labels of rows, that were chosen by what was learned.
                    one = Data(machine.fresh(), learned=data.history)
                    machine.record.set_by_loops.add(one.cell)
                    return one
                if data.history and not data.predicted and data.kind in {"ndarray", None}:
                    # A row, which knows what its table does.
                    rows = bounded(Subset(data.rows, machine.fresh()))
                    return replace(data, cell=machine.fresh(), rows=rows, columns=(), learned=data.history, names=None)
                return replace(machine.unknown(of_data=True), item_of=data)
            if data.kind in GROUPED:
                group = replace(data, cell=machine.fresh(), kind=GROUPED[data.kind], columns=(), learned=data.history)
                # Another loop may bind the same groups again.
                part = Part(data.rows, machine.fresh(), OneOfMany(machine.fresh()))
                return Items((machine.unknown(Origin.LOOP), replace(group, rows=bounded(part), text="")))
        return None

    def estimator(self, path: str) -> EstimatorSpec | None:
        """Find an estimator of the catalogue."""
        return self.catalogue.estimator(path)

    def construct(self, machine: Machine, spec: EstimatorSpec, call: Call, own: Class) -> Value:
        """Build an estimator of a class in view that keeps the constructor of one of the catalogue."""
        return construct(machine, spec, call, own)

    def set_hyperparameter(self, machine: Machine, ref: Ref, name: str, argument: Argument) -> None:
        """Set a hyperparameter of an estimator by an attribute."""
        set_attribute(machine, ref, name, argument)

    def assigned(self, machine: Machine, ref: Ref, estimator: Estimator, name: str, place: Place) -> None:
        """Note that an attribute of an estimator is set by hand that is no hyperparameter."""
        note_assigned(machine, ref, estimator, name, place)

    def has(self, machine: Machine, ref: Ref, name: str) -> bool | None:
        """Tell whether an estimator has an attribute or method now; None where nobody knows."""
        return has(machine, ref, name)

    def raises(self, machine: Machine, ref: Ref, name: str) -> bool:
        """Tell whether asking an estimator for a name raises now."""
        return raises(machine, ref, name)

    def knows(self, path: str) -> bool:
        """Tell whether this is a public class or function of a known library."""
        if form_of(path) is not None:
            return True
        if not self.catalogue.is_module(path.partition(".")[0]):
            return False
        if path in HARMLESS or path.endswith("Mixin") or self.catalogue.estimator(path) is not None:
            return True
        return self.catalogue.function(path) is not None or self.flows.function(path) is not None

    def exports(self, module: str) -> frozenset[str] | None:
        """Return the names that `from module import *` binds; None where unknown."""
        return self.catalogue.exports(module) if self.catalogue.is_module(module) else None
