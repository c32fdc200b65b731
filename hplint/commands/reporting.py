"""A run to what the command line writes, and to its exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from hplint.commands.terminal import CLEAN, FAILED, FOUND, colored, complain, confess, warn, write, writer

if TYPE_CHECKING:
    from hplint.api import Run

Options = dict[str, Any]
"""As click gives them; of any type."""


def is_fixing(options: Options) -> bool:
    """Answer whether files are to be fixed, or to be shown as they would be."""
    return bool(options["fix"] or options["fix_only"] or options["diff"])


def report(run: Run, options: Options) -> int:
    """Write what a run gave: findings, or what was or would be fixed."""
    if options["diff"]:
        _write_diff(run, options)
    elif options["fix_only"]:
        _whisper(f"Fixed {_problems(run)}.", options)
    else:
        write_text(rendered(run, options), options)
    if _has_failed(run):
        return FAILED
    found = run.fixed if options["diff"] else () if options["fix_only"] else run.findings
    return FOUND if found and not options["exit_zero"] else CLEAN


def report_parts(parts: Iterable[Run], options: Options) -> int:
    """Write findings as JSON lines, each part of a run as it comes."""
    from hplint.report.json import render_jsonl

    status = CLEAN
    with writer(options["output_file"]) as put:
        for part in parts:
            if part.findings:
                put(render_jsonl(part.results))
                status = status or (CLEAN if options["exit_zero"] else FOUND)
            if _has_failed(part):
                status = FAILED
    return status


def report_input(run: Run, fixed: bytes, options: Options) -> int:
    """Write what fixing standard input gave: its text to standard output, findings beside it."""
    if options["diff"]:
        return report(run, options)
    sys.stdout.flush()
    sys.stdout.buffer.write(fixed)
    sys.stdout.buffer.flush()
    if options["output_file"] is not None or options["fix_only"]:
        return report(run, options)
    click.echo(rendered(run, {**options, "color": "auto" if sys.stderr.isatty() else "never"}), nl=False, err=True)
    if _has_failed(run):
        return FAILED
    return FOUND if run.findings and not options["exit_zero"] else CLEAN


def write_text(text: str, options: Options) -> None:
    """Write text to where findings go."""
    write(text, options["output_file"], color=_colored(options))


def rendered(run: Run, options: Options) -> str:
    """Return the findings in the format that the options ask for."""
    match options["output_format"]:
        case "json" if options["statistics"]:
            from hplint.report.statistics import render_statistics_json

            return render_statistics_json(run.results)
        case "json":
            from hplint.report.json import render_json

            return render_json(run.results)
        case "jsonl":
            from hplint.report.json import render_jsonl

            return render_jsonl(run.results)
        case "sarif":
            from hplint.report.sarif import render_sarif

            return render_sarif(run.results)
        case "github":
            from hplint.report.github import render_github

            return render_github(run.results)
        case _:
            return _rendered_text(run, options)


def _rendered_text(run: Run, options: Options) -> str:
    from hplint.report.statistics import render_statistics
    from hplint.report.summary import render_summary
    from hplint.report.text import render_concise, render_text

    unsafe = options["unsafe_fixes"]
    if options["statistics"]:
        text = render_statistics(run.results)
    else:
        render = render_concise if options["output_format"] == "concise" else render_text
        text = render(run.results, color=_colored(options), unsafe=unsafe)
    if options["quiet"] or not run.results:
        return text
    return text + render_summary(run.results, run.fixed, unsafe=unsafe, fixing=options["fix"])


def _write_diff(run: Run, options: Options) -> None:
    from hplint.report.diff import render_diff

    write_text("".join(render_diff(fixed, color=_colored(options)) for fixed in run.fixed), options)
    _whisper(f"Would fix {_problems(run)}.", options)


def _problems(run: Run) -> str:
    number, files = sum(len(each.applied) for each in run.fixed), len(run.fixed)
    return f"{number} problem{'' if number == 1 else 's'} in {files} file{'' if files == 1 else 's'}"


def _whisper(message: str, options: Options) -> None:
    """Write what belongs neither to the findings nor to the diff."""
    if not options["quiet"]:
        click.echo(message, err=True)


def _has_failed(run: Run) -> bool:
    for warning in run.warnings:
        warn(warning)
    status = complain(run.errors)
    for fault in run.faults:
        confess(fault.path, fault.rule, fault.traceback)
    return status == FAILED or bool(run.faults)


def _colored(options: Options) -> bool:
    return colored(options["color"], options["output_file"])
