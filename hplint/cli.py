"""The command line: arguments to configuration, run and report; with the other commands, this alone prints and exits.

Imports are inside the functions that need them: `--help` and `--version` load neither libcst nor rich.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from hplint import __version__
from hplint.basis.collecting import rare_collection
from hplint.basis.quick_import import import_libcst_quickly
from hplint.commands.reporting import is_fixing, report, report_input, report_parts, write_text
from hplint.commands.terminal import CACHE, CLEAN, FAILED, FOUND, INTERRUPTED, Failure, complain, warn

if TYPE_CHECKING:
    from hplint.api import Config, Configurations, Discovery

Function = TypeVar("Function", bound=Callable[..., Any])


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run hplint on the arguments (by default those of the process), and exit.

    A first argument `rule` shows rules, `knobs` hyperparameters, `trace` where data comes from and goes; a folder of
    such a name is `./rule`.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        import_libcst_quickly()
    command, name = (lint, "hplint")
    if words[:1] == ["rule"]:
        from hplint.commands.rule import rule

        command, name, words = rule, "hplint rule", words[1:]
    elif words[:1] == ["clean"]:
        from hplint.commands.clean import clean

        command, name, words = clean, "hplint clean", words[1:]
    elif words[:1] == ["knobs"]:
        from hplint.commands.knobs import knobs

        command, name, words = knobs, "hplint knobs", words[1:]
    elif words[:1] == ["trace"]:
        from hplint.commands.trace import trace

        command, name, words = trace, "hplint trace", words[1:]
    try:
        with rare_collection():
            status = command.main(words, prog_name=name, standalone_mode=False)
            sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        status = FAILED
    except (click.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough: `hplint | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = FOUND
    if arguments is None:
        _leave(status)
    sys.exit(status)


def _leave(status: int) -> NoReturn:
    """End the process at once: taking apart what a run holds, object by object, is a tenth of a short one."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _words(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _jobs(context: click.Context, parameter: click.Parameter, value: str) -> int:
    if value == "auto":
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise click.BadParameter(f"{value!r} is neither a number from 1 nor auto.")
    return int(value)


def _selectors(name: str, help: str) -> Callable[[Function], Function]:
    return click.option(name, multiple=True, callback=_words, metavar="RULES", help=help)


