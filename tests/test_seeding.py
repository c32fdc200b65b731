"""A program that sets a global seed seeds the functions of other files that it calls, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from hplint.api import lint_paths

HELPERS = """\
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split


def evaluate(X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y)
    model = RandomForestClassifier()
    return model.fit(X_train, y_train).score(X_test, y_test)
"""
MAIN = """\
import numpy as np
import pandas as pd
from helpers import evaluate

np.random.seed(0)
df = pd.read_csv("churn.csv")
print(evaluate(df.drop(columns="y"), df["y"]))
"""
SEED = "np.random.seed(0)\n"


def rows(folder: Path, cached: bool = False, **files: str) -> list[tuple[str, int]]:
    """Write files, lint their folder, and return where HP109 stands."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    run = lint_paths([str(folder)], cache_folder=str(folder / "cache") if cached else None)
    return [(Path(each.path).stem, each.span.row) for each in run.findings if each.code == "HP109"]


RANDOM = [("helpers", 7), ("helpers", 8)]


def test_the_caller_of_another_file_seeds(tmp_path: Path) -> None:
    assert rows(tmp_path, helpers=HELPERS) == RANDOM
    assert rows(tmp_path, main=MAIN.replace(SEED, "")) == RANDOM
    assert rows(tmp_path, main=MAIN) == []


def test_a_remembered_caller_still_seeds(tmp_path: Path) -> None:
    assert rows(tmp_path, True, helpers=HELPERS, main=MAIN) == []
    assert rows(tmp_path, True, helpers=HELPERS.replace("\n\n\n", "\n\n")) == []
    assert rows(tmp_path, True, main=MAIN.replace(SEED, "")) == [("helpers", 6), ("helpers", 7)]


@pytest.mark.parametrize(
    "other",
    [
        MAIN.replace("from helpers import evaluate", "from elsewhere import evaluate"),
        MAIN.replace(SEED, f"def set_seed():\n    {SEED}\n"),
        MAIN.replace("import numpy as np\n", "import numpy as np\n# np.random.seed(0)\n").replace(SEED, ""),
    ],
    ids=["calls others", "never seeds", "says so only"],
)
def test_near_misses(other: str, tmp_path: Path) -> None:
    assert rows(tmp_path, helpers=HELPERS, main=other) == RANDOM


def test_what_a_module_does_itself_is_its_own(tmp_path: Path) -> None:
    program = HELPERS + 'X, y = np.load("X.npy"), np.load("y.npy")\nprint(evaluate(X, y))\n'
    assert rows(tmp_path, helpers=program, main=MAIN) == RANDOM
