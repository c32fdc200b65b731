"""HP5xx says of generated estimator classes what scikit-learn's own `clone` and `get_params` say of them, executed."""

from __future__ import annotations

import inspect
import os
import random
import textwrap
from dataclasses import dataclass, field, replace

import pytest

from hplint.api import Selection, default_config, lint_text
from hplint.lint import lint_source
from hplint.project import Files

pytest.importorskip("sklearn", reason="the judge is scikit-learn itself")

import numpy as np
import sklearn
from sklearn.base import clone

CODES = ("HP501", "HP502", "HP503", "HP504", "HP505", "HP506", "HP507")
SITE = os.path.dirname(os.path.dirname(sklearn.__file__))
CONFIG = default_config(".", Selection(select=CODES))
PROGRAMS = int(os.environ.get("HPLINT_CLASSES", "150"))
HEAD = """
import copy
import numpy as np
from dataclasses import dataclass
from sklearn.base import BaseEstimator, RegressorMixin, TransformerMixin
"""
KEEPS = (
    "self.{p} = {p}",
    "setattr(self, '{p}', {p})",
    "given_{p} = {p}\nself.{p} = given_{p}",
    "self._keep_{p}({p})",
    "self._as_property_{p} = {p}",
    "self.{p} = None\nself.{p} = {p}",
    "if {p} is None:\n    self.{p} = {p}\nelse:\n    self.{p} = {p}",
    "self.{p}, self._seen_{p} = {p}, True",
    "self.{p} = {p}\nself._text_{p} = str({p})",
)
CHANGES = (
    "self.{p} = {p} or []",
    "self.{p} = list({p}) if isinstance({p}, list) else {p}",
    "if {p} is None:\n    {p} = 3\nself.{p} = {p}",
    "self.{p} = copy.deepcopy({p})",
    "self.{p} = np.asarray({p})",
    "self.{p} = [{p}]",
    "self.{p} = str({p})",
    "self.{p} = {p}\nif self.{p} is None:\n    self.{p} = 1",
    "self._convert_{p}({p})",
    "self.{p} = 0",
)
LOSES = ("self._{p} = {p}", "pass", "self.other_than_{p} = {p}", "print({p}, end='')")
FITS = {
    "self.mean_ = np.mean(X)": (),
    "self._sum = 1": (),
    "self.seen = len(X)": ("HP504",),
    "before = self.{p}\nself.{p} = 7\nself.{p} = before": (),
    "self.{p} = (self.{p}, 1)": ("HP507",),
    "if len(X) > 1:\n    self.{p} = object()": ("HP507",),
    "self._set_{p}()": ("HP507",),
}
ENDS = {
    "return self": True,
    "fitted = self\nreturn fitted": True,
    "return self._itself()": True,
    "return X": False,
    "return None": False,
    "pass": False,
    "return self, 1": False,
    "return self._nothing()": False,
}
VALUES = (None, 3, 2.5, "text", [1, 2], (), {"a": 1})


@dataclass
class Program:
    """A generated class, and which rows belong to which parameter."""

    lines: list[str] = field(default_factory=list)
    rows: dict[int, str] = field(default_factory=dict)
    """Row to the parameter that the statement there is about."""
    signature: dict[int, str] = field(default_factory=dict)

    def add(self, text: str, depth: int, parameter: str = "") -> None:
        for line in text.split("\n"):
            self.lines.append("    " * depth + line)
            if parameter:
                self.rows[len(self.lines)] = parameter

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def generate(draw: random.Random) -> Program:
    """Write a class with parameters that are kept, changed or lost, perhaps over a base class of its own."""
    program = Program()
    program.add(HEAD.strip(), 0)
    names = [f"p{i}" for i in range(draw.randint(1, 4))]
    based = draw.random() < 0.4
    shared = names[: draw.randint(1, len(names))] if based else []
    if based:
        program.add("class Shared(BaseEstimator):", 0)
        write_init(program, draw, shared, [])
        program.add("", 0)
    bases = "RegressorMixin, Shared" if based else draw.choice(["BaseEstimator", "TransformerMixin, BaseEstimator"])
    program.add(f"class Generated({bases}):", 0)
    own = not based or draw.random() < 0.7
    if own:
        write_init(program, draw, names, shared)
    write_fit(program, draw, names if own else shared)
    return program


