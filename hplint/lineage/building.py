"""What was seen and recorded to the whole graph, dull parts included."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from hplint.analysis.data.conditions import Comparison, Not, Text
from hplint.analysis.data.history import Fit, Learned, Lesson
from hplint.analysis.data.rows import Derived, OneOfMany, Part, Rows, Slice, Source, line
from hplint.analysis.events.evaluation import CrossValidated, Evaluation
from hplint.analysis.record import Record
from hplint.findings import Place
from hplint.lineage.drafts import Draft, Drafts, Key
from hplint.lineage.graph import Flow, Kind
from hplint.lineage.identity import LessonKey
from hplint.lineage.tables import Table, Tables
from hplint.lineage.watching import FitSeen, Watch
from hplint.source.places import make_text

_JUDGED = frozenset({"classifier", "regressor", "clusterer", "density", "outlier_detector", "forecaster"})
"""Kinds whose predictions are what they are for."""
_UNWRITTEN = "by condition"
"""What is said instead of a condition that is too long to be shown."""
_SHORT = 40
"""Characters of a condition that is shown as it is written."""
_PREPARING = frozenset({"transformer", "resampler"})


class Builder:
    """Puts the graph together."""

    def __init__(self, watch: Watch, record: Record) -> None:
        self.watch = watch
        self.record = record
        self.tables = Tables(watch)
        self.drafts = Drafts()
        self.anchors: dict[Key, None] = {}
        """What the picture is about: fits, scores, and cross-validations."""
        self.lessons: dict[int, dict[Learned, None]] = {}
        """What was learned, by the key of the place that did."""
        self.learned_before: dict[Key, set[LessonKey]] = {}
        """What had been learned to make a table or any that it comes from; values themselves forget, if it is much."""
        self.judged = {each.fit.place.key for each in record.evaluations.values() if each.looked_at}
        """The keys of the fits that are scored."""
        histories = [*(fit.learned for fit in watch.fits), *(each.learned for each in record.evaluations.values())]
        self.used = {entry.place.key for history in histories for entry in history}
        """The keys of what was learned to make data that something is fitted or scored on."""

    def build(self) -> Drafts:
        """Return the graph of everything."""
        for version in self.watch.versions:
            self._note_lessons(version[1])
        for fit in self.watch.fits:
            self._note_lessons(fit.learned)
        for table in self.tables.known.values():
            self._add_table(table)
        for seen in self.watch.fits.values():
            self._add_fit(seen)
        for evaluation in self.record.evaluations.values():
            self._add_evaluation(evaluation)
        for event in self.record.folds.values():
            self._add_cross_validation(event)
        for table in self.tables.known.values():
            self._connect_table(table)
        for fit in self.watch.fits:
            self._connect_choices(fit)
        return self.drafts

    def _note_lessons(self, learned: Iterable[Learned]) -> None:
        for entry in learned:
            if entry.lesson is not Lesson.RESAMPLING:
                self.lessons.setdefault(entry.place.key, {})[entry] = None

    def _add_table(self, table: Table) -> None:
        is_source = isinstance(table.rows, Source) and not any(self.tables.parents(table))
        names = table.title()
        detail: list[str] = []
        if isinstance(table.rows, Source) and is_source:
            detail = [table.rows.label or callee(table.birth.place)]
            detail = [each for each in detail if each not in names]
        names, detail = (names, detail) if names else (detail or [callee(table.birth.place)], [])
        kind, place = Kind.SOURCE if is_source else Kind.ROWS, table.birth.place
        draft = Draft(kind, names, detail, {place.key: place})
        draft.rows.append(table.rows)
        self.drafts.nodes[table.key] = draft

    def _connect_table(self, table: Table) -> None:
        before: set[LessonKey] = set()
        parents = list(self.tables.parents(table))
        if not parents and isinstance(table.rows, Derived):
            self.drafts.connect(self._origin(table, table.rows), table.key, Flow.ROWS, part_label(table.rows))
        for parent in parents:
            before |= self.learned_before.get(parent.key, parent.lessons)
            moved = parent.identity != table.identity
            self.drafts.connect(parent.key, table.key, Flow.ROWS, _step(table.birth.place) if moved else "")
        for other in table.joined:
            self.drafts.connect(other, table.key, Flow.ROWS, "joined")
        maker: Key = ("fit", table.birth.place.key)
        if table.beside and maker in self.drafts.nodes and self.drafts.nodes[maker].kind is Kind.LEARNED:
            # A sampler makes the rows.
            self.drafts.connect(maker, table.key, Flow.SHAPES)
        for place, rows in table.lessons:
            if (place, rows) not in before:
                self.drafts.connect(self._lesson(place), table.key, Flow.SHAPES)
        self.learned_before[table.key] = before | table.lessons

    def _origin(self, table: Table, rows: Derived) -> Key:
        """Return the node that parts come from whose whole no name ever held: `X_train, X_test = load()`."""
        root, place = line(rows)[0], table.birth.place
        key: Key = ("origin", self.tables.identities.of_rows(root), place.key)
        split: Key = ("split", key)
        if key not in self.drafts.nodes:
            divides = isinstance(rows, Part) and rows.split in self.record.splits
            argument = _first_argument(place) if divides else ""
            draft = Draft(Kind.SOURCE, [argument or callee(place)], [], {place.key: place})
            draft.rows.append(root)
            self.drafts.nodes[key] = draft
            if argument:
                self.drafts.nodes[split] = Draft(Kind.SPLIT, [split_name(rows, place)], [], {place.key: place})
                self.drafts.connect(key, split, Flow.ROWS)
        return split if split in self.drafts.nodes else key

    def _lesson(self, place: int) -> Key | None:
        """Return the node of what learned at a place: a fit, or a statistic that is added here."""
        key: Key = ("fit", place)
        if key in self.drafts.nodes or place not in self.lessons:
            return key if key in self.drafts.nodes else None
        for entry in self.lessons[place]:
            detail = [entry.lesson.value] if entry.lesson in (Lesson.STATISTIC, Lesson.CATEGORIES) else []
            draft = self.drafts.nodes.setdefault(key, Draft(Kind.LEARNED, [entry.name], detail, {place: entry.place}))
            draft.rows.append(entry.rows)
            identity = self.tables.identities.of_rows(entry.rows)
            origin = self.tables.before(identity, (place, identity))
            self.drafts.connect(None if origin is None else origin.key, key, Flow.LEARNS)
        return key

    def _add_fit(self, seen: FitSeen) -> None:
        fit = seen.fit
        key: Key = ("fit", fit.place.key)
        written = fit.spec.name if fit.spec is not None else seen.written
        name = fit.name.replace("(...)", "()")
        if "(" in name:
            # `model = SVC().fit(X, y)`
            name = self.watch.named.get(fit.place.key, name)
        detail = [] if written.startswith(name.partition("(")[0]) else [written]
        draft = Draft(self._kind(fit, seen.kinds), [name], detail, {fit.place.key: fit.place})
        draft.rows.append(fit.rows)
        if key in self.drafts.nodes:
            before = self.drafts.nodes[key].merged
            self.drafts.nodes[key].absorb(draft)
            self.drafts.nodes[key].merged = before
        else:
            self.drafts.nodes[key] = draft
        self.anchors[key] = None
        table = self.tables.of((fit.rows, fit.learned))
        self.drafts.connect(None if table is None else table.key, key, Flow.LEARNS)
        if table is None:
            # Nobody knows the rows; what was learned to make them is known.
            for entry in fit.learned:
                self.drafts.connect(self._lesson(entry.place.key), key, Flow.SHAPES)

    def _kind(self, fit: Fit, kinds: frozenset[str]) -> Kind:
        """Say what a fit is by what becomes of it, and by the kinds of all that is fitted."""
        if fit.searches:
            return Kind.SEARCH
        if fit.place.key in self.judged:
            return Kind.FIT
        if kinds & _PREPARING and not kinds & _JUDGED:
            return Kind.LEARNED
        return Kind.LEARNED if fit.place.key in self.used else Kind.FIT

    def _add_evaluation(self, evaluation: Evaluation) -> None:
        key: Key = ("score", evaluation.place.key)
        if not evaluation.labelled and self._is_scored(evaluation):
            return
        draft = self.drafts.nodes.setdefault(
            key, Draft(Kind.EVALUATION, [_verb(evaluation.place)], [], {evaluation.place.key: evaluation.place})
        )
        draft.rows.append(evaluation.rows)
        if self.record.decides(evaluation.place) and "best kept" not in draft.detail:
            draft.detail.append("best kept")
        self.anchors[key] = None
        self.drafts.connect(("fit", evaluation.fit.place.key), key, Flow.SCORES)
        table = self.tables.of((evaluation.rows, evaluation.learned))
        self.drafts.connect(None if table is None else table.key, key, Flow.SCORES)

    def _is_scored(self, mere: Evaluation) -> bool:
        """Say whether predictions that are only looked at are scored, too."""
        return any(
            each.labelled and each.fit is mere.fit and each.rows == mere.rows
            for each in self.record.evaluations.values()
        )

    def _add_cross_validation(self, event: CrossValidated) -> None:
        key: Key = ("score", event.place.key)
        if ("fit", event.place.key) in self.drafts.nodes:
            # The inner folds of a search, which is drawn.
            return
        detail = [event.estimator] if event.estimator else []
        draft = Draft(Kind.CROSS_VALIDATION, [_verb(event.place)], detail, {event.place.key: event.place})
        draft.rows.append(event.rows)
        self.drafts.nodes[key] = draft
        self.anchors[key] = None
        table = self.tables.of((event.rows, event.learned))
        self.drafts.connect(None if table is None else table.key, key, Flow.SCORES)

    def _connect_choices(self, fit: Fit) -> None:
        key: Key = ("fit", fit.place.key)
        for chosen in fit.chosen:
            if chosen.place.key != fit.place.key:
                for origin in (("fit", chosen.place.key), ("score", chosen.place.key)):
                    if origin in self.drafts.nodes:
                        self.drafts.connect(origin, key, Flow.SELECTS)
            elif chosen.rows != fit.rows:
                for table in self.tables.with_rows(self.tables.identities.of_rows(chosen.rows))[-1:]:
                    self.drafts.connect(table.key, key, Flow.SELECTS)


def part_label(rows: Rows) -> str:
    """Say which part of a split rows are."""
    match rows:
        case Part(index="train" | "test" as index):
            return str(index)
        case Part(index=True):
            return "where it holds"
        case Part(index=False):
            return "the others"
        case Part(index=Not(value=value)):
            return f"not {value}"
        case Part(index=Comparison(operator=operator, value=value, holds=holds)):
            compared = value.text if isinstance(value, Text) else "" if operator == "null" else str(value)
            return " ".join(filter(None, ("" if holds else "not", operator, compared)))
        case Part(index=int() | OneOfMany()):
            return ""
        case Part(index=index):
            return str(index)
        case Slice(low=low, high=high):
            return f"[{'' if low is None else low}:{'' if high is None else high}]"
        case _:
            return ""


def _first_argument(place: Place) -> str:
    """Return what a call is given first, in short; nothing where it isn't given anything by position."""
    match place.node:
        case cst.Call(args=[cst.Arg(value=value, star="", keyword=None), *_]):
            return make_text(value)
        case _:
            return ""


