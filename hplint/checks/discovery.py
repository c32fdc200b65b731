"""Finds the check of every rule by the rule's page: `rules/<topic>/<name>.md` has `checks/<topic>/<name>.py`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib import import_module
from inspect import get_annotations

from hplint.catalogue.rules import Rule
from hplint.checks import Check


def load_checks(rules: Iterable[Rule]) -> tuple[Check, ...]:
    """Import the checks of the rules that have one; rules about hplint itself have none."""
    found: list[Check] = []
    folder = os.path.dirname(__file__)
    for rule in rules:
        module = rule.name.replace("-", "_")
        if os.path.isfile(os.path.join(folder, rule.topic, f"{module}.py")):
            found.extend(checks_in(f"hplint.checks.{rule.topic}.{module}", rule.code))
    return tuple(found)


def checks_in(module: str, code: str) -> list[Check]:
    """List the functions of a module that are marked as checks of a rule; one check for each event that it reads."""
    found: list[Check] = []
    for function in vars(import_module(module)).values():
        if getattr(function, "code", None) == code:
            # Of an event, perhaps the settings, and what it returns.
            annotations = get_annotations(function, eval_str=True)
            event = next(iter(annotations.values()))
            for each in getattr(event, "__args__", (event,)):
                found.append(Check(code, each, function, takes_settings=len(annotations) > 2))
    return found
