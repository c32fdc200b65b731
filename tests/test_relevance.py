"""No file is skipped that has a finding; and most that have nothing to do with machine learning are."""

import ast
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hplint.api import Configurations, Selection, default_config, lint_paths, lint_text
from hplint.project import Files
from hplint.relevance import Relevance, read_imports
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
        "if x: import xgboost",
        "def f():\n    from pandas import read_csv",
        "from \\\n    tensorflow import keras",
        "try: import torch\nexcept ImportError: pass",
        "model.fit(X, y)",
        "fit = model.fit\nfit(X)",
        "getattr(model, 'fit')(X)",
        "class Own:\n    def fit (self, X): pass",
        "scaler.fit_transform(X)",
        "layer.adapt(data)",
        "frame.sample(frac = 0.5)",
        "x = 1  # hplint: ignore",
        "x = 1  # noqa: HP303",
        "x = (",
        "print 'x'",
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
        "# coding: latin-1\n# \u00e9".encode("latin-1"),
    ],
)
def test_skipped(code):
    assert not concerns(code)


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
    code = "\n".join(rows[start : start + data.draw(st.integers(1, 25))])
    assert concerns(code) or lint_text(code, config=EVERYTHING).findings == ()


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
    found = read_imports(code.encode(), ())
    assert found is not None
    assert set(imports_by_python(code)) <= set(found)


def test_no_import_of_real_code_is_missed(root):
    for file in (root / "hplint").rglob("*.py"):
        code = file.read_text(encoding="utf-8")
        found = read_imports(code.encode(), ())
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


@pytest.mark.parametrize("code", ["x = (", "import a\n  b", "print 'a'", "x = '\0'", "'\xff'"])
def test_what_is_no_python_has_to_be_told(code):
    assert read_imports(code.encode("latin-1"), ()) is None
