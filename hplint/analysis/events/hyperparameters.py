"""What happens with hyperparameters: which are given, set, missing, outdated or misrouted."""

from __future__ import annotations

from collections.abc import Callable

from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.memory.constants import NOT_LITERAL, NotLiteral, Origin, Way
from hplint.basis.frozen import dataclass, replace
from hplint.catalogue.estimators import EstimatorSpec, FunctionSpec
from hplint.catalogue.specifications import NO_DEFAULT
from hplint.findings import Place


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
    guarded: bool = False
    """It is built only where the code is ready for an error: what raises may be meant to."""


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
        found = spec.value(name, {}) if self.complete else NOT_LITERAL
        return None if found is NO_DEFAULT else found  # the library chooses

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
class SeedKept:
    """A loop goes through seeds, and the one with the best score is kept."""

    place: Place
    """What the loop binds to each seed: `seed`."""
    score: Place
    """The call that scores."""


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
    scope: int = 0
    """The program that it is called in; see `Evaluation.scope`."""
