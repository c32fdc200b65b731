"""What HP103, HP104 and HP105 say of hyperparameters written as source text is what the installed scikit-learn does.

Every hyperparameter meets every literal, half a million of them, with `HPLINT_LITERALS=1`; that takes some minutes.
"""

from __future__ import annotations

import ast
import inspect
import keyword
import math
import os
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="scikit-learn isn't installed")

from sklearn.utils import _param_validation as validation

from hplint.api import default_config, lint_text
from hplint.catalogue.estimators import EstimatorSpec
from hplint.config import Config
from hplint.findings import Finding, Severity
from tests.conformance.test_sklearn import SPECS, is_valid, load

NAMES = {"np": np, "numpy": np, "math": math}
IMPORTS = "import math\n\nimport numpy\nimport numpy as np\n"
ORDINARY = """
0 1 2 3 5 7 10 100 1000 -1 -2 -7 +3 10**6 2**31 2**32-1 2**32 1_000 0x10 0b11 10**30 -10**30 ~1 7//2 7%4 1<<4
2**40 0.0 -0.0 .5 1. 1e-3 1e3 1E5 -1e-9 0.1 0.5 0.999 1.0 1.5 2.0 10.0 -0.5 -1.0 1/3 4/2 2**-5 10**-3 1e300
1e400 1-1e-9 3*0.1 -(1/2) 1-0.2 float("inf") float("nan") float("-inf") float("1e-3") float(3) int(5) int(2.7)
int("12") bool(0) bool(1) str(3) str("auto") -float("inf") float(10**3) round(2.5) round(0.123,2) abs(-3)
max(1,2) min(0.1,0.5) pow(10,3) sum([1,2]) len([1,2]) np.inf -np.inf np.nan numpy.nan math.inf math.nan math.pi
np.pi math.e -math.inf np.float64(1) np.float64(0.5) np.float64(-1) np.float32(0.5) np.int64(5) np.int32(-3)
np.int64(0) np.float64("nan") np.float64("inf") np.sqrt(4) math.sqrt(4) np.log(1) math.log(1) np.exp(0)
math.exp(1) math.floor(2.5) math.ceil(2.5) np.log10(1000) True False None not(True) not(0) ... 1j 2+1j b""
b"rbf" b"auto" "" "auto" "scale" "l1" "l2" "none" "None" "True" "balanced" "warn" "deprecated" "rbf" "linear"
"sqrt" "mean" "AUTO" "Auto" "au""to" ("bal""anced") "l"+"2" f"auto" f"l{2}" f"l1" "auto"f"" r"auto" u"auto"
'auto' \"\"\"auto\"\"\" "AUTO".lower() "auto".upper() "{}".format("auto") "l%d"%2 "\\x61uto" "5" "0.5" "1e-3"
"nan" "inf" "constant" "k-means++" "random" [] [1] [1,2,3] ["a"] [None] [0.1,0.9] [[1,2],[3,4]] () (1,) (0,1)
(1,0) (100,50) (100,) ("a","b") (1.0,0.5) (1)+(2) (1,)+(2,) [1]+[2] (1,)*2 [0]*3 list((1,2)) tuple([1,2])
range(3) set([1]) frozenset([1]) sorted([2,1]) {} {0:1,1:2} {"a":1} {"a":1.0,"b":2.0} dict() dict(a=1)
dict([(0,1)]) {**{0:1}} {1,2} {"a"} set() frozenset() [*[1,2],3] (*(1,2),) [x*2for(x)in(1,2)] 1if(True)else(2)
None(or)"auto" 0(or)"auto" 1(and)"l1" (lambda:1)() np.float64 np.float32 np.int64 float int str object
np.array([1,2]) np.ones(3) abs len np.random.RandomState(0) np.random
"""
"""Expressions between blanks; `(or)` and `(and)` stand for the operators."""


def expressions() -> Iterator[str]:
    """Return the pool of ordinary expressions, each on its own."""
    for text in ORDINARY.split():
        yield text.replace("(or)", " or ").replace("(and)", " and ")
    yield from ('" auto ".strip()', '"very likely"', "1 if 2 > 1 else 0", "np.logspace(0, 1, 2)", "(1, (2, 3))")


