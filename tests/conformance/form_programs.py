"""Random programs that set hyperparameters in the forms that Python has, each with at most one mistake, marked `#@`."""

from __future__ import annotations

import random
from collections.abc import Container

from tests.conformance.form_arguments import ARGUMENTS, UNMARKED, Setting, Settings, Writer, keywords
from tests.conformance.form_searches import loop, search, searched

PREAMBLE = """
import copy
import functools
import importlib
from collections import namedtuple
from dataclasses import asdict, dataclass
from enum import Enum
from functools import partial
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import scipy.stats as stats
import sklearn.linear_model
import sklearn.neighbors as neighbors
from sklearn import preprocessing, svm, tree
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer, make_column_transformer
from sklearn.experimental import enable_halving_search_cv
from sklearn.ensemble import BaggingClassifier, StackingClassifier, VotingClassifier
from sklearn.feature_selection import RFE
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.model_selection import GridSearchCV, HalvingGridSearchCV, HalvingRandomSearchCV, RandomizedSearchCV
from sklearn.model_selection import cross_validate
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

X = np.arange(180.0).reshape(60, 3) % 7
y = np.array([0, 1] * 30)
"""

CLASSES: dict[str, dict[str, tuple[list[str], list[str]]]] = {
    "SVC": {
        "C": (
            ["1", "0.5", "10**2", "1e-1", "2**-5", "np.float64(2)", "float('3')"],
            ["-1", "0", '"1"', "None", "-1e-3"],
        ),
        "kernel": (
            ['"rbf"', '"linear"', '"po" "ly"', 'f"rbf"', '"RBF".lower()'],
            ['"RBF"', '"gauss"', "None", "1", '"rb"'],
        ),
        "degree": (["2", "3", "6 // 2"], ["-1", "2.5", '"3"', "None"]),
        "tol": (["1e-3", "0.01", "1"], ["-1", "0", "'x'", "-0.1 / 3"]),
        "cache_size": (["100", "200.0"], ["0", "-5", "True and 'x'"]),
    },
    "KNeighborsClassifier": {
        "n_neighbors": (["3", "1", "2 + 1", "int('4')"], ["0", "-3", "2.5", '"3"', "3.0"]),
        "weights": (['"uniform"', '"distance"', "None"], ['"Uniform"', '"dist"', "3"]),
        "algorithm": (['"auto"', '"brute"'], ['"fast"', "None"]),
        "leaf_size": (["30", "10"], ["0", "1.5"]),
        "p": (["1", "2", "1.5"], ["0", "-1", "'2'"]),
    },
    "DecisionTreeClassifier": {
        "criterion": (['"gini"', '"entropy"'], ['"ginni"', "None", '"Gini"']),
        "splitter": (['"best"', '"random"'], ['"worst"', "True"]),
        "max_depth": (["None", "3", "1 + 1"], ["0", "-2", "2.0"]),
        "min_samples_split": (["2", "0.5", "4"], ["1", "0.0", "1.5", "-2"]),
        "random_state": (["0", "None", "42"], ["-1", "1.5", '"0"']),
    },
    "LogisticRegression": {
        "C": (["1.0", "100", "1 / 3"], ["-1", "'1'", "None"]),
        "fit_intercept": (["True", "False", "not True"], ['"yes"', "None", "2"]),
        "tol": (["1e-4", "1"], ["-1", "'x'"]),
        "max_iter": (["100", "1000", "10**3"], ["-1", "1e3", '"100"', "None"]),
        "warm_start": (["False", "True"], ['"no"', "None"]),
    },
    "StandardScaler": {
        "copy": (["True", "False"], ['"yes"', "None"]),
        "with_mean": (["True", "False"], ['"no"', "2", "None"]),
        "with_std": (["True", "False"], ["None", "'std'"]),
    },
    "MinMaxScaler": {
        "feature_range": (["(0, 1)", "(-1, 1)", "tuple([0, 2])"], ["[0, 1]", "1", '"01"', "None"]),
        "clip": (["True", "False"], ["None", '"clip"']),
        "copy": (["True", "False"], ["1.0", "None"]),
    },
}
TRANSFORMERS = ("StandardScaler", "MinMaxScaler")
WEIGHTED = ("SVC", "DecisionTreeClassifier", "LogisticRegression")
POSITIONAL = {"KNeighborsClassifier": "n_neighbors", "MinMaxScaler": "feature_range"}
MODULES = {
    "SVC": "svm",
    "KNeighborsClassifier": "neighbors",
    "DecisionTreeClassifier": "tree",
    "LogisticRegression": "sklearn.linear_model",
    "StandardScaler": "preprocessing",
    "MinMaxScaler": "preprocessing",
}


# How a class is called: each returns the name of the variable that holds the estimator.


