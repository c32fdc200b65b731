"""Random programs that split a table: as source text, run with real row numbers, and as the analysis sees them."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from random import Random
from typing import Any

import libcst as cst

from hplint.analysis.calls import Call
from hplint.analysis.interpreter import interpret
from hplint.analysis.machine import Machine
from hplint.analysis.overlap import Answer, overlaps
from hplint.analysis.values import NONE, Value
from hplint.catalogue.directory import rules_directory
from hplint.catalogue.estimators import Catalogue
from hplint.catalogue.flows import Flows
from hplint.libraries.library import Libraries

LONG = 600
"""Rows of each table: so many that two large random parts certainly meet."""
FEW = 12
"""Shortest table that is asked about: `overlaps` takes parts as non-empty, and draws as large."""
PRELUDE = """
import numpy as np
import pandas as pd
from sklearn.model_selection import GroupShuffleSplit, KFold, ShuffleSplit, StratifiedKFold, train_test_split
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


STEPS: list[tuple[str, int]] = [
    ("{v}, {w} = train_test_split({f}, random_state={seed}{size})", 2),
    ("{v}, {w} = train_test_split({f}, random_state={seed}{size})", 2),
    ("{v}, {w} = train_test_split({f})", 2),
    ("{v}, {w} = train_test_split({f}, shuffle=False)", 2),
    ("{v}, {w}, {i}, {j} = train_test_split({f}, {f}['a'], random_state={seed})", 2),
    ("for {i}, {j} in KFold(4).split({f}):\n    {v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]", 2),
    ("for {i}, {j} in KFold(4, shuffle=True).split({f}):\n    {v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]\n    break", 2),
    (
        "{i}, {j} = next(ShuffleSplit(n_splits=1, random_state={seed}).split({f}))\n"
        "{v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]",
        2,
    ),
    (
        "{i}, {j} = next(GroupShuffleSplit(random_state={seed}).split({f}, groups={f}['g']))\n"
        "{v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]",
        2,
    ),
    (
        "{i}, {j} = list(StratifiedKFold(3).split({f}, {f}['b']))[0]\n{v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]",
        2,
    ),
    ("{v} = {f}[{low}:{high}]", 1),
    ("{v}, {w} = {f}[:{high}], {f}[{high}:]", 2),
    ("{v}, {w} = {f}[:{high}], {f}[{low}:]", 2),
    ("{v}, {w} = {f}.iloc[:-{end}], {f}.iloc[-{end}:]", 2),
    ("{i} = int(len({f}) * 0.7)\n{v}, {w} = {f}.iloc[:{i}, :], {f}.iloc[{i}:, :]", 2),
    ("{i} = len({f}) // 2\n{v}, {w} = {f}.head({i}), {f}[{i}:]", 2),
    ("{v}, {w} = {f}.head({high}), {f}.tail({end})", 2),
    ("{v}, {w} = {f}[::2], {f}[1::2]", 2),
    ("{v}, {w} = {f}[{f}['a'] {order} {value}], {f}[{f}['a'] {order} {more}]", 2),
    ("{i} = {f}['a'] > {value}\n{v}, {w} = {f}[{i}], {f}[~{i}]", 2),
    ("{i} = {f}['a'] > {value}\n{v}, {w} = {f}.loc[{i}], {f}.loc[np.logical_not({i})]", 2),
    ("{v}, {w} = {f}[({f}['a'] > {more}) & ({f}['b'] == 1)], {f}[{f}['a'] < {value}]", 2),
    ("{v}, {w} = {f}[({f}['a'] > {more}) | ({f}['b'] == 1)], {f}[({f}['a'] < {value}) & ({f}['b'] == 0)]", 2),
    ("{v}, {w} = {f}.query('a > {value}'), {f}.query('a <= {more}')", 2),
    ("{v}, {w} = {f}[{f}['g'].isin([0, 1])], {f}[~{f}['g'].isin([0, {group}])]", 2),
    ("{v}, {w} = {f}[{f}['g'].isin([0, 1])], {f}[{f}['g'] == {group}]", 2),
    ("{v}, {w} = {f}[{f}['m'].isnull()], {f}[{f}['m'].notnull()]", 2),
    ("{i} = np.random.RandomState({seed}).rand(len({f})) < 0.7\n{v}, {w} = {f}[{i}], {f}[~{i}]", 2),
    ("{i} = np.random.rand(len({f})) < 0.7\n{v}, {w} = {f}[{i}], {f}[~{i}]", 2),
    ("{v} = {f}.sample(frac=0.7, random_state={seed})\n{w} = {f}.drop({v}.index)", 2),
    ("{v} = {f}.sample(frac=0.7, random_state={seed})\n{w} = {f}[~{f}.index.isin({v}.index)]", 2),
    ("{v} = {f}.sample(frac=0.7)\n{w} = {f}.loc[{f}.index.difference({v}.index)]", 2),
    ("{v}, {w} = {f}.sample(frac=0.5, random_state={seed}), {f}.sample(frac=0.5)", 2),
    ("{v} = {f}[:{high}]\n{w} = {f}.drop(index={v}.index)", 2),
    ("{v} = {f}[{f}['a'] > {value}]\n{w} = {f}.drop(index={v}.index)", 2),
    ("{v} = {f}.sample(frac=1, random_state={seed})", 1),
    ("{v} = {f}.sample(frac=1).reset_index(drop=True)", 1),
    ("{v} = shuffle({f}, random_state={seed})", 1),
    ("{v}, {i} = shuffle({f}, {f}['a'], random_state={seed})", 1),
    ("{v} = {f}.sort_values('a')", 1),
    ("{v}, {w}, {u} = np.split({f}.values, [{low} + 1, {high} + 1])", 3),
    ("{v}, {w}, {u} = np.split({f}.values, [int(0.6 * len({f})), int(0.8 * len({f}))])", 3),
    ("{v}, {w}, {u} = np.array_split({f}.values, 3)", 3),
    ("{i} = np.random.permutation(len({f}))\n{v}, {w} = {f}.iloc[{i}[:{high}]], {f}.iloc[{i}[{high}:]]", 2),
    (
        "{i} = np.random.RandomState({seed}).permutation(len({f}))\n"
        "{v}, {w} = {f}.iloc[{i}[:{high}]], {f}.iloc[{i}[{low}:]]",
        2,
    ),
    ("{i} = np.arange(len({f}))\nnp.random.shuffle({i})\n{v}, {w} = {f}.iloc[{i}[:{high}]], {f}.iloc[{i}[{high}:]]", 2),
    ("{i} = np.arange(len({f}))\n{v}, {w} = {f}.iloc[{i}[:{high}]], {f}.iloc[{i}[{high}:]]", 2),
    (
        "{i}, {j} = train_test_split(np.arange(len({f})), random_state={seed})\n"
        "{v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]",
        2,
    ),
    ("{i}, {j} = train_test_split(range(len({f})), random_state={seed})\n{v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]", 2),
    ("{i}, {j} = train_test_split({f}.index, random_state={seed})\n{v}, {w} = {f}.loc[{i}], {f}.loc[{j}]", 2),
    (
        "{i}, {j} = train_test_split({f}['g'].unique(), random_state={seed})\n"
        "{v}, {w} = {f}[{f}['g'].isin({i})], {f}[{f}['g'].isin({j})]",
        2,
    ),
    ("{i} = {f}.groupby('g')\n{v}, {w} = {i}.get_group(1), {i}.get_group({group})", 2),
    ("{v} = pd.concat([{f}, {g}])", 1),
    ("{v} = pd.concat([{f}, {g}], ignore_index=True)\n{w}, {u} = {v}[:len({f})], {v}[len({f}):]", 3),
    ("{v} = pd.concat([{f}, {g}])\n{i} = {f}.shape[0]\n{w}, {u} = {v}.iloc[:{i}], {v}.iloc[{i}:]", 3),
    ("{v} = np.vstack([{f}.values, {g}.values])", 1),
    ("{v} = np.r_[{f}.values, {g}.values]", 1),
    ("{v} = {x}", 1),
    ("{v}, {w} = {x}[:{high}], {x}[{high}:]", 2),
    ("{v}, {w} = {x}[{x}[:, 1] > {value}], {x}[{x}[:, 1] <= {more}]", 2),
    ("{v}, {w} = train_test_split({x}, random_state={seed}{size})", 2),
    ("{i} = np.arange(len({x}))\n{j} = {i}[{i} % 2 == 0]\n{v}, {w} = {x}[{j}], {x}[np.setdiff1d({i}, {j})]", 2),
    ("{i}, {j} = train_test_split(np.arange(len({x})))\n{v}, {w} = {x}[{j}], np.delete({x}, {j}, axis=0)", 2),
    ("{v} = resample({f}, random_state={seed})", 1),
    ("{v} = {f}.sample(frac=2, replace=True)", 1),
    ("{v} = {f}.dropna()", 1),
    ("{v} = {f}.drop_duplicates()", 1),
    ("{v} = {f}.copy()", 1),
    ("{v} = {f}.copy()\n{v}['a'] = {v}['a'] + 3", 1),
    ("{v} = {f}[['row', 'a', 'b', 'g', 'm']]", 1),
    ("{v} = {f} if {way} else {g}", 1),
    ("{v} = {f}[:{high}] if flag() else {g}", 1),
    ("{v} = {f}.reset_index(drop=True)", 1),
    ("{v} = {f}.assign(c=1)", 1),
    ("{v} = pd.concat([{f}[{f}['a'] > {value}], {f}[{f}['a'] <= {value}]])", 1),
]


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
        table = pd.DataFrame({**columns, "g": random.randint(0, 3, LONG), "m": missing})
        return table.set_index(pd.Index(row))

    space: dict[str, Any] = {"load": load, "flag": lambda: program.random.random() < 0.5}
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
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return [], []
    import numpy as np

    wrong, answers = [], []
    for (one, other), answer in asked(program).items():
        if one >= other or min(len(real[one]), len(real[other])) < FEW:
            continue
        answers.append(answer)
        shared = len(np.intersect1d(real[one], real[other])) > 0
        if answer is (Answer.NO if shared else Answer.YES):
            wrong.append(f"{one} and {other} {'share rows' if shared else 'share none'}, not {answer.value}")
    return wrong, answers
