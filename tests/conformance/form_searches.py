"""Searches over hyperparameters, written in the forms that spaces take; what is wrong in one ends with `#@`."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from tests.conformance.form_arguments import Writer

Table = dict[str, tuple[list[str], list[str]]]
"""Of a class: hyperparameter to right and to wrong values, as text."""

DRAWS = {
    "C": (["stats.uniform(0.1, 5)", "stats.loguniform(1e-2, 10)"], ["stats.uniform(-5, 2)", "stats.norm(-9, 0.1)"]),
    "tol": (["stats.uniform(1e-3, 0.1)", "stats.expon(1e-3)"], ["stats.uniform(loc=-2, scale=1)"]),
    "n_neighbors": (["stats.randint(1, 5)"], ["stats.randint(-3, 1)", "stats.randint(0, 1)", "stats.uniform(1.5, 1)"]),
    "max_depth": (["stats.randint(1, 5)"], ["stats.randint(-3, 0)", "stats.uniform(1.2, 0.5)"]),
    "degree": (["stats.randint(1, 4)"], ["stats.randint(-4, 0)"]),
}
"""Distributions within the constraint, and such as are outside of it for certain."""


@dataclass
class Searched:
    """A hyperparameter with its candidates."""

    key: str
    candidates: list[str]
    """Source text; one of a distribution."""
    wrong: int | None = None
    """Which candidate is wrong."""
    unknown: bool = False
    """The key is wrong."""
    drawn: bool = False

    def lines(self, indent: str) -> list[str]:
        """Return the entry of a dict, with what is wrong in a row of its own."""
        key = f'{indent}"{self.key}":{" [" if not self.drawn else ""}{"  #@" if self.unknown else ""}'
        if self.drawn:
            mark = "  #@" if self.unknown or self.wrong is not None else ""
            return [f'{indent}"{self.key}": {self.candidates[0]},{mark}']
        marks = ["  #@" if at == self.wrong else "" for at in range(len(self.candidates))]
        return [
            key,
            *(f"{indent}    {each},{mark}" for each, mark in zip(self.candidates, marks, strict=True)),
            f"{indent}],",
        ]


def searched(rng: random.Random, table: Table, name: str, path: str, fault: str, randomized: bool) -> Searched:
    """Choose the candidates of a hyperparameter; `fault` is `value`, `name` or empty."""
    if randomized and name in DRAWS and rng.random() < 0.5:
        text = rng.choice(DRAWS[name][fault == "value"])
        return Searched(path + name, [text], 0 if fault == "value" else None, drawn=True)
    right = rng.sample(table[name][0], min(len(table[name][0]), rng.choice([1, 2])))
    if fault != "value":
        return Searched(path + name, right)
    at = rng.randrange(len(right) + 1)
    return Searched(path + name, [*right[:at], rng.choice(table[name][1]), *right[at:]], at)


def space(w: Writer, entries: list[Searched]) -> str:
    """Write the space before the search; return the expression that stands for it."""
    name = w.fresh("space")
    rows = [line for each in entries for line in each.lines("    ")]
    match w.rng.choice(["literal", "list", "steps", "update", "call", "copy", "function", "join"]):
        case "literal":
            w.add(f"{name} = {{", *rows, "}")
        case "list":
            w.add(f"{name} = [{{", *rows, "}]")
        case "steps":
            w.add(f"{name} = {{}}")
            for each in entries:
                w.add(*_as_statement(each, f'{name}["{each.key}"] = '))
        case "update":
            w.add(f"{name} = dict()", f"{name}.update({{", *rows, "})")
        case "call" if all("__" in each.key or each.key.isidentifier() for each in entries) and not any(
            each.unknown for each in entries
        ):
            w.add(
                f"{name} = dict(",
                *(line.replace(f'"{e.key}":', f"{e.key}=") for e in entries for line in e.lines("    ")),
                ")",
            )
        case "function":
            w.add(
                f"def make_{name}():",
                "    return {",
                *(f"    {row}" for row in rows),
                "    }",
                f"{name} = make_{name}()",
            )
        case "join":
            w.add(f"{name} = {{**{{", *rows, "}}")
        case _:
            form = w.rng.choice(["dict(whole_{0})", "whole_{0}.copy()", "copy.deepcopy(whole_{0})"])
            w.add(f"whole_{name} = {{", *rows, "}", f"{name} = {form.format(name)}")
    return name


def _as_statement(each: Searched, head: str) -> list[str]:
    first, *rest = each.lines("")
    first = first.replace(f'"{each.key}": ', head, 1)
    lines = [first, *rest]
    lines[-1] = (
        lines[-1].replace("],", "]", 1) if not each.drawn else lines[-1].replace(",  #@", "  #@").removesuffix(",")
    )
    return lines


GRIDS = (
    "GridSearchCV({0}, {1}, cv=2, {2})",
    "GridSearchCV(estimator={0}, param_grid={1}, cv=3, {2})",
    "HalvingGridSearchCV({0}, {1}, cv=2, min_resources=30, {2})",
)
DRAWING = (
    "RandomizedSearchCV({0}, {1}, n_iter=20, cv=2, random_state=0, {2})",
    "RandomizedSearchCV({0}, param_distributions={1}, n_iter=20, cv=2, random_state=0, {2})",
    "HalvingRandomSearchCV({0}, {1}, n_candidates=20, min_resources=30, cv=2, random_state=0, {2})",
)


def search(w: Writer, est: str, entries: list[Searched], randomized: bool) -> str:
    """Write a search over an estimator and return its name."""
    name = w.fresh("search")
    holder = space(w, entries)
    form = w.rng.choice(DRAWING if randomized else GRIDS)
    w.add(f"{name} = {form.format(est, holder, 'error_score=' + repr('raise'))}")
    return name


def loop(w: Writer, cls: str, table: Table) -> None:
    """Write a loop through several plain values of a hyperparameter, one of which may be wrong, or be looked at."""
    rng, holder = w.rng, w.fresh("values")
    plain = {
        name: [[text for text in texts if PLAIN.fullmatch(text)] for texts in both] for name, both in table.items()
    }
    name = rng.choice([name for name, (right, wrong) in plain.items() if right and wrong])
    right, wrong = plain[name]
    listed = [rng.choice(right) for _ in range(rng.randint(4, 6))]
    bad = rng.choice(wrong) if rng.random() < 0.7 else None
    if bad is not None:
        listed.insert(rng.randrange(len(listed)), bad)
    w.add(f"{holder} = {rng.choice(['[{0}]', '({0})', 'list([{0}])', '[{0}] + []'][:2]).format(', '.join(listed))}")
    way = rng.choice(["plain", "plain", "nested", "caught", "skipped", "chosen", "broken"])
    fit = f"{cls}({name}=value).fit(X, y)"
    mark = "  #@" if bad is not None and way in ("plain", "nested") else ""
    w.add(f"for value in {holder}:")
    match way:
        case "plain":
            w.add(f"    {fit}{mark}")
        case "nested":
            w.add("    for again in (1, 2):", f"        {fit}{mark}")
        case "caught":
            w.add("    try:", f"        {fit}", "    except ValueError:", "        pass")
        case "skipped":
            w.add(f"    if value == {bad}:", "        continue", f"    {fit}")
        case "chosen":
            w.add(f"    {cls}({name}={right[0]} if value == {bad} else value).fit(X, y)")
        case _:
            w.add(f"    {cls}().fit(X, y)", "    break")


PLAIN = re.compile(r"-?[\d.]+(e-?\d+)?|'\w*'|\"\w*\"|None|True|False")
"""Values that need no evaluation."""