def write_init(program: Program, draw: random.Random, names: list[str], shared: list[str]) -> None:
    """Write an `__init__` and what it needs; a base's parameters are handed on to it."""
    program.add("def __init__(", 1)
    program.add("self,", 2)
    if not shared and draw.random() < 0.1:
        program.add("*rest,", 2)
    for name in names:
        program.add(f"{name}=None,", 2)
        program.signature[len(program.lines)] = name
    if draw.random() < 0.3:
        program.add("**more,", 2)
    program.add("):", 1)
    if shared:
        program.add(f"super().__init__({', '.join(f'{name}={name}' for name in shared)})", 2)
    statements = [(name, statement(draw)) for name in names if name not in shared]
    for name, text in statements:
        program.add(text.format(p=name), 2, name)
    program.add("self.ready_ = False" if draw.random() < 0.1 else "pass", 2)
    for name, text in statements:
        for helper, body in (("_keep_", "self.{p} = {p}"), ("_convert_", "self.{p} = [{p}]")):
            if helper in text:
                program.add(f"def {helper}{name}(self, {name}):", 1)
                program.add(body.format(p=name), 2, name)
        if "_as_property_" in text:
            program.add("@property", 1)
            program.add(f"def {name}(self):", 1)
            program.add(f"return self._as_property_{name}", 2)
            program.add(f"@{name}.setter", 1)
            program.add(f"def {name}(self, value):", 1)
            program.add(f"self._as_property_{name} = value", 2)


def statement(draw: random.Random) -> str:
    """Choose what is done with a parameter."""
    return draw.choice(draw.choices([KEEPS, CHANGES, LOSES], [6, 2, 1])[0])


def write_fit(program: Program, draw: random.Random, names: list[str]) -> None:
    """Write a `fit` and what it needs."""
    program.add("def fit(self, X, y=None):", 1)
    for text in draw.sample(sorted(FITS), draw.randint(0, 3)):
        program.add(text.format(p=draw.choice(names)), 2)
    program.add(draw.choice(sorted(ENDS)), 2)
    for name in names:
        program.add(f"def _set_{name}(self):", 1)
        program.add(f"self.{name} = 'set'", 2)
    program.add("def _itself(self):", 1)
    program.add("return self", 2)
    program.add("def _nothing(self):", 1)
    program.add("self._count = 1", 2)
    program.add("def transform(self, X):", 1)
    program.add("return X", 2)


def judged(program: Program) -> dict[str, set[str]]:
    """Execute a program, and say which parameters are changed and which lost, and what else is wrong."""
    names: dict[str, object] = {}
    exec(compile(program.text, "<generated>", "exec"), names)
    found: dict[str, set[str]] = {code: set() for code in CODES}
    of = names["Generated"]
    parameters = list(dict.fromkeys(program.signature.values()))
    taken = [name for name in parameters if name in of.__init__.__code__.co_varnames]
    try:
        of._get_param_names()
    except RuntimeError:
        found["HP506"].add("")
    for name in taken:
        for value in VALUES:
            made = of(**{name: value})
            if not hasattr(made, name):
                found["HP502"].add(name)
            elif getattr(made, name) is not value:
                found["HP501"].add(name)
    made = of(**dict.fromkeys(taken, VALUES[4]))
    found["HP503"] |= {each for each in vars(made) if each.endswith("_") and not each.startswith("_")}
    if not any(found[code] for code in ("HP501", "HP502", "HP506")):
        clone(made)
        before = made.get_params()
        attributes = set(vars(made))
        result = made.fit(np.ones((4, 2)))
        found["HP505"] |= set() if result is made else {"fit"}
        after = made.get_params()
        found["HP507"] |= {name for name in before if before[name] is not after[name]}
        added = set(vars(made)) - attributes - set(parameters)
        found["HP504"] |= {each for each in added if not each.startswith("_") and not each.endswith("_")}
    return found


