"""Imports between the files of a project are followed, as Python would, and nothing else is read."""

from __future__ import annotations

import json
import os

import pytest

import hplint.project
from hplint.api import lint_paths, lint_text
from hplint.project import Files, Project

FACTORY = "from sklearn.svm import SVC\n\n\ndef build(C=1.0):\n    return SVC(C=C)\n"
USE = "print(build().support_)\n"
SHOP = {"shop/models.py": FACTORY, "shop/__init__.py": ""}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return a function that writes files and lints the folder; it gives `path:row code` of each finding."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[tool.hplint]\nselect = ["HP4", "HP103", "HP104", "HP5", "HP9"]\n')

    def lint(files, only=None):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        run = lint_paths([only or "."])
        assert not run.faults
        return [f"{f.path}:{f.span.row} {f.code}" for f in run.findings]

    return lint


@pytest.mark.parametrize(
    ("files", "main", "imports"),
    [
        ({"models.py": FACTORY}, "main.py", "from models import build"),
        ({"models.py": FACTORY}, "main.py", "import models\nbuild = models.build"),
        (SHOP, "main.py", "from shop.models import build"),
        (SHOP, "main.py", "import shop.models as m\nbuild = m.build"),
        (SHOP, "main.py", "import shop.models\nbuild = shop.models.build"),
        (SHOP, "shop/main.py", "from .models import build"),
        (SHOP, "shop/main.py", "from . import models\nbuild = models.build"),
        (SHOP, "shop/main.py", "from shop import models\nbuild = models.build"),
        ({**SHOP, "shop/a/__init__.py": ""}, "shop/a/main.py", "from ..models import build"),
        ({**SHOP, "shop/__init__.py": "from .models import build as m"}, "main.py", "from shop import m as build"),
        ({"shop/__init__.py": "from .models import *", "shop/models.py": FACTORY}, "main.py", "from shop import build"),
        ({"models.py": FACTORY}, "main.py", "from models import *"),
        ({f"src/{name}": text for name, text in SHOP.items()}, "tests/test_it.py", "from shop.models import build"),
        ({"shop/models.py": FACTORY}, "main.py", "from shop.models import build"),
        ({"shop/models.py": FACTORY}, "shop/deep/main.py", "from shop.models import build"),
        ({"scripts/__init__.py": "", "scripts/own.py": FACTORY}, "scripts/main.py", "from own import build"),
        ({"models.py": FACTORY}, "main.py", "try:\n    from .models import build\nexcept:\n    pass"),
        ({"models.py": FACTORY}, "main.py", "def build():\n    from models import build as inner\n    return inner()"),
        ({"a.py": "from b import build\n", "b.py": f"from a import X\n{FACTORY}"}, "main.py", "from a import build"),
    ],
)  # fmt: skip
def test_forms_of_imports(project, files, main, imports):
    text = f"{imports}\n{USE}"
    assert project({**files, main: text}, main) == [f"{main}:{len(text.splitlines())} HP401"]


