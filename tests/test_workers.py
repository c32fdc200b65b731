"""Work in several processes gives what it gives in one, and a process that dies costs one file."""

import os
import signal
import threading

import pytest

import hplint.lint
import hplint.running.sharing
from hplint.api import lint_paths
from hplint.report.json import render_json
from hplint.running.sharing import can_fork
from hplint.running.workers import spread

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")


def here(body):
    body()


@pytest.fixture
def one_thread(monkeypatch):
    """Tests may run beside a thread that pytest-xdist began, which no test waits for."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


@pytest.fixture
def little_work(monkeypatch, one_thread):
    monkeypatch.setattr(hplint.running.sharing, "_WORTH_A_PROCESS", 10)


@pytest.mark.parametrize("jobs", [1, 2, 3, 7])
def test_every_piece_is_done_once_in_its_place(jobs):
    weights = [3, 1, 4, 1, 5, 9, 2, 6]
    assert sorted(spread(lambda number: "x" * 100_000 + str(number), weights, jobs, here)) == [
        (number, "x" * 100_000 + str(number)) for number in range(8)
    ]


def test_no_work():
    assert list(spread(lambda number: number, [], 2, here)) == []


def test_processes_do_it():
    processes = {process for _, process in spread(lambda number: os.getpid(), [1, 1], 2, here)}
    assert len(processes - {os.getpid()}) == 2


def test_a_process_that_dies_costs_what_it_was_at():
    def work(number):
        if number in (1, 2, 6):
            os.kill(os.getpid(), signal.SIGKILL)
        if number == 5:
            raise KeyboardInterrupt
        return number

    for jobs in 1, 2, 8:
        assert dict(spread(work, [1] * 8, jobs, here)) == dict(enumerate([0, None, None, 3, 4, None, None, 7]))


def test_not_beside_threads():
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    assert not can_fork()
    wait.set()
    thread.join()


def test_the_report_is_the_same(root, little_work):
    folder = root / "fixtures" / "search"
    serial, parallel = lint_paths([folder]), lint_paths([folder], jobs=3)
    assert len(serial.findings) > 20
    assert parallel == serial
    assert render_json(parallel.results) == render_json(serial.results)


def test_files_that_do_not_matter_and_files_that_are_gone(tmp_path, little_work, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in "a.py", "c.py", "e.py":
        (tmp_path / name).write_text("from sklearn.svm import SVC\nSVC(kernal=1)\n")
    (tmp_path / "b.py").write_text("x = 1\n")
    (tmp_path / "d.py").write_text("import sklearn\nx = (\n")
    found = lint_paths(["."], jobs=2)
    assert [result.path for result in found.results] == ["a.py", "b.py", "c.py", "d.py", "e.py"]
    assert [[finding.code for finding in result.findings] for result in found.results] == [
        ["HP103"],
        [],
        ["HP103"],
        ["HP900"],
        ["HP103"],
    ]


def test_a_file_that_kills_its_process_is_reported(tmp_path, little_work, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in "abcd":
        (tmp_path / f"{name}.py").write_text("from sklearn.svm import SVC\nSVC(kernal=1)\n")
    real = hplint.lint.lint_source

    def lint_source(data, path, config, files):
        if path == "b.py":
            os.kill(os.getpid(), signal.SIGKILL)
        return real(data, path, config, files)

    monkeypatch.setattr(hplint.lint, "lint_source", lint_source)
    found = lint_paths(["."], jobs=2)
    assert [fault.path for fault in found.faults] == ["b.py"]
    assert "ran out of memory" in found.faults[0].traceback
    assert [finding.path for finding in found.findings] == ["a.py", "c.py", "d.py"]


def test_little_work_needs_no_process(tmp_path, one_thread, monkeypatch):
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("forked"))
    (tmp_path / "a.py").write_text("import sklearn\n")
    assert lint_paths([tmp_path], jobs=8).findings == ()


@pytest.mark.parametrize("value", ["0", "-1", "two", "", "²"])
def test_jobs_are_a_number_or_auto(hplint, value):
    answer = hplint("--jobs", value, "--show-files", ".")
    assert answer.status == 2
    assert "neither a number" in answer.err
