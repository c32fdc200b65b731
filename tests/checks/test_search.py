"""What HP2xx say: which key was meant, when a fix is offered, and how often a search fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hplint.api import Finding, Selection, default_config, lint_text

IMPORTS = """\
from sklearn.ensemble import RandomForestClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, validation_curve
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

pipe = make_pipeline(StandardScaler(), SVC())
voting = VotingClassifier([("one", SVC()), ("two", SVC())])
swap = make_pipeline(SVC())
"""


def found(line: str, code: str) -> Finding:
    """Return the one finding of a code in a line after the imports."""
    config = default_config(".", Selection(extend_select=(code,)))
    (finding,) = [each for each in lint_text(IMPORTS + line, "program.py", config).findings if each.code == code]
    return finding


def fixed(line: str, finding: Finding) -> str:
    """Return the line with its fix applied."""
    assert finding.fix is not None and finding.fix.safe
    (edit,) = finding.fix.edits
    return line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('{"C": [1, 10]}', '{"svc__C": [1, 10]}'),
        ("{'svc_C': [1, 10]}", "{'svc__C': [1, 10]}"),
        ("dict(svc__c=[1, 10])", "dict(svc__C=[1, 10])"),
        ('{"clf__C": [1, 10]}', '{"svc__C": [1, 10]}'),
        ('{"svc__kernl": ["rbf", "linear"]}', '{"svc__kernel": ["rbf", "linear"]}'),
        ('{"scv__C": [1, 10]}', '{"svc__C": [1, 10]}'),
        ('{"kernl": ["rbf", "linear"]}', '{"svc__kernel": ["rbf", "linear"]}'),
        ('{"svc__C__x": [1, 10]}', '{"svc__C": [1, 10]}'),
    ],
)
def test_the_key_that_was_meant_is_the_fix(wrong: str, right: str) -> None:
    line = f"GridSearchCV(pipe, {wrong})"
    assert fixed(line, found(line, "HP201")) == f"GridSearchCV(pipe, {right})"
    assert not [each for each in lint_text(f"{IMPORTS}GridSearchCV(pipe, {right})").findings if each.code == "HP201"]


def test_the_name_of_a_curve_is_fixed() -> None:
    line = 'validation_curve(pipe, X, y, param_name="gamma", param_range=[1, 2])'
    assert fixed(line, found(line, "HP201")) == line.replace('"gamma"', '"svc__gamma"')


@pytest.mark.parametrize(
    ("line", "help"),
    [
        ('GridSearchCV(voting, {"C": [1, 10]})', "write `one__C` or `two__C`"),
        ('GridSearchCV(pipe, {"C": [1, 10], "svc__C": [1, 10]})', "write `svc__C`"),
        (
            'GridSearchCV(swap, {"svc": [SVC(), GaussianNB()], "svc__C": [1, 10]})',
            "put the estimators that have the hyperparameter into a space of their own",
        ),
        (
            'GridSearchCV(GaussianNB(), {"depth": [1, 2]})',
            "it has `priors`, `var_smoothing`",
        ),
    ],
)
def test_no_fix_where_there_is_doubt(line: str, help: str) -> None:
    finding = found(line, "HP201")
    assert finding.help == help
    assert finding.fix is None


def test_a_key_that_a_later_release_has_is_told_by_release() -> None:
    line = "GridSearchCV(RandomForestClassifier(), {'monotonic_cst': [None, [1]]})"
    config = replace(default_config("."), target_versions={"sklearn": "1.3"})
    findings = lint_text(IMPORTS + line, "program.py", config).findings
    (finding,) = [each for each in findings if each.code == "HP201"]
    assert finding.help == "scikit-learn 1.4 is the first release that has it"


def test_candidates_have_the_nearest_option_as_fix() -> None:
    line = """GridSearchCV(pipe, {"svc__kernel": ['linear', 'rbg']})"""
    assert fixed(line, found(line, "HP202")) == line.replace("rbg", "rbf")


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ('GridSearchCV(pipe, {"svc__C": range(1, 251), "svc__degree": [1, 2]}, cv=3)', "1,500"),
        ('GridSearchCV(pipe, [{"svc__C": range(1, 201)}, {"svc__degree": range(1, 102)}])', "1,505"),
        ('RandomizedSearchCV(pipe, {"svc__C": range(1, 251)}, n_iter=240)', "1,200"),
    ],
)
def test_the_number_of_fits_is_told(line: str, fits: str) -> None:
    assert f"fits {fits} times" in found(line, "HP204").message
