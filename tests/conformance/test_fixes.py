"""What fixes write is what the installed scikit-learn takes: every name and every option, misspelt and fixed."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

import pytest

from hplint.api import fix_text
from hplint.catalogue.directory import rules_directory
from hplint.catalogue.estimators import Catalogue
from hplint.catalogue.module_file import Tables

sklearn = pytest.importorskip("sklearn", reason="scikit-learn isn't installed")

HARVESTED = Tables.read(rules_directory() / "libraries" / "sklearn" / "svm.toml").table("module")["release"]
if HARVESTED.split(".")[:2] != sklearn.__version__.split(".")[:2]:
    pytest.skip(f"the catalogue is of {HARVESTED}, installed is {sklearn.__version__}", allow_module_level=True)

from sklearn.utils import all_estimators  # noqa: E402
from sklearn.utils._param_validation import Options, make_constraint  # noqa: E402

CLASSES = [cls for _, cls in all_estimators()]


def calls(text: str) -> Iterator[ast.Call]:
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            yield statement.value


def fixed(cls: type, arguments: list[str]) -> list[ast.Call]:
    """Fix one call for each argument, and return the calls."""
    rows = [f"from {cls.__module__} import {cls.__name__}", *(f"{cls.__name__}({each})" for each in arguments)]
    done = fix_text("\n".join(rows))
    assert not done.result.faults
    found = list(calls(done.after.decode()))
    assert len(found) == len(arguments)
    return found


def misspell(word: str) -> Iterator[str]:
    """Yield a word without a letter, and with two letters swapped."""
    if len(word) > 3:
        yield word[:1] + word[2:]
        yield word[:-2] + word[-1] + word[-2]


def test_fixed_names_exist_and_are_nearly_all_the_right_ones() -> None:
    right = total = 0
    for cls in CLASSES:
        names = [name for name in inspect.signature(cls).parameters if name not in ("args", "kwargs")]
        wrong = [(name, bad) for name in names for bad in misspell(name) if bad not in names and bad.isidentifier()]
        for (name, bad), call in zip(wrong, fixed(cls, [f"{bad}=a" for _, bad in wrong]), strict=True):
            (keyword,) = call.keywords
            # Another name may be as near, and an old release may have had the misspelt one.
            assert keyword.arg in names or keyword.arg == bad, (name, bad, keyword.arg)
            total += 1
            right += keyword.arg == name
    assert total > 2000
    assert right / total > 0.97, f"{right} of {total}"


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_fixed_options_are_accepted(cls: type) -> None:
    stated = getattr(cls, "_parameter_constraints", {})
    constraints = {
        name: [make_constraint(each) for each in rows]
        for name, rows in stated.items()
        if isinstance(rows, list) and name in inspect.signature(cls).parameters
    }
    wrong = [
        (name, bad)
        for name, rows in constraints.items()
        for row in rows
        if isinstance(row, Options)
        for option in row.options
        if isinstance(option, str)
        for bad in misspell(option)
        if not any(each.is_satisfied_by(bad) for each in rows)
    ]
    for (name, bad), call in zip(wrong, fixed(cls, [f"{name}={bad!r}" for name, bad in wrong]), strict=True):
        for keyword in call.keywords:
            value = ast.literal_eval(keyword.value)
            assert value == bad or any(each.is_satisfied_by(value) for each in constraints[name]), (name, bad, value)


def test_what_took_the_place_of_a_hyperparameter_is_there() -> None:
    catalogue, seen = Catalogue.load(), 0
    for cls in CLASSES:
        spec = catalogue.estimator(f"{cls.__module__}.{cls.__name__}")
        if spec is None:
            continue
        outdated = {name: old for name, old in {**spec.past, **spec.parameters}.items() if old.replaced_by}
        for (name, old), call in zip(outdated.items(), fixed(cls, [f"{name}=a" for name in outdated]), strict=True):
            seen += 1
            assert [keyword.arg for keyword in call.keywords] == [old.replaced_by], name
            assert old.replaced_by in inspect.signature(cls).parameters
    assert seen > 15
