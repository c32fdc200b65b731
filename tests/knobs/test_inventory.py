"""Code to inventory: which hyperparameters have which values, and where these come from."""

import ast
import textwrap

import pytest

from hplint.api import Source, Status, knobs, knobs_of_text
from hplint.findings import Span
from hplint.knobs.inventory import Definition, count
from hplint.report.knobs_json import render_inventory_json
from hplint.report.knobs_table import render_inventory_table

IMPORTS = """
import argparse, json, os, sys
from dataclasses import dataclass
from sklearn.ensemble import RandomForestClassifier, StackingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.svm import SVC
"""


def estimators(code):
    found = knobs_of_text(IMPORTS + textwrap.dedent(code))
    assert found.fault is None and not found.unreadable
    return found.estimators


def knob(code, name="C"):
    """Return the one hyperparameter of that name that any estimator is given, or of the only estimator."""
    found = estimators(code)
    return next(each for estimator in found for each in estimator.knobs if each.name == name)


def settings(code, name="C"):
    return [(each.source, each.code, each.literal) for each in knob(code, name).settings]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("SVC(C=3)", (Source.LITERAL, "3", "3")),
        ("SVC(C=1_0.0)", (Source.LITERAL, "1_0.0", "10.0")),
        ("SVC(C=-1)", (Source.LITERAL, "-1", "-1")),
        ("RandomForestClassifier(3)", (Source.LITERAL, "3", "3")),
        ("SVC()", (Source.DEFAULT, "", "1.0")),
        ("K = 3\nSVC(C=K)", (Source.NAMED, "K", "3")),
        ("p = {'C': 3, 'k': 4}\nSVC(C=p['C'])", (Source.CONFIGURATION, "p['C']", "3")),
        ("p = {'C': 3, 'tol': 4}\nSVC(**p)", (Source.CONFIGURATION, "3", "3")),
        ("SVC(C=json.load(open('c.json'))['C'])", (Source.CONFIGURATION, "json.load(open('c.json'))['C']", None)),
        ("SVC(C=float(os.environ['C']))", (Source.CONFIGURATION, "float(os.environ['C'])", None)),
        ("SVC(C=float(sys.argv[1]))", (Source.CONFIGURATION, "float(sys.argv[1])", None)),
        ("a = argparse.ArgumentParser().parse_args()\nSVC(C=a.C)", (Source.CONFIGURATION, "a.C", None)),
        ("def build(c):\n    return SVC(C=c)", (Source.PARAMETER, "c", None)),
        ("SVC(C=1 / n)", (Source.COMPUTED, "1 / n", None)),
        ("SVC(C=read())", (Source.COMPUTED, "read()", None)),
        ("SVC(C=other.C)", (Source.UNKNOWN, "other.C", None)),
        ("SVC(C=other)", (Source.UNKNOWN, "other", None)),
        ("from out_of_view import Config\nSVC(C=Config.C)", (Source.UNKNOWN, "Config.C", None)),
        ("import numpy as np\nSVC(C=np.float64)", (Source.LITERAL, "np.float64", "numpy.float64")),
        ("FunctionTransformer(len)", (Source.LITERAL, "len", "len")),
        ("SVC(**other)", (Source.UNKNOWN, "", None)),
    ],
)
def test_where_a_value_comes_from(code, expected):
    found = estimators(code)
    name = {"SVC": "C", "RandomForestClassifier": "n_estimators", "FunctionTransformer": "func"}[found[-1].name]
    each = next(each for each in found[-1].knobs if each.name == name)
    got = [(setting.source, setting.code, setting.literal) for setting in each.settings]
    assert got == [expected]


def test_what_a_search_found():
    code = """
    def run(X, y):
        search = GridSearchCV(SVC(), {"C": [1, 10]}).fit(X, y)
        return LogisticRegression(C=search.best_params_["C"])
    """
    model = estimators(code)[-1]
    setting = next(each for each in model.knobs if each.name == "C").settings[0]
    assert (setting.source, setting.code) == (Source.SEARCH, 'search.best_params_["C"]')


def test_a_call_in_view_gives_the_parameter_its_value():
    assert settings("def build(c):\n    return SVC(C=c)\nbuild(3)") == [(Source.PARAMETER, "c", "3")]


