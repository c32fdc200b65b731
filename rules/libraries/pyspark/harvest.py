"""Reads the installed pyspark and writes what its stages are set to, and the names of its modules, beside this file.

    python rules/libraries/pyspark/harvest.py

No Java is needed: nothing is built. Fitted models are left out; what a fit gives is known by its estimator.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "sklearn")]

import pyspark  # noqa: E402
from harvesting.tables import write_tables  # noqa: E402
from pyspark.ml import Estimator, Model, Transformer  # noqa: E402
from pyspark.ml.evaluation import Evaluator  # noqa: E402

_HEADER: Final = """\
# pyspark {release}, module {path}: written by harvest.py, not by hand. Facts that people judge stand in curated/.
# A default is a Python literal; `default_expression` is none.
"""
STAGES: Final = {
    "pyspark.ml": [],
    "pyspark.ml.classification": ["classifier", "predictor"],
    "pyspark.ml.clustering": ["clusterer"],
    "pyspark.ml.evaluation": ["evaluator"],
    "pyspark.ml.feature": ["transformer"],
    "pyspark.ml.recommendation": ["predictor", "regressor"],
    "pyspark.ml.regression": ["predictor", "regressor"],
    "pyspark.ml.tuning": ["meta", "search"],
}
"""Modules with stages of pipelines, and of which kind all of them are."""
KINDS: Final = {"Pipeline": ["composition", "pipeline"], "LDA": ["transformer"]}
NAMES: Final = ("pyspark", "pyspark.sql", "pyspark.sql.functions", "pyspark.sql.types")
"""Further modules, of which only the names are written that a star import binds."""
ABSTRACT: Final = frozenset({"Estimator", "Evaluator", "Predictor", "Transformer", "UnaryTransformer"})


def harvest() -> dict[str, str]:
    """Return the text of every file by its name."""
    files: dict[str, str] = {}
    for path in (*NAMES, *STAGES):
        module = importlib.import_module(path)
        release = pyspark.__version__
        table = {"path": path, "release": release, "exports": sorted(set(exported(module)))}
        if path == "pyspark":
            table["title"] = "pyspark"
        lines = [_HEADER.format(release=release, path=path), *write_tables("module", table)]
        for name, stage in stages(module) if path in STAGES else ():
            lines += ["", *write_tables(name, describe(stage, KINDS.get(name, STAGES[path])))]
        files[f"{path.removeprefix('pyspark.')}.toml"] = "\n".join(lines) + "\n"
    return files


def exported(module: ModuleType) -> Iterator[str]:
    """List the names that a star import binds, in older releases those of all functions."""
    yield from getattr(module, "__all__", ())


def stages(module: ModuleType) -> Iterator[tuple[str, type]]:
    """List the classes of a module that pipelines, searches and people build."""
    for name in sorted(exported(module)):
        found = getattr(module, name)
        if not inspect.isclass(found) or name in ABSTRACT or issubclass(found, Model):
            continue
        if issubclass(found, (Estimator, Evaluator, Transformer)):
            yield name, found


def describe(stage: type, kinds: list[str]) -> dict[str, Any]:
    """Return the table of a class: what its constructor takes, all of it by keyword."""
    signature = inspect.signature(stage.__init__)
    named = [each for each in signature.parameters.values() if each.name != "self"]
    table: dict[str, Any] = {"kinds": kinds}
    if stage.__module__ not in STAGES:
        table["aliases"] = [f"{stage.__module__}.{stage.__name__}"]
    return table | {"parameters": {each.name: row(each) for each in named}}


def row(parameter: inspect.Parameter) -> dict[str, Any]:
    """Return one hyperparameter."""
    default = parameter.default
    if default != default:
        return {"default_expression": "float('nan')", "keyword_only": True}
    return {"default": repr(default), "keyword_only": True}


if __name__ == "__main__":
    for name, text in harvest().items():
        (HERE / name).write_text(text, encoding="utf-8")
