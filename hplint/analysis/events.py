"""What happened in the analysed code: the seam between the interpreter and the checks.

All events are given to the checks after the whole module was interpreted, so that an event may say what became of
its object later ("this estimator reached a search").
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from hplint.analysis.constants import NOT_LITERAL, NotLiteral, Origin, Way
from hplint.analysis.history import Fit, History
from hplint.analysis.outcomes import Outcome
from hplint.analysis.overlap import Answer, originals, overlaps, taken_from_each_other
from hplint.analysis.rows import Rows
from hplint.analysis.values import Copied
from hplint.catalogue.estimators import EstimatorSpec, FunctionSpec
from hplint.findings import Place
from hplint.frozen import dataclass, replace


@dataclass(frozen=True, slots=True)
class Given:
    """A hyperparameter as the code sets it."""

    name: str
    """As the catalogue calls it; see `written`."""
    literal: object | NotLiteral
    """The exact Python value (int, float, complex, str, bytes, bool, None, Ellipsis, list, tuple, dict, set of
    those, or `Symbol`), else `NOT_LITERAL`."""
    origin: Origin
    place: Place
    """The value."""
    key: Place
    """The keyword, or the string key of an unpacked dict; the value where it was given by position."""
    way: Way = Way.KEYWORD
    alias: str = ""
    """The further name by which the code calls it: `eta` for `learning_rate`."""
    member_of: object | NotLiteral = NOT_LITERAL
    """It is a member of an enumeration, which is no literal, and this is the member's value."""

    @property
    def written(self) -> str:
        """Return the name in the user's words."""
        return self.alias or self.name


