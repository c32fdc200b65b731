"""The supports of distributions, the elements of arrays and the names of steps are those of the real libraries."""

from __future__ import annotations

import inspect
import itertools
from typing import Any

import numpy as np
import pytest

from hplint.analysis.events.search import Distribution, Searched
from hplint.analysis.interpreter import interpret
from hplint.catalogue.constraints import Constraint, Interval
from hplint.catalogue.searches import distribution_forms, search_forms
from hplint.catalogue.supports import rejected
from hplint.libraries.searches.spaces import form_of
from hplint.lint import after_unread, libraries
from hplint.source.read import read_source

pytest.importorskip("sklearn", minversion="1.9")
stats = pytest.importorskip("scipy.stats")

SCIPY = {
    path.rpartition(".")[2]: form for path, form in distribution_forms().items() if path.startswith("scipy.stats.")
}
ARGUMENTS: dict[str, tuple[float, ...]] = {
    "loguniform": (0.1, 10),
    "reciprocal": (0.1, 10),
    "truncnorm": (-1.5, 2),
    "randint": (2, 7),
    "binom": (5, 0.5),
    "nbinom": (3, 0.5),
    "zipf": (2.5,),
}
"""Shapes of those that don't take a number below 1 each."""


def searches(text: str) -> list[Searched]:
    """Return the searches of a program."""
    source = read_source(text.encode(), "program.py")
    record = interpret((chunk.tree for chunk in source.chunks), libraries(), after_unread(source))
    return [event for event in record.events() if isinstance(event, Searched)]


def searched(value: str, key: str = "C") -> Searched:
    """Return the search over one expression."""
    (found,) = searches(
        "import numpy as np\nimport scipy.stats as stats\nfrom sklearn.svm import SVC\n"
        f"from sklearn.model_selection import RandomizedSearchCV\nRandomizedSearchCV(SVC(), {{{key!r}: {value}}})\n"
    )
    return found


def drawn(value: str) -> Distribution:
    """Return what is known of a distribution."""
    (key,) = searched(value).keys
    assert key.distribution is not None
    return key.distribution


@pytest.mark.parametrize("name", SCIPY)
@pytest.mark.parametrize("moved", [(), (3,), (-2, 0.5)])
def test_supports_are_those_of_scipy(name: str, moved: tuple[float, ...]) -> None:
    form = SCIPY[name]
    if form.discrete and len(moved) > 1:
        pytest.skip("discrete distributions have no scale")
    shapes = ARGUMENTS.get(name, (0.5,) * len(form.parameters))
    arguments = (*shapes, *moved)
    real: Any = getattr(stats, name)(*arguments)
    found = drawn(f"stats.{name}({', '.join(map(repr, arguments))})")
    assert (found.low, found.high) == pytest.approx(real.support())
    assert found.discrete is isinstance(getattr(stats, name), stats.rv_discrete)
    samples = real.rvs(200, random_state=0)
    assert found.low is not None and found.high is not None
    assert found.low <= samples.min() and samples.max() <= found.high


@pytest.mark.parametrize("name", SCIPY)
def test_parameters_are_those_of_scipy(name: str) -> None:
    shapes = getattr(stats, name).shapes
    assert SCIPY[name].parameters == (tuple(shapes.split(", ")) if shapes else ())


ARRAYS = [
    "np.linspace(0.5, 3, 6)",
    "np.linspace(0, 1, num=5, endpoint=False)",
    "np.linspace(1, 9, 5, dtype=int)",
    "np.logspace(-3, 3, 7)",
    "np.logspace(0, 4, num=5, base=2)",
    "np.geomspace(1, 1000, 4)",
    "np.arange(5)",
    "np.arange(1, 10, 3)",
    "np.arange(0.1, 1, 0.2)",
    "np.arange(start=2, stop=5)",
    "np.array([1, 2, 4])",
    "np.array([1, 2.5])",
    "10.0 ** np.arange(-3, 3)",
    "10.0 ** -np.arange(1, 4)",
    "2 * np.arange(3) + 1",
    "np.linspace(1, 9, 5).astype(int)",
    "np.arange(3).tolist()",
    "list(np.arange(3))",
    "range(1, 10, 2)",
    "list(range(4))",
    "[2**i for i in range(-3, 3)]",
    "[int(x) for x in np.linspace(10, 90, 5)]",
    "[i / 10 for i in range(1, 4)]",
    "(1, 2)",
]


