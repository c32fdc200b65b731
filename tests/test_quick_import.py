"""libcst is the same library however it is imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PACKAGE = Path(__file__).parent.parent / "hplint"
QUICKLY = "from hplint.basis.quick_import import import_libcst_quickly; import_libcst_quickly()\n"
DESCRIBE = """
import dataclasses, hashlib, json, sys
import libcst

def outcome(work):
    try:
        return repr(work())
    except Exception as error:
        return f"{type(error).__name__}: {error}"

class Renamed(libcst.CSTTransformer):
    def leave_Name(self, original_node, updated_node):
        name = updated_node.value
        return updated_node.with_changes(value=name + "_" if name.islower() else name)

def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()

classes, trees = {}, []
for name, of in vars(libcst).items():
    if isinstance(of, type) and issubclass(of, libcst.CSTNode):
        fields = dataclasses.fields(of) if dataclasses.is_dataclass(of) else ()
        written = [(each.name, str(each.type), str(each.default).split(" at ")[0], each.compare) for each in fields]
        classes[name] = (of.__module__, of.__qualname__, sorted(getattr(of, "__slots__", ())), written)
for file in sys.argv[1:]:
    tree = libcst.parse_module(open(file).read())
    renamed = tree.visit(Renamed())
    same = tree.deep_clone().deep_equals(tree), renamed.deep_equals(tree)
    trees.append((digest(repr(tree)), digest(renamed.code), same))
made = [outcome(work) for work in (
    lambda: libcst.Name("x"),
    lambda: libcst.Name(""),
    lambda: libcst.Call(func=libcst.Name("f")),
    lambda: dataclasses.replace(libcst.Name("x"), value="y"),
    lambda: libcst.Name("x") == libcst.Name("x"),
    lambda: libcst.Name("x").children,
    lambda: libcst.parse_expression("f(x)").with_changes(args=[libcst.Arg(libcst.Name("y"))]),
)]
waiting = any(hasattr(getattr(libcst, name).__init__, "_awaits_use") for name in classes)
print(json.dumps({"classes": classes, "trees": trees, "made": made, "quick": waiting}))
"""


def run(script: str, *arguments: str) -> str:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True, cwd=PACKAGE.parent).stdout


def test_classes_and_trees_are_the_same() -> None:
    files = sorted(map(str, (PACKAGE / "source").glob("*.py")))
    usual: dict[str, Any] = json.loads(run(DESCRIBE, *files))
    quick: dict[str, Any] = json.loads(run(QUICKLY + DESCRIBE, *files))
    assert len(usual["classes"]) > 150
    # The one difference: without it, nothing would be compared.
    assert (usual.pop("quick"), quick.pop("quick")) == (False, True)
    assert usual == quick


@pytest.mark.parametrize(
    "use",
    [
        "from hplint.api import lint_text; lint_text('import sklearn')",
        "from hplint.cli import main; main(['hplint/basis/frozen.py', '-q', '--no-cache'])",
    ],
)
def test_where_hplint_is_a_library_nothing_is_done(use: str) -> None:
    look = "import dataclasses, libcst; print(dataclasses.dataclass.__module__, libcst.Pass.__init__.__qualname__)"
    assert run(f"try:\n    {use}\nexcept SystemExit:\n    pass\n{look}").splitlines()[-1] == run(look).strip()
