"""`hplint rule`: the page of a rule, drawn in a terminal and plain in a pipe, or a list of rules."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

import click

from hplint.catalogue.directory import CatalogueError
from hplint.catalogue.rules import Rule, all_rules
from hplint.catalogue.selectors import UnknownSelector, resolve


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("selector", required=False, metavar="[RULE]")
@click.option("--all", "every", is_flag=True, help="List all rules.")
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How it is written."
)
def rule(selector: str | None, every: bool, output_format: str) -> int:
    """Show the page of RULE (HP303, preprocessing-leak), or list the rules of a prefix or topic (HP3, evaluation)."""
    if every == (selector is not None):
        raise click.UsageError("Give a rule, or --all.")
    try:
        codes = resolve(selector or "ALL", all_rules())
    except (CatalogueError, UnknownSelector) as error:
        raise click.UsageError(str(error)) from error
    rules = [rule for rule in all_rules() if rule.code in codes]
    single = not every and len(rules) == 1
    if output_format == "json":
        described = [_describe(rule) for rule in rules]
        click.echo(json.dumps(described[0] if single else described, indent=2))
    elif single:
        _show_page(rules[0])
    else:
        click.echo(_table(rules), nl=False)
    return 0


def _describe(rule: Rule) -> dict[str, object]:
    fields = asdict(rule)
    explanation = fields.pop("markdown")
    return {**fields, "severity": rule.severity.value, "url": rule.url, "explanation": explanation}


def _show_page(rule: Rule) -> None:
    if not sys.stdout.isatty():
        click.echo(rule.markdown, nl=not rule.markdown.endswith("\n"))
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(rule.markdown))


def _table(rules: Sequence[Rule]) -> str:
    """Return one line a rule: code, name, severity (in brackets when off by default), summary."""
    rows = [
        (rule.code, rule.name, rule.severity.value if rule.default else f"({rule.severity.value})", rule.summary)
        for rule in rules
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "".join(
        f"{code:{widths[0]}}  {name:{widths[1]}}  {severity:{widths[2]}}  {summary}\n"
        for code, name, severity, summary in rows
    )
