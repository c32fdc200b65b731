"""Generates programs that search random compositions over random spaces, and asks scikit-learn what is wrong with them.

Each key of a space, and each candidate, stands in a row of its own, so that findings can be compared by row.
"""

from __future__ import annotations

import itertools
import random
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from sklearn.utils._param_validation import InvalidParameterError

PRELUDE = """\
import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer, make_column_transformer
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import *
from sklearn.feature_selection import RFE, SelectFromModel, SelectKBest
from sklearn.gaussian_process import GaussianProcessClassifier
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, RationalQuadratic, WhiteKernel
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Perceptron, RidgeClassifier
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union
from sklearn.preprocessing import KBinsDiscretizer, MinMaxScaler, PolynomialFeatures, RobustScaler, StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier


class Clip(TransformerMixin, BaseEstimator):
    def __init__(self, low=-1.0, high=1.0, inner=None):
        self.low = low
        self.high = high
        self.inner = inner

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return np.clip(X, -100, 100)


"""

CLASSIFIERS = (
    "SVC()",
    "SVC(kernel='linear')",
    "LinearSVC(random_state=0)",
    "LogisticRegression()",
    "RidgeClassifier()",
    "Perceptron(random_state=0)",
    "KNeighborsClassifier(n_neighbors=2)",
    "GaussianNB()",
    "LinearDiscriminantAnalysis()",
    "DecisionTreeClassifier(max_depth=2, random_state=0)",
    "RandomForestClassifier(n_estimators=2, random_state=0)",
)
TRANSFORMERS = (
    "StandardScaler()",
    "MinMaxScaler()",
    "RobustScaler()",
    "PCA(n_components=2)",
    "SelectKBest(k=1)",
    "SimpleImputer()",
    "PolynomialFeatures(degree=1)",
    "KBinsDiscretizer(n_bins=2, encode='ordinal', strategy='uniform')",
    "Clip()",
    "Clip(inner=StandardScaler())",
)
KERNELS = ("RBF()", "1.0 * RBF()", "RBF() + WhiteKernel()", "2.0 * RationalQuadratic() + DotProduct() ** 2")
NAMES = ("clf", "model", "scale", "prep", "step_1", "a", "svc", "num")
WHOLE = {"steps", "transformer_list", "transformers", "estimators"}
LITERALS = (
    0,
    1,
    2,
    3,
    -1,
    0.5,
    1.0,
    2.5,
    1e-3,
    -0.5,
    True,
    False,
    None,
    "auto",
    "nope",
    "l2",
    "rbf",
    "uniform",
    "sqrt",
)


@dataclass
class Key:
    """A key of one dict, with its candidates as source text."""

    name: str
    candidates: list[str]
    row: int = 0


@dataclass
class Program:
    """A program, and where its keys and candidates stand."""

    estimator: str
    spaces: list[list[Key]] = field(default_factory=list)
    text: str = ""

    def write(self) -> None:
        """Write the text, and note the rows: a key's row, its candidates in the rows that follow."""
        lines = [*PRELUDE.splitlines(), f"estimator = {self.estimator}", "space = ["]
        for space in self.spaces:
            lines.append("    {")
            for key in space:
                lines.append(f"        {key.name!r}: [")
                key.row = len(lines)
                lines.extend(f"            {candidate}," for candidate in key.candidates)
                lines.append("        ],")
            lines.append("    },")
        lines += ["]", "search = GridSearchCV(estimator, space, cv=2)", ""]
        self.text = "\n".join(lines)


def transformer(rng: random.Random, depth: int) -> str:
    """Write a transformer."""
    if depth <= 0 or rng.random() < 0.6:
        return rng.choice(TRANSFORMERS)
    one, other = transformer(rng, depth - 1), transformer(rng, depth - 1)
    name, another = rng.sample(NAMES, 2)
    return rng.choice(
        [
            f"FeatureUnion([({name!r}, {one}), ({another!r}, {other})])",
            f"make_union({one}, {other})",
            f"ColumnTransformer([({name!r}, {one}, [0, 1]), ({another!r}, 'passthrough', [2])])",
            f"make_column_transformer(({one}, [0, 1]), ({other}, [1, 2]), remainder='drop')",
            f"make_pipeline({one}, {other})",
            "SelectFromModel(LogisticRegression(), threshold=-1.0)",
            "RFE(LinearSVC(random_state=0), n_features_to_select=1)",
        ]
    )


