"""What searches in view try, estimator by estimator."""

import pytest

from hplint.api import Status, knobs_of_text

IMPORTS = """
import numpy as np
from scipy.stats import loguniform
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
"""


def searched(code, name="C", of="SVC"):
    """Return what is searched, for each estimator of that class in order."""
    found = knobs_of_text(IMPORTS + code)
    assert found.fault is None
    knobs = [next(k for k in each.knobs if k.name == name) for each in found.estimators if each.name == of]
    assert all((each.status is Status.SEARCHED) == bool(each.searched_over) for each in knobs)
    return [each.searched_over for each in knobs]


@pytest.mark.parametrize(
    ("space", "told"),
    [
        ("{'C': [0.1, 1]}", ("[0.1, 1]",)),
        ("{'C': np.logspace(-3, 3, 7)}", ("np.logspace(-3, 3, 7)",)),
        ("[{'C': [1]}, {'C': [2], 'gamma': [1]}]", ("[1]", "[2]")),
        ("{'gamma': [1]}", ()),
        ("other", ()),
    ],
)
def test_a_grid(space, told):
    assert searched(f"GridSearchCV(SVC(C=3), {space})") == [told]


def test_a_distribution():
    assert searched("RandomizedSearchCV(SVC(), {'C': loguniform(1e-3, 1e3)})") == [("loguniform(1e-3, 1e3)",)]


def test_a_step_is_searched_by_its_path():
    code = "svc = SVC()\npipe = Pipeline([('s', StandardScaler()), ('svc', svc)])\n"
    assert searched(code + "GridSearchCV(pipe, {'svc__C': [1, 2]})") == [("[1, 2]",)]
    assert searched(code + "GridSearchCV(pipe, {'s__with_mean': [True]})") == [()]


def test_each_search_is_of_what_it_holds():
    code = "GridSearchCV(make_pipeline(SVC()), {'svc__C': [1, 2]})\nGridSearchCV(SVC(), {'C': [3]})\nSVC(C=4)\n"
    assert searched(code) == [("[1, 2]",), ("[3]",), ()]


def test_a_candidate_of_a_search_is_searched_itself():
    code = "GridSearchCV(Pipeline([('m', SVC())]), {'m': [SVC(C=3)], 'm__C': [1, 2]})"
    assert searched(code)[0] == ("[1, 2]",)


def test_what_is_searched_is_shown_though_nobody_sets_it_and_it_is_not_decisive():
    found = knobs_of_text(IMPORTS + "GridSearchCV(SVC(), {'shrinking': [True, False]})")
    svc = next(each for each in found.estimators if each.name == "SVC")
    assert [knob.name for knob in svc.knobs if knob.matters and not knob.decisive] == ["shrinking"]
