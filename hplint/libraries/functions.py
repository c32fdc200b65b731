"""Functions that no row of a flow table describes: copies, loads, compositions."""

from __future__ import annotations

from collections.abc import Callable

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import Learned, Lesson, together
from hplint.analysis.data.rows import Nobody
from hplint.analysis.data.targets import note_target
from hplint.analysis.estimators.consequences import becomes
from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Copied, Estimator, Learning, Mapping, Sequence
from hplint.analysis.memory.values import (
    NEVER,
    NONE,
    Class,
    Data,
    External,
    Function,
    Items,
    Method,
    Partial,
    Ref,
    Score,
    Unknown,
    Value,
    Verdict,
)
from hplint.analysis.python.containers import contents, learned_for
from hplint.analysis.scores.rankings import picked
from hplint.analysis.scores.selection import best, by_scores, scores_in
from hplint.basis.frozen import replace
from hplint.findings import Place
from hplint.libraries.data.formulas import design_matrices, design_matrix
from hplint.libraries.data.splits import train_test_split
from hplint.libraries.estimators.composition import copy_of
from hplint.libraries.estimators.construction import make_composition
from hplint.libraries.estimators.given import kept
from hplint.libraries.estimators.unfitted import needs_fit, note_check
from hplint.libraries.scores.evaluation import family
from hplint.libraries.scores.judging import agreement
from hplint.libraries.shell import cell_magic, line_magic, unread


def clone(machine: Machine, call: Call) -> Value:
    """Make an unfitted copy of an estimator, or of each in a list or tuple."""
    argument = call.argument("estimator", 0)
    return machine.unknown() if argument is None else cloned(machine, argument.value, call.place)


def cloned(machine: Machine, value: Value, place: Place) -> Value:
    """Copy what is unfitted afterwards; what nobody knows stays unknown."""
    if isinstance(value, Items):
        return Items(tuple(cloned(machine, each, place) for each in value.values))
    content = machine.content(value)
    if isinstance(content, Sequence) and content.items is not None and content.kind == "list" and not content.escaped:
        items = tuple(cloned(machine, each, place) for each in content.items)
        return machine.allocate(Sequence(items, kind="list"))
    if not isinstance(content, Estimator) or not isinstance(value, Ref):
        return machine.unknown()
    for part in family(machine, content):
        machine.record.fitted(part.place)
    machine.store.set(value.address, replace(content, copied=Copied(place, "clone", "")))
    return copy_of(machine, content, Learning.UNFITTED, ())


def copy(machine: Machine, call: Call) -> Value:
    """Copy an object as it is."""
    value = call.arguments[0].value if call.arguments else NONE
    content = machine.content(value)
    if isinstance(content, Estimator):
        return machine.allocate(content)
    if isinstance(value, Data):
        return replace(machine.current(value), cell=machine.fresh())
    if isinstance(content, (Mapping, Sequence)):
        return machine.allocate(content)
    return machine.unknown() if content is not None else machine.copied(value)


def deep_copy(machine: Machine, call: Call) -> Value:
    """Copy an object with everything in it."""
    return copied_deep(machine, call.arguments[0].value) if call.arguments else NONE


def copied_deep(machine: Machine, value: Value, depth: int = 0) -> Value:
    """Copy what a value holds, each on its own; what stands too deep is unknown."""
    if depth > DEEPEST_COPY:
        return machine.unknown()

    def inner(each: Value) -> Value:
        return copied_deep(machine, each, depth + 1)

    match value:
        case Data():
            return replace(machine.current(value), cell=machine.fresh())
        case Items(values=values):
            return Items(tuple(map(inner, values)))
        case Method(receiver=receiver):
            return replace(value, receiver=inner(receiver))
        case Partial(function=function, arguments=arguments):
            held = tuple(each._replace(value=inner(each.value)) for each in arguments)
            return replace(value, function=inner(function), arguments=held)
        case Function(receiver=None) | Class() | External():
            return value
    match machine.content(value):
        case Estimator(parameters=parameters) as estimator:
            held = tuple((name, inner(each)) for name, each in parameters)
            return machine.allocate(replace(estimator, parameters=held))
        case Sequence(items=items, element=element) as sequence:
            known = None if items is None else tuple(map(inner, items))
            return machine.allocate(replace(sequence, items=known, element=inner(element)))
        case Mapping(items=pairs) as mapping:
            return machine.allocate(replace(mapping, items=tuple((key, inner(each)) for key, each in pairs)))
        case None:
            return machine.copied(value)
        case _:
            return machine.unknown()


DEEPEST_COPY = 8


def dumps(machine: Machine, call: Call) -> Value:
    """Write an object into bytes, from which it can be read as it is now."""
    value = call.arguments[0].value if call.arguments else NONE
    becomes(machine, value, Outcome.LEFT)
    written = machine.unknown(path="pickle.dumps")
    machine.written[written.key] = copied_deep(machine, value)
    return written