def classifier(rng: random.Random, depth: int) -> str:
    """Write a classifier."""
    if depth <= 0 or rng.random() < 0.2:
        return rng.choice(CLASSIFIERS)
    inner, other = classifier(rng, depth - 1), rng.choice(CLASSIFIERS)
    before, further = transformer(rng, depth - 1), transformer(rng, depth - 2)
    name, another, third = rng.sample(NAMES, 3)
    return rng.choice(
        [
            f"make_pipeline({before}, {inner})",
            f"make_pipeline({before}, {further}, {inner})",
            f"make_pipeline(StandardScaler(), {before}, StandardScaler(), {inner})",
            f"Pipeline([({name!r}, {before}), ({another!r}, {inner})])",
            f"Pipeline([({name!r}, 'passthrough'), ({third!r}, {further}), ({another!r}, {inner})])",
            f"Pipeline(steps=[({name!r}, {inner})])",
            f"VotingClassifier([({name!r}, {inner}), ({another!r}, {other})])",
            f"StackingClassifier([({name!r}, {inner}), ({another!r}, {other})], LogisticRegression(), cv=2)",
            f"BaggingClassifier({inner}, n_estimators=2, random_state=0)",
            f"OneVsRestClassifier({inner})",
            f"OneVsOneClassifier({inner})",
            f"CalibratedClassifierCV({inner}, cv=2)",
            "AdaBoostClassifier(n_estimators=2, random_state=0)",
            "AdaBoostClassifier(DecisionTreeClassifier(max_depth=1), n_estimators=2, random_state=0)",
            f"GaussianProcessClassifier({rng.choice(KERNELS)}, optimizer=None)",
        ]
    )


def misspelt(rng: random.Random, key: str, known: list[str]) -> str:
    """Write a key as people get it wrong."""
    head, _, tail = key.rpartition("__")
    at = rng.randrange(len(key) or 1)
    other = rng.choice(known)
    return rng.choice(
        [
            key[:at] + key[at + 1 :],
            key[:at] + key[at : at + 1] + key[at:],
            key.replace("__", "_", 1),
            tail,
            key.partition("__")[2] or f"estimator__{key}",
            f"{head}s__{tail}" if head else key.upper(),
            f"{key}__{tail}",
            f"{other}__{tail}",
            f"{other.rpartition('__')[0]}__{tail}",
            rng.choice(["C", "max_depth", "n_neighbors", "clf__C", "svc__gamma", "length_scale"]),
        ]
    )


def program(seed: int) -> Program:
    """Generate one program."""
    rng = random.Random(seed)
    made = Program(classifier(rng, rng.choice([0, 1, 2, 2, 3])))
    names = run(f"estimator = {made.estimator}\n")
    # What replaces all named parts at once leaves no paths that anybody knows.
    known = sorted(key for key in names["estimator"].get_params(deep=True) if key.rpartition("__")[2] not in WHOLE)
    for _ in range(rng.choice([1, 1, 1, 2])):
        space: dict[str, Key] = {}
        holders = [key for key in known if hasattr(names["estimator"].get_params(deep=True)[key], "fit")]
        if holders and rng.random() < 0.3:
            replaced = rng.choice(holders)
            options = [rng.choice(CLASSIFIERS), rng.choice(CLASSIFIERS), rng.choice((*TRANSFORMERS, "'passthrough'"))]
            space[replaced] = Key(replaced, rng.sample(options, rng.choice([1, 2])))
            below = sorted(names["estimator"].get_params(deep=True)[replaced].get_params(deep=True))
            tails = [*below, "C", "tol", "n_neighbors", "alpha", "copy"]
            for tail in rng.sample(tails, 2):
                name = f"{replaced}__{tail}"
                space[name] = Key(name, candidates(rng))
        for _ in range(rng.choice([1, 2, 3])):
            key = rng.choice(known)
            if rng.random() < 0.4:
                key = misspelt(rng, key, known)
            if key not in space:
                space[key] = Key(key, candidates(rng))
        made.spaces.append(list(space.values()))
    made.write()
    return made


def candidates(rng: random.Random) -> list[str]:
    """Write one or two candidates."""
    return [repr(each) for each in rng.sample(LITERALS, rng.choice([1, 2]))]