def reported(program: Program) -> dict[str, set[str]]:
    """Lint a program, and name the parameters that the findings are about, by their rows."""
    result = lint_text(program.text, "generated.py", CONFIG)
    assert not result.faults, result.faults
    found: dict[str, set[str]] = {code: set() for code in CODES}
    for finding in result.findings:
        row = finding.span.row
        by_row = {"HP501": program.rows.get(row), "HP502": program.signature.get(row), "HP505": "fit", "HP506": ""}
        name = by_row.get(finding.code)
        text = program.lines[row - 1]
        found[finding.code].add(text.partition("self.")[2].partition(" ")[0] if name is None else name)
    return found


@pytest.mark.parametrize("seed", range(PROGRAMS))
def test_says_what_clone_and_get_params_say(seed: int) -> None:
    program = generate(random.Random(seed))
    expected, actual = judged(program), reported(program)
    fails = any(expected[code] for code in ("HP501", "HP502", "HP506"))
    for code in CODES:
        if fails and code in ("HP504", "HP505", "HP507"):
            continue  # it can't be cloned, and so isn't fitted here
        assert actual[code] == expected[code], f"{code} in\n{textwrap.indent(program.text, '    ')}"


def installed() -> list[tuple[str, str, object]]:
    """List the estimators of scikit-learn and imbalanced-learn: module's file, class name, an object that clones."""
    from sklearn.utils.discovery import all_estimators

    generator = pytest.importorskip(
        "sklearn.utils._test_common.instance_generator", reason="scikit-learn before 1.6 builds no examples"
    )
    found = list(all_estimators())
    try:
        from imblearn.utils.testing import all_estimators as all_samplers

        found += all_samplers()
    except ImportError:
        pass
    listed = []
    for name, of in found:
        try:
            made = next(iter(generator._construct_instances(of)))
            clone(made)
        except Exception:  # the judge itself can't build or clone it
            continue
        listed.append((inspect.getsourcefile(of), name, made))
    return listed


EVERY = 1 if "HPLINT_CLASSES" in os.environ else 24
"""Which of the modules are looked at: all of them take minutes."""


def test_the_estimators_that_are_installed_keep_their_contract() -> None:
    """What can be cloned stores its parameters; none sets a learned attribute before `fit`, but for these."""
    listed = installed()
    files, wrong, judged = Files(), [], []
    for file in sorted({file for file, _, _ in listed})[::EVERY]:
        with open(file, "rb") as stream:
            result = lint_source(stream.read(), file, replace(CONFIG, root=SITE), files)
        assert not result.faults, result.faults
        for _, name, made in (each for each in listed if each[0] == file):
            judged.append(name)
            told = {f.code: f.message for f in result.findings if f.message.startswith((f"`{name}.", f"`{name}`"))}
            wrong += [f"{name}: {told[code]}" for code in ("HP502", "HP506") if code in told]
            method = told.get("HP505", "").partition("`")[2].partition("`")[0].partition(".")[2]
            if method:
                # `BernoulliRBM.partial_fit` of scikit-learn 1.9 returns None, though its documentation says otherwise.
                learner = clone(made)
                if getattr(learner, method)(np.random.default_rng(0).random((20, 3)), np.arange(20) % 2) is learner:
                    wrong.append(f"{name}: {told['HP505']}")
            early = [each for each in vars(made) if each.endswith("_") and not each.startswith("_")]
            if "HP503" in told and not early:
                wrong.append(f"{name}: {told['HP503']}")
    assert len(judged) >= 5
    assert not wrong, "\n".join(wrong)
