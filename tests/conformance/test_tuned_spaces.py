"""What HP201 and HP202 say of the spaces of scikit-optimize and Optuna is what their own draws come to.

    HPLINT_SEARCH_PROGRAMS=1000 pytest tests/conformance/test_tuned_spaces.py

Each key of a space stands in a row of its own. A dimension is wrong when scikit-learn rejects something that it draws.
"""

from __future__ import annotations

import os
import random
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

pytest.importorskip("sklearn", minversion="1.9")

import numpy as np
from sklearn.base import clone

from hplint.api import default_config, lint_text
from tests.conformance.search_programs import misspelt, rejects

COUNT = int(os.environ.get("HPLINT_SEARCH_PROGRAMS", "30"))
CODES = frozenset({"HP201", "HP202"})
ESTIMATORS = (
    "SVC()",
    "KNeighborsClassifier()",
    "LogisticRegression(max_iter=50)",
    "DecisionTreeClassifier(random_state=0)",
    "RandomForestClassifier(random_state=0)",
    "make_pipeline(StandardScaler(), SVC())",
    "Pipeline([('scale', MinMaxScaler()), ('clf', KNeighborsClassifier())])",
    "BaggingClassifier(make_pipeline(PCA(), LogisticRegression()), random_state=0)",
)
PRELUDE = """\
from sklearn.decomposition import PCA
from sklearn.ensemble import BaggingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier
"""
SKOPT = "from skopt import BayesSearchCV\nfrom skopt.space import Categorical, Integer, Real\n\n"
OPTUNA = (
    "import optuna_integration\n"
    "from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution\n\n"
)
LITERALS = (
    "0",
    "1",
    "2",
    "3",
    "-1",
    "0.5",
    "1.0",
    "2.5",
    "True",
    "False",
    "None",
    "'auto'",
    "'l2'",
    "'rbf'",
    "'uniform'",
)
FLOATS = ((-2.0, -0.5), (-1.0, 1.0), (0.0, 1.0), (0.1, 0.9), (0.5, 3.0), (1e-3, 1e3), (2.0, 60.0))
INTS = ((-3, -1), (-2, 3), (0, 4), (1, 9), (2, 40))
DRAWS = 40
OUTDATED = {"n_jobs", "penalty", "probability"}
"""Of what goes as a whole another rule speaks."""


def of_skopt(rng: random.Random) -> str:
    """Write a dimension of `BayesSearchCV`."""
    low, high = rng.choice(FLOATS)
    one, other = rng.choice(INTS)
    prior = ', "log-uniform"' if low > 0 else ""
    choices = ", ".join(rng.sample(LITERALS, rng.choice([1, 3, 4])))
    return rng.choice(
        [
            f"Real({low}, {high})",
            f"Real({low}, {high}{prior})",
            f"Integer({one}, {other})",
            f"Integer(low={one}, high={other})",
            f"({low}, {high})",
            f'({low}, {high}, "{rng.choice(["uniform", "log-uniform"]) if low > 0 else "uniform"}", 10)',
            f"({low}, {high}{prior})",
            f"({one}, {other})",
            f"[{choices}]",
            f"Categorical([{choices}])",
        ]
    )


def of_optuna(rng: random.Random) -> str:
    """Write a distribution of `OptunaSearchCV`."""
    low, high = rng.choice(FLOATS)
    one, other = rng.choice(INTS)
    log = ", log=True" if low > 0 else ""
    return rng.choice(
        [
            f"FloatDistribution({low}, {high})",
            f"FloatDistribution({low}, {high}{log})",
            f"IntDistribution({one}, {other})",
            f"IntDistribution(low={one}, high={other})",
            f"CategoricalDistribution([{', '.join(rng.sample(LITERALS, rng.choice([1, 3])))}])",
        ]
    )


def of_a_trial(rng: random.Random) -> str:
    """Write what a trial is asked for; the name comes first."""
    low, high = rng.choice(FLOATS)
    one, other = rng.choice(INTS)
    log = ", log=True" if low > 0 else ""
    return rng.choice(
        [
            f"trial.suggest_float('it', {low}, {high}{log})",
            f"trial.suggest_float('it', low={low}, high={high})",
            f"trial.suggest_int('it', {one}, {other})",
            f"trial.suggest_categorical('it', [{', '.join(rng.sample(LITERALS, rng.choice([1, 3])))}])",
        ]
    )


def drawn_by_skopt(value: Any) -> list[Any]:
    """Draw from a dimension, as `BayesSearchCV` reads it."""
    from skopt.space import Categorical, check_dimension

    dimension = check_dimension(value)
    if isinstance(dimension, Categorical):
        return list(dimension.categories)
    return [native(each) for each in dimension.rvs(DRAWS, random_state=0)]


def drawn_by_optuna(value: Any) -> list[Any]:
    """Draw from a distribution."""
    from optuna.distributions import CategoricalDistribution, IntDistribution

    if isinstance(value, CategoricalDistribution):
        return list(value.choices)
    if isinstance(value, IntDistribution):
        return list(range(value.low, value.high + 1))
    return [float(each) for each in np.random.RandomState(0).uniform(value.low, value.high, DRAWS)]


