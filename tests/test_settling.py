"""Findings that come in parts are those of the whole run, and come as early as they can."""

import pytest

import hplint.lint
from hplint.api import Configurations, discover, lint_targets, stream_targets
from hplint.findings import Finding
from hplint.report.text import render_concise


def streamed(targets) -> list[Finding]:
    return [finding for part in stream_targets(targets) for finding in part.findings]


@pytest.mark.parametrize("folder", ["projects", "search", "hyperparameters", "hplint"])
def test_parts_are_the_whole(root, folder):
    targets = discover([str(root / "fixtures" / folder)], Configurations()).targets
    run = lint_targets(targets)
    assert sorted(map(repr, streamed(targets))) == sorted(map(repr, run.findings))


def test_lines_of_source_come_along(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text("from sklearn.svm import SVC\nSVC(kernal=1)\n")
    *parts, last = stream_targets(discover(["."], Configurations()).targets)
    assert "SVC(kernal=1)" in parts[0].results[0].lines.values()
    assert render_concise(parts[0].results, color=False, unsafe=False).startswith("a.py:2:")
    assert last.results == ()


def test_what_a_file_finds_in_another_comes_last(tmp_path, monkeypatch):
    """The other file is clean by itself."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model.py").write_text("def predict(model):\n    return model.predict([[1]])\n")
    (tmp_path / "use.py").write_text("from sklearn.svm import SVC\nfrom model import predict\npredict(SVC())\n")
    targets = discover(["."], Configurations()).targets
    whole = lint_targets(targets).findings
    assert [finding.path for finding in whole] == ["model.py"]
    assert streamed(targets) == list(whole)


def test_a_finding_does_not_wait_for_the_files_behind_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in "abc":
        (tmp_path / f"{name}.py").write_text("from sklearn.svm import SVC\nSVC(kernal=1)\n")
    linted = []
    real = hplint.lint.lint_source

    def lint_source(data, path, config, files):
        linted.append(path)
        return real(data, path, config, files)

    monkeypatch.setattr(hplint.lint, "lint_source", lint_source)
    parts = stream_targets(discover(["."], Configurations()).targets)
    assert [finding.path for finding in next(parts).findings] == linted == ["a.py"]
    assert [finding.path for finding in next(parts).findings] == ["b.py"]
    assert linted == ["a.py", "b.py"]
