"""Functions that nobody calls, and that call each other, cost what they are, and tell what they told."""

import pytest

from hplint.analysis import machine
from hplint.analysis.calling import functions
from hplint.api import lint_text

HEAD = "from sklearn.linear_model import Ridge\n"


def followed(code, monkeypatch):
    """Count the functions that are executed."""
    count = [0]
    real = functions.execute_body

    def execute_body(*arguments):
        count[0] += 1
        return real(*arguments)

    monkeypatch.setattr(functions, "execute_body", execute_body)
    assert not lint_text(code).faults
    monkeypatch.undo()
    return count[0]


def callers(depth):
    """Functions of which each calls the one before it twice."""
    first = "def f0(X):\n    return X + 1\n"
    rest = "".join(f"def f{i}(X):\n    a = f{i - 1}(X)\n    return f{i - 1}(a)\n" for i in range(1, depth))
    return HEAD + first + rest


def test_levels_of_calls_dont_multiply(monkeypatch):
    assert followed(callers(8), monkeypatch) < 4 * 8


def test_what_is_known_is_followed_each_time():
    """The model that the second call is given isn't fitted."""
    code = """
def score(model, X):
    return predict(model, X)

def predict(model, X):
    return model.predict(X)

def first(X, y):
    return score(Ridge().fit(X, y), X)

def second(X, y):
    return score(Ridge(), X)
"""
    assert [finding.code for finding in lint_text(HEAD + code).findings] == ["HP402"]


def test_what_was_done_with_other_things_is_no_repetition():
    """One function does the same with two tables; each fit is judged on rows of its own."""
    code = """
from sklearn.model_selection import train_test_split

def compare(table, balanced):
    both(table, balanced)

def both(table, balanced):
    judge(table)
    judge(balanced)

def judge(rows):
    X_train, X_test, y_train, y_test = train_test_split(rows.drop(columns="y"), rows["y"], random_state=0)
    model = Ridge(alpha=3.0).fit(X_train, y_train)
    print(model.score(X_test, y_test))
"""
    assert [finding.code for finding in lint_text(HEAD + code).findings] == []


def test_what_a_watched_fit_does_is_seen_each_time():
    """`refit` has done the same before, but only of `fit` somebody wants to know what it sets."""
    code = """
from sklearn.base import BaseEstimator

class Scaled(BaseEstimator):
    def __init__(self, factor=1.0):
        self.factor = factor

    def refit(self, X):
        return self._prepare(X)

    def fit(self, X, y=None):
        self._all(X)
        self.mean_ = X.mean()
        return self

    def _all(self, X):
        self._prepare(X)

    def _prepare(self, X):
        self.factor = 2.0
"""
    assert [finding.code for finding in lint_text(HEAD + code).findings] == ["HP507"]


def nested(depth):
    """Loops within loops, of which each pass finds what the one before has left."""
    heads = "".join(f"{'    ' * (i + 1)}for x{i} in x:\n" for i in range(depth))
    return (
        f"{HEAD}def total(x):\n    found = []\n{heads}{'    ' * (depth + 1)}found.append(x0.mark())\n    return found\n"
    )


def test_loops_within_loops_dont_multiply(monkeypatch):
    passed = [0]
    real = machine.Machine.evaluate

    def evaluate(self, node):
        passed[0] += getattr(getattr(node, "func", None), "attr", None) is not None and node.func.attr.value == "mark"
        return real(self, node)

    monkeypatch.setattr(machine.Machine, "evaluate", evaluate)
    passes = []
    for depth in 1, 2, 3:
        passed[0] = 0
        lint_text(nested(depth))
        passes.append(passed[0])
    assert passes == [2, 3, 4]


@pytest.mark.parametrize("last", ["", "        break\n"])
def test_what_the_second_pass_shows_is_told_at_any_depth(last):
    """Each fit forgets the one before; an outer loop that is left at once leaves the second pass to the inner one."""
    code = f"""
import pandas as pd

def train(epochs, path):
    model = Ridge()
    for epoch in range(epochs):
        for chunk in pd.read_csv(path, chunksize=1000):
            model.fit(chunk.drop(columns="y"), chunk["y"])
{last}    return model.coef_
"""
    assert [finding.code for finding in lint_text(HEAD + code).findings] == ["HP407"]


def test_what_a_function_sees_around_it_counts():
    """The inner function is given nothing in either call, and uses another model."""
    code = """
def first(X, y):
    report(Ridge().fit(X, y), X)

def second(X, y):
    report(Ridge(), X)

def report(model, X):
    def predict():
        print(model.predict(X))
    call(predict)

def call(predict):
    predict()
"""
    assert [finding.code for finding in lint_text(HEAD + code).findings] == ["HP402"]
