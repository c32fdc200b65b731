"""The budget of imports: what loads neither libcst nor rich, and imports without effect."""

import subprocess
import sys

import pytest

HEAVY = {"libcst", "rich", "grandalf", "numpy", "pandas", "sklearn", "msgspec", "hypothesis", "jsonschema"}


def imported(root, *arguments):
    return {name.split(".")[0] for name in modules(root, *arguments)}


def modules(root, *arguments):
    program = (
        "import sys\nfrom hplint.cli import main\n"
        f"try: main({list(arguments)!r})\nexcept SystemExit: pass\n"
        "print('\\n' + ' '.join(sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, check=True)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("--version",),
        ("--show-files", "fixtures/projects"),
        ("rule", "HP900"),
        ("--select", "HP333"),
        ("absent.py",),
        ("knobs", "--help"),
        ("knobs", "SVC", "--format", "json"),
        ("knobs", "SVX"),
        ("trace", "--help"),
        ("trace", "absent.py"),
    ],
)
def test_neither_parser_nor_painter(root, arguments):
    assert not imported(root, *arguments) & HEAVY


def test_help_loads_click_alone(root):
    modules = imported(root, "--help")
    assert not modules & {"pathspec", "tomllib", "tomli"}


def test_what_is_remembered_loads_neither_parser_nor_catalogue(root, tmp_path):
    options = ("--cache-dir", str(tmp_path), "--isolated", "fixtures/projects")
    first = modules(root, *options)
    second = modules(root, *options)
    assert {"hplint.lint", "hplint.catalogue.estimators", "libcst"} <= first
    assert not {name.split(".")[0] for name in second} & HEAVY
    assert not {name for name in second if name.startswith(("hplint.analysis", "hplint.libraries", "hplint.knobs"))}
    assert not {"hplint.catalogue.estimators", "hplint.lint", "hplint.pins.folder", "hplint.running.workers"} & second


def test_what_does_not_matter_loads_no_parser(root, tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.py").write_text("import os\nprint(os.name)\n")
    assert not imported(root, "--no-cache", str(tmp_path)) & HEAVY


def test_linting_loads_no_painter_and_no_linted_library(root):
    modules = imported(root, "--no-cache", "fixtures/projects")
    assert "libcst" in modules
    assert not modules & (HEAVY - {"libcst", "msgspec"})


def test_python_files_load_no_reader_of_notebooks(root):
    assert "msgspec" not in imported(root, "--no-cache", "fixtures/learning")


def test_knobs_load_the_painter_only_to_draw(root):
    assert "rich" not in imported(root, "knobs", "fixtures/knobs", "--format", "json")
    assert "rich" in imported(root, "knobs", "fixtures/knobs")


def test_traces_load_the_painter_only_to_draw(root):
    for form in "json", "mermaid":
        assert not imported(root, "trace", "fixtures/trace/churn.py", "--format", form) & {"rich", "grandalf"}
    assert imported(root, "trace", "fixtures/trace/churn.py") & {"rich", "grandalf"} == {"rich"}
    assert "grandalf" in imported(root, "trace", "fixtures/trace/churn.py", "--format", "svg")


def test_linting_loads_no_lineage(root):
    program = "import sys\nfrom hplint.api import lint_text\nlint_text('x = 1')\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=root, check=True)
    loaded = {name for name in done.stdout.split() if name.startswith("hplint.lineage.")}
    assert loaded <= {"hplint.lineage.graph"}
