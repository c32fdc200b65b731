"""Fits every estimator of scikit-learn's peers, and writes which names exist then into `<library>/states/`.

    python rules/libraries/harvest_states.py [LIBRARY ...]      imblearn xgboost lightgbm catboost

What classes of older releases had is read from wheels in `~/.cache/hplint-wheels/<library>`, if there are some
(`pip download --no-deps imbalanced-learn==0.8.1`).

`names` are those that some fit stores, that the class defines, or that its source assigns; `earlier` ones only older
releases had; `missing` tells for which value of one hyperparameter a name doesn't exist, whatever the data, and which
value brings it about; `read_in_use` are the hyperparameters that a fitted estimator looks at when it is used.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import sys
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import tomllib

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "sklearn"), str(HERE.parents[1])]

from harvesting.fitting import names_of  # noqa: E402
from harvesting.prediction import reads  # noqa: E402

CACHE = Path.home() / ".cache" / "hplint-wheels"
LIBRARIES = ("imblearn", "xgboost", "lightgbm", "catboost")
QUIET = {
    "xgboost": {"verbosity": 0},
    "lightgbm": {"verbose": -1},
    "catboost": {"verbose": 0, "allow_writing_files": False},
}
ROUNDS = ("n_estimators", "iterations")
_ASSIGNED = re.compile(r"\bself\.([A-Za-z]\w*_)\b\s*(?::[^=\n]*)?=")
_QUOTED = re.compile(r"'([^']*)'")
X = np.random.default_rng(0).normal(size=(60, 3))
FRAME = pd.DataFrame(X, columns=["a", "b", "c"])
LABELS = np.array([0] * 40 + [1] * 20)
"""Two classes of unequal size, which samplers ask for."""
DATA = ((FRAME, LABELS), (X, LABELS), (X, np.arange(60) % 3), (X, X[:, 0] * 10), (FRAME, X[:, 0] + 5))


def classes(library: str) -> Iterator[tuple[str, str, type, dict[str, Any]]]:
    """List the estimators of a library: module, name, class, and its harvested table."""
    for file in sorted((HERE / library).glob("*.toml")):
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        module = importlib.import_module(tables["module"]["path"])
        for name, table in tables.items():
            found = getattr(module, name, None)
            if isinstance(found, type) and hasattr(found, "get_params") and "kinds" in table:
                yield file.stem, name, found, table


def options(table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """List the texts and booleans that a hyperparameter may be."""
    for parameter, row in table.get("parameters", {}).items():
        for accepted in row.get("accepts", ()):
            if accepted.startswith(("str:", "name:")):
                yield from ((parameter, value) for value in _QUOTED.findall(accepted)[:6])
            elif accepted == "boolean":
                yield from ((parameter, value) for value in (True, False))


def fits(library: str, cls: type, table: dict[str, Any], setting: dict[str, Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Fit with a setting on data of classes and of numbers, with the default one on every kind that takes it."""
    takes = table.get("parameters", {})
    short = {name: 3 for name in ROUNDS[:1] if name in takes} or {name: 3 for name in ROUNDS if name in takes}
    given = {**QUIET.get(library, {}), **short, **setting}
    if "steps" in takes:
        from sklearn.linear_model import LogisticRegression

        given["steps"] = [("last", LogisticRegression())]
    for features, target in (DATA[1], DATA[3]) if setting else DATA:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                instance = cls(**given)
                getattr(instance, "fit_resample" if hasattr(instance, "fit_resample") else "fit")(features, target)
            except Exception:  # what doesn't take this kind of data, or this value
                continue
        yield instance, features, target


def describe(library: str, cls: type, table: dict[str, Any]) -> dict[str, Any]:
    """Describe one class."""
    default = [names_of(instance) for instance, _, _ in fits(library, cls, table, {})]
    if not default:
        return {}
    assigned = {name for each in cls.__mro__ for name in _ASSIGNED.findall(source(each))}
    public = {name for name in dir(cls) if not name.startswith("_")} - table.get("parameters", {}).keys()
    always, by_option = set.union(set(), *default), dict[tuple[str, Any], set[str]]()
    for parameter, value in options(table):
        outcomes = [names_of(instance) for instance, _, _ in fits(library, cls, table, {parameter: value})]
        if outcomes:
            by_option[parameter, value] = set.union(set(), *outcomes)
    names = public | always | assigned | set().union(*by_option.values())
    found: dict[str, Any] = {"names": " ".join(sorted(n for n in names if not n.endswith("_request")))}
    found["read_in_use"] = " ".join(sorted(used(library, cls, table)))
    found["missing"] = dict(missing(always, by_option))
    return found


