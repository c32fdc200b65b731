"""Turns a class with scikit-learn's interface, whose library validates in `fit`, into its table."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from harvesting.classes import class_table

from trials.accepted import Ask, accepted
from trials.intervals import Undecided


def tried_class(
    found: type,
    parameters: Mapping[str, inspect.Parameter],
    rows: Callable[[str], Mapping[str, Any]],
    **facts: Any,
) -> dict[str, Any]:
    """Describe a class.

    Args:
        found: The class.
        parameters: Its hyperparameters, those of its bases included, as in a signature.
        rows: Says what a hyperparameter accepts, as keys of its row.
        facts: Keys of the table itself.
    """
    table = class_table(found, (), None)
    table |= facts
    described = {}
    for name, parameter in parameters.items():
        row: dict[str, Any] = {"default": repr(parameter.default)}
        if parameter.default is parameter.empty:
            row = {}
        elif not isinstance(parameter.default, (bool, int, float, str, type(None))):
            row = {"default_expression": repr(parameter.default)}
        if parameter.kind is parameter.KEYWORD_ONLY:
            row["keyword_only"] = True
        described[name] = row | dict(rows(name))
    return {key: described if key == "parameters" else value for key, value in table.items()}


def tried_row(
    ask_in: Callable[[str, Mapping[str, Any]], Ask],
    name: str,
    options: Iterable[str] = (),
    most: int | None = None,
    contexts: Iterable[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Write what a hyperparameter accepts, and beside which others nobody looks at it.

    Args:
        ask_in: Returns what asks the library about a hyperparameter beside others.
        name: The hyperparameter.
        options: Names that it may know.
        most: The largest number that may be tried.
        contexts: Hyperparameters beside which others may be ignored: `{"booster": "gblinear"}`.
    """
    ask = ask_in(name, {})
    try:
        found = accepted(ask, options, most)
    except Undecided as error:
        print(f"{name}: left out, {error}", file=sys.stderr)
        return {}
    if found is None:
        return {}
    wrong = next((value for value in ("hplint", -5, 1.5, 10**6) if value != most and not ask(value)), None)
    unread = [
        {other: [value] for other, value in context.items()}
        for context in contexts
        if name not in context and ask_in(name, context)(wrong)
    ]
    return {"accepts": found} | ({"unread": unread} if unread else {})