@click.command(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="`hplint rule HP303` shows the page of a rule, `hplint rule --all` lists them. `hplint knobs` lists the "
    "hyperparameters of a project, `hplint knobs SVC` those of a class. `hplint trace FILE` draws where the data of a "
    "file comes from, and what is learned from it. `hplint clean` forgets what runs remember. RULES are codes (HP303), "
    "prefixes (HP3), names (preprocessing-leak), topics (evaluation) or ALL, with commas between. "
    "Exit code: 0 nothing found, 1 findings, 2 hplint could not do its work.",
)
@click.argument("paths", nargs=-1)
@_selectors("--select", "Rules that are on, instead of the configured ones.")
@_selectors("--extend-select", "Rules that are on too.")
@_selectors("--ignore", "Rules that are off.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "concise", "json", "jsonl", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@click.option("--output-file", "-o", metavar="FILE", help="Write findings here instead of to standard output.")
@click.option("--fix", is_flag=True, help="Fix what can be fixed safely, and report what remains.")
@click.option("--unsafe-fixes", is_flag=True, help="Include fixes that may change what the program does.")
@click.option(
    "--diff", is_flag=True, help="Write what --fix would change, and change nothing; exit with 1 if it would."
)
@click.option("--fix-only", is_flag=True, help="Fix, and report nothing of what remains.")
@click.option("--config", metavar="FILE", help="Read this configuration instead of those of the projects.")
@click.option("--isolated", is_flag=True, help="Read no configuration, and no versions that projects depend on.")
@click.option("--stdin-filename", metavar="PATH", help="The name of the file that `-` reads from standard input.")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded files even if given by their own path.")
@click.option(
    "--jobs",
    "-j",
    metavar="N",
    default="auto",
    show_default=True,
    callback=_jobs,
    help="Processes that share the work where there is enough of it: a number, or auto for one a processor.",
)
@click.option("--dask", metavar="ADDRESS", help="Let the cluster of this Dask scheduler do the work (hplint[dask]).")
@click.option("--no-cache", is_flag=True, help="Remember no results, and use none of earlier runs.")
@click.option("--cache-dir", metavar="DIR", help=f"Remember results here, instead of in {CACHE} of the project.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 although there are findings.")
@click.option("--statistics", is_flag=True, help="Write how often each rule was broken, instead of findings.")
@click.option("--show-files", is_flag=True, help="Write the files that would be linted, and lint nothing.")
@click.option("--show-settings", is_flag=True, help="Write the settings of the first file, and lint nothing.")
@click.option("--quiet", "-q", is_flag=True, help="Write findings only.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour the text.",
)
@click.version_option(__version__, prog_name="hplint", message="%(prog)s %(version)s")
def lint(paths: tuple[str, ...], **options: Any) -> int:
    """Lint machine-learning code in Python files and notebooks, without running it.

    PATHS are files and folders, or - for standard input; the current folder by default.
    """
    from hplint.api import CatalogueError, ConfigError, NoSuchPath, WorkerDiffers

    if options["statistics"] and options["output_format"] not in ("text", "json"):
        raise click.UsageError("--statistics is written as text or json.")
    if options["dask"] is not None and (is_fixing(options) or "-" in paths):
        raise click.UsageError("--dask lints files, and neither fixes them nor reads standard input.")
    try:
        return _lint(paths or (".",), _configurations(options), options)
    except (CatalogueError, ConfigError, NoSuchPath, WorkerDiffers) as error:
        raise Failure(str(error)) from error


def _configurations(options: dict[str, Any]) -> Configurations:
    from hplint.api import Selection
    from hplint.commands.configured import configured

    return configured(options, Selection(options["select"] or None, options["extend_select"], options["ignore"]))


def _lint(paths: tuple[str, ...], configurations: Configurations, options: dict[str, Any]) -> int:
    from hplint.api import discover, fix_targets

    if "-" in paths:
        return _lint_input(paths, configurations, options)
    found = discover(paths, configurations, force_exclude=options["force_exclude"])
    if not found.targets:
        warn(f"no Python file or notebook to lint in {', '.join(paths)}")
    if options["show_files"]:
        write_text("".join(f"{target.path}\n" for target in found.targets), options)
        return complain(found.unreadable)
    if options["show_settings"]:
        folder = os.path.dirname(os.path.abspath(found.targets[0].path)) if found.targets else os.getcwd()
        write_text(_settings(configurations, folder), options)
        return CLEAN
    if not is_fixing(options):
        return _lint_found(found, options)
    unsafe, write = options["unsafe_fixes"], not options["diff"]
    return report(fix_targets(found.targets, found.unreadable, unsafe=unsafe, write=write), options)


def _lint_found(found: Discovery, options: dict[str, Any]) -> int:
    from hplint.api import Ways, lint_targets, stream_targets
    from hplint.commands.progress import shown

    streams = options["output_format"] == "jsonl" and not options["statistics"]
    cache = cache_folder(found.targets[0].config.root if found.targets else os.getcwd(), options)
    with ExitStack() as stack:
        executor = None
        if options["dask"] is not None:
            from hplint.commands.dask_cluster import connected

            executor = stack.enter_context(connected(options["dask"]))
        # Lines of findings and a bar on one terminal would get into each other's way.
        mixed = streams and options["output_file"] is None and sys.stdout.isatty()
        advance = None if mixed or options["quiet"] else stack.enter_context(shown(len(found.targets)))
        ways = Ways(options["jobs"], cache, executor, advance, found.whole)
        if streams:
            return report_parts(stream_targets(found.targets, found.unreadable, ways), options)
        run = lint_targets(found.targets, found.unreadable, ways)
    return report(run, options)


def cache_folder(root: str, options: dict[str, Any]) -> str | None:
    """Return where results are remembered; None for nowhere."""
    if options["no_cache"]:
        return None
    return os.path.abspath(options["cache_dir"]) if options["cache_dir"] else os.path.join(root, CACHE)


def _lint_input(paths: tuple[str, ...], configurations: Configurations, options: dict[str, Any]) -> int:
    """Lint or fix standard input, by the configuration of the folder of its name."""
    from hplint.api import Run, fix_text, lint_text
    from hplint.discovery import is_excluded

    if len(paths) > 1:
        raise click.UsageError("'-' is read alone, without other paths.")
    path = options["stdin_filename"] or "-"
    data = sys.stdin.buffer.read()
    if options["force_exclude"] and is_excluded(path, configurations):
        return report_input(Run(), data, options) if is_fixing(options) else report(Run(), options)
    config = configurations.of_folder(os.path.dirname(os.path.abspath(path)))
    if not is_fixing(options):
        return report(Run((lint_text(data, path, config),), warnings=config.warnings), options)
    fixed = fix_text(data, path, config, unsafe=options["unsafe_fixes"])
    errors = () if fixed.obstacle is None else (f"{path}: can't be fixed: {fixed.obstacle}",)
    run = Run((fixed.result,), errors, config.warnings, (fixed,) if fixed.applied else ())
    return report_input(run, fixed.after, options)


def _settings(configurations: Configurations, folder: str) -> str:
    from dataclasses import fields

    config = configurations.of_folder(folder)
    values = {field.name: getattr(config, field.name) for field in fields(config)}
    values["codes"] = ", ".join(sorted(config.codes))
    del values["target_sources"]
    values["target_versions"] = "; ".join(_targets(config))
    return "".join(f"{name} = {value if isinstance(value, str) else repr(value)}\n" for name, value in values.items())


def _targets(config: Config) -> Iterator[str]:
    """Say of each library which release the code is taken to be written for, and who says so."""
    from hplint.catalogue.estimators import Catalogue
    from hplint.pins.entry import distributions

    catalogue = Catalogue.load()
    for library in sorted({*distributions().libraries.values(), *config.target_versions}):
        releases = catalogue.releases(library)
        if library in config.target_versions:
            yield f"{library} {config.target_versions[library]}, from {config.target_sources[library]}"
        elif releases:
            yield f"{library} {releases[-1]}, the newest that hplint knows"
