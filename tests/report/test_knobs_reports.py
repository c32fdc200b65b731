"""The inventory of a project in every format, against golden files (`pytest --regenerate` writes them)."""

import csv
import io
import json
import re

import jsonschema
import pytest
from rich.cells import cell_len

from hplint.api import describe_class, knobs, knobs_of_text
from hplint.report.class_table import render_classes_table
from hplint.report.knobs_csv import render_classes_csv, render_inventory_csv
from hplint.report.knobs_json import render_classes_json, render_inventory_json
from hplint.report.knobs_markdown import render_classes_markdown, render_inventory_markdown
from hplint.report.knobs_table import render_inventory_table


@pytest.fixture
def files(root, monkeypatch):
    monkeypatch.chdir(root / "fixtures" / "knobs" / "credit")
    inventory = knobs(["."])
    assert not inventory.faults and not inventory.errors
    return inventory.files


@pytest.mark.parametrize("width", [80, 120, 160])
def test_table(golden, files, width):
    table = render_inventory_table(files, width=width)
    golden(table, f"knobs/table-{width}.txt")
    assert max(map(cell_len, table.splitlines())) <= width


def test_table_in_a_pipe_cuts_nothing_but_long_values(golden, files):
    golden(render_inventory_table(files), "knobs/table-pipe.txt")


def test_table_of_all_hyperparameters_in_colour(golden, files):
    golden(render_inventory_table(files[1:], every=True, width=120, color=True), "knobs/table-color.txt")


def test_markdown(golden, files):
    golden(render_inventory_markdown(files), "knobs/inventory.md")


def test_json(golden, files):
    # One estimator shows the schema, the next test the rest.
    text = render_inventory_json([file for file in files if file.path.endswith(".ipynb")])
    golden(text, "knobs/inventory.json")


def test_csv(golden, files):
    golden(render_inventory_csv([file for file in files if file.path.endswith(".ipynb")]), "knobs/inventory.csv")


NAMES = ("sklearn.svm.SVC", "sklearn.pipeline.Pipeline", "sklearn.ensemble.GradientBoostingClassifier")


@pytest.mark.parametrize("width", [80, 120])
def test_page_of_a_class(golden, width):
    page = render_classes_table([describe_class(name, prefix="step__") for name in NAMES], width=width)
    golden(page, f"knobs/classes-{width}.txt")
    assert max(map(cell_len, page.splitlines())) <= width


def test_classes_in_markdown(golden):
    golden(render_classes_markdown([describe_class(name) for name in NAMES[:2]]), "knobs/classes.md")


NULLABLE = {"type": ["string", "null"]}
POINT = {"type": "object", "required": ["row", "column"]}
SETTING = {
    "type": "object",
    "required": ["source", "code", "literal", "value", "cell", "location", "end_location"],
    "properties": {
        "source": {
            "enum": ["literal", "constant", "configuration", "search", "loop", "parameter", "computed", "estimator"]
            + ["unknown", "default"]
        },
        "code": NULLABLE,
        "literal": NULLABLE,
    },
}
KNOB = {
    "type": "object",
    "required": ["name", "status", "role", "decisive", "default", "search_space", "searched_over", "unknown", "cut"]
    + ["settings"],
    "properties": {
        "status": {"enum": ["searched", "configured", "elsewhere", "built", "typed-in", "default"]},
        "role": {"enum": ["model", "training", "tolerance", "seed", "runtime", None]},
        "settings": {"type": "array", "minItems": 1, "items": SETTING},
    },
}
SCHEMA = {
    "type": "object",
    "required": ["version", "files", "summary", "estimators"],
    "properties": {
        "version": {"const": 1},
        "estimators": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "cell", "location", "end_location", "class", "name", "kinds", "variable"]
                + ["function", "holder", "fitted", "searched", "complete", "learns", "hyperparameters"],
                "properties": {
                    "location": POINT,
                    "variable": NULLABLE,
                    "function": NULLABLE,
                    "hyperparameters": {"type": "array", "items": KNOB},
                },
            },
        },
    },
}


def test_json_follows_its_schema(files):
    document = json.loads(render_inventory_json(files))
    jsonschema.validate(document, SCHEMA)
    assert document["summary"]["estimators"] == len(document["estimators"])
    assert sum(document["summary"]["all"].values()) == sum(
        len(estimator["hyperparameters"]) for estimator in document["estimators"]
    )


def test_json_keeps_what_the_table_cuts(files):
    document = json.loads(render_inventory_json(files))
    [weighted] = [each for each in document["estimators"] if each["variable"] == "weighted"]
    [knob] = [each for each in weighted["hyperparameters"] if each["name"] == "class_weight"]
    assert knob["settings"][0]["value"]["顧客|`セグメント`"] == 2
    assert "…" not in knob["settings"][0]["code"]


ODD = "from sklearn.svm import SVC\nm = SVC(kernel='a,\"b|`c\\n=1', class_weight={1: '''x\ny'''})\n"


def test_csv_has_a_row_a_hyperparameter_whatever_it_holds():
    text = render_inventory_csv([knobs_of_text(ODD, "odd, =path.py")])
    header, *rows = csv.reader(io.StringIO(text))
    assert {len(row) for row in rows} == {len(header)}
    kernel = next(dict(zip(header, row, strict=True)) for row in rows if "kernel" in row)
    assert kernel["path"] == "odd, =path.py"
    assert kernel["code"] == "'a,\"b|`c\\n=1'"
    assert kernel["status"] == "typed-in"


def test_markdown_stays_a_table_whatever_a_value_holds():
    text = render_inventory_markdown([knobs_of_text(ODD, "odd|`path`.py")])
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {7}
    assert r"odd\|\`path\`.py" in text


def test_classes_as_data():
    described = [describe_class(name) for name in NAMES]
    _, *rows = csv.reader(io.StringIO(render_classes_csv(described)))
    assert len(rows) == sum(len(each.knobs) for each in described)
    assert rows[0][:3] == ["sklearn.svm.SVC", "C", "1.0"]
    document = json.loads(render_classes_json(described))
    assert [each["path"] for each in document] == list(NAMES)
    assert document[0]["knobs"][0]["space"] == "loguniform(0.001, 1000)"


def test_terminals_are_not_talked_to():
    code = "from sklearn.svm import SVC\nm = SVC(kernel='\x1b[31mred\x07')\n"
    assert "\x1b" not in render_inventory_table([knobs_of_text(code, "a\x1b[1m.py")], width=80)
