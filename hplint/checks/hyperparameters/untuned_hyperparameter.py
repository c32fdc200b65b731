"""HP101: a decisive hyperparameter of a model that matters is typed in, and nothing in view compares other values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hplint.analysis.estimators.outcomes import UNTOLD, Outcome
from hplint.analysis.events.hyperparameters import Constructed, Given, Trained
from hplint.analysis.memory.constants import Origin
from hplint.catalogue.estimators import HyperparameterSpec
from hplint.checks import Settings, check
from hplint.checks.comparisons import data_of, hashable, is_decisive
from hplint.checks.typed_in import guesses, setting
from hplint.checks.wording import enumerate_all
from hplint.findings import Problem, Setting

_MODELS = frozenset({"classifier", "regressor", "clusterer", "biclusterer", "density", "outlier_detector"})
_GROUPS = frozenset({"clusterer", "biclusterer", "density"})
_OF_NO_USE = Outcome.TESTED | Outcome.OFFERED | Outcome.SIMULATED
_CHOSEN = (Origin.PARAMETER, Origin.CONFIGURATION, Origin.SEARCH, Origin.LOOP)
_TYPED_IN = (Origin.LITERAL, Origin.NAMED)
_LEADING = ("optimizer", "size")
_RANKS = (*_LEADING, "rest")
_RATES = frozenset({"learning_rate", "lr"})
"""What an optimizer calls its learning rate; a penalty alone decides less than sizes do."""
_OF_A_STAGE = frozenset({"optimizer", "training"})
"""Kinds of what a network that is trained in stages has one of in each."""
_Guessed = tuple[Constructed, list[tuple[Given, HyperparameterSpec]]]
_MOST_SIZED = 8
"""Most layers with a width of a network whose sizes somebody chooses one by one: a deeper one is an architecture."""
_SEVERAL = 2
"""Decisive values of one call with which it is told without `lone-guesses`."""
_SEVERAL_OF_NETWORK = 5
"""The same of a network, which has more of them."""
_MOST_NAMED = 6
"""Further hyperparameters of a network that a message names."""
_WITHOUT_LABELS = frozenset({"clusterer", "biclusterer", "outlier_detector"})


@check("HP101")
def untuned_hyperparameter(event: Constructed, settings: Settings) -> Iterator[Problem]:
    """Report a model whose decisive hyperparameters are typed in, once a call."""
    if event.spec.is_forecaster:
        matters = Outcome.USED in event.outcome and not event.outcome & (_OF_NO_USE | Outcome.AGAIN)
    else:
        matters = bool(event.spec.kinds & _MODELS) and _matters(event)
    if event.searched or not matters or any(_is_candidate(event, given) for given in event.given):
        # Candidates are compared; what is typed in beside them belongs to the comparison.
        return
    if not event.complete:
        # The rest is settings that somebody keeps elsewhere.
        return
    if any(given.name in event.spec.decisive and given.origin not in _TYPED_IN for given in event.given):
        # Whoever sets or computes one has a place for the rest.
        return
    typed_in = guesses(event)
    if len(typed_in) >= (1 if settings.lone_guesses else _SEVERAL):
        guessed = enumerate_all([setting(given) for given, _ in typed_in])
        yield Problem(
            event.place,
            f"`{event.name}` gets {guessed}, typed in as a guess: nothing in view compares other values",
            help=_help(event, typed_in),
            settings=tuple(_set(event, given) for given, _ in typed_in),
        )


def _set(event: Constructed, given: Given) -> Setting:
    return Setting(event.spec.path, given.name, hashable(given.literal), event.scope, data_of(event))


@check("HP101")
def untuned_network(event: Trained, settings: Settings) -> Iterator[Problem]:
    """Report a neural network whose decisive hyperparameters are typed in, once a network, at the most decisive one."""
    if any(part.searched or part.outcome & _OF_NO_USE or _is_configured(part) for part in event.parts):
        return
    found = [(part, guesses(part)) for part in event.parts if not _only_judges(event, part)]
    found = [(part, typed_in) for part, typed_in in found if typed_in and not _is_chosen(event, part)]
    found = list(_of_one_stage(found))
    found.sort(key=lambda each: _RANKS.index(_rank(*each)))
    if not found or _rank(*found[0]) not in (_LEADING[:1] if event.pretrained or _is_deep(event) else _LEADING):
        # How long, by how many rows at a time, and what is dropped: of the network itself nothing is a guess.
        return
    if sum(len(each) for _, each in found) < (1 if settings.lone_guesses else _SEVERAL_OF_NETWORK):
        return
    (lead, typed_in), others = found[0], found[1:]
    leading = [setting(given) for given, _ in typed_in]
    more = dict.fromkeys(setting(given) for _, each in others for given, _ in each)
    besides = [each for each in more if each not in leading]
    also = f", nor of the same network's {enumerate_all(_in_short(besides))}" if besides else ""
    message = f"`{lead.name}` gets {enumerate_all(leading)}, typed in as a guess: nothing in view compares other values"
    # What prose beside it says of any of them counts.
    guessed = tuple(_set(part, given) for part, each in found for given, _ in each)
    yield Problem(lead.place, f"{message}{also}", help=_help(lead, typed_in), settings=guessed)


def _of_one_stage(found: Iterable[_Guessed]) -> Iterator[_Guessed]:
    """List guesses but those of the optimizers and trainings of further stages, which would be told as one."""
    seen: set[str] = set()
    for part, typed_in in found:
        stage = part.spec.kinds & _OF_A_STAGE
        if seen.isdisjoint(stage):
            seen |= stage
            yield part, typed_in


def _is_deep(event: Trained) -> bool:
    """Say whether a network has so many layers that it follows a plan, often a published one."""
    return len({part.place.key for part in event.parts if part.spec.facts.width is not None}) > _MOST_SIZED


def _only_judges(event: Trained, part: Constructed) -> bool:
    """Say whether it loads rows to judge by, where others are shuffled to learn from: how many at a time is all one."""
    loaders = [each for each in event.parts if "loader" in each.spec.kinds]
    return part in loaders and any(map(_is_shuffled, loaders)) and not _is_shuffled(part)


def _is_shuffled(loader: Constructed) -> bool:
    return any(given.name == "shuffle" and given.literal is not False for given in loader.given)


def _rank(part: Constructed, typed_in: list[tuple[Given, HyperparameterSpec]]) -> str:
    """Say what a part of a network decides: the learning rate more than the sizes, and these more than the rest."""
    if "optimizer" in part.spec.kinds:
        return "optimizer" if any(spec.name in _RATES for _, spec in typed_in) else "rest"
    return "size" if "layer" in part.spec.kinds and any(spec.role == "model" for _, spec in typed_in) else "rest"


def _is_configured(part: Constructed) -> bool:
    """Say whether somebody outside of the code in view chooses how the network learns, or candidates are compared."""
    trains = "optimizer" in part.spec.kinds
    return any(
        _is_candidate(part, given) or (trains and is_decisive(part.spec, given.name) and given.origin in _CHOSEN)
        for given in part.given
    )


def _is_chosen(event: Trained, part: Constructed) -> bool:
    """Say whether the learning rate is only the first one."""
    return event.scheduled and "optimizer" in part.spec.kinds


def _in_short(settings: list[str]) -> list[str]:
    return (
        settings if len(settings) <= _MOST_NAMED else [*settings[:_MOST_NAMED], f"{len(settings) - _MOST_NAMED} more"]
    )


def _is_candidate(event: Constructed, given: Given) -> bool:
    one_of_several = given.origin in (Origin.LOOP, Origin.SEARCH) and event.spec.is_compared(given.name)
    return one_of_several or given.name in event.compared


def _matters(event: Constructed) -> bool:
    """Say whether anybody depends on how good the model is, as far as the code in view tells."""
    outcome = event.outcome
    if outcome & (UNTOLD | Outcome.AGAIN | Outcome.SIMULATED):
        return False
    if Outcome.INVENTED in outcome and Outcome.LEARNS not in outcome:
        return False
    if "outlier_detector" in event.spec.kinds and not outcome & (Outcome.SCORED | Outcome.LEFT):
        # How many outliers there are is an assumption: without labels no other value is better.
        return False
    if not event.fitted:
        # Of what is fitted out of view, nobody knows what for, unless it is handed out as it is.
        return Outcome.LEFT in outcome
    if Outcome.SCORED in outcome:
        return True
    if Outcome.SELECTS in outcome and Outcome.LEFT not in outcome:
        return False
    # Nothing in the world hangs on numbers that the program made up, and nothing at all on what is only looked at.
    if Outcome.LEARNS not in outcome:
        return False
    # Predictions that nobody scores are for somebody else; groups are what the analysis is about.
    used = Outcome.USED if event.spec.kinds & _GROUPS else Outcome.HANDED_ON
    return bool(outcome & (used | Outcome.LEFT))


def _help(event: Constructed, typed_in: list[tuple[Given, HyperparameterSpec]]) -> str:
    spaces = [(given.written, spec.search) for given, spec in typed_in if spec.search is not None]
    if event.spec.is_forecaster and not any(space.scale == "log" for _, space in spaces):
        return "compare several by their AIC, or better by the error of their forecasts from a rolling origin"
    if not spaces:
        return "compare several values by cross-validation on the training rows"
    items = [f'"{event.prefix}{name}": {space.code}' for name, space in spaces]
    space = f"{{{', '.join(items)}}}"
    if event.spec.is_forecaster:
        return f"compare values from `{space}` by the error of their forecasts from a rolling origin"
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
