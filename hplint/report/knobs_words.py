"""Hyperparameters of an inventory to the words that all its tables use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hplint.knobs.inventory import Estimator, Knob, Setting, Source, Status, count
from hplint.knobs.words import is_literal
from hplint.report.place import line_words

_WORDS = {
    Source.LITERAL: "typed in",
    Source.NAMED: "constant",
    Source.CONFIGURATION: "configuration",
    Source.SEARCH: "result of a search",
    Source.LOOP: "loop",
    Source.PARAMETER: "parameter",
    Source.COMPUTED: "computed",
    Source.ESTIMATOR: "estimator",
    Source.UNKNOWN: "unknown",
    Source.DEFAULT: "default",
}

_COUNTED = (
    (Status.SEARCHED, "searched"),
    (Status.CONFIGURED, "configured"),
    (Status.ELSEWHERE, "decided elsewhere"),
    (Status.BUILT, "built in view"),
    (Status.TYPED_IN, "typed in"),
    (Status.DEFAULT, "at the default"),
)


def set_to(knob: Knob) -> str:
    """Return the values: what is known, else as they are written; several with ` | ` between."""
    return " | ".join((*dict.fromkeys(map(_value, knob.settings)), *("…" for _ in range(knob.cut))))


def shown_value(knob: Knob) -> str:
    """Return what a reader wants to see as the value: the candidates of a search, else the value itself."""
    return " | ".join(knob.searched_over) or set_to(knob)


def sources(knob: Knob) -> str:
    """Return where the values come from, in words."""
    return ", ".join(dict.fromkeys(_WORDS[setting.source] for setting in knob.settings))


def origin(knob: Knob) -> str:
    """Return where the values come from, and through which name: `constant SEED`, `configuration K, config.py:3`."""
    if knob.unknown:
        return "doesn't exist"
    if knob.searched_over:
        return "searched"
    return ", ".join(dict.fromkeys(_origins(knob.settings)))


def _origins(settings: Iterable[Setting]) -> Iterator[str]:
    for setting in settings:
        word = _WORDS[setting.source]
        through = setting.literal is not None and not is_literal(setting.code)
        named = through and setting.source not in (Source.LITERAL, Source.DEFAULT)
        if setting.source is Source.UNKNOWN and not setting.code:
            word = "out of view"
        told = f"{word} {setting.code}" if named else word
        defined = setting.defined
        yield told if defined is None else f"{told}, {defined.path}:{defined.span.row}"


def _value(setting: Setting) -> str:
    """Return a value in its shortest honest form: a typed number as it was typed."""
    if setting.literal is None or (setting.source is Source.LITERAL and setting.code):
        return setting.code or "?"
    return setting.literal


def summary(estimators: tuple[Estimator, ...], files: int) -> str:
    """Return `3 estimators in 2 files; of 7 decisive hyperparameters 2 are searched, …`."""
    counts = count(estimators, decisive=True)
    total = sum(counts.values())
    found = f"{_plural(len(estimators), 'estimator')} in {_plural(files, 'file')}"
    if not total:
        return f"{found}; none of them has decisive hyperparameters"
    parts = [f"{counts[status]} {words}" for status, words in _COUNTED if counts[status]]
    return f"{found} with {_plural(total, 'decisive hyperparameter')}: {', '.join(parts)}"


def label(estimator: Estimator) -> str:
    """Return what the code calls the estimator, and its class: `model = SVC`, `svc: SVC`, `SVC`."""
    step = "" if estimator.holder is None else estimator.holder.step
    if step and estimator.variable in ("", step):
        return f"{step}: {estimator.name}"
    return f"{estimator.variable} = {estimator.name}" if estimator.variable else estimator.name


def remarks(estimator: Estimator) -> str:
    """Say where it stands, and what becomes of it; empty where there is nothing to say."""
    holder = None if estimator.holder is None else estimator.holder.span
    beside = holder is not None and (holder.cell, holder.row) == (estimator.span.cell, estimator.span.row)
    said = (
        f"in {estimator.function}()" if estimator.function else "",
        f"part of {line_words(holder, estimator.span)}" if holder is not None and not beside else "",
        "compared" if estimator.searched and "splitter" not in estimator.kinds else "",
        "more may be set out of view" if not estimator.complete else "",
    )
    return ", ".join(filter(None, said))


def _plural(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