POOL = tuple(expressions())
SHARE = 1 if "HPLINT_LITERALS" in os.environ else 12
"""Constraints that several estimators share meet the whole pool once, and a twelfth of it again elsewhere."""
_FIRST: dict[str, str] = {}


def first_with(constraint: str, path: str) -> str:
    """Return the first class that has a constraint."""
    return _FIRST.setdefault(re.sub(r" at 0x[0-9a-f]+", "", constraint), path)


@cache
def constraints(path: str) -> dict[str, Any]:
    """Return what scikit-learn validates of a class, by hyperparameter."""
    own: dict[str, Any] = getattr(load(path), "_parameter_constraints", {})
    return {name: each for name, each in own.items() if not isinstance(each, str)}


def texts_for(each: Any) -> Iterator[str]:
    """Return source texts of what scikit-learn itself generates for constraints, and of what is near."""
    for constraint in each:
        made = validation.make_constraint(constraint)
        for option in getattr(made, "options", ()):
            yield from written(option)
            if isinstance(option, str):
                yield from map(
                    repr, (option.upper(), option.title(), f"{option} ", option[:-1], option.replace("_", "-"))
                )
        if isinstance(made, validation.Interval):
            for bound in (made.left, made.right):
                if bound is not None:
                    near = (bound, float(bound), bound - 1, bound + 1, bound - 1e-6, bound + 1e-6, -bound)
                    yield from (text for value in near for text in written(value))
        for generate in (validation.generate_valid_param, validation.generate_invalid_param_val):
            try:
                yield from written(generate(made))
            except (NotImplementedError, TypeError):
                continue


def written(value: Any) -> Iterator[str]:
    """Write a value down, where it can be written as a literal."""
    if isinstance(value, type) and value.__module__ == "numpy":
        yield f"np.{value.__name__}"
    if isinstance(value, float) and not math.isfinite(value):
        yield f'float("{value}")'
        return
    try:
        if repr(ast.literal_eval(repr(value))) == repr(value):
            yield repr(value)
    except (ValueError, SyntaxError):
        return


@cache
def value_of(text: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return eval(text, dict(NAMES))


def program(spec: EstimatorSpec) -> tuple[str, list[tuple[str, str]]]:
    """Write a call for each expression, one line each; return the text, and name and expression by line."""
    lines = [f"from {spec.path.rpartition('.')[0]} import {spec.name}"]
    if spec.path.startswith(("sklearn.model_selection.Halving", "sklearn.impute.Iterative")):
        lines.insert(0, "from sklearn.experimental import enable_halving_search_cv, enable_iterative_imputer")
    pairs: list[tuple[str, str]] = [("", "")] * (len(lines) + IMPORTS.count("\n"))
    for name, each in constraints(spec.path).items():
        if name in spec.parameters:
            pool = POOL if spec.path == first_with(repr(each), spec.path) else POOL[len(lines) % SHARE :: SHARE]
            for text in dict.fromkeys([*pool, *texts_for(each)]):
                lines.append(f"{spec.name}({name}={text})")
                pairs.append((name, text))
    return IMPORTS + "\n".join(lines) + "\n", pairs


@cache
def config() -> Config:
    return replace(default_config("."), codes=frozenset({"HP103", "HP104", "HP105"}))


def findings(text: str) -> dict[int, list[Finding]]:
    result = lint_text(text, "program.py", config())
    assert not result.faults, result.faults
    by_row: dict[int, list[Finding]] = {}
    for finding in result.findings:
        by_row.setdefault(finding.span.row, []).append(finding)
    return by_row


UNDECIDED = (np.ndarray, np.random.RandomState, type, type(len), type(lambda: 0), type(np), range, np.generic)
"""Values that aren't literals: hplint needn't decide, but may not be wrong."""


def disagreements(spec: EstimatorSpec) -> Iterator[str]:
    """Say where hplint accepts what scikit-learn rejects, and the other way round."""
    text, pairs = program(spec)
    found = findings(text)
    for row, (name, written_as) in enumerate(pairs, 1):
        if not name:
            assert row not in found
            continue
        value = value_of(written_as)
        said = {(each.code, each.severity) for each in found.get(row, [])}
        rejected = bool(said & {("HP104", Severity.ERROR), ("HP105", Severity.ERROR)})
        valid = is_valid(name, constraints(spec.path)[name], value)
        if len(said) > 1 or ("HP103", Severity.ERROR) in said:
            yield f"{spec.name}({name}={written_as}): {said}"
        elif rejected and valid:
            yield f"{spec.name}({name}={written_as}) is accepted"
        elif not rejected and not valid and not isinstance(value, UNDECIDED):
            yield f"{spec.name}({name}={written_as}) is rejected"


@pytest.mark.parametrize("spec", [s for s in SPECS.values() if constraints(s.path)], ids=lambda spec: spec.path)
def test_values(spec: EstimatorSpec) -> None:
    wrong = list(disagreements(spec))
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong[:40])


