"""Prose around a call answers the findings that say that its values are guesses."""

from __future__ import annotations

import json

import pytest

from hplint.api import lint_text

_PROGRAM = """\
import pandas as pd
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import train_test_split

table = pd.read_csv("mails.csv")
X_train, X_test, y_train, y_test = train_test_split(table.drop(columns="spam"), table["spam"], random_state=0)
"""
_MODEL = """\
knn = KNeighborsClassifier(n_neighbors=13)
knn.fit(X_train, y_train)
print(knn.score(X_test, y_test))
"""


def notebook(*cells: tuple[str, str]) -> bytes:
    """Write a notebook of cells, each a type and its text."""
    written = [
        {"cell_type": kind, "metadata": {}, "source": text}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for kind, text in cells
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": written}).encode()


def guesses(data: bytes, path: str) -> int:
    """Count the findings of HP101."""
    return sum(finding.code == "HP101" for finding in lint_text(data.decode(), path).findings)


@pytest.mark.parametrize(
    ("prose", "told"),
    [
        ("## The model\n\nWe ask the 13 nearest neighbours.", 0),
        ("Train a classifier with `n_neighbors=13`.", 0),
        ("### Exercise 4: neighbours\n\nPrint the score.", 0),
        ("Student Activity: see how the score changes.", 0),
        ("Fixed model configuration: no search loop, no leaderboard.", 0),
        ("An intentionally simple model.", 0),
        ("No tuning yet.", 1),
        # Near misses: another number, a number of something else, too far away, part of a longer one, and no exercise.
        ("We ask the 12 nearest neighbours.", 1),
        ("There are 13 columns.", 1),
        ("The 13 columns were chosen by those who know the mails best, and neighbours vote.", 1),
        ("We ask 1313 neighbours, or 13.5 neighbours, or 13% of the neighbours.", 1),
        ("The neighbours vote.\n\nOf 13 mails.", 1),
        ("After this exercise the neighbours vote.", 1),
    ],
)
def test_the_text_before_a_cell_prescribes(prose: str, told: int) -> None:
    cells = (("code", _PROGRAM), ("markdown", prose), ("code", _MODEL))
    assert guesses(notebook(*cells), "mails.ipynb") == told


def test_a_text_speaks_of_the_cells_that_follow_soon() -> None:
    text = ("markdown", "We ask the 13 nearest neighbours.")
    look, model = ("code", "table.head()"), ("code", _MODEL)
    assert guesses(notebook(("code", _PROGRAM), text, look, look, model), "mails.ipynb") == 0
    assert guesses(notebook(("code", _PROGRAM), text, look, look, look, model), "mails.ipynb") == 1
    assert guesses(notebook(("code", _PROGRAM), model, text), "mails.ipynb") == 1


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("# K = 13, as in the paper\n", 0),
        ("# 13\n# neighbours vote\n", 0),
        ('"""Ask 13 neighbours."""\n', 0),
        ("# knn = KNeighborsClassifier(n_neighbors=5)\n", 0),
        ("# TODO: your code here\n", 0),
        ("# for k in range(1, 30):\n#     knn = KNeighborsClassifier(n_neighbors=k)\n", 0),
        # Near misses: too far above, the very call that is commented out, another class, and code that only looks so.
        ("# K = 13\n" + "\n" * 12, 1),
        ("# knn = KNeighborsClassifier(n_neighbors=13)\n", 1),
        ("# knn = RadiusNeighborsClassifier(n_neighbors=5)\n", 1),
        ("print('K = 13')\n", 1),
        ("# knn = KNeighborsClassifier(n_neighbors=n_neighbors)\n", 1),
    ],
)
def test_comments_and_docstrings_prescribe(before: str, told: int) -> None:
    assert guesses((_PROGRAM + before + _MODEL).encode(), "mails.py") == told


@pytest.mark.parametrize(("name", "told"), [("your_file.csv", 0), ("your_own_data.csv", 0), ("yours.csv", 1)])
def test_a_file_to_fill_in_is_no_program(name: str, told: int) -> None:
    assert guesses((_PROGRAM.replace("mails.csv", name) + _MODEL).encode(), "mails.py") == told
