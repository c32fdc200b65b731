"""The pipeline for one file: what can't be read, comments that suppress, and the lines that findings point at."""

import json

from hplint.api import default_config, lint_text
from hplint.catalogue.selectors import Selection


def test_unused_suppressions_are_findings():
    [finding] = lint_text("x = 1  # hplint: ignore[HP303]\n").findings
    assert (finding.code, finding.span.row, finding.span.column) == ("HP901", 1, 8)
    assert finding.fix is not None


def test_unused_suppressions_can_be_switched_off(tmp_path):
    config = default_config(str(tmp_path), Selection(ignore=("HP901",)))
    assert lint_text("x = 1  # hplint: ignore[HP303]\n", config=config).findings == ()


def test_of_rules_that_are_off_nobody_says_unused(tmp_path):
    config = default_config(str(tmp_path), Selection(select=("HP101", "HP901")))
    assert lint_text("x = 1  # hplint: ignore[HP303]\n", config=config).findings == ()


def test_a_broken_cell_leaves_the_others_alone():
    cells = [
        {"cell_type": "markdown", "source": "# title", "metadata": {}},
        {
            "cell_type": "code",
            "source": ["x = 1\n", "print x\n"],
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        },
        {"cell_type": "code", "source": "y = 1  # noqa: HP303", "metadata": {}, "outputs": [], "execution_count": None},
    ]
    result = lint_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}), "a.ipynb")
    assert [(finding.code, finding.span.cell, finding.span.row) for finding in result.findings] == [
        ("HP900", 2, 2),
        ("HP901", 3, 1),
    ]
    assert result.lines == {(2, 2): "print x", (3, 1): "y = 1  # noqa: HP303"}


def test_findings_in_the_order_of_their_places():
    result = lint_text("a = 1  # noqa: HP303\nb = 2  # noqa: HP302\n\nc = 3  # noqa: HP101\n")
    assert [finding.span.row for finding in result.findings] == [1, 2, 4]


def test_a_method_is_judged_in_its_own_cell():
    cells = (
        "from sklearn.base import BaseEstimator\nclass Never(BaseEstimator):\n"
        "    def fit(self, X, y=None):\n        pass\n    def predict(self, X):\n        return X",
        "print(1)",
    )
    listed = [{"cell_type": "code", "source": each, "metadata": {}, "outputs": []} for each in cells]
    text = json.dumps({"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    [finding] = lint_text(text, "n.ipynb").findings
    assert (finding.code, finding.span.cell, finding.span.row) == ("HP505", 1, 3)
