"""The catalogue says of imbalanced-learn what the installed imbalanced-learn says of itself."""

from __future__ import annotations

import inspect
import warnings
from typing import Any

import numpy as np
import pytest

from hplint.catalogue.directory import rules_directory
from hplint.catalogue.estimators import Catalogue, EstimatorSpec
from hplint.catalogue.module_file import Tables
from hplint.catalogue.reading import unknown_facts

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    imblearn = pytest.importorskip(
        "imblearn", reason="imbalanced-learn isn't installed, so its tables can't be checked"
    )
    from sklearn.utils import _param_validation as validation

FOLDER = rules_directory() / "libraries" / "imblearn"
CATALOGUE = Catalogue.load()
RELEASE = CATALOGUE.target("imblearn").version
if imblearn.__version__.split(".")[:2] != RELEASE.split("."):
    pytest.skip(f"the catalogue is of {RELEASE}, installed is {imblearn.__version__}", allow_module_level=True)

POOL: tuple[Any, ...] = (
    *(None, True, False, -1, 0, 1, 2, 5, -0.5, 0.0, 0.1, 0.5, 1.0, 1.5, float("nan"), float("inf"), 2**32),
    *("auto", "all", "minority", "majority", "not minority", "hplint", "", (), (1,), [], ["a"], {}, {0: 10}),
)
PATHS = [
    f"imblearn.{path.stem}.{name}"
    for path in sorted(FOLDER.glob("*.toml"))
    for name in Tables.read(path).texts
    if name[:1].isupper()
]


def spec_of(path: str) -> EstimatorSpec:
    spec = CATALOGUE.estimator(path)
    assert spec is not None
    return spec


def load(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(__import__(module, fromlist=[name]), name)


def is_valid(name: str, constraints: Any, value: Any) -> bool:
    try:
        validation.validate_parameter_constraints({name: constraints}, {name: value}, "it")
    except validation.InvalidParameterError:
        return False
    return True


def test_every_public_class_is_catalogued() -> None:
    assert len(PATHS) >= 25


@pytest.mark.parametrize("path", PATHS)
def test_signature_and_constraints_agree(path: str) -> None:
    spec, found = spec_of(path), load(path)
    assert list(spec.parameters) == list(inspect.signature(found).parameters)
    for name, constraints in getattr(found, "_parameter_constraints", {}).items():
        parameter = spec.parameters.get(name)
        if parameter is None or isinstance(constraints, str):
            continue
        assert parameter.constraint is not None
        for value in POOL:
            assert parameter.constraint.accepts(value) is is_valid(name, constraints, value), (name, value)


@pytest.mark.parametrize("path", PATHS)
def test_curated_facts_are_known(path: str) -> None:
    module, _, name = path.rpartition(".")
    file = f"{module.rpartition('.')[2]}.toml"
    curated = Tables.read(FOLDER / "curated" / file).table(name)
    if curated:
        assert not unknown_facts(Tables.read(FOLDER / file).table(name), curated)
    assert len(spec_of(path).decisive) <= 4


SAMPLERS = [path for path in PATHS if "resampler" in spec_of(path).kinds and "pipeline" not in spec_of(path).kinds]


@pytest.mark.parametrize("path", SAMPLERS)
def test_under_sampling_takes_rows_and_over_sampling_makes_some(path: str) -> None:
    rng = np.random.RandomState(0)
    features = np.vstack([rng.normal(0, 1, (60, 2)), rng.normal(2.0, 1, (20, 2))])
    labels = np.array([0] * 60 + [1] * 20)
    given = {"categorical_features": [0]} if "categorical_features" in spec_of(path).parameters else {}
    given |= {"cluster_balance_threshold": 0.0} if path.endswith("KMeansSMOTE") else {}
    if given.get("categorical_features") or path.endswith("SMOTEN"):
        features = np.column_stack([(features[:, 0] > 1).astype(int), features[:, 1]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sampled, _ = load(path)(**given).fit_resample(features, labels)
    if spec_of(path).facts.resamples == "subset":
        assert len(sampled) <= len(features)
    else:
        assert spec_of(path).facts.resamples == "duplicates"
        assert len(sampled) > 60 or "combine" in path


@pytest.mark.parametrize("path", SAMPLERS)
def test_only_what_has_a_seed_is_random(path: str) -> None:
    spec = spec_of(path)
    assert (spec.facts.random_when == "always") is ("random_state" in spec.parameters)


def test_what_is_gone_is_known_since_when() -> None:
    smote = spec_of("imblearn.over_sampling.SMOTE")
    assert smote.past["n_jobs"].removed == "0.13"
    older = Catalogue.load(target={"imblearn": "0.12"}).estimator("imblearn.over_sampling.SMOTE")
    assert older is not None and "n_jobs" in older.parameters