def missing(always: set[str], by_option: dict[tuple[str, Any], set[str]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Tell which names exist only with some values of one hyperparameter."""
    for name in sorted(set().union(*by_option.values()) - always) if by_option else ():
        bringing = {parameter for (parameter, _), names in by_option.items() if name in names}
        if len(bringing) == 1:
            parameter = bringing.pop()
            values = {value: name in names for (each, value), names in by_option.items() if each == parameter}
            lacking = [value for value, there in values.items() if not there]
            yield (
                name,
                {
                    "when": [{parameter: [{"given": False}, *lacking]}],
                    "with": {parameter: next(value for value, there in values.items() if there)},
                },
            )


def used(library: str, cls: type, table: dict[str, Any]) -> set[str]:
    """List the hyperparameters that a fitted estimator reads."""
    parameters = frozenset(table.get("parameters", {}))
    found: set[str] = set()
    for instance, features, target in fits(library, cls, table, {}):
        try:
            found |= reads(instance, parameters, features, target)
        except TypeError:  # its class can't be exchanged: anything may be read
            return set(parameters)
    return found


def source(cls: type) -> str:
    """Return the text of a class; empty for one that isn't written in Python."""
    try:
        return inspect.getsource(cls)
    except (OSError, TypeError):
        return ""


def earlier(library: str) -> dict[str, set[str]]:
    """Read from wheels which methods and learned attributes classes had in older releases, by their names."""
    found: dict[str, set[str]] = {}
    for wheel in sorted((CACHE / library).glob("*.whl")):
        own: dict[str, set[str]] = {}
        bases: dict[str, list[str]] = {}
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if name.endswith(".py") and "/tests/" not in name:
                    for node in ast.walk(ast.parse(archive.read(name))):
                        if isinstance(node, ast.ClassDef):
                            text = ast.unparse(node)
                            methods = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
                            assigned = [each.targets for each in node.body if isinstance(each, ast.Assign)]
                            methods |= {ast.unparse(target) for targets in assigned for target in targets}
                            own[node.name] = methods | set(_ASSIGNED.findall(text))
                            bases[node.name] = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
        for name in own:
            found.setdefault(name, set()).update(*(own.get(each, set()) for each in lineage(name, bases)))
    return {name: {each for each in names if not each.startswith("_")} for name, names in found.items()}


def lineage(name: str, bases: dict[str, list[str]]) -> set[str]:
    """List a class and all that it derives from."""
    found, pending = set[str](), [name]
    while pending:
        each = pending.pop()
        if each not in found:
            found.add(each)
            pending.extend(bases.get(each, ()))
    return found


def toml(value: Any) -> str:
    """Write a value."""
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return f"{{ {', '.join(f'{key} = {toml(each)}' for key, each in value.items())} }}"
        case _:
            return json.dumps(value)


def main() -> None:
    """Write the files of the libraries that are named, or of all."""
    for library in sys.argv[1:] or LIBRARIES:
        files: dict[str, list[str]] = {}
        before = earlier(library)
        release = importlib.import_module(library).__version__
        for module, name, cls, table in classes(library):
            found = describe(library, cls, table)
            print(library, name, len(found.get("names", "").split()), sorted(found.get("missing", {})), file=sys.stderr)
            if found:
                lines = files.setdefault(
                    module, [f"# {library} {release}: written by ../harvest_states.py, by fitting."]
                )
                gone = before.get(name, set()) - set(found["names"].split()) - table.get("parameters", {}).keys()
                found |= {"earlier": " ".join(sorted(gone))} if gone else {}
                keys = [key for key in ("names", "earlier", "read_in_use") if key in found]
                lines += ["", f"[{name}]", *(f"{key} = {toml(found[key])}" for key in keys)]
                rows = [f"{member} = {toml(row)}" for member, row in found["missing"].items()]
                lines += ["", f"[{name}.missing]", *rows] if rows else []
        folder = HERE / library / "states"
        folder.mkdir(exist_ok=True)
        for module, lines in files.items():
            (folder / f"{module}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