@dataclass(frozen=True, slots=True)
class Constructed:
    """An estimator, splitter, search or sampler of the catalogue is built."""

    place: Place
    """The whole call."""
    name: str
    """The class as written, or the variable that it is bound to, for messages."""
    spec: EstimatorSpec
    given: tuple[Given, ...]
    """By keyword, by position and from unpacked dicts in view, in order.

    Names that the constructor doesn't have are included.
    """
    complete: bool
    """False when `*args` or `**kwargs` of unknown content may set more."""
    searched: bool
    """It, or what holds it, reaches a search or another comparison of candidates."""
    fitted: bool
    """Some call in view fits it, or a copy of it."""
    seeded: bool
    """A global seed is set in view before it."""
    inner: bool
    """Built as a part of another estimator's constructor call (a pipeline's step, a search's estimator)."""
    later: frozenset[str] = frozenset()
    """Hyperparameters that are set after construction, by `set_params` or assignment."""
    ever: frozenset[str] = frozenset()
    """Hyperparameters that the same call gives, now or at another time."""
    sole: bool = True
    """The same call builds no other class at another time, as far as that is in view."""
    scope: int = 0
    """The program that it is built in; see `Evaluation.scope`."""
    data: frozenset[str] | None = None
    """The data sets that it is fitted on: `churn.csv`, `load_iris`; None where nobody knows."""
    outcome: Outcome = Outcome.NOTHING
    compared: frozenset[str] = frozenset()
    """Hyperparameters of which the program scores other values on the same rows, in constructor calls of their own."""
    prefix: str = ""
    """How a search over the pipelines that hold it names its hyperparameters: `svc__`; empty where nobody knows."""
    whole: str = ""
    """What such a search is given, in the user's words: `pipe`; empty for the model itself, and where nobody knows."""
    hidden: bool = False
    """A layer that another layer of the network follows, so that its width is free."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A neural network is trained in view, and judged on rows that it doesn't learn from."""

    parts: tuple[Constructed, ...]
    """Its layers, optimizers and loaders, and the calls that train it, each in all ways that are told apart."""
    scheduled: bool = False
    """Something in view changes the learning rate in the course of the training."""
    pretrained: bool = False
    """Its program builds on a network that somebody else has trained."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What holds an estimator: a pipeline its step, a search what it searches."""

    place: Place
    """The call that built the holder."""
    hyperparameter: str
    """Of the holder: `steps`, `estimator`."""
    step: str = ""
    """The name that it has there: `svc`; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Built:
    """All that is known of what one constructor call builds, for whoever wants the whole and not one problem.

    No event: unlike `Constructed` it is told once a call and class, and where an error is expected, too.
    """

    place: Place
    name: str
    spec: EstimatorSpec
    variants: tuple[tuple[Given, ...], ...]
    """The ways in which the call sets hyperparameters, in the order in which they are met."""
    afterwards: tuple[Given, ...]
    """What `set_params` sets later, in that order."""
    cut: bool
    """There are more of both than are told."""
    complete: bool
    searched: bool
    fitted: bool
    within: tuple[Holding, ...]
    """What holds it first, what holds that, and so on; empty for what stands alone."""
    parts: frozenset[str]
    """Its hyperparameters that hold estimators."""


NOWHERE = Place(None, 0, str)
"""The place of what has none."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Hyperparameters that an estimator has at one moment."""

    given: tuple[Given, ...]
    """What the code sets, by the constructor or later; `literal` is `OBJECT` for what is no literal, nor None."""
    complete: bool
    """False when more may be set where nobody sees it."""

    def value(self, name: str, spec: EstimatorSpec) -> object:
        """Return what a hyperparameter is set to, or its default; `NOT_LITERAL` where nobody knows."""
        if spec.parameter(name) is None:
            return NOT_LITERAL
        for given in self.given:
            if given.name == name:
                # Callers that nobody sees may give another value.
                return NOT_LITERAL if given.origin in (Origin.PARAMETER, Origin.UNKNOWN) else given.literal
        return spec.value(name, {}) if self.complete else NOT_LITERAL

    def values(self, spec: EstimatorSpec) -> Callable[[str], object]:
        """Return what looks up values; one that is invalid by itself is as good as unknown."""
        known: dict[str, object] = {}

        def value_of(name: str) -> object:
            # Every condition in the catalogue asks, and many ask for the same.
            if name not in known:
                value, parameter = self.value(name, spec), spec.parameter(name)
                constraint = None if parameter is None else parameter.constraint
                given = any(each.name == name for each in self.given)
                invalid = given and constraint is not None and constraint.accepts(value) is False
                known[name] = NOT_LITERAL if invalid else value
            return known[name]

        return value_of

    def without(self, names: frozenset[str]) -> Setting:
        """Return the setting in which nobody knows the values of some hyperparameters."""
        if not names:
            return self
        known = [replace(each, literal=NOT_LITERAL) if each.name in names else each for each in self.given]
        missing = names - {each.name for each in known}
        at = self.given[0].place if self.given else NOWHERE
        unknown = [Given(name, NOT_LITERAL, Origin.UNKNOWN, at, at) for name in sorted(missing)]
        return Setting((*known, *unknown), self.complete)


@dataclass(frozen=True, slots=True)
class Configured:
    """An estimator, splitter, search or sampler of the catalogue with all the settings that it is ever used with."""

    place: Place
    """The constructor call."""
    spec: EstimatorSpec
    built: tuple[Setting, ...]
    """As the constructor is called."""
    fitted: tuple[Setting, ...]
    """With which it, or a copy, is fitted; for a splitter, with which it splits."""
    used: tuple[Setting, ...]
    """The same; where nobody in view fits it, what is left of `built` in the end."""
    all_known: bool
    """False when it may be used with other settings, too."""
    shared: frozenset[int]
    """Keys of the places of keys that set hyperparameters of other estimators, too: those of an unpacked dict."""
    several: tuple[tuple[Given, ...], ...] = ()
    """What one call gives by several names of one hyperparameter, where it is fitted: `learning_rate` and `eta`."""


@dataclass(frozen=True, slots=True)
class OutdatedArgument:
    """A function or method is given an argument that its library deprecates, or no longer takes."""

    place: Place
    """The whole call."""
    function: FunctionSpec
    given: Given


