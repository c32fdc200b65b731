"""A cluster of Dask lints a corpus, and loses nothing when a worker is killed."""

import logging
import os
import signal

import pytest

import hplint.running.executing
from hplint.api import Configurations, Ways, discover, lint_paths, lint_targets

distributed = pytest.importorskip("distributed", reason="Dask isn't installed")


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=logging.CRITICAL
    ) as cluster:
        yield cluster


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(hplint.running.executing, "_FILES", 2)
    for number in range(24):
        (tmp_path / f"train{number:02}.py").write_text("from sklearn.svm import SVC\nSVC(kernal=1)\n")
    (tmp_path / "other.py").write_text("x = 1\n")


def test_a_worker_is_killed(cluster, files):
    """At the first result: what it was at, and what it had done and not sent, is done by the other one."""
    expected = lint_paths(["."])
    assert len(expected.findings) == 24
    killed = []

    def kill(number):
        if not killed:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    targets = discover(["."], Configurations()).targets
    with distributed.Client(cluster, set_as_default=False) as client, client.get_executor() as executor:
        found = lint_targets(targets, ways=Ways(executor=executor, advance=kill))
    assert killed
    assert found == expected


def test_the_command_line(cluster, files, hplint):
    answer = hplint("--dask", cluster.scheduler_address, "--output-format", "concise", "--no-cache")
    assert answer.status == 1
    assert answer.out == hplint("--output-format", "concise", "--no-cache").out
    assert answer.err == ""
