"""What the catalogue and HP201 to HP203 say of dask-ml's searches is what they do.

dask-ml isn't part of the development environment, as it brings a compiler: `pip install dask-ml`, and these run.
"""

from __future__ import annotations

import inspect
from typing import Any

import pytest

pytest.importorskip("sklearn", minversion="1.9")

from sklearn.datasets import load_iris
from sklearn.linear_model import SGDClassifier
from sklearn.svm import SVC

from hplint.api import lint_text
from hplint.catalogue.searches import search_forms

SEARCHES = pytest.importorskip("dask_ml.model_selection", exc_type=ImportError)
FORMS = {path.rpartition(".")[2]: form for path, form in search_forms().items() if path.startswith("dask_ml.")}
PROGRAM = """\
from dask_ml.model_selection import {search}
from sklearn.datasets import load_iris
from sklearn.svm import SVC

X, y = load_iris(return_X_y=True)
search = {search}(SVC(), {space})
search.fit(X, y)
print(search.best_params_)
"""


def taken(search: str) -> dict[str, inspect.Parameter]:
    """Return the parameters of a search's constructor."""
    parameters = dict(inspect.signature(getattr(SEARCHES, search).__init__).parameters)
    del parameters["self"]
    return parameters


@pytest.mark.parametrize("search", sorted(FORMS))
def test_parameters_are_the_real_ones(search: str) -> None:
    form, real = FORMS[search], taken(search)
    assert list(real)[: len(form.parameters)] == list(form.parameters)
    assert {form.estimator, form.space} <= set(real)
    if form.draws is not None:
        assert real[form.draws[0]].default == form.draws[1]


@pytest.mark.parametrize("search", ["GridSearchCV", "RandomizedSearchCV"])
def test_folds_are_the_real_ones(search: str) -> None:
    extra = {} if search == "GridSearchCV" else {"n_iter": 2}
    built = getattr(SEARCHES, search)(SVC(), {"C": [1, 10]}, scheduler="sync", **extra)
    assert built.fit(*load_iris(return_X_y=True)).n_splits_ == FORMS[search].folds


@pytest.mark.parametrize(
    ("space", "codes", "raises"),
    [
        ({"C": [1, 10]}, set(), False),
        ({"CC": [1, 10]}, {"HP201"}, True),
        ({"svc__C": [1, 10]}, {"HP201"}, True),
        ({"C": [-1, 10]}, {"HP202"}, True),
        ({"kernel": ["rfb", "rbf"]}, {"HP202"}, True),
        ({"C": [1]}, {"HP203"}, False),
    ],
)
def test_spaces_are_judged_as_they_are_run(space: dict[str, Any], codes: set[str], raises: bool) -> None:
    found = {each.code for each in lint_text(PROGRAM.format(search="GridSearchCV", space=space)).findings}
    assert {code for code in found if code.startswith("HP2")} == codes
    search = SEARCHES.GridSearchCV(SVC(), space, cv=2, scheduler="sync")
    if raises:
        with pytest.raises(ValueError, match=r"nvalid|must be"):
            search.fit(*load_iris(return_X_y=True))
    else:
        search.fit(*load_iris(return_X_y=True))


@pytest.mark.parametrize("search", sorted(FORMS.keys() - {"GridSearchCV", "RandomizedSearchCV"}))
def test_incremental_searches_take_a_space(search: str) -> None:
    assert getattr(SEARCHES, search)(SGDClassifier(), {"alpha": [0.1, 1]}).get_params()["parameters"] == {
        "alpha": [0.1, 1]
    }
