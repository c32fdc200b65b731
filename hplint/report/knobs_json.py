"""Inventories and classes to JSON; the schema is stable: fields may come, none goes or changes its meaning.

An inventory is an object with `version` (1), `files` (how many were read), `summary` and `estimators`. In `summary`
stand `estimators` (how many) and, under `decisive` and `all`, how many hyperparameters are decided in which way
(`searched`, `configured`, `elsewhere`, `built`, `typed-in`, `default`). The fields of estimators, hyperparameters and
settings are those of `hplint.knobs.inventory`; every estimator has all its hyperparameters, set or not. `code` is
Python as the user wrote it, `literal` the value as Python (null where nobody knows it), `value` the same where JSON
has it, `defined` the place of a constant in another module of the project.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from hplint.findings import Span
from hplint.knobs.description import Description
from hplint.knobs.inventory import Estimator, FileInventory, Knob, Setting, count
from hplint.knobs.words import json_of

VERSION = 1


def render_inventory_json(files: Sequence[FileInventory]) -> str:
    """Return an object with all estimators."""
    estimators = [estimator for file in files for estimator in file.estimators]
    document = {
        "version": VERSION,
        "files": len(files),
        "summary": {
            "estimators": len(estimators),
            "decisive": _counts(estimators, decisive=True),
            "all": _counts(estimators, decisive=False),
        },
        "estimators": [_estimator(file.path, estimator) for file in files for estimator in file.estimators],
    }
    return json.dumps(document, indent=2) + "\n"


def render_classes_json(descriptions: Sequence[Description]) -> str:
    """Return an array with one object a class; its fields are those of `hplint.knobs.description`."""
    return json.dumps([{"name": each.name, **asdict(each)} for each in descriptions], indent=2) + "\n"


def _counts(estimators: Iterable[Estimator], *, decisive: bool) -> dict[str, int]:
    return {status.value: number for status, number in count(estimators, decisive=decisive).items()}


def _estimator(path: str, estimator: Estimator) -> dict[str, object]:
    holder = estimator.holder
    return {
        "path": path,
        **_location(estimator.span),
        "class": estimator.path,
        "name": estimator.name,
        "kinds": estimator.kinds,
        "variable": estimator.variable or None,
        "function": estimator.function or None,
        "holder": None
        if holder is None
        else {**_location(holder.span), "hyperparameter": holder.hyperparameter, "step": holder.step or None},
        "fitted": estimator.fitted,
        "searched": estimator.searched,
        "complete": estimator.complete,
        "learns": estimator.learns,
        "hyperparameters": [_knob(knob) for knob in estimator.knobs],
    }


def _knob(knob: Knob) -> dict[str, object]:
    return {
        "name": knob.name,
        "status": knob.status.value,
        "role": knob.role,
        "decisive": knob.decisive,
        "default": knob.default,
        "search_space": knob.space,
        "searched_over": knob.searched_over,
        "unknown": knob.unknown,
        "cut": knob.cut,
        "settings": [_setting(setting) for setting in knob.settings],
    }


def _setting(setting: Setting) -> dict[str, object]:
    return {
        "source": setting.source.value,
        "code": setting.code or None,
        "literal": setting.literal,
        "value": json_of(setting.literal),
        **({"cell": None, "location": None, "end_location": None} if setting.span is None else _location(setting.span)),
        "defined": None
        if setting.defined is None
        else {"filename": setting.defined.path, **_location(setting.defined.span)},
    }


def _location(span: Span) -> dict[str, object]:
    return {
        "cell": span.cell,
        "location": {"row": span.row, "column": span.column},
        "end_location": {"row": span.end_row, "column": span.end_column},
    }
