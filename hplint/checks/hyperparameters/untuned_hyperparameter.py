"""HP101: a decisive hyperparameter is typed in, and nothing in view compares other values."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.constants import NOT_LITERAL, Origin
from hplint.analysis.events import Constructed, Given
from hplint.catalogue.estimators import HyperparameterSpec, SearchSpace
from hplint.checks import check
from hplint.findings import Problem

_MODELS = frozenset({"classifier", "regressor", "clusterer", "biclusterer", "density", "outlier_detector"})
_WITHOUT_LABELS = frozenset({"clusterer", "biclusterer", "outlier_detector"})


@check("HP101")
def untuned_hyperparameter(event: Constructed) -> Iterator[Problem]:
    """Report a model whose decisive hyperparameters are typed in, once a call."""
    if event.searched or not (event.spec.kinds & _MODELS or event.spec.is_part):
        return
    if any(given.origin in (Origin.LOOP, Origin.SEARCH) for given in event.given):
        # Candidates are compared; what is typed in beside them belongs to the comparison.
        return
    typed_in = [(given, spec) for given in event.given if (spec := _decisive(event, given)) is not None]
    if typed_in:
        settings = _enumerate([_setting(given) for given, _ in typed_in])
        yield Problem(
            event.place,
            f"`{event.name}` gets {settings}, typed in as a guess: nothing in view compares other values",
            help=_help(event, [spec for _, spec in typed_in]),
        )


def _decisive(event: Constructed, given: Given) -> HyperparameterSpec | None:
    past = event.spec.past.get(given.name)
    spec = event.spec.parameter(given.name if past is None else past.replaced_by or given.name)
    typed_in = given.origin in (Origin.LITERAL, Origin.NAMED)
    known = given.literal is not NOT_LITERAL and given.literal is not None
    if spec is None or not spec.decisive or not typed_in or not known:
        return None
    if given.name == event.spec.facts.width and not event.hidden:
        return None  # it may size what is predicted
    # The library's own value, spelled out, is nobody's guess.
    spelled_out = given.literal == spec.default and type(given.literal) is type(spec.default)
    return None if spelled_out else spec


def _setting(given: Given) -> str:
    """Say it as it is written; the value of a name, or of what has no short form, as Python shows it."""
    value, text = repr(given.literal), given.place.text
    if given.origin is Origin.NAMED and text.isidentifier():
        return f"`{given.name}={text}` ({value})"
    return f"`{given.name}={value if '...' in text else text}`"


def _enumerate(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _help(event: Constructed, specs: list[HyperparameterSpec]) -> str:
    spaces = [f'"{spec.name}": {_candidates(spec.search)}' for spec in specs if spec.search is not None]
    if not spaces:
        return "compare several values by cross-validation on the training rows"
    space = f"{{{', '.join(spaces)}}}"
    if event.spec.is_part:
        return f"compare values from `{space}` on validation rows, for example with Optuna or Keras Tuner"
    if event.spec.kinds & _WITHOUT_LABELS:
        return f"compare values from `{space}`, and say by which score"
    if event.inner:
        return f"search `{space}` with RandomizedSearchCV over what holds it, each key prefixed by its step and `__`"
    return f"search `{space}` with RandomizedSearchCV on the training rows"


def _candidates(space: SearchSpace) -> str:
    """Write a search space as code: a distribution of `scipy.stats`, or a list."""
    if space.values or space.low is None or space.high is None:
        values = [*([None] if space.none and None not in space.values else []), *space.values]
        return f"[{', '.join(map(_quote, values))}]"
    low, high = space.low, space.high
    match space.scale:
        case "log":
            text = f"loguniform({low:g}, {high:g})"
        case "linear":
            text = f"uniform({low:g}, {high - low:g})"
        case "integer" if not space.none:
            text = f"randint({low:.0f}, {high + 1:.0f})"
        case "integer":
            return f"[None, *range({low:.0f}, {high + 1:.0f})]"
        case _:
            steps = [int(low)]
            while steps[-1] * 2 < high:
                steps.append(steps[-1] * 2)
            text = f"[{', '.join(map(str, [*steps, int(high)]))}]"
    return text.replace("[", "[None, ", 1) if space.none and text.startswith("[") else text


def _quote(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)