def test_candidates_of_a_loop_are_told_one_by_one():
    each = knob("for c in (0.1, 1):\n    SVC(C=c).fit(X, y)")
    assert [(setting.source, setting.literal) for setting in each.settings] == [
        (Source.LOOP, "0.1"),
        (Source.LOOP, "1"),
    ]
    assert each.status is Status.SEARCHED
    assert not each.cut


def test_more_values_than_are_told_are_admitted():
    calls = "\n".join(f"build({c})" for c in range(1, 30))
    each = knob(f"def build(c):\n    return SVC(C=c)\n{calls}")
    assert each.cut
    assert 1 < len(each.settings) < 29


def test_what_is_set_later_replaces_what_was_given():
    assert settings("m = SVC(C=3)\nm.set_params(C=4)") == [(Source.LITERAL, "4", "4")]
    assert settings("m = SVC()\np = Pipeline([('m', m)])\np.set_params(m__C=4)") == [(Source.LITERAL, "4", "4")]


def test_paths_of_the_code_give_several_values():
    code = "def build(c):\n    return SVC(C=c)\nbuild(1)\nbuild(2)"
    assert [literal for _, _, literal in settings(code)] == ["1", "2"]


def test_an_estimator_where_an_error_is_expected_is_listed():
    code = "try:\n    m = SVC(C=3)\nexcept ValueError:\n    pass"
    assert settings(code) == [(Source.LITERAL, "3", "3")]


def test_estimators_are_parts_of_others():
    pipe, scale, svc = estimators("pipe = Pipeline([('scale', StandardScaler()),\n  ('svc', SVC())])")
    assert [each.name for each in (pipe, scale, svc)] == ["Pipeline", "StandardScaler", "SVC"]
    assert pipe.holder is None
    assert (svc.holder.hyperparameter, svc.holder.step, svc.holder.span) == ("steps", "svc", pipe.span)
    steps = pipe.knobs[0]
    assert (steps.status, steps.settings[0].source) == (Status.BUILT, Source.ESTIMATOR)
    assert steps.settings[0].code == "[('scale', StandardScaler()), ('svc', SVC())]"
    search, inner = estimators("GridSearchCV(SVC(), {'C': [1]})")
    assert (inner.holder.hyperparameter, inner.holder.step) == ("estimator", "")
    assert inner.searched and not search.searched
    made = estimators("make_pipeline(StandardScaler(), SVC())")
    assert [each.holder.step for each in made if each.name in ("StandardScaler", "SVC")] == ["standardscaler", "svc"]


@pytest.mark.parametrize(
    ("code", "variable", "function"),
    [
        ("m = SVC()", "m", ""),
        ("m = SVC().fit(X, y)", "m", ""),
        ("m: SVC = SVC()", "m", ""),
        ("a, m = 1, SVC()", "m", ""),
        ("ms = [1, SVC()]", "ms[1]", ""),
        ("ms = {'svc': SVC()}", "ms['svc']", ""),
        ("ms = dict(svc=SVC())", "svc", ""),
        ("ms = [('first', SVC())]", "first", ""),
        ("ms['svc'] = SVC()", "ms['svc']", ""),
        ("(m := SVC()).fit(X, y)", "m", ""),
        ("m = SVC() if quick else None", "m", ""),
        ("def build(m=SVC()):\n    pass", "m", "build"),
        ("def build():\n    return SVC()", "", "build"),
        ("class Trainer:\n    def __init__(self):\n        self.m = SVC()", "self.m", "Trainer.__init__"),
        ("run(SVC())", "", ""),
        ("predictions = SVC().fit(X, y).predict(X)", "", ""),
    ],
)
def test_what_the_code_calls_an_estimator(code, variable, function):
    [found] = estimators(code)
    assert (found.variable, found.function) == (variable, function)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{\n  0: 1,  # rare\n  1: 5,\n}", "{0: 1, 1: 5}"),
        ("[\n  1,\n  2\n]", "[1, 2]"),
        ("(\n  1,\n)", "(1,)"),
        ("f(\n  a , b\n)", "f(a , b)"),
        ("(a\n  + b)", "a + b"),
        ("(1, 2)", "(1, 2)"),
        ("lambda x: x", "lambda x: x"),
    ],
)
def test_code_of_several_rows_becomes_one(written, told):
    [setting] = knob(f"SVC(class_weight={written})", "class_weight").settings
    assert setting.code == told
    assert ast.dump(ast.parse(setting.code, mode="eval")) == ast.dump(ast.parse(f"({written})", mode="eval"))


