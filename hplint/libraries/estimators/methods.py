"""What the methods and attributes of an estimator do: fit, predict, transform, score, read what was learned."""

from __future__ import annotations

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.data.features import has_more
from hplint.analysis.data.gathered import rows_of
from hplint.analysis.data.history import NOTHING_LEARNED, Choices, Chosen, Fit, Learned, Lesson, together
from hplint.analysis.data.overlap import Answer, overlaps
from hplint.analysis.data.rows import UNKNOWN_ROWS, Balanced, Duplicated, Rows, Source, Subset, bounded
from hplint.analysis.data.targets import note_target, target_of
from hplint.analysis.estimators.consequences import becomes, note_features, note_lesson, note_predicted
from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Estimator, Learning, Sequence
from hplint.analysis.memory.values import (
    NEVER,
    NONE,
    Constant,
    Data,
    Items,
    Method,
    Ref,
    Unknown,
    Value,
    is_none,
    with_origin,
)
from hplint.analysis.scores.discarding import note_use
from hplint.analysis.scores.held_out import in_test_part
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace
from hplint.findings import Place
from hplint.libraries.data.columns import transformed
from hplint.libraries.data.kept_targets import note_kept_target
from hplint.libraries.data.splits import split_folds
from hplint.libraries.data.varying import is_marked
from hplint.libraries.estimators.composition import (
    fit_parts,
    fitted_part,
    is_composed,
    parts_of,
)
from hplint.libraries.estimators.configurations import configuration, is_set_by_loop, network_of, set_by_loop
from hplint.libraries.estimators.forecasting import forecast
from hplint.libraries.estimators.freshness import forgotten, note_stale, note_used, same_loop
from hplint.libraries.estimators.given import kept, note_parts, through
from hplint.libraries.estimators.learned import COPIES_BY_NAME, FITTED_COPIES, learned_attribute
from hplint.libraries.estimators.lessons import layers_lessons, lesson_of, lessons, lessons_of
from hplint.libraries.estimators.members import lacks, note_lack
from hplint.libraries.estimators.own_steps import through_own_steps
from hplint.libraries.estimators.routing import routed_by_fit
from hplint.libraries.estimators.saved import fits_of
from hplint.libraries.estimators.setters import set_params
from hplint.libraries.estimators.settings import EVERYTHING, note_fit_settings, note_splitter
from hplint.libraries.estimators.stopping import held_out, may_stop, stopped_on
from hplint.libraries.estimators.unfitted import (
    is_caught,
    is_learned,
    is_told,
    learns_itself,
    needs_fit,
    place_name,
    use,
)
from hplint.libraries.estimators.verbs import (
    ADDING,
    FITTED_METHODS,
    FITTING,
    HARMLESS,
    NEIGHBOURING,
    PREDICTING,
    SCORING,
    TRANSFORMING,
)
from hplint.libraries.networks.epochs import trained_on, watch
from hplint.libraries.outdated import note_outdated
from hplint.libraries.scores.evaluation import UNLABELLED, is_one_of_several, judged, note_prediction, noted, of_target
from hplint.libraries.searches.spaces import note_fit

MOST_EXAMPLES = 20
"""Most rows that somebody types in to see what a model makes of them."""


