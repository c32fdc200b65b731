"""What an estimator has once it is fitted: which names exist, under which hyperparameters, and what is read in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from hplint.basis.frozen import dataclass
from hplint.catalogue.conditions import Condition, Values, read_condition
from hplint.catalogue.versions import Target


@dataclass(frozen=True, slots=True)
class Absence:
    """When a name that an estimator may have doesn't exist, whatever the data."""

    when: tuple[Condition, ...]
    """Alternatives."""
    remedy: tuple[tuple[str, object], ...] = ()
    """A hyperparameter and its value that bring the name about; empty where none does by itself."""

    def holding(self, value_of: Values) -> Condition | None:
        """Return the condition that certainly holds; None where none does."""
        return next((condition for condition in self.when if condition.holds(value_of) is True), None)


@dataclass(frozen=True, slots=True)
class States:
    """Harvested by fitting; the names that an estimator doesn't have under any hyperparameters are all others."""

    names: frozenset[str]
    """Attributes and methods that exist under some hyperparameters, or before a fit."""
    earlier: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Those that only older releases had, each with the first release without it; empty where nobody knows which."""
    missing: Mapping[str, Absence] = field(default_factory=dict, hash=False)
    partial_fit_lacks: frozenset[str] = frozenset()
    """What `fit` stores, and `partial_fit` alone doesn't."""
    read_in_use: frozenset[str] = frozenset()
    """Hyperparameters that a fitted estimator looks at when it is used, so that setting them takes effect."""
    settable: frozenset[str] = frozenset()
    """Learned attributes that may be set by hand."""

    def has(self, name: str, target: Target | None) -> bool:
        """Say whether the target release may have a name, under some hyperparameters."""
        return name in self.names or (name in self.earlier and self.gone_since(name, target) is None)

    def gone_since(self, name: str, target: Target | None) -> str | None:
        """Return the first release without a name that older ones had; None where the target may have it."""
        release = self.earlier.get(name)
        return release if target is not None and target.reached(release) else None


def read_states(table: Mapping[str, Any]) -> States | None:
    """Read the table of an estimator; None for an empty one.

    Raises:
        ValueError: A condition isn't in its notation.
    """
    if not table:
        return None
    rows: Mapping[str, Any] = table.get("missing", {})
    return States(
        _names(table, "names"),
        _earlier(table.get("earlier", "")),
        {
            name: Absence(tuple(map(read_condition, row["when"])), tuple(row.get("with", {}).items()))
            for name, row in rows.items()
        },
        _names(table, "partial_fit_lacks"),
        _names(table, "read_in_use"),
        _names(table, "settable"),
    )


def _earlier(given: str | Mapping[str, str]) -> Mapping[str, str]:
    return dict.fromkeys(given.split(), "") if isinstance(given, str) else given


def _names(table: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(str(table.get(key, "")).split())
