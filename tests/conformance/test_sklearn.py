"""The catalogue says of scikit-learn what the installed scikit-learn says of itself."""

from __future__ import annotations

import copy
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hplint.catalogue.constraints import LITERAL_TYPES
from hplint.catalogue.directory import rules_directory
from hplint.catalogue.estimators import NO_DEFAULT, Catalogue, EstimatorSpec, Expression
from hplint.catalogue.module_file import Tables
from hplint.catalogue.reading import unknown_facts

sklearn = pytest.importorskip("sklearn", reason="scikit-learn isn't installed")

FOLDER = rules_directory() / "libraries" / "sklearn"
HARVESTED = Tables.read(FOLDER / "svm.toml").table("module")["release"]
CATALOGUE = Catalogue.load()

if HARVESTED.split(".")[:2] != sklearn.__version__.split(".")[:2]:
    pytest.skip(f"the catalogue is of {HARVESTED}, installed is {sklearn.__version__}", allow_module_level=True)

from sklearn.base import is_classifier, is_clusterer, is_outlier_detector, is_regressor  # noqa: E402
from sklearn.exceptions import NotFittedError  # noqa: E402
from sklearn.utils import _param_validation as validation  # noqa: E402
from sklearn.utils import all_estimators  # noqa: E402

from tests.conformance.specimens import CLASSES, build, data  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")  # what is deprecated is built and fitted like the rest

POOL: tuple[Any, ...] = (
    *(0, 1, 2, 3, 5, 10, 100, 1000, -1, -2, 2**31, 2**32 - 1, 2**32, 10**30, -(10**30)),
    *(0.0, -0.0, 1e-12, 0.1, 0.5, 0.999, 1.0, 1.5, 2.0, 10.0, 1e30, -1e-9, -1.0, -0.5),
    *(float("nan"), float("inf"), float("-inf")),
    *(True, False, None, ..., 1j, 0j, b"", b"rbf"),
    *(
        "",
        "auto",
        "scale",
        "l1",
        "l2",
        "none",
        "None",
        "balanced",
        "warn",
        "deprecated",
        "rbf",
        "linear",
        "sqrt",
        "mean",
    ),
    *([], [1], [1, 2, 3], ["a"], [None], (), (1,), (0, 1), (100, 50), ("a", "b"), (1.0, 0.5)),
    *({}, {0: 1, 1: 2}, {"a": 1}, set(), {1, 2}, {"a"}, frozenset(), frozenset({1})),
)


@cache
def estimators() -> dict[str, EstimatorSpec]:
    """Every estimator of the catalogue by its path."""
    found: dict[str, EstimatorSpec] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        module = "sklearn" if path.stem == "sklearn" else f"sklearn.{path.stem}"
        for name in Tables.read(path).texts:
            if name[:1].isupper():
                spec = CATALOGUE.estimator(f"{module}.{name}")
                assert spec is not None, f"{module}.{name}"
                found[spec.path] = spec
    return found


def load(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(__import__(module, fromlist=[name]), name)


SPECS = estimators()
each_estimator = pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)


def test_harvest_is_fresh(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(FOLDER / "harvest.py"), "--directory", str(tmp_path)], check=True)
    fresh = {path.name: without_release(path) for path in tmp_path.glob("*.toml")}
    assert fresh == {path.name: without_release(path) for path in FOLDER.glob("*.toml")}


