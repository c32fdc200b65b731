"""Reads the installed PyTorch and writes what its layers, losses, optimizers and loaders take beside this file.

    python rules/libraries/torch/harvest.py

PyTorch checks the names of arguments by Python's own call, so its signatures are the whole contract.
"""

from __future__ import annotations

import inspect
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "sklearn"), str(HERE.parents[2])]

import torch  # noqa: E402
import torch.utils.data  # noqa: E402
from harvesting.tables import write_tables  # noqa: E402

_HEADER: Final = """\
# PyTorch {release}, module {path}: written by harvest.py, not by hand. Facts that people judge stand in curated/.
# A default is a Python literal; `default_expression` is none.
"""
MODULES: Final = (
    (torch.nn, torch.nn.Module, "layer"),
    (torch.optim, torch.optim.Optimizer, "optimizer"),
    (torch.optim.lr_scheduler, torch.optim.lr_scheduler.LRScheduler, "scheduler"),
    (torch.utils.data, torch.utils.data.DataLoader, "loader"),
)
_CONTAINERS: Final = frozenset({"Container", "Module", "ModuleDict", "ModuleList", "ParameterDict", "ParameterList"})


def harvest() -> dict[str, str]:
    """Return the text of every file by its name."""
    release = torch.__version__.partition("+")[0]
    files = {
        "torch.toml": [
            _HEADER.format(release=release, path="torch"),
            *write_tables("module", {"title": "PyTorch", **_module("torch", [])}),
        ]
    }
    for module, base, kind in MODULES:
        classes = dict(_classes(module, base))
        lines = [_HEADER.format(release=release, path=module.__name__)]
        lines += write_tables("module", _module(module.__name__, sorted(classes)))
        for name, found in sorted(classes.items()):
            lines += ["", *write_tables(name, _table(found, f"{module.__name__}.{name}", kind))]
        files[f"{module.__name__.removeprefix('torch.')}.toml"] = lines
    return {name: "\n".join(lines) + "\n" for name, lines in files.items()}


def _module(path: str, exports: list[str]) -> dict[str, Any]:
    return {"path": path, "release": torch.__version__.partition("+")[0], "exports": exports}


def _classes(module: ModuleType, base: type) -> Iterator[tuple[str, type]]:
    for name, found in vars(module).items():
        if inspect.isclass(found) and issubclass(found, base) and not name.startswith("_") and name not in _CONTAINERS:
            if found is not torch.nn.Sequential and found is not torch.optim.Optimizer:
                yield name, found


def _table(found: type, path: str, kind: str) -> dict[str, Any]:
    kind = "loss" if found.__module__ == "torch.nn.modules.loss" else kind
    home = f"{found.__module__}.{found.__qualname__}"
    table: dict[str, Any] = {"kinds": [kind]} | ({"aliases": [home]} if home != path else {})
    # Recurrent layers take `*args, **kwargs`, and say by overloads what these hold.
    overloads = typing.get_overloads(found.__init__)
    parameters = list(inspect.signature(overloads[0] if overloads else found.__init__).parameters.values())[1:]
    if overloads:
        own = inspect.signature(torch.nn.RNNBase.__init__).parameters
        named = {"self", "mode", *(parameter.name for parameter in parameters)}
        parameters += [parameter for name, parameter in own.items() if name not in named]
    for each, key in ((inspect.Parameter.VAR_POSITIONAL, "args"), (inspect.Parameter.VAR_KEYWORD, "kwargs")):
        if any(parameter.kind is each for parameter in parameters):
            table[f"accepts_{key}"] = True
    table["parameters"] = {p.name: _row(p) for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)}
    return table


def _row(parameter: inspect.Parameter) -> dict[str, Any]:
    row: dict[str, Any] = {}
    if isinstance(parameter.default, (bool, int, float, str, type(None), tuple)):
        row["default"] = repr(parameter.default)
    elif parameter.default is not parameter.empty:
        row["default_expression"] = getattr(parameter.default, "__name__", repr(parameter.default))
    return row | ({"keyword_only": True} if parameter.kind is parameter.KEYWORD_ONLY else {})


if __name__ == "__main__":
    for name, text in harvest().items():
        (HERE / name).write_text(text, encoding="utf-8")
