"""`hplint trace` as a process: formats, files, errors, exit codes."""

import json

import pytest

CODE = """\
import pandas as pd
from sklearn.linear_model import Ridge

df = pd.read_csv("a.csv")
model = Ridge().fit(df[["a"]], df["y"])
print(model.score(df[["a"]], df["y"]))
"""


@pytest.fixture
def study(tmp_path):
    (tmp_path / "study.py").write_text(CODE)


def test_text(hplint, study):
    answer = hplint("trace", "study.py")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.splitlines()[:6] == [
        "study.py",
        "1 data source, 1 model, 1 evaluation, 1 leak found",
        "",
        "df  a.csv                    line 4",
        "├─ model  Ridge              line 5",
        "└─ score  of model  ✗ HP302  line 6",
    ]
    assert "\x1b" not in answer.out
    assert "\x1b" in hplint("trace", "study.py", "--color", "always").out


def test_an_output_without_box_characters(hplint, study):
    answer = hplint("trace", "study.py", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert answer.status == 0
    assert "|- model  Ridge " in answer.out


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.json", "{"),
        ("a.svg", "<svg "),
        ("a.html", "<!doctype html>"),
        ("a.mmd", "flowchart TD"),
        ("a.txt", "study.py"),
    ],
)
def test_the_output_file_says_the_format(hplint, study, tmp_path, name, start):
    answer = hplint("trace", "study.py", "--output", name)
    assert (answer.status, answer.out, answer.err) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_the_format_counts_more_than_the_file(hplint, study, tmp_path):
    hplint("trace", "study.py", "--output", "a.svg", "--format", "json")
    assert json.loads((tmp_path / "a.svg").read_text())["version"] == 1


def test_standard_input(hplint):
    answer = hplint("trace", "-", "--stdin-filename", "src/study.py", input=CODE.encode())
    assert answer.out.startswith("src/study.py\n")


def test_configuration_counts(hplint, study, tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.hplint]\nignore = ["HP302"]\n')
    assert "no leaks found" in hplint("trace", "study.py").out
    assert "1 leak found" in hplint("trace", "study.py", "--isolated").out


def test_a_missing_file(hplint):
    answer = hplint("trace", "absent.py")
    assert (answer.status, answer.out, answer.err) == (2, "", "Error: no such file: absent.py\n")


def test_a_folder(hplint):
    answer = hplint("trace", ".")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == "Error: . is a folder; `hplint trace` draws one file at a time\n"


def test_no_file_at_all(hplint):
    assert hplint("trace").status == 2


def test_what_is_not_python(hplint, tmp_path):
    (tmp_path / "notes.md").write_text("# What we did\nNothing.\n")
    answer = hplint("trace", "notes.md")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith("warning: notes.md:")
    assert answer.err.endswith("Error: notes.md can't be read, so there is nothing to draw\n")


def test_nothing_to_draw(hplint, tmp_path):
    (tmp_path / "a.py").write_text("print('hello')\n")
    answer = hplint("trace", "a.py")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith("No data to draw in a.py: ")
    assert json.loads(hplint("trace", "a.py", "--format", "json").out)["nodes"] == []


def test_broken_cells_are_said_and_the_rest_is_drawn(hplint, root):
    answer = hplint("trace", "fixtures/trace/houses.ipynb", cwd=root)
    assert answer.status == 0
    assert answer.err.startswith("warning: fixtures/trace/houses.ipynb:cell 5:1:")
    assert "└─ mean_squared_error  of model " in answer.out


def test_what_a_value_has_forgotten_is_said(hplint, tmp_path):
    columns = [f"df['c{i}'] = df['c{i}'].fillna(df['c{i}'].mean())" for i in range(60)]
    few, many = (CODE.replace("model = ", "\n".join(columns[:count]) + "\nmodel = ") for count in (5, 60))
    (tmp_path / "few.py").write_text(few)
    (tmp_path / "many.py").write_text(many)
    assert hplint("trace", "few.py").err == ""
    answer = hplint("trace", "many.py")
    assert answer.status == 0
    assert "only what was learned first is drawn" in answer.err


def test_a_wrong_configuration(hplint, study, tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.hplint]\nignore = ["HP999"]\n')
    answer = hplint("trace", "study.py")
    assert answer.status == 2
    assert "HP999" in answer.err


def test_a_file_that_cannot_be_written(hplint, study):
    answer = hplint("trace", "study.py", "--output", "absent/a.svg")
    assert answer.status == 2
    assert "absent/a.svg: can't be written" in answer.err


def test_without_the_library_that_lays_out(hplint, study, tmp_path):
    (tmp_path / "grandalf.py").write_text("raise ModuleNotFoundError('No module', name='grandalf')\n")
    answer = hplint("trace", "study.py", "--format", "svg", env={"PYTHONPATH": f"{tmp_path}:{_here()}"})
    assert answer.status == 2
    assert answer.err == "Error: svg needs a library that lays pictures out: pip install 'hplint[trace]'\n"
    for form in "text", "mermaid", "json":
        assert hplint("trace", "study.py", "--format", form, env={"PYTHONPATH": f"{tmp_path}:{_here()}"}).status == 0


def _here():
    from pathlib import Path

    return Path(__file__).resolve().parent.parent
