"""An executor gives what one process gives, whatever becomes of its workers."""

import os
import signal
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

import pytest

import hplint.running.executing
from hplint.api import WorkerDiffers, lint_paths

WRONG = "from sklearn.svm import SVC\nSVC(kernal=1)\n"


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Twelve files with a finding each, one through an import, and one that doesn't matter."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(hplint.running.executing, "_FILES", 3)
    for number in range(11):
        (tmp_path / f"train{number:02}.py").write_text(WRONG)
    (tmp_path / "model.py").write_text("from sklearn.svm import SVC\ndef build():\n    return SVC()\n")
    (tmp_path / "use.py").write_text("from model import build\nbuild().predict([[1]])\n")
    (tmp_path / "other.py").write_text("x = 1\n")
    (tmp_path / "pyproject.toml").write_text('[tool.hplint.per-file-ignores]\n"train03.py" = ["HP103"]\n')


class Here(Executor):
    """Does the work at once, except for what it is told to fail at."""

    def __init__(self, fails=lambda paths: False):
        self.fails = fails
        self.asked = []

    def submit(self, function, /, *arguments):
        paths = [os.path.basename(target.path) for target in arguments[0]]
        self.asked.append(paths)
        future = Future()
        try:
            future.set_result(self.broken(paths) if self.fails(paths) else function(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future

    def broken(self, paths):
        raise MemoryError("too much")


def test_threads(files):
    with ThreadPoolExecutor(3) as executor:
        found = lint_paths(["."], executor=executor)
    assert found == lint_paths(["."])
    assert len(found.findings) == 11


def test_a_file_that_fails_costs_itself(files):
    executor = Here(lambda paths: "train04.py" in paths)
    found = lint_paths(["."], executor=executor)
    assert [fault.path for fault in found.faults] == ["train04.py"]
    assert "MemoryError: too much" in found.faults[0].traceback
    assert len(found.findings) == 10
    assert ["train04.py"] in executor.asked


def test_what_fails_once_is_done_again(files):
    failed = []

    def fails(paths):
        failed.append(len(failed) == 1)
        return failed[-1]

    assert lint_paths(["."], executor=Here(fails)) == lint_paths(["."])


def test_a_broken_executor_leaves_the_rest_to_this_process(files):
    class Broken(Here):
        def submit(self, function, /, *arguments):
            if self.asked:
                raise BrokenProcessPool
            return super().submit(function, *arguments)

    assert lint_paths(["."], executor=Broken()) == lint_paths(["."])


def test_files_that_workers_do_not_see_are_linted_here(files, monkeypatch):
    real = hplint.running.executing.read_file

    def read_file(path):
        if threading.current_thread() is not threading.main_thread():
            raise FileNotFoundError
        return real(path)

    expected = lint_paths(["."])
    monkeypatch.setattr(hplint.running.executing, "read_file", read_file)
    with ThreadPoolExecutor(1) as executor:
        assert lint_paths(["."], executor=executor) == expected


def test_workers_run_the_same_hplint(files, monkeypatch):
    monkeypatch.setattr(hplint.running.executing, "__version__", "0.0.1")
    real = hplint.running.executing.lint_batch

    def elsewhere(targets, version):
        return real(targets, "0.0.2")

    monkeypatch.setattr(hplint.running.executing, "lint_batch", elsewhere)
    with pytest.raises(WorkerDiffers, match=r"a worker runs hplint 0\.0\.1, and this is 0\.0\.2"):
        lint_paths(["."], executor=Here())


def die_at_first(task):
    """Be killed as the worker of a process pool."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_processes_of_which_one_is_killed(files):
    expected = lint_paths(["."])
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        executor.submit(die_at_first, None)
        assert lint_paths(["."], executor=executor) == expected
