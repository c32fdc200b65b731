"""scikit-learn's own examples run without errors, so hplint claims none there."""

import tarfile
from dataclasses import replace

import pytest

from hplint.api import lint_text
from hplint.config import default_config
from tests.real_code import fetch_sdist, sdists_folder

VERSION = "1.7.2"
RUN_TIME_ERRORS = {"HP103", "HP104", "HP401", "HP402", "HP405"}
PROVOKED = {
    # TSNE has had no `n_iter` since 1.7. The example isn't run in CI: its name doesn't begin with plot_.
    ("neighbors/approximate_nearest_neighbors.py", 137, "HP105"),
}


@pytest.fixture(scope="module")
def examples(pytestconfig):
    folder = sdists_folder(pytestconfig)
    archive = fetch_sdist("scikit-learn", VERSION, folder)
    if archive is None:
        pytest.skip(f"no configured index has the source distribution of scikit-learn {VERSION}")
    with tarfile.open(archive) as files:
        return {
            member.name.partition("/examples/")[2]: files.extractfile(member).read()
            for member in files
            if "/examples/" in member.name and member.name.endswith(".py")
        }


def test_examples_of_scikit_learn(examples):
    assert len(examples) == 279
    config = replace(default_config("."), target_versions={"sklearn": VERSION.rpartition(".")[0]})
    results = [lint_text(data, path, config) for path, data in examples.items()]
    assert not [fault for result in results for fault in result.faults]
    claimed = {
        (finding.path, finding.span.row, finding.code)
        for result in results
        for finding in result.findings
        if finding.code in RUN_TIME_ERRORS or (finding.code == "HP105" and "raises" in finding.message)
    }
    assert claimed == PROVOKED
