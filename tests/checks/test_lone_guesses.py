"""With `lone-guesses = false`, one value typed in is no HP101, nor are fewer than five of a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from hplint.api import Selection, lint_text
from hplint.config import read_config

DATA = """\
import pandas as pd
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import Adam
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split
df = pd.read_csv("churn.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
"""
MODEL = """\
model = GradientBoostingClassifier({settings}, random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
NETWORK = """\
network = Sequential([Dense(64, activation="relu"), {layers}Dense(1)])
network.compile(optimizer=Adam(learning_rate=0.01), loss="mse")
network.fit(X_train, y_train, epochs=30, batch_size=16)
print(network.evaluate(X_test, y_test))
"""


@pytest.mark.parametrize(
    ("program", "values"),
    [
        (MODEL.format(settings="max_depth=4"), 1),
        (MODEL.format(settings="max_depth=4, learning_rate=0.05"), 2),
        (NETWORK.format(layers=""), 4),
        (NETWORK.format(layers='Dense(48, activation="relu"), '), 5),
    ],
    ids=["one value", "two values", "four of a network", "five of a network"],
)
def test_what_is_told(tmp_path: Path, program: str, values: int) -> None:
    file = tmp_path / "hplint.toml"
    file.write_text("lone-guesses = false\n")
    select = Selection(select=("HP101",))
    by_default = lint_text(DATA + program, "train.py").findings
    assert [finding.code for finding in by_default].count("HP101") == 1
    told = lint_text(DATA + program, "train.py", read_config(str(file), select)).findings
    several = values >= (5 if "network" in program else 2)
    assert [finding.code for finding in told] == ["HP101"] * several
