"""What HP102, HP106 and HP107 say, and what HP107 proposes to remove."""

from __future__ import annotations

import pytest

from hplint.api import Finding, Selection, default_config, lint_text
from hplint.findings import Severity

IMPORTS = """\
import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import KFold
from sklearn.neural_network import MLPClassifier
from sklearn.svm import SVC, LinearSVC
X, y = np.load("X.npy"), np.load("y.npy")
SOLVER = "svd"
"""


def find(line: str, code: str) -> Finding:
    """Lint a line, and return the one finding of a rule."""
    config = default_config(".", Selection(extend_select=(code,)))
    (finding,) = [each for each in lint_text(IMPORTS + line + "\n", config=config).findings if each.code == code]
    return finding


@pytest.mark.parametrize(
    ("line", "message", "instead"),
    [
        (
            "LinearSVC(penalty='l1', loss='hinge').fit(X, y)",
            "`LinearSVC` with `penalty='l1'`, `loss='hinge'` and `multi_class=\"ovr\"` (the default) raises ValueError "
            "when it is fitted: the hinge loss goes only with the l2 penalty",
            'write `loss="squared_hinge"`, or `penalty="l2"`',
        ),
        (
            "Ridge(positive=True, solver=SOLVER).fit(X, y)",
            '`Ridge` with `positive=True` and `solver=SOLVER` ("svd") raises ValueError when it is fitted: only lbfgs '
            "keeps the coefficients positive",
            'write `solver="auto"`',
        ),
        (
            "KFold(random_state=0)",
            "`KFold` with `random_state=0` and `shuffle=False` (the default) raises ValueError when it is built: "
            "without shuffling nothing is random",
            "write `shuffle=True`, or leave `random_state` out",
        ),
        (
            "AgglomerativeClustering(distance_threshold=2.0).fit(X)",
            "`AgglomerativeClustering` with `distance_threshold=2.0` and `n_clusters=2` (the default) raises "
            "ValueError when it is fitted: exactly one of both has to be set, and the other one None",
            "write `n_clusters=None`, or leave `distance_threshold` out",
        ),
        (
            "Ridge(solver='lsqr').set_params(positive=True).fit(X, y)",
            "`Ridge` with `positive=True` and `solver='lsqr'` raises ValueError when it is fitted: only lbfgs keeps "
            "the coefficients positive",
            'write `solver="auto"`',
        ),
    ],
)
def test_what_raises_and_what_goes_together(line: str, message: str, instead: str) -> None:
    finding = find(line, "HP106")
    assert (finding.message, finding.help, finding.severity) == (message, instead, Severity.ERROR)


@pytest.mark.parametrize(
    ("line", "message", "instead"),
    [
        (
            "SVC(kernel='linear', gamma=0.1).fit(X, y)",
            "`SVC` ignores `gamma=0.1` with `kernel='linear'`",
            'leave it out; it takes effect only with `kernel="rbf"`, `kernel="poly"` or `kernel="sigmoid"`',
        ),
        (
            "MLPClassifier(power_t=0.3).fit(X, y)",
            '`MLPClassifier` ignores `power_t=0.3` with `solver="adam"` (the default) and `learning_rate="constant"` '
            "(the default)",
            'leave it out; it takes effect only with `solver="sgd"` and `learning_rate="invscaling"`',
        ),
        (
            "CountVectorizer(vocabulary=['a', 'b'], max_features=5)",
            "`CountVectorizer` ignores `max_features=5` with `vocabulary=['a', 'b']`",
            "leave it out",
        ),
    ],
)
def test_what_is_ignored_and_why(line: str, message: str, instead: str) -> None:
    finding = find(line, "HP107")
    assert (finding.message, finding.help, finding.severity) == (message, instead, Severity.WARNING)


@pytest.mark.parametrize(
    ("line", "safe"),
    [
        ("SVC(kernel='linear', gamma=0.1)", True),
        ("SVC(kernel='linear').set_params(gamma=0.1).fit(X, y)", True),
        # What a function returns may be wanted for what it does besides.
        ("CountVectorizer(analyzer='char', tokenizer=make())", None),
        ("CountVectorizer(analyzer='char', tokenizer=lambda text: text.split())", False),
    ],
)
def test_the_argument_is_removed(line: str, safe: bool | None) -> None:
    if safe is None:
        assert "HP107" not in {each.code for each in lint_text(IMPORTS + line + "\n").findings}
    else:
        fix = find(line, "HP107").fix
        assert fix is not None and fix.safe is safe


def test_what_stands_in_a_dict_of_its_own_is_left_alone() -> None:
    assert find("settings = {'kernel': 'linear', 'gamma': 0.1}\nSVC(**settings)", "HP107").fix is None


def test_what_nobody_chose() -> None:
    finding = find("SVC().fit(X, y)", "HP102")
    assert finding.message == (
        "`SVC` is fitted with the defaults of `C`, `kernel` and `gamma`, which commonly decide how good it is"
    )
    assert finding.severity is Severity.INFO
