"""HP101: a decisive hyperparameter of a model that matters is typed in, and nothing in view compares other values."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.constants import NOT_LITERAL, Origin
from hplint.analysis.events import Constructed, Given
from hplint.analysis.outcomes import Outcome
from hplint.catalogue.estimators import HyperparameterSpec
from hplint.checks import check
from hplint.checks.comparisons import data_of, hashable
from hplint.findings import Problem, Setting

_MODELS = frozenset({"classifier", "regressor", "clusterer", "biclusterer", "density", "outlier_detector"})
_WITHOUT_LABELS = frozenset({"clusterer", "biclusterer", "outlier_detector"})


@check("HP101")
def untuned_hyperparameter(event: Constructed) -> Iterator[Problem]:
    """Report a model whose decisive hyperparameters are typed in, once a call."""
    if event.searched or not (_of_use(event) if event.spec.is_part else event.spec.kinds & _MODELS and _matters(event)):
        return
    if any(_is_candidate(event, given) for given in event.given):
        # Candidates are compared; what is typed in beside them belongs to the comparison.
        return
    typed_in = [(given, spec) for given in event.given if (spec := _decisive(event, given)) is not None]
    if typed_in:
        settings = _enumerate([_setting(given) for given, _ in typed_in])
        yield Problem(
            event.place,
            f"`{event.name}` gets {settings}, typed in as a guess: nothing in view compares other values",
            help=_help(event, typed_in),
            settings=tuple(
                Setting(event.spec.path, given.name, hashable(given.literal), event.scope, data_of(event))
                for given, _ in typed_in
            ),
        )


def _is_candidate(event: Constructed, given: Given) -> bool:
    one_of_several = given.origin in (Origin.LOOP, Origin.SEARCH) and event.spec.is_compared(given.name)
    return one_of_several or given.name in event.compared


def _of_use(event: Constructed) -> bool:
    """Say whether anybody may depend on how good the network is that this is a part of."""
    return not event.outcome & (Outcome.TESTED | Outcome.UNTRAINED | Outcome.OFFERED)


def _matters(event: Constructed) -> bool:
    """Say whether anybody depends on how good the model is, as far as the code in view tells."""
    outcome = event.outcome
    if outcome & (Outcome.TESTED | Outcome.OFFERED | Outcome.FIXED):
        return False
    if Outcome.SCORED in outcome:
        return True
    if Outcome.SELECTS in outcome and Outcome.LEFT not in outcome:
        return False
    if not event.fitted:
        # It is fitted out of view, and nobody knows what for.
        return True
    # Nothing in the world hangs on numbers that the program made up, and nothing at all on what is only looked at.
    handed_on = outcome & (Outcome.USED | Outcome.LEFT) or Outcome.LOOKED_AT not in outcome
    return Outcome.LEARNS in outcome and bool(handed_on)


def _decisive(event: Constructed, given: Given) -> HyperparameterSpec | None:
    past = event.spec.past.get(given.name)
    spec = event.spec.parameter(given.name if past is None else past.replaced_by or given.name)
    typed_in = given.origin in (Origin.LITERAL, Origin.NAMED)
    known = given.literal is not NOT_LITERAL and given.literal is not None
    if spec is None or not spec.decisive or not typed_in or not known or _is_library_choice(given.literal, spec):
        return None
    stopped = given.name == event.spec.facts.rounds and Outcome.STOPPED in event.outcome
    if stopped or _is_least(given.literal, spec):
        return None
    if given.name == event.spec.facts.width and not event.hidden:
        return None  # it may size what is predicted
    if event.spec.is_part and spec.role == "model" and _has_weights(event):
        return None
    return spec


def _has_weights(event: Constructed) -> bool:
    """Say whether a layer is given weights that were learned elsewhere, whose sizes it must have."""
    return any(
        given.name == "weights" or (given.name == "embeddings_initializer" and given.literal is NOT_LITERAL)
        for given in event.given
    )


def _is_least(value: object, spec: HyperparameterSpec) -> bool:
    """Say whether there is nothing below: one neighbour, a stump, no penalty, no dropout.

    That is another method, chosen for what it is, and no amount of anything that somebody guessed.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    least = None if spec.constraint is None else spec.constraint.least
    return value == (0 if least is None else least)


def _is_library_choice(value: object, spec: HyperparameterSpec) -> bool:
    """Say whether it is the library's own value spelled out, or one of its rules for a number: nobody's guess."""
    if isinstance(value, str) and spec.search is not None and spec.search.low is not None:
        return True
    return any(_equals(value, default) for default in (spec.default, *spec.earlier_defaults, *spec.unset))


def _equals(value: object, default: object) -> bool:
    numbers = (int, float)
    if isinstance(value, numbers) and isinstance(default, numbers):
        return isinstance(value, bool) is isinstance(default, bool) and value == default
    return value == default and type(value) is type(default)


def _setting(given: Given) -> str:
    """Say it as it is written; the value of a name, or of what has no short form, as Python shows it."""
    value, text = repr(given.literal), given.place.text
    if given.origin is Origin.NAMED and text.isidentifier():
        return f"`{given.written}={text}` ({value})"
    # An unpacked dict has one place for both.
    unpacked = given.place.key == given.key.key and text.strip("'\"") == given.written
    return f"`{given.written}={value if '...' in text or unpacked else text}`"


def _enumerate(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _help(event: Constructed, typed_in: list[tuple[Given, HyperparameterSpec]]) -> str:
    if event.spec.is_forecaster:
        return "compare several by their AIC, or better by the error of their forecasts from a rolling origin"
    spaces = [(given.written, spec.search) for given, spec in typed_in if spec.search is not None]
    if not spaces:
        return "compare several values by cross-validation on the training rows"
    items = [f'"{event.prefix}{name}": {space.code}' for name, space in spaces]
    space = f"{{{', '.join(items)}}}"
    if event.spec.is_part:
        return f"compare values from `{space}` on validation rows, for example with Optuna or Keras Tuner"
    if event.spec.kinds & _WITHOUT_LABELS:
        return f"compare values from `{space}`, and say by which score"
    if "fit" not in event.spec.methods:
        return f"compare values from `{space}` by cross-validation on the training rows"
    needed = sorted({space.distribution for _, space in spaces if space.distribution is not None})
    imports = f", with `from scipy.stats import {', '.join(needed)}`" if needed else ""
    if event.whole:
        return f"fit `RandomizedSearchCV({event.whole}, {space})` on the training rows instead{imports}"
    if event.inner and not event.prefix:
        what = "with RandomizedSearchCV over what holds it, each key prefixed by its step and `__`"
        return f"search `{space}` {what}{imports}"
    what = " over what holds it" if event.inner else ""
    return f"search `{space}` with RandomizedSearchCV{what} on the training rows{imports}"
