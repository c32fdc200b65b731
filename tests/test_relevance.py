"""No file is skipped that has a finding; and most that have nothing to do with machine learning are."""

import ast
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hplint.api import Configurations, Selection, default_config, lint_paths, lint_text
from hplint.catalogue.directory import rules_directory
from hplint.catalogue.toml import loads
from hplint.project import Files
from hplint.relevance import NO_LEARNING, Relevance, Words, read_imports
from tests.conftest import ROOT

EVERYTHING = default_config(str(ROOT), Selection(("ALL",)))
FIXTURES = sorted(path for path in ROOT.joinpath("fixtures").rglob("*.py") if "# error: " in path.read_text("utf-8"))


def concerns(code, path="<text>.py"):
    return Relevance(Files()).concerns(code.encode() if isinstance(code, str) else code, path, EVERYTHING)


@pytest.mark.parametrize(
    "code",
    [
        "import sklearn",
        "import os, sklearn.svm as svm",
        "import os, \\\n    sklearn",
        "import os,sklearn",
        "import\tsklearn",
        "import \\\n\\\n  sklearn",
        "import\\\nsklearn",
        "import os, \\\nsklearn",
        "import os, \\\r\n\tsklearn",
        "if x: import xgboost",
        "def f():\n    from pandas import read_csv",
        "from \\\n    tensorflow import keras",
        "try: import torch\nexcept ImportError: pass",
        "model.fit(X, y)",
        "fit = model.fit\nfit(X)",
        "getattr(model, 'fit')(X)",
        "class Own:\n    def fit (self, X): pass",
        "scaler.fit_transform(X)",
        "frame.sample(frac = 0.5)",
        "x = 1  # hplint: ignore",
        "x = 1  # noqa: HP303",
        "trial.suggest_float('C', 0.1, 10, log=True)",
        "x = '\0'",
        b"x = '\xff'",
    ],
)
def test_parsed(code):
    assert concerns(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "import os",
        "import sklearning, mysklearn, os.sklearn",
        "from .sklearn import x",
        "from mine import sklearn_like",
        "# what doesn't fit in here; the profit, the benefit(s) of outfit(1)",
        "fitting = 1",
        "x = 'a\\d'  # noqa",
        "x = (",
        "print 'x'",
        "import numpy as np",
        "import builtins, os; from builtins import open",
        "sqlite3.adapt(value)",
        "migration.suggest_name()",
        "digest_float(x); suggestion = 1",
        "from mine import transport_sklearn; x.mport, sklearning",
        "fractions = 1; xfit = 2",
        "# coding: latin-1\n# \u00e9".encode("latin-1"),
    ],
)
def test_skipped(code):
    assert not concerns(code)


@pytest.mark.parametrize("row", ["\\ ", "\\", "a, ", "a,\\\n"])
def test_the_scan_is_linear(row):
    """Where it were not, this would take minutes."""
    assert not concerns("import " + row * 100_000 + "x")


@pytest.mark.parametrize(
    "row", ["import ", "import a,", "import (", "from ", "from.", "from a ", "from", "from a import (#", "import a\\"]
)
def test_the_scan_is_linear_in_statements_without_an_end(row):
    """Where it were not, this would take minutes."""
    assert not concerns(row * 10_000)


def test_every_notebook_is_read():
    assert concerns("{}", "a.ipynb")


def test_every_file_with_findings_is_parsed():
    assert len(FIXTURES) > 40
    for path in FIXTURES:
        assert concerns(path.read_bytes()), path


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_skipped_has_no_finding(data):
    path = data.draw(st.sampled_from(FIXTURES))
    rows = path.read_text("utf-8").split("\n")
    rows = [row for row in rows if not row.lstrip().startswith(("import", "from"))]
    start = data.draw(st.integers(0, len(rows) - 1))
    code = "import numpy as np\n" + "\n".join(rows[start : start + data.draw(st.integers(1, 25))])
    found = lint_text(code, config=EVERYTHING).findings
    # What isn't valid Python is told of what matters only.
    assert concerns(code) or {each.code for each in found} <= {"HP900"}


def run(folder):
    return lint_paths([folder], Configurations(everywhere=default_config(str(folder), Selection(("ALL",)))))


FILES = {
    "models.py": "from sklearn.svm import SVC\n\n\ndef build(C):\n    return SVC(C=C, kernal='rbf')\n",
    "middle.py": "from models import build as make\n",
    "train.py": "import middle\nmiddle.make(3)\n",
    "round.py": "import trip\n",
    "trip.py": "import round\n",
    "absent.py": "import nowhere\n",
}


def test_modules_of_the_project_lead_to_what_matters(tmp_path, monkeypatch):
    for name, code in FILES.items():
        tmp_path.joinpath(name).write_text(code)
    relevance = Relevance(Files())
    config = default_config(str(tmp_path))
    kept = [name for name in FILES if relevance.concerns(FILES[name].encode(), str(tmp_path / name), config)]
    assert kept == ["models.py", "middle.py", "train.py"]
    found = run(tmp_path)
    assert {finding.code for finding in found.findings} >= {"HP103"}
    monkeypatch.setattr(Relevance, "concerns", lambda self, data, path, config: True)
    assert run(tmp_path).findings == found.findings