def callee(place: Place) -> str:
    """Return code in short, its arguments left out."""
    return place.text.replace("(...)", "()")


def _verb(place: Place) -> str:
    """Return what is called, without what it is called on: `dropna`, `accuracy_score`; an index as it is written."""
    text = place.text
    called, parenthesis, _ = text.rpartition("(")
    return called.rpartition(".")[2] if parenthesis else text


def _step(place: Place) -> str:
    """Return what takes the rows: the method that is called, or what decides which rows an index takes."""
    if isinstance(place.node, cst.Subscript):
        code = _condition(place.node, compares=False)
        return place.text if code == _UNWRITTEN else code
    return _verb(place)


def split_name(rows: Rows, place: Place) -> str:
    """Say by what rows are split."""
    match rows:
        case Slice():
            return "by position"
        case Part(index="train" | "test") if _verb(place) == "split":
            # Of a splitter: `folds.split(X)`.
            return callee(place)
        case _ if isinstance(place.node, cst.Subscript):
            return _condition(place.node, compares=isinstance(rows, Part) and isinstance(rows.index, Comparison))
        case _:
            return _verb(place)


def _condition(node: cst.Subscript, *, compares: bool) -> str:
    """Return what decides which rows are taken, as it is written; of a comparison only what is compared."""
    match node.slice:
        case [cst.SubscriptElement(slice=cst.Index(value=cst.Comparison(left=left)))] if compares:
            code = cst.Module([]).code_for_node(left)
        case several:
            code = "".join(cst.Module([]).code_for_node(part) for part in several)
    code = " ".join(code.split())
    return code if len(code) <= _SHORT else _UNWRITTEN
