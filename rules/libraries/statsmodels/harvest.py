"""Reads the installed statsmodels and writes what its time-series models take beside this file.

    python rules/libraries/statsmodels/harvest.py

Its other models are left out: they take any keyword with a warning, and have no hyperparameters but their data.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "sklearn"), str(HERE.parents[2])]

import statsmodels  # noqa: E402
import statsmodels.api  # noqa: E402
import statsmodels.tsa.api as public  # noqa: E402
from harvesting.tables import write_tables  # noqa: E402

_HEADER: Final = """\
# statsmodels {release}, module {path}: written by harvest.py, not by hand. Facts that people judge stand in curated/.
# A default is a Python literal; `default_expression` is none.
"""
MODELS: Final = (
    "ARDL ARIMA AutoReg DynamicFactor DynamicFactorMQ ETSModel ExponentialSmoothing Holt MarkovAutoregression "
    "MarkovRegression SARIMAX STL STLForecast SVAR SimpleExpSmoothing UECM UnobservedComponents VAR VARMAX VECM"
).split()
"""The models of `statsmodels.tsa.api`: built of a series, and fitted without one."""


def harvest() -> dict[str, str]:
    """Return the text of every file by its name."""
    release, path = statsmodels.__version__, public.__name__
    module = {"path": path, "release": release, "exports": sorted(public.__all__)}
    lines = [_HEADER.format(release=release, path=path), *write_tables("module", module)]
    homes = dict(_homes())
    for name in MODELS:
        lines += ["", *write_tables(name, _table(getattr(public, name), homes[name]))]
    elsewhere = {alias: f"{path}.{name}" for name in MODELS for alias in homes[name]}
    root = {"path": "statsmodels", "release": release, "title": "statsmodels", "exports": [], "elsewhere": elsewhere}
    whole = [_HEADER.format(release=release, path="statsmodels"), *write_tables("module", root)]
    return {"statsmodels.toml": "\n".join(whole) + "\n", "tsa.api.toml": "\n".join(lines) + "\n"}


def _homes() -> Iterator[tuple[str, list[str]]]:
    """List, for each model, the other paths that it can be imported by."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = [each.name for each in pkgutil.walk_packages(statsmodels.tsa.__path__, "statsmodels.tsa.")]
        modules = {name: importlib.import_module(name) for name in names if ".tests" not in name and "._" not in name}
    # `import statsmodels.api as sm` has them below `sm.tsa`, which is the same module as `statsmodels.tsa.api`.
    modules["statsmodels.api.tsa"] = statsmodels.api.tsa
    modules["statsmodels.api.tsa.statespace"] = statsmodels.api.tsa.statespace
    for name in MODELS:
        model = getattr(public, name)
        yield (
            name,
            sorted(
                f"{path}.{name}"
                for path, found in modules.items()
                if found.__dict__.get(name) is model and path != public.__name__
            ),
        )


def _table(found: type, aliases: list[str]) -> dict[str, Any]:
    parameters = list(_signature(found).parameters.values())
    table: dict[str, Any] = {"kinds": ["forecaster"], "aliases": aliases}
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        table["accepts_kwargs"] = True
    named = [p for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    table["parameters"] = {p.name: _row(p) for p in named}
    return table


def _signature(found: type) -> inspect.Signature:
    """Return the signature of a constructor; what is compiled has it in the first line of its documentation."""
    try:
        return inspect.signature(found)
    except ValueError:
        text = re.search(r"\((.*?)\)", inspect.getdoc(found) or "", re.DOTALL)
        assert text is not None, found
        namespace: dict[str, Any] = {}
        exec(f"def signature({text[1]}): ...", namespace)
        return inspect.signature(namespace["signature"])


def _row(parameter: inspect.Parameter) -> dict[str, Any]:
    row: dict[str, Any] = {}
    if parameter.default is not parameter.empty:
        row["default"] = repr(parameter.default)
    return row | ({"keyword_only": True} if parameter.kind is parameter.KEYWORD_ONLY else {})


if __name__ == "__main__":
    for name, text in harvest().items():
        (HERE / name).write_text(text, encoding="utf-8")