def construct(w: Writer, cls: str, settings: Settings) -> str:
    rng, est = w.rng, w.fresh("est")
    if not settings:
        w.add(f"{est} = {cls}()")
        return est
    if rng.random() < 0.2:
        arguments = rng.choice(UNMARKED)(w, settings)
        w.lines = [line.removesuffix("  #@") for line in w.lines]
        unmarked = "  #@" if any(s.bad for s in settings) else ""
        w.add(f"{est} = {cls}({arguments}){unmarked}")
        return est
    first = settings[0]
    if first.name == POSITIONAL.get(cls) and rng.random() < 0.5:
        arguments = f"\n    {first.text},{first.mark}{keywords(w, settings[1:])}"
        rng.choice([plain, by_partial, by_registry, by_subclass, by_condition])(w, est, cls, arguments)
        return est
    arguments = rng.choice(ARGUMENTS)(w, settings)
    form = rng.choice(CALLS)
    form(w, est, cls, arguments)
    return est


def call(w: Writer, est: str, callee: str, arguments: str, indent: str = "") -> None:
    w.add(*f"{indent}{est} = {callee}({arguments})".replace("\n", f"\n{indent}").split("\n"))


def plain(w: Writer, est: str, cls: str, arguments: str) -> None:
    forms = [cls, f"{MODULES[cls]}.{cls}", f"getattr({MODULES[cls]}, '{cls}')", f"type({cls}())", f"{cls}().__class__"]
    if w.rng.random() < 0.15:
        w.add(f"from {'sklearn.' + MODULES[cls] if '.' not in MODULES[cls] else MODULES[cls]} import {cls} as Alias")
        forms = ["Alias"]
    if w.rng.random() < 0.1:
        package = MODULES[cls] if "." in MODULES[cls] else f"sklearn.{MODULES[cls]}"
        forms = [f"importlib.import_module('{package}').{cls}"]
    call(w, est, w.rng.choice(forms), arguments)


def by_partial(w: Writer, est: str, cls: str, arguments: str) -> None:
    make = w.fresh("make")
    call(w, make, "partial", f"{cls}, {arguments}" if w.rng.random() < 0.6 else f"partial({cls}), {arguments}")
    w.add(f"{est} = {make}()")


def by_registry(w: Writer, est: str, cls: str, arguments: str) -> None:
    table = w.fresh("models")
    w.add(f'{table} = {{"first": {cls}, "other": GaussianNB}}')
    call(w, est, w.rng.choice([f'{table}["first"]', f'{table}.get("first")']), arguments)


def by_loop(w: Writer, est: str, cls: str, arguments: str) -> None:
    pairs = w.fresh("pairs")
    w.add(*f"{pairs} = [(GaussianNB, {{}}), ({cls}, dict({arguments}))]".split("\n"))
    w.add(*w.rng.choice([
        [f"for cls, kwargs in {pairs}:", f"    {est} = cls(**kwargs)"],
        [f"{est} = [cls(**kwargs) for cls, kwargs in {pairs}][1]"],
        [f"_, {est} = (cls(**kwargs) for cls, kwargs in {pairs})"],
        [f"cls, kwargs = {pairs}[-1]", f"{est} = cls(**kwargs)"],
        [f"for i, (cls, kwargs) in enumerate({pairs}):", f"    {est} = cls(**kwargs)"],
    ]))  # fmt: skip


def by_factory(w: Writer, est: str, cls: str, arguments: str) -> None:
    build = w.fresh("build")
    kind = w.rng.choice(["kwargs", "inside", "lambda", "closure", "static", "method"])
    if kind == "kwargs":
        w.add(f"def {build}(cls, **kwargs):", "    return cls(**kwargs)")
        call(w, est, build, f"{cls}, {arguments}")
    elif kind == "inside":
        w.add(f"def {build}():")
        call(w, "made", cls, arguments, "    ")
        w.add("    return made", f"{est} = {build}()")
    elif kind == "lambda":
        w.add(f"{build} = lambda **kwargs: {cls}(**kwargs)")
        call(w, est, build, arguments)
    elif kind == "closure":
        w.add(f"def {build}(cls):", "    def make(**kwargs):", "        return cls(**kwargs)", "    return make")
        call(w, est, f"{build}({cls})", arguments)
    elif kind == "static":
        w.add(
            "class Factory:",
            f"    kind = {cls}",
            "    @staticmethod",
            f"    def {build}(**kwargs):",
            f"        return {cls}(**kwargs)",
        )
        call(w, est, f"Factory.{build}", arguments)
    else:
        w.add("class Factory:", "    def __init__(self, cls):", "        self.cls = cls")
        w.add(f"    def {build}(self, **kwargs):", "        return self.cls(**kwargs)")
        call(w, est, f"Factory({cls}).{build}", arguments)


