"""Comments to directives, and directives to the findings that stay; each directive knows whether it was used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hplint.basis.frozen import dataclass
from hplint.basis.patterns import lazy_pattern
from hplint.findings import Finding, Fix, Span, TextEdit
from hplint.source.lines import Comment, read_comments
from hplint.source.read import Source
from hplint.source.unreadable import NEWLINE

_HPLINT = lazy_pattern(r"#\s*hplint:\s*(?P<kind>[\w-]*)(?:\s*\[(?P<entries>[^\]#]*)\])?(?P<rest>[^#]*)")
_NOQA = lazy_pattern(
    r"#\s*(?P<kind>noqa)\b(?!-)(?:\s*:\s*(?P<entries>[A-Z]+\d+(?:[\s,]+[A-Z]+\d+)*)\b)?(?P<rest>[^#]*)", re.IGNORECASE
)
_ENTRY = lazy_pattern(r"[^\s,]+")
_LISTED_WITHOUT_BRACKETS = lazy_pattern(r"\s*(?:[:=\[]|HP\d)", re.IGNORECASE)
_UNREADABLE = "HP900"
_UNUSED = "HP901"


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment that suppresses findings, or means to."""

    kind: str
    """`ignore`, `ignore-file` or `noqa`; empty where hplint can't tell what it is to suppress."""
    entries: tuple[str, ...]
    """Codes and names as written; empty: every rule."""
    span: Span
    """From its `#` to the end of its keyword or list."""
    listed: Span
    """The entries within the brackets, or after the colon."""
    rows: range
    """The rows of the statement that it stands on."""
    removal: TextEdit
    """Removes it, and the comment when nothing else is in it."""
    decidable: bool
    """Whether all that it is about was read, so that its being of no use means something."""

    def covers(self, finding: Finding) -> bool:
        """Answer whether the finding stands where the directive applies, whatever its rule."""
        if self.kind == "ignore-file":
            return True
        # What can't be read can't be told into statements, nor its comments from strings; Python 2 can.
        readable = finding.code != _UNREADABLE or self.decidable
        return readable and finding.span.cell == self.span.cell and finding.span.row in self.rows


@dataclass(frozen=True, slots=True)
class Unused:
    """A directive, or entries of one, without effect; it becomes HP901."""

    span: Span
    message: str
    fix: Fix | None


@dataclass(frozen=True, slots=True)
class Applied:
    """What directives leave of a file's findings, and what they were not needed for."""

    kept: tuple[Finding, ...]
    unused: tuple[Unused, ...]


def find_directives(source: Source) -> tuple[Directive, ...]:
    """Return the directives in the comments of a file, or of all Python cells of a notebook, in order."""
    texts = {chunk.cell: chunk.text for chunk in source.chunks}
    broken = {problem.span.cell for problem in source.unreadable}
    texts |= {cell: source.texts[cell] for cell in broken - texts.keys() if cell in source.texts}
    return tuple(
        directive
        for cell in sorted(texts, key=lambda cell: cell or 0)
        if _may_have_directives(texts[cell])
        for directive in _find_in(texts[cell], cell, cell in broken, bool(broken))
    )


def apply(
    directives: Sequence[Directive],
    findings: Iterable[Finding],
    active: frozenset[str],
    codes: Mapping[str, str],
    usual: frozenset[str] = frozenset(),
) -> Applied:
    """Return the findings that no directive suppresses, and the directives that suppress none.

    Args:
        directives: of one file.
        findings: of the same file.
        active: the codes that were selected for the file; what is said of others may be of use in another run.
        codes: the code of every rule by its name and by its code, selected or not.
        usual: the codes that most runs select; a comment on all rules may be of use in such a run.
    """
    used: set[tuple[int, str]] = set()
    kept: list[Finding] = []
    for finding in findings:
        by = [
            (number, entry)
            for number, directive in enumerate(directives)
            if directive.covers(finding)
            for entry in _entries_for(directive, finding.code, codes)
        ]
        used.update(by)
        if not by:
            kept.append(finding)
    unused = [
        problem
        for number, directive in enumerate(directives)
        for problem in _find_unused(directive, {entry for at, entry in used if at == number}, active, codes, usual)
    ]
    is_silenced = any(
        directive.kind == "ignore-file" and next(_entries_for(directive, _UNUSED, codes), None) is not None
        for directive in directives
    )
    return Applied(tuple(kept), () if is_silenced else tuple(unused))


def _entries_for(directive: Directive, code: str, codes: Mapping[str, str]) -> Iterator[str]:
    """Yield the entries that name the rule; `*` for a directive about every rule."""
    if directive.kind and not directive.entries:
        yield "*"
    elif directive.kind:
        yield from (entry for entry in directive.entries if _resolve(entry, codes) == code)


def _resolve(entry: str, codes: Mapping[str, str]) -> str | None:
    return codes.get(entry) or codes.get(entry.upper()) or codes.get(entry.lower())


