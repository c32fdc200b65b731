"""Turns what each release says of one class into its history: what came, changed and went, and when."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from harvesting.docstrings import Entry, entries
from hplint.catalogue.notation import read_constraint
from hplint.catalogue.versions import Target, at

Row = dict[str, Any]

VALIDATES_SINCE: Final = "1.2"
"""The first release that validates hyperparameters by constraints."""
KEYWORD_ONLY_SINCE: Final = "0.23"
"""Before, every argument may be given by position."""
BOOLEANS_TAKE_INTS_UNTIL: Final = "1.3"
"""Its validation takes any int for a boolean till then (`_Booleans` in `sklearn/utils/_param_validation.py`)."""
_QUOTED: Final = r"""(?:'[\w-]+'|"[\w-]+")"""
_SET: Final = re.compile(r"\{([^{}]*)\}")
_DEPRECATES: Final = re.compile(rf"(?:^|[ =`])({_QUOTED})`*(?: option| loss| value)? (?:was|is|has been) deprecated")
_REPLACED: Final = re.compile(rf"[Uu]se `*(?:\w+=)?({_QUOTED}|None)`* (?:which is equivalent|instead)")
_INTERNAL: Final = frozenset({"'deprecated'", "'warn'", "'warning'"})


@dataclass(frozen=True, slots=True)
class Release:
    """One class in one release."""

    version: str
    """The minor: `1.5`."""
    parameters: Mapping[str, Row]
    documented: Mapping[str, Entry]
    table: Row
    """As `release.py` prints it."""

    @classmethod
    def read(cls, version: str, table: Row, harvested: Mapping[str, Row]) -> Release:
        """Read one class of a release's print; what was harvested of it knows more of what it accepts."""
        named = {row["name"]: row for row in table["parameters"] if row["kind"] in (0, 1, 3)}
        for name in named.keys() & harvested.keys():
            known = {key: harvested[name][key] for key in ("accepts", "deprecated_options") if key in harvested[name]}
            named[name] = {**named[name], **known}
        documented: dict[str, Entry] = {}
        for text in table["docs"]:
            documented |= entries(text, "Parameters")
        return cls(version, named, documented, table)


def order(version: str) -> tuple[int, ...]:
    """Return what sorts versions."""
    return tuple(map(int, version.split(".")))


def following(version: str, versions: list[str]) -> str | None:
    """Return the release after one; None for the newest."""
    place = versions.index(version) + 1
    return versions[place] if place < len(versions) else None


def lifetimes(releases: list[Release], versions: list[str], newest: Mapping[str, Row]) -> dict[str, Row]:
    """Describe every hyperparameter that isn't today what it always was; `releases` stand in order."""
    names = dict.fromkeys(name for release in reversed(releases) for name in release.parameters)
    rows: dict[str, Row] = {}
    for name in names:
        having = [release for release in releases if name in release.parameters]
        today = newest.get(name)
        row: Row = {} if today is not None else _gone(name, having, versions)
        if having[0] is not releases[0] and (today is None or today.get("since") != having[0].version):
            row["since"] = having[0].version
        reference = today if today is not None else _state(having[-1], name)
        announced = [r.version for r in having if r.parameters[name].get("default") == "'deprecated'"]
        documented = (today or {}).get("since")
        if documented and order(documented)[:2] > order(having[0].version):
            row["since"] = having[0].version  # the directive speaks of an option
        if announced and not (row.get("deprecated") or (today or {}).get("deprecated")):
            row["deprecated"] = announced[0]
        changes = list(_changes(name, having, reference))
        while changes and len(changes[-1]) == 1:
            changes.pop()
        if changes:
            row["history"] = changes
        if options := _options(name, having, versions, reference):
            row["options"] = options
        if row:
            rows[name] = row
    return rows


def positions(releases: list[Release], today: Row, table: Row) -> list[Row]:
    """List the orders in which arguments were taken by position, where the rows of the table don't tell them.

    Oldest first, each with the last release that had it.
    """
    found: list[Row] = []
    needed = 0
    for release in releases:
        target = Target(release.version, newest=False, keyword_only_since=KEYWORD_ONLY_SINCE)
        told = [name for name, row in at(today, table, target)["parameters"].items() if not row.get("keyword_only")]
        real = [name for name, row in release.parameters.items() if row["kind"] in (0, 1)]
        if found and found[-1]["names"] == real:
            found[-1]["until"] = release.version
        else:
            found.append({"until": release.version, "names": real})
        needed = needed if told == real else len(found)
    return found[:needed]


def _gone(name: str, having: list[Release], versions: list[str]) -> Row:
    """Describe a hyperparameter that the newest release doesn't have, as it last was."""
    last = having[-1]
    row = _state(last, name)
    names = list(last.parameters)
    if place := names.index(name):
        row["after"] = names[place - 1]
    for release in reversed(having):
        entry = release.documented.get(name)
        found = (
            [d for d in entry.directives if d.kind == "deprecated" and not _DEPRECATES.search(d.text)] if entry else []
        )
        if found:
            row["deprecated"] = ".".join(found[0].version.split(".")[:2])
            if found[0].replaced_by:
                row["replaced_by"] = found[0].replaced_by
            row |= {"deprecation": found[0].text} if found[0].text else {}
            break
    if removed := following(last.version, versions):
        row["removed"] = removed
    return row


