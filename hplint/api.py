"""The typed public surface: lint paths or text, and get findings.

>>> from hplint.api import lint_text
>>> lint_text("from sklearn.svm import SVC", "train.py").findings
()
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from hplint.catalogue.directory import CatalogueError
from hplint.catalogue.selectors import Selection
from hplint.config import Config, ConfigError, Configurations, default_config, read_config
from hplint.discovery import NoSuchPath, Target, discover
from hplint.findings import Finding, Fix, Related, Severity, Span, TextEdit
from hplint.results import Fault, FileResult, Run

__all__ = [
    "CatalogueError",
    "Config",
    "ConfigError",
    "Configurations",
    "Fault",
    "FileResult",
    "Finding",
    "Fix",
    "NoSuchPath",
    "Related",
    "Run",
    "Selection",
    "Severity",
    "Span",
    "Target",
    "TextEdit",
    "default_config",
    "discover",
    "lint_paths",
    "lint_targets",
    "lint_text",
    "read_config",
]


def lint_paths(
    paths: Sequence[str | os.PathLike[str]],
    configurations: Configurations | None = None,
    *,
    force_exclude: bool = False,
) -> Run:
    """Lint files and folders, each file by the configuration nearest to it.

    Args:
        paths: Files and folders; folders are walked.
        configurations: What says how; by default what stands in the files' own projects.
        force_exclude: Leave out excluded files even where they are given by their own path.

    Raises:
        NoSuchPath: A path doesn't exist.
        ConfigError: A configuration file is wrong.
    """
    found = discover(
        [os.fspath(path) for path in paths], configurations or Configurations(), force_exclude=force_exclude
    )
    return lint_targets(found.targets, found.unreadable)


def lint_targets(targets: Sequence[Target], errors: Sequence[str] = ()) -> Run:
    """Lint the files that `discover` found; `errors` are passed on into the result."""
    from hplint.runner import run

    return run(targets, errors)


def lint_text(text: str | bytes, path: str = "<text>.py", config: Config | None = None) -> FileResult:
    """Lint a text as if it were the file of that path (`.ipynb` for a notebook); by default without configuration."""
    from hplint.runner import run_bytes

    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return run_bytes(data, path, config or default_config(os.getcwd()))
