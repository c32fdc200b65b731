"""Every output format, over the same findings, against golden files (`pytest --regenerate` writes them)."""

import json
import os
import re
import subprocess
import sys

import jsonschema
import pytest

from hplint.api import lint_text
from hplint.findings import Finding, Fix, Related, Severity, Span, TextEdit
from hplint.report.github import render_github
from hplint.report.json import render_json
from hplint.report.sarif import render_sarif
from hplint.report.statistics import render_statistics, render_statistics_json
from hplint.report.summary import render_summary
from hplint.report.text import render_concise, render_text
from hplint.results import Fault, FileResult

LEAK = Finding(
    "churn/train.py",
    Span(None, 9, 16, 9, 39),
    "HP303",
    "preprocessing-leak",
    Severity.ERROR,
    "`scaler` learns from `X`, which holds the rows of `X_test`, on which `model` is evaluated",
    help="fit `scaler` on `X_train`, then transform `X_test` with it",
    related=(
        Related("learned from all rows here", Span(None, 9, 16, 9, 39)),
        Related("split here", Span(None, 10, 37, 10, 59)),
        Related("evaluated here", Span(None, 120, 7, 120, 34)),
    ),
)
REFIT = Finding(
    "explore 100%, really.ipynb",
    Span(6, 4, 10, 4, 38),
    "HP304",
    "fit-on-test",
    Severity.ERROR,
    "`scaler` is fitted again on the test rows `X_test`",
    help="use `scaler.transform(X_test)`",
    related=(Related("fitted first here", Span(5, 3, 11, 3, 40)),),
    fix=Fix("Transform instead", (TextEdit(Span(6, 4, 17, 4, 30), "transform"),), safe=True),
)
UNTUNED = Finding(
    "src/größe.py",
    Span(None, 2, 13, 5, 2),
    "HP101",
    "untuned-hyperparameter",
    Severity.WARNING,
    "`SVC(…)` gets `C=1.5` as typed",
    fix=Fix("Leave the default", (TextEdit(Span(None, 3, 5, 3, 10), ""),), safe=False),
)
WIDE = Finding(
    "src/größe.py",
    Span(None, 7, 12, 7, 15),
    "HP101",
    "untuned-hyperparameter",
    Severity.INFO,
    "a message of\ntwo lines and \x1b[31ma bell\x07",
)
CROPPED = Finding(
    "src/größe.py", Span(None, 8, 211, 8, 220), "HP101", "untuned-hyperparameter", Severity.WARNING, "far to the right"
)
RESULTS = (
    FileResult("churn/clean.py"),
    FileResult(
        "churn/train.py",
        (LEAK,),
        lines={
            (None, 9): "    X_scaled = scaler.fit_transform(X)  # all of it",
            (None, 10): "\tX_train, X_test, y_train, y_test = train_test_split(X, y)",
            (None, 120): "print(model.score(X_test, y_test))",
        },
    ),
    FileResult(
        "explore 100%, really.ipynb",
        (REFIT,),
        lines={(6, 4): "X_test = scaler.fit_transform(X_test)", (5, 3): "X_train = scaler.fit_transform(X_train)"},
    ),
    FileResult(
        "src/größe.py",
        (UNTUNED, WIDE, CROPPED),
        lines={
            (None, 2): "    model = SVC(",
            (None, 7): "\t変数 = f(あ, SVC(e\u0301), 1)\x0c",
            (None, 8): f"rows = [{'0, ' * 67}] + SVC(C=10) + [{'1, ' * 50}]",
        },
        faults=(Fault("src/größe.py", "HP109", "Traceback (most recent call last):\n  ...\nKeyError: 'x'\n"),),
    ),
)


def test_text(golden):
    golden(render_text(RESULTS) + render_summary(RESULTS), "reports/text.txt")


def test_colour_adds_only_codes(golden):
    colored = render_text(RESULTS, color=True)
    golden(colored, "reports/color.txt")
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render_text(RESULTS)


def test_carets_stand_below_what_they_point_at():
    lines = render_text(RESULTS[1:2]).splitlines()
    source = next(index for index, line in enumerate(lines) if "fit_transform" in line and "|" in line)
    underline = lines[source + 1]
    assert lines[source][underline.index("^") : underline.rindex("^") + 1] == "scaler.fit_transform(X)"


def test_concise(golden):
    golden(render_concise(RESULTS), "reports/concise.txt")