def _state(release: Release, name: str) -> Row:
    """Describe a hyperparameter in one release, in the notation of the harvested tables."""
    given = release.parameters[name]
    row: Row = {key: given[key] for key in ("default", "default_expression") if key in given}
    if given["kind"] == 3:
        row["keyword_only"] = True
    if given.get("accepts") is not None:
        row["accepts"] = given["accepts"]
    return row


def _changes(name: str, having: list[Release], reference: Row) -> Iterator[Row]:
    """List the states before today's, oldest first, each with what differs from it and the last release that had it."""
    pending: Row | None = None
    for release in having:
        state = _state(release, name)
        differs: Row = {
            key: state[key]
            for key in ("default", "default_expression")
            if key in state and state[key] != reference.get(key)
        }
        if "default" in reference and not {"default", "default_expression"} & set(state):
            differs["required"] = True
        if order(release.version) >= order(KEYWORD_ONLY_SINCE):
            if state.get("keyword_only", False) != reference.get("keyword_only", False):
                differs["keyword_only"] = state.get("keyword_only", False)
        if order(release.version) >= order(VALIDATES_SINCE):
            if "accepts" not in state and "accepts" in reference:
                differs["unvalidated"] = True
            elif "accepts" in state and _differs(state["accepts"], reference.get("accepts")):
                differs["accepts"] = state["accepts"]
        same = pending is not None and {k: v for k, v in pending.items() if k != "until"} == differs
        if pending is not None and not same:
            yield pending  # one that is as today too: what comes after it must not stand for it
        pending = {"until": release.version} | differs
    if pending is not None and len(pending) > 1:
        yield pending


def _differs(one: list[str], other: list[str] | None) -> bool:
    """Compare constraints as sets of sets: their order, and which kinds of values are hidden, means nothing."""
    return other is None or _atoms(one) != _atoms(other)


def _atoms(texts: list[str]) -> set[str]:
    found: set[str] = set()
    for text in texts:
        shown = text if text.startswith("hidden str") else text.removeprefix("hidden ")
        kind, colon, values = shown.partition(": ")
        found |= {f"{kind}: {value}" for value in values.split(", ")} if colon else {kind}
    return found


def _options(name: str, having: list[Release], versions: list[str], reference: Row) -> dict[str, Row]:
    """List the string options that are deprecated or gone, as literals."""
    accepts = reference.get("accepts")
    if accepts is None:
        return {}
    constraint = read_constraint(accepts)
    seen: dict[str, str] = {}  # to the last release that has it
    hidden: dict[str, str] = {}  # to the first release that takes it without saying so
    rows: dict[str, Row] = {}
    for release in having:
        entry = release.documented.get(name)
        exact = release.parameters[name].get("accepts")
        if exact is not None:
            found = {repr(option) for option in read_constraint(exact).options}
        else:
            found = set(_documented(entry)) if entry else set()
        if exact is not None:
            takes = read_constraint(exact).accepts
            still = {option for option in seen.keys() - found if takes(ast.literal_eval(option))}
            hidden = dict.fromkeys(still, release.version) | hidden
            found |= still
        seen |= dict.fromkeys(found - _INTERNAL, release.version)
        for option in release.parameters[name].get("deprecated_options", ()):
            if not isinstance(ast.literal_eval(option), str):
                continue
            rows.setdefault(option, {}).setdefault("deprecated", release.version)
        for directive in entry.directives if entry else ():
            if directive.kind == "deprecated" and (spoken := _DEPRECATES.search(directive.text)):
                row = rows.setdefault(repr(ast.literal_eval(spoken[1])), {})
                row["deprecated"] = ".".join(directive.version.split(".")[:2])
                if replaced := _REPLACED.search(directive.text):
                    row["replaced_by"] = repr(ast.literal_eval(replaced[1]))
                if directive.removed:
                    row["removed"] = directive.removed
    for option, row in list(rows.items()):
        if constraint.accepts(ast.literal_eval(option)):
            row.pop("removed", None)  # a promise that isn't due, or was not kept
        elif option in seen and any(r.parameters[name].get("accepts") for r in having if r.version == seen[option]):
            row.pop("removed", None)  # the constraints know better
    for option, last in seen.items():
        if constraint.accepts(ast.literal_eval(option)) is False:
            row = rows.setdefault(option, {})
            if option in hidden:
                row.setdefault("deprecated", hidden[option])
            if removed := following(last, versions):
                row.setdefault("removed", removed)
    return {option: rows[option] for option in sorted(rows) if rows[option] and option not in _INTERNAL}


def _documented(entry: Entry) -> Iterator[str]:
    """List the quoted options of `{'a', 'b'}` in the line that states the type."""
    for inside in _SET.findall(entry.kind):
        yield from (repr(ast.literal_eval(option)) for option in re.findall(_QUOTED, inside))
