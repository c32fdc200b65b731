"""The typed public surface: lint paths or text and get findings, list hyperparameters, trace data.

>>> from hplint.api import lint_text
>>> lint_text("from sklearn.svm import SVC", "train.py").findings
()
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from hplint.catalogue.directory import CatalogueError
    from hplint.catalogue.selectors import Selection
    from hplint.config import Config, ConfigError, Configurations, default_config, read_config
    from hplint.discovery import Discovery, NoSuchPath, Target, discover
    from hplint.findings import Finding, Fix, Related, Severity, Span, TextEdit
    from hplint.knobs.classes import NoSuchClass
    from hplint.knobs.description import DescribedKnob, Description
    from hplint.knobs.inventory import Estimator, FileInventory, Holder, Inventory, Knob, Setting, Source, Status
    from hplint.lineage.graph import Edge, Flow, Kind, Leak, Lineage, Node, Value
    from hplint.results import Fault, FileResult, Fixed, Run
    from hplint.running.ways import Ways, WorkerDiffers

__all__ = [
    "CatalogueError",
    "Config",
    "ConfigError",
    "Configurations",
    "DescribedKnob",
    "Description",
    "Discovery",
    "Edge",
    "Estimator",
    "Fault",
    "FileInventory",
    "FileResult",
    "Finding",
    "Fix",
    "Fixed",
    "Flow",
    "Holder",
    "Inventory",
    "Kind",
    "Knob",
    "Leak",
    "Lineage",
    "NoSuchClass",
    "NoSuchPath",
    "Node",
    "Related",
    "Run",
    "Selection",
    "Setting",
    "Severity",
    "Source",
    "Span",
    "Status",
    "Target",
    "TextEdit",
    "Value",
    "Ways",
    "WorkerDiffers",
    "default_config",
    "describe_class",
    "discover",
    "fix_paths",
    "fix_targets",
    "fix_text",
    "knobs",
    "knobs_of_targets",
    "knobs_of_text",
    "lint_paths",
    "lint_targets",
    "lint_text",
    "read_config",
    "stream_targets",
    "trace",
    "trace_text",
]


_PLACES = {
    "hplint.catalogue.directory": "CatalogueError",
    "hplint.catalogue.selectors": "Selection",
    "hplint.config": "Config ConfigError Configurations default_config read_config",
    "hplint.discovery": "Discovery NoSuchPath Target discover",
    "hplint.findings": "Finding Fix Related Severity Span TextEdit",
    "hplint.knobs.classes": "NoSuchClass",
    "hplint.knobs.description": "DescribedKnob Description",
    "hplint.knobs.inventory": "Estimator FileInventory Holder Inventory Knob Setting Source Status",
    "hplint.lineage.graph": "Edge Flow Kind Leak Lineage Node Value",
    "hplint.results": "Fault FileResult Fixed Run",
    "hplint.running.ways": "Ways WorkerDiffers",
}
"""Where the names stand that this module shows: each is imported when it is asked for, because most runs need few."""


def __getattr__(name: str) -> Any:  # the types are those of the imports above
    for module, names in _PLACES.items():
        if name in names.split():
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__


def lint_paths(
    paths: Sequence[str | os.PathLike[str]],
    configurations: Configurations | None = None,
    *,
    force_exclude: bool = False,
    jobs: int = 1,
    cache_folder: str | None = None,
    executor: Executor | None = None,
) -> Run:
    """Lint files and folders, each file by the configuration nearest to it.

    Args:
        paths: Files and folders; folders are walked.
        configurations: What says how; by default what stands in the files' own projects.
        force_exclude: Leave out excluded files even where they are given by their own path.
        jobs: Processes that share the work, where it is enough for several.
        cache_folder: Where results are remembered, and found again; None for nowhere.
        executor: Does the work instead: threads, processes, or the cluster behind Dask's `Client.get_executor()`. Its
            workers need the same hplint, and have to see the files under the same absolute paths.

    Raises:
        NoSuchPath: A path doesn't exist.
        ConfigError: A configuration file is wrong.
        WorkerDiffers: A worker of the executor runs another hplint.
    """
    found = _discovered(paths, configurations, force_exclude=force_exclude)
    from hplint.running.ways import Ways

    return lint_targets(found.targets, found.unreadable, Ways(jobs, cache_folder, executor, whole=found.whole))


def lint_targets(targets: Sequence[Target], errors: Sequence[str] = (), ways: Ways | None = None) -> Run:
    """Lint the files that `discover` found, as `lint_paths` does; `errors` are passed on into the result."""
    from hplint.runner import run
    from hplint.running.ways import Ways

    return run(targets, errors, ways or Ways())


def stream_targets(targets: Sequence[Target], errors: Sequence[str] = (), ways: Ways | None = None) -> Iterator[Run]:
    """Lint files as `lint_targets` does, in parts: memory doesn't grow with their number.

    A part has the findings of one file that no other file can change, as soon as they are known; these come in the
    order of the paths, and then those that another file might have explained. The last part has errors and warnings.
    """
    from hplint.runner import stream
    from hplint.running.ways import Ways

    return stream(targets, errors, ways or Ways())


def fix_paths(
    paths: Sequence[str | os.PathLike[str]],
    configurations: Configurations | None = None,
    *,
    unsafe: bool = False,
    write: bool = True,
    force_exclude: bool = False,
) -> Run:
    """Fix what can be fixed in files and folders, and return what remains; `Run.fixed` says what was done.

    Args:
        paths: Files and folders; folders are walked.
        configurations: What says how; by default what stands in the files' own projects.
        unsafe: Apply the fixes that may alter what the program does, too.
        write: Write the files, and not only say what would become of them.
        force_exclude: Leave out excluded files even where they are given by their own path.

    Raises:
        NoSuchPath: A path doesn't exist.
        ConfigError: A configuration file is wrong.
    """
    found = _discovered(paths, configurations, force_exclude=force_exclude)
    return fix_targets(found.targets, found.unreadable, unsafe=unsafe, write=write)


def fix_targets(targets: Sequence[Target], errors: Sequence[str] = (), *, unsafe: bool = False, write: bool) -> Run:
    """Fix the files that `discover` found; `errors` are passed on into the result."""
    from hplint.runner import run_fixes

    return run_fixes(targets, errors, unsafe=unsafe, write=write)


def fix_text(
    text: str | bytes, path: str = "<text>.py", config: Config | None = None, *, unsafe: bool = False
) -> Fixed:
    """Fix a text as if it were the file of that path (`.ipynb` for a notebook); by default without configuration."""
    from hplint.runner import fix_bytes

    return fix_bytes(_bytes(text), path, config or _default_config(), unsafe=unsafe)


def lint_text(text: str | bytes, path: str = "<text>.py", config: Config | None = None) -> FileResult:
    """Lint a text as if it were the file of that path (`.ipynb` for a notebook); by default without configuration."""
    from hplint.runner import run_bytes

    return run_bytes(_bytes(text), path, config or _default_config())


def knobs(
    paths: Sequence[str | os.PathLike[str]],
    configurations: Configurations | None = None,
    *,
    force_exclude: bool = False,
) -> Inventory:
    """List the estimators in files and folders with all their hyperparameters; arguments as of `lint_paths`.

    Raises:
        NoSuchPath: A path doesn't exist.
        ConfigError: A configuration file is wrong.
    """
    found = _discovered(paths, configurations, force_exclude=force_exclude)
    return knobs_of_targets(found.targets, found.unreadable)


def knobs_of_targets(targets: Sequence[Target], errors: Sequence[str] = ()) -> Inventory:
    """List the estimators in the files that `discover` found; `errors` are passed on into the result."""
    from hplint.runner import take_inventory

    return take_inventory(targets, errors)


def knobs_of_text(text: str | bytes, path: str = "<text>.py", config: Config | None = None) -> FileInventory:
    """List the estimators in a text as if it were the file of that path; by default without configuration."""
    from hplint.runner import take_inventory_of_bytes

    return take_inventory_of_bytes(_bytes(text), path, config or _default_config())


def trace(path: str | os.PathLike[str], configurations: Configurations | None = None) -> Lineage:
    """Follow the data in one file: where it comes from, how it is split, what is learned, fitted and scored on it.

    Args:
        path: Of a Python file, or of a notebook if it ends in `.ipynb`.
        configurations: What says how; by default what stands in the file's own project.

    Raises:
        OSError: It can't be read: it isn't there, or is a folder.
        ConfigError: A configuration file is wrong.
    """
    name = os.fspath(path)
    from hplint.config import Configurations

    config = (configurations or Configurations()).of_folder(os.path.dirname(os.path.abspath(name)))
    with open(name, "rb") as stream:
        data = stream.read()
    return trace_text(data, name, config)


def trace_text(text: str | bytes, path: str = "<text>.py", config: Config | None = None) -> Lineage:
    """Follow the data in a text as if it were the file of that path; by default without configuration."""
    from hplint.runner import trace_bytes

    return trace_bytes(_bytes(text), path, config or _default_config())


def describe_class(name: str, config: Config | None = None, *, prefix: str = "") -> Description:
    """Describe a class of the catalogue, as of the configured release of its library, by default the newest.

    Args:
        name: `SVC`, `svm.SVC` or `sklearn.svm.SVC`; upper and lower case don't matter where no name fits exactly.
        config: Says which release; its `target_versions` are all that counts.
        prefix: Goes before the keys of the search space: `svc__` for a pipeline's step.

    Raises:
        NoSuchClass: None has that name, or several have.
        CatalogueError: A file of the catalogue is wrong.
    """
    from hplint.catalogue.estimators import Catalogue
    from hplint.knobs.classes import find_class
    from hplint.knobs.description import describe

    target = {} if config is None else config.target_versions
    return describe(find_class(name, Catalogue.load(target=target)), prefix)


def _discovered(
    paths: Sequence[str | os.PathLike[str]], configurations: Configurations | None, *, force_exclude: bool
) -> Discovery:
    from hplint.config import Configurations
    from hplint.discovery import discover

    names = [os.fspath(path) for path in paths]
    return discover(names, configurations or Configurations(), force_exclude=force_exclude)


def _default_config() -> Config:
    from hplint.config import default_config

    return default_config(os.getcwd())


def _bytes(text: str | bytes) -> bytes:
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