def loads(machine: Machine, call: Call) -> Value:
    """Read an object from bytes: a copy of what was written there, else something that nobody knows."""
    value = call.arguments[0].value if call.arguments else NONE
    known = machine.written.get(value.key) if isinstance(value, Unknown) else None
    return machine.unknown(path="pickle.loads") if known is None else copied_deep(machine, known)


def check_is_fitted(machine: Machine, call: Call) -> Value:
    """Raise unless an estimator is fitted: whatever follows may rely on it."""
    value = call.arguments[0].value if call.arguments else NONE
    estimator = machine.estimator(value)
    if estimator is not None and (inner := kept(machine, estimator)) is not None:
        # A wrapper is fitted where what it keeps is.
        value, estimator = inner, machine.estimator(inner)
    if estimator is None or not isinstance(value, Ref) or estimator.state is not Learning.UNFITTED:
        return NONE
    spec = estimator.spec
    plain = spec is not None and "composition" not in spec.kinds and spec.works_unfitted({}) is False
    if plain and needs_fit(machine, estimator, "check_is_fitted", called=False):
        if machine.fate(unfitted=True):
            return NEVER
        note_check(machine, estimator, call)
    machine.store.set(value.address, replace(estimator, state=Learning.MAYBE))
    return NONE


def composed(name: str, parameter: str) -> Callable[[Machine, Call], Value]:
    """Return the function that builds a composition of its positional arguments."""

    def make(machine: Machine, call: Call) -> Value:
        spec = machine.library.estimator(name)
        if spec is None or not call.complete:
            return machine.unknown()
        parts = tuple(argument.value for argument in call.positional)
        return make_composition(machine, spec, parameter, parts, call)

    return make


def argmax(machine: Machine, call: Call) -> Value | None:
    """Find the best of several scores: a selection; of anything else, nothing to follow."""
    value = call.arguments[0].value if call.arguments else NONE
    scores = scores_in([value]) or scores_in(contents(machine, value))
    if scores:
        return best(machine, scores)
    if isinstance(value, Data) and (found := picked(machine, machine.current(value), "argmax")) is not None:
        return found
    if isinstance(value, Data):
        found = replace(
            machine.current(value),
            cell=machine.fresh(),
            kind="ndarray",
            learned=machine.current(value).history,
            mask=None,
            columns=(),
        )
        note_target(machine, found, value)
        return found
    return Unknown()


def where(machine: Machine, call: Call) -> Value | None:
    """Find where scores are as asked, or in which order they stand; None for anything else, which the flows know."""
    value = call.arguments[0].value if call.arguments else NONE
    scores = value.scores if isinstance(value, Verdict) else scores_in([value]) or scores_in(contents(machine, value))
    return by_scores(machine, scores) if scores else None


def reduce_scores(machine: Machine, call: Call) -> Value | None:
    """Average scores: still a score; None for anything else, which the flow tables know."""
    value = call.arguments[0].value if call.arguments else NONE
    scores = scores_in([value]) or scores_in(contents(machine, value))
    if not scores:
        return None
    fits = tuple(dict.fromkeys(fit for score in scores for fit in score.fits))
    if not isinstance(value, Score):
        machine.record.shown.update(score.place.key for score in scores)
    return replace(scores[0], fits=fits)


def extreme(machine: Machine, call: Call) -> Value | None:
    """Look at the best of several scores; None for anything else, which the flow tables know."""
    value = call.arguments[0].value if call.arguments else NONE
    scores = () if isinstance(value, Data) else scores_in([value]) or scores_in(contents(machine, value))
    return scores[0] if scores else None


def count(machine: Machine, call: Call) -> Value | None:
    """Count values: a statistic of the rows that they stand in."""
    value = call.arguments[0].value if call.arguments else NONE
    judged = machine.library.judge(machine, value, call, "sum")
    if judged is not None:
        return judged
    learned = learned_for(machine, value)
    data = machine.current(value) if isinstance(value, Data) else None
    rows = machine.pieces.get(value.address) if isinstance(value, Ref) else None
    if data is not None and not isinstance(data.rows, Nobody) and not data.predicted and data.mask is None:
        rows = data.rows
    if rows is not None:
        learned = together(learned, frozenset({Learned(rows, Lesson.STATISTIC, call.place, call.place.text)}))
    return Data(machine.fresh(), kind="Counter", learned=learned) if learned or not call.arguments else None


def wrapped(machine: Machine, call: Call) -> Value | None:
    """Return what something else stands for: what a progress bar goes through, a network on several devices."""
    return call.positional[0].value if call.positional else None


def leave(machine: Machine, call: Call) -> Value:
    """End the program."""
    return NEVER


def shell(machine: Machine, call: Call) -> Value:
    """Return the notebook's shell, whose methods execute code."""
    return External("IPython.shell")


