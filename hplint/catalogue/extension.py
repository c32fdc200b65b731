"""What users add to the catalogue: estimators, functions and flows of their own modules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, fields
from typing import TYPE_CHECKING, Any, Final

from hplint.basis.frozen import dataclass, replace

if TYPE_CHECKING:
    from pathlib import Path

    from hplint.catalogue.flows import Flow
    from hplint.catalogue.specifications import EstimatorSpec, FunctionSpec
    from hplint.catalogue.versions import Table

_METHODS: Final[tuple[tuple[frozenset[str], tuple[str, ...]], ...]] = (
    (frozenset({"classifier"}), ("predict_proba", "decision_function")),
    (frozenset({"classifier", "regressor", "predictor", "clusterer", "outlier_detector"}), ("predict", "score")),
    (frozenset({"clusterer", "outlier_detector"}), ("fit_predict",)),
    (frozenset({"transformer"}), ("transform", "fit_transform", "inverse_transform", "get_feature_names_out")),
    (frozenset({"splitter"}), ("split", "get_n_splits")),
    (frozenset({"sampler"}), ("fit_resample",)),
)
"""Methods of scikit-learn's own conventions, for tables that list none."""
_ANY: Final = ("fit", "get_params", "set_params")


@dataclass(frozen=True, slots=True)
class OwnEstimator:
    """An estimator's table in a user's file, checked."""

    file: Path
    path: str
    table: Table

    def read(self, base: EstimatorSpec | None) -> EstimatorSpec:
        """Return its spec, with everything of `base` that its table doesn't say otherwise."""
        from hplint.catalogue.reading import read_estimator  # few users add anything

        rows: Table = self.table.get("parameters", {})
        table = {**self.table, "kinds": self.table.get("kinds", ()), "parameters": rows}
        for key in "learned", "methods":
            if isinstance(listed := self.table.get(key), list):
                table[key] = {name: {} for name in listed}
        if base is None and "methods" not in table:
            table["methods"] = {name: {} for name in _usual_methods(self.table["kinds"])}
        own = read_estimator(self.path, table, {**self.table, **rows})
        return own if base is None else self._upon(base, own)

    def _upon(self, base: EstimatorSpec, own: EstimatorSpec) -> EstimatorSpec:
        facts = {item.name for item in fields(own.facts)}
        changes: dict[str, Any] = {name: getattr(own.facts, name) for name in facts & self.table.keys()}
        return replace(
            base,
            path=own.path,
            name=own.name,
            kinds=own.kinds or base.kinds,
            parameters={**base.parameters, **own.parameters},
            accepts_args=base.accepts_args or own.accepts_args,
            accepts_kwargs=base.accepts_kwargs or own.accepts_kwargs,
            learned=base.learned | own.learned,
            methods={**base.methods, **own.methods},
            conditional={**base.conditional, **own.conditional},
            stateless=base.stateless or own.stateless,
            facts=replace(base.facts, **changes),
            past={name: row for name, row in base.past.items() if name not in own.parameters},
            future={name: row for name, row in base.future.items() if name not in own.parameters},
        )


def _usual_methods(kinds: list[str]) -> Iterator[str]:
    yield from _ANY
    for needed, methods in _METHODS:
        if needed & set(kinds):
            yield from methods


@dataclass(frozen=True, slots=True, eq=False)
class Extension:
    """What users add to the catalogue."""

    files: tuple[str, ...] = ()
    estimators: Mapping[str, OwnEstimator] = field(default_factory=dict, repr=False)
    """By every path that they can be imported from."""
    functions: Mapping[str, FunctionSpec] = field(default_factory=dict, repr=False)
    """Likewise."""
    flows: Mapping[tuple[str, str], Flow] = field(default_factory=dict, repr=False)
    """By owner (a module, or a type of data) and name."""
    exports: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    """Names that a star import binds, by module."""


NO_EXTENSION: Final = Extension()