@dataclass(frozen=True, slots=True)
class HyperparameterSet:
    """`set_params` of an estimator of the catalogue sets one hyperparameter of its own (nested keys are resolved)."""

    place: Place
    """The whole call."""
    spec: EstimatorSpec
    given: Given
    others: frozenset[str] = frozenset()
    """What else the same call sets of the same estimator."""
    sole: bool = True
    """The same text sets nothing of another class at another time, as far as that is in view."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of a path of hyperparameters (`svc__kernl`) that isn't there."""

    part: str
    """`kernl`; the whole key where it has no parts."""
    before: str
    """What precedes it: `svc__`; may be empty."""
    holder: str
    """The class that has no such hyperparameter: `SVC`; for what is no estimator, words: "a list"."""
    spec: EstimatorSpec | None
    """The holder's, where the catalogue has it."""
    estimator: bool
    """False where the path goes through something that is no estimator, and so has no hyperparameters at all."""
    names: tuple[str, ...]
    """What the holder has, the names of its parts included."""
    meant: tuple[str, ...]
    """Whole keys that were probably meant, likeliest first."""
    sure: bool
    """There is only one of them, and it differs in nothing but a prefix, underscores, or a letter or two."""
    elsewhere: bool = False
    """Another of the estimators that are tried there has it."""


@dataclass(frozen=True, slots=True)
class PathSet:
    """`set_params` is given a path that leads nowhere: `pipe.set_params(scv__C=1)`."""

    place: Place
    """The keyword, or the string key of an unpacked dict."""
    path: str
    missing: Missing
    others: tuple[str, ...]
    """What the call sets besides."""
    sole: bool = True
    """No class in view takes the same key of the same call."""


@dataclass(frozen=True, slots=True)
class Misrouted:
    """A pipeline is fitted with an argument for a step that it doesn't have: `pipe.fit(X, y, svm__sample_weight=w)`."""

    place: Place
    """The keyword, or the string key of a dict."""
    name: str
    """As written: `svm__sample_weight`."""
    call: str
    """What is called, as written: `pipe.fit(...)`."""
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hyperparameter:
    """What a key of a search space leads to."""

    spec: EstimatorSpec
    """The class that has it."""
    name: str
    """Its name there, without any prefix; maybe one that is gone (`EstimatorSpec.past`), or a step's."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that a search tries."""

    literal: object | NotLiteral
    """As in `Given`; `NOT_LITERAL` for an estimator or something that isn't known."""
    origin: Origin
    place: Place
    """The candidate itself where it is written as one, else what it comes from: `np.logspace(...)`, the key."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """What a search draws candidates from: `loguniform(1e-3, 1e3)`, `Real(0, 1)`."""

    place: Place
    """As written."""
    low: float | None
    high: float | None
    """The support, both inclusive, infinite where it has no bound; None where it isn't known."""
    discrete: bool
    """It draws ints."""
    log: bool
    """It draws evenly on a log scale."""


@dataclass(frozen=True, slots=True)
class SearchedKey:
    """One key of a search space, and what is tried for it."""

    key: str
    """As written: `svc__C`."""
    place: Place
    leads_to: tuple[Hyperparameter, ...]
    """Several where the path leads through several estimators; empty where nobody knows."""
    missing: Missing | None
    """It leads nowhere for sure, so that the search raises."""
    candidates: tuple[Candidate, ...] | None
    """None where they are drawn from a distribution, or not known."""
    distribution: Distribution | None
    listed: Place | None = None
    """All candidates as written: the list, `np.linspace(...)`, `range(...)`; None where they don't stand as a whole."""
    overwritten: bool = False
    """It is a seed that what holds the estimator draws anew: what is tried arrives nowhere."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A hyperparameter gets what the trial of a study hands out: `SVC(C=trial.suggest_float("C", 0.1, 10))`."""

    place: Place
    """The call that hands it out."""
    key: SearchedKey


