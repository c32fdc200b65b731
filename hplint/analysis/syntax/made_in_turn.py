"""What a loop sets on each pass, and of which something else is made each time."""

from __future__ import annotations

import re

from hplint.analysis.calling.calls import Call
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.values import Constant, Unknown, Value

COUNTING = re.compile(
    r"_|[ijt]|.*(seed|state|rng).*|.*(epoch|fold|iter|iteration|rep|repeat|repetition|round|run|trial)s?(_?(id|idx|no|num))?",
    re.IGNORECASE,
)
"""What is called so counts repetitions of one thing, or starts them otherwise."""


def is_set_in_turn(call: Call) -> bool:
    """Tell whether a loop goes through settings that a call is given, so that it makes another thing on each pass."""
    if any(is_in_turn(value) for value in call.surplus):
        return True
    return any(
        is_in_turn(argument.value)
        and not any(COUNTING.fullmatch(text) for text in (argument.name or "-", argument.place.text))
        for argument in call.arguments
    )


def is_in_turn(value: Value) -> bool:
    """Tell whether a loop binds a plain value, or a part of what it binds."""
    return isinstance(value, (Constant, Unknown)) and value.origin is Origin.LOOP
