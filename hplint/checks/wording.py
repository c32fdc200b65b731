"""Hyperparameters in the user's own words, for messages."""

from __future__ import annotations

from collections.abc import Sequence

from hplint.analysis.events.hyperparameters import Given, Setting
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.catalogue.estimators import EstimatorSpec
from hplint.catalogue.options import OBJECT, show


def say_given(given: Given) -> str:
    """Say a hyperparameter as it is written; the value of a name, or of what has no short form, as Python shows it."""
    text = given.place.text
    if given.place.node is None or "..." in text or given.origin not in (Origin.LITERAL, Origin.NAMED):
        return f"`{given.written}`" if given.literal is OBJECT else f"`{given.written}={show(given.literal)}`"
    if given.origin is Origin.NAMED and text.isidentifier() and given.literal is not OBJECT:
        return f"`{given.written}={text}` ({show(given.literal)})"
    return f"`{given.written}={text}`"


def say_setting(setting: Setting, spec: EstimatorSpec, name: str) -> str:
    """Say what a hyperparameter is set to, and that it is the default where the code doesn't set it."""
    for given in setting.given:
        if given.name == name:
            return say_given(given)
    parameter = spec.parameter(name)
    if parameter is None:
        return f"`{name}`"
    return f"no `{name}`" if parameter.required else f"`{name}={show(parameter.default)}` (the default)"


def is_chosen(given: Given) -> bool:
    """Say whether somebody in view certainly set it to a value: a default may stand for nothing, as None does."""
    known = given.literal is not NOT_LITERAL and given.literal is not None
    return known and given.origin not in (Origin.PARAMETER, Origin.UNKNOWN)


def enumerate_all(items: Sequence[str]) -> str:
    """Join with commas, and `and` before the last."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