def estimator_method(machine: Machine, ref: Ref, estimator: Estimator, name: str, call: Call) -> Value | None:
    """Call a method of an estimator; None where nobody knows what it does."""
    spec = estimator.spec
    inner = kept(machine, estimator) if name in FITTED_METHODS else None
    asked = None if inner is None else machine.estimator(inner)
    if inner is not None and asked is not None:
        asking = call._replace(place=through(call.place, estimator, name))
        return estimator_method(machine, inner, asked, name, asking)
    if name == "set_output" or (name.startswith("set_") and name.endswith("_request")):
        # How it is called later, and what the result looks like.
        return ref
    if name not in FITTING or name != "fit":
        machine.record.read.add(ref.address)
    elif machine.record.search_fits and spec is not None:
        note_use(machine, call.place, spec, ref.address)
    if spec is not None:
        note_outdated(machine, spec.methods.get(name), call)
    if is_told(spec, name):
        words = place_name(call.place, name, estimator)
        if note_lack(machine, ref, estimator, name, call.place, words):
            return machine.unknown()
        if machine.guards and is_caught(machine, ref, estimator, name, called=True):
            return NEVER
    if name in FITTED_METHODS:
        use(machine, estimator, name, call.place, called=True)
        note_stale(machine, estimator, name, call.place, words)
        if not needs_fit(machine, estimator, name, called=True) or machine.fate(unfitted=True) is None:
            # Where an error may be expected, it may have stored something before it raised.
            note_used(machine, ref, estimator, call.place)
            estimator = machine.estimator(ref) or estimator
    elif name not in FITTING and not estimator.used:
        # It may store what it needs, or keep the object.
        estimator = replace(estimator, used=True) if name not in HARMLESS else estimator
        machine.store.set(ref.address, estimator)
    if name in FITTING:
        routed_by_fit(machine, estimator, name, call)
        return fitting(machine, ref, estimator, name, call)
    following = forecast(machine, estimator, name, call)
    if following is not None:
        return following
    if name in PREDICTING:
        return predict(machine, ref, estimator, call)
    if name in NEIGHBOURING:
        return neighbours(machine, estimator, call)
    if name in TRANSFORMING:
        return transform(machine, estimator, call, back=name == "inverse_transform")
    if name in SCORING:
        return score(machine, replace(estimator, fits=fits_of(ref, estimator, call)), call)
    if name == "split" and spec is not None and "splitter" in spec.kinds:
        note_splitter(machine, ref)
        return split_folds(machine, ref, estimator, call)
    if name == "set_params":
        return set_params(machine, ref, estimator, call)
    if name in {"get_params", "get_feature_names_out", "get_feature_names", "get_n_splits", "get_support"}:
        return lessons_of(machine, estimator, call.place) if name == "get_support" else Unknown()
    if spec is not None and name in spec.facts.loads:
        machine.store.set(ref.address, replace(estimator, state=Learning.MAYBE, fits=(), complete=False))
        return ref
    if spec is not None and name in spec.facts.searches:
        machine.record.searched(estimator.place)
        fit(machine, ref, estimator, call.shifted(1), partial=False)
        return machine.unknown()
    if spec is not None and name in spec.methods:
        return machine.unknown()
    if spec is not None and name.startswith("_"):
        # What isn't public may learn.
        machine.escape(ref)
    return None


def fitting(machine: Machine, ref: Ref, estimator: Estimator, name: str, call: Call) -> Value:
    """Fit, and hand on what the method gives besides."""
    fit(machine, ref, estimator, call, partial=name in ADDING)
    fitted = machine.estimator(ref) or estimator
    match name:
        case "fit_transform":
            return transform(machine, fitted, call, fit_too=True)
        case "fit_predict":
            return predict(machine, ref, fitted, call)
        case "fit_resample" | "fit_sample":
            return resample(machine, fitted, call)
        case "train_on_batch":
            # The loss: https://keras.io/api/models/model_training_apis/.
            return machine.unknown()
        case _:
            return ref


