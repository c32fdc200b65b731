"""Suppression comments: what they cover, and which of them are of no use."""

from __future__ import annotations

import json

import pytest

from hplint.findings import Finding, Severity, Span
from hplint.source.read import read_source
from hplint.suppressions import Applied, apply, find_directives

CODES = {"HP303": "HP303", "preprocessing-leak": "HP303", "HP302": "HP302", "HP900": "HP900", "HP901": "HP901"}
ACTIVE = frozenset({"HP302", "HP303", "HP900", "HP901"})


def finding(row: int, code: str = "HP303", cell: int | None = None) -> Finding:
    return Finding("a.py", Span(cell, row, 1, row, 2), code, "", Severity.ERROR, "")


def run(text: str, *findings: Finding, active: frozenset[str] = ACTIVE) -> Applied:
    return apply(find_directives(read_source(text.encode(), "a.py")), findings, active, CODES)


def remove_unused(text: str, applied: Applied) -> str:
    (unused,) = applied.unused
    assert unused.fix is not None
    (edit,) = unused.fix.edits
    rows = text.split("\n")
    before, after = (
        rows[edit.span.row - 1][: edit.span.column - 1],
        rows[edit.span.end_row - 1][edit.span.end_column - 1 :],
    )
    return "\n".join([*rows[: edit.span.row - 1], before + edit.text + after, *rows[edit.span.end_row :]])


@pytest.mark.parametrize(
    "comment",
    [
        "# hplint: ignore[HP303]",
        "#hplint:ignore[ HP302,HP303 ] the rows are the same on purpose",
        "# hplint: ignore[preprocessing-leak]",
        "# hplint: ignore[hp303]",
        "# hplint: ignore",
        "# noqa: HP303",
        "# NOQA:E501,HP303",
        "# noqa: E501 HP303 reason",
        "# noqa",
        "# type: ignore  # noqa: HP303",
        "# hplint: ignore-file[HP303]",
        "# hplint: ignore-file",
    ],
)
def test_a_comment_suppresses_the_finding_on_its_line(comment: str) -> None:
    assert run(f"fit(X)  {comment}\n", finding(1)).kept == ()


@pytest.mark.parametrize(
    "line",
    [
        "fit(X)  # hplint: ignore[HP302]",
        "fit(X)  # noqa: E501",
        "fit(X)  # flake8: noqa",
        "fit(X)  # noqa-ish",
        "fit('# hplint: ignore')",
        "fit('''# noqa''')",
        "fit(X)  # hplint: ignore HP303",
        "fit(X)  # hplint: disable=HP303",
        "fit(X)  # hplint: ignore[]",
    ],
)
def test_a_finding_stays_where_no_comment_names_it(line: str) -> None:
    assert run(line + "\n", finding(1)).kept == (finding(1),)


def test_a_comment_on_any_row_of_a_statement_covers_all_of_it() -> None:
    text = "fit(\n    X,  # hplint: ignore[HP303]\n    '''\n''')\nfit(X)\n"
    assert run(text, finding(1), finding(4), finding(5)).kept == (finding(5),)


def test_a_comment_on_a_header_does_not_reach_into_the_body() -> None:
    text = "if (a and\n        b):  # hplint: ignore\n    fit(X)\n"
    assert run(text, finding(1), finding(3)).kept == (finding(3),)


def test_ignore_file_covers_every_cell_and_line_comments_their_own() -> None:
    cells = ["a  # hplint: ignore[HP302]", "%%time\nb = !ls '\nc = 1 # hplint: ignore-file[HP303]"]
    notebook = {"nbformat": 4, "cells": [{"cell_type": "code", "source": cell} for cell in cells]}
    directives = find_directives(read_source(json.dumps(notebook).encode(), "a.ipynb"))
    findings = [finding(1, "HP303", 1), finding(1, "HP302", 1), finding(1, "HP302", 2)]
    assert apply(directives, findings, ACTIVE, CODES) == Applied((finding(1, "HP302", 2),), ())


def test_what_cannot_be_read_is_suppressed_for_the_whole_file_only() -> None:
    assert run("print 1 2  # hplint: ignore[HP900]\n", finding(1, "HP900")).kept == (finding(1, "HP900"),)
    assert run("print 1 2  # hplint: ignore-file[HP900]\n", finding(1, "HP900")) == Applied((), ())


def test_what_is_read_as_python_2_is_suppressed_where_it_is_told() -> None:
    assert run("print 1  # hplint: ignore[HP900]\nprint 2\n", finding(1, "HP900")) == Applied((), ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("fit(X)  # hplint: ignore[HP303] why\n", "fit(X)\n"),
        ("fit(X)  # hplint: ignore\n", "fit(X)\n"),
        ("fit(X)  # hplint: ignore[HP303, HP302]\n", "fit(X)\n"),
        ("fit(X)  # noqa: HP303, E501\n", "fit(X)  # noqa: E501\n"),
        ("fit(X)  # noqa: HP303\n", "fit(X)\n"),
        ("fit(X)  # type: ignore  # noqa: HP303\n", "fit(X)  # type: ignore\n"),
        ("fit(X)  # noqa: HP303  # type: ignore\n", "fit(X)  # type: ignore\n"),
        ("a = 1\n# hplint: ignore-file[HP303]\nb = 1\n", "a = 1\nb = 1\n"),
        ("é = 'ü'  # hplint: ignore[HP303]\n", "é = 'ü'\n"),
    ],
)
def test_an_unused_comment_is_reported_and_removed(before: str, after: str) -> None:
    assert remove_unused(before, run(before)) == after


def test_only_the_unused_entries_are_removed() -> None:
    text = "fit(X)  # hplint: ignore[HP303, HP302] why\n"
    applied = run(text, finding(1, "HP302"))
    assert [unused.message for unused in applied.unused] == ["This comment suppresses no finding of HP303."]
    assert remove_unused(text, applied) == "fit(X)  # hplint: ignore[HP302] why\n"


def test_an_unknown_rule_is_named_with_the_nearest_one() -> None:
    text = "fit(X)  # hplint: ignore[preprocesing-leak, HP303]\n"
    applied = run(text, finding(1))
    message = "hplint has no rule preprocesing-leak; the nearest is preprocessing-leak."
    assert [unused.message for unused in applied.unused] == [message]
    assert remove_unused(text, applied) == "fit(X)  # hplint: ignore[HP303]\n"


@pytest.mark.parametrize(
    "text",
    [
        "fit(X)  # noqa\n",
        "fit(X)  # noqa: E501\n",
        "fit(X)  # noqa: HP999\n",
        "# hplint: ignore-file\n",
        "fit(X)  # hplint: ignore[HP303]\nprint 'unreadable\n",
        "fit(X)  # hplint: ignore[HP303]\n# hplint: ignore-file[HP901]\n",
    ],
)
def test_silent_about_comments_that_may_be_of_use_elsewhere(text: str) -> None:
    assert run(text).unused == ()


def test_silent_about_rules_that_were_not_selected() -> None:
    assert run("fit(X)  # hplint: ignore[HP303]\n", active=frozenset({"HP901"})).unused == ()


def test_a_comment_on_all_rules_may_be_of_use_in_a_run_of_the_usual_ones() -> None:
    directives = find_directives(read_source(b"fit(X)  # hplint: ignore\n", "a.py"))
    assert apply(directives, (), frozenset({"HP901"}), CODES, frozenset({"HP303", "HP901"})).unused == ()
    assert len(apply(directives, (), frozenset({"HP303", "HP901"}), CODES, frozenset({"HP303", "HP901"})).unused) == 1