def run(text: str) -> dict[str, Any]:
    """Execute source text after the prelude."""
    names: dict[str, Any] = {"__name__": "program"}
    exec(PRELUDE + text, names)
    return names


@dataclass
class Truth:
    """What scikit-learn says: rows of keys that `set_params` refuses, and of candidates that validation rejects."""

    unknown: set[int]
    invalid: set[int]
    raised: str
    """What `GridSearchCV.fit` raised: `set_params`, `fit`, or nothing."""
    failed: bool
    """Some of its fits failed for an invalid parameter."""


def truth(made: Program) -> Truth:
    """Ask scikit-learn."""
    names = run(f"estimator = {made.estimator}\n")
    unknown: set[int] = set()
    invalid: set[int] = set()
    for space in made.spaces:
        values = {key.name: [eval(each, names) for each in key.candidates] for key in space}
        for key in space:
            refused, rejected = judged(names["estimator"], values, key.name)
            if refused:
                unknown.add(key.row)
            # Of estimators hplint knows the classes, and leaves it to HP103 and others what they may stand for.
            literals = [not hasattr(value, "get_params") for value in values[key.name]]
            invalid |= {key.row + 1 + i for i, each in enumerate(rejected) if each and literals[i]}
    raised, failed = searched(
        names["estimator"], [{k.name: [eval(c, names) for c in k.candidates] for k in s} for s in made.spaces]
    )
    return Truth(unknown, invalid, raised, failed)


def judged(estimator: Any, values: dict[str, list[Any]], name: str) -> tuple[bool, list[bool]]:
    """Set a key together with the estimators above it; say whether that raises, and which candidates are rejected."""
    above = [each for each in values if name.startswith(f"{each}__") and not refuses(estimator, each, values)]
    refused = False
    verdicts: list[list[bool]] = []
    for value in values[name]:
        verdicts.append([])
        for chosen in itertools.product(*(values[each] for each in above)):
            changed = clone(estimator)
            try:
                changed.set_params(
                    **clone(dict(zip(above, chosen, strict=True)), safe=False), **{name: clone(value, safe=False)}
                )
            except (ValueError, AttributeError):
                refused = True
                verdicts[-1].append(False)
                continue
            verdicts[-1].append(rejects(changed, name))
    return refused, [bool(each) and all(each) for each in verdicts]


def refuses(estimator: Any, name: str, values: dict[str, list[Any]]) -> bool:
    """Tell whether setting a key raises by itself."""
    return judged(estimator, values, name)[0]


def rejects(estimator: Any, name: str) -> bool:
    """Tell whether the estimator that has a hyperparameter rejects its value."""
    head, _, tail = name.rpartition("__")
    try:
        owner = estimator.get_params(deep=True)[head] if head else estimator
    except AttributeError:
        # A kernel of which a part was replaced by a literal.
        return False
    if not hasattr(owner, "_parameter_constraints") or (tail == "random_state" and is_seeded(estimator, head)):
        return False
    try:
        owner._validate_params()
    except InvalidParameterError as error:
        return f"The '{tail}' parameter of" in str(error)
    return False


def is_seeded(estimator: Any, path: str) -> bool:
    """Tell whether an ensemble gives what stands at a path a seed of its own, so that nobody validates another."""
    names = path.split("__") if path else []
    above = ["__".join(names[:at]) for at in range(len(names))]
    given = estimator.get_params(deep=True)
    return any(hasattr(given[each] if each else estimator, "_make_estimator") for each in above)


def searched(estimator: Any, spaces: list[dict[str, list[Any]]]) -> tuple[str, bool]:
    """Run the search on tiny data."""
    rng = np.random.RandomState(0)
    X = np.abs(rng.normal(size=(16, 4)))
    y = np.tile([0, 1], 8)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            GridSearchCV(estimator, spaces, cv=2).fit(X, y)
        except (ValueError, AttributeError, TypeError) as error:
            text = str(error)
            if "Invalid parameter" in text or "has no attribute 'set_params'" in text:
                return "set_params", False
            return "fit", "InvalidParameterError" in text
    return "", any("InvalidParameterError" in str(each.message) for each in caught)


def programs(count: int, start: int = 0) -> Iterator[Program]:
    """Generate programs, one a seed."""
    return (program(seed) for seed in range(start, start + count))
