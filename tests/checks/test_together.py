"""What is said of several subjects on one row is said once."""

from __future__ import annotations

from hplint.api import lint_text

READ = """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
df = pd.read_csv("churn.csv")
X, y = df.drop(columns="y"), df["y"]
"""
SCORE = """\
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
"""


def told(code: str) -> list[tuple[str, int, int, str]]:
    found = lint_text(READ + code).findings
    return [(each.code, each.span.row, each.span.column, each.message.partition(" learned")[0]) for each in found]


def test_statistics_of_one_row_are_told_together() -> None:
    code = "X = (X - X.min()) / (X.max() - X.min())\n" + SCORE
    assert told(code) == [("HP303", 6, 10, "`X.min()` and `X.max()` are")]
    (finding,) = lint_text(READ + code).findings
    assert finding.help is not None
    assert "compute `X.min()` and `X.max()` on the rows of `X_train`" in finding.help


def test_the_folds_of_a_cross_validation_likewise() -> None:
    code = "X = (X - X.mean()) / X.std()\nprint(cross_val_score(LogisticRegression(), X, y))\n"
    assert told(code) == [("HP306", 6, 10, "`X.mean()` and `X.std()` are")]


def test_one_statistic_that_is_computed_twice_is_one() -> None:
    assert told("X = X[X > X.mean()] - X.mean()\n" + SCORE) == [("HP303", 6, 11, "`X.mean()` is")]


def test_each_row_is_told_for_itself() -> None:
    code = "X = (\n    X - X.mean()\n) / X.std()\n" + SCORE
    assert told(code) == [("HP303", 7, 9, "`X.mean()` is"), ("HP303", 8, 5, "`X.std()` is")]
