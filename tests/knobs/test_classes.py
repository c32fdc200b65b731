"""Classes of the catalogue: names that mean them, and search spaces that can be pasted and run."""

import re

import pytest

from hplint.api import NoSuchClass, default_config, describe_class
from hplint.catalogue.estimators import Catalogue
from hplint.catalogue.facts import Facts
from hplint.catalogue.specifications import EstimatorSpec
from hplint.knobs.classes import find_class
from hplint.knobs.description import describe


@pytest.mark.parametrize(
    "word", ["SVC", "svc", "svm.SVC", "sklearn.svm.SVC", "sklearn.svm._classes.SVC", "SKLEARN.SVM.SVC", "Svm.sVc"]
)
def test_a_class_has_many_names(word):
    assert describe_class(word).path == "sklearn.svm.SVC"


def test_a_class_that_is_gone_gives_way_to_one_that_is_there():
    assert describe_class("KFold").path == "sklearn.model_selection.KFold"
    gone = describe_class("sklearn.cross_validation.KFold")
    assert "gone since" in gone.status and "sklearn.model_selection.KFold" in gone.status


@pytest.mark.parametrize("word", ["SVX", "svm.SVX", "sklearn.svm.SVX"])
def test_a_misspelt_class_suggests_the_nearest(word):
    with pytest.raises(NoSuchClass, match="Did you mean 'SVR'"):
        describe_class(word)


class TwoLibraries(Catalogue):
    """A catalogue where two libraries have a class of one name."""

    def classes(self):
        return frozenset({"one.Model", "other.Model", "other.model"})

    def estimator(self, path):
        return EstimatorSpec(path, "Model", frozenset(), {}) if path in self.classes() else None


def test_an_ambiguous_name_lists_the_choices():
    catalogue = TwoLibraries({})
    with pytest.raises(NoSuchClass, match=r"several classes: one\.Model, other\.Model; write one"):
        find_class("Model", catalogue)
    assert find_class("other.Model", catalogue).path == "other.Model"
    # What fits exactly comes before what fits but for upper and lower case.
    assert find_class("model", catalogue).path == "other.model"


def test_the_configured_release_is_described(tmp_path):
    newest = describe_class("LogisticRegression")
    config = default_config(str(tmp_path))
    old = describe_class(
        "LogisticRegression", type(config)(config.root, None, config.codes, target_versions={"sklearn": "1.2"})
    )
    assert old.release == "scikit-learn 1.2" != newest.release
    assert {knob.name: knob.default for knob in old.knobs}["penalty"] == '"l2"'


def test_what_is_told_of_a_class():
    found = describe_class("SVC", prefix="svc__")
    assert found.space.startswith("from scipy.stats import loguniform\n\nsearch_space = {\n")
    assert '    "svc__C": loguniform(0.001, 1000),\n' in found.space
    assert "coef_" in found.learns
    assert found.random == "with probability=True"
    assert found.scales
    assert describe_class("StandardScaler").space == ""


def test_random_in_words():
    spec = EstimatorSpec("one.Model", "Model", frozenset(), {}, facts=Facts(random_when="always"))
    assert describe(spec).random == "always"
    spec = EstimatorSpec("one.Model", "Model", frozenset(), {}, facts=Facts(random_by_data="with few rows"))
    assert describe(spec).random == "with few rows"
    assert describe_class("SGDClassifier").random.startswith("with shuffle=True, or with ")


CATALOGUE = Catalogue.load()
SPECS = [spec for path in sorted(CATALOGUE.classes()) if (spec := CATALOGUE.estimator(path)) is not None]
SEARCHED = [spec for spec in SPECS if describe(spec).space]


def test_there_are_search_spaces():
    assert len(SEARCHED) > 80


@pytest.mark.parametrize("spec", SEARCHED, ids=lambda spec: spec.path)
def test_a_search_space_runs_as_pasted_and_gives_valid_values(spec):
    sampler = pytest.importorskip("sklearn.model_selection").ParameterSampler
    names = {}
    exec(describe(spec, "step__").space, names)
    assert all(re.fullmatch(r"step__\w+", key) for key in names["search_space"])
    for candidate in sampler(names["search_space"], 20, random_state=0):
        for key, value in candidate.items():
            constraint = spec.parameters[key.removeprefix("step__")].constraint
            plain = value.item() if hasattr(value, "item") else value
            assert constraint is None or constraint.accepts(plain) is not False, (key, plain)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.path)
def test_every_class_can_be_described(spec):
    found = describe(spec)
    assert [knob.name for knob in found.knobs] == list(spec.parameters)
    assert find_class(spec.path, CATALOGUE) is spec
