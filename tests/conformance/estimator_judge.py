"""Compares HP5xx with what `get_params`, `clone` and `fit` say about every estimator class of installed packages.

python -m tests.conformance.estimator_judge PACKAGE...     where the two disagree, then how many classes agree

`sklearn.utils.tests` is a package, too.

A class is judged by building it: with what it requires (None, a list, a text, a number, or an estimator), then with
other values for each parameter in turn, and by fitting it on a few small tables. What can't be built isn't judged.
A finding on a value that `__init__` rejects counts as agreed: HP501 is told on validation, too.
"""

from __future__ import annotations

import contextlib
import copy
import importlib
import inspect
import io
import os
import pkgutil
import re
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, clone
from sklearn.linear_model import LogisticRegression

from hplint.api import Selection, default_config
from hplint.findings import Finding
from hplint.lint import lint_source
from hplint.project import Files

CODES = ("HP501", "HP502", "HP503", "HP505", "HP506", "HP507")
CONFIG = default_config(".", Selection(select=CODES))
VALUES: tuple[Any, ...] = (None, 3, 2.5, "text", [1, 2], (), {"a": 1})
NAME = re.compile(r"`(\w+)`")
FILLS: tuple[Any, ...] = (None, [1, 2], "a", 3, LogisticRegression())
"""What required parameters are given."""


@dataclass
class Judged:
    """What was found out about a package."""

    classes: int = 0
    agree: int = 0
    unjudged: int = 0
    disputes: list[str] = field(default_factory=list)
    """Where hplint and execution disagree."""

    @property
    def share(self) -> float:
        """The share of the judged classes on which they agree."""
        return self.agree / max(1, self.classes - self.unjudged)

    def __str__(self) -> str:
        return f"{self.classes} classes, {self.unjudged} unjudged, {self.agree} agree ({self.share:.1%})"


@dataclass
class Contract:
    """What executing one class says."""

    lost: set[str] = field(default_factory=set)
    """Parameters that no attribute has the name of."""
    changed: set[str] = field(default_factory=set)
    """Parameters whose attribute is another object than was given."""
    rejected: set[str] = field(default_factory=set)
    """Parameters of which `__init__` rejects a value."""
    early: set[str] = field(default_factory=set)
    """Learned attributes before `fit`."""
    starred: bool = False
    overwritten: set[str] = field(default_factory=set)
    """Parameters that `fit` changes."""
    returned: bool | None = None
    """Whether `fit` gave the object; None where none of the fits succeeded."""
    returned_partly: bool | None = None
    """The same of `partial_fit`."""


def judge(package: str, every: int = 1) -> Judged:
    """Judge the classes of a package, of every so many of its files."""
    warnings.simplefilter("ignore")
    root = os.path.dirname(os.path.dirname(importlib.import_module(package).__file__ or ""))
    found, files = Judged(), Files()
    by_file: dict[str, list[type]] = {}
    for of in classes(package):
        with contextlib.suppress(TypeError, OSError):
            by_file.setdefault(inspect.getsourcefile(of) or "", []).append(of)
    for file in sorted(by_file)[::every]:
        with open(file, "rb") as stream:
            data = stream.read()
        result = lint_source(data, file, replace(CONFIG, root=root), files)
        assert not result.faults, result.faults
        for of in by_file[file]:
            try:
                lines, start = inspect.getsourcelines(of)
            except (OSError, TypeError):
                continue
            found.classes += 1
            told = [each for each in result.findings if start <= each.span.row < start + len(lines)]
            contract = executed(
                of, {name for each in told if each.code == "HP507" for name in NAME.findall(each.message)}
            )
            if contract is None:
                found.unjudged += 1
                continue
            disputes = list(compared(contract, told, data.decode(errors="replace").split("\n")))
            found.agree += not disputes
            where = f"{os.path.relpath(file, root)}:{start} {of.__name__}"
            found.disputes.extend(f"{where}: {each}" for each in disputes)
    return found


def classes(package: str) -> Iterator[type]:
    """Yield the estimator classes that a package's own modules define; its tests apart, unless it is one of tests."""
    module = importlib.import_module(package)
    tests = "test" in package
    seen: set[type] = set()
    for info in pkgutil.walk_packages(module.__path__, f"{package}.", onerror=lambda name: None):
        if ("test" in info.name and not tests) or "conftest" in info.name or "externals" in info.name:
            continue
        try:
            held = vars(importlib.import_module(info.name))
        except BaseException:  # it needs what isn't installed
            continue
        for of in list(held.values()):
            if isinstance(of, type) and of not in seen and f"{of.__module__}.".startswith(f"{package}."):
                seen.add(of)
                if issubclass(of, BaseEstimator) or (hasattr(of, "get_params") and hasattr(of, "fit")):
                    yield of


