"""A value that a search elsewhere in the project contains is no guess; what it doesn't contain, the message says."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from hplint.answers.explanations import explained, explains
from hplint.api import Configurations, Selection, lint_paths, lint_text
from hplint.findings import Comparison, Setting

READ = """\
import pandas as pd
from scipy.stats import loguniform
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR
df = pd.read_csv("churn.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
"""
TRAIN = READ + "svc = SVC(C={C}).fit(X_train, y_train)\nprint(svc.score(X_test, y_test))\n"
CONFIGURATION = '[tool.hplint]\nselect = ["HP101"]\n'


def messages(folder: Path, **files: str) -> list[str]:
    """Write files into a project, lint it, and return what HP101 says."""
    (folder / "pyproject.toml").write_text(CONFIGURATION)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return [f.message for f in lint_paths([str(folder)]).findings]


SEARCHES = {
    "grid": "GridSearchCV(SVC(), {'C': [0.1, 1, 10]}).fit(X_train, y_train)\n",
    "pipeline": "GridSearchCV(make_pipeline(StandardScaler(), SVC()), {'svc__C': [1, 10]}).fit(X_train, y_train)\n",
    "range": "RandomizedSearchCV(SVC(), {'C': loguniform(0.1, 10)}, random_state=0).fit(X_train, y_train)\n",
    "loop": "for C in [0.1, 1, 10]:\n    print(SVC(C=C).fit(X_train, y_train).score(X_test, y_test))\n",
}


@pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)
def test_a_search_in_another_file_explains_what_it_contains(search: str, tmp_path: Path) -> None:
    assert messages(tmp_path, tune=READ + search, train=TRAIN.format(C=10)) == []


@pytest.mark.parametrize(
    ("kind", "lacks"),
    [
        ("grid", "`[0.1, 1, 10]`, and 500 isn't among them"),
        ("range", "0.1 to 10, and 500 isn't in that range"),
        ("loop", "`[0.1, 1, 10]`, and 500 isn't among them"),
    ],
)
def test_a_search_in_another_file_that_lacks_the_value_is_named(kind: str, lacks: str, tmp_path: Path) -> None:
    (message,) = messages(tmp_path, tune=READ + SEARCHES[kind], train=TRAIN.format(C=500))
    assert message.endswith(f": `tune.py` compares `C` over {lacks}")


def test_the_search_of_another_class_explains_nothing(tmp_path: Path) -> None:
    search = "GridSearchCV(SVR(), {'C': [0.1, 1, 10]}).fit(X_train, y_train)\n"
    (message,) = messages(tmp_path, tune=READ + search, train=TRAIN.format(C=10))
    assert message.endswith("nothing in view compares other values")


def test_the_search_of_other_data_explains_nothing(tmp_path: Path) -> None:
    tune = READ.replace("churn.csv", "houses.csv") + SEARCHES["grid"]
    assert len(messages(tmp_path, tune=tune, train=TRAIN.format(C=10))) == 1


def test_the_search_of_data_that_nobody_knows_may_be_of_the_same(tmp_path: Path) -> None:
    tune = READ + "def tune(X, y):\n    return GridSearchCV(SVC(), {'C': [0.1, 1, 10]}).fit(X, y)\n"
    assert messages(tmp_path, tune=tune, train=TRAIN.format(C=10)) == []


def test_a_space_that_nobody_sees_explains_only_its_own_file(tmp_path: Path) -> None:
    search = "def tune(space):\n    return GridSearchCV(SVC(), space).fit(X_train, y_train)\n"
    assert len(messages(tmp_path, tune=READ + search, train=TRAIN.format(C=10))) == 1
    search = READ + "from spaces import space\nGridSearchCV(SVC(), space).fit(X_train, y_train)\n"
    assert messages(tmp_path, tune=search + TRAIN.format(C=10).removeprefix(READ), train="") == []


def test_another_project_explains_nothing(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pyproject.toml").write_text(CONFIGURATION)
    (tmp_path / "one/tune.py").write_text(READ + SEARCHES["grid"])
    (tmp_path / "other/train.py").write_text(TRAIN.format(C=10))
    assert len(lint_paths([str(tmp_path)]).findings) == 1


def test_a_file_alone_knows_nothing_of_the_project() -> None:
    assert len(lint_text(TRAIN.format(C=10)).findings) >= 1


def test_the_order_of_files_changes_nothing(tmp_path: Path) -> None:
    texts = [TRAIN.format(C=value) for value in (1, 5, 10, 500)] + [READ + search for search in SEARCHES.values()]
    config = Configurations(Selection(select=("HP101",))).of_folder(str(tmp_path))
    results = [lint_text(text, f"f{i}.py", config) for i, text in enumerate(texts)]
    first = {each.path: each.findings for each in explained(results, ["."] * len(results))}
    for seed in range(5):
        shuffled = random.Random(seed).sample(results, len(results))
        assert {each.path: each.findings for each in explained(shuffled, ["."] * len(results))} == first


@pytest.mark.parametrize(
    ("comparison", "value", "explained"),
    [
        (Comparison("SVC", "C", (0.1, 1, 10)), 1.0, True),
        (Comparison("SVC", "C", (0.1, 1, 10)), 5, False),
        (Comparison("SVC", "C", (0.23357214690901212,)), 0.2336, True),
        (Comparison("SVC", "C", (1,)), True, False),
        (Comparison("SVC", "kernel", ("rbf", "poly")), "poly", True),
        (Comparison("MLP", "hidden_layer_sizes", ((10,), (10, 10))), (10, 10), True),
        (Comparison("SVC", "C", None, 0.1, 10), 10, True),
        (Comparison("SVC", "C", None, 0.1, 10), 10.1, False),
        (Comparison("SVC", "C", None, 0.1, 10), "auto", False),
        (Comparison("SVC", "C"), 10, True),
    ],
)
def test_what_explains_a_value(comparison: Comparison, value: object, explained: bool) -> None:
    assert explains(comparison, Setting("SVC", comparison.name, value)) is explained


NETWORK = """\
import pandas as pd
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import Adam
from sklearn.model_selection import train_test_split
df = pd.read_csv("churn.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
network = Sequential([Dense(64, activation="relu"), Dense(32, activation="relu"), Dense(1)])
network.compile(optimizer=Adam(learning_rate=0.01), loss="mse")
network.fit(X_train, y_train, epochs=30, batch_size=16)
print(network.evaluate(X_test, y_test))
"""


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (NETWORK, 1),
        # One layer less, and half of the rest is the same.
        (NETWORK.replace('Dense(32, activation="relu"), ', ""), 1),
        # Near misses: another rate, another rest, other data, and a copy whose finding is suppressed.
        (NETWORK.replace("0.01", "0.02"), 2),
        (NETWORK.replace("64", "13").replace("32", "14").replace("=30", "=31").replace("=16", "=8"), 2),
        (NETWORK.replace('loss="mse")', 'loss="mse")  # hplint: ignore[HP101]'), 1),
    ],
)
def test_a_network_that_is_copied_is_told_once(tmp_path: Path, other: str, told: int) -> None:
    found = messages(tmp_path, first=other, second=NETWORK)
    assert len(found) == told
    assert all("learning_rate" in message for message in found)


BOOSTED = """\
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split
df = pd.read_csv("churn.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
model = GradientBoostingClassifier(learning_rate=0.05, max_depth=4, random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
"""


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (BOOSTED, 1),
        (BOOSTED.replace(", max_depth=4", ""), 2),
        (BOOSTED.replace("0.05", "0.07"), 2),
        (BOOSTED.replace("churn.csv", "houses.csv"), 2),
    ],
)
def test_a_decision_that_is_copied_is_told_once(tmp_path: Path, other: str, told: int) -> None:
    assert len(messages(tmp_path, first=other, second=BOOSTED)) == told


def test_a_single_value_is_copied_where_the_data_are_the_same(tmp_path: Path) -> None:
    one = BOOSTED.replace(", max_depth=4", "")
    assert len(messages(tmp_path, first=one, second=one)) == 1
    unknown = one.replace('pd.read_csv("churn.csv")', "load()")
    assert len(messages(tmp_path, first=unknown, second=unknown)) == 2


CLUSTERS = """\
from sklearn.cluster import KMeans
from pictures import load
points = load()
groups = KMeans(12, n_init=100, max_iter=80, random_state=0).fit_predict(points)
points["group"] = groups
"""


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (CLUSTERS, 1),
        (CLUSTERS.replace("points", "rows"), 1),
        # Near misses: other values besides, or none.
        (CLUSTERS.replace("100", "50").replace("80", "60"), 2),
        (CLUSTERS.replace(", n_init=100, max_iter=80", ""), 2),
    ],
)
def test_a_copy_of_a_program_is_told_once_whatever_it_works_on(tmp_path: Path, other: str, told: int) -> None:
    assert len(messages(tmp_path, first=other, second=CLUSTERS)) == told


def test_a_search_that_is_ready_for_errors_explains_its_values(tmp_path: Path) -> None:
    search = "try:\n    " + SEARCHES["grid"] + "except ValueError:\n    print('too few rows')\n"
    assert messages(tmp_path, tune=READ + search, train=TRAIN.format(C=10)) == []


def test_a_folder_with_a_search_of_the_class_knows_how_to_choose(tmp_path: Path) -> None:
    search = READ + "GridSearchCV(SVC(), {'gamma': [0.1, 1, 10]}).fit(X_train, y_train)\n"
    assert messages(tmp_path, tune=search, train=TRAIN.format(C=10)) == []
    (tmp_path / "apart").mkdir()
    (tmp_path / "tune.py").rename(tmp_path / "apart/tune.py")
    assert len(lint_paths([str(tmp_path)]).findings) == 1