def fit(machine: Machine, ref: Ref, estimator: Estimator, call: Call, *, partial: bool) -> None:
    """Learn from the data of a call: a fit forgets the ones before, a partial fit adds to them."""
    features, labels = call.argument("X", 0) or call.keyword("x") or call.keyword("generator"), call.argument("y", 1)
    data = None if features is None else rows_of(machine, features.value)
    data = through_own_steps(machine, estimator, data, call, fitting=True)
    target = None if labels is None else machine.data(labels.value)
    learned = together(*(() if data is None else (data.history,)), *(() if target is None else (of_target(target),)))
    if estimator.spec is None:
        learned = together(learned, *layers_lessons(machine, estimator))
    chosen = frozenset().union(
        *(each.chosen for each in (data, target) if each is not None), settings(machine, estimator)
    )
    if target is not None:
        machine.record.fitted_targets.add(target_of(machine, target).identity)
    rows, last = trained_on(machine, call, UNKNOWN_ROWS if data is None else data.rows, learned)
    text = "" if features is None else (data.text if data is not None and data.text else features.place.text)
    chosen = chosen | stopped_on(machine, estimator, call, receiver_name(call, estimator))
    epochs = call.keyword("epochs")
    if epochs is not None and isinstance(epochs.value, Data):
        # As many as scored best before.
        chosen = chosen | machine.current(epochs.value).chosen
    if may_stop(machine, estimator, call):
        machine.record.becomes(estimator.place.key, Outcome.STOPPED)
    searches = is_search(estimator)
    if searches:
        note_fit(machine, ref, estimator, call)
    for found in estimator.fits:
        if found.searches and not searches:
            # What a search fitted is fitted again.
            chosen = chosen | {each for each in found.chosen if each.place is found.place}
    if data is not None and (searches or selects_on_test(machine, estimator, rows)):
        chosen = chosen | {Chosen(rows, call.place, f"`{receiver_name(call, estimator)}`")}
    new = Fit(
        call.place,
        receiver_name(call, estimator),
        estimator.spec,
        ref.address,
        rows,
        text,
        learned,
        chosen,
        call.callee,
        searches,
        again=estimator.state is Learning.FITTED and len(call.arguments) == 1 and call.complete,
        configuration=configuration(machine, estimator),
        network=network_of(machine, ref) if estimator.spec is None else None,
        varies=(set_by_loop(machine, rows) and not partial)
        or ref.address in machine.record.models_in_turn
        or has_other_columns(machine, data, target),
        features=None if data is None else target_of(machine, data).column,
        columns=None if data is None else data.names,
        number=machine.fresh(),
    )
    if estimator.spec is None:
        watch(machine, new, call, data, last)
    for name in ("eval_set", "validation_data", "X_val"):
        # The scores on them are told on the way.
        watched = call.keyword(name)
        rows_watched = None if watched is None else held_out(machine, watched.value)
        if rows_watched is not None:
            note_prediction(machine, (new,), rows_watched, call, rows_watched.text)
    fits = (*estimator.fits, new) if partial else (new,)
    forgot = None if partial else forgotten(machine, ref, estimator, new) or same_loop(estimator, new)
    machine.store.set(
        ref.address,
        replace(estimator, state=Learning.FITTED, fits=fits, copied=None, stale=(), used=partial, forgot=forgot),
    )
    machine.record.fitted(estimator.place)
    note_fit_settings(machine, estimator, EVERYTHING if partial else frozenset())
    note_lesson(machine, estimator, call.place, rows, new.name)
    if data is not None:
        note_features(machine, estimator, data)
    if target is not None and machine.record.found_clusters(target.history):
        becomes(machine, estimator, Outcome.EXPLAINS)
    if is_one_of_several(machine):
        becomes(machine, estimator, Outcome.FIXED)
    note_kept_target(machine, estimator, call, new.name, data, target)
    for copied in (*FITTED_COPIES, *COPIES_BY_NAME):
        if machine.member(ref.address, copied) is not None:
            machine.set_member(ref.address, copied, NONE)
    note_parts(machine, estimator, call.place)
    fit_parts(machine, estimator, new, call)


def has_other_columns(machine: Machine, data: Data | None, target: Data | None) -> bool:
    """Tell whether the features are other ones on each pass of a loop, and the labels aren't."""
    changed = machine.record.set_by_loops
    if data is None or data.cell not in changed or machine.looping_since() is None:
        return False
    return target is None or target.cell not in changed


def is_search(estimator: Estimator) -> bool:
    """Tell whether a fit compares candidates by scores."""
    return estimator.spec is not None and "search" in estimator.spec.kinds


def selects_on_test(machine: Machine, estimator: Estimator, rows: Rows) -> bool:
    """Tell whether a fit on test rows selects: the columns of the other rows, or what becomes of a fitted model."""
    if estimator.spec is None or not in_test_part(rows):
        return False
    if estimator.spec.facts.selects and "transformer" in estimator.spec.kinds:
        return True
    folds = estimator.parameter("cv")
    if isinstance(folds, Constant) and folds.value == "prefit":
        return True
    inner = (machine.estimator(part) for part in parts_of(machine, estimator))
    return any(each is not None and each.spec is not None and each.spec.facts.answers is not None for each in inner)


def settings(machine: Machine, estimator: Estimator, depth: int = 0) -> Choices:
    """Return what was selected to set the hyperparameters, those of inner estimators included."""
    chosen: Choices = frozenset()
    for _, value in estimator.parameters:
        if isinstance(value, Data):
            chosen |= machine.current(value).chosen
    if depth < 8:
        for part in parts_of(machine, estimator):
            inner = machine.estimator(part)
            if inner is not None:
                chosen |= settings(machine, inner, depth + 1)
    return chosen


def receiver_name(call: Call, estimator: Estimator) -> str:
    """Return the estimator in the user's words: the receiver of the call, without the method."""
    name = call.name.rpartition(".")[0]
    return name if name else estimator.name


