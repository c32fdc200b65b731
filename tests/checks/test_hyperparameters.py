"""What HP101 to HP109 say, and what they propose to write, beyond the lines that fixtures mark."""

from __future__ import annotations

import ast

import pytest

from hplint.api import Finding, lint_text

IMPORTS = """\
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier, VotingClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier
K = 7
SEED = None
df = pd.read_csv("a.csv")
"""


def find(line: str, code: str) -> Finding:
    """Lint a line, and return the one finding of a rule."""
    (finding,) = [each for each in lint_text(IMPORTS + line + "\n").findings if each.code == code]
    return finding


def of_use(model: str) -> str:
    """Return code that hands out a model, given as the expression that builds it."""
    return f"def make():\n    return {model}"


LOOP = """
import torch
training = torch.utils.data.DataLoader(load("train"), batch_size=24, shuffle=True)
held_out = torch.utils.data.DataLoader(load("test"), batch_size=48)
network = torch.nn.Sequential(torch.nn.Linear(9, 7), torch.nn.Linear(7, 2))
descent = torch.optim.SGD(network.parameters(), lr=0.1)
for rows, classes in training:
    descent.zero_grad()
    torch.nn.functional.cross_entropy(network(rows), classes).backward()
    descent.step()
with torch.no_grad():
    print([(network(rows).argmax(1) == classes).float().mean() for rows, classes in held_out])
"""


def test_a_network_is_told_without_what_only_loads_rows_to_judge_it() -> None:
    message = find(LOOP, "HP101").message
    assert "`batch_size=24`" in message
    assert "48" not in message


STAGES = """
import keras
base = keras.applications.ResNet50()
network = keras.Sequential([base, keras.layers.Dense(24), keras.layers.Dense(1)])
network.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.02))
network.fit(df[["a"]], df["b"], epochs=11)
base.trainable = True
network.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.00002))
network.fit(df[["a"]], df["b"], epochs=33)
print(network.evaluate(pd.read_csv("test.csv")))
"""


def test_the_stages_of_a_training_are_not_mixed() -> None:
    message = find(STAGES, "HP101").message
    assert "`learning_rate=0.02`" in message
    assert "`epochs=11`" in message
    assert "0.00002" not in message
    assert "33" not in message


def mend(line: str, finding: Finding) -> str | None:
    """Apply the fix of a finding, if there is one, to the line."""
    if finding.fix is None:
        return None
    (edit,) = finding.fix.edits
    return line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]


@pytest.mark.parametrize(
    ("line", "setting", "space", "needed"),
    [
        ("SVC(C=10)", "`C=10`", '{"C": loguniform(0.001, 1000)}', "loguniform"),
        (
            "SVC(C=1e1, gamma=0.01)",
            "`C=1e1` and `gamma=0.01`",
            '{"C": loguniform(0.001, 1000), "gamma": loguniform(0.0001, 10)}',
            "loguniform",
        ),
        ("KNeighborsClassifier(n_neighbors=K)", "`n_neighbors=K` (7)", '{"n_neighbors": randint(1, 51)}', "randint"),
        ("SVC(kernel='poly')", "`kernel='poly'`", '{"kernel": ["linear", "poly", "rbf", "sigmoid"]}', ""),
        (
            "RandomForestClassifier(max_depth=4, random_state=0)",
            "`max_depth=4`",
            '{"max_depth": [None, *range(2, 33)]}',
            "",
        ),
    ],
)
def test_what_is_typed_in_and_what_to_search(line: str, setting: str, space: str, needed: str) -> None:
    finding = find(of_use(line), "HP101")
    assert f" gets {setting}, typed in as a guess" in finding.message
    imported = f", with `from scipy.stats import {needed}`" if needed else ""
    assert finding.help == f"search `{space}` with RandomizedSearchCV on the training rows{imported}"


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("make_pipeline(SVC(C=10))", "svc__C"),
        ("Pipeline([('scale', StandardScaler()), ('clf', SVC(C=10))])", "clf__C"),
        ("OneVsRestClassifier(make_pipeline(SVC(C=10)))", "estimator__svc__C"),
        ("VotingClassifier([('a', SVC(C=10)), ('b', GaussianNB())])", "a__C"),
    ],
)
def test_parts_are_searched_through_what_holds_them(line: str, key: str) -> None:
    assert f'{{"{key}": loguniform(0.001, 1000)}}' in find(of_use(line), "HP101").help


