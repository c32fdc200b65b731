"""What people judged of an estimator: when it is random, what fit does to the estimators that it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from hplint.basis.frozen import dataclass
from hplint.catalogue.conditions import Condition

Conditions = tuple[Condition, ...]
"""Alternatives; empty for never, or unknown."""


@dataclass(frozen=True, slots=True)
class Incompatible:
    """A combination of hyperparameters that raises on any data."""

    when: Condition
    because: str
    """What goes together, and what doesn't: a sentence without its end."""
    instead: str = ""
    """What to write: completes `write ...`."""
    raises: str = "ValueError"
    at: str = "fit"
    """The method that raises; `construction` for the constructor itself."""
    inherited: bool = True
    """Classes that hand their hyperparameters on to the library raise, too; otherwise they prevent it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The curated part of an estimator, each fact with the source of its table."""

    source: str | None = None
    """The documentation, with its version."""
    random_when: Conditions | Literal["always"] = ()
    random_by_data: str | None = None
    """Why it may be random on some data besides: a sentence."""
    works_unfitted_when: Conditions = ()
    learns: str | None = None
    """`nothing`, `categories` (only the set of values), `parts` (what its estimators learn); None for statistics."""
    learns_nothing_when: Conditions = ()
    copies: tuple[str, ...] = ()
    """Hyperparameters whose estimators fit clones, so that the given ones stay unfitted."""
    copies_unless: Conditions = ()
    copies_always: tuple[str, ...] = ()
    """Those of `copies` that `copies_unless` doesn't concern."""
    uses_fitted: tuple[str, ...] = ()
    """Those of `copies` whose estimators, fitted already, are used as long as it isn't fitted itself."""
    in_place: tuple[str, ...] = ()
    """Hyperparameters whose estimators fit fits themselves."""
    in_place_when: Conditions = ()
    """Empty for always; it copies them otherwise."""
    last_in_place: bool = False
    """The last of a list is fitted in place in any case."""
    leaves: tuple[str, ...] = ()
    """Hyperparameters whose estimators it uses as they are."""
    answers: str | None = None
    """The hyperparameter whose estimator answers whatever it is asked: `estimator` of `FrozenEstimator`."""
    fitted_as: Mapping[str, str] = field(default_factory=dict)
    """Hyperparameter to the attribute that holds what was fitted: `best_estimator_`."""
    fitted_as_unless: Conditions = ()
    template: str | None = None
    """The attribute that holds the unfitted copy of which a fit makes all others: `estimator_`."""
    seeds_parts: tuple[str, ...] = ()
    """Hyperparameters whose estimators get their random_state from this one's."""
    named_parts: str | None = None
    """The hyperparameter whose estimators are hyperparameters under their own names: `steps`."""
    selects: bool = False
    """Its fit selects by scores."""
    width: str | None = None
    """The hyperparameter of a layer that sizes its output: `units`."""
    scales: bool = False
    """What it learns depends on the scales of the columns."""
    resamples: str | None = None
    """What `fit_resample` makes of the rows: a `subset` of them, or `duplicates` (copies, mixtures); None where it has
    no such method."""
    keeps_best: str | None = None
    """The hyperparameter without which, or with True for which, it keeps the iteration that is best on the evaluation
    rows of its fit: `use_best_model`."""
    rounds: str | None = None
    """The hyperparameter that limits the rounds of its training, which early stopping may cut short: `n_estimators`."""
    several_names: str | None = None
    """What happens where a hyperparameter is given by several of its names: it `raises`, or takes the value of the
    `shortest` name (after its own), or of the `last` in the alphabet."""
    ignored_names: tuple[str, ...] = ()
    """Further names that never count: its own, which has a default, takes their place (`eta` of `LGBMClassifier`)."""
    ignores_unknown: bool = False
    """It ignores hyperparameters that it doesn't know, with a warning."""
    meant: Mapping[str, str] = field(default_factory=dict)
    """Names that it ignores, as its other interfaces have them, each with what to do: completes a sentence."""
    baseline: bool = False
    """It ignores the features: other models are measured against it."""
    partial_labels: bool = False
    """It is fitted on rows of which some have no label, by which it may be judged."""
    loads: tuple[str, ...] = ()
    """Methods that make it fitted by reading what was learned elsewhere."""
    searches: tuple[str, ...] = ()
    """Methods that select hyperparameters of its own, and fit it with them."""
    incompatible: tuple[Incompatible, ...] = ()