def given_data(
    machine: Machine, estimator: Estimator, call: Call, *, fitting: bool = False
) -> tuple[Data | None, Argument | None]:
    """Return the data of a call's first argument, as it comes out of the project's own steps, and the argument."""
    argument = call.argument("X", 0) or call.keyword("x") or call.keyword("raw_documents")
    data = None if argument is None else rows_of(machine, argument.value)
    return (data if fitting else through_own_steps(machine, estimator, data, call, fitting=False)), argument


def are_examples(machine: Machine, value: Value) -> bool:
    """Tell whether rows are a few that are typed in, to see what a model makes of them."""
    known = literal(machine, value)
    return isinstance(known, (list, tuple)) and len(known) <= MOST_EXAMPLES


def transform(
    machine: Machine, estimator: Estimator, call: Call, *, fit_too: bool = False, back: bool = False
) -> Value:
    """Transform data: the result was learned from the rows of the fit, too."""
    data, argument = given_data(machine, estimator, call)
    learned = lessons(machine, estimator)
    if not is_composed(estimator):
        # Whatever uses the features is what is judged.
        becomes(machine, estimator, Outcome.LOOKED_AT)
    if data is None:
        if not learned:
            return machine.unknown()
        examples = argument is not None and are_examples(machine, argument.value)
        rows = Source(machine.fresh(), made_up=True) if examples else UNKNOWN_ROWS
        return Data(machine.fresh(), rows, None, learned)
    kind = "ndarray" if back or data.kind is None else None
    made = Data(
        machine.fresh(),
        data.rows,
        kind,
        data.history if back else together(data.history, learned),
        data.chosen | frozenset().union(*(each.chosen for each in estimator.fits)),
        data.predicted if back else (),
        data.predicted_on if back else "",
        names=None if back else transformed(estimator, data),
        labels=data.labels,
    )
    if lesson_of(machine, estimator) is Lesson.CATEGORIES:
        # The same labels, written as numbers.
        note_target(machine, made, data)
    if is_marked(machine, data) or is_set_by_loop(machine, estimator):
        machine.record.set_by_loops.add(made.cell)
    return made


def neighbours(machine: Machine, estimator: Estimator, call: Call) -> Value:
    """Look up the training rows next to each row: distances and places, which may be features."""
    data, _ = given_data(machine, estimator, call)
    found = machine.unknown() if data is None else row_for_row(machine, estimator, data)
    distances = call.argument("return_distance", 2)
    if distances is not None and isinstance(distances.value, Constant) and distances.value.value is False:
        return found if data is None else places_of_neighbours(machine, estimator, data)
    return Items((found, machine.unknown() if data is None else places_of_neighbours(machine, estimator, data)))


def places_of_neighbours(machine: Machine, estimator: Estimator, data: Data) -> Data:
    """Return where the training rows next to each row stand: the labels at these places predict, `y_train[places]`."""
    places = row_for_row(machine, estimator, data)
    if all(overlaps(fit.rows, data.rows) is Answer.NO for fit in estimator.fits):
        machine.record.neighbours[places.cell] = estimator.fits
    return places


def row_for_row(machine: Machine, estimator: Estimator, data: Data) -> Data:
    """Return something that is computed for each row by comparing it with what an estimator was fitted on."""
    learned = together(data.history, *(fit.learned for fit in estimator.fits))
    return Data(machine.fresh(), data.rows, "ndarray", learned, data.chosen, labels=data.labels)


def predict(machine: Machine, ref: Ref, estimator: Estimator, call: Call) -> Value:
    """Predict: the result remembers by which fit."""
    data, argument = given_data(machine, estimator, call)
    note_predicted(machine, estimator, call, data)
    kinds = frozenset() if estimator.spec is None else estimator.spec.kinds
    learned = lessons(machine, estimator) if kinds & {"clusterer", "density", "outlier_detector"} else NOTHING_LEARNED
    if data is None:
        return Data(machine.fresh(), UNKNOWN_ROWS, "ndarray", learned, predicted=estimator.fits)
    text = data.text or ("" if argument is None else argument.place.text)
    # What a clusterer finds isn't compared with labels; it is a feature.
    fits = () if learned else fits_of(ref, estimator, call)
    if not kinds & UNLABELLED:
        note_prediction(machine, fits, data, call, text)
    for each in fits:
        machine.record.predictions[each, data.rows, machine.scope] = text
        if has_more(each.columns, data.names):
            machine.record.guessed.add((each, data.rows, machine.scope))
    made = Data(
        machine.fresh(), data.rows, "ndarray", together(data.history, learned), data.chosen, fits, text, text=text
    )
    staged = call.name.rpartition(".")[2].startswith("staged_")
    return machine.allocate(Sequence(None, made, kind="")) if staged else made


