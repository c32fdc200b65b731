"""Turn a row of a flow file and its arguments into a call that can be run on any table, and the flow that it claims."""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from hplint.catalogue.flows import Flow, Flows
from tests.conformance.flow_proofs import Tables

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FLOWS = Flows.load(Path(__file__).parents[2] / "rules/libraries")
ARGUMENTS: Mapping[str, Any] = tomllib.loads(
    Path(__file__).with_name("flow_arguments.toml").read_text(encoding="utf-8")
)
OWNERS: Mapping[str, str] = ARGUMENTS["owners"]
VIEWS: Mapping[str, Callable[[Any], Any]] = {
    "GroupBy": lambda x: x.groupby("g"),
    "SeriesGroupBy": lambda x: x.groupby("g")["a"],
    "Rolling": lambda x: x.rolling(3, min_periods=1),
    "Expanding": lambda x: x.expanding(),
    "ExponentialMovingWindow": lambda x: x.ewm(com=1),
    "Resampler": lambda x: x.resample("4D"),
    "StringMethods": lambda x: x.str,
    "DatetimeProperties": lambda x: x.dt,
    "CategoricalAccessor": lambda x: x.cat,
    "Generator": lambda x: np.random.default_rng(0),
    "RandomState": lambda x: np.random.RandomState(0),
}
"""How an owner comes from its table; others are the table itself."""


@dataclass(frozen=True)
class Call:
    """One call to run."""

    owner: str
    name: str
    arguments: str
    table: str
    flow: Flow
    """With the exceptions for these arguments applied."""
    usual: bool
    """The arguments are guessed from the names of the parameters."""

    def __str__(self) -> str:
        return f"{self.owner}.{self.name}({self.arguments})"

    def __call__(self, table: Any, seed: int = 0) -> Any:
        """Run it after seeding NumPy; a call that works in place gives the table that it changed."""
        x = table.copy() if hasattr(table, "copy") else table
        names = {
            "np": np,
            "pd": pd,
            "x": x,
            "model": LogisticRegression(),
            "y": np.arange(12) % 2,
            "base": Tables(self.table).base,
            "path": str(Path(tempfile.gettempdir()) / f"hplint-{os.getpid()}"),
        }
        owner = importlib.import_module(self.owner) if is_module(self.owner) else view(self.owner, x)
        source = f"owner.{self.name}" + ("" if self.flow.attribute else f"({self.arguments})")
        np.random.seed(seed)
        result = eval(source, names | {"owner": owner})
        return x if self.flow.inplace == "always" else result


def view(owner: str, table: Any) -> Any:
    """Make an owner from its table."""
    return VIEWS[owner](table) if owner in VIEWS else table


def is_module(owner: str) -> bool:
    """Tell a module from a type."""
    return FLOWS.paths[owner].parent.parent.name == owner.split(".")[0]


def calls() -> Iterator[Call]:
    """List the calls that are run: those that have arguments here, and those whose required ones have usual values."""
    for owner, table in OWNERS.items():
        chosen: dict[str, list[str]] = {}
        for text, names in ARGUMENTS.get(owner, {}).items():
            for name in names.split():
                if text.startswith("+"):
                    chosen.setdefault(name, []).append("")
                chosen.setdefault(name, []).append(text.lstrip("+"))
        for name, flow in FLOWS.table(owner).items():
            if flow.removed or not flow.name.startswith(f"{owner}."):
                continue
            for text in dict.fromkeys(chosen.get(name, [""])):
                on, _, given = text.rpartition("<- ")
                arguments = given or _usual(owner, flow)
                if arguments is not None and not text.startswith("-"):
                    yield Call(owner, name, arguments, on.strip() or table, resolved(flow, arguments), not text)


def _usual(owner: str, flow: Flow) -> str | None:
    """Give the required parameters their usual values; None if one has none."""
    if flow.attribute:
        return ""
    try:
        parameters = list(inspect.signature(_function(owner, flow)).parameters.values())
    except AttributeError:
        return None  # only the other kind of GroupBy has it
    except (ValueError, TypeError):
        return "" if not is_module(owner) else None
    if parameters and parameters[0].name in ("self", "cls"):
        parameters = parameters[1:]
    texts = []
    for i, parameter in enumerate(parameters):
        starred = parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        if starred or parameter.default is not parameter.empty:
            continue
        text = "x" if i == 0 and is_module(owner) else ARGUMENTS["parameters"].get(parameter.name)
        if text is None:
            return None
        texts.append(text if parameter.kind is not parameter.KEYWORD_ONLY else f"{parameter.name}={text}")
    if is_module(owner) and not texts:
        return None  # it takes no data; some of these have effects (`pandas.test()`)
    return ", ".join(texts)


def _function(owner: str, flow: Flow) -> Any:
    name = flow.name.removeprefix(f"{owner}.")
    if is_module(owner):
        return getattr(importlib.import_module(owner), name)
    return getattr(view(owner, Tables(OWNERS[owner]).base), name)


def resolved(flow: Flow, arguments: str) -> Flow:
    """Apply a flow's exceptions to the text of arguments."""
    call = ast.parse(f"f({arguments})", mode="eval").body
    assert isinstance(call, ast.Call)
    bound: dict[str | None, ast.expr] = {}
    for name, node in zip(flow.bind(len(call.args)), call.args, strict=True):
        bound.setdefault(name, node)
    bound |= {keyword.arg: keyword.value for keyword in call.keywords}
    known: dict[str, object] = {}
    for name, node in bound.items():
        try:
            known[str(name)] = ast.literal_eval(node)
        except ValueError:
            continue
    return flow.resolve(known, frozenset(str(name) for name in bound) - known.keys())
