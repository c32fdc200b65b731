"""Cost counted, not timed: evaluations grow with the code as it does, and each file is parsed once."""

import sys
import threading

import libcst
import pytest

from hplint.analysis.machine import Machine
from hplint.analysis.syntax import statements
from hplint.api import lint_paths, lint_text
from hplint.source import read

IMPORTS = "from sklearn.svm import SVC\nfrom sklearn.linear_model import Ridge\n"


def straight(size):
    return "".join(f"m{i} = SVC(C={i + 1}.0).fit(X, y)\ns{i} = m{i}.score(X, y) + {i}\n" for i in range(size))


def calls(size):
    """Functions that call the one before them."""
    first = "def f0(X):\n    return SVC(C=1.0).fit(X, X)\n"
    return first + "".join(f"def f{i}(X):\n    return f{i - 1}(X)\n" for i in range(1, size)) + f"f{size - 1}(X)\n"


def loops(size):
    return "for C in [1, 2]:\n    for X in parts:\n" + "".join(
        f"        m{i} = SVC(C=C).fit(X, y)\n        if m{i}.score(X, y) > {i}:\n            best = m{i}\n"
        for i in range(size)
    )


def models(size):
    """One dict, gone through once."""
    listed = ", ".join(f"'m{i}': Ridge(alpha={i + 1}.0)" for i in range(size))
    loop = "for name, model in models.items():\n    model.fit(X, y)\n    print(model.score(X, y))\n"
    return f"models = {{{listed}}}\n{loop}"


def noted(size):
    """One dict of lists, which a function in a loop adds to under names that nobody knows."""
    listed = ", ".join(f"SVC(C={i + 1}.0)" for i in range(size))
    return (
        "from sklearn.metrics import roc_auc_score\n"
        "def note(results, name, model):\n"
        "    predicted = model.fit(X, y).predict(Z)\n"
        "    if name not in results:\n"
        "        results[name] = {'auc': []}\n"
        "    results[name]['auc'].append(roc_auc_score(t, predicted))\n"
        "    return results\n"
        "results = {}\n"
        "for fold in folds:\n"
        f"    for model in [{listed}]:\n"
        "        results = note(results, str(model), model)\n"
    )


def drawn(size, plots):
    """A loop that fits models, and draws each."""
    listed = ", ".join(f"SVC(C={i + 1}.0)" for i in range(size))
    draws = (
        "    plt.scatter(X[:, 0], X[:, 1], c=y)\n    plt.title(f'{name} of {X.shape[0]}')\n    print(name, X.shape)\n"
    )
    return (
        f"import matplotlib.pyplot as plt\nmodels = [{listed}]\nfor name, model in zip('abcdefgh', models):\n"
        f"    model.fit(X, y)\n{draws if plots else ''}"
    )


@pytest.fixture
def evaluations(monkeypatch):
    """Count the expressions that are evaluated."""
    count = [0]
    real = Machine.evaluate

    def evaluate(self, node):
        count[0] += 1
        return real(self, node)

    monkeypatch.setattr(Machine, "evaluate", evaluate)

    def of(code):
        count[0] = 0
        assert not lint_text(code).faults
        return count[0]

    return of


@pytest.mark.parametrize("make", [straight, calls, loops, models])
def test_as_much_again_costs_as_much_again(make, evaluations):
    small, middle, large = (evaluations(IMPORTS + make(size)) for size in (40, 80, 160))
    assert small > 40
    assert large - middle < 2.3 * (middle - small)


def test_what_draws_is_executed_once(evaluations):
    """However many models are drawn."""
    costs = [
        evaluations(IMPORTS + drawn(size, plots=True)) - evaluations(IMPORTS + drawn(size, False)) for size in (2, 8)
    ]
    assert 0 < costs[0] == costs[1]


@pytest.mark.parametrize("topic", ["evaluation", "hyperparameters", "learning", "search"])
def test_what_is_not_drawn_again_tells_nothing(topic, root, monkeypatch):
    """The findings are those of a run that executes every statement in every pass."""
    files = sorted((root / "fixtures" / topic).glob("*.py"))
    quick = [lint_text(file.read_text(encoding="utf-8")).findings for file in files]
    monkeypatch.setattr(statements, "may_repeat", lambda machine: False)
    assert files
    assert quick == [lint_text(file.read_text(encoding="utf-8")).findings for file in files]


def test_lists_that_may_be_one_another_are_joined_once():
    """Each of many may be the one that is added to: what that costs grows with their square, as they do together."""
    small, middle, large = (function_calls(IMPORTS + noted(size)) for size in (4, 8, 16))
    assert large - middle < 6 * (middle - small)


def function_calls(code):
    """Count the calls of Python's functions, the comparisons of values among them."""
    count = [0]

    def called(frame, event, argument):
        count[0] += event == "call"

    threading.setprofile(called)
    sys.setprofile(called)
    try:
        lint_text(code)
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return count[0]


def test_straight_code_is_evaluated_once(evaluations):
    code = IMPORTS + straight(50)
    tree = libcst.parse_module(code)
    # Of the nodes of a tree, two thirds are white space and punctuation.
    assert evaluations(code) < 0.5 * nodes(tree)


def nodes(tree):
    return 1 + sum(map(nodes, tree.children))


def test_each_file_is_parsed_once(tmp_path, monkeypatch):
    """A module that others import is too."""
    (tmp_path / "models.py").write_text(IMPORTS + "def build(C):\n    return SVC(C=C)\n")
    for name in "abc":
        (tmp_path / f"{name}.py").write_text("from models import build\nbuild(1).fit(X, y)\n")
    (tmp_path / "other.py").write_text("x = 1\n")
    grown, parsed = [], []
    real = read.grow

    def grow(text):
        grown.append(text)
        return real(text)

    monkeypatch.setattr(read, "grow", grow)
    monkeypatch.setattr(libcst, "parse_module", parsed.append)
    lint_paths([tmp_path])
    assert len(grown) == 4
    assert parsed == []