def test_a_part_of_two_wholes_has_no_prefix_of_its_own() -> None:
    two = "make_pipeline(svc), VotingClassifier([('a', svc), ('b', GaussianNB())])"
    assert "each key prefixed by its step" in find(f"svc = SVC(C=10)\n{of_use(two)}", "HP101").help


def test_the_search_is_said_in_the_names_of_the_code() -> None:
    line = "pipe = make_pipeline(SVC(C=10)); pipe.fit(df[['a']], df['b']); pipe.score(pd.read_csv('b.csv'), df['b'])"
    help_ = find(line, "HP101").help
    assert help_.startswith('fit `RandomizedSearchCV(pipe, {"svc__C": loguniform(0.001, 1000)})` on the training rows')


def test_a_search_that_lacks_the_value_is_named() -> None:
    line = "GridSearchCV(SVC(), {'C': [0.1, 1, 10]}).fit(df[['a']], df['b'])"
    message = find(f"{line}\n{of_use('SVC(C=5)')}", "HP101").message
    assert "this file compares `C` over `[0.1, 1, 10]`, and 5 isn't among them" in message


def test_clusters_have_no_score_of_their_own() -> None:
    assert "by which score" in find(of_use("KMeans(n_clusters=3, random_state=0)"), "HP101").help


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("SVC(gama=None)", "SVC(gamma=None)"),
        ("SVC(c=None)", "SVC(C=None)"),
        ("SVC(**{'kernal': None})", "SVC(**{'kernel': None})"),
        ("SVC().set_params(tl=1)", "SVC().set_params(tol=1)"),
        ("GaussianNB(random_state=0)", None),
    ],
)
def test_the_nearest_name_is_proposed(line: str, mended: str | None) -> None:
    assert mend(line, find(line, "HP103")) == mended


def test_without_a_near_name_all_are_listed() -> None:
    assert find("GaussianNB(random_state=0)", "HP103").help == "it has `priors`, `var_smoothing`"


@pytest.mark.parametrize(
    ("line", "help_text", "mended"),
    [
        (
            "DecisionTreeClassifier(criterion='ginni', random_state=0)",
            'write `criterion="gini"`',
            "DecisionTreeClassifier(criterion='gini', random_state=0)",
        ),
        ("SVC(max_iter=1e4)", "write `max_iter=10000`", None),
        ('SVC(max_iter="1000")', "write `max_iter=1000`, without the quotes", None),
        ('LinearRegression(fit_intercept="False")', "write `fit_intercept=False`, without the quotes", None),
        ("SVC(tol=-1)", "leave it out for the default, 0.001", None),
    ],
)
def test_a_valid_value_is_proposed(line: str, help_text: str, mended: str | None) -> None:
    finding = find(line, "HP104")
    assert finding.help == help_text
    assert mend(line, finding) == mended


def test_the_message_says_what_is_accepted() -> None:
    message = find("SVC(tol=-1)", "HP104").message
    assert message == "`SVC` rejects `tol=-1` when it is fitted: it has to be a number > 0"


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("RandomForestClassifier().fit(X, y)", "RandomForestClassifier(random_state=0).fit(X, y)"),
        ("RandomForestClassifier(n_jobs=2).fit(X, y)", "RandomForestClassifier(n_jobs=2, random_state=0).fit(X, y)"),
        (
            "RandomForestClassifier(100, n_jobs=2,).fit(X, y)",
            "RandomForestClassifier(100, n_jobs=2, random_state=0,).fit(X, y)",
        ),
        ("RandomForestClassifier(random_state=None).fit(X, y)", "RandomForestClassifier(random_state=0).fit(X, y)"),
        ("RandomForestClassifier(random_state=SEED).fit(X, y)", None),
        (
            'RandomForestClassifier(**{"n_jobs": 2}).fit(X, y)',
            'RandomForestClassifier(**{"n_jobs": 2}, random_state=0).fit(X, y)',
        ),
        ('LogisticRegression(solver="saga").fit(X, y)', 'LogisticRegression(solver="saga", random_state=0).fit(X, y)'),
        ("df = df.sample()", "df = df.sample(random_state=0)"),
    ],
)
def test_a_seed_is_proposed_where_the_text_shows_how(line: str, mended: str | None) -> None:
    finding = find(line, "HP109")
    assert mend(line, finding) == mended
    assert finding.fix is None or not finding.fix.safe
    if mended is not None:
        ast.parse(mended)