class Library(NamedTuple):
    """How a library writes spaces, and what it draws from them."""

    prelude: str
    write: Callable[[random.Random], str]
    draw: Callable[[Any], list[Any]]
    search: str


def native(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def truth(estimator: Any, key: str, values: list[Any]) -> str:
    """Say what scikit-learn says of a key and what is drawn for it: `HP201`, `HP202` or nothing."""
    for value in values:
        changed = clone(estimator)
        try:
            changed.set_params(**{key: value})
        except (ValueError, AttributeError):
            return "HP201"
        if rejects(changed, key):
            return "HP202"
    return ""


def keys(rng: random.Random, estimator: Any) -> list[str]:
    """Choose hyperparameters that aren't estimators, now and then misspelt."""
    given = estimator.get_params(deep=True)
    plain = (name for name, value in given.items() if not hasattr(value, "fit"))
    known = sorted(name for name in plain if name.rpartition("__")[2] not in OUTDATED | {"steps", "memory"})
    chosen = rng.sample(known, 3)
    return [misspelt(rng, key, known) if rng.random() < 0.2 else key for key in chosen]


def found(text: str) -> dict[int, set[str]]:
    """Return what hplint finds, by row."""
    result = lint_text(text, "program.py", replace(default_config("."), codes=CODES))
    assert not result.faults, result.faults
    rows: dict[int, set[str]] = {}
    for each in result.findings:
        rows.setdefault(each.span.row, set()).add(each.code)
    return rows


def compared(seed: int, library: Library) -> Iterator[str]:
    """Compare what is found in one program with what the libraries do."""
    rng = random.Random(seed)
    names: dict[str, Any] = {}
    prelude = PRELUDE + library.prelude
    exec(prelude, names)
    expression = rng.choice(ESTIMATORS)
    estimator = eval(expression, names)
    entries = {key: library.write(rng) for key in keys(rng, estimator)}
    rows = [f"    {key!r}: {text}," for key, text in entries.items()]
    start = [*prelude.splitlines(), f"estimator = {expression}", "space = {"]
    told = found("\n".join([*start, *rows, "}", f"search = {library.search}", ""]))
    for row, (key, text) in enumerate(entries.items(), len(start) + 1):
        try:
            drawn = library.draw(eval(text, names))
        except ValueError:
            continue  # bounds the wrong way round: the library itself refuses the dimension
        real = truth(estimator, key, drawn)
        if told.get(row, set()) != ({real} if real else set()):
            yield f"seed {seed}: {expression} {key}: {text}: {told.get(row)} is found, {real or 'nothing'} is true"


def agree(wrong: Iterator[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        listed = list(wrong)
    assert not listed, "\n".join(listed)


def test_spaces_of_scikit_optimize() -> None:
    pytest.importorskip("skopt", reason="scikit-optimize isn't installed")
    skopt = Library(SKOPT, of_skopt, drawn_by_skopt, "BayesSearchCV(estimator, space, n_iter=5)")
    agree(line for seed in range(COUNT) for line in compared(seed, skopt))


def test_spaces_of_optuna() -> None:
    pytest.importorskip("optuna_integration", reason="Optuna isn't installed")
    optuna = Library(OPTUNA, of_optuna, drawn_by_optuna, "optuna_integration.OptunaSearchCV(estimator, space)")
    agree(line for seed in range(COUNT) for line in compared(seed, optuna))


def of_trials(seed: int) -> Iterator[str]:
    """Compare what is found in an objective with what its trials draw."""
    import optuna

    rng = random.Random(seed)
    names: dict[str, Any] = {}
    exec(PRELUDE, names)
    plain = [each for each in ESTIMATORS if "(" in each and "Pipeline" not in each and "pipeline" not in each]
    expression = rng.choice(plain).partition("(")[0]
    estimator = eval(expression, names)()
    known = sorted(set(estimator.get_params()) - {"estimator"} - OUTDATED)
    entries = {key: of_a_trial(rng) for key in rng.sample(known, 2)}
    start = [*PRELUDE.splitlines(), "", "def objective(trial):", f"    model = {expression}("]
    rows = [f"        {key}={text}," for key, text in entries.items()]
    told = found("\n".join([*start, *rows, "    )", "    return model.fit(X, y).score(X, y)", ""]))
    for row, (key, text) in enumerate(entries.items(), len(start) + 1):
        study = optuna.create_study()
        drawn = []
        for _ in range(DRAWS):
            trial = study.ask()
            drawn.append(eval(text, {"trial": trial}))
        real = truth(estimator, key, drawn)
        if told.get(row, set()) != ({real} if real else set()):
            yield f"seed {seed}: {expression} {key}={text}: {told.get(row)} is found, {real or 'nothing'} is true"


def test_what_trials_suggest() -> None:
    optuna = pytest.importorskip("optuna", reason="Optuna isn't installed")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    agree(line for seed in range(COUNT) for line in of_trials(seed))
