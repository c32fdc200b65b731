"""What goes wrong in one file stays there."""

import os
import subprocess
import sys

import pytest

import hplint.lint
from hplint.api import lint_paths, lint_text
from hplint.results import FileResult
from hplint.running.guarding import with_deep_stack


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in "a.py", "b.py", "c.py":
        (tmp_path / name).write_text("import sklearn\n")


@pytest.mark.parametrize("failure", [KeyError("x"), RecursionError(), MemoryError()])
def test_a_fault_in_one_file(files, monkeypatch, failure):
    def lint_source(data, path, config, files):
        if path == "b.py":
            raise failure
        return FileResult(path)

    monkeypatch.setattr(hplint.lint, "lint_source", lint_source)
    run = lint_paths(["."])
    assert [result.path for result in run.results] == ["a.py", "b.py", "c.py"]
    [fault] = run.faults
    assert (fault.path, fault.rule) == ("b.py", None)
    assert type(failure).__name__ in fault.traceback


def test_unreadable_files_are_findings(files, monkeypatch, tmp_path):
    target = tmp_path / "b.py"
    real = open

    def refuse(path, *arguments, **options):
        if path == "b.py":
            raise PermissionError(13, "Permission denied", path)
        return real(path, *arguments, **options)

    monkeypatch.setattr("builtins.open", refuse)
    assert target.exists()
    [finding] = lint_paths(["."]).findings
    assert (finding.path, finding.code) == ("b.py", "HP900")
    assert finding.message == "This file can't be read: Permission denied."


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_files_without_permission(files, tmp_path):
    (tmp_path / "b.py").chmod(0)
    [finding] = lint_paths(["."]).findings
    assert finding.message == "This file can't be read: Permission denied."


def test_deep_recursion_survives():
    def depth(number):
        return number and 1 + depth(number - 1)

    assert with_deep_stack(lambda: depth(15_000)) == 15_000


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="Python itself counts the calls that go through C")
def test_the_stack_grows_where_calls_go_through_c():
    """Each takes some 700 bytes of a stack that has eight megabytes at first; in a second thread, too."""
    program = """
import sys, threading
from hplint.running.guarding import with_deep_stack

def depth(number):
    return number and 1 + max(map(depth, [number - 1]))

def deeper():
    sys.setrecursionlimit(60_000)
    return depth(25_000)

def work():
    done.append(with_deep_stack(deeper))

done, limit = [], sys.getrecursionlimit()
work()
thread = threading.Thread(target=work)
thread.start()
thread.join()
assert done == [25_000, 25_000] and sys.getrecursionlimit() == limit
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_exceptions_come_out_of_the_work():
    def fail():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        with_deep_stack(fail)


def test_lint_text():
    assert lint_text("x = 1").findings == ()
    [finding] = lint_text(b"x = (").findings
    assert finding.code == "HP900"
    assert finding.path == "<text>.py"