def by_subclass(w: Writer, est: str, cls: str, arguments: str) -> None:
    own = w.fresh("Own")
    body = w.rng.choice([["    pass"], ['    """Mine."""'], ["    def describe(self):", "        return 1"]])
    w.add(f"class {own}({cls}):", *body)
    w.names[est] = own
    call(w, est, own, arguments)


def by_condition(w: Writer, est: str, cls: str, arguments: str) -> None:
    call(w, est, f"({cls} if 2 > 1 else GaussianNB)", arguments)


CALLS = [plain, plain, plain, by_partial, by_registry, by_loop, by_factory, by_subclass, by_condition]


# What is set afterwards, in what it is held, and how it is fitted.


def set_later(w: Writer, target: str, s: Setting, prefix: str = "") -> None:
    name = prefix + s.name
    forms = [f"{target}.set_params({name}={s.text}){s.mark}", f'{target}.set_params(**{{"{name}": {s.text}}}){s.mark}']
    if not prefix and not s.misspelt:
        forms += [f"{target}.{name} = {s.text}{s.mark}", f'setattr({target}, "{name}", {s.text}){s.mark}']
    if s.bad and w.rng.random() < 0.2 and not s.misspelt:
        right = w.rng.choice(next(table[s.name][0] for table in CLASSES.values() if s.name in table))
        w.add(w.rng.choice(forms).replace("  #@", ""), f"{target}.set_params({name}={right})")
        return
    w.add(w.rng.choice(forms))


def held(w: Writer, cls: str, est: str) -> tuple[str, str, list[str]]:
    """Put an estimator into another: return the holder, the path to it, and expressions that reach it."""
    rng, whole = w.rng, w.fresh("whole")
    step = w.names.get(est, cls).lower()
    if cls in TRANSFORMERS:
        forms = [
            (
                f'Pipeline([("prep", {est}), ("nb", GaussianNB())])',
                "prep__",
                ['["prep"]', ".named_steps.prep", '.named_steps["prep"]', "[0]", ".steps[0][1]"],
            ),
            (f"make_pipeline({est}, GaussianNB())", f"{step}__", ["[0]", f'["{step}"]', ".steps[0][1]"]),
            (f'ColumnTransformer([("a", {est}, [0, 1])])', "a__", []),
            (f"make_column_transformer(({est}, [0]))", f"{step}__", []),
            (f'FeatureUnion([("a", {est})])', "a__", []),
            (f"make_union({est})", f"{step}__", []),
            (f'Pipeline([("p", Pipeline([("q", {est})])), ("nb", GaussianNB())])', "p__q__", ['["p"]["q"]', "[0][0]"]),
        ]
    else:
        forms = [
            (
                f'Pipeline(steps=[("s", StandardScaler()), ("clf", {est})])',
                "clf__",
                ['["clf"]', ".named_steps.clf", "[-1]", "[1]", ".steps[-1][1]"],
            ),
            (f"make_pipeline(StandardScaler(), {est})", f"{step}__", ["[-1]", f".named_steps['{step}']"]),
            (f"make_pipeline({est})", f"{step}__", ["[0]"]),
            (f'VotingClassifier([("nb", GaussianNB()), ("m", {est})])', "m__", [".estimators[1][1]"]),
            (f'StackingClassifier(estimators=[("m", {est})], cv=2)', "m__", [".estimators[0][1]"]),
            (f"BaggingClassifier({est}, n_estimators=2)", "estimator__", [".estimator"]),
            (f"OneVsRestClassifier(estimator={est})", "estimator__", [".estimator"]),
            (f'GridSearchCV({est}, {{}}, cv=2, error_score="raise")', "estimator__", [".estimator"]),
            (
                f'BaggingClassifier(Pipeline([("m", {est})]), n_estimators=2)',
                "estimator__m__",
                ['.estimator["m"]', ".estimator[0]"],
            ),
            (
                f'GridSearchCV(make_pipeline({est}), {{}}, cv=2, error_score="raise")',
                f"estimator__{step}__",
                [".estimator[0]"],
            ),
        ]
    text, path, ways = rng.choice(forms)
    w.add(f"{whole} = {text}")
    return whole, path, ways


def deeper(w: Writer, whole: str, path: str, predicts: bool) -> tuple[str, str]:
    """Put what holds an estimator into another, once or twice; return the outermost and the path to the estimator."""
    for _ in range(w.rng.choice([1, 1, 2])):
        outer, inner = w.fresh("outer"), whole
        forms = [
            (f'Pipeline([("deep", {inner})])', "deep__"),
            (f"BaggingClassifier(estimator={inner}, n_estimators=2)", "estimator__"),
            (f'GridSearchCV({inner}, {{}}, cv=2, error_score="raise")', "estimator__"),
            (f'VotingClassifier([("nb", GaussianNB()), ("deep", {inner})])', "deep__"),
            (f'StackingClassifier([("deep", {inner})], cv=2)', "deep__"),
        ]
        if not predicts:
            forms = [
                (f'Pipeline([("deep", {inner}), ("last", MinMaxScaler())])', "deep__"),
                (f'ColumnTransformer([("deep", {inner}, [0, 1, 2])])', "deep__"),
                (f'ColumnTransformer([("a", StandardScaler(), [0])], remainder={inner})', "remainder__"),
                (f'FeatureUnion([("a", MinMaxScaler()), ("deep", {inner})])', "deep__"),
            ]
        text, prefix = w.rng.choice(forms)
        w.add(f"{outer} = {text}")
        whole, path = outer, prefix + path
    return whole, path


