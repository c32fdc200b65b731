"""Findings to GitHub workflow commands, which annotate the lines of a pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
"""

from __future__ import annotations

from collections.abc import Iterable

from hplint.findings import Finding, Severity
from hplint.report.place import one_line, where
from hplint.results import FileResult

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(results: Iterable[FileResult]) -> str:
    """Return one command a finding."""
    return "".join(_command(finding) + "\n" for result in results for finding in result.findings)


def _command(finding: Finding) -> str:
    properties = {"title": f"hplint {finding.code} {finding.name}", "file": finding.path.replace("\\", "/")}
    span = finding.span
    if span.cell is None:  # the rows of a notebook's cell are no rows of the file
        properties |= {"line": str(span.row), "endLine": str(span.end_row)}
        if span.row == span.end_row:  # GitHub takes columns on one line only
            properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    else:
        properties["line"] = "1"
    written = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items())
    message = one_line(f"{where(finding.path, span)}: {finding.code} {finding.message}")
    if finding.help:
        message += f"\nhelp: {one_line(finding.help)}"
    return f"::{_COMMANDS[finding.severity]} {written}::{_escape(message)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