def without_release(path: Path) -> str:
    """Patch releases may differ in nothing but their number."""
    return re.sub(r'^(# scikit-learn |release = ")[\d.]+', r"\1", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_every_public_estimator_is_catalogued() -> None:
    listed = {found for _, found in all_estimators()}
    assert listed <= {load(path) for path in SPECS}


@each_estimator
def test_import_paths(spec: EstimatorSpec) -> None:
    found = load(spec.path)
    private = f"{found.__module__}.{spec.name}"
    assert CATALOGUE.estimator(private) is spec
    assert CATALOGUE.is_module(spec.path.rpartition(".")[0])


@each_estimator
def test_signature(spec: EstimatorSpec) -> None:
    found = load(spec.path)
    if found.__init__ is object.__init__:
        assert not spec.parameters
        return
    real = [p for p in inspect.signature(found).parameters.values() if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    assert list(spec.parameters) == [p.name for p in real]
    for parameter in real:
        known = spec.parameters[parameter.name]
        assert known.keyword_only is (parameter.kind is parameter.KEYWORD_ONLY)
        assert known.required is (parameter.default is parameter.empty)
        if known.default is not NO_DEFAULT and not isinstance(known.default, Expression):
            assert repr(known.default) == repr(plain(parameter.default))


def plain(value: Any) -> Any:
    return value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value


def candidates(constraints: Any) -> Iterator[Any]:
    """What scikit-learn itself generates for a constraint, and ordinary literals."""
    yield from POOL
    for constraint in constraints:
        made = validation.make_constraint(constraint)
        options = getattr(made, "options", ())
        yield from options
        yield from (option.upper() for option in options if isinstance(option, str))
        if isinstance(made, validation.Interval):
            yield from around(made.left)
            yield from around(made.right)
        for generate in (validation.generate_valid_param, validation.generate_invalid_param_val):
            try:
                yield generate(made)
            except (NotImplementedError, TypeError):
                continue


def around(bound: Any) -> Iterator[Any]:
    if bound is not None:
        yield from (bound, float(bound), bound - 1, bound + 1, bound - 1e-6, bound + 1e-6)
        yield from (int(bound), bool(bound)) if abs(bound) < 2**63 else ()


@each_estimator
def test_constraints_agree(spec: EstimatorSpec) -> None:
    all_constraints = getattr(load(spec.path), "_parameter_constraints", {})
    for name, parameter in spec.parameters.items():
        constraints = all_constraints.get(name, "no_validation")
        if isinstance(constraints, str):
            continue
        assert parameter.constraint is not None, name
        for value in candidates(constraints):
            verdict = parameter.constraint.accepts(value)
            real = is_valid(name, constraints, value)
            decided = type(value) in LITERAL_TYPES
            assert verdict is real if decided else verdict in (None, real), (name, value, verdict, constraints)


def is_valid(name: str, constraints: Any, value: Any) -> bool:
    try:
        validation.validate_parameter_constraints({name: constraints}, {name: value}, "it")
    except validation.InvalidParameterError:
        return False
    return True


class Plain(Enum):
    """What HP104 says of members holds of any without methods."""

    MEMBER = "auto"


def test_members_of_enumerations_are_rejected_wherever_values_are_asked_for() -> None:
    decided = 0
    for spec in SPECS.values():
        constraints = getattr(load(spec.path), "_parameter_constraints", {})
        for name, parameter in spec.parameters.items():
            own = constraints.get(name, "no_validation")
            if parameter.constraint is not None and parameter.constraint.takes_values and own != "no_validation":
                assert not is_valid(name, own, Plain.MEMBER), (spec.path, name)
                decided += 1
    assert decided > 1000


@each_estimator
def test_constraints_read_well(spec: EstimatorSpec) -> None:
    for parameter in spec.parameters.values():
        if parameter.constraint is not None:
            assert parameter.constraint.describe()
            for option in parameter.constraint.options:
                assert parameter.constraint.nearest(option) is not None


@each_estimator
def test_kinds(spec: EstimatorSpec) -> None:
    instance = example(spec)
    if instance is None or "composition" in spec.kinds or "meta" in spec.kinds:
        return
    judges = {
        "classifier": is_classifier,
        "regressor": is_regressor,
        "clusterer": is_clusterer,
        "outlier_detector": is_outlier_detector,
    }
    if hasattr(instance, "__sklearn_tags__"):
        assert {kind for kind, judge in judges.items() if judge(instance)} == spec.kinds & set(judges)
    assert "transformer" in spec.kinds or not hasattr(type(instance), "transform")
    assert ("splitter" in spec.kinds) is hasattr(type(instance), "get_n_splits")


def example(spec: EstimatorSpec) -> Any:
    """Build it with its defaults, where it needs nothing."""
    if any(parameter.required for parameter in spec.parameters.values()):
        return None
    return load(spec.path)()


SAMPLES: dict[str, Any] = {
    "sklearn.feature_extraction.text": ["a text", "another text"],
    "sklearn.feature_extraction.FeatureHasher": [{"a": 1}, {"b": 2}],
    "sklearn.feature_extraction.DictVectorizer": [{"a": 1}, {"b": 2}],
    "sklearn.feature_extraction.image": np.ones((2, 20, 20)),
    "sklearn.isotonic.IsotonicRegression": [1.0, 2.0],
    "sklearn.preprocessing.LabelBinarizer": [0, 1],
    "sklearn.preprocessing.LabelEncoder": [0, 1],
    "sklearn.preprocessing.MultiLabelBinarizer": [[0], [1]],
}


@each_estimator
def test_works_unfitted(spec: EstimatorSpec) -> None:
    """Call it unfitted: a NotFittedError must be known, and so must its absence."""
    instance = example(spec)
    method = next((m for m in ("predict", "transform") if m in spec.methods), None)
    if instance is None or method is None or not hasattr(instance, method):
        return
    data = next((rows for path, rows in SAMPLES.items() if spec.path.startswith(path)), [[1.0, 2.0], [3.0, 5.0]])
    try:
        getattr(copy.deepcopy(instance), method)(data)
        works = True
    except (NotFittedError, AttributeError):  # TargetEncoder and IsotonicRegression look for what they never learned
        works = False
    assert spec.works_unfitted({}) is works


@each_estimator
def test_nothing_is_learned_before_fit(spec: EstimatorSpec) -> None:
    instance = example(spec)
    if instance is not None:
        assert not [name for name in spec.learned if hasattr(instance, name)]


@pytest.mark.parametrize("spec", [s for s in SPECS.values() if "fit" in s.methods], ids=lambda spec: spec.path)
def test_everything_learned_is_known(spec: EstimatorSpec) -> None:
    """HP403 says that an attribute never exists, so none may be missing."""
    if spec.name not in CLASSES:
        return
    instance, (features, target) = build(spec.name, {}), data(spec.name)
    instance.fit(features) if target is None else instance.fit(features, target)
    public = {name for name in vars(instance) if name.endswith("_") and not name.startswith("_")}
    assert public <= spec.learned


@each_estimator
def test_methods(spec: EstimatorSpec) -> None:
    instance = example(spec)
    for name in spec.methods:
        assert hasattr(load(spec.path), name)
        assert instance is None or name in spec.conditional or hasattr(instance, name), name


def test_curated_facts_are_known() -> None:
    for path in sorted((FOLDER / "curated").glob("*.toml")):
        curated, harvested = Tables.read(path), Tables.read(FOLDER / path.name)
        assert set(curated.texts) <= set(harvested.texts), path.name
        for name in curated.texts:
            assert not unknown_facts(harvested.table(name), curated.table(name)), f"{path.name}: {name}"
