"""HP101: a decisive hyperparameter is typed in, and nothing in view compares other values."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.constants import NOT_LITERAL, Origin
from hplint.analysis.events import Constructed, Given
from hplint.catalogue.estimators import HyperparameterSpec
from hplint.checks import check
from hplint.findings import Problem

_MODELS = frozenset({"classifier", "regressor", "clusterer", "biclusterer", "density", "outlier_detector"})
_WITHOUT_LABELS = frozenset({"clusterer", "biclusterer", "outlier_detector"})


@check("HP101")
def untuned_hyperparameter(event: Constructed) -> Iterator[Problem]:
    """Report a model whose decisive hyperparameters are typed in, once a call."""
    if event.searched or not event.spec.kinds & _MODELS:
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
            help=_help(event, typed_in),
        )


def _decisive(event: Constructed, given: Given) -> HyperparameterSpec | None:
    spec = event.spec.parameter(given.name)
    typed_in = given.origin in (Origin.LITERAL, Origin.NAMED)
    known = given.literal is not NOT_LITERAL and given.literal is not None
    if spec is None or not spec.decisive or not typed_in or not known:
        return None
    # The library's own value, spelled out, is nobody's guess.
    spelled_out = given.literal == spec.default and type(given.literal) is type(spec.default)
    return None if spelled_out else spec


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
    spaces = [f'"{given.written}": {spec.search.code}' for given, spec in typed_in if spec.search is not None]
    if not spaces:
        return "compare several values by cross-validation on the training rows"
    space = f"{{{', '.join(spaces)}}}"
    if event.spec.kinds & _WITHOUT_LABELS:
        return f"compare values from `{space}`, and say by which score"
    if "fit" not in event.spec.methods:
        return f"compare values from `{space}` by cross-validation on the training rows"
    if event.inner:
        return f"search `{space}` with RandomizedSearchCV over what holds it, each key prefixed by its step and `__`"
    return f"search `{space}` with RandomizedSearchCV on the training rows"
