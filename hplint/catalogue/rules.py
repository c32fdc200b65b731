"""Turn the pages `rules/<topic>/<rule-name>.md` into rules: code, name, topic, severity, and what there is to read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from hplint.basis.frozen import dataclass
from hplint.basis.toml_parser import tomllib
from hplint.catalogue.directory import CatalogueError, rules_folder
from hplint.findings import Severity

PAGES_AT: str | None = None
"""Where the pages of `rules/` can be read on the web, without the slash at the end; None until they have a home."""

_FRONT_MATTER = re.compile(r"\A\+\+\+\n(.*?)^\+\+\+\n(.*)\Z", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"HP[1-9]\d\d")
_PLAIN = re.compile(r'(\w+) = (true|false|"[^"\\\x00-\x1f\x7f]*")')
_TRUTH = {"true": True, "false": False}
_KEYS = {"code": str, "severity": str, "default": bool, "summary": str}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule's page says, and what its path does."""

    code: str
    name: str
    topic: str
    severity: Severity
    default: bool
    """Whether it is on when the user selects nothing."""
    summary: str
    """One line, without a full stop."""
    markdown: str
    """The page below its front matter."""

    @property
    def url(self) -> str | None:
        """Return the page's address on the web, or None while it has none."""
        return f"{PAGES_AT}/{self.topic}/{self.name}.md" if PAGES_AT else None


def read_rules(directory: str | os.PathLike[str]) -> tuple[Rule, ...]:
    """Read every page in a `rules/` directory, in the order of the codes.

    Raises:
        CatalogueError: A page is malformed, or two pages share a code or a name.
    """
    rules = sorted(map(read_page, _pages_in(os.fspath(directory))), key=lambda rule: rule.code)
    for identities in [rule.code for rule in rules], [rule.name for rule in rules]:
        for index, identity in enumerate(identities):
            if (first := identities.index(identity)) != index:
                pages_of_it = f"{rules[first].topic}/{rules[first].name} and {rules[index].topic}/{rules[index].name}"
                raise CatalogueError(f"{directory}: {pages_of_it} are both {identity!r}")
    return tuple(rules)


def _pages_in(directory: str) -> Iterator[str]:
    for topic in os.listdir(directory):
        folder = os.path.join(directory, topic)
        if topic != "libraries" and os.path.isdir(folder):
            yield from (os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".md"))


def read_page(page: str | os.PathLike[str]) -> Rule:
    """Read one page.

    Raises:
        CatalogueError: Its front matter is missing, or has a wrong, a missing or an unknown key.
    """
    with open(page, encoding="utf-8") as stream:
        match = _FRONT_MATTER.match(stream.read())
    if match is None:
        raise CatalogueError(f"{page}: a rule's page starts with front matter between two lines of `+++`")
    try:
        head = _read_head(match[1])
    except ValueError as error:
        raise CatalogueError(f"{page}: {error}") from error
    _validate(page, head)
    return Rule(
        code=head["code"],
        name=os.path.basename(page).removesuffix(".md"),
        topic=os.path.basename(os.path.dirname(page)),
        severity=Severity(head["severity"]),
        default=head["default"],
        summary=head["summary"],
        markdown=match[2].lstrip("\n"),
    )


def _read_head(text: str) -> dict[str, Any]:  # values of any type, until they are validated
    """Read front matter: its usual lines at once, and any other TOML by its parser, which runs without it don't load.

    Raises:
        ValueError: It is no TOML.
    """
    plain = [_PLAIN.fullmatch(line) for line in text.splitlines()]
    found: dict[str, Any] = {match[1]: _TRUTH.get(match[2], match[2][1:-1]) for match in plain if match is not None}
    return found if len(found) == len(plain) else dict(tomllib().loads(text))


def _validate(page: str | os.PathLike[str], head: Mapping[str, object]) -> None:
    if unknown := sorted(head.keys() - _KEYS.keys()):
        raise CatalogueError(f"{page}: unknown key {unknown[0]!r}; a page has {', '.join(_KEYS)}")
    for key, kind in _KEYS.items():
        if not isinstance(head.get(key), kind):
            raise CatalogueError(f"{page}: {key!r} must be given, as a {kind.__name__}")
    if not _CODE.fullmatch(str(head["code"])):
        raise CatalogueError(f"{page}: code {head['code']!r} is not of the form HP303")
    if head["severity"] not in {severity.value for severity in Severity}:
        raise CatalogueError(f"{page}: severity {head['severity']!r} is none of error, warning, info")


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return hplint's own rules, in the order of the codes."""
    return read_rules(rules_folder())


@cache
def rules_by_code() -> Mapping[str, Rule]:
    """Return hplint's own rules by their code."""
    return {rule.code: rule for rule in all_rules()}
