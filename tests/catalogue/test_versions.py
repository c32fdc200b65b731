"""The catalogue is of the release that code is written for; each fact names the release notes that state it.

Sources are pages of https://scikit-learn.org/1.7/whats_new/.
"""

from __future__ import annotations

import pytest

from hplint.catalogue.directory import CatalogueError
from hplint.catalogue.estimators import Catalogue, EstimatorSpec
from hplint.config import Config, ConfigError, read_config
from hplint.findings import Severity
from hplint.lint import lint_source

NEWEST = Catalogue.load()


def spec(path: str, target: str | None = None) -> EstimatorSpec:
    catalogue = NEWEST if target is None else Catalogue.load(target={"sklearn": target})
    found = catalogue.estimator(f"sklearn.{path}")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "name", "deprecated", "removed", "replaced_by"),
    [
        ("preprocessing.OneHotEncoder", "sparse", "1.2", "1.4", "sparse_output"),  # v1.2.html
        ("linear_model.LinearRegression", "normalize", "1.0", "1.2", None),  # v1.0.html
        ("ensemble.BaggingClassifier", "base_estimator", "1.2", "1.4", "estimator"),  # v1.2.html
        ("ensemble.RandomForestClassifier", "min_impurity_split", "0.19", "1.0", None),  # v0.19.html, v1.0.html
        ("linear_model.SGDClassifier", "n_iter", "0.19", "0.21", None),  # v0.19.html
        ("linear_model.LogisticRegression", "multi_class", "1.5", "1.8", None),  # v1.5.html
    ],
)
def test_gone_hyperparameters(path: str, name: str, deprecated: str, removed: str, replaced_by: str | None) -> None:
    newest = spec(path)
    assert name not in newest.parameters
    past = newest.past[name]
    assert (past.deprecated, past.removed, past.replaced_by) == (deprecated, removed, replaced_by)


@pytest.mark.parametrize(
    ("path", "name", "option", "removed", "replaced_by"),
    [
        ("linear_model.SGDClassifier", "loss", "log", "1.3", "'log_loss'"),  # v1.1.html
        ("ensemble.RandomForestRegressor", "criterion", "mse", "1.2", "'squared_error'"),  # v1.0.html
        ("ensemble.RandomForestClassifier", "max_features", "auto", "1.3", None),  # v1.1.html
        ("ensemble.GradientBoostingClassifier", "loss", "deviance", "1.3", "'log_loss'"),  # v1.1.html
    ],
)
def test_gone_options(path: str, name: str, option: str, removed: str, replaced_by: str | None) -> None:
    parameter = spec(path).parameters[name]
    known = parameter.option(option)
    assert known is not None and parameter.removed_with(option) is not None
    assert (known.removed, known.replaced_by) == (removed, replaced_by)
    assert parameter.removed_with(option.upper()) is None


@pytest.mark.parametrize(
    ("target", "default"), [("0.19", 10), ("0.21", "warn"), ("0.22", 100), ("1.9", 100)]
)  # v0.22.html: n_estimators
def test_defaults_change(target: str, default: object) -> None:
    assert spec("ensemble.RandomForestClassifier", target).parameters["n_estimators"].default == default


def test_views_differ() -> None:
    old, middle, new = (spec("preprocessing.OneHotEncoder", target) for target in ("1.1", "1.2.2", "1.4"))
    assert "sparse" in old.parameters and "sparse_output" in old.future  # v1.2.html
    assert {"sparse", "sparse_output"} <= set(middle.parameters)
    assert "sparse" in new.past and not new.future.get("sparse_output")


def test_validation_began_in_1_2() -> None:
    assert spec("svm.SVC", "1.1").parameters["kernel"].constraint is None  # v1.2.html
    assert spec("svm.SVC", "1.2").parameters["kernel"].constraint is not None


def test_validation_took_ints_for_booleans_until_1_3() -> None:
    for target, accepted in ("1.2", True), ("1.3", True), ("1.4", False):  # v1.2.html: deprecated, gone in 1.4
        constraint = spec("linear_model.Ridge", target).parameters["fit_intercept"].constraint
        assert constraint is not None and constraint.accepts(1) is accepted
        assert constraint.accepts("yes") is False and constraint.accepts(True) is True


@pytest.mark.parametrize(
    ("path", "target", "first"),
    [
        ("ensemble.BaggingClassifier", "1.1", ("base_estimator", "n_estimators")),  # renamed in 1.2: v1.2.html
        ("ensemble.BaggingClassifier", "1.2", ("estimator", "n_estimators")),
        ("linear_model.LogisticRegression", "0.22", ("penalty", "dual", "tol", "C")),
        ("linear_model.LogisticRegression", "0.23", ("penalty",)),
    ],
)
def test_positions_are_those_of_the_release(path: str, target: str, first: tuple[str, ...]) -> None:
    assert spec(path, target).positional[: len(first)] == first


def test_arguments_became_keyword_only() -> None:
    assert spec("svm.SVC", "0.22").positional[:2] == ("C", "kernel")  # v0.23.html, SLEP009
    assert spec("svm.SVC").positional == ()


@pytest.mark.parametrize(
    ("path", "removed", "kind"),
    [
        ("preprocessing.Imputer", "0.22", "transformer"),  # v0.20.html
        ("grid_search.GridSearchCV", "0.20", "search"),  # v0.18.html
        ("cross_validation.KFold", "0.20", "splitter"),  # v0.18.html
    ],
)
def test_classes_that_are_gone_are_understood(path: str, removed: str, kind: str) -> None:
    found = spec(path)
    assert found.removed == removed and kind in found.kinds and found.parameters


def test_modules_that_are_gone_lead_to_the_class_of_today() -> None:
    assert spec("ensemble.forest.RandomForestClassifier") is spec("ensemble.RandomForestClassifier")  # v0.22.html
    assert spec("svm.classes.SVC") is spec("svm.SVC")


def test_unknown_releases_are_named(tmp_path) -> None:
    with pytest.raises(CatalogueError, match=r"sklearn 2\.7 isn't known: .* 0\.19 to"):
        spec("svm.SVC", "2.7")
    file = tmp_path / "hplint.toml"
    file.write_text('target-version = { sklearn = "2.7" }')
    with pytest.raises(ConfigError, match=r"hplint\.toml: target-version\.sklearn: sklearn 2\.7 isn't known"):
        read_config(str(file))


def lint(code: str, target: str, tmp_path) -> list[tuple[str, Severity]]:
    file = tmp_path / "hplint.toml"
    file.write_text(f'target-version = {{ sklearn = "{target}" }}\nselect = ["HP103", "HP104", "HP105"]')
    config: Config = read_config(str(file))
    result = lint_source(code.encode(), str(tmp_path / "it.py"), config)
    assert not result.faults
    return [(finding.code, finding.severity) for finding in result.findings]


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("1.1", []),
        ("1.2", [("HP105", Severity.WARNING)]),
        ("1.4", [("HP105", Severity.ERROR)]),
    ],
)
def test_targets_decide_on_findings(target: str, found: list[tuple[str, Severity]], tmp_path) -> None:
    code = "from sklearn.preprocessing import OneHotEncoder\nOneHotEncoder(sparse=False)\n"
    assert lint(code, target, tmp_path) == found


def test_what_is_yet_to_come_is_unknown(tmp_path) -> None:
    code = "from sklearn.preprocessing import OneHotEncoder\nOneHotEncoder(sparse_output=False)\n"
    assert lint(code, "1.1", tmp_path) == [("HP103", Severity.ERROR)]
    assert lint(code, "1.2", tmp_path) == []
