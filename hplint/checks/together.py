"""Problems of one row that say the same of several subjects to one that names them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from hplint.catalogue.rules import Rule
from hplint.checks.wording import enumerate_all
from hplint.findings import Problem, Span


def told_together(
    problems: Iterable[tuple[Rule, Problem]], spans: Mapping[int, Span]
) -> Iterator[tuple[Rule, Problem]]:
    """Yield problems, of those with a subject one a row for all of which the same is said.

    Args:
        problems: with their rules.
        spans: of their places, by the places' keys.
    """
    alike: dict[object, list[tuple[Rule, Problem]]] = {}
    for rule, problem in problems:
        span, said = spans.get(problem.place.key), predicate(problem)
        key: object = (rule.code, problem.place.key)
        if span is not None and said:
            key = (rule.code, span.cell, span.row, said, tuple(step.place.key for step in problem.steps[1:]))
        alike.setdefault(key, []).append((rule, problem))
    for group in alike.values():
        if len(group) > 1:
            group.sort(key=lambda each: spans[each[1].place.key])
        rule, first = group[0]
        yield rule, joined(first, [f"`{problem.subject}`" for _, problem in group])


def predicate(problem: Problem) -> str:
    """Return what is said of the subject; nothing where a problem has none."""
    beginning = f"`{problem.subject}` is "
    return problem.message.removeprefix(beginning) if problem.message.startswith(beginning) else ""


def joined(problem: Problem, subjects: list[str]) -> Problem:
    """Say of all subjects what a problem says of the first, each of them once."""
    different = list(dict.fromkeys(subjects))
    if len(different) == 1:
        return problem
    listed = enumerate_all(different)
    return replace(
        problem,
        message=f"{listed} are {predicate(problem)}",
        help=problem.help.replace(different[0], listed),
    )