def misspellings(name: str) -> Iterator[str]:
    """Misspell a name by one slip: a letter less, more, another, two swapped, another case, another separator."""
    for i in sorted({0, len(name) // 2, len(name) - 1}):
        yield name[:i] + name[i + 1 :]
        yield name[:i] + name[i] + name[i:]
        yield name[:i] + ("x" if name[i] != "x" else "y") + name[i + 1 :]
        yield name[:i] + name[i + 1 : i + 2] + name[i] + name[i + 2 :]
    yield from (name.upper(), name.title(), name.replace("_", ""), name.replace("_", "__"), f"_{name}", f"{name}s")


def identifiers(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name.isidentifier() and not keyword.iskeyword(name)]


def rejects_keyword(found: Any, name: str) -> bool:
    """Say whether the real constructor raises TypeError for it."""
    try:
        inspect.signature(found).bind_partial(**{name: None})
    except TypeError:
        return True
    return False


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_names(spec: EstimatorSpec) -> None:
    """Each misspelt name is one finding, HP105 for those of older releases; no real one is any."""
    slips = identifiers(slip for name in ("nonsense", *spec.parameters) for slip in misspellings(name))
    names = [*spec.parameters, *spec.past, *(slip for slip in slips if slip not in spec.parameters)]
    lines = [f"from {spec.path.rpartition('.')[0]} import {spec.name}"]
    lines += [f"{spec.name}({name}=None)" for name in names]
    # A composition without its parts takes nobody knows which names.
    settable = hasattr(load(spec.path), "set_params") and spec.facts.named_parts is None
    setters = [name for name in names[::3] if "__" not in name] if settable else []
    lines += [f"{spec.name}().set_params({name}=None)" for name in setters]
    found = findings("\n".join(lines) + "\n")
    for row, name in enumerate((*names, *setters), 2):
        codes = [each.code for each in found.get(row, ())]
        if rejects_keyword(load(spec.path), name):
            assert codes == ["HP105" if name in spec.past else "HP103"], (lines[row - 1], codes)
        else:
            assert "HP103" not in codes, (lines[row - 1], codes)


def test_public_paths() -> None:
    """A class is the same by every module that exports it, and by an alias, an attribute, or a star import."""
    wrong = []
    for spec in SPECS.values():
        package, _, name = spec.path.rpartition(".")
        private = load(spec.path).__module__
        forms = [
            f"from {package} import {name} as Alias\nAlias(nonsense=1)\n",
            f"import {package}\n{spec.path}(nonsense=1)\n",
            f"import {package} as module\nmodule.{name}(nonsense=1)\n",
            f"import {package} as module\ngetattr(module, '{name}')(nonsense=1)\n",
            f"from {private} import {name}\n{name}(nonsense=1)\n",
            f"import importlib\nimportlib.import_module('{package}').{name}(nonsense=1)\n",
        ]
        # Experimental ones are exported only once their switch was imported, as the tests have done.
        if name in getattr(sys.modules[package], "__all__", ()) and name != "IterativeImputer":
            forms.append(f"from {package} import *\n{name}(nonsense=1)\n")
        if "." in package:
            root, _, rest = package.rpartition(".")
            forms.append(f"from {root} import {rest}\n{rest}.{name}(nonsense=1)\n")
        for form in forms:
            codes = [(row, each.code) for row, several in findings(form).items() for each in several]
            if codes != ([] if spec.accepts_kwargs else [(form.count("\n"), "HP103")]):
                wrong.append((form, codes))
    assert not wrong, wrong[:10]
