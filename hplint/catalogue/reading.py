"""Merges the harvested and the curated table of an estimator into its spec."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, Literal, TypeVar

from hplint.catalogue.conditions import Condition, read_condition
from hplint.catalogue.deferred import Deferred
from hplint.catalogue.facts import Facts, Incompatible
from hplint.catalogue.inheritance import Inherited
from hplint.catalogue.notation import read_constraint, read_literal
from hplint.catalogue.search_space import SearchSpace
from hplint.catalogue.specifications import (
    NO_DEFAULT,
    EstimatorSpec,
    Expression,
    FunctionSpec,
    HyperparameterSpec,
    OutdatedOption,
    Training,
)
from hplint.catalogue.states import read_states
from hplint.catalogue.versions import Table, Target

Value = TypeVar("Value")

_VERSIONS: Final = ("since", "deprecated", "removed", "replaced_by", "deprecation")
_LISTS: Final = (
    *("loads", "searches", "copies", "copies_always", "uses_fitted", "in_place", "leaves", "seeds_parts"),
    "ignored_names",
)
_CONDITIONS: Final = (
    "works_unfitted_when",
    "learns_nothing_when",
    "copies_unless",
    "in_place_when",
    "fitted_as_unless",
)
_PLAIN: Final = (
    *("source", "random_by_data", "learns", "last_in_place", "named_parts", "selects", "scales", "resamples"),
    *("keeps_best", "template", "rounds", "width", "baseline", "partial_labels", "several_names", "answers"),
    "ignores_unknown",
)
_OWN: Final = ("random_when", "works_unfitted", "fitted_as", "settings", "incompatible", "further", "meant")
_FACTS: Final = frozenset({*_LISTS, *_CONDITIONS, *_PLAIN, *_OWN})


def read_estimator(
    path: str,
    harvested: Table,
    curated: Table,
    target: Target | None = None,
    taken: EstimatorSpec | None = None,
    states: Table | None = None,
    place: str | None = None,
) -> EstimatorSpec:
    """Read an estimator.

    Args:
        path: Its public import path.
        harvested: Its table as of the target release.
        curated: What people judged of it.
        target: The release.
        taken: What its `**kwargs` are handed on to.
        states: What it was seen to have after a fit.
        place: Where it stands. If given, hyperparameters and methods are read when they are asked for, and what is
            wrong with one of them is said then, as a `CatalogueError`.

    Raises:
        ValueError: A value isn't in its notation.
    """
    rows: Table = harvested.get("parameters", {})
    defer = partial(_read_now, place=None) if place is None else partial(Deferred, place=place)
    members = {**harvested.get("learned", {}), **harvested.get("methods", {})}
    learned = {name: row for name, row in harvested.get("learned", {}).items() if not row.get("before_fit")}
    read = partial(_read_judged, curated=curated, target=target)
    parameters = _read_now(rows, read, None) if place is None else Deferred(rows, read, place, curated)
    arguments: Table = harvested.get("arguments", {})
    inherited = Inherited.read(rows, parameters, curated, taken)
    further = _read_further(curated.get("further", {}), target)
    return EstimatorSpec(
        path=path,
        name=path.rpartition(".")[2],
        kinds=frozenset(harvested["kinds"]),
        parameters=inherited.parameters,
        accepts_args=harvested.get("accepts_args", False),
        accepts_kwargs=harvested.get("accepts_kwargs", False) and not further,
        aliases=inherited.aliases,
        keywords={**inherited.keywords, **further},
        settings=curated.get("settings"),
        learned=frozenset(learned),
        methods=defer(
            harvested.get("methods", {}),
            lambda name, row: _read_method(f"{path}.{name}", name, row, arguments.get(name, {}), target),
        ),
        conditional={name: row["when"] for name, row in members.items() if "when" in row},
        stateless=harvested.get("stateless", False) or curated.get("works_unfitted", False),
        facts=_read_facts(curated, target, inherited.incompatible, taken is not None and taken.facts.ignores_unknown),
        states=read_states(states or {}),
        target=target,
        past=defer(harvested.get("past", {}), lambda name, row: _read_parameter(name, row, {})),
        future=defer(harvested.get("future", {}), lambda name, row: _read_parameter(name, row, {})),
        **{key: harvested.get(key) for key in _VERSIONS},
    )


def _read_now(rows: Table, read: Callable[[str, Any], Value], place: None) -> dict[str, Value]:
    return {name: read(name, row) for name, row in rows.items()}


def _read_judged(name: str, row: Table, curated: Table, target: Target | None) -> HyperparameterSpec:
    return _read_parameter(name, row, curated.get(name, {}), target)


def unknown_facts(harvested: Table, curated: Table) -> frozenset[str]:
    """List the curated keys that are neither a fact nor a hyperparameter of the estimator."""
    return frozenset(curated) - _FACTS - frozenset(harvested.get("parameters", {}))


def _read_parameter(name: str, row: Table, curated: Table, target: Target | None = None) -> HyperparameterSpec:
    accepts = row.get("accepts", curated.get("accepts"))
    search = curated.get("search")
    return HyperparameterSpec(
        name=name,
        default=_read_default(row),
        earlier_defaults=tuple(read_literal(text) for text in row.get("earlier_defaults", ())),
        keyword_only=row.get("keyword_only", False),
        constraint=None if accepts is None else read_constraint(accepts),
        deprecated_options=row.get("deprecated_options", {}),
        options={option: OutdatedOption(**versions) for option, versions in row.get("options", {}).items()},
        accepted=tuple((until, read_constraint(texts)) for until, texts in row.get("accepted", ())),
        role=curated.get("role"),
        decisive=curated.get("decisive", False),
        unset=tuple(read_literal(text) for text in curated.get("unset", ())),
        search=None if search is None else _read_search(search),
        unread=_read_alternatives(row.get("unread", curated.get("unread", ()))),
        effective_only_when=_read_current(curated.get("effective_only_when", ()), target),
        ineffective_when=_read_current(curated.get("ineffective_when", ()), target),
        **{key: row.get(key) for key in _VERSIONS},
    )


def _read_further(table: Table, target: Target | None) -> dict[str, HyperparameterSpec]:
    """Read the names that `**kwargs` take, for releases that refuse all others."""
    if not table or target is None or not target.reached(table["refuses_since"]):
        return {}
    return {name: _read_parameter(name, {}, {}) for name in table["names"]}


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


def _read_method(path: str, name: str, row: Table, arguments: Table, target: Target | None) -> FunctionSpec:
    parameters = tuple(row.get("parameters", ("**kwargs",)))
    return FunctionSpec(path, name, parameters, past=read_arguments(arguments), target=target)


def read_arguments(rows: Table) -> dict[str, HyperparameterSpec]:
    """Read the arguments of a function that are deprecated or gone.

    Raises:
        ValueError: A value isn't in its notation.
    """
    return {name: _read_parameter(name, row, {}) for name, row in rows.items()}


def read_training(module: str, table: Table) -> Training | None:
    """Read what a function trains; None for a function that trains nothing.

    Raises:
        TypeError: A key is missing, or means nothing.
    """
    if not table:
        return None
    facts = {**table, "hyperparameters": tuple(table.get("hyperparameters", ()))}
    return Training(**{**facts, "model": f"{module}.{table['model']}"})


def _read_facts(
    curated: Table, target: Target | None, inherited: tuple[Incompatible, ...], ignores_unknown: bool
) -> Facts:
    """Read what isn't about a single hyperparameter; a class raises, and ignores, what the library itself does."""
    values: dict[str, Any] = {"ignores_unknown": ignores_unknown}
    values |= {key: curated[key] for key in _PLAIN if key in curated}
    values |= {key: tuple(curated[key]) for key in _LISTS if key in curated}
    values |= {key: _read_alternatives(curated[key]) for key in _CONDITIONS if key in curated}
    values["random_when"] = _read_random_when(curated.get("random_when", ()))
    tables = [table for table in curated.get("incompatible", ()) if _is_current(table, target)]
    values["incompatible"] = (*map(_read_incompatible, tables), *inherited)
    return Facts(fitted_as=curated.get("fitted_as", {}), meant=curated.get("meant", {}), **values)


def _read_incompatible(table: Table) -> Incompatible:
    texts = {key: table[key] for key in ("instead", "raises", "at", "inherited") if key in table}
    return Incompatible(read_condition(table["when"]), table["because"], **texts)


def _is_current(table: Table, target: Target | None) -> bool:
    """Say whether a fact is one of the target release: not before `since`, not after `until`."""
    if target is None:
        return True
    since, until = table.get("since"), table.get("until")
    return (since is None or target.reached(since)) and (until is None or target.reached_by(until))


def _read_current(value: Any, target: Target | None) -> tuple[Condition, ...]:
    """Read the conditions of the target release; `since` and `until` stand in the same table."""
    tables = [value] if isinstance(value, Mapping) else value
    current = [table for table in tables if _is_current(table, target)]
    return tuple(
        read_condition({key: options for key, options in table.items() if key not in ("since", "until")})
        for table in current
    )


def _read_random_when(value: Any) -> tuple[Condition, ...] | Literal["always"]:
    return "always" if value == "always" else _read_alternatives(value)


def _read_alternatives(value: Any) -> tuple[Condition, ...]:
    """Read one condition, or a list of them."""
    tables = [value] if isinstance(value, Mapping) else value
    return tuple(read_condition(table) for table in tables)
