"""What the catalogue knows of an estimator or a function, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum
from functools import cached_property
from typing import Final, Literal

from hplint.basis.frozen import dataclass
from hplint.catalogue.conditions import Condition, Values, any_holds
from hplint.catalogue.constraints import Constraint
from hplint.catalogue.deferred import Deferred
from hplint.catalogue.facts import Conditions, Facts, Incompatible
from hplint.catalogue.search_space import SearchSpace
from hplint.catalogue.states import States
from hplint.catalogue.versions import Target


class _NoDefault(Enum):
    NO_DEFAULT = "no default"


NO_DEFAULT: Final = _NoDefault.NO_DEFAULT
"""The default of a hyperparameter that must be given."""

_SIGNS: Final = ("deprecated", "warn", "warning")
"""Defaults that only tell whether anybody set a hyperparameter."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A default or option that is no Python literal, as its repr: `<class 'numpy.float64'>`."""

    text: str


@dataclass(frozen=True, slots=True)
class OutdatedOption:
    """A value that a hyperparameter took, or takes for the last time."""

    deprecated: str | None = None
    removed: str | None = None
    """Versions, `1.8`."""
    replaced_by: str | None = None
    """The option that means the same, as a Python literal."""


@dataclass(frozen=True, slots=True, eq=False)
class HyperparameterSpec:
    """One constructor argument: what it defaults to, what it accepts, since when, and what it is for."""

    name: str
    default: object = NO_DEFAULT
    """A Python literal, an `Expression`, or `NO_DEFAULT`."""
    earlier_defaults: tuple[object, ...] = ()
    """What it defaulted to in older releases."""
    keyword_only: bool = False
    constraint: Constraint | None = None
    """None where the library doesn't validate it."""
    since: str | None = None
    deprecated: str | None = None
    removed: str | None = None
    """Versions, `1.8`."""
    replaced_by: str | None = None
    """The hyperparameter that takes the same values."""
    deprecation: str | None = None
    """What the library's documentation says about it."""
    deprecated_options: Mapping[str, str] = field(default_factory=dict)
    """Options, as Python literals, with the version that deprecated them (empty when not known)."""
    options: Mapping[str, OutdatedOption] = field(default_factory=dict)
    """Options that are deprecated or gone, by their Python literals."""
    accepted: tuple[tuple[str, Constraint], ...] = ()
    """What it accepted before the target release, oldest first, each with the last release that did."""
    role: str | None = None
    """`model`, `training`, `tolerance`, `seed` or `runtime`; None where nobody has judged it."""
    decisive: bool = False
    unset: tuple[object, ...] = ()
    """What the library itself takes, now or in older releases, where its default only says that nothing is given."""
    search: SearchSpace | None = None
    unread: Conditions = ()
    """When the library doesn't look at it, so that it rejects no value of it."""
    effective_only_when: tuple[Condition, ...] = ()
    """Alternatives: where none holds, its value changes nothing. Empty for always."""
    ineffective_when: tuple[Condition, ...] = ()
    """Alternatives: where one holds, its value changes nothing."""

    def option(self, value: object) -> OutdatedOption | None:
        """Return what is known of a value that is deprecated or gone, whether or not it is by the target release."""
        return self.options.get(repr(value)) if isinstance(value, (str, type(None), bool)) else None

    def removed_with(self, value: object) -> str | None:
        """Return the last release before the target that accepted a value; None where none did.

        Empty where only the documentation of older releases, which didn't validate, says that they did.
        """
        accepting = [until for until, constraint in self.accepted if constraint.accepts(value)]
        known = self.option(value)
        return accepting[-1] if accepting else "" if known and known.removed else None

    @property
    def usual(self) -> object:
        """Return its default in the last release where that was no mere sign of a deprecation.

        `NO_DEFAULT` where there was none, or where that option is outdated itself.
        """
        defaults = (self.default, *reversed(self.earlier_defaults))
        found = next((each for each in defaults if each is not NO_DEFAULT and each not in _SIGNS), NO_DEFAULT)
        return NO_DEFAULT if repr(found) in self.options else found

    @property
    def required(self) -> bool:
        """Say whether the constructor can't be called without it."""
        return self.default is NO_DEFAULT


