"""One file's bytes to what users read of it: findings, and the source lines that they point at."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from libcst import CSTNode

from hplint.analysis.interpreter import interpret
from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import Value
from hplint.analysis.record import Event, Record
from hplint.analysis.syntax.expressions import EXPRESSIONS
from hplint.answers.explanations import guessed, unexplained
from hplint.answers.reasons import unanswered
from hplint.catalogue.bystanders import Bystanders
from hplint.catalogue.directory import rules_directory
from hplint.catalogue.estimators import Catalogue
from hplint.catalogue.extension import NO_EXTENSION, Extension
from hplint.catalogue.flows import Flows
from hplint.catalogue.python2 import last_releases
from hplint.catalogue.rules import Rule, rules_by_code
from hplint.checks import Check
from hplint.checks.comparisons import comparisons, program
from hplint.checks.discovery import load_checks
from hplint.checks.together import told_together
from hplint.config import Config
from hplint.findings import (
    SEEDING,
    Comparison,
    Finding,
    Fix,
    Place,
    Problem,
    ProposedFix,
    Related,
    Severity,
    Span,
    TextEdit,
)
from hplint.libraries.library import Libraries
from hplint.project import Files, Project, project_of
from hplint.results import Fault, FileResult
from hplint.source.edits import make_text_edits
from hplint.source.positions import locate
from hplint.source.read import Source, Unreadable, read_source
from hplint.source.unreadable import NEWLINE
from hplint.suppressions import Applied, Unused, apply, find_directives


def lint_source(data: bytes, path: str, config: Config, files: Files | None = None) -> FileResult:
    """Lint the bytes of a Python file, or of a notebook when the path ends in `.ipynb`.

    With the `files` of a run, imports of other files of the project are followed.
    """
    project = None if files is None else project_of(files, path, config.root)
    source = read_source(data, path) if files is None else files.of_bytes(os.path.abspath(path), data)
    on = config.codes_for(path)
    told = source.unreadable if source.python_2 is None else (source.python_2, *source.unreadable)
    found: list[Finding] = [unreadable_finding(path, problem, config) for problem in told]
    faults: list[Fault] = []
    compared: tuple[Comparison, ...] = ()
    seeded: tuple[Comparison, ...] = ()
    whole: tuple[str, ...] = ()
    others: tuple[FileResult, ...] = ()
    if source.chunks:
        record = interpret_source(source, config, project=project)
        events = list(record.events())
        compared = comparisons(events)
        seeded = seeding(record, project)
        calls = {id(node): call for call, tree in record.strings for node in nodes_of(tree)}
        asked = problems_in(events, path, on, config, faults)
        problems = [(rule, out_of_string(problem, calls)) for rule, problem in asked]
        told_here = unanswered(source, located(source, path, problems, config))
        found.extend(unexplained(told_here, {path: compared}))
        whole = program(events) if found else ()
        others = () if project is None else tuple(elsewhere(problems, record, project, config))
    applied = suppressed(source, found, on)
    unused = [unused_finding(path, each, config) for each in applied.unused]
    findings = sorted({*(f for f in applied.kept if f.code in on), *(f for f in unused if f.code in on)}, key=position)
    lines = pointed_lines(source, findings)
    followed = () if project is None else project.dependencies()
    shared = (*compared, *seeded, *guessed(findings, whole))
    return FileResult(path, tuple(findings), tuple(faults), lines, shared, followed, elsewhere=others)


def seeding(record: Record, project: Project | None) -> tuple[Comparison, ...]:
    """Return what explains randomness in the functions of other files: this one sets a global seed and calls them."""
    if project is None or not record.seeds:
        return ()
    return (Comparison(SEEDING, "", candidates=(None,), data=tuple(sorted(project.followed))),)


def suppressed(source: Source, found: Iterable[Finding], on: frozenset[str]) -> Applied:
    """Apply the comments of a file to what is found in it."""
    rules = rules_by_code()
    names = {name: rule.code for rule in rules.values() for name in (rule.code, rule.name)}
    usual = frozenset(rule.code for rule in rules.values() if rule.default)
    return apply(find_directives(source), list(found), on, names, usual)


def elsewhere(
    problems: Iterable[tuple[Rule, Problem]], record: Record, project: Project, config: Config
) -> Iterator[FileResult]:
    """Yield what calls of this file do wrong in functions of others: only what fails, or makes a result invalid."""
    moved: dict[str, list[tuple[Rule, Problem]]] = {}
    for rule, problem in problems:
        file = record.files.get(problem.place.chunk)
        left_off = problem.place.chunk in record.left_off
        if file is not None and not left_off and (problem.severity or rule.severity) is Severity.ERROR:
            moved.setdefault(file, []).append((rule, in_its_file(problem)))
    for file, own in moved.items():
        source = project.source(file)
        if source is not None:
            on = config.codes_for(file)
            applied = suppressed(source, located(source, file, own, config), on)
            findings = tuple(each for each in applied.kept if each.code in on)
            unused = {each.span for each in suppressed(source, (), on).unused}
            needed = frozenset(unused - {each.span for each in applied.unused})
            yield FileResult(file, findings, (), pointed_lines(source, findings), needed=needed)


def in_its_file(problem: Problem) -> Problem:
    """Return a problem in another file as whoever lints that file would have it, as far as it stands there."""
    chunk = problem.place.chunk

    def moved(place: Place) -> Place:
        return Place(place.node, 0, place.describe)

    steps = tuple(replace(step, place=moved(step.place)) for step in problem.steps if step.place.chunk == chunk)
    return replace(problem, place=moved(problem.place), steps=steps, fix=None, settings=())


def nodes_of(tree: CSTNode) -> Iterator[CSTNode]:
    """List a tree's nodes."""
    yield tree
    for child in tree.children:
        yield from nodes_of(child)


