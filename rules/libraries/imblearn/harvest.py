"""Reads the installed imbalanced-learn and writes what it says of itself into `<public module>.toml` beside this file.

    python rules/libraries/imblearn/harvest.py [--directory DIRECTORY]

It states its contracts as scikit-learn does, so they are read as scikit-learn's are.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "sklearn")]

import imblearn  # noqa: E402
from harvesting import kinds as sklearn_kinds  # noqa: E402
from harvesting.classes import class_table  # noqa: E402
from harvesting.members import parameters  # noqa: E402
from imblearn.base import SamplerMixin  # noqa: E402
from trials.writing import run, write_module  # noqa: E402

MODULES = ("combine", "ensemble", "over_sampling", "pipeline", "under_sampling", "model_selection")
NOT_IMPORTABLE = ("imblearn.keras", "imblearn.tensorflow")


def harvest() -> dict[str, str]:
    """Return the text of every file by name."""
    files = {
        "imblearn.toml": write_module("imbalanced-learn", imblearn.__version__, "imblearn", _exports(imblearn), {})
    }
    for name in MODULES:
        module = importlib.import_module(f"imblearn.{name}")
        tables = dict(_describe(module))
        files[f"{name}.toml"] = write_module(
            "imbalanced-learn", imblearn.__version__, module.__name__, _exports(module), tables
        )
    return files


def _exports(module: Any) -> list[str]:
    return sorted(getattr(module, "__all__", ()))


def _describe(module: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in _exports(module):
        found = getattr(module, name)
        private = f"{found.__module__}.{name}"
        aliases = (private,) if private != f"{module.__name__}.{name}" else ()
        if not inspect.isclass(found):
            yield f"functions.{name}", {"parameters": parameters(found)}
        elif sklearn_kinds.kinds(found):
            table = class_table(found, aliases, None)
            # What it samples by, nobody transforms by.
            extra = {"resampler"} if issubclass(found, SamplerMixin) or hasattr(found, "fit_resample") else set()
            yield name, table | {"kinds": sorted({*table["kinds"], *extra} - {"estimator"})}


if __name__ == "__main__":
    run(HERE, __doc__.splitlines()[0], harvest)
