"""Checks the tables that users write: each mistake is said with its file, table and key, and what would be right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, NoReturn

from hplint.catalogue.directory import CatalogueError
from hplint.catalogue.notation import read_constraint, read_literal
from hplint.catalogue.reading import read_estimator, unknown_facts
from hplint.catalogue.selectors import did_you_mean
from hplint.catalogue.specifications import HyperparameterSpec
from hplint.catalogue.versions import Table

KINDS: Final = (
    *("classifier", "regressor", "clusterer", "biclusterer", "transformer", "outlier_detector", "density", "predictor"),
    *("splitter", "search", "meta", "ensemble", "pipeline", "composition", "sampler", "kernel"),
)
ROLES: Final = ("model", "training", "tolerance", "seed", "runtime")
SCALES: Final = ("log", "linear", "integer", "log-integer", "choice")

_MODULE: Final = frozenset({"path", "aliases"})
_FUNCTION: Final = frozenset({"parameters", "aliases"})
_VERSIONS: Final = frozenset({"since", "deprecated", "removed", "replaced_by", "deprecation"})
_ESTIMATOR: Final = _VERSIONS | {
    *("extends", "kinds", "aliases", "accepts_args", "accepts_kwargs", "stateless"),
    *("parameters", "learned", "methods"),
}
_INTERNAL: Final = frozenset({"name", "constraint", "accepted"})
_ROW: Final = {item.name for item in fields(HyperparameterSpec)} - _INTERNAL | {"accepts", "default_expression"}
_SEARCH: Final = frozenset({"scale", "low", "high", "values", "none"})


def check_module(file: Path, document: Table, is_shipped: Callable[[str], bool]) -> str:
    """Return the path of the module that a file is of.

    Raises:
        CatalogueError: It isn't said, or the module is hplint's own.
    """
    place = f"{file}: [module]"
    module = document.get("module")
    if not isinstance(module, Mapping) or not isinstance(module.get("path"), str):
        raise CatalogueError(f'{place}: the import path of the module is missing; write `path = "shop.models"`')
    _known(place, module, _MODULE)
    _strings(place, module, "aliases")
    path: str = module["path"]
    for each in (path, *module.get("aliases", ())):
        if not all(part.isidentifier() for part in each.split(".")):
            raise CatalogueError(f"{place} path: {each!r} is no import path")
        if is_shipped(each):
            raise CatalogueError(f"{place} path: {each!r} is in hplint's own catalogue; describe your own modules")
    for name, table in document.items():
        if not isinstance(table, Mapping):
            raise CatalogueError(f"{file}: {name}: expected a table such as [{name}], not {table!r}")
    return path


def check_function(file: Path, name: str, table: Any) -> None:
    """Complain of a function's table.

    Raises:
        CatalogueError: It has a mistake.
    """
    place = f"{file}: [functions.{name}]"
    if not isinstance(table, Mapping):
        raise CatalogueError(f"{place}: expected a table, not {table!r}")
    _known(place, table, _FUNCTION)
    if "parameters" not in table:
        raise CatalogueError(f"{place}: the key 'parameters' is missing; add it")
    _strings(place, table, "parameters")
    _strings(place, table, "aliases")


def check_estimator(file: Path, name: str, table: Table) -> None:
    """Complain of an estimator's table.

    Raises:
        CatalogueError: It has a mistake.
    """
    place = f"{file}: [{name}]"
    others = {key: value for key, value in table.items() if key not in _ESTIMATOR}
    if unknown := sorted(unknown_facts({}, others)):
        _fail(place, unknown[0], f"unknown key.{did_you_mean(unknown[0], _ESTIMATOR)}")
    if "extends" not in table and not table.get("kinds"):
        _fail(place, "kinds", f"missing; say what it is: {', '.join(KINDS)}; or what it `extends`")
    if not isinstance(table.get("extends", ""), str):
        _fail(place, "extends", f'expected an import path such as "sklearn.svm.SVC", not {table["extends"]!r}')
    for key in "kinds", "aliases":
        _strings(place, table, key)
    for kind in table.get("kinds", ()):
        _one_of(place, "kinds", kind, KINDS)
    for key in "accepts_args", "accepts_kwargs", "stateless":
        _boolean(place, table, key)
    for key in "learned", "methods":
        if isinstance(listed := table.get(key), list):
            _strings(place, table, key)
        elif not isinstance(listed, (Mapping, type(None))) or not all(map(_is_table, (listed or {}).values())):
            _fail(place, key, f"expected a list of names, or a table, not {listed!r}")
    rows = table.get("parameters", {})
    if not _is_table(rows):
        _fail(place, "parameters", f"expected a table of hyperparameters, not {rows!r}")
    for parameter, row in rows.items():
        _check_row(f"{file}: [{name}.parameters]", parameter, row)
    _check_facts(place, others)


def _check_facts(place: str, facts: Table) -> None:
    """Read each fact by itself, so that a mistake is said of its own key."""
    for key, value in facts.items():
        try:
            read_estimator("it", {"kinds": []}, {key: value})
        except KeyError as error:
            _fail(place, key, f"the key {error} is missing; add it")
        except (ValueError, TypeError, AttributeError) as error:
            _fail(place, key, f"{error}")


def _check_row(place: str, name: str, row: Any) -> None:
    if not _is_table(row):
        _fail(place, name, f'expected a table such as {{ default = "1.0" }}, not {row!r}')
    place = f"{place} {name}"
    _known(place, row, _ROW)
    for key in "keyword_only", "decisive":
        _boolean(place, row, key)
    if "role" in row:
        _one_of(place, "role", row["role"], ROLES)
    if "default" in row:
        if not isinstance(row["default"], str):
            _fail(place, "default", f'expected a Python literal in quotes, default = "{row["default"]}"')
        _attempt(place, "default", lambda: read_literal(row["default"]))
    if "accepts" in row:
        _strings(place, row, "accepts")
        _attempt(place, "accepts", lambda: read_constraint(row["accepts"]))
    if "search" in row:
        _check_search(place, row["search"])
    _attempt(place, name, lambda: read_estimator("it", {"kinds": [], "parameters": {name: row}}, {name: row}))


def _check_search(place: str, search: Any) -> None:
    example = '{ scale = "log", low = 0.001, high = 1000.0 }'
    if not _is_table(search) or "scale" not in search:
        _fail(place, "search", f"expected a table such as {example}, not {search!r}")
    place = f"{place} search"
    _known(place, search, _SEARCH)
    _one_of(place, "scale", search["scale"], SCALES)
    if search["scale"] == "choice":
        if not isinstance(search.get("values"), list) or not search["values"]:
            _fail(place, "values", "a choice needs a list of values")
    elif not all(type(search.get(key)) in (int, float) for key in ("low", "high")):
        _fail(place, "low" if type(search.get("low")) not in (int, float) else "high", f"expected numbers: {example}")


def _attempt(place: str, key: str, read: Callable[[], object]) -> None:
    try:
        read()
    except KeyError as error:
        _fail(place, key, f"the key {error} is missing; add it")
    except (ValueError, TypeError, AttributeError, SyntaxError) as error:
        _fail(place, key, str(error))


def _fail(place: str, key: str, problem: str) -> NoReturn:
    raise CatalogueError(f"{place} {key}: {problem}")


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping)


def _known(place: str, table: Table, known: Iterable[str]) -> None:
    if unknown := sorted(table.keys() - set(known)):
        near = did_you_mean(unknown[0], known)
        _fail(
            place, unknown[0], f"unknown key.{near}" if near else f"unknown key; there are {', '.join(sorted(known))}"
        )


def _strings(place: str, table: Table, key: str) -> None:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        _fail(place, key, f"expected a list of strings, not {value!r}")


def _boolean(place: str, table: Table, key: str) -> None:
    if not isinstance(table.get(key, False), bool):
        _fail(place, key, f"expected true or false, not {table[key]!r}")


def _one_of(place: str, key: str, value: object, known: Sequence[str]) -> None:
    if value not in known:
        near = did_you_mean(str(value), known)
        _fail(place, key, f"{value!r} is none of {', '.join(known)}.{near}")