def test_notebooks_import_from_files_beside_them(project):
    cell = {"cell_type": "code", "source": f"from models import build\n{USE}", "metadata": {}, "outputs": []}
    notebook = {"cells": [{**cell, "execution_count": None}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    assert project({"models.py": FACTORY, "explore.ipynb": json.dumps(notebook)}) == ["explore.ipynb:2 HP401"]


def test_constants_give_values(project):
    found = project(
        {
            "config.py": "C = -1.0\nclass Settings:\n    gamma = -2.0\n",
            "main.py": "import config\nfrom config import C, Settings\nfrom sklearn.svm import SVC\n"
            "SVC(C=C)\nSVC(C=config.C)\nSVC(gamma=Settings.gamma)\n",
        }
    )
    assert found == ["main.py:4 HP104", "main.py:5 HP104", "main.py:6 HP104"]


def test_classes_derive_from_each_other_across_files(project):
    found = project(
        {
            "shop/__init__.py": "",
            "shop/base.py": "from sklearn.base import BaseEstimator\n\n\nclass Base(BaseEstimator):\n"
            "    def __init__(self, alpha=1.0):\n        self.alpha = alpha\n",
            "shop/models.py": "from .base import Base\n\n\nclass Model(Base):\n"
            "    def __init__(self, alpha=1.0, beta=1.0):\n        super().__init__(alpha)\n",
        }
    )
    assert found == ["shop/models.py:5 HP502"]


def test_a_short_class_is_judged_though_its_base_is_long(project):
    methods = "".join(f"    def tell_{i}(self):\n        return {i}\n\n" for i in range(150))
    settings = "".join(f"        self._seen_{i} = {i}\n" for i in range(70))
    init = f"    def __init__(self, contamination=0.1):\n        self.contamination = contamination\n{settings}\n"
    base = f"from sklearn.base import BaseEstimator\n\n\nclass Detector(BaseEstimator):\n{init}{methods}"
    short = (
        "from base import Detector\n\n\nclass Near(Detector):\n"
        "    def __init__(self, contamination=0.1, k=5):\n        super().__init__(contamination)\n"
    )
    assert project({"base.py": base, "near.py": short}) == ["near.py:5 HP502"]


def test_trainers_are_followed_with_the_arguments_of_their_callers(project):
    found = project(
        {
            "trainer.py": "class Trainer:\n    def __init__(self, model):\n        self.model = model\n\n"
            "    def train(self, X, y):\n        self.model.fit(X, y)\n",
            "main.py": "from sklearn.datasets import load_iris\nfrom sklearn.svm import SVC\n"
            "from trainer import Trainer\nX, y = load_iris(return_X_y=True)\n"
            "trainer = Trainer(SVC())\nprint(trainer.model.support_)\n"
            "trainer.train(X, y)\nprint(trainer.model.support_)\n",
        }
    )
    assert found == ["main.py:6 HP401"]


def test_what_is_run_as_a_script_only_is_not_followed(project):
    main = "from models import build, model\nmodel.fit([[0], [1]], [0, 1])\nprint(model.support_)\n"
    models = FACTORY + "model = build()\nif __name__ == '__main__':\n    model = build(C=-1.0)\n"
    assert project({"models.py": models, "main.py": main}) == ["models.py:5 HP104"]


def test_a_branch_that_reads_a_name_first_leaves_it_as_it_is(project):
    main = "from models import build\nif input():\n    build()\nelse:\n    build()\n" + USE
    assert project({"models.py": FACTORY, "main.py": main}) == ["main.py:6 HP401"]


def test_what_takes_too_long_is_unknown(project):
    long = (
        "def build():\n    from sklearn.svm import SVC\n    model = SVC()\n"
        + "    x = 1\n" * 500
        + "    return model\n"
    )
    assert project({"models.py": long, "main.py": f"from models import build\n{USE}"}) == []


def test_missing_names_and_broken_modules_are_unknown(project):
    main = "import broken, models\nprint(models.other().support_, broken.build().support_)\n"
    found = project({"models.py": FACTORY, "broken.py": "def build(:\n", "main.py": main}, "main.py")
    assert found == []


def test_nothing_outside_of_the_project_is_read(project, tmp_path, monkeypatch):
    opened = []
    real = open

    def note(path, *arguments, **options):
        opened.append(os.path.abspath(path))
        return real(path, *arguments, **options)

    (tmp_path.parent / "outside.py").write_text(FACTORY)
    inside = {"venv/lib/site-packages/shop.py": FACTORY, "node_modules/other.py": FACTORY}
    monkeypatch.setattr(hplint.project, "open", note, raising=False)
    main = "from outside import build\nfrom ...outside import build as b\nfrom shop import build as c\nimport json\n"
    assert project({**inside, "main.py": main + USE}, "main.py") == []
    assert opened == []


def test_dependencies_are_told(project, tmp_path):
    project({"models.py": FACTORY, "main.py": f"from models import build\nfrom nowhere import x\n{USE}"})
    [result] = [each for each in lint_paths(["main.py"]).results if each.path == "main.py"]
    read = {os.path.basename(path): digest for path, digest in result.followed}
    assert read["models.py"] is not None
    assert read["nowhere"] is None
    (tmp_path / "models.py").write_text(FACTORY + "\n")
    [changed] = [each for each in lint_paths(["main.py"]).results if each.path == "main.py"]
    assert changed.followed != result.followed


def test_each_file_is_parsed_once(project, monkeypatch):
    import hplint.source.read

    parsed = []
    real = hplint.source.read.read_source

    def note(data, path):
        parsed.append(os.path.basename(path))
        return real(data, path)

    monkeypatch.setattr(hplint.source.read, "read_source", note)
    uses = {f"use{i}.py": f"from models import build\n{USE}" for i in range(4)}
    assert len(project({"models.py": FACTORY, **uses})) == 4
    assert sorted(parsed) == ["models.py", "use0.py", "use1.py", "use2.py", "use3.py"]


def test_what_is_still_to_come_is_kept_and_what_nobody_imports_is_dropped(project, monkeypatch):
    import hplint.source.read

    parsed = []
    real = hplint.source.read.read_source

    def note(data, path):
        parsed.append(os.path.basename(path))
        return real(data, path)

    monkeypatch.setattr(hplint.project, "MOST_KEPT", 2 * len(FACTORY))
    monkeypatch.setattr(hplint.source.read, "read_source", note)
    others = {f"b{i}.py": FACTORY for i in range(4)}
    project({"a.py": f"from zoo import build\n{USE}", **others, "zoo.py": FACTORY})
    assert sorted(parsed) == ["a.py", "b0.py", "b1.py", "b2.py", "b3.py", "zoo.py"]


def test_what_nobody_imports_takes_less_room(monkeypatch):
    monkeypatch.setattr(hplint.project, "MOST_IDLE", 100)
    files, data = Files(), b"x = 1\n" * 5
    for number in range(20):
        files.of_bytes(f"/m{number}.py", data)
    kept = [number for number in range(20) if f"/m{number}.py" in files._sources]
    assert kept == [16, 17, 18, 19]


def test_enough_is_read_for_one_file(project, monkeypatch):
    files = {
        **SHOP,
        "main.py": f"import first\nprint(first.x)\nfrom shop.models import build\n{USE}",
        "first.py": "x = 1\n",
    }
    assert project(files) == ["main.py:4 HP401"]
    monkeypatch.setattr(hplint.project, "MOST_FOLLOWED", 1)
    assert project(files) == []


def test_a_helper_that_is_not_read_may_only_check_what_it_is_given(project, monkeypatch):
    files = {
        "main.py": "from sklearn.base import BaseEstimator\nfrom first import x\nfrom checks import checked\nprint(x)\n"
        "class Own(BaseEstimator):\n    def __init__(self, a=1):\n        self.a = checked(a)\n",
        "checks.py": "def checked(a):\n    return [a]\n",
        "first.py": "x = 1\n",
    }
    assert project(files) == ["main.py:7 HP501"]
    monkeypatch.setattr(hplint.project, "MOST_FOLLOWED", 1)
    assert project(files) == []


def test_a_long_fit_of_another_module_leads_to_the_methods_of_the_class(project):
    base = "from sklearn.base import BaseEstimator\nclass Whole(BaseEstimator):\n    def fit(self, X, y=None):\n"
    lines = "".join(f"        n{number} = X.shape[{number}]\n" for number in range(250))
    files = {
        "whole.py": f"{base}{lines}        self._fit(X)\n        return self\n",
        "main.py": "from whole import Whole\nclass Own(Whole):\n    def __init__(self, mapping=None):\n"
        "        self.mapping = mapping\n    def _fit(self, X):\n        self.mapping = list(X)\n",
    }
    assert project(files) == ["main.py:6 HP507"]


def test_what_a_base_does_with_other_things_costs_a_class_nothing(project):
    base = (
        "from sklearn.base import BaseEstimator\nfrom others import Plot, checked, clipped, hand_on\n"
        "class Whole(BaseEstimator):\n    def fit(self, X, y=None):\n"
        "        self.kind_ = checked(self.kind, X)\n        self.width = clipped(self.width)\n"
        "        self.depth = checked(self.depth, X)\n"
        "        Plot().draw(X)\n        hand_on([self], X)\n        return self\n"
    )
    long = "".join(f"    n{number} = X.shape[{number}]\n" for number in range(700))
    others = (
        f"def checked(kind, X):\n{long}    return kind\n"
        "def clipped(width):\n    return [width]\n"
        f"class Plot:\n    def draw(self, X):\n{long.replace('    ', '        ')}"
        "def hand_on(those, X):\n    for each in those:\n        each._fit(X)\n"
    )
    own = (
        "from whole import Whole\nclass Own(Whole):\n"
        "    def __init__(self, kind='a', width=1, depth=2, mapping=None):\n"
        "        self.kind = kind\n        self.width = width\n        self.depth = depth\n"
        "        self.mapping = mapping\n    def _fit(self, X):\n        self.mapping = list(X)\n"
    )
    assert project({"whole.py": base, "others.py": others, "own.py": own}, "own.py") == ["own.py:9 HP507"]


def test_what_a_module_holds_may_be_filled_by_one_that_is_not_read(project):
    files = {
        "kept.py": "from sklearn.svm import SVC\nKNOWN, CURRENT, model = {}, None, SVC()\nclass Held: model = None\n",
        "train.py": "import kept\nfrom sklearn.svm import SVC\nX, y = [[0.0], [1.0]], [0, 1]\nkept.model.fit(X, y)\n"
        "kept.KNOWN['m'] = kept.CURRENT = kept.Held.model = SVC().fit(X, y)\n",
        "main.py": "import train\nimport kept\nfrom sklearn.svm import SVC\n"
        "print(kept.KNOWN.get('m', SVC()).support_)\n"
        "print((kept.CURRENT or SVC()).support_)\n"
        "print((kept.Held.model or SVC()).support_)\n"
        "print(kept.model.support_)\n",
        "alone.py": "import kept\nprint(kept.model.support_)\n",
    }
    assert project(files) == ["alone.py:2 HP401"]


def test_a_text_without_a_file_is_followed_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models.py").write_text(FACTORY)
    assert lint_text(f"from models import build\n{USE}", "nosuch.py").findings == ()


def test_the_text_of_an_editor_is_followed_from_its_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models.py").write_text(FACTORY)
    (tmp_path / "main.py").write_text("")
    assert [f.code for f in lint_text(f"from models import build\n{USE}", "main.py").findings] == ["HP401"]


def test_the_root_of_the_file_system_may_be_the_project(tmp_path):
    (tmp_path / "main.py").write_text("import nowhere\n")
    project = Project(Files(), str(tmp_path / "main.py"), os.sep)
    assert project.locate(project.path, 0, "nowhere_at_all") is None


def test_names_of_modules(tmp_path):
    for name in "a/__init__.py", "a/b/__init__.py", "a/b/c.py":
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    project = Project(Files(), str(tmp_path / "main.py"), str(tmp_path))
    assert project.dotted(str(tmp_path / "a" / "b" / "c.py")) == "a.b.c"
    assert project.dotted(str(tmp_path / "a" / "b" / "__init__.py")) == "a.b"


TRAINER = """class Trainer:
    def __init__(self, model):
        self.model = model

    def train(self, X, y):
        self.model.fit(X, y)

    def evaluate(self, X, y):
        return self.model.score(X, y)
"""
EVALUATION = """from sklearn.datasets import load_iris
from sklearn.svm import SVC
from trainer import Trainer

X, y = load_iris(return_X_y=True)
print(Trainer(SVC()).evaluate(X, y))
"""


EVALUATING = """from sklearn.metrics import accuracy_score

def evaluated(model, X, y):
    return accuracy_score(y, model.predict(X))
"""
COMPARING = """import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier
from evaluating import evaluated
df = pd.read_csv("churn.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="churn"), df["churn"], random_state=0)
tree = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
"""


def test_evaluations_by_a_function_elsewhere_are_told_at_the_call_that_leads_there(project, tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.hplint]\nselect = ["HP302", "HP305"]\n')
    compared = (
        "print(evaluated(tree, X_test, y_test))\nprint(evaluated(GaussianNB().fit(X_train, y_train), X_test, y_test))\n"
    )
    files = {"evaluating.py": EVALUATING, "compare.py": COMPARING + compared}
    files["remember.py"] = COMPARING + "print(evaluated(tree, X_train, y_train))\n"
    assert project(files) == ["compare.py:10 HP305", "remember.py:9 HP302"]


def test_what_a_call_does_wrong_elsewhere_is_found_there_once(project):
    files = {"trainer.py": TRAINER, "a.py": EVALUATION, "b.py": EVALUATION}
    assert project(files) == ["trainer.py:9 HP402"]
    assert project(files, "a.py") == []


def test_a_comment_there_keeps_it_silent(project):
    quiet = TRAINER.replace("score(X, y)", "score(X, y)  # hplint: ignore[HP402]")
    assert project({"trainer.py": quiet, "main.py": EVALUATION}) == []


def test_what_was_not_executed_to_its_end_is_not_judged(project):
    long = TRAINER.replace(
        "        return self.model",
        "        self.model.predict(X)\n" + "        y = y + 1\n" * 80 + "        return self.model",
    )
    assert project({"trainer.py": long, "main.py": EVALUATION}) == []


def test_a_generator_of_another_module_that_takes_too_long_may_give_anything(project):
    steps = "".join(f"    n = n + {step}\n" for step in range(60))
    helpers = (
        "from sklearn.svm import SVC\n\n\n"
        f"def step(n):\n{steps}    return n\n\n\ndef steps(values):\n    return (step(each) for each in values)\n"
    )
    user = (
        "from sklearn.svm import SVC\nfrom helpers import steps\n\nX, y = [[0], [1]], [0, 1]\n\n\n"
        "def longest(values):\n    model = SVC()\n    largest = max(steps(values))\n    model.predict(X)\n"
        "    return largest\n"
    )
    assert project({"helpers.py": helpers, "user.py": user}) == ["user.py:10 HP402"]


BOOK = (
    "MODELS = {}\n\ndef register(name):\n    def decorate(build):\n        MODELS[name] = build\n        return build\n"
    "    return decorate\n\ndef create(name, **settings):\n    return MODELS[name](**settings)\n"
)
ENTRY = (
    "from registry import register\nfrom sklearn.svm import SVC\n\n@register('svm')\ndef build(C=1.0):\n"
    "    return SVC(C=C)\n"
)
HOLDER = (
    "class Registry:\n    known = {}\n    @classmethod\n    def add(cls, name):\n        def decorate(of):\n"
    "            cls.known[name] = of\n            return of\n        return decorate\n"
)
LISTED = "KNOWN = []\n\ndef all_models():\n    return [each() for each in KNOWN]\n\nfrom . import knn\n"
FITTED = ".fit([[0.0], [1.0]], [0, 1])"


@pytest.mark.parametrize(
    ("files", "main", "rows"),
    [
        (
            {"registry.py": BOOK, "models/__init__.py": "from . import svm\n", "models/svm.py": ENTRY},
            "import models\nfrom registry import MODELS, create\nprint(MODELS['svm']().support_)\n"
            "print(create('svm', C=2.0).support_)\nprint(create('x').support_)\n"
            f"print(create('svm'){FITTED}.support_)\n",
            [3, 4],
        ),
        (
            {"registry.py": BOOK, "models/__init__.py": "", "models/svm.py": ENTRY, "models/other.py": "import json\n"},
            "import models.svm\nimport models.other\nfrom registry import create\nprint(create('svm').support_)\n",
            [4],
        ),
        (
            {"registry.py": BOOK, "models/__init__.py": "", "models/svm.py": ENTRY},
            # Near miss: nobody imports what would fill it.
            "from registry import create\nprint(create('svm').support_)\n",
            [],
        ),
        (
            {
                "zoo/__init__.py": "from zoo.base import Registry\nfrom zoo.linear import Own\n",
                "zoo/base.py": HOLDER,
                "zoo/linear.py": "from zoo.base import Registry\nfrom sklearn.linear_model import Ridge\n"
                "@Registry.add('own')\nclass Own(Ridge):\n    pass\n",
            },
            "from zoo import Registry\nmodel = Registry.known['own']()\nprint(model.coef_)\n"
            f"print(model{FITTED}.coef_)\n",
            [3],
        ),
        (
            {
                "models/__init__.py": LISTED,
                "models/knn.py": "from . import KNOWN\nfrom sklearn.neighbors import KNeighborsClassifier\n"
                "KNOWN.append(KNeighborsClassifier)\n",
            },
            "from models import all_models\nfor model in all_models():\n    print(model.predict([[1.0]]))\n"
            f"for model in all_models():\n    print(model{FITTED}.predict([[1.0]]))\n",
            [3],
        ),
        (
            {"settings.py": "model = None\n"},
            "import settings\nfrom sklearn.svm import SVC\nsettings.model = SVC()\nprint(settings.model.support_)\n"
            f"settings.model = SVC(){FITTED}\nprint(settings.model.support_)\n",
            [4],
        ),
    ],
)
def test_registries_are_filled_by_the_modules_that_are_imported(project, files, main, rows):
    found = project({**files, "main.py": main}, "main.py")
    assert [each for each in found if "HP4" in each] == [
        f"main.py:{row} HP40{1 if 'predict' not in main else 2}" for row in rows
    ]