@dataclass(frozen=True, slots=True)
class Space:
    """One dict of a search space: every combination of its keys' candidates is one configuration."""

    keys: tuple[SearchedKey, ...]
    complete: bool
    """False where it may have keys that nobody can see."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A search over hyperparameters, or a validation curve, is set up: once a call and way to reach it."""

    place: Place
    """The whole call."""
    name: str
    """The call as written: `GridSearchCV(...)`."""
    path: str
    """The search, by its dotted path: `sklearn.model_selection.GridSearchCV`."""
    estimator: str
    """What is searched, in the user's words: `pipe`; empty where it isn't given."""
    specs: tuple[EstimatorSpec, ...]
    """The classes that are searched, those inside of pipelines, ensembles and meta-estimators included."""
    spaces: tuple[Space, ...]
    complete: bool
    """False where there may be spaces that nobody can see."""
    exhaustive: bool
    """Every combination is tried; False where some are drawn."""
    configurations: int | None
    """How many are tried at most; None where nobody knows."""
    folds: int | None
    """How many fits each of them costs; None where nobody knows, or where it differs (halving)."""

    @property
    def keys(self) -> tuple[SearchedKey, ...]:
        """List the keys of all spaces."""
        return tuple(key for space in self.spaces for key in space.keys)


@dataclass(frozen=True, slots=True)
class SeedKept:
    """A loop goes through seeds, and the one with the best score is kept."""

    place: Place
    """What the loop binds to each seed: `seed`."""
    score: Place
    """The call that scores."""


@dataclass(frozen=True, slots=True)
class Discarded:
    """Nothing of a fitted search is ever read, and what it searched is fitted without it afterwards."""

    place: Place
    """The search's fit."""
    search: str
    """In the user's words: `search`."""
    spec: EstimatorSpec
    """The class that was searched."""
    later: Place
    """Where an estimator of that class is built, or the searched one fitted, without the search."""
    refitted: bool
    """The searched estimator itself is fitted; else another one of its class is built and fitted."""


@dataclass(frozen=True, slots=True)
class RandomCall:
    """A random function or method that is no constructor: `df.sample`, `shuffle`, `train_test_split`, `resample`."""

    place: Place
    name: str
    """As written: `df.sample`."""
    given: Given | None
    """The `random_state` it was given, if any."""
    complete: bool
    seeded: bool
    """A global seed is set in view before it."""
    seed: str = "random_state"
    """The parameter that would seed it."""


