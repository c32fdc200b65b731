"""Which hyperparameters of a call are somebody's guess: decisive ones whose value is typed in."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite

from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.events.hyperparameters import Constructed, Given
from hplint.analysis.memory.constants import NOT_LITERAL, Origin, Symbol
from hplint.catalogue.estimators import HyperparameterSpec

_TUNED = ("model", "training")
_STOPPING = frozenset({"early_stopping", "early_stopping_rounds", "n_iter_no_change"})
_OF_DATA = frozenset({"scale_pos_weight", "base_score", "missing"})
_PRECOMPUTED = "precomputed"
"""The value of `kernel`, `metric` and `affinity` that says what the data are."""
_NEARLY_ALL = 0.9
_LOOSE = 0.05
_FAR_OFF = 10
"""Factor by which a value lies outside of the space on a log scale to be chosen for what it is."""


def guesses(event: Constructed) -> list[tuple[Given, HyperparameterSpec]]:
    """List the decisive hyperparameters that a call gets as literals that nobody can be seen to have chosen."""
    if any(_is_found(event, given) for given in event.given):
        return []
    return [(given, spec) for given in event.given if (spec := _decisive(event, given)) is not None]


def _decisive(event: Constructed, given: Given) -> HyperparameterSpec | None:
    past = event.spec.past.get(given.name)
    spec = event.spec.parameter(given.name if past is None else past.replaced_by or given.name)
    # An entry of a dict that another module keeps for all who import it is a setting.
    typed_in = given.origin in (Origin.LITERAL, Origin.NAMED) and given.place.chunk >= 0
    # A name that only another library, or a module out of view, knows is no literal.
    known = given.literal is not NOT_LITERAL and given.literal is not None and not isinstance(given.literal, Symbol)
    if spec is None or not spec.decisive or not typed_in or not known or _is_library_choice(given.literal, spec):
        return None
    if (
        given.literal == _PRECOMPUTED
        or (given.name == event.spec.facts.rounds and _may_stop(event))
        or _is_least(given.literal, spec)
        or _is_far_off(given.literal, spec)
    ):
        return None
    if spec.name == event.spec.facts.width and not event.hidden:
        return None  # it may size what is predicted
    if event.spec.is_part and spec.role == "model" and _has_weights(event):
        return None
    return spec


def _may_stop(event: Constructed) -> bool:
    """Say whether early stopping may cut the training short; of a fit out of view only the constructor tells."""
    asked = not event.fitted and any(given.name in _STOPPING and given.literal for given in event.given)
    return asked or Outcome.STOPPED in event.outcome


def _is_found(event: Constructed, given: Given) -> bool:
    """Say whether a value is too precise to be guessed: `0.0063`, `731`. A search found it, and its neighbours."""
    spec = event.spec.parameter(given.name)
    if spec is None or spec.role not in _TUNED or given.origin not in (Origin.LITERAL, Origin.NAMED):
        return False
    # The sizes of a network's layers, and the weight of a class, follow those of the data.
    of_data = (event.spec.is_part and isinstance(given.literal, int)) or given.name in _OF_DATA
    return not of_data and is_precise(given.literal)


def is_precise(value: object) -> bool:
    """Say whether a number isn't round: who guesses takes few digits, a power of two, thirds, or a share near to 1."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value) or value == 0:
        return False
    size = abs(value)
    digits = "".join(map(str, Decimal(repr(size)).normalize().as_tuple().digits))
    if len(digits) < 2 or digits.endswith("5") or len(set(digits)) == 1:
        return False
    if size == int(size):
        return len(digits) > 2 and not any(_is_power_of_two(int(size) + step) for step in (-1, 0, 1))
    if _NEARLY_ALL <= size < 1 or any(abs(size * 3 - thirds) < _LOOSE for thirds in (1, 2)):
        return False
    return len(digits) > 2 or size < _NEARLY_ALL


def _is_power_of_two(number: int) -> bool:
    return number > 0 and number & (number - 1) == 0


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


def _is_far_off(value: object, spec: HyperparameterSpec) -> bool:
    """Say whether it lies by orders of magnitude outside of what anybody searches: `C=1e9` switches the penalty off."""
    space = spec.search
    if space is None or space.low is None or space.high is None:
        return False
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    if space.scale != "log":
        # A thousand clusters stand for the rows, and find no groups.
        return 0 < space.high * _FAR_OFF < value
    return not space.low / _FAR_OFF < value < space.high * _FAR_OFF


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


def setting(given: Given) -> str:
    """Say it as it is written; the value of a name, or of what has no short form, as Python shows it."""
    value, text = repr(given.literal), given.place.text
    if given.origin is Origin.NAMED and text.isidentifier():
        return f"`{given.written}={text}` ({value})"
    # An unpacked dict has one place for both.
    unpacked = given.place.key == given.key.key and text.strip("'\"") == given.written
    return f"`{given.written}={value if '...' in text or unpacked else text}`"