def _find_unused(
    directive: Directive, used: set[str], active: frozenset[str], codes: Mapping[str, str], usual: frozenset[str]
) -> Iterator[Unused]:
    if not directive.kind:
        message = "This comment suppresses nothing: write # hplint: ignore[HP303] or # hplint: ignore-file[HP303]."
        yield Unused(directive.span, message, None)
        return
    if not directive.entries:
        # A bare noqa may be for other linters, and a bare ignore-file is for whatever may come.
        if directive.kind == "ignore" and not used and directive.decidable and usual <= active:
            message = "This comment suppresses no finding."
            yield Unused(directive.span, message, Fix("Remove the comment", (directive.removal,), safe=True))
        return
    for entry in directive.entries:
        if _resolve(entry, codes) is None and directive.kind != "noqa":
            message = f"hplint has no rule {entry}{_suggest(entry, codes)}."
            yield Unused(directive.span, message, _make_fix(directive, {entry}))
    idle = {
        entry
        for entry in directive.entries
        if entry not in used and (code := _resolve(entry, codes)) in active and code != _UNUSED
    }
    if idle and directive.decidable:
        names = " and ".join(entry for entry in directive.entries if entry in idle)
        message = f"This comment suppresses no finding of {names}."
        yield Unused(directive.span, message, _make_fix(directive, idle))


def _suggest(entry: str, codes: Mapping[str, str]) -> str:
    from difflib import get_close_matches  # only who mistypes needs it

    nearest = get_close_matches(entry.upper() if entry[:2].upper() == "HP" else entry.lower(), codes, n=1)
    return f"; the nearest is {nearest[0]}" if nearest else ""


def _make_fix(directive: Directive, dropped: set[str]) -> Fix:
    left = [entry for entry in directive.entries if entry not in dropped]
    edit = TextEdit(directive.listed, ", ".join(left)) if left else directive.removal
    return Fix(f"Remove {', '.join(sorted(dropped))} from the comment" if left else "Remove the comment", (edit,), True)


def _may_have_directives(text: str) -> bool:
    """Tell whether comments have to be looked for: a `noqa` that lists only other linters' rules is no reason to."""
    if "hplint:" in text:
        return True
    return "noqa" in text.lower() and any(
        match["entries"] is None or "HP" in match["entries"].upper()
        for row in NEWLINE.split(text)
        if "noqa" in row.lower()
        for match in _NOQA.finditer(row)
    )


def _find_in(text: str, cell: int | None, is_broken: bool, file_is_broken: bool) -> Iterator[Directive]:
    comments, begins = read_comments(text)
    rows = NEWLINE.split(text)
    ends = {begin: row for row, begin in begins.items()}
    for comment in comments:
        begin = begins[comment.row]
        for match in sorted((*_HPLINT.finditer(comment.text), *_NOQA.finditer(comment.text)), key=re.Match.start):
            kind, entries = _read(match)
            yield Directive(
                kind=kind,
                entries=entries,
                span=_make_span(cell, comment, match.start(), len(match[0][: -len(match["rest"]) or None].rstrip())),
                listed=_make_span(cell, comment, *_get_extent(match)),
                rows=range(begin, ends[begin] + 1),
                removal=_remove(cell, comment, match, rows),
                decidable=not (file_is_broken if kind == "ignore-file" else is_broken),
            )


def _read(match: re.Match[str]) -> tuple[str, tuple[str, ...]]:
    """Return kind and entries; no kind where it isn't clear which rules are meant."""
    kind = match["kind"].lower()
    listed = match["entries"]
    entries = tuple(_ENTRY.findall(listed or ""))
    if kind == "noqa":
        return kind, entries
    unclear = not entries if listed is not None else _LISTED_WITHOUT_BRACKETS.match(match["rest"]) is not None
    return ("" if unclear or kind not in ("ignore", "ignore-file") else kind), entries


def _get_extent(match: re.Match[str]) -> tuple[int, int]:
    """Return where the entries stand in the comment, as start and length."""
    start, end = match.span("entries") if match["entries"] is not None else (match.start("rest"), match.start("rest"))
    return start, end - start


def _make_span(cell: int | None, comment: Comment, start: int, length: int) -> Span:
    column = comment.column + start
    return Span(cell, comment.row, column, comment.row, column + length)


def _remove(cell: int | None, comment: Comment, match: re.Match[str], rows: list[str]) -> TextEdit:
    """Return what removes the directive with its reason: its row, the rest of its row, or its part of the comment."""
    row = rows[comment.row - 1]
    start, end = comment.column - 1 + match.start(), comment.column - 1 + match.end()
    if end == len(row):
        start = len(row[:start].rstrip())
    if not start and end == len(row) and comment.row < len(rows):
        return TextEdit(Span(cell, comment.row, 1, comment.row + 1, 1), "")
    return TextEdit(Span(cell, comment.row, start + 1, comment.row, end + 1), "")
