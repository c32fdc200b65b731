"""The pitfalls of scikit-learn's own page are found in its wrong versions, and its right versions are silent."""

from __future__ import annotations

import tarfile
from dataclasses import replace

import pytest

from hplint.api import lint_text
from hplint.config import default_config
from tests.real_code import fetch_sdist, sdists_folder
from tests.test_documentation import VERSION, program

LEAKS = {"HP302", "HP303", "HP304", "HP306", "HP308"}
PAGES = (
    "common_pitfalls.rst",
    "getting_started.rst",
    "modules/calibration.rst",
    "modules/compose.rst",
    "modules/cross_validation.rst",
    "modules/feature_selection.rst",
    "modules/grid_search.rst",
    "modules/impute.rst",
    "modules/preprocessing.rst",
)
"""The page itself, and those of the user guide that show how a leak is avoided."""


@pytest.fixture(scope="module")
def pages(pytestconfig: pytest.Config) -> dict[str, str]:
    archive = fetch_sdist("scikit-learn", VERSION, sdists_folder(pytestconfig))
    if archive is None:
        pytest.skip(f"no configured index has the source distribution of scikit-learn {VERSION}")
    with tarfile.open(archive) as files:
        prefix = f"scikit_learn-{VERSION}/doc/"
        held = {page: files.extractfile(prefix + page) for page in PAGES}
        return {page: file.read().decode() for page, file in held.items() if file is not None}


def leaks(text: str) -> list[tuple[str, str]]:
    """Return the code and the text of every row that leaks."""
    config = replace(default_config("."), target_versions={"sklearn": VERSION.rpartition(".")[0]})
    rows = text.split("\n")
    return [
        (each.code, rows[each.span.row - 1]) for each in lint_text(text, config=config).findings if each.code in LEAKS
    ]


def test_only_what_the_guide_calls_incorrect_leaks(pages: dict[str, str]) -> None:
    found = {page: leaks(program(text).text) for page, text in pages.items()}

    assert len(found) == len(PAGES)
    assert {page: each for page, each in found.items() if each} == {
        "common_pitfalls.rst": [("HP303", "X_selected = SelectKBest(k=25).fit_transform(X, y)")]
    }


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        (
            "X_test_transformed = scaler.transform(X_test)",
            "X_test_transformed = scaler.fit_transform(X_test)",
            "HP304",
        ),
        (
            "X_test_selected = select.transform(X_test)",
            "X_test_selected = select.fit_transform(X_test, y_test)",
            "HP304",
        ),
        (
            "scores = cross_val_score(pipeline, X, y)",
            "chosen = SelectKBest(k=5).fit_transform(X, y); scores = cross_val_score(gbc, chosen, y)",
            "HP306",
        ),
        (
            "X_train_selected = select.fit_transform(X_train, y_train)",
            "X_train_selected = select.fit(X, y).transform(X_train)",
            "HP303",
        ),
    ],
)
def test_a_right_version_made_wrong_leaks(pages: dict[str, str], right: str, wrong: str, code: str) -> None:
    text = program(pages["common_pitfalls.rst"]).text
    assert text.count(right) == 1

    before, after = leaks(text), leaks(text.replace(right, wrong))

    assert [each for each in after if each not in before] == [(code, wrong)]
