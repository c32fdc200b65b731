"""Random programs that split a table: as source text, run with real row numbers, and as the analysis sees them."""

from __future__ import annotations

import random
import warnings
from dataclasses import dataclass, field
from random import Random
from typing import Any

import libcst as cst

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.overlap import Answer, overlaps
from hplint.analysis.interpreter import interpret
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import NONE, Value
from hplint.catalogue.directory import rules_directory
from hplint.catalogue.estimators import Catalogue
from hplint.catalogue.flows import Flows
from hplint.libraries.library import Libraries
from tests.analysis.split_steps import STEPS

LONG = 600
"""Rows of each table: so many that two large random parts certainly meet."""
FEW = 12
"""Shortest table that is asked about: `overlaps` takes parts as non-empty, and draws as large."""
UNSEEDED = 20_261
"""What seeds the draws of a program that it leaves to chance."""
PRELUDE = """
import random

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold, GroupShuffleSplit, KFold, LeaveOneGroupOut, PredefinedSplit
from sklearn.model_selection import RepeatedKFold, ShuffleSplit, StratifiedKFold, StratifiedShuffleSplit
from sklearn.model_selection import TimeSeriesSplit, train_test_split
from sklearn.utils import resample, shuffle

df = load(0)
other = load(1)
""".lstrip()


@dataclass
class Program:
    """Statements, and the names that hold tables by then."""

    random: Random
    lines: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=lambda: ["df", "other"])
    arrays: list[str] = field(default_factory=list)
    count: int = 0

    @property
    def text(self) -> str:
        """The program."""
        return PRELUDE + "\n".join(self.lines) + "\n"

    def name(self) -> str:
        """A new name."""
        self.count += 1
        return f"v{self.count}"

    def any(self) -> str:
        """A table that there is, most likely one of the first or the last ones."""
        return self.random.choice([*self.frames, "df", self.frames[-1]])

    def add(self, text: str, names: int = 1, **values: object) -> None:
        """Write statements: new names for `{v}`, `{w}`, `{u}`, tables for `{f}` and `{g}`, an array for `{x}`."""
        fresh = [self.name() for _ in range(names)]
        kept = dict(zip("vwu", fresh, strict=False))
        array = self.random.choice(self.arrays) if self.arrays else "df.values"
        self.lines.append(
            text.format(f=self.any(), g=self.any(), x=array, i=self.name(), j=self.name(), **kept, **values)
        )
        (self.arrays if ".values" in text or "{x}" in text else self.frames).extend(fresh)


def step(program: Program) -> None:
    """Write one more step."""
    random = program.random
    low, high = sorted(random.sample([0, 50, 100, 150, 250, 300], 2))
    seed = random.choice([0, 0, 1])
    text, names = random.choice(STEPS)
    values = {
        "low": low,
        "high": high,
        "end": random.choice([20, 50, 100]),
        "seed": seed,
        "size": random.choice(["", ", test_size=0.3", ", test_size=0.2"]),
        "value": random.choice([2, 5]),
        "more": random.choice([1, 3, 6]),
        "group": random.choice([0, 1, 2]),
        "order": random.choice(["<", "<=", ">", ">=", "==", "!="]),
        "way": random.choice([True, False]),
    }
    program.add(text, names, **values)


def program_of(seed: int) -> Program:
    """Write a program of a few steps."""
    program = Program(Random(seed))
    for _ in range(program.random.randint(2, 4)):
        step(program)
    return program


def run(program: Program) -> dict[str, Any]:
    """Run a program, and return the tables by name, as arrays whose first column says which row each is."""
    import numpy as np
    import pandas as pd

    def load(number: int) -> Any:
        random = np.random.RandomState(number)
        row = np.arange(LONG) + number * LONG
        columns = {"row": row, "a": random.randint(0, 9, LONG), "b": random.randint(0, 2, LONG)}
        missing = np.where(random.rand(LONG) < 0.1, np.nan, 1.0)
        return pd.DataFrame({**columns, "g": random.randint(0, 3, LONG), "m": missing})

    space: dict[str, Any] = {"load": load, "flag": lambda: program.random.random() < 0.5}
    # Draws that a program doesn't seed itself are the same in every run of the tests, and no draws of its own seeds.
    random.seed(UNSEEDED)
    np.random.seed(UNSEEDED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(program.text, space)
    return {name: np.asarray(space[name])[:, 0].astype(int) for name in program.frames + program.arrays}


class Asked(Libraries):
    """The known libraries, and `ask`, which writes down whether two tables share rows, and `load`."""

    def __init__(self, catalogue: Catalogue, flows: Flows) -> None:
        super().__init__(catalogue, flows)
        self.answers: dict[tuple[str, str], Answer] = {}

    def call(self, machine: Machine, path: str, call: Call) -> Value | None:
        if path == "told.ask":
            first, second = (machine.data(argument.value) for argument in call.arguments)
            answer = Answer.UNKNOWN if first is None or second is None else overlaps(first.rows, second.rows)
            one, other = (argument.place.text for argument in call.arguments)
            self.answers[one, other] = answer
            return NONE
        if path == "told.load":
            return super().call(machine, "pandas.read_csv", call._replace(arguments=()))
        return super().call(machine, path, call)


CATALOGUE = Catalogue.load()
FLOWS = Flows.load(rules_directory() / "libraries")


def asked(program: Program) -> dict[tuple[str, str], Answer]:
    """Interpret a program, and return what the analysis says of every two tables."""
    libraries = Asked(CATALOGUE, FLOWS)
    names = program.frames + program.arrays
    questions = "\n".join(f"ask({one}, {other})" for one in names for other in names)
    modules = ("from told import ask, flag, load\n", program.text, questions + "\n")
    interpret(map(cst.parse_module, modules), libraries)
    return libraries.answers


def disagreements(program: Program) -> tuple[list[str], list[Answer]]:
    """List wrong answers, and all answers; a program that can't run, or leaves too few rows, has none."""
    try:
        real = run(program)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, NameError):
        return [], []
    import numpy as np

    if not all(map(len, real.values())):
        return [], []
    wrong, answers = [], []
    for (one, other), answer in asked(program).items():
        if one >= other or min(len(real[one]), len(real[other])) < FEW:
            continue
        answers.append(answer)
        shared = len(np.intersect1d(real[one], real[other])) > 0
        if answer is (Answer.NO if shared else Answer.YES):
            wrong.append(f"{one} and {other} {'share rows' if shared else 'share none'}, not {answer.value}")
    return wrong, answers
