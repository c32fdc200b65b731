"""Merges the harvested and the curated table of an estimator into its spec."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from hplint.catalogue.conditions import Condition, read_condition
from hplint.catalogue.facts import Facts
from hplint.catalogue.notation import read_constraint, read_literal
from hplint.catalogue.specifications import (
    NO_DEFAULT,
    EstimatorSpec,
    Expression,
    FunctionSpec,
    HyperparameterSpec,
    OutdatedOption,
    SearchSpace,
)
from hplint.catalogue.versions import Table, Target

_VERSIONS: Final = ("since", "deprecated", "removed", "replaced_by", "deprecation")
_LISTS: Final = ("copies", "copies_always", "in_place", "leaves", "seeds_parts")
_CONDITIONS: Final = (
    "works_unfitted_when",
    "learns_nothing_when",
    "copies_unless",
    "in_place_when",
    "fitted_as_unless",
)
_PLAIN: Final = ("source", "random_by_data", "learns", "last_in_place", "selects", "scales", "width")
_FACTS: Final = frozenset({*_LISTS, *_CONDITIONS, *_PLAIN, "random_when", "works_unfitted", "fitted_as"})


def read_estimator(path: str, harvested: Table, curated: Table, target: Target | None = None) -> EstimatorSpec:
    """Read an estimator.

    Raises:
        ValueError: A value isn't in its notation.
    """
    rows: Table = harvested.get("parameters", {})
    members = {**harvested.get("learned", {}), **harvested.get("methods", {})}
    learned = {name: row for name, row in harvested.get("learned", {}).items() if not row.get("before_fit")}
    return EstimatorSpec(
        path=path,
        name=path.rpartition(".")[2],
        kinds=frozenset(harvested["kinds"]),
        parameters={name: _read_parameter(name, row, curated.get(name, {})) for name, row in rows.items()},
        accepts_args=harvested.get("accepts_args", False),
        accepts_kwargs=harvested.get("accepts_kwargs", False),
        learned=frozenset(learned),
        methods=dict(_read_methods(path, harvested.get("methods", {}))),
        conditional={name: row["when"] for name, row in members.items() if "when" in row},
        stateless=harvested.get("stateless", False) or curated.get("works_unfitted", False),
        facts=_read_facts(curated),
        target=target,
        past={name: _read_parameter(name, row, {}) for name, row in harvested.get("past", {}).items()},
        future={name: _read_parameter(name, row, {}) for name, row in harvested.get("future", {}).items()},
        **{key: harvested.get(key) for key in _VERSIONS},
    )


def unknown_facts(harvested: Table, curated: Table) -> frozenset[str]:
    """List the curated keys that are neither a fact nor a hyperparameter of the estimator."""
    return frozenset(curated) - _FACTS - frozenset(harvested.get("parameters", {}))


def _read_parameter(name: str, row: Table, curated: Table) -> HyperparameterSpec:
    accepts = row.get("accepts", curated.get("accepts"))
    search = curated.get("search")
    return HyperparameterSpec(
        name=name,
        default=_read_default(row),
        keyword_only=row.get("keyword_only", False),
        constraint=None if accepts is None else read_constraint(accepts),
        deprecated_options=row.get("deprecated_options", {}),
        options={option: OutdatedOption(**versions) for option, versions in row.get("options", {}).items()},
        accepted=tuple((until, read_constraint(texts)) for until, texts in row.get("accepted", ())),
        role=curated.get("role"),
        decisive=curated.get("decisive", False),
        search=None if search is None else _read_search(search),
        **{key: row.get(key) for key in _VERSIONS},
    )


def _read_default(row: Table) -> object:
    if "default" in row:
        return read_literal(row["default"])
    return Expression(row["default_expression"]) if "default_expression" in row else NO_DEFAULT


def _read_search(table: Table) -> SearchSpace:
    values = tuple(tuple(value) if isinstance(value, list) else value for value in table.get("values", ()))
    scale, low, high, none = table["scale"], table.get("low"), table.get("high"), table.get("none", False)
    if values:
        text = ", ".join(f'"{value}"' if isinstance(value, str) else repr(value) for value in values)
    else:
        text = f"{low:g} to {high:g}{', log scale' if scale.startswith('log') else ''}"
    return SearchSpace(scale, low, high, values, f"{text}, or None" if none else text, none)


def _read_methods(path: str, rows: Table) -> Iterator[tuple[str, FunctionSpec]]:
    for name, row in rows.items():
        yield name, FunctionSpec(f"{path}.{name}", name, tuple(row.get("parameters", ("**kwargs",))))


def _read_facts(curated: Table) -> Facts:
    """Read what isn't about a single hyperparameter."""
    values: dict[str, Any] = {key: curated[key] for key in _PLAIN if key in curated}
    values |= {key: tuple(curated[key]) for key in _LISTS if key in curated}
    values |= {key: _read_alternatives(curated[key]) for key in _CONDITIONS if key in curated}
    values["random_when"] = _read_random_when(curated.get("random_when", ()))
    return Facts(fitted_as=curated.get("fitted_as", {}), **values)


def _read_random_when(value: Any) -> tuple[Condition, ...] | Literal["always"]:
    return "always" if value == "always" else _read_alternatives(value)


def _read_alternatives(value: Any) -> tuple[Condition, ...]:
    """Read one condition, or a list of them."""
    tables = [value] if isinstance(value, Mapping) else value
    return tuple(read_condition(table) for table in tables)