def test_every_hyperparameter_is_listed_and_unknown_names_too():
    [svc] = estimators("SVC(cash_size=1)")
    names = [each.name for each in svc.knobs]
    assert names[0] == "C" and "random_state" in names and names[-1] == "cash_size"
    assert [each.name for each in svc.knobs if each.unknown] == ["cash_size"]
    assert [each.name for each in svc.knobs if each.is_set] == ["cash_size"]
    assert {each.name for each in svc.knobs if each.matters} >= {"C", "gamma", "cash_size"}


def test_counts_are_of_ways_to_decide():
    found = estimators("SVC(C=3, tol=1)")
    decisive, all_of_them = count(found, decisive=True), count(found, decisive=False)
    assert decisive[Status.TYPED_IN] == 1
    assert all_of_them[Status.TYPED_IN] == 2
    assert sum(all_of_them.values()) == len(found[0].knobs)


def test_cells_that_cannot_be_read_are_left_out():
    cells = ["from sklearn.svm import SVC\\n", "x = (\\n", "m = SVC(C=3)\\n"]
    text = ",".join(f'{{"cell_type": "code", "metadata": {{}}, "source": ["{cell}"]}}' for cell in cells)
    found = knobs_of_text(f'{{"cells": [{text}], "nbformat": 4, "metadata": {{}}}}', "a.ipynb")
    assert [span.cell for span, _ in found.unreadable] == [2]
    assert [(each.name, each.span.cell) for each in found.estimators] == [("SVC", 3)]


def test_nothing_to_find():
    assert estimators("x = 1") == ()
    found = knobs_of_text("x = (")
    assert not found.estimators and len(found.unreadable) == 1


def test_values_of_other_modules_are_told_with_their_places(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "settings.py").write_text("DEPTH = 6\nDEPTH = 7\nTREES: int = 300\nPARAMS = {'C': 3.0}\n")
    (tmp_path / "handed_on.py").write_text("from settings import TREES\n\nclass Config:\n    GAMMA = 0.1\n")
    (tmp_path / "train.py").write_text(
        IMPORTS
        + "import settings\nfrom handed_on import TREES, Config\n"
        + "RandomForestClassifier(max_depth=settings.DEPTH, n_estimators=TREES)\n"
        + "SVC(**settings.PARAMS, gamma=Config.GAMMA, tol=1e-4)\n"
    )
    (file,) = [file for file in knobs(["."]).files if file.estimators]
    found = {knob.name: knob.settings[0] for each in file.estimators for knob in each.knobs if knob.is_set}
    told = {name: (each.source, each.literal, each.defined) for name, each in found.items()}
    assert told == {
        "max_depth": (Source.CONFIGURATION, "7", Definition("settings.py", Span(None, 2, 9, 2, 10))),
        "n_estimators": (Source.CONFIGURATION, "300", Definition("settings.py", Span(None, 3, 14, 3, 17))),
        "C": (Source.CONFIGURATION, "3.0", Definition("settings.py", Span(None, 4, 16, 4, 19))),
        "gamma": (Source.CONFIGURATION, "0.1", None),
        "tol": (Source.LITERAL, "0.0001", None),
    }
    assert "configuration settings.DEPTH, settings.py:2" in render_inventory_table([file])
    assert '"filename": "settings.py"' in render_inventory_json([file])


def test_what_a_dict_of_settings_leaves_out_is_at_the_librarys_default():
    code = 'import lightgbm\nlightgbm.train({"num_leaves": 40}, lightgbm.Dataset(X, y))\n'
    found = {each.name: each for each in estimators(code)[-1].knobs}
    assert (found["num_leaves"].status, found["learning_rate"].status) == (Status.TYPED_IN, Status.DEFAULT)
    assert found["learning_rate"].default == "0.1"
