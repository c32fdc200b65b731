"""The view of each release is what that release says of itself, for every estimator and hyperparameter.

It needs an environment of each (`sk-1.2/bin/python`), as `rules/libraries/sklearn/update.py` makes them:

    HPLINT_RELEASES=~/.cache/hplint-releases pytest tests/conformance/test_releases.py
"""

from __future__ import annotations

import json
import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hplint.catalogue.estimators import NO_DEFAULT, Catalogue, Expression

FOLDER = os.environ.get("HPLINT_RELEASES")
PYTHONS = {
    path.parent.parent.name.removeprefix("sk-"): path
    for path in sorted(Path(FOLDER).expanduser().glob("sk-*/bin/python") if FOLDER else ())
}
RELEASES = [release for release in Catalogue.load().releases("sklearn") if release in PYTHONS and release[0] != "0"]

if not RELEASES:
    pytest.skip("HPLINT_RELEASES names no folder of environments", allow_module_level=True)

POOL: tuple[Any, ...] = (
    *(0, 1, 2, 3, 5, 10, 100, -1, -2, 2**31, 2**32 - 1, 2**32),
    *(0.0, 1e-12, 0.1, 0.5, 0.999, 1.0, 1.5, 2.0, 10.0, -1e-9, -1.0),
    *(True, False, None, b"rbf", 1j, [], [1], ["a"], (), (1,), (0, 1), ("a", "b"), {}, {0: 1}, {1, 2}),
    *(
        "",
        "auto",
        "scale",
        "l1",
        "l2",
        "none",
        "balanced",
        "warn",
        "deprecated",
        "rbf",
        "linear",
        "sqrt",
        "log2",
        "mean",
    ),
    *(
        "log",
        "log_loss",
        "mse",
        "squared_error",
        "deviance",
        "exponential",
        "gini",
        "lbfgs",
        "liblinear",
        "sag",
        "kd_tree",
    ),
    *("uniform", "distance", "minkowski", "euclidean", "k-means++", "random", "pca", "warn", "median", "most_frequent"),
    *("raise", "error", "ignore", "first", "if_binary", "infrequent_if_exist", "huber", "quantile", "absolute_error"),
)

EXPERIMENTAL = ("HalvingGridSearchCV", "HalvingRandomSearchCV", "IterativeImputer")
"""Listed only once their enabling import has run."""


@cache
def facts(release: str) -> dict[str, dict[str, Any]]:
    program = Path(__file__).with_name("release_facts.py")
    pool = json.dumps([repr(value) for value in POOL])
    done = subprocess.run(
        [PYTHONS[release], "-W", "ignore", program], input=pool, capture_output=True, text=True, check=True
    )
    found: dict[str, dict[str, Any]] = json.loads(done.stdout[done.stdout.index("{") :])
    return found


@cache
def catalogue(release: str) -> Catalogue:
    return Catalogue.load(target={"sklearn": release})


@pytest.mark.parametrize("release", RELEASES)
def test_signatures(release: str) -> None:
    wrong: list[str] = []
    for name, fact in facts(release).items():
        spec = catalogue(release).estimator(f"{fact['module']}.{name}")
        if spec is None:
            wrong.append(f"{fact['module']}.{name} is missing")
            continue
        names = {row[0] for row in fact["signature"]}
        if names != set(spec.parameters):
            wrong.append(f"{name}: {names ^ set(spec.parameters)}")
            continue
        positional = tuple(row[0] for row in fact["signature"] if not row[1])
        if spec.positional != positional:  # the order of the others makes no difference
            wrong.append(f"{name}{positional}, not {spec.positional}")
        for parameter, keyword_only, default in fact["signature"]:
            known = spec.parameters[parameter]
            if known.keyword_only != keyword_only:
                wrong.append(f"{name}({parameter}) keyword only")
            if (known.default is NO_DEFAULT) != (default == "required"):
                wrong.append(f"{name}({parameter}) required")
            literal = known.default is not NO_DEFAULT and not isinstance(known.default, Expression)
            if default not in (None, "required") and literal and repr(known.default) != default:
                wrong.append(f"{name}({parameter}={default}), not {known.default!r}")
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.parametrize("release", RELEASES)
def test_classes_come_and_go(release: str) -> None:
    """The catalogue says of exactly those classes that they are there which are."""
    wrong: list[str] = []
    for name, module in {(name, fact["module"]) for each in RELEASES for name, fact in facts(each).items()}:
        spec = catalogue(release).estimator(f"{module}.{name}")
        assert spec is not None and spec.target is not None
        there = not spec.target.reached(spec.removed) and (spec.since is None or spec.target.reached(spec.since))
        if there is not (name in facts(release)) and name not in EXPERIMENTAL:
            wrong.append(f"{name}: since {spec.since}, removed {spec.removed}")
    assert not wrong


@pytest.mark.parametrize("release", [release for release in RELEASES if release not in ("1.0", "1.1")])
def test_validation(release: str) -> None:
    wrong: list[str] = []
    judged = 0
    for name, fact in facts(release).items():
        spec = catalogue(release).estimator(f"{fact['module']}.{name}")
        for parameter, taken in fact["accepts"].items():
            known = spec.parameters.get(parameter) if spec else None
            if known is None:
                continue
            if known.constraint is None:
                wrong.append(f"{name}({parameter}) isn't validated")
                continue
            judged += len(POOL)
            for value, accepted in zip(POOL, taken, strict=True):
                if known.constraint.accepts(value) is not accepted:
                    wrong.append(f"{name}({parameter}={value!r}) {accepted}")
    assert not wrong, "\n".join(wrong[:40])
    assert judged > 50_000
