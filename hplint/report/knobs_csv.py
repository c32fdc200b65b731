"""Inventories and classes to CSV: one row a hyperparameter, quoted as RFC 4180 says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from hplint.knobs.description import Description
from hplint.knobs.inventory import Estimator, FileInventory, Knob
from hplint.report.knobs_words import set_to, sources

INVENTORY = (
    *("path", "cell", "row", "column", "class", "variable", "step", "function"),
    *("hyperparameter", "status", "value", "code", "source"),
    *("role", "decisive", "default", "search_space", "searched_over"),
)
CLASSES = (
    *("class", "hyperparameter", "default", "accepts", "role", "decisive"),
    *("since", "deprecated", "removed", "search_space"),
)


def render_inventory_csv(files: Sequence[FileInventory]) -> str:
    """Return a header and one row a hyperparameter, set or not; several values of one stand with ` | ` between."""
    return _table(
        INVENTORY,
        (
            _inventory_row(file.path, estimator, knob)
            for file in files
            for estimator in file.estimators
            for knob in estimator.knobs
        ),
    )


def render_classes_csv(descriptions: Sequence[Description]) -> str:
    """Return a header and one row a hyperparameter of the release."""
    return _table(
        CLASSES,
        (
            (
                *(each.path, knob.name, knob.default, knob.accepts, knob.role, _word(knob.decisive)),
                *(knob.since, knob.deprecated, knob.removed, knob.space),
            )
            for each in descriptions
            for knob in each.knobs
        ),
    )


def _inventory_row(path: str, estimator: Estimator, knob: Knob) -> tuple[object, ...]:
    span = estimator.span
    return (
        *(path, span.cell, span.row, span.column, estimator.path, estimator.variable),
        *("" if estimator.holder is None else estimator.holder.step, estimator.function),
        *(knob.name, knob.status.value, set_to(knob), " | ".join(s.code for s in knob.settings), sources(knob)),
        *(knob.role, _word(knob.decisive), knob.default, knob.space, " | ".join(knob.searched_over)),
    )


def _word(flag: bool) -> str:
    return "true" if flag else "false"


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()
