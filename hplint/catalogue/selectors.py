"""Turn what users write to name rules (`HP303`, `HP3`, `preprocessing-leak`, `evaluation`, `ALL`) into codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hplint.basis.frozen import dataclass
from hplint.catalogue.rules import Rule

ALWAYS_ON = frozenset({"HP900"})
"""A file that nobody could read must never look clean: on whatever is selected, and off only when ignored."""


class UnknownSelector(ValueError):
    """Nothing has this code, prefix, name or topic; the message suggests the nearest that exists."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Selectors from one place: a configuration file, or the command line."""

    select: tuple[str, ...] | None = None
    """Starts anew, forgetting what earlier places selected and ignored; None keeps that."""
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ` Did you mean 'x'?` for the nearest known word, or nothing when none is near."""
    import difflib  # only who mistypes needs it

    by_lower = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f" Did you mean {by_lower[near[0]]!r}?" if near else ""


def resolve(selector: str, rules: Sequence[Rule]) -> frozenset[str]:
    """Return the codes that a selector names.

    Raises:
        UnknownSelector: It names none.
    """
    if selector == "ALL":
        return frozenset(rule.code for rule in rules)
    codes = frozenset(
        rule.code
        for rule in rules
        if selector in (rule.name, rule.topic) or (selector.startswith("HP") and rule.code.startswith(selector))
    )
    if not codes:
        known = ["ALL", *(word for rule in rules for word in (rule.code, rule.name, rule.topic))]
        raise UnknownSelector(f"unknown rule {selector!r}.{did_you_mean(selector, known)}")
    return codes


def enabled(selections: Iterable[Selection], rules: Sequence[Rule]) -> frozenset[str]:
    """Return the codes that are on after all selections, later ones on top of earlier ones.

    Within one selection the more specific selector wins (`select = ["HP3"]` with `ignore = ["HP305"]`, and
    `select = ["HP305"]` with `ignore = ["HP3"]`), and of equally specific ones the one that ignores.

    Raises:
        UnknownSelector: A selector names nothing.
    """
    codes = {rule.code for rule in rules if rule.default} | ALWAYS_ON
    for selection in selections:
        if selection.select is not None:
            codes = set(ALWAYS_ON)
        chosen = [(selector, True) for selector in (*(selection.select or ()), *selection.extend_select)]
        ignored = [(selector, False) for selector in selection.ignore]
        resolved = [(resolve(selector, rules), on) for selector, on in (*chosen, *ignored)]
        for named, on in sorted(resolved, key=lambda pair: (-len(pair[0]), not pair[1])):
            codes = codes | named if on else codes - named
    return frozenset(codes & {rule.code for rule in rules})