@dataclass(frozen=True, slots=True)
class Target:
    """Which labels predictions are compared with."""

    identity: object
    """Hashable: equal ones are the same values."""
    column: str | tuple[str, ...] | None = None
    """The column or columns that they are, where the names are in view."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One scoring of one fit on some rows."""

    place: Place
    """`score`, or the metric's call."""
    fit: Fit
    rows: Rows
    data: str
    """The evaluated rows in the user's words."""
    learned: History
    """What had been learned to make the evaluated data."""
    overlaps_fit: Answer
    """Whether the evaluated rows are among those that the fit learned from."""
    labelled: bool
    """Compared with true labels; False for an inspection such as a score of a clusterer, and for mere predictions."""
    predicted: bool = False
    """Only predicted, on one part of a split that the fit never saw; somebody out of view looks at the predictions."""
    split: Place | None = None
    """The call that split the rows off, where it is in view."""
    scope: int = 0
    """The program that it happened in: 0 for the module, another number for each function that nobody in view calls."""
    target: Target | None = None
    """The true labels; None where they aren't given apart, or not known."""
    anew: bool = False
    """The rows are split off again on each pass of a loop, each time others."""
    occasion: int = 0
    """The call under way: what it scores is one of several models, depending on the path taken."""
    via: Place | None = None
    """The call that led there, where a function of another file evaluates."""

    @property
    def here(self) -> Place:
        """Return the place in the file itself."""
        return self.via or self.place

    @property
    def looked_at(self) -> bool:
        """Tell whether somebody judges the model by it."""
        return self.labelled or self.predicted

    @property
    def on_training_rows(self) -> bool:
        """Tell whether the rows were fitted on, copies that resampling made apart; not if only some happened to be."""
        fitted, evaluated = originals(self.fit.rows), originals(self.rows)
        return overlaps(fitted, evaluated) is Answer.YES and taken_from_each_other(fitted, evaluated)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A fit and all the evaluations of it, once a fit."""

    fit: Fit
    evaluations: tuple[Evaluation, ...]
    also_elsewhere: bool = False
    """The same model, fitted otherwise, is evaluated on rows that it was not fitted on."""


class Folds(Enum):
    """What goes through the folds of some rows."""

    CALL = "call"
    """A function that scores an estimator, such as `cross_val_score`."""
    SEARCH = "search"
    """A search, which scores its candidates on them."""
    LOOP = "loop"
    """A loop that is written out."""
    OWN = "own"
    """An estimator that compares hyperparameters or features by scores itself: `LassoCV`, `RFECV`."""


@dataclass(frozen=True, slots=True)
class CrossValidated:
    """A cross-validation, a search's inner folds, or a loop over folds; once for each history of the data."""

    place: Place
    """The call that goes through the folds; in a loop, the one that scores."""
    name: str
    """As written: `cross_val_score(...)`, `search.fit(...)`."""
    rows: Rows
    """All that is cut into folds; of a loop, what a fold holds out."""
    data: str
    learned: History
    """What had been learned to make the data: of the events, only what leaks into no other evaluation, too."""
    estimator: str
    """What is fitted in each fold, in the user's words; empty where nobody knows."""
    by: Folds = Folds.CALL


@dataclass(frozen=True, slots=True)
class Selected:
    """Something was selected by scores on rows on which a final result is measured too."""

    place: Place
    """The call that selects by these rows."""
    what: str
    """What was selected, in the user's words: `search`, `the best candidate`."""
    data: str
    """The rows in the user's words: `X_test`."""
    evaluation: Place
    """Where the result is measured on them."""
    compared: bool
    """By a comparison of scores in the code itself, not by a search."""
    rows: Rows
    scope: int = 0
    """The program that it happened in; see `Evaluation.scope`."""


@dataclass(frozen=True, slots=True)
class Reused:
    """The same held-out rows score several differently fitted models or configurations: once a test set."""

    evaluation: Evaluation
    """The first that scores a second one."""
    uses: tuple[Evaluation, ...]
    """The first evaluation of each of them, in order; a single one where a loop goes through settings."""
    trained_on: str
    """The rows that the first was fitted on, in the user's words: `X_train`; empty where nobody knows."""


@dataclass(frozen=True, slots=True)
class KeptTarget:
    """A supervised fit is given features among which the target is."""

    place: Place
    """The fit."""
    estimator: str
    """In the user's words: `model`."""
    data: str
    """The features in the user's words: `X_train`."""
    target: str
    """The target in the user's words: `y_train`."""
    column: str | int
    """The name of the column, or its position."""


@dataclass(frozen=True, slots=True)
class TuningReported:
    """The best score of a search's own folds is reported, and nothing in view judges what it found on other rows."""

    place: Place
    """The read of the score: `search.best_score_`."""
    fit: Fit
    """The search's."""
    held_out: bool
    """The search was fitted on the training part of a split, so that there are rows to judge it on."""


@dataclass(frozen=True, slots=True)
class UnfittedUse:
    """An estimator is used, or a learned attribute of it read, while it is definitely not fitted."""

    place: Place
    estimator: str
    """In the user's words: `model`."""
    spec: EstimatorSpec | None
    """None for a class in view."""
    member: str
    """The method or attribute: `predict`, `coef_`."""
    called: bool
    built: Place
    """Where the estimator was built."""
    copied: Copied | None
    """Set when a copy of it was fitted."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """An attribute of an estimator's own object is set by its class."""

    place: Place
    """`self.alpha`."""
    name: str
    in_place: bool = False
    """What it holds is changed: the place is that call, or item."""