@dataclass(frozen=True, slots=True)
class Training:
    """A function that is given hyperparameters as a dict, and trains with them: `xgboost.train`, `lightgbm.cv`."""

    model: str
    """Path of the table of what it trains: `xgboost.XGBoost`."""
    settings: str
    """The parameter that holds the dict: `params`."""
    data: str
    """The parameter that holds the training rows with their labels: `dtrain`."""
    hyperparameters: tuple[str, ...] = ()
    """Those that it takes by themselves: `num_boost_round`."""
    folds: bool = False
    """It only scores copies within folds."""


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """A public function, or a method without its `self`."""

    path: str
    name: str
    parameters: tuple[str, ...]
    """As in the signature: `*arrays` and `**options` with their stars, a lone `*` before keyword-only ones."""
    training: Training | None = None
    past: Mapping[str, HyperparameterSpec] = field(default_factory=dict, repr=False, hash=False)
    """Parameters that are deprecated or gone, by name."""
    target: Target | None = field(default=None, repr=False)
    """The release that this is of; None where nothing depends on it."""

    @property
    def positional(self) -> tuple[str, ...]:
        """Name the parameters that can be given by position, in order; `*args` excluded."""
        names: list[str] = []
        for name in self.parameters:
            if name.startswith("*"):
                break
            names.append(name)
        return tuple(names)

    @property
    def variadic(self) -> str | None:
        """Name the parameter that takes all further positions, without its star."""
        return next((p[1:] for p in self.parameters if len(p) > 1 and p[0] == "*" and p[1] != "*"), None)

    @property
    def keywords(self) -> frozenset[str]:
        """Name the parameters that can be given by keyword."""
        return frozenset(p for p in self.parameters if not p.startswith("*"))

    @property
    def accepts_kwargs(self) -> bool:
        """Say whether it takes keywords that it doesn't name."""
        return any(p.startswith("**") for p in self.parameters)


PARTS: Final = frozenset({"layer", "loss", "optimizer", "scheduler", "loader", "training", "forecaster"})
"""Kinds that aren't estimators: nobody follows what they learn, only what they are set to."""

Fate = Literal["copied", "in place", "left"]
"""What fit does to an estimator that another one was given: fits a copy of it, fits it itself, uses it as it is."""