def execute(machine: Machine, call: Call) -> Value:
    """Execute a command of a notebook, given as a string."""
    return unread(machine)


ROUNDING = {"ceil": "ceil", "floor": "floor", "trunc": "floor"}
"""Functions that make a whole number of a number of rows, and how."""


def whole_length(machine: Machine, call: Call) -> Value | None:
    """Round a number of rows: `math.ceil(0.7 * len(df))`; None for anything else."""
    value = call.arguments[0].value if call.arguments else NONE
    rounding = ROUNDING.get(call.name.rpartition(".")[2])
    if not isinstance(value, Unknown) or value.length is None or rounding is None:
        return None
    length = value.length
    return value if length.rounding or length.times == 1 else replace(value, length=replace(length, rounding=rounding))


def of_number(machine: Machine, call: Call) -> Value | None:
    """Compute a number from a statistic, or from a number of rows; of anything else, nothing to follow."""
    value = call.arguments[0].value if call.arguments else NONE
    if isinstance(value, Unknown):
        return whole_length(machine, call)
    return replace(machine.current(value), cell=machine.fresh(), mask=None) if isinstance(value, Data) else None


def configure(machine: Machine, call: Call) -> Value | None:
    """Set scikit-learn's options, of which metadata routing changes what a fit hands on."""
    routing = call.keyword("enable_metadata_routing")
    if routing is not None or not call.complete:
        machine.record.routes_metadata = True
    return None


FUNCTIONS: dict[str, Callable[[Machine, Call], Value | None]] = {
    "sklearn.model_selection.train_test_split": train_test_split,
    "sklearn.cross_validation.train_test_split": train_test_split,
    "patsy.dmatrices": design_matrices,
    "patsy.dmatrix": design_matrix,
    "sklearn.set_config": configure,
    "sklearn.config_context": configure,
    "sklearn.base.clone": clone,
    "sklearn.clone": clone,
    "collections.Counter": count,
    "nltk.FreqDist": count,
    "nltk.probability.FreqDist": count,
    "copy.copy": copy,
    "copy.deepcopy": deep_copy,
    **{f"{module}.dumps": dumps for module in ("pickle", "cloudpickle", "dill")},
    **{f"{module}.loads": loads for module in ("pickle", "cloudpickle", "dill")},
    "sklearn.utils.validation.check_is_fitted": check_is_fitted,
    "sklearn.pipeline.make_pipeline": composed("sklearn.pipeline.Pipeline", "steps"),
    "imblearn.pipeline.make_pipeline": composed("imblearn.pipeline.Pipeline", "steps"),
    "sklearn.pipeline.make_union": composed("sklearn.pipeline.FeatureUnion", "transformer_list"),
    "sklearn.compose.make_column_transformer": composed("sklearn.compose.ColumnTransformer", "transformers"),
    "numpy.argmax": argmax,
    "numpy.argmin": argmax,
    "numpy.nanargmax": argmax,
    "numpy.nanargmin": argmax,
    **{f"numpy.{name}": extreme for name in ("amax", "amin", "max", "min", "nanmax", "nanmin")},
    **{f"numpy.{name}": where for name in ("argsort", "argwhere", "flatnonzero", "nonzero", "where")},
    "numpy.mean": reduce_scores,
    "numpy.median": reduce_scores,
    "numpy.average": reduce_scores,
    "numpy.round": reduce_scores,
    "numpy.sqrt": reduce_scores,
    "statistics.mean": reduce_scores,
    "math.sqrt": reduce_scores,
    **{
        f"math.{name}": of_number for name in ("ceil", "exp", "fabs", "floor", "log", "log10", "log1p", "log2", "trunc")
    },
    "numpy.array": reduce_scores,
    "numpy.ceil": whole_length,
    "numpy.floor": whole_length,
    "numpy.trunc": whole_length,
    "pandas.crosstab": agreement,
    "numpy.corrcoef": agreement,
    **{f"scipy.stats.{name}": agreement for name in ("kendalltau", "pearsonr", "spearmanr")},
    "IPython.get_ipython": shell,
    "IPython.core.getipython.get_ipython": shell,
    "IPython.shell.run_line_magic": line_magic,
    "IPython.shell.run_cell_magic": cell_magic,
    "IPython.shell.magic": line_magic,
    "IPython.shell.run_cell": execute,
    **{f"{module}.tqdm": wrapped for module in ("tqdm", "tqdm.auto", "tqdm.autonotebook", "tqdm.notebook", "tqdm.std")},
    "tqdm.tqdm_notebook": wrapped,
    "tqdm.notebook.tqdm_notebook": wrapped,
    "rich.progress.track": wrapped,
    **{f"torch.{name}": wrapped for name in ("compile", "nn.DataParallel", "nn.parallel.DistributedDataParallel")},
    "sys.exit": leave,
    "os._exit": leave,
    "pytest.skip": leave,
    "pytest.fail": leave,
}