def write_search(w: Writer) -> None:
    """Write a search: over right candidates, a wrong one, a key that isn't, or over what was wrong before."""
    rng = w.rng
    cls = rng.choice(list(CLASSES))
    table = CLASSES[cls]
    fault, randomized = rng.choice(["", "value", "value", "name", "replaced"]), rng.random() < 0.5
    names = rng.sample(list(table), rng.randint(1, 3))
    first, others = names[0], names[1:]
    given = [Setting(name, rng.choice(table[name][0])) for name in others]
    if fault == "replaced":
        given.append(Setting(first, rng.choice(table[first][1])))
    est, path = construct(w, cls, given), ""
    if cls in TRANSFORMERS:
        w.add(f'whole = Pipeline([("prep", {est}), ("nb", GaussianNB())])')
        est, path = "whole", "prep__"
    elif rng.random() < 0.5:
        est, path, _ = held(w, cls, est)
    if rng.random() < 0.4:
        est, path = deeper(w, est, path, True)
    entries = [searched(rng, table, first, path, "value" if fault == "value" else "", randomized)]
    if others and rng.random() < 0.5:
        entries.append(searched(rng, table, others[0], path, "", randomized))
    if fault == "name":
        entries[0].key, entries[0].unknown = path + misspell(rng, first, table), True
    w.add(f"{search(w, est, entries, randomized)}.fit(X, y)")


def misspell(rng: random.Random, name: str, known: Container[str]) -> str:
    at = rng.randrange(len(name))
    slips = [name[:at] + name[at + 1 :], name + "s", name.upper(), name[:at] + name[at] + name[at:], "x" + name]
    usable = (slip for slip in slips if slip.isidentifier() and "__" not in slip and slip[0] != "_")
    right = [slip for slip in usable if slip not in known]
    return rng.choice(right)


def write(seed: int) -> str:
    """Return a program; a line with a mistake ends with `#@`."""
    w = Writer(random.Random(seed))
    rng = w.rng
    if (kind := rng.random()) < 0.3:
        if kind < 0.25:
            write_search(w)
        else:
            cls = rng.choice(list(CLASSES))
            loop(w, cls, CLASSES[cls])
        return PREAMBLE.lstrip() + "\n".join(w.lines) + "\n"
    cls = rng.choice(list(CLASSES))
    table = CLASSES[cls]
    settings = [Setting(name, rng.choice(table[name][0])) for name in rng.sample(list(table), rng.randint(1, 3))]
    at, fault = rng.randrange(len(settings)), rng.random()
    if fault < 0.4:
        settings[at] = Setting(settings[at].name, rng.choice(table[settings[at].name][1]), True)
    elif fault < 0.65:
        settings[at] = Setting(misspell(rng, settings[at].name, table), rng.choice(["1", "None", '"x"']), True, True)
    later = [settings.pop(at)] if rng.random() < 0.45 else []
    est = construct(w, cls, settings) if settings or rng.random() < 0.8 else construct(w, cls, [])
    if rng.random() < 0.15:
        w.add(f"{est} = {rng.choice(['clone', 'copy.deepcopy', 'copy.copy'])}({est})")
    if rng.random() < 0.5:
        whole, path, ways = held(w, cls, est)
        if rng.random() < 0.35:
            predicts = cls not in TRANSFORMERS or "GaussianNB" in w.lines[-1]
            (whole, path), ways = deeper(w, whole, path, predicts), []
        if later and ways and rng.random() < 0.4:
            set_later(w, whole + rng.choice(ways), later[0])
        elif later:
            set_later(w, whole, later[0], path)
        est = whole
    elif later:
        set_later(w, est, later[0])
    forms = [f"{est}.fit(X, y)", f"fitted = {est}.fit(X, y)", f"clone({est}).fit(X, y)"]
    if cls in WEIGHTED and est.startswith("est"):
        weights = 'params={"sample_weight": np.ones(60)}'
        forms.append(f'cross_validate({est}, X, y, cv=2, error_score="raise", {weights})')
    w.add(rng.choice(forms))
    return PREAMBLE.lstrip() + "\n".join(w.lines) + "\n"