def score(machine: Machine, estimator: Estimator, call: Call) -> Value:
    """Score on labelled data."""
    data, argument = given_data(machine, estimator, call)
    if data is None or argument is None:
        return Unknown()
    target = call.argument("y", 1)
    # What `evaluate` is given may hold the labels itself; a likelihood needs none.
    inside = estimator.spec is None and call.name.endswith(("evaluate", "evaluate_generator"))
    inside = inside or data.kind == "Pool"
    labels = not call.complete or inside or (target is not None and not is_none(target.value))
    text = data.text or argument.place.text
    truth = None if target is None else machine.data(target.value)
    true = None if truth is None else target_of(machine, truth)
    rows = judged(data, truth, estimator.fits)
    if truth is not None and truth.cell == data.cell:
        # An autoencoder gives back what it is given: how well is no score on labels that it remembers.
        labels = labels and all(overlaps(fit.rows, rows) is not Answer.YES for fit in estimator.fits)
    return noted(machine, estimator.fits, rows, data.history, call, text, labels=labels, target=true)


def resample(machine: Machine, estimator: Estimator, call: Call) -> Value:
    """Resample features and labels together: over-sampling makes rows of several rows."""
    data, _ = given_data(machine, estimator, call, fitting=True)
    rows = UNKNOWN_ROWS if data is None else data.rows
    learned = NOTHING_LEARNED if data is None else data.history
    if estimator.spec is not None and estimator.spec.facts.resamples == "subset":
        rows = bounded(Subset(rows, Balanced(machine.fresh())))
    elif data is not None:
        learned = together(learned, frozenset({Learned(rows, Lesson.RESAMPLING, call.place, call.name)}))
        rows = bounded(Duplicated(rows, call.place))
    labels = call.argument("y", 1)
    given = (data, None if labels is None else machine.data(labels.value))
    return Items(
        tuple(Data(machine.fresh(), rows, None, learned, names=None if each is None else each.names) for each in given)
    )


def estimator_attribute(machine: Machine, ref: Ref, estimator: Estimator, name: str, place: Place) -> Value | None:
    """Read an attribute: a hyperparameter, a method, a part, or what was learned."""
    machine.record.read.add(ref.address)
    spec = estimator.spec
    inner = kept(machine, estimator) if is_learned(name) else None
    asked = None if inner is None else machine.estimator(inner)
    if inner is not None and asked is not None:
        return estimator_attribute(machine, inner, asked, name, through(place, estimator, name))
    given = estimator.parameter(name)
    found = [fit for fit in estimator.fits if fit.searches and not is_search(estimator)]
    if found and spec is not None and name in spec.parameters and not isinstance(given, (Ref, Items)):
        # What the search set the copy to.
        return Data(machine.fresh(), chosen=frozenset().union(*(fit.chosen for fit in found)))
    if given is not None:
        return with_origin(given, given.origin) if isinstance(given, Constant) else given
    by_hand = machine.member(ref.address, name)
    if by_hand is not None and name not in FITTED_COPIES and name not in COPIES_BY_NAME:
        return by_hand
    words = place_name(place, name, estimator)
    learned = is_learned(name)
    if (learned or is_told(spec, name)) and note_lack(machine, ref, estimator, name, place, words):
        return machine.unknown()
    if name in {"steps", "named_steps", "named_estimators", "named_transformers", "estimator"}:
        return fitted_part(machine, estimator, name)
    if learned:
        if machine.guards and spec is not None and is_caught(machine, ref, estimator, name, called=False):
            if name in spec.learned or lacks(machine, ref, estimator, name):
                return NEVER
        if spec is not None and (name in spec.learned or learns_itself(machine, estimator, name)):
            use(machine, estimator, name, place, called=False)
            note_stale(machine, estimator, name, place, words)
        if estimator.state is not Learning.UNFITTED:
            note_used(machine, ref, estimator, place)
            estimator = machine.estimator(ref) or estimator
        becomes(machine, estimator, Outcome.LOOKED_AT)
        return learned_attribute(machine, ref, estimator, name, place)
    if spec is not None and name in spec.methods:
        return Method(ref, name)
    if spec is not None and name in spec.parameters:
        default = spec.parameters[name].default
        return Constant(default) if isinstance(default, (int, float, str, bool, type(None))) else Unknown()
    return Method(ref, name) if spec is None else None
