"""Estimators and functions are found by any import path, with what is harvested and what is curated of them."""

from pathlib import Path

import pytest

from hplint.analysis.memory.constants import NOT_LITERAL
from hplint.catalogue.directory import CatalogueError
from hplint.catalogue.estimators import NO_DEFAULT, Catalogue, EstimatorSpec

CATALOGUE = Catalogue.load()


def spec(path: str) -> EstimatorSpec:
    found = CATALOGUE.estimator(f"sklearn.{path}")
    assert found is not None
    return found


def test_every_import_path_gives_the_same_estimator() -> None:
    svc = spec("svm.SVC")
    assert svc.path == "sklearn.svm.SVC"
    assert spec("svm._classes.SVC") is svc
    assert spec("calibration.LinearSVC") is spec("svm.LinearSVC")


@pytest.mark.parametrize(
    "path", ["sklearn.svm.SVM", "sklearn.svm", "svm.SVC", "SVC", "", "sklearn.svm.SVC.fit", "numpy.array"]
)
def test_unknown_paths(path: str) -> None:
    assert CATALOGUE.estimator(path) is None
    assert CATALOGUE.function(path) is None


def test_hyperparameters() -> None:
    svc = spec("svm.SVC")
    c, gamma = svc.parameters["C"], svc.parameters["gamma"]
    assert (c.default, c.required, c.keyword_only, c.role, c.decisive) == (1.0, False, True, "training", True)
    assert c.search is not None and c.search.text == "0.001 to 1000, log scale"
    assert gamma.constraint is not None and gamma.constraint.accepts("skale") is False
    assert svc.parameter("c") is None
    assert spec("model_selection.GridSearchCV").parameters["estimator"].default is NO_DEFAULT


def test_positional() -> None:
    assert spec("svm.SVC").positional == ()
    assert spec("preprocessing.FunctionTransformer").positional[:2] == ("func", "inverse_func")


def test_what_is_told_without_reading_is_what_reading_tells() -> None:
    """`positional` and `decisive` look at the tables alone."""
    catalogue = Catalogue.load()
    known = [catalogue.estimator(path) for path in catalogue.classes()]
    assert len(known) > 200
    for each in known:
        assert each is not None
        told = each.positional, each.decisive
        assert told[0] == tuple(p.name for p in each.parameters.values() if not p.keyword_only), each.path
        everything = (*each.parameters.values(), *each.keywords.values())
        assert told[1] == tuple(p.name for p in everything if p.decisive), each.path


def test_members() -> None:
    svc = spec("svm.SVC")
    assert {"coef_", "support_vectors_"} <= svc.learned
    assert svc.methods["fit"].parameters == ("X", "y", "sample_weight")
    assert svc.conditional["predict_proba"]
    assert spec("pipeline.Pipeline").conditional["predict"] == "steps.predict"


def test_functions() -> None:
    split = CATALOGUE.function("sklearn.model_selection.train_test_split")
    assert split is not None
    assert (split.variadic, split.positional) == ("arrays", ())
    assert "test_size" in split.keywords
    assert CATALOGUE.function("sklearn.model_selection._split.train_test_split") == split
    assert CATALOGUE.function("sklearn.svm.SVC") is None
    assert CATALOGUE.estimator("sklearn.model_selection.train_test_split") is None


def test_modules() -> None:
    assert CATALOGUE.is_module("sklearn") and CATALOGUE.is_module("sklearn.gaussian_process.kernels")
    assert not CATALOGUE.is_module("sklearn.svc")
    assert "SVC" in CATALOGUE.exports("sklearn.svm") and "SVC" not in CATALOGUE.exports("sklearn.tree")
    assert CATALOGUE.exports("numpy") == frozenset()


@pytest.mark.parametrize(
    ("path", "given", "random"),
    [
        ("svm.SVC", {}, False),
        ("svm.SVC", {"probability": True}, True),
        ("svm.SVC", {"probability": NOT_LITERAL}, None),
        ("model_selection.KFold", {}, False),
        ("model_selection.KFold", {"shuffle": True}, True),
        ("tree.DecisionTreeClassifier", {}, True),
        ("linear_model.LogisticRegression", {"solver": "saga"}, True),
        ("linear_model.LogisticRegression", {"solver": "newton-cg"}, False),
        ("neighbors.KNeighborsClassifier", {"n_neighbors": NOT_LITERAL}, False),
    ],
)
def test_randomness(path: str, given: dict[str, object], random: bool | None) -> None:
    assert spec(path).is_random(given) is random


def test_works_unfitted() -> None:
    assert spec("preprocessing.Normalizer").works_unfitted({}) is True
    assert spec("preprocessing.StandardScaler").works_unfitted({}) is False
    counts = spec("feature_extraction.text.CountVectorizer")
    assert [counts.works_unfitted(g) for g in ({}, {"vocabulary": ["a"]}, {"vocabulary": NOT_LITERAL})] == [
        False,
        True,
        None,
    ]


def test_what_fit_does_to_inner_estimators() -> None:
    search, pipeline = spec("model_selection.GridSearchCV"), spec("pipeline.Pipeline")
    assert search.fate("estimator", {}) == "copied"
    assert search.fitted_as("estimator", {}) == "best_estimator_"
    assert search.fitted_as("estimator", {"refit": False}) is None
    assert search.fate("param_grid", {}) is None
    assert pipeline.fate("steps", {}) == "in place"
    assert pipeline.fate("steps", {"memory": "cache"}) == "copied"
    assert pipeline.fate("steps", {"memory": "cache"}, last=True) == "in place"
    assert pipeline.fate("steps", {"memory": NOT_LITERAL}) is None


def write(folder: Path, text: str, curated: str = "") -> Catalogue:
    library = folder / "libraries" / "lib"
    (library / "curated").mkdir(parents=True)
    (library / "trees.toml").write_text('[module]\nexports = ["Tree"]\n\n' + text, encoding="utf-8")
    (library / "curated" / "trees.toml").write_text(curated, encoding="utf-8")
    return Catalogue.load(folder)


@pytest.mark.parametrize(
    ("text", "curated"),
    [
        ('[Tree]\nkinds = ["classifier"\n', ""),
        ('[Tree]\nkinds = []\n[Tree.parameters]\ndepth = { default = "two" }\n', ""),
        ('[Tree]\nkinds = []\n[Tree.parameters]\ndepth = { accepts = ["int"] }\n', ""),
        ("[Tree]\nkinds = []\n", '[Tree]\nrandom_when = "sometimes"\n'),
        ("[Tree]\nkinds = []\n", "[Tree]\nrandom_when = [{ depth = [{ over = 1 }] }]\n"),
        ('[Tree]\nkinds = []\n[Tree.parameters]\ndepth = { default = "2" }\n', "[Tree.depth]\nsearch = { low = 1 }\n"),
    ],
)
def test_mistakes_name_the_file_and_the_table(tmp_path: Path, text: str, curated: str) -> None:
    with pytest.raises(CatalogueError, match=r"trees\.toml.*\[Tree\]"):
        found = write(tmp_path, text, curated).estimator("lib.trees.Tree")
        assert found is not None
        found.parameter("depth")  # read when it is asked for


def test_a_mistake_in_one_table_leaves_the_others_alone(tmp_path: Path) -> None:
    catalogue = write(tmp_path, "[Bush]\nkinds = [\n\n[Tree]\nkinds = []\n")
    assert catalogue.estimator("lib.trees.Tree") is not None
