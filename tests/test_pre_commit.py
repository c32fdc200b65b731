"""pre-commit itself runs the hook, from a clone of this checkout, in a scratch repository."""

import os
import shutil
import subprocess
import sys

import pytest


def git(*arguments, cwd):
    names = {"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@t", "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@t"}
    environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *arguments], cwd=cwd, check=True, capture_output=True, env=environment)


@pytest.fixture
def hook_repository(root, tmp_path):
    """Copy what the hook needs into a repository of its own: the checkout may be none, or in the middle of work."""
    copy = tmp_path / "hook"
    copy.mkdir()
    for name in "hplint", "rules":
        shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml":
        shutil.copy(root / name, copy / name)
    git("init", "-q", cwd=copy)
    git("add", "-A", cwd=copy)
    git("commit", "-qm", "hook", cwd=copy)
    return copy


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    git("init", "-q", cwd=folder)
    return folder


def pre_commit(hook_repository, project, tmp_path, hook="hplint"):
    git("add", "-A", cwd=project)
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(hook_repository), hook, "--all-files"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    said = done.stdout + done.stderr
    if "CalledProcessError" in said and "pip" in said:
        pytest.skip("pip can't install the hook's environment: " + said.strip().splitlines()[-1])
    return done.returncode, said


def test_the_hook_finds_and_passes(hook_repository, project, tmp_path):
    (project / "broken.py").write_text("x = (\n")
    (project / "notes.md").write_text("x = (\n")
    (project / "explore.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    (project / "build").mkdir()
    (project / "build" / "excluded.py").write_text("x = (\n")
    status, said = pre_commit(hook_repository, project, tmp_path)
    assert status == 1, said
    assert "broken.py:1:5: HP900" in said
    assert "excluded.py" not in said
    (project / "broken.py").write_text("x = 1\n")
    status, said = pre_commit(hook_repository, project, tmp_path)
    assert status == 0, said


def test_the_fixing_hook_changes_files_and_fails_for_it(hook_repository, project, tmp_path):
    file = project / "a.py"
    file.write_text("from sklearn.svm import SVC\nSVC(cach_size=9)\n")
    status, said = pre_commit(hook_repository, project, tmp_path, "hplint-fix")
    assert status == 1, said
    assert "files were modified by this hook" in said
    assert file.read_text() == "from sklearn.svm import SVC\nSVC(cache_size=9)\n"
    status, said = pre_commit(hook_repository, project, tmp_path, "hplint-fix")
    assert status == 0, said