@pytest.mark.parametrize("text", ARRAYS)
def test_elements_are_those_of_numpy(text: str) -> None:
    (key,) = searched(text).keys
    assert key.candidates is not None
    real = [each.item() if hasattr(each, "item") else each for each in eval(text, {"np": np})]
    found = [each.literal for each in key.candidates]
    assert found == pytest.approx(real)
    assert [type(each) for each in found] == [type(each) for each in real]


def test_arrays_that_change_are_not_known() -> None:
    changed = "import numpy as np\nfrom sklearn.svm import SVC\nfrom sklearn.model_selection import GridSearchCV\n"
    changed += "Cs = np.arange(1, 4)\nCs *= 2\nGridSearchCV(SVC(), {'C': Cs})\n"
    (found,) = searches(changed)
    assert found.keys[0].candidates is None
    assert found.configurations is None


@pytest.mark.parametrize("names", itertools.product(["PCA", "SVC", "Pipeline"], repeat=3))
def test_steps_are_named_as_by_make_pipeline(names: tuple[str, ...]) -> None:
    classes = {"PCA": "PCA()", "SVC": "SVC()", "Pipeline": "make_pipeline(PCA())"}
    imports = "from sklearn.decomposition import PCA\nfrom sklearn.svm import SVC\n"
    imports += "from sklearn.pipeline import make_pipeline\n"
    text = f"make_pipeline({', '.join(classes[name] for name in names)})"
    namespace: dict[str, Any] = {}
    exec(imports, namespace)
    real = [name for name, _ in eval(text, namespace).steps]
    space = {name: ["passthrough"] for name in real}
    (found,) = searches(f"{imports}from sklearn.model_selection import GridSearchCV\nGridSearchCV({text}, {space!r})\n")
    assert [key.key for key in found.keys if key.missing is None and key.leads_to] == list(dict.fromkeys(real))


def test_every_search_is_found_by_its_name() -> None:
    assert all(form_of(path) is form for path, form in search_forms().items())


def test_forms_of_searches_are_those_of_scikit_learn() -> None:
    from sklearn.experimental import enable_halving_search_cv  # noqa: F401

    for path, form in search_forms().items():
        module, _, name = path.rpartition(".")
        if not path.startswith("sklearn.model_selection"):
            continue
        owner: Any = __import__(module.removesuffix(".ValidationCurveDisplay"), fromlist=["_"])
        owner = owner.ValidationCurveDisplay if "Display" in path else owner
        parameters = inspect.signature(getattr(owner, name)).parameters
        named = [form.estimator, form.space, form.key, form.values, form.draws and form.draws[0]]
        assert {each for each in named if each} <= set(parameters)
        if form.draws is not None:
            assert parameters[form.draws[0]].default == form.draws[1]
        assert [*parameters][: len(form.parameters)] == list(form.parameters)


POSITIVE = Constraint((Interval("real", 0, float("inf"), False, False),))
SHARE = Constraint((Interval("int", 1, float("inf"), True, False), Interval("float", 0, 1, False, True)))


@pytest.mark.parametrize(
    ("constraint", "low", "high", "discrete", "is_rejected"),
    [
        (POSITIVE, 0, 1, False, False),
        (POSITIVE, -1e-9, 1, False, True),
        (POSITIVE, 0, 5, True, True),
        (POSITIVE, 1, 5, True, False),
        (POSITIVE, float("-inf"), float("inf"), False, True),
        (POSITIVE, 0, float("inf"), False, False),
        (SHARE, 0, 1, False, False),
        (SHARE, 0, 1.5, False, True),
        (SHARE, 1, 100, True, False),
        (SHARE, 0, 100, True, True),
        (SHARE, 2, 1, False, False),
    ],
)
def test_only_what_is_drawn_can_be_rejected(
    constraint: Constraint, low: float, high: float, discrete: bool, is_rejected: bool
) -> None:
    assert (rejected(constraint, low, high, discrete=discrete) is not None) is is_rejected
