"""Comments to the findings that they answer: who says beside a value how it was selected has not guessed it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from hplint.findings import Finding
from hplint.source.lines import Comment, read_comments
from hplint.source.read import Source

_GUESSES = frozenset({"HP101"})
"""Rules that say that a value is a guess."""
_ROWS_BEFORE = 12
"""How far above a call a comment may stand that speaks of it."""
_SEARCH = (
    r"grid ?search\w*|random(?:i[sz]ed)? ?search\w*|bayes\w* (?:search|optimi[sz]ation)|optuna|hyperopt"
    r"|cross[- ]?validation|(?:hyper-?parameter )?tuning|elbow|silhouette"
)
_SELECTED = r"best|optimal|optimi[sz]ed|tuned|found|selected|chosen|determined|obtained|set"
_SAYS = re.compile(
    rf"\b(?:(?:{_SELECTED})\b.{{0,60}}\b(?:{_SEARCH})|(?:{_SEARCH})\b.{{0,60}}\b(?:{_SELECTED})"
    r"|(?:best|optimal|optimi[sz]ed|tuned) (?:hyper-?)?param\w*|average cv score)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:not|no|todo|fixme|should|could|would|without|instead|need\w*|try)\b|n't\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;!?]\s")


def unanswered(source: Source, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings but those of a guess whose author says how the value was selected."""
    texts = {chunk.cell: chunk.text for chunk in source.chunks}

    @cache
    def remarks(cell: int | None) -> tuple[tuple[int, int], ...]:
        return tuple(_remarks(read_comments(texts[cell])[0]))

    for finding in findings:
        span = finding.span
        first, last = span.row - _ROWS_BEFORE, span.end_row
        if finding.code not in _GUESSES or span.cell not in texts:
            yield finding
        elif not any(begin <= last and first <= end for begin, end in remarks(span.cell)):
            yield finding


def _remarks(comments: Iterable[Comment]) -> Iterator[tuple[int, int]]:
    """List the first and the last row of the comments that tell of a selection; rows in sequence are one comment."""
    block: list[Comment] = []
    for comment in (*comments, None):
        if block and (comment is None or comment.row != block[-1].row + 1):
            text = " ".join(each.text.strip("# ") for each in block)
            if any(_SAYS.search(sentence) and not _DENIES.search(sentence) for sentence in _SENTENCE.split(text)):
                yield block[0].row, block[-1].row
            block = []
        if comment is not None:
            block.append(comment)