def out_of_string(problem: Problem, calls: Mapping[int, Place]) -> Problem:
    """Return a problem in code that stands in a string as one of the call that executes it, by the code's nodes."""
    if not any(place.key in calls for place in places_of(problem)):
        return problem

    def moved(place: Place) -> Place:
        return calls.get(place.key, place)

    steps = tuple(replace(step, place=moved(step.place)) for step in problem.steps)
    return replace(problem, place=moved(problem.place), steps=steps, fix=None)


@cache
def libraries(targets: frozenset[tuple[str, str]] = frozenset(), extension: Extension = NO_EXTENSION) -> Libraries:
    """Open the catalogue of the target releases, once a process; its files are read when code asks for them."""
    catalogue = Catalogue.load(target=dict(targets), extension=extension)
    tables = rules_directory() / "libraries"
    return Libraries(catalogue, Flows.load(tables, extension.flows), Bystanders.load(tables))


@cache
def checks() -> tuple[Check, ...]:
    """Find the check of every rule, once a process."""
    return load_checks(rules_by_code().values())


def problems_in(
    events: Iterable[Event], path: str, on: frozenset[str], config: Config, faults: list[Fault]
) -> Iterator[tuple[Rule, Problem]]:
    """Ask the checks that are on; a check that fails leaves the others alone."""
    settings = config.settings
    rules = rules_by_code()
    active: dict[type, list[Check]] = {}
    for each in checks():
        if each.code in on:
            active.setdefault(each.event, []).append(each)
    for event in events:
        for each in active.get(type(event), ()):
            try:
                problems = list(each.function(event, settings) if each.takes_settings else each.function(event))
            except Exception:
                import traceback  # there is none in most runs

                faults.append(Fault(path, each.code, traceback.format_exc()))
                continue
            yield from ((rules[each.code], problem) for problem in problems)


