"""What is remembered is what would be found: a run with the cache says what one without says, whatever happened."""

import os
import subprocess
import sys
from dataclasses import fields

import pytest

import hplint.lint
from hplint.api import Configurations, Selection, default_config, lint_paths
from hplint.cache import Cache
from hplint.cached_result import pack, unpack
from hplint.findings import Comparison, Finding, Related, Severity, Span
from hplint.results import FileResult

MODELS = "from sklearn.svm import SVC\n\ndef build({0}):\n    return SVC({0}={0})\n"
BROKEN = "from sklearn.svm import SVC\nSVC(kernal=1)\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text("from models import build\nbuild('rbf').fitt\n")
    (tmp_path / "b.py").write_text(BROKEN)
    (tmp_path / "c.py").write_text("import models\nmodels.build(1)\n")
    (tmp_path / "d.py").write_text("import nothing\nx = 1\n")
    (tmp_path / "models.py").write_text("x = 1\n")
    age(tmp_path)
    return tmp_path


def age(folder):
    """Make files old enough to be told by their times."""
    for path in folder.rglob("*.py"):
        status = path.stat()
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns - 10_000_000_000))


def lint(codes=("ALL",), cache=".hplint_cache", **options):
    configurations = Configurations(everywhere=default_config(".", Selection(codes)))
    return lint_paths(["."], configurations, cache_folder=cache, **options)


@pytest.fixture
def linted(monkeypatch):
    """List the files that are linted, and not remembered."""
    found = []
    real = hplint.lint.lint_source

    def lint_source(data, path, config, files=None):
        found.append(path)
        return real(data, path, config, files)

    monkeypatch.setattr(hplint.lint, "lint_source", lint_source)
    return found


def first(linted):
    """Return which files the run with the cache linted: those before the first of the run without."""
    linted.clear()
    found = lint()
    done = list(linted)
    assert found == lint(cache=None)
    return done


def test_nothing_is_linted_twice(project, linted):
    assert first(linted) == ["b.py"]
    assert first(linted) == []


def test_a_changed_file_is_linted(project, linted):
    first(linted)
    (project / "b.py").write_text(BROKEN * 2)
    assert first(linted) == ["b.py"]


def test_a_change_of_the_same_size_at_the_same_time_is_seen(project, linted):
    first(linted)
    path = project / "b.py"
    status = path.stat()
    path.write_text(BROKEN.replace("kernal", "kernel"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert first(linted) == ["b.py"]


def test_touching_changes_nothing(project, linted):
    first(linted)
    os.utime(project / "b.py")
    assert first(linted) == []


def test_what_a_file_follows_into_counts(project, linted):
    first(linted)
    (project / "models.py").write_text(MODELS.format("kernal"))
    assert first(linted) == ["a.py", "c.py", "models.py"]
    age(project)
    first(linted)
    (project / "models.py").write_text(MODELS.format("kernel"))
    assert first(linted) == ["a.py", "c.py", "models.py"]
    (project / "models.py").unlink()
    assert "a.py" not in first(linted)


def test_a_module_that_appears_counts(project, linted):
    first(linted)
    (project / "nothing.py").write_text("from sklearn.svm import SVC\n")
    assert first(linted) == ["d.py", "nothing.py"]


def test_another_configuration_has_other_results(project, linted):
    assert {finding.code for finding in lint().findings} >= {"HP103"}
    assert lint(("HP9",)).findings == ()
    assert {finding.code for finding in lint().findings} >= {"HP103"}


@pytest.mark.parametrize("damage", [b"", b"x" * 50, None])
def test_damage_is_as_good_as_nothing(project, linted, damage):
    lint()
    file = project / ".hplint_cache" / "results"
    file.write_bytes(file.read_bytes()[:-3] if damage is None else damage)
    assert first(linted) == ["b.py"]
    assert first(linted) == []


def test_what_cannot_be_written_is_a_remark(project, linted):
    (project / "taken").write_text("")
    found = lint(cache="taken/cache")
    assert [warning for warning in found.warnings if "nothing is remembered" in warning]
    assert found.findings == lint(cache=None).findings


def test_a_full_disk_leaves_what_was_there(project, linted, monkeypatch):
    lint()
    (project / "b.py").write_text(BROKEN * 2)

    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert "No space left" in lint().warnings[-1]
    monkeypatch.undo()
    monkeypatch.chdir(project)
    assert set(os.listdir(project / ".hplint_cache")) == {".gitignore", "results"}
    assert lint() == lint(cache=None)


def test_faults_are_tried_again(project, monkeypatch):
    def fail(*arguments):
        raise KeyError("x")

    with monkeypatch.context() as patched:
        patched.setattr(hplint.lint, "lint_source", fail)
        assert lint().faults
    assert not lint().faults


def test_files_that_are_gone_are_forgotten(project):
    lint()
    (project / "b.py").unlink()
    (project / "c.py").write_text("x = 2\n")
    lint()
    remembered = Cache.load(".hplint_cache")._entries
    assert str(project / "b.py") not in remembered
    assert str(project / "d.py") in remembered


def test_whatever_a_result_holds_is_packed():
    """A field more, or a default less, has to be packed too."""
    span = Span(1, 2, 3, 4, 5)
    finding = Finding("/b.py", span, "HP303", "n", Severity.ERROR, "m", "h", (Related("r", span),), None, ())
    there = FileResult("/b.py", (finding,), (), {(None, 1): "x"}, needed=frozenset({span, Span(None, 1, 1, 1, 2)}))
    compared = (Comparison("sklearn.svm.SVC", "C", (1, 1.0, (True, None)), 0.0, 1.0, "t", 3, ("d",)),)
    whole = FileResult("a.py", (), (), {}, compared, (("/c", None),), frozenset({span}), (there,))
    assert [field.name for field in fields(FileResult)] == [
        *("path", "findings", "faults", "lines", "comparisons", "followed", "needed", "elsewhere"),
    ]
    packed = pack(whole)
    assert packed is not None
    assert unpack(packed, "a.py", whole.followed) == whole


def test_every_result_of_the_fixtures_comes_back(root):
    findings = 0
    for result in lint_paths([root / "fixtures" / "search"], jobs=1).results:
        packed = pack(result)
        if packed is not None:
            assert unpack(packed, result.path, result.followed) == result
            findings += len(result.findings)
    assert findings > 20


def test_a_cached_run_loads_no_parser(project):
    program = (
        "import sys\nfrom hplint.cli import main\ntry: main(['.'])\n"
        "except SystemExit: pass\nprint(*sorted(sys.modules), file=sys.stderr)"
    )
    for cached in False, True:
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        loaded = done.stderr.split()
        assert ("libcst" in loaded) is not cached
        assert "HP103" in done.stdout
    assert not {"rich", "msgspec", "hplint.lint", "hplint.analysis.machine"} & set(loaded)


def test_options(hplint, project):
    assert hplint("--no-cache", ".").status == 1
    assert not (project / ".hplint_cache").exists()
    shown = hplint(".")
    assert shown.status == 1
    assert hplint(".") == shown
    assert (project / ".hplint_cache" / "results").exists()
    assert hplint("--cache-dir", "elsewhere", ".") == shown
    assert (project / "elsewhere" / "results").exists()
    assert hplint("clean").out == f"Removed {os.path.join('.', '.hplint_cache')}.\n"
    assert not (project / ".hplint_cache").exists()
    assert hplint("clean").out == "Nothing is remembered.\n"
    assert hplint("clean", "--cache-dir", "elsewhere").status == 0
    assert not (project / "elsewhere").exists()