def test_statistics(golden):
    golden(render_statistics(RESULTS), "reports/statistics.txt")
    assert json.loads(render_statistics_json(RESULTS))[0] == {
        "code": "HP101",
        "name": "untuned-hyperparameter",
        "count": 3,
    }


def test_summary_of_nothing():
    assert render_summary(RESULTS[:1]) == "No problems found in 1 file.\n"


def test_github(golden):
    golden(render_github(RESULTS), "reports/github.txt")


def test_json(golden):
    here = json.dumps(os.getcwd() + os.sep)[1:-1]
    golden(render_json(RESULTS).replace(here, "/work/"), "reports/findings.json")


def test_json_has_the_keys_of_ruff(tmp_path):
    specimen = tmp_path / "specimen.py"
    specimen.write_text("import os\n")
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--isolated",
        "--no-cache",
        "--output-format",
        "json",
        str(specimen),
    ]
    [ruffs] = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    ours = json.loads(render_json(RESULTS))
    assert all(ruffs.keys() <= finding.keys() for finding in ours)
    fixed = next(finding for finding in ours if finding["fix"])
    assert ruffs["fix"].keys() <= fixed["fix"].keys()
    assert ruffs["fix"]["edits"][0].keys() <= fixed["fix"]["edits"][0].keys()
    assert ruffs["location"].keys() == fixed["location"].keys()


def test_sarif(golden):
    log = json.loads(render_sarif(RESULTS))
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:  # the pages change; the golden file shows their place
        rule["help"] = {"text": "the page", "markdown": "the page"}
        rule["shortDescription"] = {"text": "the summary"}
    log["runs"][0]["tool"]["driver"]["version"] = "the version"
    golden(json.dumps(log, indent=2) + "\n", "reports/findings.sarif")


def test_sarif_is_valid(root):
    schema = json.loads((root / "fixtures/reports/sarif-as-written.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.validate(json.loads(render_sarif(RESULTS)), schema)
    jsonschema.validate(json.loads(render_sarif(())), schema)


def test_sarif_is_valid_by_the_official_schema():
    path = os.environ.get("HPLINT_SARIF_SCHEMA")
    if path is None:
        pytest.skip("HPLINT_SARIF_SCHEMA names no copy of OASIS's sarif-schema-2.1.0.json")
    with open(path, encoding="utf-8") as stream:
        jsonschema.validate(json.loads(render_sarif(RESULTS)), json.load(stream))


def test_fingerprints_survive_lines_added_above():
    def fingerprints(finding, line):
        result = FileResult(finding.path, (finding,), lines={(None, finding.span.row): line})
        return [found["partialFingerprints"] for found in json.loads(render_sarif((result,)))["runs"][0]["results"]]

    moved = Finding(LEAK.path, Span(None, 19, 16, 19, 39), LEAK.code, LEAK.name, LEAK.severity, "other words")
    assert fingerprints(LEAK, "  a = 1") == fingerprints(moved, "a = 1")
    assert fingerprints(LEAK, "a = 1") != fingerprints(LEAK, "a = 2")


def test_fixes_of_a_notebook_are_in_its_cells_for_json_and_left_out_of_sarif():
    cells = [
        {"cell_type": "markdown", "source": "# SVC"},
        {"cell_type": "code", "source": ["import sklearn.svm\n", FIT]},
    ]
    book = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    result = lint_text(book, "a.ipynb")
    (found,) = json.loads(render_json([result]))
    (edit,) = found["fix"]["edits"]
    assert (edit["cell"], edit["location"]["row"], edit["content"]) == (2, 2, "cache_size")
    assert FIT[edit["location"]["column"] - 1 : edit["end_location"]["column"] - 1] == "cach_size"
    # SARIF's regions are of the file, where the rows of a cell are other rows.
    (written,) = json.loads(render_sarif([result]))["runs"][0]["results"]
    assert "fixes" not in written
    plain = lint_text(f"import sklearn.svm\n{FIT}", "a.py")
    (written,) = json.loads(render_sarif([plain]))["runs"][0]["results"]
    (change,) = written["fixes"][0]["artifactChanges"]
    (replaced,) = change["replacements"]
    assert replaced["insertedContent"] == {"text": "cache_size"}
    assert replaced["deletedRegion"] == {"startLine": 2, "startColumn": 17, "endLine": 2, "endColumn": 26}


FIT = "sklearn.svm.SVC(cach_size=9)"