def interpret_source(
    source: Source,
    config: Config,
    expressions: Mapping[type, Callable[[Machine, Any], Value]] = EXPRESSIONS,
    project: Project | None = None,
) -> Record:
    """Follow the code of a source, with the releases of the libraries that it is written for.

    `expressions` evaluate expressions, as for `interpret`; imports of the `project` are followed.
    """
    targets = {**(last_releases() if source.python_2 is not None else {}), **config.target_versions}
    known = libraries(frozenset(targets.items()), config.extension)
    trees = (chunk.tree for chunk in source.chunks)
    path = "" if project is None else project.path
    return interpret(trees, known, after_unread(source), expressions, project, path)


def after_unread(source: Source) -> frozenset[int]:
    """Return the indices of the chunks that follow a cell that can't be read."""
    broken = {problem.span.cell for problem in source.unreadable if problem.span.cell is not None}
    cells = [chunk.cell or 0 for chunk in source.chunks]
    return frozenset(
        index
        for index, (before, cell) in enumerate(zip([0, *cells], cells, strict=False))
        if any(before < number < cell for number in broken)
    )


def located(source: Source, path: str, problems: Iterable[tuple[Rule, Problem]], config: Config) -> Iterator[Finding]:
    """Turn problems into findings, one a rule and place; positions are computed for all of them at once."""
    unique = {(rule.code, problem.place.key): (rule, problem) for rule, problem in reversed(list(problems))}
    if not unique:
        return
    places = [place for _, problem in unique.values() for place in places_of(problem)]
    spans = locate(source, places)
    for rule, problem in told_together(unique.values(), spans):
        if problem.place.key in spans:
            related = tuple(
                Related(step.message, spans[step.place.key]) for step in problem.steps if step.place.key in spans
            )
            yield Finding(
                path,
                spans[problem.place.key],
                rule.code,
                rule.name,
                config.severity_of(rule, problem.severity),
                problem.message,
                problem.help,
                related,
                None if problem.fix is None else located_fix(problem.fix, spans, source),
                tuple(
                    replace(each, data=(os.path.abspath(path),)) if each.estimator == SEEDING else each
                    for each in problem.settings
                ),
            )


def places_of(problem: Problem) -> Iterator[Place]:
    """List the places that a problem speaks of."""
    yield problem.place
    yield from (step.place for step in problem.steps)
    if problem.fix is not None:
        yield from (edit.place for edit in problem.fix.edits)


def located_fix(fix: ProposedFix, spans: dict[int, Span], source: Source) -> Fix | None:
    """Turn a proposed fix into text edits; None where a place has no position, or the text isn't as expected."""
    edits: list[TextEdit] = []
    for edit in fix.edits:
        span = spans.get(edit.place.key)
        made = None if span is None else make_text_edits(edit, span, source.chunks[edit.place.chunk].text)
        if made is None:
            return None
        edits.extend(made)
    return Fix(fix.message, tuple(edits), fix.safe)


def unreadable_finding(path: str, problem: Unreadable, config: Config) -> Finding:
    """Return the HP900 of a place that can't be read."""
    rule = rules_by_code()["HP900"]
    return Finding(path, problem.span, rule.code, rule.name, config.severity_of(rule), problem.message)


def unused_finding(path: str, unused: Unused, config: Config) -> Finding:
    """Return the HP901 of a suppression without effect."""
    rule = rules_by_code()["HP901"]
    return Finding(path, unused.span, rule.code, rule.name, config.severity_of(rule), unused.message, fix=unused.fix)


def pointed_lines(source: Source, findings: Iterable[Finding]) -> dict[tuple[int | None, int], str]:
    """Return the text of every row that the findings, or the steps that led to them, start on."""
    wanted = {
        (span.cell, span.row)
        for finding in findings
        for span in (finding.span, *(step.span for step in finding.related))
    }
    rows = {cell: NEWLINE.split(source.texts[cell]) for cell in {cell for cell, _ in wanted} & source.texts.keys()}
    return {(cell, row): rows[cell][row - 1] for cell, row in wanted if cell in rows and row <= len(rows[cell])}


def position(finding: Finding) -> tuple[int, Span, str]:
    """Return what findings of one file are sorted by."""
    return finding.span.cell or 0, finding.span, finding.code
