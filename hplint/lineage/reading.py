"""One file's bytes to the lineage of its data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from hplint.analysis.data.history import LONGEST
from hplint.analysis.data.overlap import Answer, overlaps
from hplint.analysis.data.rows import Rows
from hplint.basis.frozen import replace
from hplint.catalogue.rules import rules_by_code
from hplint.config import Config
from hplint.findings import Finding, Span
from hplint.lineage.building import Builder
from hplint.lineage.drafts import Drafts, Key
from hplint.lineage.graph import Edge, Kind, Leak, Lineage, Node, Value
from hplint.lineage.simplifying import Simplifier
from hplint.lineage.watching import Watch
from hplint.lint import interpret_source, located, position, problems_in, suppressed
from hplint.results import Fault
from hplint.source.exactness import exactly
from hplint.source.positions import locate
from hplint.source.read import Source, read_source

TOPIC = "evaluation"
"""The rules whose findings are leaks."""


def read_lineage(data: bytes, path: str, config: Config) -> Lineage:
    """Return the lineage of the data in a Python file, or in a notebook when the path ends in `.ipynb`."""
    source = exactly(read_source(data, path))
    unreadable = tuple((problem.span, problem.message) for problem in source.unreadable)
    if not source.chunks:
        return Lineage(path, texts=source.texts, unreadable=unreadable, readable=not unreadable)
    watch = Watch(chunk.tree for chunk in source.chunks)
    record = interpret_source(source, config, watch.handlers())
    faults: list[Fault] = []
    rules = rules_by_code()
    on = frozenset(code for code in config.codes_for(path) if rules[code].topic == TOPIC)
    problems = list(problems_in(record.events(), path, on, config, faults))
    found = _kept(source, list(located(source, path, problems, config)), on)
    builder = Builder(watch, record)
    builder.build()
    simplifier = Simplifier(builder)
    lineage = _Writer(source, watch, simplifier, found).write(path, unreadable, record.exhausted, tuple(faults))
    histories = [*(version[1] for version in watch.versions), *(fit.learned for fit in watch.fits)]
    return replace(lineage, forgetful=any(len(history) >= LONGEST for history in histories))


def _kept(source: Source, found: list[Finding], on: frozenset[str]) -> tuple[Finding, ...]:
    """Drop what comments suppress."""
    in_order = sorted(suppressed(source, found, on).kept, key=position)
    # Several metrics of one prediction are told once.
    return tuple({(finding.code, finding.message): finding for finding in reversed(in_order)}.values())[::-1]


class _Writer:
    """Freezes the graph, with spans for places."""

    def __init__(self, source: Source, watch: Watch, simplifier: Simplifier, found: tuple[Finding, ...]) -> None:
        self.source = source
        self.watch = watch
        self.simplifier = simplifier
        self.found = found
        self.drafts: Drafts = simplifier.simplify()
        self.ids = {key: f"n{number}" for number, key in enumerate(self.drafts.nodes, 1)}
        places = [place for draft in self.drafts.nodes.values() for place in draft.places.values()]
        occurrences = [each.place for each in watch.occurrences.values()]
        self.spans = locate(source, (*places, *occurrences))
        self.node_leaks: dict[Key, list[int]] = {}
        self.edge_leaks: dict[tuple[Key, Key, object], list[int]] = {}
        for number, finding in enumerate(found):
            self._mark(number, finding)

    def write(
        self, path: str, unreadable: tuple[tuple[Span, str], ...], exhausted: bool, faults: tuple[Fault, ...]
    ) -> Lineage:
        """Return the frozen graph."""
        shares = self._shares()
        order = {key: number for number, key in enumerate(self.drafts.nodes)}
        in_order = sorted(self.drafts.edges, key=lambda edge: (order[edge[0]], order[edge[1]]))
        return Lineage(
            path,
            tuple(self._node(key, shares) for key in self.drafts.nodes),
            tuple(
                Edge(self.ids[source], self.ids[target], flow, label, tuple(self.edge_leaks.get(edge, ())))
                for edge in in_order
                for (source, target, flow), label in ((edge, self.drafts.edges[edge]),)
            ),
            tuple(Leak(f.code, f.name, f.severity, f.message, f.help, f.span) for f in self.found),
            self._values(),
            self.source.texts,
            unreadable,
            exhausted=exhausted,
            left_out=self.simplifier.left_out,
            faults=faults,
        )

    def _node(self, key: Key, shares: Mapping[Key, tuple[str, ...]]) -> Node:
        draft = self.drafts.nodes[key]
        spans = [self.spans[place] for place in draft.places if place in self.spans]
        calls = [call for place in draft.places if (call := self.watch.calls.get(place)) is not None]
        functions = dict.fromkeys(call.function for call in calls)
        return Node(
            self.ids[key],
            draft.kind,
            _listed(draft.names) or "data",
            _listed(draft.detail),
            tuple(spans),
            next(iter(functions)) if len(functions) == 1 else "",
            max((len(call.contexts) for call in calls), default=1),
            any(call.looped for call in calls),
            draft.merged,
            tuple(self.node_leaks.get(key, ())),
            shares.get(key, ()),
        )

    def _shares(self) -> dict[Key, tuple[str, ...]]:
        shared: dict[Key, list[str]] = {}
        for one, other in combinations(self.drafts.nodes, 2):
            if _overlap(self.drafts.nodes[one].rows, self.drafts.nodes[other].rows):
                shared.setdefault(one, []).append(self.ids[other])
                shared.setdefault(other, []).append(self.ids[one])
        return {key: tuple(ids) for key, ids in shared.items()}

    def _values(self) -> tuple[Value, ...]:
        found: dict[Span, tuple[str, dict[str, None]]] = {}
        acting = {key: draft for key, draft in self.drafts.nodes.items() if _acts(draft.kind)}
        by_place = {place: key for key, draft in acting.items() for place in draft.places}
        for occurrence in self.watch.occurrences.values():
            span = self.spans.get(occurrence.place.key)
            if isinstance(occurrence.held, int):
                key = by_place.get(occurrence.held)
            else:
                table = self.simplifier.tables.of(occurrence.held)
                key = None if table is None else self.simplifier.drawn(table.key)
            if key is not None and span is not None:
                found.setdefault(span, (occurrence.name, {}))[1][self.ids[key]] = None
        in_order = sorted(found, key=lambda span: (span.cell or 0, span))
        return tuple(Value(found[span][0], span, tuple(found[span][1])) for span in in_order)

    # Leaks

    def _mark(self, number: int, finding: Finding) -> None:
        """Mark what a finding speaks of: the node at its place, and the way from there to the evaluation."""
        main = self._at(finding.span)
        if main is None:
            return
        self.node_leaks.setdefault(main, []).append(number)
        steps = [key for step in finding.related if (key := self._at(step.span)) is not None]
        stations = list(dict.fromkeys(steps if main in steps else [main, *steps]))
        way = set(self.drafts.way(stations))
        for edge in self.drafts.edges:
            source, target, _ = edge
            leads_in = target in (main, stations[0]) and not _acts(self.drafts.nodes[source].kind)
            if leads_in or (source, target) in way:
                self.edge_leaks.setdefault(edge, []).append(number)

    def _at(self, span: Span) -> Key | None:
        """Return the node at a place, one that does something before one that holds data."""
        at = [
            key for key, draft in self.drafts.nodes.items() for place in draft.places if self.spans.get(place) == span
        ]
        return next((key for key in at if _acts(self.drafts.nodes[key].kind)), at[0] if at else None)


def _acts(kind: Kind) -> bool:
    return kind not in (Kind.SOURCE, Kind.ROWS)


def _overlap(some: Iterable[Rows], others: Iterable[Rows]) -> bool:
    return any(overlaps(one, other) is Answer.YES for one in some for other in others)


_MOST_NAMES = 3


def _listed(names: list[str]) -> str:
    """List some names, and say how many more there are."""
    rest = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" +{rest}" if rest > 0 else "")