def test_a_project_without_machine_learning_loads_no_parser(tmp_path):
    for number in range(5):
        tmp_path.joinpath(f"module{number}.py").write_text(f"import module{number // 2}\nx = {number}\n")
    program = "import sys\nfrom hplint.api import lint_paths\nlint_paths(['.'])\nprint('libcst' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert done.stdout == "False\n"


NO_WORDS = Words((), re.compile(rb"(?!)"))
IMPORTS = [
    "import a",
    "import a.b as c, d",
    "import\ta; import b",
    "import \\\n a",
    "from a import b",
    "from a.b import (c, # d)\n e as f,\n)",
    "from . import a",
    "from .. a . b import c, \\\n d",
    "from...a import*",
    "from \\\n a import(b)",
    "if x: from a import b",
    "try:\n\timport a\nexcept ImportError:\n\tfrom b import c",
    "def f():\r\n    import é.ü\r\n    yield from a\r\n",
    "raise a from b\nimport c",
    'x = "import a" # from b import c\nimport d',
]


@pytest.mark.parametrize("code", IMPORTS)
def test_no_import_is_missed(code):
    found = read_imports(code.encode(), NO_WORDS)
    assert found is not None
    assert set(imports_by_python(code)) <= set(found)


def test_no_import_of_real_code_is_missed(root):
    for file in (root / "hplint").rglob("*.py"):
        code = file.read_text(encoding="utf-8")
        found = read_imports(code.encode(), NO_WORDS)
        assert found is not None
        assert set(imports_by_python(code)) <= set(found)


def imports_by_python(code):
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield node.level, module
            named = (alias.name for alias in node.names if alias.name != "*")
            yield from ((node.level, f"{module}.{name}".lstrip(".")) for name in named)


@pytest.mark.parametrize("code", ["x = (", "import a\n  b", "print 'a'"])
def test_what_is_no_python_is_told_of_what_matters_only(code, tmp_path):
    assert concerns(code) is False
    assert [each.code for each in lint_text(f"import sklearn\n{code}").findings] == ["HP900"]
    tmp_path.joinpath("a.py").write_text(code)
    assert run(tmp_path).findings == ()


def test_what_is_no_text_is_told(tmp_path):
    tmp_path.joinpath("a.py").write_bytes(b"x = '\xff'")
    tmp_path.joinpath("b.py").write_bytes(b"x = '\0'")
    assert [each.code for each in run(tmp_path).findings] == ["HP900", "HP900"]


def test_libraries_of_arrays_have_nothing_to_tell_alone():
    """What is left out of the words is neither an estimator nor drawn with a seed of its own."""
    for name in NO_LEARNING:
        folder = rules_directory() / "libraries" / name
        assert not list(folder.glob("*.toml"))
        for file in folder.glob("flows/*.toml"):
            for table in loads(file.read_text("utf-8")).values():
                for flow in table.values() if isinstance(table, dict) else ():
                    assert not isinstance(flow, dict) or flow.get("seed", "global") in {"global", "receiver"}, file


LIKE_ALL = {"a.py": "import b\nb.build(3)\n", "notes.ipynb": "{", "c/d.py": "import os\n"}


@pytest.mark.parametrize("place", ["b.py", "build/b.py", "left/b.py", "ignored/b.py"])
def test_a_folder_is_skipped_whole_only_where_nothing_is_left_out(place, tmp_path, monkeypatch):
    """A module that isn't linted itself leads to what matters all the same."""
    monkeypatch.chdir(tmp_path)
    folder = place.rpartition("/")[0].replace("/", ".")
    files = {**LIKE_ALL, place: FILES["models.py"], ".gitignore": "ignored\n", "hplint.toml": 'exclude = ["left"]'}
    if folder:
        files["a.py"] = f"from {folder} import b\nb.build(3)\n"
    for name, code in files.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(code)
    seen = []
    real = Relevance.is_apart
    monkeypatch.setattr(Relevance, "is_apart", lambda *given: seen.append(real(*given)) or seen[-1])
    found = lint_paths(["."])
    assert seen
    assert not any(seen)
    monkeypatch.setattr(Relevance, "is_apart", lambda *given: False)
    assert lint_paths(["."]) == found


def test_a_folder_without_machine_learning_is_skipped_whole(tmp_path, monkeypatch):
    for name in "abc":
        tmp_path.joinpath(f"{name}.py").write_text("import a, b, numpy\n")
    read = []
    monkeypatch.setattr(Relevance, "_imports_of", lambda self, file, config: read.append(file))
    assert run(tmp_path).findings == ()
    assert read == []


@pytest.mark.parametrize("change", ["import sklearn.svm\n", "x = 2\n"])
def test_a_folder_that_was_remembered_as_apart_is_looked_at_again(change, tmp_path):
    tmp_path.joinpath("models.py").write_text("x = 1\n")
    tmp_path.joinpath("train.py").write_text("import models\nmodels.build(3)\n")
    cache = str(tmp_path / ".hplint_cache")
    assert lint_paths([tmp_path], cache_folder=cache).findings == ()
    tmp_path.joinpath("models.py").write_text(change)
    assert lint_paths([tmp_path], cache_folder=cache) == lint_paths([tmp_path])
    tmp_path.joinpath("models.py").write_text(FILES["models.py"])
    assert lint_paths([tmp_path], cache_folder=cache) == lint_paths([tmp_path])
