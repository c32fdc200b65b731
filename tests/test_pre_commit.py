"""pre-commit itself runs the hook, from a clone of this checkout, in a scratch repository."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT


def git(*arguments, cwd):
    names = {"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@t", "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@t"}
    environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *arguments], cwd=cwd, check=True, capture_output=True, env=environment)


@pytest.fixture(scope="module")
def hook_repository(tmp_path_factory):
    """Copy what the hook needs into a repository of its own: the checkout may be none, or in the middle of work."""
    copy = tmp_path_factory.mktemp("hook")
    for name in "hplint", "rules":
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in "pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".pre-commit-hooks.yaml":
        shutil.copy(ROOT / name, copy / name)
    git("init", "-q", cwd=copy)
    git("add", "-A", cwd=copy)
    git("commit", "-qm", "hook", cwd=copy)
    return copy


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Where pre-commit keeps the environment of the hooks, installed once for all tests."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    git("init", "-q", cwd=folder)
    return folder


def pre_commit(hook_repository, project, home, hook="hplint"):
    head = ["git", "rev-parse", "HEAD"]
    revision = subprocess.run(head, cwd=hook_repository, check=True, capture_output=True, text=True).stdout.strip()
    configuration = {"repos": [{"repo": str(hook_repository), "rev": revision, "hooks": [{"id": hook}]}]}
    (project / ".pre-commit-config.yaml").write_text(json.dumps(configuration))  # JSON is YAML
    git("add", "-A", cwd=project)
    command = [sys.executable, "-m", "pre_commit", "run", hook, "--all-files"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    said = done.stdout + done.stderr
    log = home / "pre-commit.log"
    if "CalledProcessError" in said and log.exists() and "No matching distribution" in log.read_text(encoding="utf-8"):
        pytest.skip("no index that pip reaches has what the hook's environment needs")
    return done.returncode, said


def test_the_hook_finds_and_passes(hook_repository, project, home):
    (project / "broken.py").write_text("import sklearn\nx = (\n")
    (project / "notes.md").write_text("x = (\n")
    (project / "explore.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    (project / "build").mkdir()
    (project / "build" / "excluded.py").write_text("import sklearn\nx = (\n")
    status, said = pre_commit(hook_repository, project, home)
    assert status == 1, said
    assert "broken.py:2:5: HP900" in said
    assert "excluded.py" not in said
    (project / "broken.py").write_text("x = 1\n")
    status, said = pre_commit(hook_repository, project, home)
    assert status == 0, said


def test_the_fixing_hook_changes_files_and_fails_for_it(hook_repository, project, home):
    file = project / "a.py"
    file.write_text("from sklearn.svm import SVC\nSVC(cach_size=9)\n")
    status, said = pre_commit(hook_repository, project, home, "hplint-fix")
    assert status == 1, said
    assert "files were modified by this hook" in said
    assert file.read_text() == "from sklearn.svm import SVC\nSVC(cache_size=9)\n"
    status, said = pre_commit(hook_repository, project, home, "hplint-fix")
    assert status == 0, said