class Fate(Enum):
    """What `__init__` does with a hyperparameter."""

    STORED = "stored"
    """Its attribute is what was given, or nobody knows."""
    CHANGED = "changed"
    """Its attribute may be something else."""
    MISSING = "missing"
    """It has no attribute that it sets."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an estimator's `__init__`."""

    name: str
    place: Place
    """In the signature."""
    fate: Fate
    changed: Place | None = None
    """The statement that makes something else of it, or its target."""
    stored_as: str = ""
    """The attribute that is what was given, where that has another name."""


@dataclass(frozen=True, slots=True)
class Validated:
    """`__init__` looks whether a hyperparameter is valid."""

    place: Place
    """The statement."""
    parameter: str


@dataclass(frozen=True, slots=True)
class Returned:
    """`fit` returns something else than the object."""

    place: Place
    """The `return`, or the whole function where it ends without one."""
    text: str
    """What it returns, as written; `None`."""
    method: str
    """`fit` or `partial_fit`."""


@dataclass(frozen=True, slots=True)
class ClassDefined:
    """A class in view is an estimator: it derives from `BaseEstimator`, or defines `fit` and `get_params`."""

    place: Place
    name: str
    parameters: tuple[Parameter, ...]
    """What `get_params` looks for; empty where the class or a base that nobody can see has its own way."""
    star: Place | None
    """The `*args` of `__init__` that make `get_params` raise."""
    validated: tuple[Validated, ...]
    learned_early: tuple[Assigned, ...]
    """Learned attributes, by their names, that `__init__` sets."""
    says_fitted: bool
    """It says itself whether it is fitted, by `__sklearn_is_fitted__`."""
    unmarked: tuple[Assigned, ...]
    """Public attributes without an underscore that `fit` sets."""
    overwritten: tuple[Assigned, ...]
    """Hyperparameters that `fit` changes for good."""
    returned: tuple[Returned, ...]


@dataclass(frozen=True, slots=True)
class NeverLearned:
    """An attribute is read, or a method called, that an estimator with these hyperparameters never has."""

    place: Place
    estimator: str
    """In the user's words: `model`."""
    spec: EstimatorSpec
    member: str
    owner: EstimatorSpec
    """Whose class lacks it: the estimator's, or that of the part that a method is handed on to."""
    method: bool
    setting: Setting
    """The estimator's hyperparameters."""
    because: tuple[str, ...]
    """The hyperparameters without whose values it would have it; empty where no value helps."""
    remedy: tuple[tuple[str, object], ...]
    """A hyperparameter and its value that bring it about; empty where none does by itself."""
    instead: str
    """What to write instead: `model.feature_importances_`; empty where nothing is known."""
    partial: bool
    """`fit` stores it, and only `partial_fit` was called."""
    since: str | None = None
    """The first release without it; None where none ever had it."""


@dataclass(frozen=True, slots=True)
class AssignedLearned:
    """A learned attribute is set by hand, outside of the estimator's own class."""

    place: Place
    """The assignment's target."""
    estimator: str
    """In the user's words: `model`."""
    spec: EstimatorSpec
    member: str


@dataclass(frozen=True, slots=True)
class StaleUse:
    """An estimator is used after a hyperparameter was changed, and not fitted in between."""

    place: Place
    estimator: str
    """In the user's words: `model`."""
    spec: EstimatorSpec
    member: str
    """The method or attribute: `predict`, `coef_`."""
    changed: tuple[tuple[str, Place], ...]
    """The hyperparameters, each with the place that sets it."""


@dataclass(frozen=True, slots=True)
class Refitted:
    """In a loop, each fit of an estimator forgets the rows of the one before, and it is used after the loop only."""

    place: Place
    """The fit."""
    estimator: str
    """In the user's words: `model`."""
    spec: EstimatorSpec
    data: str
    """The rows in the user's words: `chunk`."""
    used: Place
    """The use after the loop."""
