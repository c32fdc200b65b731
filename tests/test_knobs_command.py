"""`hplint knobs` as a process: paths, classes, options, exit codes."""

import csv
import io
import json

import pytest

CODE = "from sklearn.svm import SVC\nmodel = SVC(C=3, tol=0.1)\n"


@pytest.fixture
def write(tmp_path):
    def file(name, text=CODE):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return file


def test_a_project(hplint, write):
    write("train.py")
    write("pyproject.toml", '[tool.hplint]\nexclude = ["old"]\n')
    write("old/train.py")
    answer = hplint("knobs")
    assert (answer.status, answer.err) == (0, "")
    assert "\ntrain.py:2  model = SVC\n" in answer.out
    assert "old" not in answer.out
    assert "1 estimator in 1 file with 3 decisive hyperparameters: 1 typed in, 2 at the default." in answer.out


def test_no_estimators(hplint, write):
    write("a.py", "x = 1\n")
    answer = hplint("knobs")
    assert (answer.status, answer.out, answer.err) == (0, "No estimators of the known libraries found in 1 file.\n", "")
    assert json.loads(hplint("knobs", "--format", "json").out)["estimators"] == []
    assert hplint("knobs", "--format", "csv").out.count("\n") == 1


def test_no_files(hplint):
    answer = hplint("knobs")
    assert answer.status == 0
    assert "no Python file or notebook in ." in answer.err


def test_what_cannot_be_read_is_said_and_the_rest_is_listed(hplint, write):
    write("a.py", "x = (\n")
    write("b.py")
    answer = hplint("knobs")
    assert answer.status == 0
    assert answer.err.startswith("warning: a.py:1:5: ")
    assert "b.py:2" in answer.out


def test_standard_input(hplint):
    answer = hplint("knobs", "-", "--stdin-filename", "src/train.py", input=CODE.encode())
    assert "src/train.py:2  model = SVC" in answer.out
    assert hplint("knobs", "-", "a.py").status == 2


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.out)))


def test_only_some(hplint, write):
    write("train.py")
    assert len(rows(hplint("knobs", "--format", "csv"))) == 15
    typed_in = rows(hplint("knobs", "--format", "csv", "--only", "typed-in"))
    assert [row["hyperparameter"] for row in typed_in] == ["C", "tol"]
    decisive = rows(hplint("knobs", "--format", "csv", "--only", "typed-in, default", "--decisive"))
    assert [row["hyperparameter"] for row in decisive] == ["C", "kernel", "gamma"]
    answer = hplint("knobs", "--only", "searched")
    assert (answer.status, answer.out) == (0, "No hyperparameters of that kind in 1 file.\n")


def test_all(hplint, write):
    write("train.py")
    assert "cache_size" not in hplint("knobs").out
    assert "cache_size" in hplint("knobs", "--all").out
    assert "cache_size" in hplint("knobs", "--all", "--format", "markdown").out


def test_output_file(hplint, write, tmp_path):
    write("train.py")
    answer = hplint("knobs", "--format", "json", "-o", "knobs.json")
    assert (answer.status, answer.out) == (0, "")
    assert json.loads((tmp_path / "knobs.json").read_text())["version"] == 1
    assert hplint("knobs", "-o", "absent/knobs.json").status == 2


def test_a_class(hplint, write):
    answer = hplint("knobs", "svc", "--prefix", "model__")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith("sklearn.svm.SVC\n")
    assert '"model__C": loguniform(0.001, 1000),' in answer.out
    assert len(json.loads(hplint("knobs", "SVC", "Ridge", "--format", "json").out)) == 2


def test_the_release_of_the_project_counts(hplint, write):
    write("hplint.toml", 'target-version = { sklearn = "1.0" }\n')
    assert "scikit-learn 1.0" in hplint("knobs", "SVC").out
    assert "scikit-learn 1.0" not in hplint("knobs", "SVC", "--isolated").out


def test_a_path_wins_over_a_class(hplint, write):
    write("SVC/train.py")
    assert "SVC/train.py:2  model = SVC" in hplint("knobs", "SVC").out
    assert hplint("knobs", "sklearn.svm.SVC").out.startswith("sklearn.svm.SVC\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("SVX",), "no such file or folder, and no class of the catalogue is called 'SVX'. Did you mean 'SVR'?"),
        (("absent.py",), "no such file or folder: 'absent.py'"),
        (("absent/folder",), "no such file or folder: 'absent/folder'"),
        (("SVC", "."), "'SVC' is no path; give paths, or classes, not both."),
        (("--only", "typed"), "'typed' is not one of searched, configured,"),
        (("--format", "jsn"), "json"),
        (("--config", "a.toml", "--isolated"), "exclude each other"),
    ],
)
def test_wrong_arguments(hplint, arguments, message):
    answer = hplint("knobs", *arguments)
    assert (answer.status, answer.out) == (2, "")
    assert message in answer.err
    assert "Traceback" not in answer.err


def test_wrong_configuration(hplint, write):
    write("hplint.toml", "igonre = []\n")
    write("a.py")
    answer = hplint("knobs")
    assert (answer.status, answer.out) == (2, "")
    assert "igonre: unknown key" in answer.err


def test_colour_and_width_are_the_environments(hplint, write):
    write("train.py")
    assert "\033[" not in hplint("knobs").out
    assert "\033[" in hplint("knobs", "--color", "always").out
    wide = hplint("knobs", env={"COLUMNS": "60"}).out
    assert max(map(len, wide.splitlines())) <= 60
