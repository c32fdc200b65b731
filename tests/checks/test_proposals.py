"""What fixes write, and where none is offered because it could break the program."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hplint.api import Fixed, default_config, fix_text

IMPORTS = """\
import sklearn.svm
from sklearn.cluster import KMeans
from sklearn.ensemble import AdaBoostClassifier, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression, SGDClassifier
from sklearn.manifold import TSNE
from sklearn.multioutput import ClassifierChain
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer, OneHotEncoder
from sklearn.svm import SVC
"""


def fix(code: str, *, unsafe: bool = False) -> str:
    """Return the fixed code, after what is true of every fix was asserted."""
    done: Fixed = fix_text(IMPORTS + code, unsafe=unsafe)
    assert not done.result.faults
    assert done.obstacle is None
    text = done.after.decode()
    compile(text, "fixed", "exec")
    assert fix_text(text, unsafe=unsafe).after == done.after
    assert text.startswith(IMPORTS)
    return text.removeprefix(IMPORTS)


@pytest.mark.parametrize(
    ("code", "fixed"),
    [
        ("SVC(gama=1)", "SVC(gamma=1)"),
        ("sklearn.svm.SVC( gama = 1 )", "sklearn.svm.SVC( gamma = 1 )"),
        ("SVC(\n    gama=1,  # narrow\n)", "SVC(\n    gamma=1,  # narrow\n)"),
        ("SVC(**{r'gama': 1})", "SVC(**{r'gamma': 1})"),
        ("SVC(kernel=r'rbff')", "SVC(kernel=r'rbf')"),
        ("SVC(**{'kernel': 'rbff'})", "SVC(**{'kernel': 'rbf'})"),
        ("SVC(kernel=('rbff'))", "SVC(kernel=('rbf'))"),
        ('SVC(kernel="""rbff""")', 'SVC(kernel="""rbf""")'),
        ("m = make_pipeline(SVC())\nm.set_params(svc__gama=1)", "m = make_pipeline(SVC())\nm.set_params(svc__gamma=1)"),
        (
            "m = make_pipeline(SVC())\nm.set_params(**{'svc__gama': 1})",
            "m = make_pipeline(SVC())\nm.set_params(**{'svc__gamma': 1})",
        ),
        ("OneHotEncoder(sparse=False)", "OneHotEncoder(sparse_output=False)"),
        ("TSNE(2, n_iter=500, random_state=0)", "TSNE(2, max_iter=500, random_state=0)"),
        ("ClassifierChain(base_estimator=a, random_state=0)", "ClassifierChain(estimator=a, random_state=0)"),
        ('SGDClassifier(loss="log", random_state=0)', 'SGDClassifier(loss="log_loss", random_state=0)'),
        ("LinearRegression(normalize=False)", "LinearRegression()"),
        ("LinearRegression(\n    normalize=False,\n    n_jobs=2,\n)", "LinearRegression(\n    n_jobs=2,\n)"),
    ],
)
def test_safe_fixes_keep_everything_else(code: str, fixed: str) -> None:
    assert fix(code) == fixed


@pytest.mark.parametrize(
    ("code", "fixed"),
    [
        ("AdaBoostClassifier(base_estimator=a, estimator=b, random_state=0)", None),
        ("p = {'gama': 1}\nSVC(**p)", "p = {'gamma': 1}\nSVC(**p)"),
        ("RandomForestClassifier( ).fit(X, y)", "RandomForestClassifier(random_state=0).fit(X, y)"),
        ("RandomForestClassifier(random_state=(None)).fit(X, y)", "RandomForestClassifier(random_state=(0)).fit(X, y)"),
        (
            "RandomForestClassifier(\n    n_jobs=2,  # two\n).fit(X, y)",
            "RandomForestClassifier(\n    n_jobs=2,  # two\n    random_state=0,\n).fit(X, y)",
        ),
    ],
)
def test_unsafe_fixes_are_made_on_demand_only(code: str, fixed: str | None) -> None:
    prefix = "a = b = SVC()\n" if fixed is None else ""
    wanted = "AdaBoostClassifier(estimator=b, random_state=0)" if fixed is None else fixed
    assert fix(prefix + code) == prefix + code
    assert fix(prefix + code, unsafe=True) == prefix + wanted


@pytest.mark.parametrize(
    ("code", "fixed"),
    [
        ("LogisticRegression(penalty='none')", "LogisticRegression(penalty=None)"),
        ("LogisticRegression(\n    penalty=('none'))", "LogisticRegression(\n    penalty=(None))"),
        ("def build(penalty='none'):\n    return LogisticRegression(penalty=penalty)\nbuild()", None),
        ("P = 'none'\nLogisticRegression(penalty=P)", None),
        ("LogisticRegression(multi_class='auto', C=a)", "LogisticRegression(C=a)"),
        ("LogisticRegression(multi_class='ovr')", None),
    ],
)
def test_what_an_older_release_replaces(code: str, fixed: str | None) -> None:
    config = replace(default_config("."), target_versions={"sklearn": "1.5"})
    result = fix_text(IMPORTS + code, config=config, unsafe=True)
    assert result.after.decode().removeprefix(IMPORTS) == (code if fixed is None else fixed)


@pytest.mark.parametrize(
    "code",
    [
        # The name is taken: by another argument, one given by position, or another misspelt one.
        "SVC(gamma=1, gama=2)",
        "KMeans(8, n_cluster=2, random_state=0)",
        "SVC(gamm=1, gama=2)",
        "SVC().set_params(gamma=1, gama=2)",
        "m = make_pipeline(SVC())\nm.set_params(svc__gamma=1, svc__gama=2)",
        # The value stands elsewhere, where it may be meant for something else.
        "K = 'rbff'\nSVC(kernel=K)",
        "SVC(kernel='\\x72bff')",
        # The same text is for several classes.
        "p = {'n_neighbours': 1}\nKNeighborsClassifier(**p)\nSVC(**p)",
        "for cls in (KNeighborsClassifier, SVC):\n    cls(n_neighbours=1)",
        "for cls in (SVC, Mine):\n    cls(gama=1)",
        "for cls in (RandomForestClassifier, KNeighborsClassifier):\n    cls().fit(X, y)",
        "for model in (OneHotEncoder(), Mine(), MultiLabelBinarizer()):\n    model.set_params(sparse=False)",
        # One call of the function gives a seed, and it would get two.
        "def fit(**more):\n    return RandomForestClassifier(**more).fit(X, y)\nfit(n_jobs=2)\nfit(random_state=1)",
        # What the argument did has to be done in another way.
        "LinearRegression(normalize=True)",
        "LogisticRegression(penalty='l1', solver='liblinear', random_state=0)",
        "none = None\nRandomForestClassifier(random_state=none).fit(X, y)",
    ],
)
def test_no_fix_is_offered_where_it_could_break_the_program(code: str) -> None:
    codes = {finding.code for finding in fix_text(IMPORTS + code).original.findings}
    assert codes & {"HP103", "HP104", "HP105", "HP109"}
    assert fix(code, unsafe=True) == code


SCALED = """\
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
"""
JUDGED = "model = LogisticRegression().fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n"
TRAIN = "X_train = scaler.fit_transform(X_train)\n"
TEST = "X_test = scaler.fit_transform(X_test)\n"


def test_a_second_fit_becomes_a_transform() -> None:
    text = SCALED + TRAIN + TEST + JUDGED
    assert fix_text(text).after.decode() == text
    mended = text.replace(TEST, TEST.replace("fit_transform", "transform"))
    assert fix_text(text, unsafe=True).after.decode() == mended


@pytest.mark.parametrize(
    "steps",
    [
        # An unfitted transformer can't transform.
        TEST + TRAIN,
        TRAIN + "scaler = StandardScaler()\n" + TEST,
        # `transform` takes no target.
        TRAIN + TEST.replace("(X_test)", "(X_test, y_test)"),
    ],
)
def test_a_first_fit_stays_one(steps: str) -> None:
    text = SCALED + steps + JUDGED
    result = fix_text(text, unsafe=True)
    assert "HP304" in [finding.code for finding in result.result.findings]
    assert result.after.decode() == text
