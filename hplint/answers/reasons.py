"""Prose to the findings that it answers: who says beside a value where it comes from has not guessed it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from hplint.answers.prose import Prose
from hplint.basis.patterns import lazy_pattern
from hplint.catalogue.called import words_for
from hplint.findings import Finding, Setting
from hplint.source.read import Source

_GUESSES: Final = frozenset({"HP101"})
"""Rules that say that a value is a guess."""
_SEARCH = (
    r"grid ?search\w*|random(?:i[sz]ed)? ?search\w*|bayes\w* (?:search|optimi[sz]ation)|optuna|hyperopt"
    r"|cross[- ]?validation|(?:hyper-?parameter )?tuning|elbow|silhouette"
)
_SELECTED = r"best|optimal|optimi[sz]ed|tuned|found|selected|chosen|determined|obtained|set"
_SAYS: Final = lazy_pattern(
    rf"\b(?:(?:{_SELECTED})\b.{{0,60}}\b(?:{_SEARCH})|(?:{_SEARCH})\b.{{0,60}}\b(?:{_SELECTED})"
    r"|(?:best|optimal|optimi[sz]ed|tuned) (?:hyper-?)?param\w*"
    r"|(?:hyper-?)?param\w* (?:(?:are|were) )?(?:optimi[sz]ed|tuned)|average cv score)\b",
    re.IGNORECASE,
)
_STANDS_BY: Final = lazy_pattern(
    r"\b(?:intentionally|deliberately|on purpose|deprecated|for (?:the sake of )?(?:speed|brevity|simplicity)"
    r"|fixed (?:model )?(?:configuration|hyper-?param\w*|settings?)"
    r"|(?:no|without) (?:any )?(?:hyper-?param\w* )?(?:search|tuning|optimi[sz]ation))\b",
    re.IGNORECASE,
)
"""Words of an author who knows that the values are no result of a search, and has a reason."""
_DENIES: Final = lazy_pattern(
    r"\b(?:not|no|todo|fixme|should|could|would|without|instead|need\w*|try)\b|n't\b", re.IGNORECASE
)
_TO_DO: Final = lazy_pattern(r"\b(?:todo|fixme|yet|so far|should|need\w*)\b", re.IGNORECASE)
_SENTENCE: Final = lazy_pattern(r"[.;!?]\s")
_TO_FILL_IN: Final = lazy_pattern(r"\b(?:your (?:code|solution)(?: goes)? here|cheat ?sheet)\b", re.IGNORECASE)
_PLACEHOLDER: Final = lazy_pattern(r"\byour[ _-]?(?:own[ _-]?)?(?:data|dataset|file)\b", re.IGNORECASE)
_EXERCISE: Final = lazy_pattern(
    r"^[#*\s\d.)-]*(?:student )?(?:activity|challenge|exercise|your turn)\b", re.IGNORECASE | re.MULTILINE
)
_NEAR: Final = 30
"""Most characters between a value and the word for its hyperparameter."""
_NUMBER: Final = r"(?<![\w.])-?\d*\.?\d+(?:e-?\d+)?(?!\w|\.\d|%)"


def unanswered(source: Source, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings but those of a guess of which prose says where the value comes from."""
    prose = Prose(source)
    for finding in findings:
        if finding.code not in _GUESSES or not (_is_selected(prose, finding) or _is_prescribed(prose, finding)):
            yield finding


def _is_selected(prose: Prose, finding: Finding) -> bool:
    """Tell whether a comment says that the value was selected, or code that is commented out has another one."""
    if any(
        _SAYS.search(sentence) and not _DENIES.search(sentence)
        for text in prose.comments_at(finding.span)
        for sentence in _SENTENCE.split(text)
    ):
        return True
    # Of a network, what is said to be a guess is one of its parts.
    told = [each for each in finding.settings if each.estimator == finding.settings[0].estimator]
    texts = [text for remark in prose.everything() for text in (remark.text, remark.code)]
    return any(_has_other(text, setting) for setting in told for text in texts)


def _has_other(text: str, setting: Setting) -> bool:
    """Tell whether commented code gives the same hyperparameter of the same class another value, or a variable's."""
    built = rf"\b{re.escape(setting.estimator.rpartition('.')[2])}\("
    return setting.name.isidentifier() and any(
        _value(found[1]) not in (None, setting.value) or (found[1].isidentifier() and found[1] != setting.name)
        for found in re.finditer(rf"{built}[^()]*\b{re.escape(setting.name)}\s*=\s*([^\s,()]+)", text)
    )


def _value(text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return None


def _is_prescribed(prose: Prose, finding: Finding) -> bool:
    """Tell whether prose beside the call names the value, or sets an exercise that the call is an answer to.

    So does who stands by values that no search found, and a file to fill in: a cheat sheet, or `your_file.csv`.
    """
    if any(_TO_FILL_IN.search(remark.text) for remark in prose.everything()):
        return True
    if any(_PLACEHOLDER.search(name) for setting in finding.settings for name in setting.data or ()):
        return True
    if any(map(_EXERCISE.search, prose.before(finding.span.cell))):
        return True
    texts = list(prose.at(finding.span))
    if any(_STANDS_BY.search(text) and not _TO_DO.search(text) for text in texts):
        return True
    return any(_names(text, setting) for setting in finding.settings for text in texts)


def _names(text: str, setting: Setting) -> bool:
    """Tell whether a text names a value close to a word for its hyperparameter."""
    value = setting.value
    if isinstance(value, bool) or not isinstance(value, (int, float, str, tuple)):
        return False
    said = _NUMBER if isinstance(value, (int, float)) else _written(value)
    word = _word_for(setting.name)
    for found in re.finditer(said, text, re.IGNORECASE):
        before, after = text[max(found.start() - _NEAR, 0) : found.start()], text[found.end() : found.end() + _NEAR]
        beside = before.rpartition("\n")[2], after.partition("\n")[0]
        equal = not isinstance(value, (int, float)) or float(found[0]) == value
        if equal and any(map(word.search, beside)):
            return True
    return False


def _written(value: str | tuple[object, ...]) -> str:
    """Return a pattern of how prose writes a name, or a tuple of numbers."""
    if isinstance(value, str):
        return rf"\b{re.escape(value)}\b"
    return r"[,\s]*".join(re.escape(repr(each)) for each in value)


@cache
def _word_for(name: str) -> re.Pattern[str]:
    """Return a pattern of the words for a hyperparameter; a name of one letter is no other in another case."""
    words = "|".join(re.escape(word) for word in sorted(words_for(name), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", 0 if len(name) == 1 else re.IGNORECASE)