def executed(of: type, filled: set[str]) -> Contract | None:
    """Build and fit a class, and return what it says; None where it can't be built.

    What is `filled` is given an empty list, too: by its default of None it may not be used at all.
    """
    found = Contract()
    try:
        of._get_param_names()  # type: ignore[attr-defined]
    except RuntimeError:
        found.starred = True
    except Exception:  # another base's
        pass
    if inspect.isabstract(of):
        return None
    given = [each for each in inspect.signature(of).parameters.values() if each.kind not in (2, 4)]
    base, required = built(of, [each.name for each in given if each.default is each.empty])
    if base is None:
        return None
    for each in given:
        if not hasattr(base, each.name):
            found.lost.add(each.name)
        for value in (each.default, *VALUES):
            if value is inspect.Parameter.empty:
                continue
            value = list(value) if isinstance(value, list) else value
            try:
                made = of(**{**required, each.name: value})
            except BaseException:
                found.rejected.add(each.name)
                continue
            if getattr(made, each.name, value) is not value:
                found.changed.add(each.name)
    found.early = {each for each in vars(base) if each.endswith("_") and not each.startswith("_")}
    learners = dict.fromkeys(required, LogisticRegression())
    for settings in (required, *([learners] if required else [])):
        empty = ({each.name: []} for each in given if each.name in filled and each.default is None)
        for more in ({}, *empty):
            with contextlib.suppress(BaseException):
                fit(of(**{**settings, **more}), found)
    return found


def built(of: type, names: list[str], fills: tuple[Any, ...] = FILLS) -> tuple[Any, dict[str, Any]]:
    """Build a class with the first value for what it requires that it takes."""
    for fill in fills:
        required = dict.fromkeys(names, fill)
        with contextlib.suppress(BaseException):
            return of(**required), required
    return None, {}


@cache
def tables() -> tuple[tuple[Any, Any], ...]:
    """Return small data of several kinds."""
    generator = np.random.default_rng(0)
    numbers = pd.DataFrame(generator.random((40, 4)), columns=list("abcd"))
    words = pd.DataFrame({"a": list("xyzw") * 10, "b": list("uv") * 20})
    dates = pd.DataFrame({"d": pd.date_range("2020", periods=40).astype(str)})
    labels, targets = pd.Series([0, 1] * 20), pd.Series(generator.random(40))
    arrays = ((numbers.to_numpy(), labels.to_numpy()), (numbers.to_numpy(), targets.to_numpy()))
    return ((numbers, labels), (numbers, targets), (words, labels), (dates, labels), *arrays)


def fit(made: Any, found: Contract) -> None:
    """Fit a copy on each kind of data, and note what that changes and returns."""
    for features, target in tables():
        with contextlib.suppress(BaseException), contextlib.redirect_stdout(io.StringIO()):
            learner = clone(made)
            before = learner.get_params(deep=False)
            copies = {name: copy.deepcopy(value) for name, value in before.items() if isinstance(value, (list, dict))}
            returned = learner.fit(features.copy(), target.copy())
            after = learner.get_params(deep=False)
            found.returned = returned is learner and found.returned is not False
            if hasattr(learner, "partial_fit"):
                again = clone(made)
                with contextlib.suppress(BaseException):
                    found.returned_partly = again.partial_fit(features.copy(), target.copy()) is again
            for name, value in before.items():
                plain = isinstance(value, (int, float, str)) and bool(value == after.get(name))
                if (value is not after.get(name) and not plain) or (name in copies and copies[name] != value):
                    found.overwritten.add(name)


def compared(contract: Contract, told: list[Finding], lines: list[str]) -> Iterator[str]:
    """Yield where findings on a class and its execution disagree."""
    codes = {each.code for each in told}
    for each in told:
        text = f"{each.message} {lines[each.span.row - 1]}"
        agreed = {
            "HP501": any(name in text for name in contract.changed | contract.rejected | contract.lost),
            "HP502": any(f"`{name}`" in each.message for name in contract.lost | contract.changed),
            "HP503": bool(contract.early),
            "HP505": (contract.returned_partly if ".partial_fit`" in each.message else contract.returned) is not True,
            "HP506": contract.starred,
            "HP507": contract.returned is None or any(f"`{name}`" in each.message for name in contract.overwritten),
        }[each.code]
        if not agreed:
            yield f"{each.code} in row {each.span.row} isn't so: {each.message}"
    if contract.lost and "HP502" not in codes:
        yield f"HP502 is missing: {sorted(contract.lost)}"
    if contract.changed and not codes & {"HP501", "HP502"}:
        yield f"HP501 is missing: {sorted(contract.changed)}"
    if contract.early and "HP503" not in codes:
        yield f"HP503 is missing: {sorted(contract.early)}"
    if contract.starred and "HP506" not in codes:
        yield "HP506 is missing"
    if contract.returned is False and "HP505" not in codes:
        yield "HP505 is missing"
    said = " ".join(each.message for each in told if each.code == "HP507")
    unsaid = sorted(name for name in contract.overwritten if f"`{name}`" not in said)
    if unsaid:
        yield f"HP507 is missing: {unsaid}"


def main(packages: list[str]) -> None:
    """Print what disagrees in each package, and the figures."""
    for package in packages:
        found = judge(package)
        print("\n".join(found.disputes))
        print(f"{package}: {found}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or sys.exit(__doc__))
