"""`hplint knobs`: the hyperparameters of a project, or of classes of the catalogue, as table, JSON, CSV or Markdown."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import click

from hplint.api import (
    CatalogueError,
    ConfigError,
    Configurations,
    Description,
    FileInventory,
    Inventory,
    Knob,
    NoSuchClass,
    NoSuchPath,
    Selection,
    Status,
    describe_class,
    discover,
    knobs_of_targets,
    knobs_of_text,
)
from hplint.commands.configured import configured
from hplint.commands.terminal import CLEAN, FAILED, Failure, colored, complain, confess, warn, write

_STATUSES = [status.value for status in Status]


def _statuses(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> frozenset[Status]:
    words = [word.strip() for value in values for word in value.split(",") if word.strip()]
    for word in words:
        if word not in _STATUSES:
            raise click.BadParameter(f"{word!r} is not one of {', '.join(_STATUSES)}.")
    return frozenset(map(Status, words))


@click.command(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Examples: `hplint knobs src`, `hplint knobs SVC --prefix svc__`, `hplint knobs --decisive --only typed-in "
    "--format markdown`. JSON and CSV have all hyperparameters, set or not. "
    "Exit code: 0, or 2 when hplint could not do its work.",
)
@click.argument("what", nargs=-1, metavar="[PATH | CLASS]...")
@click.option("--all", "every", is_flag=True, help="Show every hyperparameter, not only those set or decisive.")
@click.option("--decisive", is_flag=True, help="Only those whose value commonly decides the quality of the model.")
@click.option(
    "--only",
    multiple=True,
    callback=_statuses,
    metavar="HOW",
    help=f"Only those decided in this way: {', '.join(_STATUSES)}, with commas between.",
)
@click.option(
    "--format",
    "--output-format",
    "form",
    type=click.Choice(["table", "json", "csv", "markdown"]),
    default="table",
    show_default=True,
    help="How they are written.",
)
@click.option("--output-file", "-o", metavar="FILE", help="Write them here instead of to standard output.")
@click.option("--prefix", default="", metavar="TEXT", help="For a class: before each key to search, as in svc__C.")
@click.option("--config", metavar="FILE", help="Read this configuration instead of those of the projects.")
@click.option("--isolated", is_flag=True, help="Read no configuration.")
@click.option("--stdin-filename", metavar="PATH", help="The name of the file that `-` reads from standard input.")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded files even if given by their own path.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour the table.",
)
def knobs(what: tuple[str, ...], **options: Any) -> int:
    """List the hyperparameters of all estimators in the code, or those of a class.

    PATH is a file, a folder, or - for standard input; the current folder by default. CLASS is a class of the catalogue:
    SVC, svm.SVC or sklearn.svm.SVC, upper and lower case alike. A word that exists as a path is a path.
    """
    words = what or (".",)
    classes = [word for word in words if _is_class(word)]
    if classes and len(classes) < len(words):
        raise click.UsageError(f"{classes[0]!r} is no path; give paths, or classes, not both.")
    try:
        configurations = configured(options, Selection())
        if classes:
            return _show_classes(classes, configurations, options)
        return _show_inventory(_inventory(words, configurations, options), options)
    except (CatalogueError, ConfigError, NoSuchClass, NoSuchPath) as error:
        raise Failure(str(error)) from error


def _is_class(word: str) -> bool:
    """Say whether a word can only be a class: a dotted name that doesn't exist as a path, and is no file's name."""
    return (
        not os.path.lexists(word)
        and all(part.isidentifier() for part in word.split("."))
        and not word.endswith((".py", ".ipynb", ".pyi"))
    )


def _inventory(words: Sequence[str], configurations: Configurations, options: dict[str, Any]) -> Inventory:
    if "-" not in words:
        found = discover(words, configurations, force_exclude=options["force_exclude"])
        if not found.targets:
            warn(f"no Python file or notebook in {', '.join(words)}")
        return knobs_of_targets(found.targets, found.unreadable)
    if len(words) > 1:
        raise click.UsageError("'-' is read alone, without other paths.")
    path = options["stdin_filename"] or "-"
    config = configurations.of_folder(os.path.dirname(os.path.abspath(path)))
    return Inventory((knobs_of_text(sys.stdin.buffer.read(), path, config),))


def _show_inventory(inventory: Inventory, options: dict[str, Any]) -> int:
    files = _selected(inventory.files, options)
    if options["form"] == "table" and not any(file.estimators for file in files):
        _write(f"{_nothing(inventory)}\n", options)
    else:
        _write(_rendered(files, options), options)
    status = complain(inventory.errors)
    for file in inventory.files:
        for span, message in file.unreadable:
            from hplint.report.place import where

            warn(f"{where(file.path, span)}: {message}")
        if file.exhausted:
            warn(f"{file.path}: takes too long to follow all of it; something may be missing")
    for fault in inventory.faults:
        confess(fault.path, fault.rule, fault.traceback)
        status = FAILED
    return status


def _nothing(inventory: Inventory) -> str:
    count = len(inventory.files)
    files = f"{count} file{'' if count == 1 else 's'}"
    if inventory.estimators:
        return f"No hyperparameters of that kind in {files}."
    return f"No estimators of the known libraries found in {files}."


def _selected(files: Sequence[FileInventory], options: dict[str, Any]) -> tuple[FileInventory, ...]:
    """Keep the hyperparameters that `--only` and `--decisive` name, and the estimators that have any."""
    only: frozenset[Status] = options["only"]
    if not only and not options["decisive"]:
        return tuple(files)

    def wanted(knob: Knob) -> bool:
        return (not only or knob.status in only) and (knob.decisive or not options["decisive"])

    return tuple(
        replace(
            file,
            estimators=tuple(
                replace(estimator, knobs=kept)
                for estimator in file.estimators
                if (kept := tuple(filter(wanted, estimator.knobs)))
            ),
        )
        for file in files
    )


def _rendered(files: Sequence[FileInventory], options: dict[str, Any]) -> str:
    # What was asked for by its status is shown, whether or not it matters else.
    every = options["every"] or bool(options["only"])
    match options["form"]:
        case "json":
            from hplint.report.knobs_json import render_inventory_json

            return render_inventory_json(files)
        case "csv":
            from hplint.report.knobs_csv import render_inventory_csv

            return render_inventory_csv(files)
        case "markdown":
            from hplint.report.knobs_markdown import render_inventory_markdown

            return render_inventory_markdown(files, every=every)
        case _:
            from hplint.report.knobs_table import render_inventory_table

            return render_inventory_table(files, every=every, width=_width(options), color=_color(options))


def _show_classes(words: Sequence[str], configurations: Configurations, options: dict[str, Any]) -> int:
    config = configurations.of_folder(os.getcwd())
    try:
        described = [describe_class(word, config, prefix=options["prefix"]) for word in words]
    except NoSuchClass as error:
        raise NoSuchClass(f"no such file or folder, and {error}") from error
    _write(_rendered_classes(described, options), options)
    return CLEAN


def _rendered_classes(described: Sequence[Description], options: dict[str, Any]) -> str:
    render: Callable[[Sequence[Description]], str]
    match options["form"]:
        case "json":
            from hplint.report.knobs_json import render_classes_json as render
        case "csv":
            from hplint.report.knobs_csv import render_classes_csv as render
        case "markdown":
            from hplint.report.knobs_markdown import render_classes_markdown as render
        case _:
            from hplint.report.class_table import WIDEST, render_classes_table

            return render_classes_table(described, width=_width(options) or WIDEST, color=_color(options))
    return render(described)


def _width(options: dict[str, Any]) -> int | None:
    """Return the columns of the terminal; None where there is none, and the environment doesn't say either."""
    if options["output_file"] is None and (sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal()):
        return max(shutil.get_terminal_size().columns, 40)
    return None


def _color(options: dict[str, Any]) -> bool:
    return colored(options["color"], options["output_file"])


def _write(text: str, options: dict[str, Any]) -> None:
    write(text, options["output_file"], color=_color(options))