@dataclass(frozen=True, eq=False)  # without slots: what is asked of it again and again is kept beside its fields
class EstimatorSpec:
    """An estimator, splitter, search, sampler or kernel: how it is built, what it learns, what it can do.

    A catalogue gives one object for one estimator, whatever path it was imported by.
    """

    path: str
    """The canonical public import path: `sklearn.svm.SVC`."""
    name: str
    kinds: frozenset[str] = field(repr=False)
    """Of: classifier, regressor, clusterer, biclusterer, transformer, outlier_detector, density, predictor, splitter,
    search, meta, ensemble, pipeline, composition, sampler, kernel."""
    parameters: Mapping[str, HyperparameterSpec] = field(repr=False)
    """In the order of the signature, `*args` and `**kwargs` excluded; positional ones come first."""
    accepts_args: bool = field(default=False, repr=False)
    accepts_kwargs: bool = field(default=False, repr=False)
    aliases: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Further names of hyperparameters, each with the one that it stands for: `eta` for `learning_rate`."""
    keywords: Mapping[str, HyperparameterSpec] = field(default_factory=dict, repr=False)
    """Hyperparameters that the signature doesn't name, and that `**kwargs` hands on to the library."""
    settings: str | None = None
    """The argument that holds all hyperparameters as a dict: `params`."""
    learned: frozenset[str] = field(default=frozenset(), repr=False)
    """Attributes that fit stores (`coef_`)."""
    methods: Mapping[str, FunctionSpec] = field(default_factory=dict, repr=False)
    """The public ones, by name."""
    conditional: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Methods and learned attributes that exist under a condition only: `estimator.predict_proba` where the
    hyperparameter `estimator` must have it, else a sentence of the documentation or the name of the library's check."""
    stateless: bool = False
    """Works unfitted, whatever its hyperparameters; see `works_unfitted`."""
    facts: Facts = field(default_factory=Facts, repr=False)
    states: States | None = field(default=None, repr=False)
    """Which names exist after a fit; None where nobody has tried."""
    target: Target | None = field(default=None, repr=False)
    """The release that this is of; None for a library without versions."""
    past: Mapping[str, HyperparameterSpec] = field(default_factory=dict, repr=False)
    """Hyperparameters that are gone in the target release."""
    future: Mapping[str, HyperparameterSpec] = field(default_factory=dict, repr=False)
    """Hyperparameters that the target release doesn't have yet."""
    since: str | None = None
    deprecated: str | None = None
    removed: str | None = None
    replaced_by: str | None = None
    deprecation: str | None = None
    """What the library's documentation says about it."""

    @property
    def is_part(self) -> bool:
        """Say whether it is a part of a neural network or of its training, or a forecaster, and no estimator."""
        return not PARTS.isdisjoint(self.kinds)

    @property
    def is_forecaster(self) -> bool:
        """Say whether it is a model of a series, built of its data: `ARIMA(y, order=(1, 1, 0)).fit()`."""
        return "forecaster" in self.kinds

    def parameter(self, name: str) -> HyperparameterSpec | None:
        """Return the hyperparameter of that name, or of that alias."""
        name = self.canonical(name)
        return self.parameters.get(name) or self.keywords.get(name)

    def canonical(self, name: str) -> str:
        """Return the name that an alias stands for; any other name as it is."""
        return self.aliases.get(name, name)

    @cached_property
    def positional(self) -> tuple[str, ...]:
        """Name the hyperparameters that can be given by position, in order."""
        if isinstance(self.parameters, Deferred):
            others = self.parameters.marked("keyword_only")
            return tuple(name for name in self.parameters if name not in others)
        return tuple(p.name for p in self.parameters.values() if not p.keyword_only)

    def is_compared(self, name: str) -> bool:
        """Say whether several values of a hyperparameter make several candidates: not of a seed or a number of jobs."""
        known = self.parameters.get(name)
        return known is None or known.role not in ("seed", "runtime")

    @cached_property
    def decisive(self) -> tuple[str, ...]:
        """Name the hyperparameters that are worth searching, in order."""
        if isinstance(self.parameters, Deferred) and not self.keywords:
            found = self.parameters.marked("decisive")
            return tuple(name for name in self.parameters if name in found)
        return tuple(p.name for p in (*self.parameters.values(), *self.keywords.values()) if p.decisive)

    def value(self, name: str, given: Mapping[str, object]) -> object:
        """Return what a hyperparameter is set to, its default where it isn't given."""
        if name in given:
            return given[name]
        spec = self.parameter(name)
        return NO_DEFAULT if spec is None else spec.default

    def reads(self, name: str, given: Mapping[str, object]) -> bool | None:
        """Say whether the library looks at a hyperparameter; None when that depends on a value that isn't known."""
        parameter = self.parameter(name)

        def value(other: str) -> object:
            found = self.value(other, given)
            return None if found is NO_DEFAULT else found  # the library chooses

        held = any_holds(parameter.unread if parameter else (), value)
        return None if held is None else not held

    def is_random(self, given: Mapping[str, object]) -> bool | None:
        """Say whether it is random with these hyperparameters; None when a needed value is no known literal.

        Args:
            given: Every hyperparameter that is set, `NOT_LITERAL` where its value isn't known. Defaults apply to the
                rest.
        """
        if self.facts.random_when == "always":
            return True
        return any_holds(self.facts.random_when, lambda name: self.value(name, given))

    def works_unfitted(self, given: Mapping[str, object]) -> bool | None:
        """Say whether it predicts or transforms without fit; None when that depends on a value that isn't known."""
        if self.stateless:
            return True
        return any_holds(self.facts.works_unfitted_when, lambda name: self.value(name, given))

    def learns_nothing(self, given: Mapping[str, object]) -> bool | None:
        """Say whether fit learns nothing from the rows; None when that depends on a value that isn't known."""
        if self.facts.learns == "nothing":
            return True
        return any_holds(self.facts.learns_nothing_when, lambda name: self.value(name, given))

    def incompatible(self, value_of: Values) -> tuple[Incompatible, ...]:
        """List the combinations that raise, and certainly hold with these values."""
        return tuple(each for each in self.facts.incompatible if each.when.holds(value_of) is True)

    def ineffective(self, name: str, value_of: Values) -> tuple[str, ...]:
        """Name the hyperparameters whose values make another one's value change nothing; empty unless certain."""
        spec = self.parameter(name)
        if spec is None:
            return ()
        for condition in spec.ineffective_when:
            if condition.holds(value_of) is True:
                return condition.names
        if spec.effective_only_when and any_holds(spec.effective_only_when, value_of) is False:
            failing = [other for each in spec.effective_only_when for other in each.failing(value_of)]
            return tuple(dict.fromkeys(failing))
        return ()

    def fate(self, parameter: str, given: Mapping[str, object], last: bool = False) -> Fate | None:
        """Say what fit does to the estimators in a hyperparameter; None when that isn't known.

        Args:
            parameter: The hyperparameter that holds them: `steps`.
            given: Every hyperparameter that is set, `NOT_LITERAL` where its value isn't known.
            last: It is the last of a list: a pipeline fits its last step in place, memory or not.
        """
        facts = self.facts
        if parameter in facts.leaves:
            return "left"
        if parameter in facts.in_place:
            if (last and facts.last_in_place) or not facts.in_place_when:
                return "in place"
            held = any_holds(facts.in_place_when, lambda name: self.value(name, given))
            return None if held is None else "in place" if held else "copied"
        if parameter in facts.copies:
            if parameter in facts.copies_always:
                return "copied"
            held = any_holds(facts.copies_unless, lambda name: self.value(name, given))
            return None if held is None else "left" if held else "copied"
        return None

    def fitted_as(self, parameter: str, given: Mapping[str, object]) -> str | None:
        """Name the attribute that holds the fitted copy: `best_estimator_`; None where there is none."""
        if any_holds(self.facts.fitted_as_unless, lambda name: self.value(name, given)) is not False:
            return None
        return self.facts.fitted_as.get(parameter)
